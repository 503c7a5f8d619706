"""What people corrected, in the words that fine-tuning learns from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.config.durable import replace_file
from app.domain.errors import ExchangeError
from app.domain.project import VideoEntry
from app.domain.segment import Segment
from app.domain.timeline import Timeline, Verdict
from app.services.ports import ProjectStore

FORM = "pgcn-corrections"
VERSION = 1
_WAITING = frozenset({Verdict.PENDING, Verdict.SNOOZED})


def is_reviewed(timeline: Timeline, min_score: float = 0.0) -> bool:
    """Say whether somebody has been through a video: what is not annotated there is not there.

    Either a person says that nothing happens in it, or something was annotated or judged and no
    suggestion waits. Those scored below ``min_score`` were not asked about and wait for nobody.
    """
    if _is_empty(timeline):
        return True
    suggested = timeline.suggestions.values()
    waits = any(one.verdict in _WAITING and one.score >= min_score for one in suggested)
    return not waits and (
        bool(timeline.annotations) or any(one.verdict not in _WAITING for one in suggested)
    )


def _is_empty(timeline: Timeline) -> bool:
    """Say whether a person's word that nothing is here stands; an annotation says otherwise."""
    return timeline.sheet.is_empty and not timeline.annotations


def is_reviewed_entry(entry: VideoEntry) -> bool:
    """Say the same of a video by its counts, without its timeline."""
    return entry.sheet.is_empty or (
        entry.n_pending == 0 and bool(entry.n_annotations or entry.n_judged)
    )


def possible_names(entry: VideoEntry) -> frozenset[str]:
    """Return the names a video can have in corrections, and so in what was learned from them."""
    return frozenset({entry.path.stem, f"{entry.path.stem}-{entry.id[:8]}"})


def corrections_of(store: ProjectStore, *, min_score: float = 0.0) -> Mapping[str, Any]:
    """Return the corrections of all videos somebody has been through.

    Annotations are what is there: accepted, relabelled, moved or drawn by hand. Rejected
    suggestions are what is wrong; where a person said "nothing here", so is every suggestion that
    still waits.

    Args:
        store: The project.
        min_score: From which raw score on a suggestion has to be judged; a P-GCN makes dozens a
            video that are scored near zero.

    Raises:
        ExchangeError: nobody has been through any video.
        ProjectError: the project cannot be read.
    """
    labels = {one.id: one.name for one in store.labels()}
    read = [(entry, store.timeline(entry.id)) for entry in store.videos()]
    reviewed = [(entry, timeline) for entry, timeline in read if is_reviewed(timeline, min_score)]
    if not reviewed:
        raise ExchangeError(
            "No video of this project is reviewed whole.",
            "Judge every suggestion of a video, or say that nothing happens in it.",
        )
    names = _names([entry for entry, _ in reviewed])
    used = {one.label_id for _, timeline in reviewed for one in timeline.annotations.values()}
    return {
        "format": FORM,
        "version": VERSION,
        "labels": [name for label_id, name in labels.items() if label_id in used],
        "videos": [
            _video(entry, names[entry.id], timeline, labels) for entry, timeline in reviewed
        ],
    }


def write_corrections(corrections: Mapping[str, Any], file: Path) -> None:
    """Write corrections whole, or leave an older file as it was.

    Raises:
        ExchangeError: the file cannot be written.
    """
    text = json.dumps(corrections, indent=1, ensure_ascii=False) + "\n"
    try:
        replace_file(file, text.encode())
    except OSError as error:
        raise ExchangeError(
            f"{file.name} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Choose another folder, or free some space.",
        ) from error


def _names(entries: Iterable[VideoEntry]) -> dict[str, str]:
    """Return a name for each video, no two the same."""
    entries = list(entries)
    counts = Counter(entry.path.stem for entry in entries)
    return {
        entry.id: entry.path.stem
        if counts[entry.path.stem] == 1
        else f"{entry.path.stem}-{entry.id[:8]}"
        for entry in entries
    }


def _video(
    entry: VideoEntry, name: str, timeline: Timeline, labels: Mapping[str, str]
) -> dict[str, Any]:
    annotations = sorted(timeline.annotations.values(), key=lambda one: (one.segment, one.id))
    wrong = {Verdict.REJECTED}
    if _is_empty(timeline):
        wrong |= _WAITING
    rejected = sorted(one.segment for one in timeline.suggestions.values() if one.verdict in wrong)
    return {
        "path": str(entry.path),
        "name": name,
        "annotations": [
            {"segment": _times(one.segment), "label": labels[one.label_id]} for one in annotations
        ],
        "rejected": [_times(one) for one in rejected],
    }


def _times(segment: Segment) -> list[float]:
    return [segment.start_s, segment.end_s]
