"""Makes long videos of short clips for trying the loop."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from app.config.durable import replace_file
from app.domain.errors import EngineError, StudioError
from app.domain.project import VIDEO_SUFFIXES
from app.domain.segment import Segment
from app.engine.failures import translated
from app.services.demo_loop import CLIPS_EACH, N_HELD_OUT, N_LEARN, KnownVideo
from app.services.ports import Progress

if TYPE_CHECKING:
    from pgcn_core.finetuning.composing import Clip  # loads FFmpeg

STAGE = "Composing videos"
HELD_OUT_SHARE = 1 / 3


class EngineComposer:
    """The ``Composer`` of the program.

    A folder of clips has a folder for each label, and others, named by ``background``, for clips in
    which none of the labels happens.

    Args:
        background: Names of folders.
    """

    def __init__(self, background: Sequence[str]) -> None:
        self._background = frozenset(background)

    def compose(
        self, clips: Path, out: Path, seed: int, *, progress: Progress, cancel: Event
    ) -> tuple[Sequence[KnownVideo], Sequence[KnownVideo]]:
        with translated():
            plans = self._plans(_folders(clips), clips, seed)
            made = []
            for done, (name, plan) in enumerate(plans):
                progress(STAGE, done, len(plans))
                made.append(_composed(plan, out / name, cancel))
            progress(STAGE, len(plans), len(plans))
        return made[:N_LEARN], made[N_LEARN:]

    def _plans(
        self, folders: dict[str, list[Path]], clips: Path, seed: int
    ) -> list[tuple[str, list[Clip]]]:
        """Return name and clips of every video, those to learn from first."""
        from pgcn_core.finetuning.composing import (  # noqa: PLC0415 - loads FFmpeg
            divide,
            plan_videos,
        )

        if not set(folders) & self._background or not set(folders) - self._background:
            raise EngineError(
                f"{clips} lacks a folder of clips with a label, or one without.",
                f"The one without is named {' or '.join(sorted(self._background))}.",
            )
        plans: list[tuple[str, list[Clip]]] = []
        for side, (name, count) in enumerate((("learn", N_LEARN), ("held", N_HELD_OUT))):
            mine = {
                label: divide(one, HELD_OUT_SHARE, seed)[side] for label, one in folders.items()
            }
            quiet = [path for label in self._background for path in mine.pop(label, [])]
            planned = plan_videos(mine, quiet, count, CLIPS_EACH, 2 * seed + side)
            plans += [(f"{name}_{at:02d}.mp4", plan) for at, plan in enumerate(planned)]
        return plans


def _composed(plan: list[Clip], video: Path, cancel: Event) -> KnownVideo:
    """Return a composed video; one that was made before is taken as it is."""
    from pgcn_core.finetuning.composing import compose  # noqa: PLC0415 - loads FFmpeg

    facts = video.with_suffix(".json")
    truth = _truth(facts) if video.exists() else None
    if truth is None:
        made = compose(plan, video, cancel=cancel)
        spans = [
            [label, *span] for label, span in zip(made.labels, made.segments.tolist(), strict=True)
        ]
        _keep(spans, facts)
        truth = tuple((label, Segment(start, end)) for label, start, end in spans)
    return KnownVideo(video, truth)


def _truth(facts: Path) -> tuple[tuple[str, Segment], ...] | None:
    """Return what a video was composed of; None where that is not known whole."""
    try:
        spans = json.loads(facts.read_bytes())
        return tuple((str(label), Segment(start, end)) for label, start, end in spans)
    except (OSError, ValueError, TypeError, StudioError):
        return None


def _keep(spans: list[list[Any]], facts: Path) -> None:
    try:
        replace_file(facts, json.dumps(spans).encode())
    except OSError as error:
        raise EngineError(
            f"{facts} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Free some space, or name another folder with --work.",
        ) from error


def _folders(clips: Path) -> dict[str, list[Path]]:
    if not clips.is_dir():
        raise EngineError(f"There is no folder {clips}.", "Name one with --clips.")
    return {
        folder.name: sorted(p for p in folder.iterdir() if p.suffix.lower() in VIDEO_SUFFIXES)
        for folder in sorted(clips.iterdir())
        if folder.is_dir()
    }
