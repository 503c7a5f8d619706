"""What the default model learns from and is measured on, file by file.

Everything that is learned from is rendered here, in front of footage under CC BY 4.0 and of places
drawn here. Clips whose footage belongs to others measure only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from default_model.figure import Pixels
from default_model.motion import Floats, Motion, read_motion
from default_model.scenes import plan_shots, render, truth_of
from pgcn_core.finetuning.composing import (
    FPS,
    SIZE_PX,
    Clip,
    ComposedVideo,
    compose,
    framed_picture,
    write_video,
)
from pgcn_core.video.opening import open_video
from pgcn_core.video.reading import read_frames

ACTION = "action"
# What people do between actions; see ``scenes.RESTS``.
NOT_ACTIONS = frozenset({"walk"})
# (file of real_clips, from_s, to_s): intel-iot-devkit/sample-videos, CC BY 4.0.
PLACES: tuple[tuple[str, float, float], ...] = (
    ("car-detection.mp4", 2.0, 6.0),
    ("car-detection.mp4", 14.0, 18.0),
    ("bottle-detection.mp4", 2.0, 6.0),
    ("bottle-detection.mp4", 20.0, 24.0),
)
_N_DRAWN_PLACES = 8
_N_ROUGH, _N_FINE = 6, 40

# (file of real_clips, label, first and last second that show it).
Shown = tuple[str, str, float, float]
VALIDATION: tuple[Shown, ...] = (
    ("demo.mp4", "arm wrestling", 0.0, 10.0),
    ("baseball.mp4", "hitting baseball", 0.0, 5.5),
    ("tv_v_SoccerJuggling_g23_c01.avi", "juggling soccer ball", 0.0, 8.0),
    ("test.mp4", "cleaning pool", 0.0, 10.0),
)
TEST: tuple[Shown, ...] = (
    ("v_GGSY1Qvo990.mp4", "clean and jerk", 0.0, 9.0),
    ("test_video_structuralize.mp4", "shooting basketball", 1.0, 9.0),
    ("tv_basketball.mp4", "dunking basketball", 0.0, 11.0),
    ("v_BaseballPitch_g01_c01.avi", "catching or throwing baseball", 0.0, 3.5),
    (
        "tv_hmdb51_Turnk_r_Pippi_Michel_cartwheel_f_cm_np2_le_med_6.avi",
        "cartwheeling",
        0.0,
        2.8,
    ),
    ("tv_R6llTwEh07w.mp4", "using segway", 0.0, 8.0),
)
PASSERS_BY = "one-by-one-person-detection.mp4"


@dataclass(frozen=True, slots=True)
class Part:
    """Real clips of one side of the measuring.

    Attributes:
        shown: Clips with an action.
        passers_by: From and to, seconds of ``PASSERS_BY``.
        streets: First and last of the clips of streets.
        n_videos: How many are composed.
        seed: Of the draws.
    """

    shown: tuple[Shown, ...]
    passers_by: tuple[float, float]
    streets: tuple[int, int]
    n_videos: int
    seed: int


PARTS = {
    "validation": Part(VALIDATION, (0.0, 60.0), (0, 6), 8, 11),
    "test": Part(TEST, (70.0, 139.0), (6, 12), 12, 12),
}


HIGH_JUMP = ("workout_i3d_twostream/highjump.mp4", "high jump", 8.86, 15.01)
Known = ComposedVideo


def whole_videos(data: Path) -> list[Known]:
    """Return untrimmed videos that are as somebody filmed them."""
    name, label, start_s, end_s = HIGH_JUMP
    return [Known(data / name, np.array([[start_s, end_s]]), (label,))]


def read_motions(folder: Path) -> dict[str, Motion]:
    """Return the motions of a folder by name."""
    return {one.name: one for one in map(read_motion, sorted(folder.glob("humanoid3d_*.txt")))}


def read_places(clips: Path, rng: np.random.Generator) -> list[NDArray[np.uint8]]:
    """Return what is seen behind people: (T, H, W, 3) uint8 each, real and drawn."""
    places = []
    for name, start_s, end_s in PLACES:
        batches = read_frames(
            open_video(clips / name),
            short_side_px=SIZE_PX[1],
            fps=FPS,
            start_s=start_s,
            end_s=end_s,
        )
        places.append(np.stack([framed_picture(one) for batch in batches for one in batch.pixels]))
    return [*places, *(draw_place(rng)[None] for _ in range(_N_DRAWN_PLACES))]


def draw_place(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return (H, W, 3) uint8: a wall with a few things on it, and a ground."""
    width, height = SIZE_PX
    horizon = int(rng.uniform(0.35, 0.65) * height)
    place = np.concatenate([_texture(horizon, rng), _texture(height - horizon, rng)])
    for _ in range(int(rng.integers(0, 7))):
        left, top = int(rng.integers(0, width)), int(rng.integers(0, horizon))
        wide, high = int(rng.integers(10, 90)), int(rng.integers(10, 90))
        cv2.rectangle(
            place,
            (left, top),
            (left + wide, min(top + high, horizon)),
            rng.integers(20, 235, 3).tolist(),
            -1,
        )
    blurred: NDArray[np.uint8] = cv2.GaussianBlur(place, (0, 0), 1.0).astype(np.uint8)
    return blurred


def _texture(height: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return (height, W, 3) of one colour under rough and fine patches."""
    size = (SIZE_PX[0], height)
    rough = cv2.resize(rng.normal(0, 18, (_N_ROUGH, _N_ROUGH)), size, interpolation=cv2.INTER_CUBIC)
    fine = cv2.resize(rng.normal(0, 9, (_N_FINE, _N_FINE)), size, interpolation=cv2.INTER_CUBIC)
    colour = rng.uniform(50, 190) + rng.normal(0, 22, 3)
    shade = (rough + fine)[..., None] + colour
    return np.clip(shade, 0, 255).astype(np.uint8)


def render_training(
    data: Path, out: Path, n_videos: int, length_s: float, seed: int = 0
) -> Iterator[Known]:
    """Yield rendered videos with their truth, written into ``out`` where they are not there.

    Args:
        data: Folder that holds ``mocap_humanoid3d`` and ``real_clips``.
        out: Where they go.
        n_videos: How many.
        length_s: About how long each is.
        seed: Of the draws.
    """
    motions = read_motions(data / "mocap_humanoid3d")
    names = sorted(set(motions) - NOT_ACTIONS)
    places = read_places(data / "real_clips", np.random.default_rng(seed))
    for number in range(n_videos):
        rng = np.random.default_rng([seed, number])
        shots = plan_shots(names, length_s, rng)
        truth = truth_of(shots)

        pictures = render(shots, motions, places, rng)
        yield _kept(out / f"rendered_{number:02d}.mp4", partial(_write, pictures, truth))


def _write(pictures: Iterator[Pixels], truth: Floats, path: Path) -> Known:
    write_video(pictures, path)
    return Known(path, truth, (ACTION,) * len(truth))


def compose_part(data: Path, out: Path, name: str) -> Iterator[Known]:
    """Yield the untrimmed videos of one part of the measuring, composed of real clips."""
    part = PARTS[name]
    clips = data / "real_clips"
    streets = sorted((data / "fight_clips" / "noFight").glob("*.mp4"))[slice(*part.streets)]
    rng = np.random.default_rng(part.seed)
    order = [
        part.shown[at] for _ in range(part.n_videos) for at in rng.permutation(len(part.shown))
    ]
    for number in range(part.n_videos):
        n_actions = int(rng.integers(1, 4))
        mine, order = order[:n_actions], order[n_actions:]
        pieces: list[Clip] = []
        for shown in mine:
            pieces += [_quiet(part, clips, streets, rng), _acting(clips, shown, rng)]
        pieces.append(_quiet(part, clips, streets, rng))
        yield _kept(out / f"{name}_{number:02d}.mp4", partial(compose, pieces))


def _kept(path: Path, make: Callable[[Path], Known]) -> Known:
    """Return a video with its truth; made where it is not there yet."""
    facts = path.with_suffix(".json")
    if not facts.exists():
        made = make(path)
        told = {"segments": made.segments.tolist(), "labels": list(made.labels)}
        facts.write_text(json.dumps(told), encoding="utf-8")
    told = json.loads(facts.read_text(encoding="utf-8"))
    return Known(path, np.array(told["segments"]).reshape(-1, 2), tuple(told["labels"]))


def _acting(clips: Path, shown: Shown, rng: np.random.Generator) -> Clip:
    """Return a stretch of a clip, at least 2.5 s of it where it is as long."""
    name, label, first_s, last_s = shown
    longest = last_s - first_s
    length_s = float(rng.uniform(min(2.5, longest), min(8.0, longest)))
    start_s = first_s + float(rng.uniform(0.0, longest - length_s))
    return _shown_as(Clip(clips / name, label, start_s=start_s, end_s=start_s + length_s), rng)


def _quiet(part: Part, clips: Path, streets: Sequence[Path], rng: np.random.Generator) -> Clip:
    """Return a stretch in which nothing happens that has a label."""
    if rng.random() < 0.4:
        return _shown_as(Clip(streets[int(rng.integers(len(streets)))]), rng)
    length_s = float(rng.uniform(2.0, 5.0))
    start_s = float(rng.uniform(part.passers_by[0], part.passers_by[1] - length_s))
    return _shown_as(Clip(clips / PASSERS_BY, start_s=start_s, end_s=start_s + length_s), rng)


def _shown_as(clip: Clip, rng: np.random.Generator) -> Clip:
    return Clip(
        clip.path,
        clip.label,
        is_mirrored=bool(rng.random() < 0.5),
        speed=float(rng.uniform(0.85, 1.2)),
        start_s=clip.start_s,
        end_s=clip.end_s,
    )
