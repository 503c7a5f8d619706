"""Whether somebody else changed first what an act touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Select, select, update

from app.domain.conflicts import Conflict, EditConflict, before, find_conflict, same
from app.domain.edits import Edit
from app.domain.label_edits import LabelEdit, LabelSet
from app.domain.timeline import Changes, Timeline
from app.storage import at_once, entries, label_rows, tables
from app.storage.at_once import Step

_ACTS = tables.history


class Rivals(Protocol):
    """Looks after acts of several people; called in the transaction that stores an act.

    Attributes:
        me: Who acts here; None where it does not matter.
    """

    me: str | None

    def check(
        self, connection: Connection, timeline: Timeline, back: Sequence[Edit], told: Told
    ) -> None:
        """Raise ``EditConflict`` unless what the act touches is as the act found it.

        Args:
            connection: In a transaction that writes.
            timeline: As the act left it.
            back: What takes the act back, in order.
            told: What the act touches, and its caption.
        """

    def check_labels(
        self, connection: Connection, labels: LabelSet, back: Sequence[LabelEdit]
    ) -> None:
        """Raise ``EditConflict`` unless the labels are as the acts found them."""

    def touching(self, video_ids: Iterable[str]) -> list[Step]:
        """Return what notes that something on these videos has changed."""


Told = tuple[Changes, str]


class Alone:
    """Nobody else may write to the project: a file."""

    me: str | None = None

    def check(
        self, connection: Connection, timeline: Timeline, back: Sequence[Edit], told: Told
    ) -> None:
        """Nothing can have changed."""

    def check_labels(
        self, connection: Connection, labels: LabelSet, back: Sequence[LabelEdit]
    ) -> None:
        """Nothing can have changed."""

    def touching(self, video_ids: Iterable[str]) -> list[Step]:  # noqa: ARG002 - nobody asks
        """Nobody asks."""
        return []


class Together:
    """Others write to the same project: a server. Its transactions that write take turns.

    Args:
        me: Who acts here.
    """

    def __init__(self, me: str) -> None:
        self.me: str | None = me

    def check(
        self, connection: Connection, timeline: Timeline, back: Sequence[Edit], told: Told
    ) -> None:
        """See ``Rivals``."""
        changes, caption = told
        video_id = timeline.video_id
        duration = [Step(entries.duration_of(video_id))]
        plan = entries.part(video_id, changes) | {"duration": duration}
        found = at_once.take_each(connection, plan)
        empty = Timeline(video_id, entries.duration_in(found["duration"]))
        stored = entries.timeline_of(empty, found)
        base = before(timeline, back, changes)
        if not changes.sheet:
            stored.sheet = base.sheet
        stored.upheld = {k: r for k, r in stored.upheld.items() if k[0] in changes.upheld_ids}
        if same(base, stored):
            return
        authors = [Step(_last_author(video_id, self.me or ""))]
        all_on = at_once.take_each(connection, entries.whole(video_id) | {"authors": authors})
        theirs = entries.timeline_of(empty, all_on)
        author = all_on["authors"][0].author if all_on["authors"] else ""
        raise _conflict(find_conflict(base, timeline, theirs, changes, (caption, author)))

    def check_labels(
        self, connection: Connection, labels: LabelSet, back: Sequence[LabelEdit]
    ) -> None:
        """See ``Rivals``."""
        base = LabelSet(labels.labels)
        for edit in back:
            edit.apply(base)
        found = {one.id: one for one in base.labels}
        left = {one.id for one in labels.labels}
        stored = label_rows.labels_in(at_once.take(connection, [Step(label_rows.ALL)])[0])
        # A label that undo could not take away, as it was in use, is no matter.
        if any(
            found.get(one.id, one) != one or one.id not in found.keys() | left for one in stored
        ):
            raise EditConflict(
                "Somebody else has just changed the labels.",
                "Look at them again, then repeat the step.",
            )

    def touching(self, video_ids: Iterable[str]) -> list[Step]:
        """See ``Rivals``."""
        now = select(tables.project.c.revision).scalar_subquery()
        these = tables.videos.c.id.in_(sorted(set(video_ids)))
        return [Step(update(tables.videos).where(these).values(revision=now))]


def _conflict(found: Conflict) -> EditConflict:
    who = found.author or "Somebody else"
    return EditConflict(
        f"{who} has changed the same meanwhile, so nothing was stored.",
        "Choose whose version stays.",
        found,
    )


def _last_author(video_id: str, me: str) -> Select[Any]:
    theirs = select(_ACTS.c.author).where(_ACTS.c.video_id == video_id, _ACTS.c.author != me)
    return theirs.order_by(_ACTS.c.id.desc()).limit(1)
