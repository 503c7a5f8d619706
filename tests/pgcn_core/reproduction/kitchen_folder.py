"""A tiny folder in the form of the kitchen features: two labels that are easy to tell apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np

N_VIDEOS, N_FRAMES, DIM = 10, 240, 8


def write_salads(folder: Path, *, seed: int = 0) -> Path:
    """Write 5 splits of 10 videos; video n is tested in split n % 5 + 1."""
    rng = np.random.default_rng(seed)
    names = [f"{number:02d}-1" for number in range(N_VIDEOS)]
    labels = {name: draw_labels(rng) for name in names}
    for split in range(1, 6):
        lists = folder / "splits" / "50Salads" / f"Split_{split}"
        lists.mkdir(parents=True)
        tested = [name for number, name in enumerate(names) if number % 5 + 1 == split]
        (lists / "test.txt").write_text("".join(f"{name}\n" for name in tested))
        learned = [name for name in names if name not in tested]
        (lists / "train.txt").write_text("".join(f"{name}\n" for name in learned))
        arrays = {}
        for name, frames in labels.items():
            arrays[f"rgb-{name}/A"] = features(rng, frames, split).astype(np.float16)
            arrays[f"rgb-{name}/Y"] = frames
            if split == 1:
                knocks = np.abs(features(rng, frames, 0)[:, :4]).T
                arrays[f"rgb-{name}/S"] = knocks.astype(np.float16)
        np.savez(folder / f"50salads_mid_split{split}.npz", **arrays)
    (folder / "mid_level_actions.txt").write_text(
        "\n".join(["cut", "stir", *(f"other {number}" for number in range(15))])
    )
    return folder


def draw_labels(rng):
    """Frames of 0, 1 and 2 in runs; both actions occur."""
    runs = []
    while sum(map(len, runs)) < N_FRAMES:
        label = (1, 0, 2, 0)[len(runs) % 4]
        length = int(rng.integers(16, 40)) if label else int(rng.integers(8, 20))
        runs.append(np.full(length, label, np.uint8))
    return np.concatenate(runs)[:N_FRAMES]


def features(rng, frames, split):
    """One direction per label, and noise; another offset in every split's file."""
    directions = np.eye(DIM)[:3] * 3
    return directions[frames] + 0.5 * rng.standard_normal((len(frames), DIM)) + split
