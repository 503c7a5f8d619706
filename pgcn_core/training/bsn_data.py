"""What a BSN learns from: features of videos and the segments of their actions."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import numpy as np

from pgcn_core.config import Stream
from pgcn_core.errors import FeatureError, SettingsError, TrainingError
from pgcn_core.evaluation.activitynet import TruthList, parse_truth, read_json
from pgcn_core.evaluation.products import GroundTruth
from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.bsn.settings import BsnSettings
from pgcn_core.proposals.bsn.units import Units, make_units
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.segments import Segments, durations_s
from pgcn_core.training.feature_files import UnitTiming, find_feature_file, read_features
from pgcn_core.training.holding_out import check_widths, split

READING_STAGE = "Reading features"


@dataclass(frozen=True, slots=True)
class BsnVideo:
    """One video with ground truth.

    Attributes:
        video_id: Its name.
        duration_s: Its length.
        sequences: One per stream.
        units: The same as BSN sees it.
        truth: (G, 2) float64 seconds, of any label, G >= 1.
    """

    video_id: str
    duration_s: float
    sequences: tuple[FeatureSequence, ...]
    units: Units
    truth: Segments


@dataclass(frozen=True, slots=True)
class BsnData:
    """Everything a BSN's training looks at.

    Attributes:
        streams: Whose features stand side by side.
        training: Learned from.
        validation: Never learned from; recall is measured on them.
        fingerprint: Hash of features and segments.
        n_left_out: Annotations that are empty or outside their video.
    """

    streams: tuple[Stream, ...]
    training: tuple[BsnVideo, ...]
    validation: tuple[BsnVideo, ...]
    fingerprint: str
    n_left_out: int = 0

    @property
    def feature_dim(self) -> int:
        """Numbers of one unit, all streams together."""
        return self.training[0].units.values.shape[1]

    @property
    def max_duration_s(self) -> float:
        """The longest action to learn from."""
        return max(float(durations_s(video.truth).max()) for video in self.training)


@dataclass(frozen=True, slots=True)
class BsnSource:
    """Where the data lie.

    Attributes:
        features: A folder with one feature file per video, for each stream.
        ground_truth: ActivityNet JSON with durations.
        subset: Of the ground truth; None where it has only one.
        fps: Frames per second behind bare tables.
        timing: Of bare tables.
    """

    features: dict[Stream, Path]
    ground_truth: Path
    subset: str | None = None
    fps: float = 25.0
    timing: UnitTiming = field(default_factory=UnitTiming)


def read_bsn_data(
    source: BsnSource,
    settings: BsnSettings,
    validation_share: float,
    *,
    seed: int = 0,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> BsnData:
    """Read every video that has ground truth, and set some aside for validation.

    Which ones depends on their names and the seed alone.

    Raises:
        EvaluationFileError: the ground truth cannot be read.
        SettingsError: it has several subsets and none was named.
        FeatureError: a feature file is missing, unusable, or not as wide as the others.
        TrainingError: no video is left, or one video should be split.
        Cancelled: the flag was set.
    """
    truth = _truth(source)
    streams = tuple(source.features)
    videos: list[BsnVideo] = []
    n_left_out = 0
    with_truth = np.unique(truth.rows.video_idx)
    for number, idx in enumerate(with_truth):
        raise_if_cancelled(cancel)
        progress(READING_STAGE, number, len(with_truth))
        segments = truth.rows.segments[truth.rows.video_idx == idx]
        n_left_out += len(segments)
        segments = segments[durations_s(segments) > 0]
        if len(segments):
            name, duration_s = truth.video_ids[idx], float(truth.duration_s[idx])
            video = _read_video(name, duration_s, segments, source, settings)
            n_left_out -= len(video.truth)
            videos += [video] if len(video.truth) else []
    if not videos:
        raise TrainingError(
            f"No video of {source.ground_truth.name} has ground truth.", "Add labelled segments."
        )
    check_widths((one.video_id, one.units.values.shape[1]) for one in videos)
    progress(READING_STAGE, len(with_truth), len(with_truth))
    training, validation = split(videos, validation_share, seed)
    return BsnData(streams, training, validation, _fingerprint(videos), n_left_out)


def _truth(source: BsnSource) -> GroundTruth:
    values = read_json(source.ground_truth)
    truth: TruthList = parse_truth(values, source.ground_truth.name)
    names = sorted({*truth.subsets.values()})
    if source.subset is None and len(names) > 1:
        raise SettingsError(
            f"{source.ground_truth.name} has the subsets {', '.join(names)}.",
            "Say with --subset which one to train on.",
        )
    return truth.of_subsets(truth.choose(source.subset, ()))


def _read_video(
    name: str, duration_s: float, truth: Segments, source: BsnSource, settings: BsnSettings
) -> BsnVideo:
    sequences = []
    for stream, folder in source.features.items():
        path = find_feature_file(folder, name)
        if path is None:
            raise FeatureError(
                f"There is no feature file for {name} in {folder}.",
                "Extract it, or take the video out of the ground truth.",
            )
        sequences.append(_read_stream(path, stream, duration_s, source))
    if not duration_s > 0:
        duration_s = sequences[0].n_frames / sequences[0].fps
    units = make_units(sequences, tuple(source.features), settings, duration_s)
    inside = np.clip(truth, 0.0, duration_s)
    inside = inside[durations_s(inside) > 0]
    return BsnVideo(name, duration_s, tuple(sequences), units, inside)


def _read_stream(
    path: Path, stream: Stream, duration_s: float, source: BsnSource
) -> FeatureSequence:
    """Return one file's features with times in seconds of the video."""
    if path.suffix == ".safetensors":
        return read_features(path, stream, 0, source.timing)
    if math.isnan(duration_s) or duration_s <= 0:
        raise FeatureError(
            f"The ground truth has no duration for {path.stem}, whose features bear no times.",
            "Add 'duration' in seconds.",
        )
    n_frames = max(round(duration_s * source.fps), 1)
    bare = read_features(path, stream, n_frames, source.timing)
    return replace(
        bare,
        starts_s=bare.starts_s / source.fps,
        ends_s=bare.ends_s / source.fps,
        fps=source.fps,
    )


def _fingerprint(videos: Sequence[BsnVideo]) -> str:
    digest = hashlib.sha256()
    for video in videos:
        digest.update(video.video_id.encode())
        digest.update(np.ascontiguousarray(video.truth).tobytes())
        for sequence in video.sequences:
            digest.update(np.ascontiguousarray(sequence.values).tobytes())
    return digest.hexdigest()
