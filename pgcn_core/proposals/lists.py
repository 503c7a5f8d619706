"""Proposals that something else made, in the forms the field uses, told apart by their content.

* The P-GCN and SSN list (``files.py``), in frames or as fractions of the video.
* A folder of BSN or BMN tables, ``VIDEO.csv`` each, or one such table: columns ``xmin`` and
  ``xmax`` as fractions of the video, and scores.
* ActivityNet proposal JSON: ``{"results": {video: [{"segment", "score"}]}}``, seconds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import ProposalFileError
from pgcn_core.proposals.files import ListedSegments, read_listed_segments
from pgcn_core.segments import Segments, durations_s
from pgcn_core.text_files import parse_json, read_rows, read_text

Floats = NDArray[np.float64]
Unit = Literal["seconds", "fractions", "frames"]
# BMN's own tables spell one column "reg_socre"; only these are needed.
_SCORE = "score"
_PARTS = ("xmin_score", "xmax_score", "iou_score")
# Tables reach a little past the video where a boundary unit does.
_LARGEST_FRACTION = 1.5
_NEXT_STEP = "Correct it, or choose another list."


@dataclass(frozen=True, slots=True)
class ListedProposals:
    """What a list holds of one video.

    Attributes:
        segments: (N, 2) float64 start and end in ``unit``, in the order of the file.
        scores: (N,) float64 in [0, 1], or None where the form has none (P-GCN and SSN).
        unit: What the numbers count.
        n_frames: Frames of the video; matters for ``frames`` alone.
    """

    segments: Segments
    scores: Floats | None
    unit: Unit
    n_frames: int = 1

    def in_seconds(self, duration_s: float) -> tuple[Segments, Floats | None]:
        """Return segments and scores that lie in the video, cut to it; empty ones are left out."""
        scale = {
            "seconds": 1.0,
            "fractions": duration_s,
            "frames": duration_s / self.n_frames,
        }[self.unit]
        segments = np.clip(self.segments * scale, 0.0, duration_s)
        usable = durations_s(segments) > 0
        return segments[usable], None if self.scores is None else self.scores[usable]


@dataclass(frozen=True, slots=True)
class ProposalLists:
    """The proposals of many videos.

    Attributes:
        name: Of the file or folder, for people.
        videos: By the video's name.
    """

    name: str
    videos: Mapping[str, ListedProposals]

    def of(self, video_id: str) -> ListedProposals:
        """Return those of one video, whose name may stand with or without ActivityNet's ``v_``.

        Raises:
            ProposalFileError: the video is not in the list.
        """
        for name in (video_id, f"v_{video_id}", video_id.removeprefix("v_")):
            if name in self.videos:
                return self.videos[name]
        raise ProposalFileError(
            f"{self.name} lists no proposals of {video_id}.",
            "Name the video as the list does, or choose another list.",
        )


def read_proposal_lists(path: Path) -> ProposalLists:
    """Read any of the forms.

    Raises:
        ProposalFileError: the file cannot be read or does not follow its form; the sentence names
            the place.
    """
    if path.is_dir():
        return ProposalLists(path.name, _read_folder(path))
    if path.suffix.lower() == ".csv":
        return ProposalLists(path.name, {path.stem: _read_table(path)})
    if path.suffix.lower() == ".json":
        return ProposalLists(path.name, _read_json(path))
    listed = read_listed_segments(path)
    videos = {one.video_id: _of_list(one) for one in listed}
    if len(videos) < len(listed):
        names = [one.video_id for one in listed]
        twice = next(name for name in names if names.count(name) > 1)
        raise ProposalFileError(f"{path.name} lists {twice} twice.", "Take one of them off.")
    return ProposalLists(path.name, videos)


def _of_list(one: ListedSegments) -> ListedProposals:
    # SSN's normalised lists give every video one frame.
    unit: Unit = "frames"
    if one.n_frames == 1 or (len(one.proposals) and one.proposals.max() <= 1.0):
        unit = "fractions"
    return ListedProposals(one.proposals, None, unit, one.n_frames)


def _read_folder(folder: Path) -> dict[str, ListedProposals]:
    tables = sorted(folder.glob("*.csv"))
    if not tables:
        raise ProposalFileError(
            f"There is no CSV file in {folder}.", "Choose a folder with one table per video."
        )
    return {path.stem: _read_table(path) for path in tables}


def _read_table(path: Path) -> ListedProposals:
    rows = read_rows(path, ProposalFileError)
    head = [name.strip() for name in rows[0]] if rows else []
    if not {"xmin", "xmax"} <= set(head):
        raise ProposalFileError(
            f"{path.name} has no columns xmin and xmax.", "Choose tables that BSN or BMN wrote."
        )
    wanted = ["xmin", "xmax", *(name for name in (_SCORE, *_PARTS) if name in head)]
    columns = [head.index(name) for name in wanted]
    values = np.array(
        [
            _numbers(row, columns, f"{path.name}, line {number}")
            for number, row in enumerate(rows[1:], start=2)
            if row
        ],
        np.float64,
    ).reshape(-1, len(wanted))
    if len(values) and np.abs(values[:, :2]).max() > _LARGEST_FRACTION:
        raise ProposalFileError(
            f"{path.name}: xmin and xmax are not fractions of the video.",
            "Divide them by the video's length.",
        )
    scores = values[:, wanted.index(_SCORE)] if _SCORE in wanted else values[:, 2:].prod(axis=1)
    return ListedProposals(values[:, :2], _checked(scores, path.name), "fractions")


def _numbers(row: Sequence[str], columns: Sequence[int], where: str) -> list[float]:
    try:
        values = [float(row[column]) for column in columns]
    except (ValueError, IndexError):
        values = [math.nan]
    if not all(map(math.isfinite, values)):
        raise ProposalFileError(f"{where}: a number is missing or is none.", _NEXT_STEP)
    _check_order(values[0], values[1], where)
    return values


def _check_order(start: float, end: float, where: str) -> None:
    if end < start:
        raise ProposalFileError(f"{where} ends before it starts.", _NEXT_STEP)


def _read_json(path: Path) -> dict[str, ListedProposals]:
    try:
        held = parse_json(read_text(path, ProposalFileError))
    except json.JSONDecodeError as error:
        raise ProposalFileError(
            f"{path.name} is not JSON: line {error.lineno} cannot be read.", _NEXT_STEP
        ) from error
    results = held.get("results") if isinstance(held, dict) else None
    if not isinstance(results, dict):
        raise ProposalFileError(
            f"{path.name} has no 'results'.", "Choose ActivityNet proposal JSON."
        )
    return {video: _of_results(items, f"{path.name}: {video}") for video, items in results.items()}


def _of_results(items: object, where: str) -> ListedProposals:
    if not isinstance(items, list):
        raise ProposalFileError(f"{where} should be a list of proposals.", _NEXT_STEP)
    rows = [_of_result(item, f"{where}, proposal {n}") for n, item in enumerate(items, start=1)]
    values = np.array(rows, np.float64).reshape(-1, 3)
    return ListedProposals(values[:, :2], _checked(values[:, 2], where), "seconds")


def _of_result(item: Any, where: str) -> tuple[float, float, float]:  # noqa: ANN401 - from JSON
    try:
        start_s, end_s = item["segment"]
        row = (float(start_s), float(end_s), float(item["score"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ProposalFileError(
            f"{where} has no 'segment' of two numbers with a 'score'.", _NEXT_STEP
        ) from error
    if not all(map(math.isfinite, row)):
        raise ProposalFileError(f"{where} holds a number that is not finite.", _NEXT_STEP)
    _check_order(row[0], row[1], where)
    return row


def _checked(scores: Floats, where: str) -> Floats:
    if len(scores) and (scores.min() < 0 or scores.max() > 1):
        raise ProposalFileError(f"{where}: scores should lie between 0 and 1.", _NEXT_STEP)
    return scores
