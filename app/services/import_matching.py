"""Which video and which label of the project a file of another tool means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from app.domain.project import VideoEntry
from app.services.exchange_values import Contents, ExchangedVideo, plain_name

MatchWay = Literal["name", "content", "hand", "none"]
# Between two words, not behind one: "Duel -" is no "Duel".
_JOIN = re.compile(r"(?<=[^\W_])[\s_\-\u2010-\u2015]+(?=[^\W_])")


def label_table(
    known: Sequence[str], contents: Contents, said: Mapping[str, str]
) -> dict[str, str]:
    """Return the project's label for each label of a file, as said or as the spelling tells."""
    by_spelling = {_spelling(name): name for name in reversed(known)}
    exact = set(known)
    return {
        name: said.get(name, name if name in exact else by_spelling.get(_spelling(name), name))
        for name in contents.label_names
    }


def _spelling(name: str) -> str:
    return _JOIN.sub("", name.strip().casefold())


def unused_labels(
    contents: Contents, table: Mapping[str, str], known: Iterable[str]
) -> tuple[str, ...]:
    """Return the labels a file lists without a segment of theirs, and that are not known."""
    used = {one.label for video in contents.videos for one in video.segments}
    listed = [table[one.name] for one in contents.labels if one.name not in used]
    return tuple(name for name in dict.fromkeys(listed) if name and name not in set(known))


class VideoFinder:
    """Finds the project's video that a file means; files and projects hold thousands."""

    def __init__(self, known: Sequence[VideoEntry], by_hand: Mapping[str, str]) -> None:
        self._by_hand = by_hand
        self._by_id = {one.id: one for one in known}
        self._by_content = {one.fingerprint: one for one in reversed(known) if one.fingerprint}
        self._by_name: dict[str, list[VideoEntry]] = {}
        self._by_plain_name: dict[str, list[VideoEntry]] = {}
        for one in known:
            self._by_name.setdefault(one.name, []).append(one)
            self._by_plain_name.setdefault(plain_name(one.name), []).append(one)

    def match(self, incoming: ExchangedVideo) -> tuple[VideoEntry | None, MatchWay]:
        """Return the video, by hand, content, name or plain name; None for none or several."""
        if incoming.name in self._by_hand:
            said = self._by_id.get(self._by_hand[incoming.name])
            return said, "hand" if said else "none"
        same = self._by_content.get(incoming.fingerprint)
        if same is not None:
            return same, "content"
        exact = self._by_name.get(incoming.name)
        found = exact or self._by_plain_name.get(plain_name(incoming.name), [])
        return (found[0], "name") if len(found) == 1 else (None, "none")
