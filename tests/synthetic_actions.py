"""A small set of videos that a network can learn: features, a proposal list, labels.

    python -m tests.synthetic_actions DIR

Every label has a direction in feature space that its actions add, a different one near the start
and near the end, so that what, whether whole and where can all be learned. Only noise lies between.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LABELS = ("jump", "throw", "turn")
STRIDE, WINDOW = 8, 64


@dataclass(frozen=True)
class Size:
    """How much to make."""

    n_videos: int = 12
    dim: int = 32
    n_frames: int = 1200
    n_proposals: int = 60
    noise: float = 0.6
    alike: float = 0.0  # how strong what all labels share is


def write_set(folder: Path, size: Size = Size(), *, seed: int = 0) -> None:
    """Write ``rgb/``, ``flow/``, ``proposals.txt`` and ``labels.txt``."""
    rng = np.random.default_rng(seed)
    directions = size.alike * rng.standard_normal((2, 1, 3, size.dim))
    directions = directions + rng.standard_normal((2, len(LABELS), 3, size.dim))
    blocks = []
    for stream in ("rgb", "flow"):
        (folder / stream).mkdir(parents=True, exist_ok=True)
    for number in range(size.n_videos):
        name = f"video_{number:03d}"
        truth = draw_truth(rng, size)
        for stream, direction in zip(("rgb", "flow"), directions, strict=True):
            np.save(folder / stream / f"{name}.npy", make_features(rng, truth, direction, size))
        blocks.append(block_of(number, name, truth, draw_proposals(rng, truth, size), size))
    (folder / "proposals.txt").write_text("".join(blocks))
    (folder / "labels.txt").write_text("\n".join(LABELS) + "\n")


def draw_truth(rng, size):
    """Rows of label (from 0), start, end: actions that do not touch."""
    rows, at = [], int(rng.integers(40, 120))
    while at < size.n_frames - 320:
        length = int(rng.integers(100, 260))
        rows.append((int(rng.integers(len(LABELS))), at, at + length))
        at += length + int(rng.integers(90, 220))
    return np.array(rows)


def make_features(rng, truth, direction, size):
    """(U, D): noise, plus a label's directions in proportion to how much of a unit it fills."""
    n_units = (size.n_frames - WINDOW) // STRIDE + 1
    centre = np.arange(n_units) * STRIDE + WINDOW / 2
    values = size.noise * rng.standard_normal((n_units, size.dim))
    for label, start, end in truth:
        phase = (centre - start) / (end - start)
        for part, peak in enumerate((0.5, 0.1, 0.9)):
            width = 0.35 if part == 0 else 0.12
            shape = np.exp(-(((phase - peak) / width) ** 2)) * ((phase > -0.1) & (phase < 1.1))
            values += shape[:, None] * direction[label, part]
    return values.astype(np.float32)


def draw_proposals(rng, truth, size):
    """(N, 2): shifted and stretched copies of the truth, pieces of it, and anything."""
    rows = []
    for number in range(size.n_proposals):
        _, start, end = truth[rng.integers(len(truth))]
        length, how = end - start, number % 4
        if how < 2:
            start, end = np.array([start, end]) + rng.uniform(-0.15, 0.15, 2) * length
        elif how == 2:
            start += rng.uniform(0, 0.8) * length
            end = start + rng.uniform(0.1, 0.25) * length
        else:
            start = rng.uniform(0, size.n_frames - 150)
            end = start + rng.uniform(30, 150)
        start, end = int(max(start, 0)), int(min(end, size.n_frames))
        rows.append((start, max(end, start + 9)))
    return np.array(rows)


def block_of(number, name, truth, proposals, size):
    """One video of the list, with the label and the overlaps of each proposal."""
    lines = [f"# {number}", name, str(size.n_frames), "1", str(len(truth))]
    lines += [f"{label + 1} {start} {end}" for label, start, end in truth]
    lines.append(str(len(proposals)))
    for start, end in proposals:
        shared = np.minimum(end, truth[:, 2]) - np.maximum(start, truth[:, 1])
        shared = np.maximum(shared, 0)
        tiou = shared / (end - start + truth[:, 2] - truth[:, 1] - shared)
        best = int(np.argmax(tiou))
        label = truth[best, 0] + 1 if tiou[best] > 0 else 0
        overlap = shared[best] / (end - start)
        lines.append(f"{label} {tiou[best]:.4f} {overlap:.4f} {start} {end}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_set(Path(sys.argv[1]), Size(n_videos=24, noise=1.0, alike=1.5))
