"""The history of a project: what people did, in order, and what of it stands undone.

Acts have one order over all videos. Undone ones are always the last: an act done after an undo
drops them. Acts on a video that is put aside wait with it: nothing here lists or turns them.

Where several people work on one server each walks their own acts: ``mine`` names a person. None
means everybody's, as in a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from app.domain.edit_json import ON_VIDEOS, edit_to_json
from app.domain.edits import Edit, OnVideos
from app.domain.errors import EditRefused
from app.domain.label_edits import LabelEdit
from app.services.ports import HistoryEntry
from app.storage import tables

# Characters of an act that touches some hundred segments.
LONG = 20_000
# More acts at once hold a window for longer than a frame.
FEW_ACTS = 10
_ACTS = tables.history
_PUT_ASIDE = select(tables.videos.c.id).where(tables.videos.c.removed_at.is_not(None))
_PRESENT = or_(_ACTS.c.video_id.is_(None), _ACTS.c.video_id.not_in(_PUT_ASIDE))
_ON_VIDEOS = _ACTS.c.edit.startswith(ON_VIDEOS, autoescape=True).label("is_on_videos")
# Statements are made once: making one takes SQLAlchemy longer than SQLite needs for it.
_LISTED = (
    _ACTS.c.id, _ACTS.c.video_id, _ACTS.c.caption, _ACTS.c.is_undone, _ACTS.c.made_at,
    _ACTS.c.author, _ON_VIDEOS, (func.length(_ACTS.c.edit) > LONG).label("is_long"),
)  # fmt: skip


def add(
    connection: Connection,
    video_id: str,
    edit: Edit | LabelEdit | OnVideos,
    inverse: Edit | LabelEdit | OnVideos,
    told: tuple[str, str | None],
) -> HistoryEntry:
    """Write an act as the newest; what stood undone is dropped.

    On labels and on several videos ``video_id`` is ''. ``told`` is its caption and who did it.
    """
    caption, mine = told
    forget_undone(connection, mine)
    values = {
        "video_id": video_id or None,
        "caption": caption,
        "edit": edit_to_json(edit),
        "inverse": edit_to_json(inverse),
        "is_undone": False,
        "made_at": datetime.now(UTC).isoformat(),
        "author": mine or "",
    }
    added = connection.execute(insert(_ACTS).values(values)).inserted_primary_key
    entry_id = added[0] if added else 0
    return HistoryEntry(entry_id, video_id, caption, edit, inverse, is_undone=False)


def forget_undone(connection: Connection, mine: str | None = None) -> None:
    """Drop what stands undone; what comes next could not be put before it."""
    connection.execute(_forgetting(mine))


@lru_cache(maxsize=8)
def _forgetting(mine: str | None) -> Delete:
    return delete(_ACTS).where(_ACTS.c.is_undone, *_walked_by(mine))


def _walked_by(mine: str | None) -> tuple[ColumnElement[bool], ...]:
    """Return which acts a person can turn."""
    if mine is None:
        return (_PRESENT,)
    return (_PRESENT, _ACTS.c.author == mine, _ACTS.c.is_settled.is_(False))


def settle(connection: Connection, entry_ids: Sequence[int]) -> None:
    """Let acts be as they are for good: others have built on them."""
    connection.execute(update(_ACTS).where(_ACTS.c.id.in_(entry_ids)).values(is_settled=True))


def turn(
    connection: Connection, entry_ids: Sequence[int], *, is_undone: bool, mine: str | None = None
) -> None:
    """Mark acts as undone or standing.

    Raises:
        EditRefused: they are not the next ones in this order.
    """
    found = connection.execute(
        _next(is_undone=is_undone, mine=mine).limit(len(entry_ids))
    ).scalars()
    if list(found) != list(entry_ids):
        raise EditRefused(
            "This act is not the next one to undo or redo.",
            "Undo later acts first, and redo in the order they were done.",
        )
    first, last = min(entry_ids), max(entry_ids)
    within = update(_ACTS).where(_ACTS.c.id.between(first, last), *_walked_by(mine))
    connection.execute(within.values(is_undone=is_undone))


@lru_cache(maxsize=64)
def listed(first: int, count: int, mine: str | None = None) -> Select[Any]:
    """Select acts for a list, oldest first: ``count`` of them behind the ``first`` ones."""
    # Everybody's acts that stand, then mine that do not; in a file that is the order anyway.
    shown = select(*_LISTED).where(*_in_list(mine)).order_by(_ACTS.c.is_undone, _ACTS.c.id)
    return shown.offset(first).limit(count)


def _in_list(mine: str | None) -> tuple[ColumnElement[bool], ...]:
    if mine is None:
        return (_PRESENT,)
    return (_PRESENT, or_(_ACTS.c.is_undone.is_(False), and_(*_walked_by(mine))))


@lru_cache(maxsize=8)
def next_listed(*, is_undone: bool, mine: str | None = None) -> Select[Any]:
    """Select the act that undo (``is_undone``) or redo would turn."""
    chosen = select(*_LISTED).where(_ACTS.c.is_undone.is_(not is_undone), *_walked_by(mine))
    return _in_turn(chosen, is_undone=is_undone).limit(1)


@lru_cache(maxsize=8)
def counted(mine: str | None = None) -> Select[int, int]:
    """Select how many acts stand, and how many there are."""
    n_undone = func.coalesce(func.sum(case((_ACTS.c.is_undone, 1), else_=0)), 0)
    return select(func.count() - n_undone, func.count()).select_from(_ACTS).where(*_in_list(mine))


def on_the_way(
    connection: Connection, act_id: int, mine: str | None = None
) -> tuple[Select[Any], bool]:
    """Select the acts between now and the moment after ``act_id``, and say whether back.

    Returns:
        The rows in the order to turn them, and True when they are to be undone.
    """
    between, is_back = _between(connection, act_id, mine)
    return select(_ACTS).where(*between).order_by(
        _ACTS.c.id.desc() if is_back else _ACTS.c.id
    ), is_back


def is_far(connection: Connection, act_id: int, mine: str | None = None) -> bool:
    """Say whether the acts on that way are many, long, or on several videos."""
    between, _ = _between(connection, act_id, mine)
    length = func.length(_ACTS.c.edit)
    chosen = select(length, _ON_VIDEOS).where(*between).limit(FEW_ACTS + 1)
    found = connection.execute(chosen).all()
    is_wide = any(on_videos for _, on_videos in found)
    return is_wide or len(found) > FEW_ACTS or sum(n for n, _ in found) > LONG


def _between(
    connection: Connection, act_id: int, mine: str | None
) -> tuple[tuple[ColumnElement[bool], ...], bool]:
    """Return which acts lie between now and the moment after one, and whether that is back."""
    found = connection.execute(select(_ACTS.c.is_undone).where(_ACTS.c.id == act_id)).scalar()
    own = _walked_by(mine)
    if found:
        return (_ACTS.c.is_undone, _ACTS.c.id <= act_id, *own), False
    return (_ACTS.c.is_undone.is_(False), _ACTS.c.id > act_id, *own), True


def of_video(video_id: str) -> Select[Any]:
    """Select the acts on one video, oldest first, undone ones last."""
    return select(_ACTS).where(_ACTS.c.video_id == video_id, _PRESENT).order_by(_ACTS.c.id)


def _next(*, is_undone: bool, mine: str | None) -> Select[Any]:
    chosen = select(_ACTS.c.id).where(_ACTS.c.is_undone.is_(not is_undone), *_walked_by(mine))
    return _in_turn(chosen, is_undone=is_undone)


def _in_turn(chosen: Select[Any], *, is_undone: bool) -> Select[Any]:
    return chosen.order_by(_ACTS.c.id.desc() if is_undone else _ACTS.c.id)
