"""Reads what is to be reviewed in the whole project, straight into columns.

Rows come in small pieces: reading 200,000 of them in one go would hold the interpreter, and with it
the window, for longer than a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, select

from app.domain.labels import stand_ins
from app.domain.timeline import Verdict
from app.services.review_columns import (
    CODE_OF,
    FormerColumns,
    OwnedColumns,
    ReviewColumns,
    RunColumns,
    Spans,
    SuggestionColumns,
)
from app.storage import aside, entries, label_rows, tables

ROWS_AT_ONCE = 2048
_PENDING = CODE_OF[Verdict.PENDING]
_CODES = {verdict.value: code for verdict, code in CODE_OF.items()}
# How an act that judges is written in the history.
_JUDGING = '%"kind":"judge"%'
GoOn = Callable[[], None]


def read(connection: Connection, go_on: GoOn) -> ReviewColumns:
    """Read the suggestions on all timelines, the annotations, and the runs before the newest.

    Args:
        connection: One moment of the file.
        go_on: Called between pieces; raises to stop.

    Raises:
        KeyError: a verdict makes no sense.
    """
    videos = _videos(connection)
    codes = _Codes(videos, stand_ins(label_rows.read(connection)))
    s, v = tables.suggestions.c, tables.verdicts.c
    chosen = select(
        s.video_id, s.label_id, s.start_s, s.end_s, s.id, s.score, s.margin, s.entropy, s.spread,
        v.verdict,
    )  # fmt: skip
    found = _Pieces(codes)
    for video_ids in _groups(videos):
        asked = entries.shown(chosen).where(s.video_id.in_(video_ids))
        for rows in _pieces(connection, asked.order_by(s.video_id, s.start_s, s.id), go_on):
            found.take(rows)
    owned, former = _owned(connection, codes, go_on), _former(connection, codes, go_on)
    return ReviewColumns(videos, codes.labels, found.suggestions(), owned, former)


def read_runs(connection: Connection, run_ids: Sequence[str], go_on: GoOn) -> RunColumns:
    """Read all that some runs found, and the annotations; see ``read``."""
    codes = _Codes(_videos(connection), stand_ins(label_rows.read(connection)))
    s = tables.suggestions.c
    chosen = select(s.video_id, s.label_id, s.start_s, s.end_s, s.id, s.score)
    parts, ids, scores = [], [], [np.empty(0)]
    for group in _groups(run_ids):
        asked = chosen.where(s.run_id.in_(group)).order_by(s.run_id, s.start_s, s.id)
        for rows in _pieces(connection, asked, go_on):
            here = [row for row in rows if row[0] in codes.video_code]
            parts.append(_spans(here, codes))
            ids += [row[4] for row in here]
            scores.append(np.array([row[5] for row in here], np.float64))
    owned = _owned(connection, codes, go_on)
    return RunColumns(
        codes.videos, codes.labels, ids, _joined(parts), np.concatenate(scores), owned
    )


def judged_at(connection: Connection, count: int) -> list[datetime]:
    """Return when the newest ``count`` acts were done that judged something, oldest first.

    Raises:
        ValueError: a time cannot be read.
    """
    h = tables.history.c
    standing = select(h.made_at).where(h.is_undone.is_(False), h.edit.like(_JUDGING))
    found = connection.execute(standing.order_by(h.id.desc()).limit(count)).scalars().all()
    return [datetime.fromisoformat(one) for one in reversed(found)]


def _videos(connection: Connection) -> list[str]:
    v = tables.videos.c
    return list(
        connection.execute(select(v.id).where(aside.IN_PROJECT).order_by(v.position)).scalars()
    )


def _groups(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for low in range(0, len(ids), entries.IDS_AT_ONCE):
        yield ids[low : low + entries.IDS_AT_ONCE]


def _pieces(
    connection: Connection, chosen: Select[Any], go_on: GoOn
) -> Iterator[list[tuple[Any, ...]]]:
    streamed = connection.execution_options(yield_per=ROWS_AT_ONCE)
    # A server holds what is not read to its end.
    with streamed.execute(chosen) as result:
        for rows in result.partitions(ROWS_AT_ONCE):
            go_on()
            yield [tuple(row) for row in rows]


class _LabelCodes(dict[str, int]):
    """Codes of labels, numbered as they are met: that of the label that stands for one."""

    def __init__(self, standing: Mapping[str, str]) -> None:
        super().__init__()
        self._standing = standing
        self.labels: list[str] = []

    def __missing__(self, label_id: str) -> int:
        """Number a label; asked once for each, and there are 200,000 rows."""
        standing = self._standing.get(label_id, label_id)
        if standing != label_id:
            code = self[standing]
        else:
            code = len(self.labels)
            self.labels.append(label_id)
        self[label_id] = code
        return code


class _Codes:
    """Places of videos and labels."""

    def __init__(self, videos: list[str], standing: Mapping[str, str]) -> None:
        self.videos = videos
        self.video_code = {each: code for code, each in enumerate(videos)}
        self.label_code = _LabelCodes(standing)

    @property
    def labels(self) -> list[str]:
        """The labels by code."""
        return self.label_code.labels


@dataclass(slots=True)
class _Pieces:
    """Columns under way; every row begins with video, label, start and end."""

    codes: _Codes
    spans: list[Spans] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    parts: list[tuple[Any, ...]] = field(default_factory=list)

    def take(self, rows: list[tuple[Any, ...]]) -> None:
        """Take one piece of suggestions."""
        self.spans.append(_spans(rows, self.codes))
        self.ids += [row[4] for row in rows]
        numbers = np.array([row[5:9] for row in rows], np.float64)
        verdict = np.array([_code(row[9]) for row in rows], np.uint8)
        self.parts.append((numbers, verdict))

    def suggestions(self) -> SuggestionColumns:
        """Return what was taken, by video of the project, start and id."""
        numbers = np.concatenate([np.empty((0, 4)), *(one[0] for one in self.parts)])
        verdict = np.concatenate([np.empty(0, np.uint8), *(one[1] for one in self.parts)])
        spans = _joined(self.spans)
        # Rows of a video are in order already, videos are not.
        order = np.argsort(spans.video, kind="stable")
        ids = [self.ids[row] for row in order.tolist()]
        return SuggestionColumns(
            ids, _taken(spans, order), numbers[order, 0], numbers[order, 1:], verdict[order]
        )


def _owned(connection: Connection, codes: _Codes, go_on: GoOn) -> OwnedColumns:
    a = tables.annotations.c
    chosen = select(a.video_id, a.label_id, a.start_s, a.end_s, a.id, a.suggestion_id)
    parts, ids, sources = [], [], []
    for rows in _pieces(connection, chosen, go_on):
        here = [row for row in rows if row[0] in codes.video_code]
        parts.append(_spans(here, codes))
        ids += [row[4] for row in here]
        sources += [row[5] or "" for row in here]
    return OwnedColumns(ids, sources, _joined(parts))


def _former(connection: Connection, codes: _Codes, go_on: GoOn) -> FormerColumns:
    s, v = tables.suggestions.c, tables.verdicts.c
    chosen = select(s.video_id, s.label_id, s.start_s, s.end_s, v.verdict)
    parts, refused = [], []
    for run_ids in _groups(_runs_before(connection, codes)):
        asked = entries.with_verdicts(chosen).where(s.run_id.in_(run_ids))
        for rows in _pieces(connection, asked, go_on):
            parts.append(_spans(rows, codes))
            refused += [row[4] == Verdict.REJECTED.value for row in rows]
    return FormerColumns(_joined(parts), np.array(refused, np.bool_))


def _runs_before(connection: Connection, codes: _Codes) -> list[str]:
    """Return the run before the newest one of every video that has one."""
    r, v = tables.runs.c, tables.videos.c
    source = tables.runs.join(tables.videos, r.video_id == v.id)
    chosen = select(r.video_id, r.id).select_from(source).where(r.id != v.newest_run_id)
    latest = {row[0]: row[1] for row in connection.execute(chosen.order_by(r.made_at, r.id))}
    return [run_id for video_id, run_id in latest.items() if video_id in codes.video_code]


def _spans(rows: Sequence[Sequence[Any]], codes: _Codes) -> Spans:
    return Spans(
        np.array([codes.video_code[row[0]] for row in rows], np.int32),
        np.array([codes.label_code[row[1]] for row in rows], np.int32),
        np.array([row[2] for row in rows], np.float64),
        np.array([row[3] for row in rows], np.float64),
    )


def _joined(parts: Sequence[Spans]) -> Spans:
    nothing, no_times = np.empty(0, np.int32), np.empty(0)
    return Spans(
        np.concatenate([nothing, *(one.video for one in parts)]),
        np.concatenate([nothing, *(one.label for one in parts)]),
        np.concatenate([no_times, *(one.start_s for one in parts)]),
        np.concatenate([no_times, *(one.end_s for one in parts)]),
    )


def _taken(spans: Spans, order: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Spans:
    return Spans(spans.video[order], spans.label[order], spans.start_s[order], spans.end_s[order])


def _code(verdict: str | None) -> int:
    return _PENDING if verdict is None else _CODES[verdict]
