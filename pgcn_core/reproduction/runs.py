"""One training and its test: every stream alone, and all of them fused.

Each finished run is one small JSON file named by the hash of all that shapes it, so that rows of
several tables share their trainings and a reproduction that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any, get_args

import numpy as np

from pgcn_core.checkpoints import Checkpoint
from pgcn_core.config import DetectionSettings, Stream
from pgcn_core.detections import Detections, decode, suppress
from pgcn_core.errors import FeatureError, OutputError, TrainingError
from pgcn_core.evaluation.mean_ap import mean_average_precision
from pgcn_core.evaluation.products import DetectionTable, Rows, compare
from pgcn_core.evaluation.reading import read_truth
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import build_graph
from pgcn_core.model import Pgcn
from pgcn_core.output import write_json
from pgcn_core.proposals.files import ListedVideo, read_proposal_list
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.reproduction.proposals import Maker, list_file
from pgcn_core.reproduction.studies import Study
from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.streams import ProposalScores, fuse_streams, run_stream
from pgcn_core.training.dataset import DataSource, in_seconds, read_training_data
from pgcn_core.training.feature_files import UnitTiming, find_feature_file, read_features
from pgcn_core.training.settings import Recipe
from pgcn_core.training.train import RunOptions, train

TIOUS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
FUSED = "fused"
# Raised when what a run does changes without its settings.
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Run:
    """What is trained and tested.

    Attributes:
        study: The data set.
        split: Number of the split.
        maker: Of the proposals.
        recipe: Of the training.
        seed: Of the training.
    """

    study: Study
    split: int
    maker: Maker
    recipe: Recipe
    seed: int

    @property
    def key(self) -> str:
        """A name for all that shapes the result."""
        shape = {
            "version": _VERSION,
            **self.study.settings(),
            "fusion": asdict(self.study.fusion),
            "split": self.split,
            "maker": self.maker,
            "recipe": self.recipe.to_dict(),
            "seed": self.seed,
        }
        return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:16]

    def file(self, out: Path) -> Path:
        """Return where its result lies."""
        return out / self.study.name / "runs" / f"{self.key}.json"


@dataclass(frozen=True, slots=True)
class RunResult:
    """What came out.

    Attributes:
        scores: mAP in [0, 1] at every one of ``TIOUS``, by stream and fused; none if it failed.
        failure: Why there are none.
    """

    scores: Mapping[str, tuple[float, ...]]
    failure: str = ""


def read_result(run: Run, out: Path) -> RunResult | None:
    """Return what an earlier run left, or None; a damaged file is as good as none."""
    try:
        held = json.loads(run.file(out).read_text(encoding="utf-8"))
        scores = {name: tuple(map(float, row)) for name, row in held["scores"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return RunResult(scores, held.get("failure", ""))


def perform(run: Run, out: Path, *, cancel: Event | None = None) -> RunResult:
    """Train, test, and keep the result.

    A training whose loss stops being a number is a result too: the row does not train so.

    Args:
        run: What to do.
        out: Folder of the reproduction, with the files of the split.
        cancel: Heard between batches and videos.

    Raises:
        FeatureError, ProposalFileError: the files of the split are damaged.
        OutputError: the result cannot be written.
        Cancelled: the flag was set; nothing is kept.
    """
    started = time.process_time()
    folder = split_folder(run.study, run.split, out)
    try:
        with _scratch(folder) as made:
            networks = _train(run, folder, Path(made), cancel)
        result = RunResult(_test(run, folder, networks, cancel))
    except TrainingError as error:
        result = RunResult({}, error.sentence)
    told: dict[str, Any] = {
        "study": run.study.name,
        "split": run.split,
        "maker": run.maker,
        "seed": run.seed,
        "recipe": run.recipe.to_dict(),
        "tious": list(TIOUS),
        "scores": {name: list(row) for name, row in result.scores.items()},
        "failure": result.failure,
        "processor_s": round(time.process_time() - started, 2),
    }
    write_json(told, run.file(out))
    return result


def _scratch(folder: Path) -> TemporaryDirectory[str]:
    """Return a folder that goes with its training."""
    try:
        return TemporaryDirectory(dir=folder, prefix="training-")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{folder} cannot be written: {reason}.", "Free some space.") from error


def split_folder(study: Study, split: int, out: Path) -> Path:
    """Return where the files of a split lie."""
    return out / study.name / f"split-{split}"


def _train(run: Run, folder: Path, made: Path, cancel: Event | None) -> dict[Stream, Pgcn]:
    """Return the trained network of every stream."""
    labels = _labels(folder)
    for stream in _streams(folder):
        proposals = list_file(folder, run.maker, "train")
        source = DataSource(folder / "features" / stream, proposals, labels, stream)
        data = read_training_data(source, run.recipe, run.seed, cancel=cancel)
        train(data, run.recipe, RunOptions(made, run.seed, workers=0), cancel=cancel)
    return {stream: held.build() for stream, held in Checkpoint.load(made).streams.items()}


def _test(
    run: Run, folder: Path, networks: Mapping[Stream, Pgcn], cancel: Event | None
) -> dict[str, tuple[float, ...]]:
    """Return the mAP of every stream, and of all together where there is more than one."""
    chosen: dict[str, tuple[Stream, ...]] = {stream: (stream,) for stream in networks}
    if len(networks) > 1:
        chosen[FUSED] = tuple(networks)
    found: dict[str, list[Detections]] = {name: [] for name in chosen}
    listed = read_proposal_list(list_file(folder, run.maker, "test"))
    for video in listed:
        raise_if_cancelled(cancel)
        scored = _scored(video, folder, networks, run.recipe)
        for name, streams in chosen.items():
            fused = fuse_streams(
                {each: scored.by_stream[each] for each in streams}, run.study.fusion
            )
            found[name].append(scored.detect(fused, run.recipe))
    names = tuple(video.video_id for video in listed)
    return {name: _mean_ap(folder, names, each) for name, each in found.items()}


@dataclass(frozen=True, slots=True)
class _ScoredVideo:
    """Proposals of one video and what every stream's network says of them."""

    proposals: ProposalSet
    by_stream: Mapping[Stream, ProposalScores]
    duration_s: float

    def detect(self, scores: ProposalScores, recipe: Recipe) -> Detections:
        # In the paper's order whatever the graph, so that rows differ in nothing else.
        settings = DetectionSettings(
            top_k=recipe.selection.top_k, nms_tiou=recipe.selection.nms_tiou
        )
        decoded = decode(self.proposals, scores, settings, self.duration_s)
        return suppress(decoded, self.proposals, settings)


def _scored(
    video: ListedVideo, folder: Path, networks: Mapping[Stream, Pgcn], recipe: Recipe
) -> _ScoredVideo:
    """Walk the steps of inference up to the scores, over the whole graph."""
    sequences = {stream: _sequence(folder, video, stream) for stream in networks}
    first = next(iter(sequences.values()))
    segments = in_seconds(video.proposal_frames, video, first)
    graph = build_graph(segments, recipe.graph, fps=first.fps)
    scores = {
        stream: run_stream(
            networks[stream], pool_features(sequence, segments, recipe.proposals), graph
        )
        for stream, sequence in sequences.items()
    }
    proposals = ProposalSet(segments, np.ones(len(segments), np.float32))
    return _ScoredVideo(proposals, scores, first.n_frames / first.fps)


def _sequence(folder: Path, video: ListedVideo, stream: Stream) -> FeatureSequence:
    path = find_feature_file(folder / "features" / stream, video.video_id)
    if path is None:
        raise FeatureError(
            f"There is no {stream} feature file for {video.video_id} in {folder}.",
            "Remove that folder, and run it again.",
        )
    return read_features(path, stream, video.n_frames, UnitTiming())


def _mean_ap(
    folder: Path, video_ids: tuple[str, ...], found: Sequence[Detections]
) -> tuple[float, ...]:
    """Return the mAP of a part's detections at ``TIOUS``."""
    videos = np.repeat(np.arange(len(found)), [len(each) for each in found])
    rows = Rows(
        videos.astype(np.int64),
        np.concatenate([each.label_idx for each in found]),
        np.concatenate([each.segments for each in found]),
        np.concatenate([each.score.astype(np.float64) for each in found]),
    )
    truth = read_truth(folder / "ground_truth.json")
    comparison = compare(
        truth.of_subsets(truth.choose("test", ())),
        DetectionTable(video_ids, _labels(folder), rows),
    )
    return tuple(float(value) for value in mean_average_precision(comparison, TIOUS).map)


def _labels(folder: Path) -> tuple[str, ...]:
    return tuple((folder / "labels.txt").read_text(encoding="utf-8").splitlines())


def _streams(folder: Path) -> tuple[Stream, ...]:
    """Return the streams that the split has features of, rgb first."""
    return tuple(each for each in get_args(Stream) if (folder / "features" / each).is_dir())
