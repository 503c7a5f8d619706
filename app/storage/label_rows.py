"""The labels of a project: their rows, what has them, what was tapped for them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, or_, select, update

from app.domain.errors import EditRefused
from app.domain.labels import Label, next_color
from app.domain.reaction import Tap
from app.domain.timeline import Verdict
from app.services.ports import LabelCount
from app.storage import at_once, rows, tables
from app.storage.at_once import Rows, Step

_LABELS = tables.labels
ALL = select(_LABELS).order_by(_LABELS.c.position)
_BY_ID = _LABELS.c.id == bindparam("which")


def labels_in(found: Rows) -> list[Label]:
    """Return the labels that were read."""
    return [rows.label_of(row) for row in found]


def read(connection: Connection) -> list[Label]:
    """Return the labels in their order."""
    return labels_in(at_once.take(connection, [Step(ALL)])[0])


def ensure(
    connection: Connection, names: Iterable[str], colors: Mapping[str, str]
) -> dict[str, Label]:
    """Return the label of each name, adding those that are new.

    New ones have the colour given for their name, else the next of the palette.

    A label that a person renamed is still found by the names it had, as long as no other label has
    one of them: models and files go on saying those.

    Raises:
        EditRefused: a name is empty.
    """
    wanted = list(dict.fromkeys(names))
    if not all(name.strip() for name in wanted):
        raise EditRefused("A label needs a name.")
    every = read(connection)
    known = {label.name: label for label in every}
    missing = [name for name in wanted if name not in known]
    former = _former_names(connection) if missing else {}
    by_id = {label.id: label for label in every}
    for name in missing:
        label = by_id.get(former.get(name, ""))
        if label is None:
            color = colors.get(name) or next_color(len(by_id))
            label = Label(uuid4().hex, name, color)
            connection.execute(insert(_LABELS).values(rows.label_values(label)))
            by_id[label.id] = label
        known[name] = label
    return {name: known[name] for name in wanted}


def save(connection: Connection, labels: Sequence[Label]) -> None:
    """Make the rows what the labels say; one that is gone but in use stays, behind the others."""
    before = read(connection)
    after = {label.id: label for label in labels}
    gone = [one for one in before if one.id not in after]
    kept = [one for one in gone if not _dropped(connection, one.id)]
    known = {one.id: one for one in before}
    _free_names(connection, [one for one in labels if _is_renamed(one, known)])
    for label in labels:
        if label.id not in known:
            connection.execute(insert(_LABELS).values(rows.label_values(label)))
        elif known[label.id] != label:
            values = rows.label_values(label)
            # Written anew, an id has SQLite look for it in every row that names a label.
            del values["id"]
            connection.execute(update(_LABELS).where(_LABELS.c.id == label.id).values(values))
    dropped = {one.id for one in gone} - {one.id for one in kept}
    # New rows stand behind the others.
    stood = [*(one.id for one in before if one.id not in dropped)]
    stood += [one for one in after if one not in known]
    wanted = [*after, *(one.id for one in kept)]
    if stood != wanted:
        _put_in_order(connection, wanted)


def counts(connection: Connection) -> list[LabelCount]:
    """Return how much every label has, as it was given; what is put aside does not count."""
    here = tables.videos.c.removed_at.is_(None)
    owned, videos = tables.annotations, tables.videos
    of_owned = (
        select(owned.c.label_id, func.count())
        .select_from(owned.join(videos, owned.c.video_id == videos.c.id))
        .where(here)
        .group_by(owned.c.label_id)
    )
    n_owned = {row[0]: row[1] for row in connection.execute(of_owned)}
    n_waiting = {row[0]: row[1] for row in connection.execute(_waiting().where(here))}
    ids = dict.fromkeys([*n_owned, *n_waiting])
    return [LabelCount(one, n_owned.get(one, 0), n_waiting.get(one, 0)) for one in ids]


def _waiting() -> Select[Any]:
    """Select (label id, suggestions on timelines that nobody judged)."""
    s, v, videos = tables.suggestions, tables.verdicts, tables.videos
    source = s.join(videos, s.c.video_id == videos.c.id).outerjoin(v, s.c.id == v.c.suggestion_id)
    is_newest = s.c.run_id == videos.c.newest_run_id
    waits = or_(
        v.c.verdict.is_(None) & is_newest,
        v.c.verdict.in_([Verdict.PENDING.value, Verdict.SNOOZED.value]),
    )
    chosen = select(s.c.label_id, func.count()).select_from(source).where(waits)
    return chosen.group_by(s.c.label_id)


# ---------------------------------------------------------------- taps
def keep_tap(connection: Connection, tap: Tap, video_id: str, made_at: str) -> None:
    """Remember what was tapped for an annotation."""
    values = {
        "annotation_id": tap.annotation_id,
        "video_id": video_id,
        "label_id": tap.label_id,
        "kind": f"{tap.kind} {tap.moved_s!r} {tap.speed!r}",
        "start_s": tap.start_s,
        "end_s": tap.end_s,
        "made_at": made_at,
    }
    connection.execute(insert(tables.taps).values(values))


def taps(connection: Connection) -> list[tuple[Tap, float, float]]:
    """Return every tap whose annotation is there, with where that is now, oldest first."""
    t, a = tables.taps, tables.annotations
    chosen = (
        select(t, a.c.start_s.label("now_start_s"), a.c.end_s.label("now_end_s"))
        .select_from(t.join(a, t.c.annotation_id == a.c.id))
        .order_by(t.c.made_at, t.c.annotation_id)
    )
    return [(_tap_of(row), row.now_start_s, row.now_end_s) for row in connection.execute(chosen)]


def _tap_of(row: Row[Any]) -> Tap:
    """Return the tap of a row.

    Raises:
        ValueError: its kind cannot be read.
    """
    kind, moved_s, speed = row.kind.split(" ")
    if kind not in {"hold", "tap"}:
        raise ValueError(f"{row.kind!r} is no kind of tap")
    return Tap(
        row.annotation_id, row.label_id, kind, row.start_s, row.end_s, float(moved_s), float(speed)
    )


# ---------------------------------------------------------------- inside
def _former_names(connection: Connection) -> dict[str, str]:
    """Return the ids of labels by the names that standing acts took from them."""
    acts = tables.history
    chosen = (
        select(acts.c.inverse)
        .where(acts.c.video_id.is_(None), acts.c.is_undone.is_(False))
        .order_by(acts.c.id)
    )
    found: dict[str, str] = {}
    for text in connection.execute(chosen).scalars():
        for label in _labels_in(json.loads(text)):
            found[label["name"]] = label["id"]
    return found


def _labels_in(value: dict[str, Any]) -> list[dict[str, Any]]:
    if value["kind"] == "label_several":
        return [label for one in value["edits"] for label in _labels_in(one)]
    return [value["label"]] if value["kind"] == "label_set" else []


def _dropped(connection: Connection, label_id: str) -> bool:
    """Delete a label nothing has; what was tapped for what is gone does not hold it back."""
    for table in (tables.annotations, tables.suggestions):
        used = select(table.c.id).where(table.c.label_id == label_id).limit(1)
        if connection.execute(used).first() is not None:
            return False
    connection.execute(delete(tables.taps).where(tables.taps.c.label_id == label_id))
    connection.execute(delete(_LABELS).where(_LABELS.c.id == label_id))
    return True


def _is_renamed(label: Label, known: dict[str, Label]) -> bool:
    return label.id in known and known[label.id].name != label.name


def _free_names(connection: Connection, renamed: Sequence[Label]) -> None:
    # Names are unique at every moment: two labels may swap theirs on a walk through the history.
    if renamed:
        # No name begins like this: it would have been stripped of it.
        values = [{"which": one.id, "free": f"\x1f{one.id}"} for one in renamed]
        connection.execute(update(_LABELS).where(_BY_ID).values(name=bindparam("free")), values)


def _put_in_order(connection: Connection, label_ids: Sequence[str]) -> None:
    for sign in (-1, 1):
        # Places are unique too, so all go out of the way first.
        values = [{"which": one, "at": sign * at} for at, one in enumerate(label_ids, 1)]
        connection.execute(update(_LABELS).where(_BY_ID).values(position=bindparam("at")), values)
