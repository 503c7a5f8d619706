"""ActivityNet JSON as evaluation needs it: ground truth, results and proposals.

``{"database": {video: {"subset", "duration", "annotations": [{"segment", "label"}]}}}`` or, without
``database``, one such object per video under its ``v_`` name (``duration_second`` then); and
``{"results": {video: [{"segment", "label", "score"}]}}``. Docs: formats.md.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pgcn_core.errors import EvaluationFileError, SettingsError
from pgcn_core.evaluation.products import DetectionTable, Floats, GroundTruth, Rows
from pgcn_core.segments import Segments
from pgcn_core.text_files import parse_json, read_text

AMBIGUOUS = "Ambiguous"
_NEXT_STEP = "Correct the file, or choose another one."


@dataclass
class RowList:
    """Rows while they are read, by name."""

    videos: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    segments: list[tuple[float, float]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    def add(self, video: str, label: str, segment: tuple[float, float], score: float) -> None:
        """Append one."""
        self.videos.append(video)
        self.labels.append(label)
        self.segments.append(segment)
        self.scores.append(score)

    def rows(self, video_idx: Mapping[str, int], label_idx: Mapping[str, int]) -> Rows:
        """Return them as columns."""
        return Rows(
            np.array([video_idx[video] for video in self.videos], np.int64),
            np.array([label_idx[label] for label in self.labels], np.int64),
            np.array(self.segments, np.float64).reshape(-1, 2),
            np.array(self.scores, np.float64),
        )

    def table(self) -> DetectionTable:
        """Return them as detections."""
        videos, labels = dict.fromkeys(self.videos), dict.fromkeys(self.labels)
        rows = self.rows(
            {name: idx for idx, name in enumerate(videos)},
            {name: idx for idx, name in enumerate(labels)},
        )
        return DetectionTable(tuple(videos), tuple(labels), rows)


@dataclass
class TruthList:
    """Ground truth of every subset while it is read.

    Attributes:
        durations_s: Each video's duration, NaN where not known.
        subsets: Each video's subset, "" where the file names none.
        rows: Every annotation, in the order of the file.
    """

    durations_s: dict[str, float] = field(default_factory=dict)
    subsets: dict[str, str] = field(default_factory=dict)
    rows: RowList = field(default_factory=RowList)

    def of_subsets(self, wanted: frozenset[str]) -> GroundTruth:
        """Return the ground truth of some subsets; Ambiguous stretches apart."""
        videos = [video for video, subset in self.subsets.items() if subset in wanted]
        labels = sorted({*self.rows.labels} - {AMBIGUOUS})
        video_idx = {video: idx for idx, video in enumerate(videos)}
        label_idx = {label: idx for idx, label in enumerate(labels)}
        truth, ignored = RowList(), RowList()
        for row in zip(
            self.rows.videos, self.rows.labels, self.rows.segments, self.rows.scores, strict=True
        ):
            if row[0] in video_idx:
                (ignored if row[1] == AMBIGUOUS else truth).add(*row)
        return GroundTruth(
            tuple(videos),
            tuple(labels),
            np.array([self.durations_s[video] for video in videos], np.float64),
            truth.rows(video_idx, label_idx),
            ignored.rows(video_idx, {AMBIGUOUS: 0}),
            frozenset(self.subsets) - frozenset(videos),
        )

    def choose(self, subset: str | None, detected: tuple[str, ...]) -> frozenset[str]:
        """Return the subset of that name, whatever its case; without one, those detections are in.

        Raises:
            SettingsError: there is no such subset.
        """
        names = frozenset(self.subsets.values())
        if subset is None:
            return frozenset(self.subsets[v] for v in detected if v in self.subsets) or names
        same = frozenset(name for name in names if name.casefold() == subset.casefold())
        if not same:
            there = ", ".join(sorted(name for name in names if name)) or "no subset"
            raise SettingsError(
                f"There is no subset {subset!r} in the ground truth.", f"It has {there}."
            )
        return frozenset([subset]) if subset in same else same


def read_json(file: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        EvaluationFileError: the file cannot be read, or is something else.
    """
    try:
        values = parse_json(read_text(file, EvaluationFileError))
    except json.JSONDecodeError as error:
        raise EvaluationFileError(
            f"{file.name} is not JSON: line {error.lineno} cannot be read.", _NEXT_STEP
        ) from error
    if not isinstance(values, dict):
        raise EvaluationFileError(f"{file.name} is not a JSON object.", _NEXT_STEP)
    return values


def parse_truth(values: dict[str, Any], name: str) -> TruthList:
    """Read ground truth of either form.

    Raises:
        EvaluationFileError: something is not as the form says; the sentence names the place.
    """
    flat = "database" not in values
    if flat and "results" in values:
        raise EvaluationFileError(
            f"{name} holds results, not ground truth.", "Give a file with a 'database'."
        )
    where = name if flat else f"{name}: database"
    database = values if flat else _object(values["database"], where)
    truth = TruthList()
    for key, value in database.items():
        place = f"{where}[{key!r}]"
        entry = _object(value, place)
        video = key.removeprefix("v_") if flat else key
        duration_s = entry.get("duration", entry.get("duration_second"))
        truth.durations_s[video] = (
            math.nan if duration_s is None else _number(duration_s, f"{place}: duration")
        )
        truth.subsets[video] = str(entry.get("subset", ""))
        if "annotations" not in entry:
            raise EvaluationFileError(f"{place} has no 'annotations'.", _NEXT_STEP)
        for spot, item in _items(entry["annotations"], f"{place}: annotations"):
            truth.rows.add(video, _label(item, spot), _segment(item, spot), 1.0)
    return truth


def parse_results(values: dict[str, Any], name: str) -> DetectionTable:
    """Read results; annotations of a ``database`` are taken as detections of score 1.

    Raises:
        EvaluationFileError: something is not as the form says; the sentence names the place.
    """
    if "results" not in values:
        return parse_truth(values, name).rows.table()
    found = RowList()
    for video, spot, item in _results(values, name):
        found.add(video, _label(item, spot), _segment(item, spot), _score(item, spot))
    return found.table()


def parse_proposals(values: dict[str, Any], name: str) -> dict[str, Segments]:
    """Return the (N, 2) proposals of each video in seconds, best first; labels are not looked at.

    Raises:
        EvaluationFileError: something is not as the form says; the sentence names the place.
    """
    found: dict[str, list[tuple[float, float, float]]] = {}
    for video, spot, item in _results(values, name):
        found.setdefault(video, []).append((_score(item, spot), *_segment(item, spot)))
    return {video: _best_first(np.array(rows, np.float64)) for video, rows in found.items()}


def _best_first(rows: Floats) -> Segments:
    return rows[np.argsort(-rows[:, 0], kind="stable"), 1:]


def _results(values: dict[str, Any], name: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if "results" not in values:
        raise EvaluationFileError(f"{name} has no 'results'.", _NEXT_STEP)
    results = _object(values["results"], f"{name}: results")
    for video, items in results.items():
        for spot, item in _items(items, f"{name}: results[{video!r}]"):
            yield video, spot, item


def _items(items: object, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(items, list):
        raise EvaluationFileError(f"{where} should be a list.", _NEXT_STEP)
    for idx, item in enumerate(items):
        spot = f"{where}[{idx}]"
        yield spot, _object(item, spot)


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise EvaluationFileError(f"{where} should be an object.", _NEXT_STEP)
    return value


def _label(item: dict[str, Any], where: str) -> str:
    if not isinstance(item.get("label"), str):
        raise EvaluationFileError(f"{where} has no 'label' that is text.", _NEXT_STEP)
    return str(item["label"])


def _segment(item: dict[str, Any], where: str) -> tuple[float, float]:
    segment = item.get("segment")
    if not isinstance(segment, list) or len(segment) != 2:
        raise EvaluationFileError(f"{where} has no 'segment' of start and end.", _NEXT_STEP)
    return _number(segment[0], f"{where}: start"), _number(segment[1], f"{where}: end")


def _score(item: dict[str, Any], where: str) -> float:
    if "score" not in item:
        raise EvaluationFileError(f"{where} has no 'score'.", _NEXT_STEP)
    return _number(item["score"], f"{where}: score")


def _number(value: object, where: str) -> float:
    """Return a finite number; some published files write numbers as text."""
    number = math.nan
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        with contextlib.suppress(ValueError, OverflowError):
            number = float(value)
    if not math.isfinite(number):
        raise EvaluationFileError(f"{where} should be a number, not {value!r}.", _NEXT_STEP)
    return number
