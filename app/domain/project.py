"""A project, its videos, and the runs of the engine over them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.timeline import NO_SHEET, Sheet

PROJECT_SUFFIX = ".pgcn"
# So much of a fingerprint tells models of one name apart, and can be read out.
SHOWN_DIGITS = 8

# What a dropped folder is searched for; a file named outright may have any suffix.
VIDEO_SUFFIXES = frozenset(
    {
        ".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg",
        ".mts", ".mxf", ".ogv", ".ts", ".webm", ".wmv",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VideoEntry:
    """One video of a project.

    Attributes:
        path: Where the file was last seen.
        fingerprint: Hash of the content; notices a file added twice or moved.
        fps: Mean frames per second.
        n_pending: Suggestions nobody has judged yet.
        n_annotations: Segments people own.
        last_run_id: The newest finished run, or None.
        n_judged: Suggestions on its timeline with a verdict.
        sheet: What people noted of it.
        is_missing: Whether the file was not at its path when the entry was read.
    """

    id: str
    path: Path
    fingerprint: str
    duration_s: float
    fps: float
    width_px: int
    height_px: int
    n_pending: int = 0
    n_annotations: int = 0
    last_run_id: str | None = None
    n_judged: int = 0
    sheet: Sheet = NO_SHEET
    is_missing: bool = False

    @property
    def name(self) -> str:
        """File name without the folder."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Run:
    """One pass of one checkpoint with one setting over one video.

    Attributes:
        model_name: Checkpoint, or what stood in for it.
        is_trained: False when no trained P-GCN was used (cold start).
        note: One sentence for the person about how the run was made.
        settings_json: The engine's settings, whole; see ``settings_with``.
    """

    id: str
    video_id: str
    made_at: datetime
    model_name: str
    is_trained: bool
    note: str
    settings_json: str

    @property
    def checkpoint(self) -> str:
        """Fingerprint of the P-GCN that scored it; see ``checkpoint_in``."""
        return checkpoint_in(self.settings_json)


def settings_with(settings: Mapping[str, Any], checkpoint: str) -> str:
    """Return what a run keeps of how it was made: the settings, and whose scores they are.

    Args:
        settings: The engine's, whole.
        checkpoint: Fingerprint of the P-GCN; '' for the cold start.
    """
    return json.dumps({**settings, "checkpoint": checkpoint})


def checkpoint_in(settings_json: str) -> str:
    """Return the fingerprint in a run's settings.

    It is '' for the cold start, and for runs of older programs, which said the name alone.
    """
    try:
        settings = json.loads(settings_json)
    except ValueError:
        return ""
    found = settings.get("checkpoint") if isinstance(settings, dict) else None
    return found if isinstance(found, str) else ""


def model_names(models: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what to call models where several may have one name.

    Args:
        models: Name and fingerprint of each.

    Returns:
        The name; with the beginning of the fingerprint behind it where there are several. Runs that
        do not say theirs count as those of the only one that does.
    """
    given = set(models)
    prints_of: dict[str, set[str]] = defaultdict(set)
    for name, checkpoint in given:
        prints_of[name] |= {checkpoint} - {""}
    return {
        (name, checkpoint): f"{name} ({checkpoint[:SHOWN_DIGITS]})"
        if checkpoint and len(prints_of[name]) > 1
        else name
        for name, checkpoint in given
    }


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run as one line of a video's list of runs.

    Attributes:
        n_judged: Suggestions of it that somebody judged.
        is_shown: Whether its suggestions are on the timeline.
        is_touched: Whether a person's work stands on it (verdicts, annotations, remarks, acts of
            the history); such a run is never deleted.
    """

    run: Run
    n_suggestions: int
    n_judged: int
    is_shown: bool
    is_touched: bool


@dataclass(frozen=True, slots=True, eq=False)
class RunGraph:
    """The proposal graph of a run, as the engine used it.

    Attributes:
        segments: (N, 2) float64 proposals, seconds.
        actionness: (N,) float32.
        indptr: (N + 1,) int64; neighbours of i are ``neighbours[indptr[i]:indptr[i + 1]]``.
        neighbours: (E,) int64.
        kind: (E,) uint8, 0 contextual, 1 surrounding.
        weight: (E,) float32, the edge weight the engine used.
    """

    segments: NDArray[np.float64]
    actionness: NDArray[np.float32]
    indptr: NDArray[np.int64]
    neighbours: NDArray[np.int64]
    kind: NDArray[np.uint8]
    weight: NDArray[np.float32]

    @classmethod
    def empty(cls) -> RunGraph:
        """Return the graph of no proposals, as of a run that was read from a file."""
        return cls(
            segments=np.empty((0, 2), np.float64),
            actionness=np.empty(0, np.float32),
            indptr=np.zeros(1, np.int64),
            neighbours=np.empty(0, np.int64),
            kind=np.empty(0, np.uint8),
            weight=np.empty(0, np.float32),
        )
