"""Every place where two annotators differ, in order, and which comes next. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from app.domain.disagreements import Disagreement
from app.domain.opinions import Ruling
from app.services.agreement import VideoPlaces

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A disagreement and the video it is in."""

    video_id: str
    found: Disagreement

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it."""
        return self.found.ruling is Ruling.OPEN

    @property
    def rank(self) -> tuple[float, Key]:
        """Its order within the video."""
        return self.found.span.start_s, self.found.key


class PlaceBook:
    """The disagreements of all videos, by video in the order of the library, then by time.

    An edit renews one video; the others are not looked at again.
    """

    def __init__(self, videos: Sequence[VideoPlaces] = ()) -> None:
        self._counts: dict[str, tuple[int, int]] = {}
        self._of: dict[str, list[Place]] = {}
        self._order: dict[str, int] = {one.video_id: at for at, one in enumerate(videos)}
        for one in videos:
            self.put(one)

    def set_order(self, video_ids: Sequence[str]) -> None:
        """Take the order of the library."""
        self._order = {one: at for at, one in enumerate(video_ids)}

    def put(self, video: VideoPlaces) -> None:
        """Take the disagreements of one video as they are now."""
        places = [Place(video.video_id, one) for one in video.places]
        self._of[video.video_id] = sorted(places, key=lambda one: one.rank)
        self._counts[video.video_id] = (video.n_open, video.n_settled)

    @property
    def places(self) -> Sequence[Place]:
        """All of them, settled ones too."""
        return list(chain.from_iterable(self._of[one] for one in self._videos()))

    @property
    def n_open(self) -> int:
        """How many nobody has settled."""
        return sum(n_open for n_open, _ in self._counts.values())

    @property
    def n_settled(self) -> int:
        """How many are settled."""
        return sum(n_settled for _, n_settled in self._counts.values())

    def find(self, video_id: str, key: Key) -> Place | None:
        """Return a place by what it is known by, or None."""
        found = self._of.get(video_id, ())
        return next((one for one in found if one.found.key == key), None)

    def open_keys(self, video_id: str) -> set[Key]:
        """Return the places of a video that nobody has settled."""
        return {one.found.key for one in self._of.get(video_id, ()) if one.is_open}

    def beside(self, video_id: str, time_s: float, direction: int, key: Key | None) -> Place | None:
        """Return the open place after (+1) or before (-1) a moment, going round at the ends.

        Args:
            video_id: Where one is.
            time_s: Seconds in that video.
            direction: +1 or -1.
            key: The place one is at, which is passed over; None for no place.
        """
        here = [one for one in self._of.get(video_id, ()) if one.is_open]
        at = (time_s, key or ("", ""))
        before = [one for one in here if one.rank < at]
        behind = [one for one in here if one.rank > at or (one.rank == at and key is None)]
        itself = [one for one in here if one.found.key == key]
        if direction > 0:
            return self._first((behind, *self._others(video_id, 1), before, itself), 0)
        return self._first((before, *self._others(video_id, -1), behind, itself), -1)

    def _first(self, parts: Sequence[Sequence[Place]], end: int) -> Place | None:
        for part in parts:
            waiting = [one for one in part if one.is_open]
            if waiting:
                return waiting[end]
        return None

    def _others(self, video_id: str, direction: int) -> list[list[Place]]:
        """Return the places of the other videos, from this one on round to it again."""
        ids = self._videos()
        rank = self._rank(video_id)
        later = [one for one in ids if self._rank(one) > rank]
        earlier = [one for one in ids if self._rank(one) < rank]
        order = [*later, *earlier] if direction > 0 else [*earlier[::-1], *later[::-1]]
        # Places of a video without an open one need not be looked at.
        return [self._of[one] for one in order if self._counts[one][0]]

    def _videos(self) -> list[str]:
        return sorted(self._of, key=self._rank)

    def _rank(self, video_id: str) -> tuple[int, str]:
        return self._order.get(video_id, len(self._order)), video_id
