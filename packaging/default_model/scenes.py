"""Rendered untrimmed videos: people who act and rest, with the truth of when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from default_model.figure import Camera, Looks, Pixels, draw
from default_model.motion import Floats, Motion
from pgcn_core.finetuning.composing import FPS, SIZE_PX

# Kinetics has no label for walking or standing: they are what people do between actions.
RESTS = ("walk", "stand", "empty")
_HANDHELD_PX = 1.5


@dataclass(frozen=True, slots=True)
class Shot:
    """One stretch of a rendered video.

    Attributes:
        motion: Name of a motion, "stand" or "empty".
        duration_s: How long it is shown.
        is_action: Whether somebody who looks for actions would mark it.
        speed: Seconds of the motion in one of the video.
        is_cut: Whether place, person and camera change at its begin.
    """

    motion: str
    duration_s: float
    is_action: bool
    speed: float
    is_cut: bool


def plan_shots(
    motions: Sequence[str], length_s: float, rng: np.random.Generator
) -> tuple[Shot, ...]:
    """Return shots of a video: rest and action by turns, by chance with cuts or in one take.

    Args:
        motions: Names of those that are actions.
        length_s: About how long the video is.
        rng: Of the draws.
    """
    shots: list[Shot] = []
    has_cuts = bool(rng.random() < 0.6)
    rest = True
    while sum(shot.duration_s for shot in shots) < length_s:
        name = str(rng.choice(RESTS if rest else motions))
        duration_s = float(rng.uniform(1.5, 5.0) if rest else rng.uniform(1.2, 7.0))
        speed = float(rng.uniform(0.8, 1.25))
        is_cut = not shots or (has_cuts and bool(rng.random() < 0.8))
        shots.append(Shot(name, round(duration_s * FPS) / FPS, not rest, speed, is_cut))
        rest = not rest
    return tuple(shots)


def truth_of(shots: Sequence[Shot]) -> Floats:
    """Return the (G, 2) seconds of the actions."""
    ends_s = np.cumsum([shot.duration_s for shot in shots])
    spans = [
        (end_s - shot.duration_s, end_s)
        for shot, end_s in zip(shots, ends_s, strict=True)
        if shot.is_action
    ]
    return np.array(spans, np.float64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class _Set:
    """Who is seen where, from one cut to the next."""

    camera: Camera
    looks: Looks
    place: NDArray[np.uint8]
    blur: float
    gain: float
    is_mirrored: bool


def render(
    shots: Sequence[Shot],
    motions: Mapping[str, Motion],
    places: Sequence[NDArray[np.uint8]],
    rng: np.random.Generator,
) -> Iterator[Pixels]:
    """Yield the pictures of a video.

    Args:
        shots: From ``plan_shots``.
        motions: By name; "walk" among them.
        places: Stretches of real footage without action, (T, H, W, 3) uint8 RGB each, of the size
            of ``SIZE_PX``; a set plays one behind the person.
        rng: Of the draws.
    """
    stage = _drawn_set(places, rng)
    frame = 0
    for shot in shots:
        if shot.is_cut:
            stage, frame = _drawn_set(places, rng), int(rng.integers(0, 200))
        begin_s = float(rng.uniform(0.0, 2.0))
        turn = float(rng.uniform(0.0, 2 * np.pi))
        for number in range(round(shot.duration_s * FPS)):
            picture = _backdrop(stage, frame)
            if shot.motion != "empty":
                time_s = begin_s * (shot.motion == "walk") + number / FPS * shot.speed
                joints = _turned(_pose(shot.motion, motions, time_s), turn)
                draw(picture, joints, stage.camera, joints[0, [0, 2]], stage.looks)
            yield _filmed(picture, frame, rng)
            frame += 1


def _drawn_set(places: Sequence[NDArray[np.uint8]], rng: np.random.Generator) -> _Set:
    camera = Camera(
        float(rng.uniform(0, 2 * np.pi)),
        float(rng.uniform(2.6, 5.0)),
        float(rng.uniform(0.6, 2.2)),
        float(rng.uniform(1.0, 1.6)),
    )
    return _Set(
        camera,
        Looks.drawn(rng),
        places[int(rng.integers(len(places)))],
        float(rng.uniform(0.0, 2.0)),
        float(rng.uniform(0.6, 1.25)),
        bool(rng.random() < 0.5),
    )


def _backdrop(stage: _Set, frame: int) -> Pixels:
    """Return the place behind the person, forwards and backwards without end."""
    last = len(stage.place) - 1
    at = frame % max(2 * last, 1)
    picture = stage.place[at if at <= last else 2 * last - at]
    if stage.is_mirrored:
        picture = picture[:, ::-1]
    if stage.blur > 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), stage.blur).astype(np.uint8)
    return np.clip(picture.astype(np.float32) * stage.gain, 0, 255).astype(np.uint8)


def _pose(name: str, motions: Mapping[str, Motion], time_s: float) -> Floats:
    """Return (J, 3) joints; somebody who stands sways a little."""
    if name != "stand":
        return motions[name].at(time_s)
    joints = motions["kick"].joints[0].copy()
    sway = 0.015 * np.sin(2 * np.pi * 0.4 * time_s)
    joints[:, 0] += sway * joints[:, 1]
    return joints


def _turned(joints: Floats, angle: float) -> Floats:
    cosine, sine = np.cos(angle), np.sin(angle)
    turn = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
    return joints @ turn.T


def _filmed(picture: Pixels, frame: int, rng: np.random.Generator) -> Pixels:
    """Return the picture as a hand-held camera with a little noise gives it."""
    height, width = picture.shape[:2]
    right = _HANDHELD_PX * np.sin(frame / 17.0)
    down = _HANDHELD_PX * np.sin(frame / 23.0 + 1.0)
    shift = np.array([[1.02, 0, right - 0.01 * width], [0, 1.02, down - 0.01 * height]])
    moved = cv2.warpAffine(picture, shift, (width, height), borderMode=cv2.BORDER_REPLICATE)
    noise = rng.normal(0.0, 3.0, (height, width, 1))
    return np.clip(moved + noise, 0, 255).astype(np.uint8)


def picture_size() -> tuple[int, int]:
    """Return width and height of a rendered picture."""
    return SIZE_PX
