"""Whether somebody else changed first what an act touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Select, select, update

from app.domain.conflicts import Conflict, EditConflict, before, find_conflict, same
from app.domain.edits import Edit
from app.domain.errors import ProjectError
from app.domain.label_edits import LabelEdit, LabelSet
from app.domain.timeline import Changes, Timeline
from app.storage import aside, entries, label_rows, tables

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

    def touched(self, connection: Connection, video_ids: Iterable[str]) -> None:
        """Note that something on these videos has changed."""


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

    def touched(self, connection: Connection, video_ids: Iterable[str]) -> None:
        """Nobody asks."""


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
        duration_s = _duration_s(connection, timeline.video_id)
        base = before(timeline, back, changes)
        stored = entries.read_part(connection, timeline.video_id, duration_s, changes)()
        if not changes.sheet:
            stored.sheet = base.sheet
        stored.upheld = {k: r for k, r in stored.upheld.items() if k[0] in changes.upheld_ids}
        if same(base, stored):
            return
        theirs = entries.read(connection, Timeline(timeline.video_id, duration_s))()
        author = _last_author(connection, timeline.video_id, self.me or "")
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
        stored = label_rows.read(connection)
        # A label that undo could not take away, as it was in use, is no matter.
        if any(
            found.get(one.id, one) != one or one.id not in found.keys() | left for one in stored
        ):
            raise EditConflict(
                "Somebody else has just changed the labels.",
                "Look at them again, then repeat the step.",
            )

    def touched(self, connection: Connection, video_ids: Iterable[str]) -> None:
        """See ``Rivals``."""
        now = select(tables.project.c.revision).scalar_subquery()
        these = tables.videos.c.id.in_(sorted(set(video_ids)))
        connection.execute(update(tables.videos).where(these).values(revision=now))


def _conflict(found: Conflict) -> EditConflict:
    who = found.author or "Somebody else"
    return EditConflict(
        f"{who} has changed the same meanwhile, so nothing was stored.",
        "Choose whose version stays.",
        found,
    )


def _last_author(connection: Connection, video_id: str, me: str) -> str:
    theirs: Select[Any] = select(_ACTS.c.author).where(
        _ACTS.c.video_id == video_id, _ACTS.c.author != me
    )
    newest = theirs.order_by(_ACTS.c.id.desc()).limit(1)
    return connection.execute(newest).scalar() or ""


def _duration_s(connection: Connection, video_id: str) -> float:
    v = tables.videos.c
    one = select(v.duration_s).where(v.id == video_id, aside.IN_PROJECT)
    duration_s = connection.execute(one).scalar()
    if duration_s is None:
        raise ProjectError("This video is not in the project any more.", "Add it again.")
    return duration_s
