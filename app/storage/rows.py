"""Rows of the tables as values of the domain, and back."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Row

from app.domain.edit_json import edit_from_json
from app.domain.errors import EditRefused
from app.domain.evidence import RunEvidence
from app.domain.labels import Label
from app.domain.project import Run, RunGraph, VideoEntry
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Doubt, Remark, Sheet, Suggestion, Verdict
from app.services.ports import Act, HistoryEntry
from app.storage.database import damaged
from app.storage.evidence_bytes import evidence_to_bytes

Values = dict[str, Any]


@contextmanager
def sensible(path: Path) -> Iterator[None]:
    """Call the project damaged where a row makes no sense."""
    try:
        yield
    except (ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile, EditRefused) as error:
        raise damaged(path) from error


def annotation_of(row: Sequence[Any]) -> Annotation:
    """Return the annotation of (id, label_id, start_s, end_s, suggestion_id)."""
    annotation_id, label_id, start_s, end_s, suggestion_id = row
    return Annotation(annotation_id, label_id, Segment(start_s, end_s), suggestion_id)


def suggestion_of(row: Sequence[Any]) -> Suggestion:
    """Return the suggestion of a row with its verdict last, None when nobody judged it."""
    suggestion_id, run_id, label_id, start_s, end_s, score, proposal_idx, *doubt, verdict = row
    return Suggestion(
        suggestion_id,
        run_id,
        label_id,
        Segment(start_s, end_s),
        score,
        proposal_idx,
        Verdict.PENDING if verdict is None else Verdict(verdict),
        None if doubt[0] is None else Doubt(*doubt),
    )


def remark_of(row: Row[Any]) -> Remark:
    """Return the remark of a row of ``remarks``.

    Raises:
        ValueError: its tags cannot be read.
    """
    return Remark(row.note, tags_of(row.tags))


def remark_values(entry_id: str, video_id: str, remark: Remark) -> Values:
    """Return the columns of a remark."""
    tags = tags_text(remark.tags)
    return {"entry_id": entry_id, "video_id": video_id, "note": remark.note, "tags": tags}


def sheet_of(row: Row[Any]) -> Sheet:
    """Return the sheet of a row of ``videos``.

    Raises:
        ValueError: its tags cannot be read.
    """
    return Sheet(row.note, tags_of(row.tags), row.assignee, row.is_empty)


def sheet_values(sheet: Sheet) -> Values:
    """Return the columns of a sheet."""
    return {
        "note": sheet.note,
        "tags": tags_text(sheet.tags),
        "assignee": sheet.assignee,
        "is_empty": sheet.is_empty,
    }


def tags_text(tags: Sequence[str]) -> str:
    """Return tags as a JSON list."""
    return json.dumps(list(tags), ensure_ascii=False)


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a JSON list.

    Raises:
        ValueError: the text is not one of texts.
    """
    tags = json.loads(text)
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise ValueError(f"{text!r} is not a list of tags")
    return tuple(tags)


def label_of(row: Row[Any]) -> Label:
    """Return the label of a row of ``labels``."""
    return Label(
        row.id,
        row.name,
        row.color,
        row.shortcut,
        row.is_hidden,
        row.merged_into,
        row.tap_before_s,
        row.tap_after_s,
    )


def label_values(label: Label) -> Values:
    """Return the columns of a label; its position is given by the file."""
    return asdict(label)


def annotation_values(annotation: Annotation, video_id: str) -> Values:
    """Return the columns of an annotation."""
    return {
        "id": annotation.id,
        "video_id": video_id,
        "label_id": annotation.label_id,
        "start_s": annotation.segment.start_s,
        "end_s": annotation.segment.end_s,
        "suggestion_id": annotation.suggestion_id,
    }


def suggestion_values(suggestion: Suggestion, video_id: str) -> Values:
    """Return the columns of a suggestion; its verdict stands elsewhere."""
    return {
        "id": suggestion.id,
        "run_id": suggestion.run_id,
        "video_id": video_id,
        "label_id": suggestion.label_id,
        "start_s": suggestion.segment.start_s,
        "end_s": suggestion.segment.end_s,
        "score": suggestion.score,
        "proposal_idx": suggestion.proposal_idx,
        **_doubt_values(suggestion.doubt),
    }


def _doubt_values(doubt: Doubt | None) -> Values:
    if doubt is None:
        return {"margin": None, "entropy": None, "spread": None}
    return asdict(doubt)


def video_values(video: VideoEntry, project_file: Path | None) -> Values:
    """Return the columns of a video that adding it sets."""
    return {
        "id": video.id,
        **path_values(video.path, project_file),
        "fingerprint": video.fingerprint,
        "duration_s": video.duration_s,
        "fps": video.fps,
        "width_px": video.width_px,
        "height_px": video.height_px,
    }


def path_values(video_path: Path, project_file: Path | None) -> Values:
    """Return where a video is, absolutely and from the project's folder."""
    absolute = video_path.absolute()
    relative: str | None = None
    # Two drives of Windows have no way between them.
    if project_file is not None and absolute.anchor == project_file.anchor:
        relative = Path(os.path.relpath(absolute, project_file.parent)).as_posix()
    return {"path": str(absolute), "relative_path": relative}


def resolve_video(
    path: str, relative_path: str | None, project_file: Path | None
) -> tuple[Path, bool]:
    """Return where the video is now: its old place, else the same way from the project file.

    Returns:
        The path, and whether a file is there.
    """
    absolute = Path(path)
    if absolute.exists():
        return absolute, True
    if relative_path is not None and project_file is not None:
        moved = Path(os.path.normpath(project_file.parent / relative_path))
        if moved.exists():
            return moved, True
    return absolute, False


def video_of(row: Row[Any], project_file: Path | None) -> VideoEntry:
    """Return the video of a row of ``videos``; what lies on it is not counted yet."""
    path, is_there = resolve_video(row.path, row.relative_path, project_file)
    return VideoEntry(
        id=row.id,
        path=path,
        fingerprint=row.fingerprint,
        duration_s=row.duration_s,
        fps=row.fps,
        width_px=row.width_px,
        height_px=row.height_px,
        last_run_id=row.newest_run_id,
        sheet=sheet_of(row),
        is_missing=not is_there,
    )


def history_of(row: Row[Any]) -> HistoryEntry:
    """Return the act of a row of ``history``.

    Raises:
        ValueError: its edits cannot be read.
    """
    return HistoryEntry(
        id=row.id,
        video_id=row.video_id or "",
        caption=row.caption,
        edit=edit_from_json(row.edit),
        inverse=edit_from_json(row.inverse),
        is_undone=row.is_undone,
    )


def act_of(row: Row[Any]) -> Act:
    """Return the line of a row of ``history``.

    Raises:
        ValueError: its time cannot be read.
    """
    made_at = datetime.fromisoformat(row.made_at)
    return Act(
        row.id,
        row.video_id or "",
        row.caption,
        row.is_undone,
        made_at,
        row.author,
        is_on_videos=bool(row.is_on_videos),
        is_long=bool(row.is_long),
    )


def run_of(row: Row[Any]) -> Run:
    """Return the run of a row of ``runs``."""
    return Run(
        id=row.id,
        video_id=row.video_id,
        made_at=datetime.fromisoformat(row.made_at),
        model_name=row.model_name,
        is_trained=row.is_trained,
        note=row.note,
        settings_json=row.settings_json,
    )


def run_values(run: Run, graph: RunGraph, evidence: RunEvidence | None = None) -> Values:
    """Return the columns of a run."""
    return {
        "id": run.id,
        "video_id": run.video_id,
        "made_at": run.made_at.isoformat(),
        "model_name": run.model_name,
        "is_trained": run.is_trained,
        "note": run.note,
        "settings_json": run.settings_json,
        "graph": graph_to_bytes(graph),
        "evidence": None if evidence is None else evidence_to_bytes(evidence),
    }


def graph_to_bytes(graph: RunGraph) -> bytes:
    """Return the graph as the bytes of an uncompressed ``.npz``."""
    file = io.BytesIO()
    np.savez(
        file,
        segments=np.asarray(graph.segments, dtype=np.float64),
        actionness=np.asarray(graph.actionness, dtype=np.float32),
        indptr=np.asarray(graph.indptr, dtype=np.int64),
        neighbours=np.asarray(graph.neighbours, dtype=np.int64),
        kind=np.asarray(graph.kind, dtype=np.uint8),
        weight=np.asarray(graph.weight, dtype=np.float32),
    )
    return file.getvalue()


def graph_of(blob: bytes) -> RunGraph:
    """Return the graph of a run.

    Raises:
        ValueError, KeyError, EOFError, zipfile.BadZipFile: the bytes are not a graph.
    """
    with np.load(io.BytesIO(blob), allow_pickle=False) as arrays:
        return RunGraph(
            segments=arrays["segments"],
            actionness=arrays["actionness"],
            indptr=arrays["indptr"],
            neighbours=arrays["neighbours"],
            kind=arrays["kind"],
            weight=arrays["weight"],
        )
