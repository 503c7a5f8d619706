"""Batches: the centres of some videos, their sampled neighbours, and what they should answer.

Only the proposals that occur are pooled and multiplied, each once; the dense form of the released
code has a row for every node of every tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.model import GraphTensors, tree_tensors
from pgcn_core.proposals.pooling import pool_ranges
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.training.dataset import TrainingVideo
from pgcn_core.training.draws import (
    NO_CENTRE,
    Centres,
    draw_centres,
    draw_trees,
    generator,
    n_nodes,
    shuffled,
)
from pgcn_core.training.dropout import DrawnVideo
from pgcn_core.training.losses import Targets
from pgcn_core.training.pools import FOREGROUND, INCOMPLETE
from pgcn_core.training.settings import Recipe

Indices = NDArray[np.int64]
Item = TypeVar("Item")
Made = TypeVar("Made")


class Sample(NamedTuple):
    """One draw from one video."""

    video: TrainingVideo
    repeat: int


@dataclass(frozen=True, slots=True)
class Batch:
    """U proposals, C trees over them, and the C centres' targets.

    Attributes:
        activity: (U, D) float32.
        completeness: (U, 3D) float32.
        graph: Sampled trees; its rows are the centres.
        targets: Of the centres.
        videos: Whose proposals and centres they are, in their order.
    """

    activity: torch.Tensor
    completeness: torch.Tensor
    graph: GraphTensors
    targets: Targets
    videos: tuple[DrawnVideo, ...]


@dataclass(frozen=True, slots=True)
class BatchMaker:
    """Makes any batch of a training from its number alone.

    Attributes:
        videos: What is trained on.
        recipe: Pools, neighbours, batch size.
        seed: The person's.
        offset_stats: (2, 2) mean and deviation that offset targets are normalised with.
    """

    videos: tuple[TrainingVideo, ...]
    recipe: Recipe
    seed: int
    offset_stats: NDArray[np.float64]

    def samples(self, epoch: int) -> list[list[Sample]]:
        """Return the draws of an epoch in batches of whole size; what is left over is dropped.

        A training of fewer draws than one batch is one smaller batch.
        """
        n = len(self.videos) * self.recipe.pools.repeats
        size = min(self.recipe.optimiser.batch_videos, n)
        drawn = [
            Sample(self.videos[number % len(self.videos)], number // len(self.videos))
            for number in shuffled(n, self.seed, epoch).tolist()
        ]
        return [drawn[low : low + size] for low in range(0, n - size + 1, size)]

    def make(self, samples: list[Sample], epoch: int, device: torch.device) -> Batch:
        """Return one batch on a device."""
        parts = [self._part(sample, epoch) for sample in samples]
        sizes = np.array([len(part.features.activity) for part in parts])
        before = np.cumsum(sizes) - sizes
        trees = np.concatenate(
            [
                np.where(part.trees < 0, -1, part.trees + low)
                for part, low in zip(parts, before, strict=True)
            ]
        )
        graph = tree_tensors(torch.from_numpy(trees).to(device), self.recipe.model.depth)
        videos = tuple(
            DrawnVideo(sample.video.key, sample.repeat, len(part.centres.nodes), int(size))
            for sample, part, size in zip(samples, parts, sizes, strict=True)
        )
        return Batch(
            _joined([part.features.activity for part in parts]).to(device),
            _joined([part.features.completeness for part in parts]).to(device),
            graph,
            self._targets(samples, [part.centres for part in parts], device),
            videos,
        )

    def _part(self, sample: Sample, epoch: int) -> _Part:
        video, depth = sample.video, self.recipe.model.depth
        n_drawn = self.recipe.neighbours.sampled

        def rng(place: int) -> np.random.Generator:
            return generator(self.seed, video.key, (epoch, sample.repeat, place))

        centres = draw_centres(video.pools, self.recipe.pools, rng(NO_CENTRE))
        shape = (n_nodes(n_drawn, depth - 1), video.around.width(n_drawn))
        uniforms = np.stack(
            [rng(place).random(shape) for place in range(1, len(centres.nodes) + 1)]
        )
        trees = draw_trees(centres.nodes, video.around, n_drawn, uniforms, depth)
        used = np.unique(trees[trees >= 0])
        is_mean = self.recipe.proposals.pooling == "mean"
        local = np.where(trees < 0, -1, np.searchsorted(used, trees))
        ranges = video.ranges[used].reshape(-1, 2)
        return _Part(centres, local, pool_ranges(video.sequence.values, ranges, is_mean=is_mean))

    def _targets(
        self, samples: list[Sample], centres: list[Centres], device: torch.device
    ) -> Targets:
        kind = np.concatenate([one.kind for one in centres])
        pairs = list(zip(samples, centres, strict=True))
        labels = np.concatenate([s.video.pools.label_idx[c.nodes] for s, c in pairs])
        mean, deviation = self.offset_stats
        offsets = np.concatenate([s.video.targets[c.nodes] for s, c in pairs])
        offsets = np.where((kind == FOREGROUND)[:, None], (offsets - mean) / deviation, 0.0)
        completeness = np.concatenate([one.completeness for one in centres])
        counts = [len(one.nodes) for one in centres]
        return Targets(
            torch.from_numpy(labels).to(device),
            torch.from_numpy(kind != INCOMPLETE).to(device),
            torch.from_numpy(kind == FOREGROUND).to(device),
            torch.from_numpy(completeness).to(device),
            torch.from_numpy(np.repeat(np.arange(len(counts)), counts)).to(device),
            torch.from_numpy(offsets.astype(np.float32)).to(device),
        )


class _Part(NamedTuple):
    """One video's share of a batch; trees count its own features."""

    centres: Centres
    trees: Indices
    features: ProposalFeatures


def _joined(arrays: list[NDArray[np.float32]]) -> torch.Tensor:
    return torch.from_numpy(np.concatenate(arrays))


def made_ahead(
    make: Callable[[Item], Made], items: Iterable[Item], n_workers: int
) -> Iterator[Made]:
    """Yield ``make(item)`` in order, up to ``n_workers`` of them made ahead in threads."""
    if n_workers == 0:
        yield from map(make, items)
        return
    with ThreadPoolExecutor(n_workers, thread_name_prefix="batches") as pool:
        waiting: list[Future[Made]] = []
        try:
            for item in items:
                waiting.append(pool.submit(make, item))
                if len(waiting) > n_workers:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        finally:
            for future in waiting:
                future.cancel()
