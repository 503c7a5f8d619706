"""Own data: videos and labels become the folder that ``pgcn train`` reads.

``features/STREAM/ID.safetensors`` with every video's features, ``proposals.txt`` with proposals and
ground truth in the format of the released lists, ``labels.txt`` and ``ground_truth.json``. Frames
of the list are those of the features.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.activitynet import AMBIGUOUS, RowList, parse_truth, read_json
from pgcn_core.features.products import FeatureSequence
from pgcn_core.features.sequence_files import keep_sequence, read_sequence
from pgcn_core.output import write_json, write_text
from pgcn_core.pipeline import Engine, read_features
from pgcn_core.proposals.files import ListedVideo, format_proposal_list
from pgcn_core.proposals.propose import propose
from pgcn_core.runtime import Progress, no_progress
from pgcn_core.segments import Segments, durations_s
from pgcn_core.text_files import read_text
from pgcn_core.video.opening import open_video

Indices = NDArray[np.int64]
CSV_COLUMNS = ("video", "label", "start_s", "end_s")
_NEXT_STEP = "Correct the file, or choose another one."


@dataclass(frozen=True, slots=True)
class Annotations:
    """What people labelled.

    Attributes:
        labels: K names, sorted; the list counts them from 1 in this order.
        segments: For every video the (G, 2) float64 seconds.
        label_idx: For every video the (G,) int64 labels.
    """

    labels: tuple[str, ...]
    segments: dict[str, Segments]
    label_idx: dict[str, Indices]


@dataclass(frozen=True, slots=True)
class PreparedVideo:
    """One video that is ready to be trained on.

    Attributes:
        duration_s: Of the video, seconds.
        listed: Its block of the proposal list.
        truth: (G, 2) float64 seconds, inside the video.
        truth_label_idx: (G,) int64.
        n_left_out: Annotations that lie outside the video or are empty.
        n_cut: Annotations that were cut where the video begins or ends.
    """

    duration_s: float
    listed: ListedVideo
    truth: Segments
    truth_label_idx: Indices
    n_left_out: int
    n_cut: int


def read_annotations(path: Path) -> Annotations:
    """Read ActivityNet ground truth (JSON), or a table with video, label, start_s and end_s (CSV).

    A video is known by its name with or without suffix. Stretches labelled Ambiguous are left out.
    What stands around a label's name is no part of it.

    Raises:
        EvaluationFileError: it cannot be read, does not follow its form, or labels nothing.
    """
    if path.suffix.lower() == ".csv":
        rows = _read_csv(path)
    else:
        rows = parse_truth(read_json(path), path.name).rows
    named = [label.strip() for label in rows.labels]
    labels = tuple(sorted({*named} - {AMBIGUOUS}))
    if not labels:
        raise EvaluationFileError(f"{path.name} labels no segment.", _NEXT_STEP)
    odd = next((label for label in labels if label.splitlines() != [label]), None)
    if odd is not None:
        raise EvaluationFileError(
            f"{path.name}: the label {odd!r} is not one line of text.", "Give it another name."
        )
    found: dict[str, list[tuple[float, float, int]]] = {}
    for video, label, (start, end) in zip(rows.videos, named, rows.segments, strict=True):
        if label != AMBIGUOUS:
            found.setdefault(video, []).append((start, end, labels.index(label)))
    tables = {name: np.array(one, np.float64) for name, one in found.items()}
    return Annotations(
        labels,
        {name: table[:, :2] for name, table in tables.items()},
        {name: table[:, 2].astype(np.int64) for name, table in tables.items()},
    )


def _read_csv(path: Path) -> RowList:
    rows = RowList()
    table = csv.DictReader(io.StringIO(read_text(path, EvaluationFileError)))
    try:
        missing = set(CSV_COLUMNS) - set(table.fieldnames or ())
        if missing:
            raise EvaluationFileError(
                f"{path.name} has no column {min(missing)!r}.",
                f"Its first line should name {', '.join(CSV_COLUMNS)}.",
            )
        for row in table:
            segment = _segment(row, f"{path.name}, line {table.line_num}")
            rows.add(row["video"].strip(), row["label"], segment, 1.0)
    except csv.Error as error:
        raise EvaluationFileError(f"{path} is not a CSV table.", _NEXT_STEP) from error
    return rows


def _segment(row: dict[str, str | None], where: str) -> tuple[float, float]:
    if any(not (row[column] or "").strip() for column in CSV_COLUMNS):
        raise EvaluationFileError(f"{where} is not whole.", "Fill in every column.")
    try:
        start, end = float(row["start_s"] or ""), float(row["end_s"] or "")
    except ValueError as error:
        raise EvaluationFileError(
            f"{where}: start and end should be seconds.", _NEXT_STEP
        ) from error
    if not 0 <= start < end < float("inf"):
        raise EvaluationFileError(
            f"{where}: a segment cannot go from {start:g} to {end:g} s.", _NEXT_STEP
        )
    return start, end


def prepare_video(
    path: Path,
    engine: Engine,
    annotations: Annotations,
    out: Path,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> PreparedVideo:
    """Extract one video's features into ``out`` and return its block of the list.

    Features that are there already, of the same content and settings, are not written again.

    Raises:
        VideoError: the file cannot be decoded.
        OutputError: a feature file cannot be written.
        Cancelled: the flag was set; finished features stay in the engine's cache.
    """
    video = open_video(path, cancel=cancel)
    sequences = read_features(video, engine, progress=progress, cancel=cancel)
    for sequence in sequences:
        _keep(sequence, out / "features" / sequence.stream / f"{path.stem}.safetensors")
    duration_s = video.info.duration_s
    proposals = propose(sequences, engine.settings.proposals, duration_s, engine.outside.bsn)
    name = next((key for key in (path.stem, path.name) if key in annotations.segments), path.stem)
    truth = annotations.segments.get(name, np.zeros((0, 2)))
    label_idx = annotations.label_idx.get(name, np.zeros(0, np.int64))
    clipped, inside, is_cut = cut_to_video(truth, duration_s, 1 / sequences[0].fps)
    listed = list_video(
        path.stem, sequences[0], (clipped[inside], label_idx[inside]), proposals.segments
    )
    left_out, n_cut = int((~inside).sum()), int(is_cut.sum())
    return PreparedVideo(duration_s, listed, clipped[inside], label_idx[inside], left_out, n_cut)


def cut_to_video(
    truth: Segments, duration_s: float, frame_s: float
) -> tuple[Segments, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return annotations as far as they lie in the video, which do, and which of these were cut.

    What remains of one is longer than a frame; programs differ about when the last frame ends, so
    less than a frame is no cut.

    Args:
        truth: (G, 2) seconds.
        duration_s: Of the video.
        frame_s: Of one frame.

    Returns:
        (G, 2) seconds, and twice (G,).
    """
    clipped = np.clip(truth, 0.0, duration_s)
    inside = durations_s(clipped) > frame_s
    return clipped, inside, inside & (np.abs(truth - clipped) > frame_s).any(axis=1)


def _keep(sequence: FeatureSequence, file: Path) -> None:
    """Write features unless they are there."""
    try:
        if read_sequence(file).fingerprint == sequence.fingerprint:
            return
    except (OSError, ValueError):
        pass  # missing or damaged: it is written anew
    keep_sequence(sequence, file)


def list_video(
    video_id: str,
    sequence: FeatureSequence,
    truth: tuple[Segments, Indices],
    proposals: Segments,
) -> ListedVideo:
    """Return a block of the proposal list, every number worked out from whole frames.

    Args:
        video_id: Its name.
        sequence: Whose frames are counted.
        truth: (G, 2) seconds and (G,) labels.
        proposals: (N, 2) seconds.
    """
    n_frames, fps = sequence.n_frames, sequence.fps
    truth_frames = whole_frames(truth[0], fps, n_frames)
    frames = whole_frames(proposals, fps, n_frames)
    best, tiou, overlap_self = best_truth(frames, truth_frames)
    labels = np.append(truth[1], -1)[best]
    coverage = (frames[:, 1] - frames[:, 0]) / n_frames
    return ListedVideo(
        video_id, n_frames, truth_frames, truth[1], frames, labels, tiou, overlap_self, coverage
    )


def whole_frames(segments: Segments, fps: float, n_frames: int) -> Indices:
    """Return (N, 2) int64 start and end in frames, at least one frame long and inside the video."""
    frames = np.rint(segments * fps).astype(np.int64)
    start = np.clip(frames[:, 0], 0, n_frames - 1)
    return np.stack([start, np.clip(frames[:, 1], start + 1, n_frames)], axis=1)


def best_truth(
    frames: Indices, truth_frames: Indices
) -> tuple[Indices, NDArray[np.float64], NDArray[np.float64]]:
    """Return each proposal's truth of highest tIoU, that tIoU, and the share of it inside.

    As the released code's lists have it (detection_metrics.py:125-147).

    Returns:
        (N,) int64 rows of the truth, -1 where nothing overlaps, the first of equals; and twice
        (N,) float64.
    """
    none = np.zeros(len(frames))
    if len(truth_frames) == 0:
        return np.full(len(frames), -1, np.int64), none, none.copy()
    ends = np.minimum(frames[:, None, 1], truth_frames[None, :, 1])
    starts = np.maximum(frames[:, None, 0], truth_frames[None, :, 0])
    shared = np.clip(ends - starts, 0, None).astype(np.float64)
    length = (frames[:, 1] - frames[:, 0])[:, None]
    union = length + (truth_frames[:, 1] - truth_frames[:, 0])[None, :] - shared
    tiou = shared / union
    best = tiou.argmax(axis=1).astype(np.int64)
    rows = np.arange(len(frames))
    overlap_self = shared[rows, best] / length[:, 0]
    best_tiou = tiou[rows, best]
    return np.where(best_tiou > 0, best, -1), best_tiou, overlap_self


def write_prepared(done: Sequence[PreparedVideo], annotations: Annotations, out: Path) -> None:
    """Write the proposal list, the labels and the ground truth of the videos that are ready.

    Raises:
        OutputError: a file cannot be written.
    """
    write_text(format_proposal_list([one.listed for one in done]), out / "proposals.txt")
    write_text("".join(f"{label}\n" for label in annotations.labels), out / "labels.txt")
    database = {
        one.listed.video_id: {
            "duration": one.duration_s,
            "annotations": [
                {"segment": segment, "label": annotations.labels[label]}
                for segment, label in zip(
                    one.truth.tolist(), one.truth_label_idx.tolist(), strict=True
                )
            ],
        }
        for one in done
    }
    write_json({"database": database}, out / "ground_truth.json")
