"""Any ground truth, detections or proposals that evaluation understands, told by their content."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.activitynet import (
    TruthList,
    parse_proposals,
    parse_results,
    parse_truth,
    read_json,
)
from pgcn_core.evaluation.products import DetectionTable
from pgcn_core.evaluation.recall import VideoProposals
from pgcn_core.evaluation.thumos_text import read_thumos_detections, read_thumos_truth
from pgcn_core.proposals.files import ListedSegments, read_listed_segments
from pgcn_core.proposals.lists import read_proposal_lists
from pgcn_core.segments import Segments
from pgcn_core.text_files import unreadable


def read_truth(path: Path) -> TruthList:
    """Read ActivityNet JSON, or a folder of THUMOS14 annotations.

    Raises:
        EvaluationFileError: it cannot be read, or does not follow its form.
    """
    if path.is_dir():
        return read_thumos_truth(path)
    return parse_truth(read_json(path), path.name)


def read_detections(path: Path) -> DetectionTable:
    """Read ActivityNet JSON, or a THUMOS14 detections file.

    Raises:
        EvaluationFileError: it cannot be read, or does not follow its form.
    """
    if _is_json(path):
        return parse_results(read_json(path), path.name)
    return read_thumos_detections(path)


def read_proposals(path: Path, truth: Path | None, subset: str | None) -> list[VideoProposals]:
    """Return truth and proposals of every video that has ground truth.

    Args:
        path: ActivityNet results JSON, a P-GCN or SSN proposal list, normalised or not, or BSN and
            BMN tables.
        truth: Ground truth; without it a list's own ground-truth lines are taken.
        subset: Of the ground truth; None takes those that proposals are in.

    Raises:
        EvaluationFileError: a file cannot be read, a list's video has no duration in the ground
            truth, or JSON comes without ground truth.
        ProposalFileError: a line of a list does not follow its format.
        SettingsError: there is no such subset.
    """
    listed: dict[str, ListedSegments] = {}
    if path.is_dir() or path.suffix.lower() == ".csv":
        return _tables(path, truth, subset)
    if _is_json(path):
        found = parse_proposals(read_json(path), path.name)
    else:
        listed = {video.video_id: video for video in read_listed_segments(path)}
        found = {name: video.proposals for name, video in listed.items()}
    if truth is None:
        if not listed:
            raise EvaluationFileError(
                f"{path.name} holds no ground truth of its own.", "Name one with --ground-truth."
            )
        return [VideoProposals(v.truth, v.proposals) for v in listed.values() if len(v.truth)]
    return _against(read_truth(truth), subset, found, listed)


def _tables(path: Path, truth: Path | None, subset: str | None) -> list[VideoProposals]:
    """Return truth and proposals of tables, which hold fractions of each video."""
    if truth is None:
        raise EvaluationFileError(
            f"{path.name} holds no ground truth of its own.", "Name one with --ground-truth."
        )
    lists = read_proposal_lists(path)
    known = read_truth(truth)
    chosen = known.of_subsets(known.choose(subset, tuple(lists.videos)))
    videos = []
    for idx in np.unique(chosen.rows.video_idx):
        name, duration_s = chosen.video_ids[idx], float(chosen.duration_s[idx])
        proposals = np.zeros((0, 2))
        if name in lists.videos:
            if not duration_s > 0:
                raise EvaluationFileError(
                    f"The ground truth has no duration for {name}, whose proposals are fractions.",
                    "Add it.",
                )
            proposals = _best_first(*lists.of(name).in_seconds(duration_s))
        videos.append(VideoProposals(chosen.rows.segments[chosen.rows.video_idx == idx], proposals))
    return videos


def _best_first(segments: Segments, scores: NDArray[np.float64] | None) -> Segments:
    return segments if scores is None else segments[np.argsort(-scores, kind="stable")]


def _against(
    truth: TruthList,
    subset: str | None,
    found: dict[str, Segments],
    listed: dict[str, ListedSegments],
) -> list[VideoProposals]:
    chosen = truth.of_subsets(truth.choose(subset, tuple(found)))
    videos = []
    for idx in np.unique(chosen.rows.video_idx):
        name = chosen.video_ids[idx]
        proposals = found.get(name, np.zeros((0, 2)))
        if name in listed:
            proposals = proposals * _seconds_per_unit(listed[name], float(chosen.duration_s[idx]))
        videos.append(VideoProposals(chosen.rows.segments[chosen.rows.video_idx == idx], proposals))
    return videos


def _seconds_per_unit(video: ListedSegments, duration_s: float) -> float:
    if not duration_s > 0:
        raise EvaluationFileError(
            f"The ground truth has no duration for {video.video_id}, which the list gives in "
            "frames.",
            "Leave --ground-truth out to use the list's own.",
        )
    return duration_s / video.n_frames


def _is_json(path: Path) -> bool:
    """Return whether a file's first character opens a JSON object or list."""
    try:
        with path.open("rb") as stream:
            return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}
    except OSError as error:
        raise unreadable(path, error, EvaluationFileError) from error
