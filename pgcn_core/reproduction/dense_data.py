"""The videos of one split as the dense reproduction takes them: spoiled, with proposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.reproduction.aggregates import (
    HELD_OUT,
    AggregateSettings,
    HardeningSettings,
    Rotation,
    aggregate,
    fit_rotation,
    harden,
    window_means,
)
from pgcn_core.reproduction.dense_proposals import DenseSettings, dense_proposals
from pgcn_core.reproduction.frame_labeller import (
    FrameLabeller,
    LabellerSettings,
    fit_labeller,
    frame_likelihoods,
)
from pgcn_core.reproduction.kitchen import KitchenSplit, KitchenVideo
from pgcn_core.segments import Segments

Features = NDArray[np.float32]
Indices = NDArray[np.int64]
# Surroundings that the labellers see beside each frame.
_LABELLER_REACH = 60
# Times that every training video is spoiled to learn the rotation of its features.
_ROTATION_COPIES = 2


@dataclass(frozen=True, slots=True)
class DenseDataSettings:
    """How videos are prepared.

    Attributes:
        aggregates: Surroundings of each stream's frames.
        hardening: Of the rgb features of training videos; accelerometers are measured, not
            learned, and stay as they are.
        labeller: The network that proposes.
        folds: Of training people; proposals of a fold come from a labeller of the others.
        proposals: Makers.
        copies: Spoiled copies of every training video.
        held_out_copies: Spoiled copies of every held-out video.
    """

    aggregates: Mapping[Stream, AggregateSettings]
    hardening: HardeningSettings = field(default_factory=HardeningSettings)
    labeller: LabellerSettings = field(default_factory=LabellerSettings)
    folds: int = 3
    proposals: DenseSettings = field(default_factory=DenseSettings)
    copies: int = 4
    held_out_copies: int = 2


@dataclass(frozen=True, slots=True)
class DenseVideo:
    """One video, or one spoiled copy of it, T frames.

    Attributes:
        name: Unique among the copies.
        frame_labels: (T,) int64 in [0, K], 0 for background.
        features: (T, D) aggregated, of each stream.
        proposals: (N, 2) frames, by the streams that the labeller behind them saw.
    """

    name: str
    frame_labels: Indices
    features: Mapping[Stream, Features]
    proposals: Mapping[tuple[Stream, ...], Segments]


@dataclass(frozen=True, slots=True)
class DenseData:
    """What to learn from and what to be measured on; background is label 0 of ``labels``."""

    labels: tuple[str, ...]
    train: tuple[DenseVideo, ...]
    test: tuple[DenseVideo, ...]


def person_of(video_id: str) -> str:
    """Return who acts in a video: ``01`` of ``01-2``, ``S1`` of ``S1_Tea_C1``."""
    return video_id.split("_", maxsplit=1)[0].split("-", maxsplit=1)[0]


def hold_out(split: KitchenSplit, share: float, seed: int) -> tuple[KitchenSplit, frozenset[str]]:
    """Return a split whose test videos are replaced by those of some training people.

    Args:
        split: Its own test videos are not looked at.
        share: Of the people, at least one.
        seed: Which of them.

    Returns:
        The split and the names of the people held out.
    """
    people = sorted({person_of(video.video_id) for video in split.train})
    count = max(1, round(share * len(people)))
    chosen = frozenset(np.random.default_rng(seed).permutation(people)[:count].tolist())
    train = tuple(v for v in split.train if person_of(v.video_id) not in chosen)
    test = tuple(v for v in split.train if person_of(v.video_id) in chosen)
    return KitchenSplit(split.name, split.labels, split.fps, train, test), chosen


def prepare(
    split: KitchenSplit, settings: DenseDataSettings, seed: int, *, spoils_test: bool
) -> DenseData:
    """Return a split with features aggregated and segments proposed.

    Args:
        split: Features of every frame.
        settings: How.
        seed: Of everything drawn.
        spoils_test: Whether the videos measured on are spoiled: they are training videos held out.
    """
    return _Maker(split, settings, seed).data(spoils_test=spoils_test)


class _Maker:
    """Preparing one split."""

    def __init__(self, split: KitchenSplit, settings: DenseDataSettings, seed: int) -> None:
        self._split, self._settings, self._seed = split, settings, seed
        self._rng = np.random.default_rng(seed)
        self._pool = [video.features["rgb"] for video in split.train]
        streams: tuple[Stream, ...] = tuple(split.train[0].features)
        self._kinds: tuple[tuple[Stream, ...], ...] = (("rgb",),)
        self._kinds += (streams,) if len(streams) > 1 else ()
        self._rotations = {stream: self._rotation(stream) for stream in streams}
        people = sorted({person_of(video.video_id) for video in split.train})
        self._fold_of = {person: n % settings.folds for n, person in enumerate(people)}

    def data(self, *, spoils_test: bool) -> DenseData:
        labellers = {kind: self._labellers(kind) for kind in self._kinds}
        train = [
            self._video(video, f"{video.video_id} {copy}", self._harder(video), labellers)
            for video in self._split.train
            for copy in range(self._settings.copies)
        ]
        test = []
        for video in self._split.test:
            copies = self._settings.held_out_copies if spoils_test else 1
            for copy in range(copies):
                rgb = video.features["rgb"]
                rgb = harden(rgb, self._pool, HELD_OUT, self._rng) if spoils_test else rgb
                name = f"{video.video_id} {copy}" if spoils_test else video.video_id
                test.append(self._video(video, name, rgb, labellers))
        return DenseData(("background", *self._split.labels), tuple(train), tuple(test))

    def _harder(self, video: KitchenVideo) -> Features:
        return harden(video.features["rgb"], self._pool, self._settings.hardening, self._rng)

    def _rotation(self, stream: Stream) -> Rotation:
        if stream == "rgb":
            learned = [self._harder(v) for v in self._split.train for _ in range(_ROTATION_COPIES)]
        else:
            learned = [video.features[stream] for video in self._split.train]
        wanted = self._settings.aggregates[stream].n_directions
        return fit_rotation(learned, min(wanted, learned[0].shape[1]))

    def _rotated(self, video: KitchenVideo, rgb: Features) -> dict[Stream, Features]:
        """Return (T, Q) features of each stream, with these rgb features for the video's own."""
        return {
            stream: rotation(rgb if stream == "rgb" else video.features[stream])
            for stream, rotation in self._rotations.items()
        }

    def _labellers(self, kind: tuple[Stream, ...]) -> list[FrameLabeller]:
        """Return one labeller per fold of people, trained without that fold."""
        n_labels = len(self._split.labels) + 1

        def drawn(video: KitchenVideo) -> Callable[[], tuple[Features, Indices]]:
            return lambda: (
                _seen(self._rotated(video, self._harder(video)), kind),
                video.frame_labels,
            )

        return [
            fit_labeller(
                [drawn(v) for v in self._split.train if self._fold(v) != fold],
                n_labels,
                self._settings.labeller,
                self._seed + fold,
            )
            for fold in range(self._settings.folds)
        ]

    def _fold(self, video: KitchenVideo) -> int:
        """Return the fold of a training video; -1 of any other."""
        return self._fold_of.get(person_of(video.video_id), -1)

    def _video(
        self,
        video: KitchenVideo,
        name: str,
        rgb: Features,
        labellers: Mapping[tuple[Stream, ...], Sequence[FrameLabeller]],
    ) -> DenseVideo:
        """Prepare one copy; a training video's labeller never saw its person."""
        rotated, fold = self._rotated(video, rgb), self._fold(video)
        proposals = {}
        for kind, trained in labellers.items():
            used = [trained[fold]] if fold >= 0 else trained
            likely = frame_likelihoods(used, _seen(rotated, kind))
            proposals[kind] = dense_proposals(likely, self._settings.proposals)
        features = {
            stream: aggregate(values, self._settings.aggregates[stream])
            for stream, values in rotated.items()
        }
        return DenseVideo(name, video.frame_labels, features, proposals)


def _seen(rotated: Mapping[Stream, Features], kind: tuple[Stream, ...]) -> Features:
    """Return what a labeller sees of a video."""
    values = np.concatenate([rotated[stream] for stream in kind], axis=1)
    before = window_means(values, _LABELLER_REACH, 0)
    after = window_means(values, 0, _LABELLER_REACH)
    return np.concatenate([values, before, after], axis=1)
