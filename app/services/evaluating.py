"""How good the runs of a project are, against what people annotated in the videos they reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.domain.project import VideoEntry
from app.domain.segment import Segment
from app.services.corrections import is_reviewed_entry, possible_names
from app.services.explaining import Cancel
from app.services.model_registry import ModelRecord
from app.services.ports import ProjectStore, RunName
from app.services.review_columns import Codes, Floats, RunColumns, Spans

Indices = NDArray[np.int64]
# ActivityNet's grid, over which mAP is averaged.
GRID = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))
USUAL_TIOU = 0.5


class ErrorKind(IntEnum):
    """What a detection is, by DETAD; MISSED is an annotation that nothing found."""

    TRUE = 0
    DOUBLE = 1
    WRONG_LABEL = 2
    LOCALIZATION = 3
    CONFUSION = 4
    BACKGROUND = 5
    MISSED = 6


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What is asked.

    Attributes:
        model: Whose runs; '' takes the run each video shows.
        tious: Rising thresholds in (0, 1].
        with_learned: Whether videos that the model learned from count, too.
    """

    model: str = ""
    tious: tuple[float, ...] = (USUAL_TIOU,)
    with_learned: bool = False


@dataclass(frozen=True, slots=True)
class EvaluationScope:
    """What is measured, and what is not.

    Attributes:
        models: Every model with runs over reviewed videos, and over how many, most first.
        measured: Videos that count.
        learned: Reviewed videos with a run that its model learned from.
        without_run: Reviewed videos without a run that was asked for.
        n_videos: Of the project.
        n_reviewed: Of those, reviewed.
        counts_learned: Whether ``learned`` are among ``measured``.
    """

    models: tuple[tuple[str, int], ...]
    measured: tuple[VideoEntry, ...]
    learned: tuple[VideoEntry, ...]
    without_run: tuple[VideoEntry, ...]
    n_videos: int
    n_reviewed: int
    counts_learned: bool


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationTable:
    """What is compared, as columns.

    Attributes:
        video_ids: V videos.
        video_names: What they are called.
        duration_s: (V,) float64.
        labels: K names in order, each of a detection or an annotation.
        truth: The annotations, by video, start and end.
        found: The detections, by video, best first.
        score: (n,) float64 of the detections.
    """

    video_ids: tuple[str, ...]
    video_names: tuple[str, ...]
    duration_s: Floats
    labels: tuple[str, ...]
    truth: Spans
    found: Spans
    score: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LabelMeasure:
    """One label that has annotations.

    Attributes:
        n_truths: Its annotations.
        ap: (T,) float64 average precision in [0, 1].
        found_share: (T,) float64 share of its annotations that were found.
        recall: (P,) float64 rising: its curve.
        precision: (P,) float64.
        score: (P,) float64 falling: where that recall and precision are had.
    """

    name: str
    n_truths: int
    ap: Floats
    found_share: Floats
    recall: Floats
    precision: Floats
    score: Floats


@dataclass(frozen=True, slots=True)
class SizeBin:
    """Annotations of one range of ``coverage``, ``length`` (s) or ``instances``.

    Attributes:
        name: XS to XL.
        above: Lower edge, outside; minus infinity for the first.
        up_to: Upper edge, inside.
        average_map_n: Normalised mAP; None without annotations.
        missed: Share that nothing found; None without annotations.
    """

    characteristic: str
    name: str
    above: float
    up_to: float
    n_truths: int
    average_map_n: float | None
    missed: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ErrorRows:
    """What each of the best detections is, at one tIoU.

    Attributes:
        found: (M,) rows of the table's detections: of each label the best ten an annotation.
        kind: (M,) int8, an ``ErrorKind``.
        nearest: (M,) row of the annotation of its video with the highest tIoU, -1 for none.
        nearest_tiou: (M,) float64.
        missed: (m,) rows of the table's annotations that none of these found.
        missed_nearest: (m,) row of the detection with the highest tIoU, -1 for none.
        missed_tiou: (m,) float64.
        gains: What mAP gains without the errors of a kind, mean over the tIoUs asked for.
    """

    found: Indices
    kind: NDArray[np.int8]
    nearest: Indices
    nearest_tiou: Floats
    missed: Indices
    missed_nearest: Indices
    missed_tiou: Floats
    gains: Mapping[ErrorKind, float]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What the engine's evaluation gives.

    Attributes:
        tious: T thresholds as asked for.
        tiou: The one of curves, errors and lists.
        map: (T,) float64 mean AP over labels.
        average_map: Mean over ``GRID``, whatever was asked for.
        recall: (T,) float64 share of all annotations that were found.
        labels: By name.
        without_truth: Labels of detections that nobody annotated; they are in no mean.
        errors: Why detections are wrong.
        bins: Sensitivity.
        values: All of it for programs, as ``pgcn evaluate --errors --json`` writes it.
    """

    tious: tuple[float, ...]
    tiou: float
    map: Floats
    average_map: float
    recall: Floats
    labels: tuple[LabelMeasure, ...]
    without_truth: tuple[str, ...]
    errors: ErrorRows
    bins: tuple[SizeBin, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageHead:
    """What stands above the numbers of a page.

    Attributes:
        title: In the language of the page.
        about: Lines below it: what was measured, on what, what was left out.
        language: One of ``evaluation_words.LANGUAGES``, of all the page.
    """

    title: str
    about: Sequence[str] = ()
    language: str = "en"


class Evaluator(Protocol):
    """The engine's evaluation.

    Raises from any method:
        EngineError: there is no annotation, or the engine is gone.
        Cancelled: ``cancel`` said that nobody waits any more.
    """

    def measure(self, table: EvaluationTable, tious: Sequence[float], cancel: Cancel) -> Measured:
        """Return everything; called from a worker thread."""

    def page(
        self,
        table: EvaluationTable,
        tious: Sequence[float],
        head: PageHead,
        cancel: Cancel,
    ) -> str:
        """Return one HTML page of the same, which needs nothing else."""

    def close(self) -> None:
        """Give up what is being measured, and the memory it takes."""


# Names of the videos a model has learned from, by the model's name; none for one not known here.
LearnedBy = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class ErrorClip:
    """One detection, or one missed annotation.

    Attributes:
        video_id: Where.
        entry_id: Of the suggestion, or of the annotation.
        score: None for a missed annotation.
        near_label: Label of the nearest annotation; of a missed one, of the nearest detection.
        near: Where that is; None for nothing near.
        tiou: With that.
    """

    kind: ErrorKind
    video_id: str
    entry_id: str
    label: str
    segment: Segment
    score: float | None
    near_label: str
    near: Segment | None
    tiou: float


@dataclass(frozen=True, slots=True, eq=False)
class ProjectEvaluation:
    """The runs of a project, measured.

    Attributes:
        scope: What was measured.
        table: What was compared.
        found_ids: (n,) of the table's detections.
        truth_ids: (m,) of the table's annotations.
        measured: None where nothing was reviewed that has a run and an annotation.
    """

    request: EvaluationRequest
    project: str
    scope: EvaluationScope
    table: EvaluationTable
    found_ids: Sequence[str]
    truth_ids: Sequence[str]
    measured: Measured | None = field(default=None)

    def counts(self, label: str = "") -> dict[ErrorKind, int]:
        """Return how many there are of each kind (and of a label)."""
        if self.measured is None:
            return dict.fromkeys(ErrorKind, 0)
        errors, table = self.measured.errors, self.table
        kinds, missed = errors.kind, errors.missed
        if label:
            code = table.labels.index(label)
            kinds = kinds[table.found.label[errors.found] == code]
            missed = missed[table.truth.label[missed] == code]
        counts = np.bincount(kinds, minlength=ErrorKind.MISSED)
        n_of = [*counts.tolist(), len(missed)]
        return {kind: n_of[kind] for kind in ErrorKind}

    def rows(self, kind: ErrorKind, label: str = "") -> Indices:
        """Return the places in ``measured.errors`` of a kind (and a label), best score first.

        Missed annotations come in their order.
        """
        if self.measured is None:
            return np.zeros(0, np.int64)
        errors, table = self.measured.errors, self.table
        code = table.labels.index(label) if label else -1
        if kind is ErrorKind.MISSED:
            rows = np.arange(len(errors.missed))
            return rows[table.truth.label[errors.missed] == code] if label else rows
        rows = np.flatnonzero(errors.kind == kind)
        if label:
            rows = rows[table.found.label[errors.found[rows]] == code]
        return rows[np.argsort(-table.score[errors.found[rows]], kind="stable")]

    def entry_id(self, kind: ErrorKind, row: int) -> str:
        """Return the suggestion, or the annotation, of one of ``rows``.

        Raises:
            ValueError: nothing was measured.
        """
        if self.measured is None:
            raise ValueError("nothing was measured")
        errors = self.measured.errors
        if kind is ErrorKind.MISSED:
            return self.truth_ids[int(errors.missed[row])]
        return self.found_ids[int(errors.found[row])]

    def clip(self, kind: ErrorKind, row: int) -> ErrorClip:
        """Return what one of ``rows`` says.

        Raises:
            ValueError: nothing was measured.
        """
        if self.measured is None:
            raise ValueError("nothing was measured")
        errors, table = self.measured.errors, self.table
        if kind is ErrorKind.MISSED:
            mine, at = table.truth, int(errors.missed[row])
            theirs, near = table.found, int(errors.missed_nearest[row])
            tiou, score = float(errors.missed_tiou[row]), None
        else:
            mine, at = table.found, int(errors.found[row])
            theirs, near = table.truth, int(errors.nearest[row])
            tiou, score = float(errors.nearest_tiou[row]), float(table.score[at])
        is_near = near >= 0 and tiou > 0
        return ErrorClip(
            kind,
            table.video_ids[mine.video[at]],
            self.entry_id(kind, row),
            table.labels[mine.label[at]],
            _segment(mine, at),
            score,
            table.labels[theirs.label[near]] if is_near else "",
            _segment(theirs, near) if is_near else None,
            tiou,
        )


def nobody_learned(_model: str) -> frozenset[str]:
    """Know of no model what it learned from."""
    return frozenset()


def learned_in(records: Sequence[ModelRecord]) -> LearnedBy:
    """Return what knows from which videos these models, and those they go on from, learned.

    A run says of its model only what the folder is called; models of one name are one here.
    """
    by_folder = {one.folder: one for one in records}

    def learned(model: str) -> frozenset[str]:
        names: set[str] = set()
        waiting = [one for one in records if one.folder.name == model]
        seen: set[Path] = set()
        while waiting:
            one = waiting.pop()
            names |= set(one.learned_from)
            seen.add(one.folder)
            parent = by_folder.get(one.parent) if one.parent else None
            if parent is not None and parent.folder not in seen:
                waiting.append(parent)
        return frozenset(names)

    return learned


def measure_project(
    store: ProjectStore,
    evaluator: Evaluator,
    request: EvaluationRequest,
    cancel: Event,
    learned_by: LearnedBy = nobody_learned,
) -> ProjectEvaluation:
    """Measure the runs over the reviewed videos of a project against their annotations.

    Raises:
        ProjectError: the project cannot be read.
        EngineError: the engine is gone.
        Cancelled: the flag was set.
    """
    entries, names = store.videos(), store.run_names()
    scope, run_ids = _scope(entries, names, request, learned_by)
    columns = store.run_columns(run_ids, cancel)
    found = _gathered(store, request, scope, columns)
    if not len(found.table.truth):
        return found
    measured = evaluator.measure(found.table, request.tious, cancel.is_set)
    return ProjectEvaluation(
        request, found.project, scope, found.table, found.found_ids, found.truth_ids, measured
    )


def _scope(
    entries: Sequence[VideoEntry],
    names: Sequence[RunName],
    request: EvaluationRequest,
    learned_by: LearnedBy,
) -> tuple[EvaluationScope, list[str]]:
    """Return what is measured, and the runs over it."""
    reviewed = [one for one in entries if is_reviewed_entry(one)]
    runs = _runs_asked_for(reviewed, names, request.model)
    learned_names = {name: learned_by(name) for name in {run.model_name for run in runs.values()}}
    learned = tuple(
        one
        for one in reviewed
        if one.id in runs and possible_names(one) & learned_names[runs[one.id].model_name]
    )
    measured = tuple(
        one for one in reviewed if one.id in runs and (request.with_learned or one not in learned)
    )
    ids = {one.id for one in reviewed}
    pairs = {(run.model_name, run.video_id) for run in names if run.video_id in ids}
    scope = EvaluationScope(
        tuple(Counter(sorted(model for model, _ in pairs)).most_common()),
        measured,
        learned,
        tuple(one for one in reviewed if one.id not in runs),
        len(entries),
        len(reviewed),
        request.with_learned,
    )
    return scope, [runs[one.id].run_id for one in measured]


def _runs_asked_for(
    reviewed: Sequence[VideoEntry], names: Sequence[RunName], model: str
) -> dict[str, RunName]:
    shown = {one.last_run_id for one in reviewed}
    found: dict[str, RunName] = {}
    for run in names:
        if run.model_name == model if model else run.run_id in shown:
            # The first is the newest.
            found.setdefault(run.video_id, run)
    ids = {one.id for one in reviewed}
    return {video_id: run for video_id, run in found.items() if video_id in ids}


def _gathered(
    store: ProjectStore, request: EvaluationRequest, scope: EvaluationScope, columns: RunColumns
) -> ProjectEvaluation:
    code_of = {video_id: code for code, video_id in enumerate(columns.video_ids)}
    place = np.full(len(columns.video_ids), -1, np.int32)
    for at, entry in enumerate(scope.measured):
        place[code_of[entry.id]] = at
    truth, truth_rows = _placed(columns.owned.spans, place, None)
    found, found_rows = _placed(columns.spans, place, columns.score)
    labels = _renumber_labels(store, columns, (truth, found))
    table = EvaluationTable(
        tuple(one.id for one in scope.measured),
        tuple(one.name for one in scope.measured),
        np.array([one.duration_s for one in scope.measured], np.float64),
        labels,
        truth,
        found,
        columns.score[found_rows],
    )
    return ProjectEvaluation(
        request,
        store.path.stem,
        scope,
        table,
        [columns.ids[row] for row in found_rows.tolist()],
        [columns.owned.ids[row] for row in truth_rows.tolist()],
    )


def _renumber_labels(
    store: ProjectStore, columns: RunColumns, both: Sequence[Spans]
) -> tuple[str, ...]:
    """Return the names of the labels that are used here, in order; the codes become theirs."""
    names = {one.id: one.name for one in store.labels()}
    used = np.unique(np.concatenate([one.label for one in both])).tolist()
    by_name = sorted(used, key=lambda code: names[columns.label_ids[code]])
    code_of = np.zeros(len(columns.label_ids), np.int32)
    code_of[by_name] = np.arange(len(by_name))
    for spans in both:
        spans.label = code_of[spans.label]
    return tuple(names[columns.label_ids[code]] for code in by_name)


def _placed(spans: Spans, place: Codes, score: Floats | None) -> tuple[Spans, Indices]:
    """Return the segments of measured videos under their new numbers, and the rows they were.

    By video, then best first as an export has them, then by time: among equal scores the order
    matters.
    """
    video = place[spans.video]
    rows = np.flatnonzero(video >= 0)
    sureness = np.zeros(len(rows)) if score is None else score[rows]
    rows = rows[np.lexsort((spans.end_s[rows], spans.start_s[rows], -sureness, video[rows]))]
    return Spans(video[rows], spans.label[rows], spans.start_s[rows], spans.end_s[rows]), rows


def _segment(spans: Spans, at: int) -> Segment:
    return Segment(float(spans.start_s[at]), float(spans.end_s[at]))
