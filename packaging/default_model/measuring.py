"""What suggestions are worth on videos whose actions are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from default_model.examples import Example
from pgcn_core.coldstart import coldstart_scores
from pgcn_core.config import DetectionSettings, FusionSettings, Settings, Stream
from pgcn_core.detections import Detections, decode, suppress
from pgcn_core.evaluation.average_precision import LabelledSegments, average_precision
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.model import Pgcn
from pgcn_core.segments import pairwise_tiou
from pgcn_core.streams import ProposalScores, fuse_streams, run_stream

TIOUS = (0.3, 0.5, 0.7)
_AR_TIOUS = np.round(np.arange(0.5, 1.0, 0.05), 2)
_AR_TOP = 10
COLD = Settings().for_coldstart()


@dataclass(frozen=True, slots=True)
class Worth:
    """Figures over some videos.

    Attributes:
        map: Mean AP over labels at each of ``TIOUS``.
        recall: Average recall of the 10 best suggestions a video, tIoU 0.5 to 0.95, any label.
        best_tiou: Mean over actions of the best suggestion with the right label; 0 for none.
        n_right: Actions of which one suggestion has tIoU 0.5 and the right label.
        n_actions: How many there are.
        n_suggestions: How many are shown a video.
        n_false: Of them with tIoU below 0.1 with every action, a video.
    """

    map: tuple[float, ...]
    recall: float
    best_tiou: float
    n_right: int
    n_actions: int
    n_suggestions: float
    n_false: float


def cold_start(example: Example) -> Detections:
    """Return what the cold start suggests."""
    rgb = example.sequences["rgb"]
    scores = coldstart_scores(rgb, example.proposals.segments, example.duration_s)
    return _decoded(example, scores, COLD.detections)


def scored(
    example: Example,
    networks: Mapping[Stream, Pgcn],
    settings: DetectionSettings,
    fusion: FusionSettings,
) -> Detections:
    """Return what networks suggest."""
    found = {
        stream: run_stream(network, example.pooled[stream], example.graph)
        for stream, network in networks.items()
    }
    return _decoded(example, fuse_streams(found, fusion), settings)


def _decoded(example: Example, scores: ProposalScores, settings: DetectionSettings) -> Detections:
    made = decode(example.proposals, scores, settings, example.duration_s)
    return suppress(made, example.proposals, settings)


def worth_of(examples: Sequence[Example], found: Sequence[Detections]) -> Worth:
    """Compare suggestions with the truth.

    Args:
        examples: Videos whose labels are Kinetics'.
        found: Suggestions of each.
    """
    labels = kinetics_labels()
    names = sorted({label for one in examples for label in one.video.labels})
    table = np.array([_precisions(examples, found, name, labels.index(name)) for name in names])
    best = [
        _best_tiou(one.video.segments[g : g + 1], some, labels.index(label))
        for one, some in zip(examples, found, strict=True)
        for g, label in enumerate(one.video.labels)
    ]
    false = [
        int((pairwise_tiou(some.segments, one.video.segments).max(axis=1, initial=0) < 0.1).sum())
        for one, some in zip(examples, found, strict=True)
    ]
    return Worth(
        tuple(float(one) for one in table.mean(axis=0)),
        _recall(examples, found),
        float(np.mean(best)),
        sum(one >= 0.5 for one in best),
        len(best),
        float(np.mean([len(some) for some in found])),
        float(np.mean(false)),
    )


def _best_tiou(truth: NDArray[np.float64], found: Detections, label_idx: int) -> float:
    right = found.segments[found.label_idx == label_idx]
    return float(pairwise_tiou(truth, right).max(initial=0.0))


def _recall(examples: Sequence[Example], found: Sequence[Detections]) -> float:
    hits = []
    for one, some in zip(examples, found, strict=True):
        tiou = pairwise_tiou(one.video.segments, some.segments[:_AR_TOP])
        best = tiou.max(axis=1, initial=0.0)
        hits.append((best[:, None] >= _AR_TIOUS).mean(axis=1))
    return float(np.concatenate(hits).mean())


def _precisions(
    examples: Sequence[Example], found: Sequence[Detections], name: str, label_idx: int
) -> NDArray[np.float64]:
    true = [
        (v, *one.video.segments[g], 1.0)
        for v, one in enumerate(examples)
        for g, label in enumerate(one.video.labels)
        if label == name
    ]
    detected = [
        (v, *some.segments[m], some.score[m])
        for v, some in enumerate(found)
        for m in np.flatnonzero(some.label_idx == label_idx)
    ]
    return average_precision(_labelled(true), _labelled(detected), np.array(TIOUS))


def _labelled(rows: Sequence[tuple[float, ...]]) -> LabelledSegments:
    table = np.array(rows, np.float64).reshape(-1, 4)
    return LabelledSegments(table[:, 0].astype(np.int64), table[:, 1:3], table[:, 3])
