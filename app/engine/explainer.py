"""Answers questions about stored runs, in a process of its own.

torch is loaded at the first question.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from app.domain.errors import EngineError
from app.engine.evidence import stored_run
from app.engine.failures import translated
from app.services.explaining import (
    Answer,
    Contributions,
    LiveScore,
    ModelFacts,
    Question,
    RunCase,
    ScoreQuestion,
    Standing,
    WhyQuestion,
)
from pgcn_core.default_model import default_model

if TYPE_CHECKING:
    from pgcn_core.revisiting import RevisitedRun

CARD_NAME = "card.json"


class EngineExplainer:
    """The ``QuestionWorker`` of the program.

    Args:
        cache: Folder of the feature cache.
        checkpoint: Folder of the P-GCN in use, or None for the cold start.
    """

    def __init__(self, cache: Path, checkpoint: Path | None) -> None:
        self._cache = cache
        self._checkpoint = checkpoint
        self._case: RunCase | None = None
        self._run: RevisitedRun | None = None

    def take(self, case: RunCase) -> None:
        """Take the run that the next questions are about."""
        self._case, self._run = case, None

    def answer(self, question: Question, cancel: Event) -> Answer:
        """Answer a question about the run.

        Raises:
            EngineError: its features are gone, or its model is not there.
            Cancelled: the flag was set.
        """
        with translated():
            run = self._loaded()
            if isinstance(question, ScoreQuestion):
                return _live_score(run, question)
            return self._why(run, question, cancel)

    def check(self, folder: Path) -> ModelFacts:
        """Return what a folder of a checkpoint holds.

        Raises:
            EngineError: it holds no P-GCN that the program can use.
        """
        from pgcn_core.checkpoints import Checkpoint  # noqa: PLC0415 - loads torch
        from pgcn_core.features.i3d import FEATURE_DIM  # noqa: PLC0415 - loads torch

        with translated():
            found = Checkpoint.load(folder)
        dims = {one.settings.feature_dim for one in found.streams.values()}
        if dims != {FEATURE_DIM}:
            raise EngineError(
                f"{folder.name} takes {min(dims)} features a snippet; the bundled feature network "
                f"gives {FEATURE_DIM}.",
                "Choose a P-GCN that was trained on I3D features.",
            )
        name = str(found.card.get("name") or folder.name)
        return ModelFacts(folder, name, found.labels, tuple(found.streams))

    def _loaded(self) -> RevisitedRun:
        if self._run is None:
            if self._case is None:
                raise ValueError("a question about no run")
            from pgcn_core.features.cache import FeatureCache  # noqa: PLC0415 - only in the child
            from pgcn_core.revisiting import RevisitedRun  # noqa: PLC0415 - loads torch

            stored = stored_run(self._case)
            folder = self._folder_of(stored.sources.checkpoint)
            self._run = RevisitedRun.load(stored, folder, FeatureCache(self._cache))
        return self._run

    def _folder_of(self, fingerprint: str) -> Path | None:
        """Return where the model lies that scored a run, else the one in use."""
        from pgcn_core.checkpoints import fingerprint_of  # noqa: PLC0415 - loads torch

        for folder in self._candidates() if fingerprint else ():
            if fingerprint_of(folder) == fingerprint:
                return folder
        return self._checkpoint

    def _candidates(self) -> Iterator[Path]:
        from pgcn_core.checkpoints import list_checkpoints  # noqa: PLC0415 - loads torch

        if self._checkpoint is not None:
            yield self._checkpoint
        yield default_model()
        yield from list_checkpoints()

    def _why(self, run: RevisitedRun, question: WhyQuestion, cancel: Event) -> Answer:
        if not run.has_graph_network:
            standing = run.standing(question.proposal_idx)
            return Standing(standing.inside, standing.around)
        assert self._case is not None
        label_idx = self._case.evidence.labels.index(question.label)
        found = run.explain(question.proposal_idx, label_idx, cancel)
        return Contributions(found.score, found.score_alone, found.neighbours, found.contributions)


def _live_score(run: RevisitedRun, question: ScoreQuestion) -> LiveScore:
    span = (question.segment.start_s, question.segment.end_s)
    return LiveScore(run.rescore(question.proposal_idx, span))
