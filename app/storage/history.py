"""The history of a project: what people did, in order, and what of it stands undone.

Acts have one order over all videos. Undone ones are always the last: an act done after an undo
drops them. Acts on a video that is put aside wait with it: nothing here lists or turns them.

Where several people work on one server each walks their own acts: ``mine`` names a person. None
means everybody's, as in a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    false,
    func,
    insert,
    not_,
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
from app.storage.at_once import Rows, Step

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


@dataclass(frozen=True, slots=True)
class New:
    """An act that is to be the newest.

    Attributes:
        video_id: '' for acts on labels and on several videos.
        author: Who did it; None where it does not matter.
    """

    video_id: str
    edit: Edit | LabelEdit | OnVideos
    inverse: Edit | LabelEdit | OnVideos
    caption: str
    author: str | None

    @property
    def steps(self) -> list[Step]:
        """What writes it, the last one with its id; what stood undone is dropped."""
        values = {
            "video_id": self.video_id or None,
            "caption": self.caption,
            "edit": edit_to_json(self.edit),
            "inverse": edit_to_json(self.inverse),
            "is_undone": False,
            "made_at": datetime.now(UTC).isoformat(),
            "author": self.author or "",
        }
        added = insert(_ACTS).values(values).returning(_ACTS.c.id)
        return [Step(_forgetting(self.author)), Step(added)]

    def entry(self, answers: Sequence[Rows]) -> HistoryEntry:
        """Return the act, of the answers to ``steps`` and maybe others before them."""
        ((entry_id,),) = answers[-1]
        return HistoryEntry(
            entry_id, self.video_id, self.caption, self.edit, self.inverse, is_undone=False
        )


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


def next_ones(count: int, *, is_undone: bool, mine: str | None) -> Select[Any]:
    """Select the ids of the acts that undo (``is_undone``) or redo would turn, in order."""
    chosen = select(_ACTS.c.id).where(_ACTS.c.is_undone.is_(not is_undone), *_walked_by(mine))
    return _in_turn(chosen, is_undone=is_undone).limit(count)


def check_next(found: Rows, entry_ids: Sequence[int]) -> None:
    """See that acts are the next ones to turn, of ``next_ones``.

    Raises:
        EditRefused: they are not, or not in this order.
    """
    if [row[0] for row in found] != list(entry_ids):
        raise EditRefused(
            "This act is not the next one to undo or redo.",
            "Undo later acts first, and redo in the order they were done.",
        )


def turning(entry_ids: Sequence[int], *, is_undone: bool, mine: str | None) -> list[Step]:
    """Return what marks acts as undone or standing."""
    first, last = min(entry_ids), max(entry_ids)
    within = update(_ACTS).where(_ACTS.c.id.between(first, last), *_walked_by(mine))
    return [Step(within.values(is_undone=is_undone))]


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
def next_whole(*, is_undone: bool, mine: str | None = None) -> Select[Any]:
    """Select the same act with what it changed."""
    chosen = select(_ACTS).where(_ACTS.c.is_undone.is_(not is_undone), *_walked_by(mine))
    return _in_turn(chosen, is_undone=is_undone).limit(1)


@lru_cache(maxsize=8)
def counted(mine: str | None = None) -> Select[int, int]:
    """Select how many acts stand, and how many there are."""
    n_undone = func.coalesce(func.sum(case((_ACTS.c.is_undone, 1), else_=0)), 0)
    return select(func.count() - n_undone, func.count()).select_from(_ACTS).where(*_in_list(mine))


def on_the_way(act_id: int, mine: str | None = None) -> list[Select[Any]]:
    """Select the acts between now and the moment after ``act_id``, to be undone and to be redone.

    Returns:
        Two statements, each with rows in the order to turn them; only one of them finds any.
    """
    back, forth = _ways(act_id, mine)
    return [
        select(_ACTS).where(*back).order_by(_ACTS.c.id.desc()),
        select(_ACTS).where(*forth).order_by(_ACTS.c.id),
    ]


def measured(act_id: int, mine: str | None = None) -> list[Select[Any]]:
    """Select how long the acts on that way are, each way; of many only some. See ``are_far``."""
    sized = select(func.length(_ACTS.c.edit), _ON_VIDEOS)
    return [sized.where(*way).limit(FEW_ACTS + 1) for way in _ways(act_id, mine)]


def are_far(found: Rows) -> bool:
    """Say whether acts that were ``measured`` are many, long, or on several videos."""
    sized = [tuple(row) for row in found]
    is_wide = any(on_videos for _, on_videos in sized)
    return is_wide or len(sized) > FEW_ACTS or sum(n for n, _ in sized) > LONG


def _ways(act_id: int, mine: str | None) -> list[tuple[ColumnElement[bool], ...]]:
    """Say which acts lie between now and the moment after one: back, or forth."""
    own = _walked_by(mine)
    target = select(_ACTS.c.is_undone).where(_ACTS.c.id == act_id, *own).scalar_subquery()
    is_undone = func.coalesce(target, false())
    return [
        (_ACTS.c.is_undone.is_(False), _ACTS.c.id > act_id, not_(is_undone), *own),
        (_ACTS.c.is_undone, _ACTS.c.id <= act_id, is_undone, *own),
    ]


def of_video(video_id: str) -> Select[Any]:
    """Select the acts on one video, oldest first, undone ones last."""
    return select(_ACTS).where(_ACTS.c.video_id == video_id, _PRESENT).order_by(_ACTS.c.id)


def _in_turn(chosen: Select[Any], *, is_undone: bool) -> Select[Any]:
    return chosen.order_by(_ACTS.c.id.desc() if is_undone else _ACTS.c.id)
