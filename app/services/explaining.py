"""What is asked of the engine about a stored run: why it scored, and how an edit would score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.domain.evidence import RunEvidence
from app.domain.project import RunGraph
from app.domain.segment import Segment

Cancel = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class RunCase:
    """A stored run with everything that questions about it need.

    Attributes:
        settings_json: The engine's settings of the run, whole.
    """

    run_id: str
    settings_json: str
    graph: RunGraph
    evidence: RunEvidence


@dataclass(frozen=True, slots=True)
class WhyQuestion:
    """Ask why a proposal has the score of a label."""

    proposal_idx: int
    label: str


@dataclass(frozen=True, slots=True)
class ScoreQuestion:
    """Ask how a proposal would score if it were another segment, all others as they are."""

    proposal_idx: int
    segment: Segment


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """What the neighbours did to a score, by leaving one out after the other.

    Attributes:
        score: With all of them.
        score_alone: With none: the same weights in MLP form.
        neighbours: (J,) int64 proposals.
        contributions: (J,) float64, the score less the score without that neighbour.
    """

    score: float
    score_alone: float
    neighbours: NDArray[np.int64]
    contributions: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standing:
    """The reason of a run without a graph network: actionness in [0, 1], inside and beside."""

    inside: float
    around: float


@dataclass(frozen=True, slots=True, eq=False)
class LiveScore:
    """How a segment scores.

    Attributes:
        scores: (K,) float64, in the order of the evidence's labels.
        took_s: Seconds between the question and its answer, as the one who asked saw it.
    """

    scores: NDArray[np.float64]
    took_s: float = 0.0


Question = WhyQuestion | ScoreQuestion
Answer = Contributions | Standing | LiveScore


class Explainer(Protocol):
    """Answers questions about stored runs, also while videos are analysed."""

    def answer(self, case: RunCase, question: Question, cancel: Cancel) -> Answer:
        """Return the answer; called from a worker thread, one question at a time.

        Raises:
            EngineError: the features are gone, or another model is chosen now than scored the run.
            Cancelled: ``cancel`` said that nobody waits any more.
        """

    def close(self) -> None:
        """Give up what is being answered, at once; the next question starts anew."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A trained P-GCN that can be used.

    Attributes:
        folder: Where it lies.
        name: What it calls itself, else the folder's name.
        labels: What it can find.
        streams: What it looks at: rgb, flow.
    """

    folder: Path
    name: str
    labels: tuple[str, ...]
    streams: tuple[str, ...]


class ModelShelf(Protocol):
    """The trained models there are, and the one in use."""

    @property
    def chosen(self) -> Path | None:
        """Folder of the P-GCN in use, or None for the cold start."""

    def check(self, folder: Path, cancel: Cancel) -> ModelFacts:
        """Return what a folder holds; called from a worker thread.

        Raises:
            EngineError: it holds no P-GCN that can be used.
        """
