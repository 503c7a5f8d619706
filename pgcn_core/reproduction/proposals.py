"""Proposals of a split by three makers, and the files that training and testing read.

A split's folder holds what ``pgcn train`` and ``pgcn train-proposals`` take from anybody::

    labels.txt, ground_truth.json
    features/STREAM/ID.safetensors
    bsn/                                trained on the training videos
    proposals-MAKER-train.txt, proposals-MAKER-test.txt
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from pgcn_core.config import ProposalSettings, Stream
from pgcn_core.features.sequence_files import keep_sequence
from pgcn_core.output import write_json, write_text
from pgcn_core.preparing import list_video
from pgcn_core.proposals.actionness import ActionnessCurve, snippet_edges_s
from pgcn_core.proposals.bsn.checkpoint import CARD_NAME, load_bsn
from pgcn_core.proposals.bsn.maker import Bsn
from pgcn_core.proposals.bsn.settings import BsnSettings, BsnTrainingSettings
from pgcn_core.proposals.files import format_proposal_list
from pgcn_core.proposals.nms import keep_by_nms
from pgcn_core.proposals.propose import propose, score_segments
from pgcn_core.proposals.sliding import sliding_segments
from pgcn_core.proposals.tag import tag_runs
from pgcn_core.reproduction.products import DataSplit, Part, UntrimmedVideo
from pgcn_core.segments import Segments, durations_s
from pgcn_core.training.bsn import BsnRun, train_bsn
from pgcn_core.training.bsn_data import BsnSource, read_bsn_data

Maker = Literal["bsn", "sliding", "tag"]
MAKERS: tuple[Maker, ...] = get_args(Maker)
BSN_SEED = 0


@dataclass(frozen=True, slots=True)
class MakerSettings:
    """How proposals are made; found on training videos.

    Attributes:
        max_proposals: Per video, of BSN and TAG; windows have no score to be cut by.
        sliding_percentiles: The windows are as long as these percentiles of training actions.
        sliding_overlap: Shared part of neighbouring windows.
        bsn: Lengths and networks.
        bsn_training: How BSN learns.
    """

    max_proposals: int = 600
    sliding_percentiles: tuple[float, ...] = (10, 25, 40, 55, 70, 85, 95)
    sliding_overlap: float = 2 / 3
    bsn: BsnSettings = field(default_factory=BsnSettings)
    bsn_training: BsnTrainingSettings = field(
        default_factory=lambda: BsnTrainingSettings(validation_share=0.0)
    )


def write_split(split: DataSplit, folder: Path) -> None:
    """Write features, labels and ground truth of a split.

    Raises:
        OutputError: a file cannot be written.
    """
    for video in (*split.train, *split.test):
        for stream, sequence in video.sequences.items():
            keep_sequence(sequence, folder / "features" / stream / f"{video.video_id}.safetensors")
    write_text("".join(f"{label}\n" for label in split.labels), folder / "labels.txt")
    parts: tuple[Part, ...] = get_args(Part)
    database = {
        video.video_id: _truth_entry(video, split.labels, part)
        for part in parts
        for video in split.part(part)
    }
    write_json({"database": database}, folder / "ground_truth.json")


def train_maker(split: DataSplit, folder: Path, settings: MakerSettings) -> Bsn:
    """Return the BSN of a split: the one in its folder, or one trained on the training videos."""
    if (folder / "bsn" / CARD_NAME).exists():
        return load_bsn(folder / "bsn")
    streams: dict[Stream, Path] = {each: folder / "features" / each for each in split.streams}
    source = BsnSource(streams, folder / "ground_truth.json", subset="train")
    share = settings.bsn_training.validation_share
    data = read_bsn_data(source, settings.bsn, share, seed=BSN_SEED)
    run = BsnRun(folder / "bsn", BSN_SEED, resume=True)
    return train_bsn(data, settings.bsn, settings.bsn_training, run)


def write_proposals(
    split: DataSplit, maker: Maker, folder: Path, bsn: Bsn, settings: MakerSettings
) -> None:
    """Write the proposal lists of one maker for both parts of a split.

    Raises:
        OutputError: a file cannot be written.
    """
    lengths = np.concatenate([durations_s(video.segments) for video in split.train])
    windows_s = tuple(np.unique(np.percentile(lengths, settings.sliding_percentiles)).tolist())

    def slide(video: UntrimmedVideo) -> Segments:
        return sliding_segments(video.duration_s, windows_s, settings.sliding_overlap)

    make: Mapping[Maker, Callable[[UntrimmedVideo], Segments]] = {
        "bsn": lambda video: _by_bsn(video, bsn, settings),
        "tag": lambda video: _by_tag(video, bsn, settings),
        "sliding": slide,
    }
    parts: tuple[Part, ...] = get_args(Part)
    for part in parts:
        listed = [
            list_video(
                video.video_id,
                video.sequences["rgb"],
                (video.segments, video.label_idx),
                make[maker](video),
            )
            for video in split.part(part)
        ]
        write_text(format_proposal_list(listed), list_file(folder, maker, part))


def list_file(folder: Path, maker: Maker, part: Part) -> Path:
    """Return where the proposal list of a maker is."""
    return folder / f"proposals-{maker}-{part}.txt"


def _by_bsn(video: UntrimmedVideo, bsn: Bsn, settings: MakerSettings) -> Segments:
    wanted = ProposalSettings(
        makers=("bsn",),
        suppression="soft_nms",
        max_proposals=settings.max_proposals,
        min_duration_s=0.0,
    )
    return propose(list(video.sequences.values()), wanted, video.duration_s, bsn).segments


def _by_tag(video: UntrimmedVideo, bsn: Bsn, settings: MakerSettings) -> Segments:
    """Return what the watershed finds on actionness learned from the training videos, BSN's."""
    usual = ProposalSettings()
    curves = bsn.curves(list(video.sequences.values()), video.duration_s)
    edges = snippet_edges_s(video.sequences["rgb"], video.duration_s)
    curve = ActionnessCurve(curves.action, edges, curves.centres_s)
    segments = edges[tag_runs(curve.values, usual.tag_levels, usual.tag_ratios)]
    segments = segments[durations_s(segments) > 0]
    if len(segments) == 0:
        segments = np.array([[0.0, video.duration_s]])
    scores = score_segments(segments, curve, usual.context_ratio)
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    return segments[keep_by_nms(segments, order, usual.nms_tiou, settings.max_proposals)]


def _truth_entry(
    video: UntrimmedVideo, labels: tuple[str, ...], part: Part
) -> dict[str, str | float | list[dict[str, object]]]:
    annotations: list[dict[str, object]] = [
        {"segment": segment, "label": labels[label]}
        for segment, label in zip(video.segments.tolist(), video.label_idx.tolist(), strict=True)
    ]
    return {"subset": part, "duration": video.duration_s, "annotations": annotations}
