"""A stored run taken up again: its networks and features, to explain it and to score edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from pgcn_core.checkpoints import Checkpoint, fingerprint_of
from pgcn_core.coldstart import coldstart_scores
from pgcn_core.config import Settings, Stream
from pgcn_core.detections import final_scores
from pgcn_core.errors import CheckpointError, FeatureError
from pgcn_core.evidence import Sources
from pgcn_core.explaining import Explanation, ScoredRun, explain
from pgcn_core.features.cache import FeatureCache
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import ProposalGraph
from pgcn_core.model import Pgcn
from pgcn_core.proposals.actionness import ActionnessCurve, actionness_curve, snippet_centres_s
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.rescoring.live import LiveScores
from pgcn_core.segments import Segments
from pgcn_core.streams import ProposalScores, fuse_streams

# Snippets beside those a segment and its flanks touch; the outermost stands for all beyond it.
_MARGIN = 2
# How far around a segment the actionness beside it is looked at, in its durations.
_AROUND = 0.5


@dataclass(frozen=True, slots=True)
class StoredRun:
    """What is stored of a run.

    Attributes:
        settings: The engine's, whole.
        segments: (N, 2) float64 proposals, seconds.
        graph: Over them.
        sources: Where the inputs are.
    """

    settings: Settings
    segments: Segments
    graph: ProposalGraph
    sources: Sources


@dataclass(frozen=True, slots=True)
class Standing:
    """How a segment stands out from what is beside it, as actionness in [0, 1]."""

    inside: float
    around: float


class RevisitedRun:
    """A stored run with its networks and features; computed on the CPU.

    Args:
        stored: The run.
        networks: The trained P-GCN of every stream; empty for the cold start.
        sequences: The features of the same streams.
    """

    def __init__(
        self,
        stored: StoredRun,
        networks: Mapping[Stream, Pgcn],
        sequences: Mapping[Stream, FeatureSequence],
    ) -> None:
        self._stored = stored
        self._networks = networks
        self._sequences = sequences
        # The proposal that lies elsewhere in the live scores, if one does.
        self._moved = -1

    @classmethod
    def load(cls, stored: StoredRun, checkpoint: Path | None, cache: FeatureCache) -> RevisitedRun:
        """Find the features and the networks of a run again.

        Args:
            stored: The run.
            checkpoint: Folder of the P-GCN that is in use now; not read for the cold start.
            cache: Where features are kept.

        Raises:
            FeatureError: the features are not there any more.
            CheckpointError: the P-GCN in use is not the one that scored the run.
        """
        networks = _networks(stored, checkpoint) if stored.sources.checkpoint else {}
        sequences = {}
        for stream, key in stored.sources.feature_keys.items():
            found = cache.load(key)
            if found is None:
                raise FeatureError(
                    "The features of this run are not on this machine any more.",
                    "Analyse the video again.",
                )
            sequences[stream] = found
        return cls(stored, networks, sequences)

    @property
    def has_graph_network(self) -> bool:
        """Whether a trained P-GCN scored the run; without one neighbours have no say."""
        return bool(self._networks)

    def explain(
        self, proposal_idx: int, label_idx: int, cancel: Event | None = None
    ) -> Explanation:
        """Return what each neighbour contributed to the score of a label; see ``explaining``.

        Raises:
            ValueError: no P-GCN scored the run.
            Cancelled: the flag was set.
        """
        if not self._networks:
            raise ValueError("a cold start has no graph network to explain")
        return explain(self._scored, proposal_idx, label_idx, cancel)

    def standing(self, proposal_idx: int) -> Standing:
        """Return the actionness inside a proposal and beside it."""
        start, end = self._stored.segments[proposal_idx]
        reach = _AROUND * (end - start)
        low, high = max(start - reach, 0.0), min(end + reach, self._stored.sources.duration_s)
        before, first, last, after = self._curve.integral(np.array([low, start, end, high]))
        inside = float(last - first)
        beside_s = (high - low) - (end - start)
        beside = float(after - before) - inside
        around = beside / beside_s if beside_s > 1e-9 else 0.0
        return Standing(inside / (end - start), around)

    def rescore(self, proposal_idx: int, segment: tuple[float, float]) -> NDArray[np.float64]:
        """Return the (K,) scores of a proposal if it were another segment, all others as they are.

        Equal to a full pass over the proposals with that one in its place; for a P-GCN the graph is
        built anew around it.

        Raises:
            ValueError: the segment is not start before end.
        """
        if not segment[0] < segment[1]:
            raise ValueError(f"a segment from {segment[0]} to {segment[1]}")
        scores = self._moved_to(proposal_idx, segment) if self._networks else self._cold(segment)
        settings = self._stored.settings.detections
        return final_scores(scores, settings, self._stored.sources.video_scores)[0]

    def _moved_to(self, proposal_idx: int, segment: tuple[float, float]) -> ProposalScores:
        live = self._live
        if self._moved not in {-1, proposal_idx}:
            start, end = self._stored.segments[self._moved]
            live.change(self._moved, (float(start), float(end)))
        self._moved = proposal_idx
        live.change(proposal_idx, segment)
        one = slice(proposal_idx, proposal_idx + 1)
        found = live.scores
        return ProposalScores(
            found.activity_logits[one], found.completeness_logits[one], found.offsets[one]
        )

    def _cold(self, segment: tuple[float, float]) -> ProposalScores:
        span = np.array([segment], np.float64)
        duration_s = self._stored.sources.duration_s
        found = {
            stream: coldstart_scores(around(sequence, segment), span, duration_s)
            for stream, sequence in self._sequences.items()
        }
        return fuse_streams(found, self._stored.settings.fusion)

    @cached_property
    def _scored(self) -> ScoredRun:
        stored = self._stored
        features = {
            stream: pool_features(sequence, stored.segments, stored.settings.proposals)
            for stream, sequence in self._sequences.items()
        }
        return ScoredRun(
            self._networks, features, stored.graph, stored.settings, stored.sources.video_scores
        )

    @cached_property
    def _live(self) -> LiveScores:
        stored, sequences = self._stored, tuple(self._sequences.values())
        return LiveScores(self._networks, sequences, stored.segments, stored.settings)

    @cached_property
    def _curve(self) -> ActionnessCurve:
        sequences = tuple(self._sequences.values())
        return actionness_curve(sequences, self._stored.sources.duration_s)


def around(sequence: FeatureSequence, segment: tuple[float, float]) -> FeatureSequence:
    """Return the snippets that the cold start's score of a segment depends on, and a few more.

    Scoring all of a long video for one segment takes longer than a drag can wait.
    """
    start, end = segment
    length = end - start
    centres = snippet_centres_s(sequence)
    first, last = np.searchsorted(centres, [start - length, end + length])
    part = slice(max(int(first) - _MARGIN, 0), int(last) + _MARGIN)
    return replace(
        sequence,
        values=sequence.values[part],
        starts_s=sequence.starts_s[part],
        ends_s=sequence.ends_s[part],
        label_logits=sequence.label_logits[part],
    )


def _networks(stored: StoredRun, folder: Path | None) -> dict[Stream, Pgcn]:
    if folder is None or fingerprint_of(folder) != stored.sources.checkpoint:
        raise CheckpointError(
            "This run was scored by another model than the one chosen now.",
            "Choose that model again, or analyse the video with this one.",
        )
    streams = Checkpoint.load(folder).streams
    return {stream: streams[stream].build() for stream in stored.sources.feature_keys}
