"""Motion capture of DeepMimic's humanoid as joint positions over time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Joint, its parent, and where it sits in the parent's frame (metres, y up), in the order of the
# files; knees and elbows turn about one axis only.
_SKELETON: tuple[tuple[str, str, tuple[float, float, float], int], ...] = (
    ("chest", "root", (0.0, 0.236, 0.0), 4),
    ("neck", "chest", (0.0, 0.224, 0.0), 4),
    ("right_hip", "root", (0.0, 0.0, 0.085), 4),
    ("right_knee", "right_hip", (0.0, -0.422, 0.0), 1),
    ("right_ankle", "right_knee", (0.0, -0.41, 0.0), 4),
    ("right_shoulder", "chest", (-0.024, 0.244, 0.183), 4),
    ("right_elbow", "right_shoulder", (0.0, -0.275, 0.0), 1),
    ("left_hip", "root", (0.0, 0.0, -0.085), 4),
    ("left_knee", "left_hip", (0.0, -0.422, 0.0), 1),
    ("left_ankle", "left_knee", (0.0, -0.41, 0.0), 4),
    ("left_shoulder", "chest", (-0.024, 0.244, -0.183), 4),
    ("left_elbow", "left_shoulder", (0.0, -0.275, 0.0), 1),
)
# Points at the ends of limbs.
_TIPS: tuple[tuple[str, str, tuple[float, float, float]], ...] = (
    ("head", "neck", (0.0, 0.175, 0.0)),
    ("right_hand", "right_elbow", (0.0, -0.28, 0.0)),
    ("left_hand", "left_elbow", (0.0, -0.28, 0.0)),
    ("right_toe", "right_ankle", (0.16, -0.05, 0.0)),
    ("left_toe", "left_ankle", (0.16, -0.05, 0.0)),
)
JOINTS: tuple[str, ...] = ("root", *(j[0] for j in _SKELETON), *(t[0] for t in _TIPS))
_ROW = 1 + 3 + 4 + sum(width for *_, width in _SKELETON)


@dataclass(frozen=True, slots=True)
class Motion:
    """One recorded motion.

    Attributes:
        name: Of the file, such as ``kick``.
        times_s: (F,) float64, from 0.
        joints: (F, J, 3) float64 metres, y up; the root begins above the origin.
        repeats: Whether its end goes over into its begin.
    """

    name: str
    times_s: Floats
    joints: Floats
    repeats: bool

    @property
    def duration_s(self) -> float:
        """How long one turn takes."""
        return float(self.times_s[-1])

    def at(self, time_s: float) -> Floats:
        """Return (J, 3) joints at a time; later turns go on where the one before ended."""
        turn, rest = divmod(time_s, self.duration_s)
        later = int(np.clip(np.searchsorted(self.times_s, rest), 1, len(self.times_s) - 1))
        before, after = self.times_s[later - 1], self.times_s[later]
        share = (rest - before) / max(after - before, 1e-9)
        shown: Floats = (1 - share) * self.joints[later - 1] + share * self.joints[later]
        moved = self.joints[-1, 0] - self.joints[0, 0]
        moved[1] = 0.0
        return shown + turn * moved if self.repeats else shown


def read_motion(file: Path) -> Motion:
    """Read a file of DeepMimic's humanoid3d: JSON of ``Loop`` and ``Frames``.

    A frame is its duration, the root's place and quaternion, then each joint's quaternion (w first)
    or angle.

    Raises:
        ValueError: it is no such file.
    """
    content = json.loads(file.read_text(encoding="utf-8"))
    frames = np.array(content["Frames"], np.float64)
    if frames.ndim != 2 or frames.shape[1] != _ROW or len(frames) < 2:
        raise ValueError(f"{file.name} holds no frames of {_ROW} numbers")
    times_s = np.concatenate([[0.0], np.cumsum(frames[:-1, 0])])
    joints = np.stack([_joints(row) for row in frames])
    joints[:, :, [0, 2]] -= joints[0, 0, [0, 2]]
    name = file.stem.removeprefix("humanoid3d_")
    return Motion(name, times_s, joints, content.get("Loop") == "wrap")


def _joints(row: Floats) -> Floats:
    """Return (J, 3) of one frame by forward kinematics."""
    places = {"root": row[1:4]}
    turns = {"root": rotation(row[4:8])}
    at = 8
    for name, parent, offset, width in _SKELETON:
        places[name] = places[parent] + turns[parent] @ np.array(offset)
        own = rotation(row[at : at + 4]) if width == 4 else _about_z(float(row[at]))
        turns[name] = turns[parent] @ own
        at += width
    for name, parent, offset in _TIPS:
        places[name] = places[parent] + turns[parent] @ np.array(offset)
    return np.stack([places[name] for name in JOINTS])


def rotation(quaternion: Floats) -> Floats:
    """Return the (3, 3) matrix of a quaternion, w first; its length does not matter."""
    w, x, y, z = quaternion / max(float(np.linalg.norm(quaternion)), 1e-12)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def _about_z(angle: float) -> Floats:
    return rotation(np.array([np.cos(angle / 2), 0.0, 0.0, np.sin(angle / 2)]))
