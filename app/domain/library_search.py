"""Finding videos in a long list: by words, state, tags and person, in an order of one's choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from app.domain.project import VideoEntry
from app.domain.video_state import VideoState, review_share

_NUMBERS = re.compile(r"(\d+)")


class Order(Enum):
    """What a list of videos is sorted by."""

    ADDED = "added"
    NAME = "name"
    DURATION = "duration"
    WAITING = "waiting"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Listed:
    """A video with the state it is listed in.

    Attributes:
        searched: All that is searched of it; see ``searched``.
    """

    video: VideoEntry
    state: VideoState
    searched: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which videos are looked for; every part that is set must fit.

    Attributes:
        text: Words, each of which stands in the name, a tag, the note or the assignee.
        states: Any of these; none is any at all.
        tags: All of these.
        assignee: Whose it is; '' for nobody's, None for anybody's.
        only_missing: Only videos whose file is not there.
    """

    text: str = ""
    states: frozenset[VideoState] = frozenset()
    tags: frozenset[str] = frozenset()
    assignee: str | None = None
    only_missing: bool = False

    @property
    def is_all(self) -> bool:
        """Whether every video fits."""
        return self == EVERYTHING or (not self.text.strip() and self == Wanted(self.text))


EVERYTHING = Wanted()


def found(listed: Sequence[Listed], wanted: Wanted) -> list[Listed]:
    """Return those that fit, in the order given."""
    words = folded(wanted.text).split()
    return [one for one in listed if _fits(one, wanted, words)]


def arranged(listed: Iterable[Listed], order: Order, *, is_reversed: bool = False) -> list[Listed]:
    """Return them sorted; what is equal stays in the order given.

    Names go as people count, ``clip 2`` before ``clip 10``. Most waiting and least reviewed
    come first: that is where there is work.
    """
    if order is Order.ADDED:
        found = list(listed)
        return found[::-1] if is_reversed else found
    return sorted(listed, key=_KEYS[order], reverse=is_reversed)


def folded(text: str) -> str:
    """Return a text as it is compared: without regard to capitals."""
    return text.casefold()


def tags_in(videos: Iterable[VideoEntry]) -> list[str]:
    """Return every tag of the videos once, by name."""
    return sorted({tag for video in videos for tag in video.sheet.tags}, key=folded)


def assignees_in(videos: Iterable[VideoEntry]) -> list[str]:
    """Return everybody a video is assigned to, by name."""
    return sorted({video.sheet.assignee for video in videos} - {""}, key=folded)


def _fits(one: Listed, wanted: Wanted, words: Sequence[str]) -> bool:
    sheet = one.video.sheet
    if wanted.states and one.state not in wanted.states:
        return False
    if not wanted.tags.issubset(sheet.tags):
        return False
    if wanted.assignee is not None and sheet.assignee != wanted.assignee:
        return False
    if wanted.only_missing and not one.video.is_missing:
        return False
    return all(word in one.searched for word in words)


def searched(video: VideoEntry) -> str:
    """Return all that is searched of a video, folded, its parts on lines of their own."""
    sheet = video.sheet
    return folded("\n".join((video.name, *sheet.tags, sheet.note, sheet.assignee)))


@lru_cache(maxsize=4096)
def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    parts = _NUMBERS.split(folded(name))
    return tuple((0, int(part), part) if at % 2 else (1, 0, part) for at, part in enumerate(parts))


_KEYS: dict[Order, Callable[[Listed], Any]] = {
    Order.NAME: lambda one: _natural(one.video.name),
    Order.DURATION: lambda one: one.video.duration_s,
    Order.WAITING: lambda one: -one.video.n_pending,
    Order.PROGRESS: lambda one: review_share(one.video),
}
