"""The history of a project: what people did, in order, and what of it stands undone.

Acts have one order over all videos. Undone ones are always the last: an act done after an undo
drops them. Acts on a video that is put aside wait with it: nothing here lists or turns them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update

from app.domain.edit_json import ON_VIDEOS, edit_to_json
from app.domain.edits import Edit, OnVideos
from app.domain.errors import EditRefused
from app.domain.label_edits import LabelEdit
from app.services.ports import HistoryEntry
from app.storage import tables

# Characters of an act that touches some hundred segments.
LONG = 20_000
_ACTS = tables.history
_PUT_ASIDE = select(tables.videos.c.id).where(tables.videos.c.removed_at.is_not(None))
_PRESENT = or_(_ACTS.c.video_id.is_(None), _ACTS.c.video_id.not_in(_PUT_ASIDE))
# Statements are made once: making one takes SQLAlchemy longer than SQLite needs for it.
_FORGET_UNDONE = delete(_ACTS).where(_ACTS.c.is_undone, _PRESENT)
_LISTED = (
    _ACTS.c.id, _ACTS.c.video_id, _ACTS.c.caption, _ACTS.c.is_undone, _ACTS.c.made_at,
    _ACTS.c.edit.startswith(ON_VIDEOS, autoescape=True).label("is_on_videos"),
    (func.length(_ACTS.c.edit) > LONG).label("is_long"),
)  # fmt: skip


def add(
    connection: Connection,
    video_id: str,
    edit: Edit | LabelEdit | OnVideos,
    inverse: Edit | LabelEdit | OnVideos,
    caption: str,
) -> HistoryEntry:
    """Write an act as the newest; what stood undone is dropped.

    On labels and on several videos ``video_id`` is ''.
    """
    forget_undone(connection)
    values = {
        "video_id": video_id or None,
        "caption": caption,
        "edit": edit_to_json(edit),
        "inverse": edit_to_json(inverse),
        "is_undone": False,
        "made_at": datetime.now(UTC).isoformat(),
    }
    added = connection.execute(insert(_ACTS).values(values)).inserted_primary_key
    entry_id = added[0] if added else 0
    return HistoryEntry(entry_id, video_id, caption, edit, inverse, is_undone=False)


def forget_undone(connection: Connection) -> None:
    """Drop what stands undone; what comes next could not be put before it."""
    connection.execute(_FORGET_UNDONE)


def turn(connection: Connection, entry_ids: Sequence[int], *, is_undone: bool) -> None:
    """Mark acts as undone or standing.

    Raises:
        EditRefused: they are not the next ones in this order.
    """
    found = connection.execute(_next(is_undone=is_undone).limit(len(entry_ids))).scalars()
    if list(found) != list(entry_ids):
        raise EditRefused(
            "This act is not the next one to undo or redo.",
            "Undo later acts first, and redo in the order they were done.",
        )
    first, last = min(entry_ids), max(entry_ids)
    within = update(_ACTS).where(_ACTS.c.id.between(first, last), _PRESENT)
    connection.execute(within.values(is_undone=is_undone))


@lru_cache(maxsize=64)
def listed(first: int, count: int) -> Select[Any]:
    """Select acts for a list, oldest first: ``count`` of them behind the ``first`` ones."""
    return select(*_LISTED).where(_PRESENT).order_by(_ACTS.c.id).offset(first).limit(count)


@cache
def next_listed(*, is_undone: bool) -> Select[Any]:
    """Select the act that undo (``is_undone``) or redo would turn."""
    chosen = select(*_LISTED).where(_ACTS.c.is_undone.is_(not is_undone), _PRESENT)
    return _in_turn(chosen, is_undone=is_undone).limit(1)


@cache
def counted() -> Select[int, int]:
    """Select how many acts stand, and how many there are."""
    n_undone = func.coalesce(func.sum(_ACTS.c.is_undone), 0)
    return select(func.count() - n_undone, func.count()).select_from(_ACTS).where(_PRESENT)


def on_the_way(connection: Connection, act_id: int) -> tuple[Select[Any], bool]:
    """Select the acts between now and the moment after ``act_id``, and say whether back.

    Returns:
        The rows in the order to turn them, and True when they are to be undone.
    """
    found = connection.execute(select(_ACTS.c.is_undone).where(_ACTS.c.id == act_id)).scalar()
    if found:
        forth = select(_ACTS).where(_ACTS.c.is_undone, _ACTS.c.id <= act_id, _PRESENT)
        return forth.order_by(_ACTS.c.id), False
    back = select(_ACTS).where(_ACTS.c.is_undone.is_(False), _ACTS.c.id > act_id, _PRESENT)
    return back.order_by(_ACTS.c.id.desc()), True


def of_video(video_id: str) -> Select[Any]:
    """Select the acts on one video, oldest first, undone ones last."""
    return select(_ACTS).where(_ACTS.c.video_id == video_id, _PRESENT).order_by(_ACTS.c.id)


def _next(*, is_undone: bool) -> Select[Any]:
    chosen = select(_ACTS.c.id).where(_ACTS.c.is_undone.is_(not is_undone), _PRESENT)
    return _in_turn(chosen, is_undone=is_undone)


def _in_turn(chosen: Select[Any], *, is_undone: bool) -> Select[Any]:
    return chosen.order_by(_ACTS.c.id.desc() if is_undone else _ACTS.c.id)
