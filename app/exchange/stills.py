"""Single pictures of segments, each video opened once and read forwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from app.domain.errors import MediaError
from app.exchange.format import Making
from app.exchange.scenes import Scene, left_out_words
from app.services.media import Picture
from app.services.ports import MediaFacts

# A boundary this close to a frame's start means that frame.
_ROUNDING_S = 0.0005


def frames_of(scene: Scene, facts: MediaFacts, n_pictures: int) -> tuple[int, ...]:
    """Return the frames to show of a scene: the middle one, or from the first to the last."""
    pts_s = facts.pts_s
    first = int(np.searchsorted(pts_s, scene.start_s + _ROUNDING_S, side="right")) - 1
    last = int(np.searchsorted(pts_s, scene.end_s - _ROUNDING_S, side="left")) - 1
    first = min(max(first, 0), len(pts_s) - 1)
    last = min(max(last, first), len(pts_s) - 1)
    if n_pictures == 1:
        return ((first + last) // 2,)
    return tuple(int(frame) for frame in np.linspace(first, last, n_pictures).round())


def stills(
    found: Sequence[Scene],
    facts: Mapping[Path, MediaFacts],
    making: Making,
    *,
    n_pictures: int,
    height_px: int,
) -> tuple[dict[int, tuple[Picture, ...]], tuple[str, ...]]:
    """Return pictures by the number of the scene, and sentences about videos that broke off.

    Args:
        found: Scenes; those whose video is not in ``facts`` get no pictures.
        facts: Of the videos that are there.
        making: Whose frames, progress and cancel are used.
        n_pictures: Of each scene.
        height_px: At most.

    Raises:
        Cancelled: the person stopped it.
    """
    by_video: defaultdict[Path, list[int]] = defaultdict(list)
    for number, scene in enumerate(found):
        if scene.path in facts:
            by_video[scene.path].append(number)
    shown: dict[int, tuple[Picture, ...]] = {}
    left_out = []
    total = sum(map(len, by_video.values()))
    for path, numbers in by_video.items():
        wanted = {number: frames_of(found[number], facts[path], n_pictures) for number in numbers}
        try:
            for number, pictures in _pictures(path, wanted, making, height_px):
                shown[number] = pictures
                making.progress("Pictures", len(shown), total)
        except MediaError as error:
            n_missing = sum(number not in shown for number in numbers)
            left_out.append(left_out_words(path.name, n_missing, error))
    return shown, tuple(left_out)


def _pictures(
    path: Path, wanted: Mapping[int, tuple[int, ...]], making: Making, height_px: int
) -> Iterator[tuple[int, tuple[Picture, ...]]]:
    """Yield (number, pictures) in the order of the video."""
    with making.frames.access(path, max_height_px=height_px) as access:
        for number in sorted(wanted, key=lambda one: wanted[one]):
            making.check_cancel()
            yield (
                number,
                tuple(
                    access.exact(frame, cancel=making.cancel.is_set).copy()
                    for frame in wanted[number]
                ),
            )
