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


class Stills:
    """Pictures of scenes, one scene after another, so that few are held at a time.

    Args:
        found: Scenes; those whose video is not in ``facts`` get no pictures.
        facts: Of the videos that are there.
        making: Whose frames and cancel are used.
        n_pictures: Of each scene.
        height_px: At most.

    Attributes:
        left_out: Sentences about videos that broke off, once they have been gone through.
    """

    def __init__(
        self,
        found: Sequence[Scene],
        facts: Mapping[Path, MediaFacts],
        making: Making,
        *,
        n_pictures: int,
        height_px: int,
    ) -> None:
        self._found, self._facts, self._making = found, facts, making
        self._n_pictures, self._height_px = n_pictures, height_px
        self.left_out: list[str] = []

    def __iter__(self) -> Iterator[tuple[int, tuple[Picture, ...]]]:
        """Yield (number of the scene, its pictures), video by video.

        Raises:
            Cancelled: the person stopped it.
        """
        by_video: defaultdict[Path, list[int]] = defaultdict(list)
        for number, scene in enumerate(self._found):
            if scene.path in self._facts:
                by_video[scene.path].append(number)
        for path, numbers in by_video.items():
            n_done = 0
            try:
                for shown in self._of_video(path, numbers):
                    yield shown
                    n_done += 1
            except MediaError as error:
                self.left_out.append(left_out_words(path.name, len(numbers) - n_done, error))

    def _of_video(
        self, path: Path, numbers: Sequence[int]
    ) -> Iterator[tuple[int, tuple[Picture, ...]]]:
        facts, making = self._facts[path], self._making
        wanted = {
            number: frames_of(self._found[number], facts, self._n_pictures) for number in numbers
        }
        with making.frames.access(path, max_height_px=self._height_px) as access:
            # In the order of the video, every picture lies ahead.
            for number in sorted(wanted, key=lambda one: wanted[one]):
                making.check_cancel()
                pictures = (
                    access.exact(frame, cancel=making.cancel.is_set) for frame in wanted[number]
                )
                yield number, tuple(picture.copy() for picture in pictures)
