"""Every place where two annotators differ, in order, and which comes next. No Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

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


class PlaceBook:
    """The disagreements of all videos, by video in the order of the library, then by time."""

    def __init__(self, videos: Sequence[VideoPlaces] = ()) -> None:
        self._videos = {one.video_id: one for one in videos}
        self._order: dict[str, int] = {}
        self.set_order([one.video_id for one in videos])

    def set_order(self, video_ids: Sequence[str]) -> None:
        """Take the order of the library."""
        self._order = {one: at for at, one in enumerate(video_ids)}
        self._sort()

    def put(self, video: VideoPlaces) -> None:
        """Take the disagreements of one video as they are now."""
        self._videos[video.video_id] = video
        self._sort()

    @property
    def places(self) -> Sequence[Place]:
        """All of them, settled ones too."""
        return self._places

    @property
    def n_open(self) -> int:
        """How many nobody has settled."""
        return sum(one.n_open for one in self._videos.values())

    @property
    def n_settled(self) -> int:
        """How many are settled."""
        return sum(one.n_settled for one in self._videos.values())

    def find(self, video_id: str, key: Key) -> Place | None:
        """Return a place by what it is known by, or None."""
        return self._by_key.get((video_id, key))

    def open_keys(self, video_id: str) -> set[Key]:
        """Return the places of a video that nobody has settled."""
        video = self._videos.get(video_id)
        places = video.places if video else ()
        return {one.key for one in places if one.ruling is Ruling.OPEN}

    def beside(self, video_id: str, time_s: float, direction: int, key: Key | None) -> Place | None:
        """Return the open place after (+1) or before (-1) a moment, going round at the ends.

        Args:
            video_id: Where one is.
            time_s: Seconds in that video.
            direction: +1 or -1.
            key: The place one is at, which is passed over; None for no place.
        """
        at = (self._rank(video_id), time_s, key or ("", ""))
        waiting = [one for one in self._places if one.is_open]
        ranks = [self._place_rank(one) for one in waiting]
        if not waiting:
            return None
        if direction > 0:
            found = bisect_right(ranks, at) if key else bisect_left(ranks, at)
        else:
            found = bisect_left(ranks, at) - 1
        return waiting[found % len(waiting)]

    def _sort(self) -> None:
        every = [Place(v.video_id, one) for v in self._videos.values() for one in v.places]
        self._places = sorted(every, key=self._place_rank)
        self._by_key = {(one.video_id, one.found.key): one for one in self._places}

    def _place_rank(self, place: Place) -> tuple[int, float, Key]:
        return self._rank(place.video_id), place.found.span.start_s, place.found.key

    def _rank(self, video_id: str) -> int:
        return self._order.get(video_id, len(self._order))
