"""Parity of the whole inference on the official four-class set in ``mini/``."""

import dataclasses
import json
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pgcn_core.checkpoints import import_official
from pgcn_core.config import DetectionSettings, FusionSettings, ProposalSettings, Stream
from pgcn_core.detections import Detections, decode, suppress
from pgcn_core.evaluation.average_precision import average_precision
from pgcn_core.graph import draw_trees, graph_from_slots, official_slots
from pgcn_core.proposals.files import ListedVideo, read_proposal_list
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.streams import ProposalScores, fuse_streams, run_stream
from tests.parity.findings import P_GCN_TOLERANCE, Finding, largest_error, unordered_error
from tests.parity.golden_pgcn import OFFICIAL, SEED, sequence_of, tie_rows, trees_without_ties
from tests.parity.golden_post import AP_TOLERANCE, label_cases

Arrays = dict[str, NDArray[Any]]
FIELDS = ("activity_logits", "completeness_logits", "offsets")
KEYS = ("act", "comp", "reg")


class Mini(NamedTuple):
    folder: Path
    info: dict[str, Any]
    recipe: ModuleType
    scores: Arrays


def check_mini(folder: Path, recipe: ModuleType) -> list[Finding]:
    info = json.loads((folder / "mini_info.json").read_text())
    scores_path = folder / "test_scores.npz"
    scores = dict(np.load(scores_path)) if scores_path.exists() else {}
    mini = Mini(folder, info, recipe, scores)
    found = _check_lists(mini)
    for stream in ("rgb", "flow"):
        if (folder / f"{stream}_cpt_legacy.pth").exists():
            found += _check_checkpoint(mini, stream)
            found += _check_scores(mini, stream)
    for config, case in info.get("eval", {}).items():
        found += _check_config(mini, config, case)
    return found


# -------------------------------------------------------------- proposal lists


def _check_lists(mini: Mini) -> list[Finding]:
    found = []
    path = mini.folder / "train_proposals.txt"
    if path.exists():
        videos = {video.video_id: video for video in read_proposal_list(path)}
        errors = [_list_error(videos[vid], case) for vid, case in mini.info["per_video"].items()]
        found.append(Finding("mini train list", max(errors, default=0.0), 0))
    if (mini.folder / "test_proposals.txt").exists() and "gt_by_class" in mini.info:
        golden = mini.info["gt_by_class"]
        errors = [
            largest_error([row[1:] for row in ours], [row[1:] for row in theirs])
            for ours, theirs in zip(_truth_by_label(mini), golden, strict=True)
        ]
        found.append(Finding("mini test ground truth", max(errors), 1e-12))
    return found


def _list_error(video: ListedVideo, case: dict[str, Any]) -> float:
    truth = np.column_stack([video.truth_label_idx + 1, video.truth_frames])
    return max(
        abs(video.n_frames - case["num_frames"]),
        abs(len(video.proposal_frames) - case["n_prop"]),
        largest_error(truth, case["gt"]),
    )


def _scored_videos(mini: Mini) -> list[ListedVideo]:
    """The test videos in the tester's order; it leaves out those without ground truth."""
    videos = {v.video_id: v for v in read_proposal_list(mini.folder / "test_proposals.txt")}
    return [videos[video_id] for video_id in mini.info["test_video_order"]]


def _truth_by_label(mini: Mini) -> list[list[list[Any]]]:
    rows: list[list[list[Any]]] = [[] for _ in range(mini.info["num_class"])]
    for video in _scored_videos(mini):
        for label, frames in zip(video.truth_label_idx, video.truth_frames, strict=True):
            start, end = frames / video.n_frames
            rows[label].append([video.video_id, float(start), float(end)])
    return rows


# ------------------------------------------------------------------- networks


def _check_checkpoint(mini: Mini, stream: str) -> list[Finding]:
    checkpoint = import_official(mini.folder / f"{stream}_cpt_legacy.pth")
    dim = mini.info["dim"]
    shape = {"num_class": mini.info["num_class"], "act_dim": dim, "comp_dim": 3 * dim}
    wanted = mini.recipe.pgcn_state(f"mini-{stream}", **shape)
    error = max(largest_error(checkpoint.state[key].numpy(), wanted[key]) for key in wanted)
    return [Finding(f"mini {stream} checkpoint", error, 0)]


def _check_scores(mini: Mini, stream: str) -> list[Finding]:
    """The shipped sampled path: one generator drawn from through all videos, in order.

    Proposals whose tree meets a tie are left out: there the official order depends on the CPU.
    """
    model = import_official(mini.folder / f"{stream}_cpt_legacy.pth").build()
    rng = np.random.RandomState(SEED)
    error, compared, total = 0.0, 0, 0
    for video in _scored_videos(mini):
        if f"{stream}|{video.video_id}|act" not in mini.scores:
            continue
        slots = official_slots(video.proposal_frames.astype(float), OFFICIAL)
        trees = draw_trees(slots, 4, rng)
        clear = trees_without_ties(trees, tie_rows(video.proposal_frames))
        graph = dataclasses.replace(graph_from_slots(slots, OFFICIAL), trees=trees)
        n_units = mini.info["feature_units"][video.video_id][1]
        vid = f"mini-{stream}/{video.video_id}"
        values = mini.recipe.features(vid, n_units, mini.info["dim"])
        features = pool_features(
            sequence_of(values, video.n_frames),
            video.proposal_frames.astype(float),
            ProposalSettings(pooling="official"),
        )
        ours = run_stream(model, features, graph)
        error = max(error, _scores_error(ours, mini.scores, f"{stream}|{video.video_id}", clear))
        compared, total = compared + int(clear.sum()), total + len(clear)
    note = f"{compared} of {total} proposals; the others meet ties"
    return [Finding(f"mini {stream} scores", error, P_GCN_TOLERANCE, note)] if total else []


def _scores_error(
    ours: ProposalScores, golden: Arrays, prefix: str, rows: NDArray[np.bool_]
) -> float:
    return max(
        largest_error(getattr(ours, field)[rows], golden[f"{prefix}|{key}"][rows])
        for field, key in zip(FIELDS, KEYS, strict=True)
    )


# -------------------------------------------------------------- post-processing


class Options(NamedTuple):
    streams: tuple[Stream, ...]
    fusion: FusionSettings
    detections: DetectionSettings
    regress: bool


def read_options(args: list[str], weights: list[float]) -> Options:
    """Read the arguments of the official evaluator."""
    streams: list[Any] = [arg.removesuffix("_result") for arg in args if arg.endswith("_result")]
    by_stream = dict(zip(streams, weights, strict=True))
    values = {
        name: args[args.index(name) + 1] for name in ("--nms_threshold", "--top_k") if name in args
    }
    detections = DetectionSettings(
        top_k=int(values.get("--top_k", 2000)),
        nms_tiou=float(values.get("--nms_threshold", 0.2)),
        nms_before_regression=True,
    )
    fusion = FusionSettings(by_stream.get("rgb", 0.0), by_stream.get("flow", 0.0))
    return Options(tuple(streams), fusion, detections, "--no_regression" not in args)


class Stages(NamedTuple):
    """One video before NMS, after NMS, and after regression."""

    proposals: ProposalSet
    fused: ProposalScores
    pre: Detections
    nms: Detections
    final: Detections


def _post_process(mini: Mini, video_id: str, options: Options) -> Stages:
    raw = {
        stream: ProposalScores(*(mini.scores[f"{stream}|{video_id}|{key}"] for key in KEYS))
        for stream in options.streams
    }
    segments = mini.scores[f"{options.streams[0]}|{video_id}|rel"]
    proposals = ProposalSet(segments, np.zeros(len(segments), np.float32))
    fused = fuse_streams(raw, options.fusion)
    still = dataclasses.replace(fused, offsets=np.zeros_like(fused.offsets))
    pre = decode(proposals, still, options.detections, 1.0)
    nms = suppress(pre, proposals, options.detections)
    moved = decode(proposals, fused if options.regress else still, options.detections, 1.0)
    return Stages(proposals, fused, pre, nms, suppress(moved, proposals, options.detections))


def _rows(detections: Detections, fused: ProposalScores, label: int) -> NDArray[np.float64]:
    """Rows of t0, t1, score, loc, size, as the official code prints them."""
    mine = detections.take(detections.label_idx == label)
    offsets = fused.offsets[mine.proposal_idx, mine.label_idx]
    return np.column_stack([mine.segments, mine.score, offsets])


def _check_config(mini: Mini, config: str, case: dict[str, Any]) -> list[Finding]:
    options = read_options(case["args"], case["weights"])
    if not all(f"{s}|{v}|act" in mini.scores for s in options.streams for v in _order(mini)):
        return []
    stages = {video_id: _post_process(mini, video_id, options) for video_id in _order(mini)}
    found = [_check_counts(mini, config, case, stages)]
    path = mini.folder / f"post_{config}.npz"
    if path.exists():
        found += _check_tables(config, dict(np.load(path)), stages, mini.info["num_class"])
    return [*found, _check_ap(mini, config, case, stages)]


def _order(mini: Mini) -> list[str]:
    return mini.info["test_video_order"]


def _check_counts(
    mini: Mini, config: str, case: dict[str, Any], stages: dict[str, Stages]
) -> Finding:
    error = 0
    for stage, key in (("pre", "n_pre"), ("nms", "n_nms")):
        for label, counts in enumerate(case.get(key, [])):
            for video_id in _order(mini):
                ours = (getattr(stages[video_id], stage).label_idx == label).sum()
                error = max(error, abs(int(ours) - counts.get(video_id, 0)))
    return Finding(f"mini {config} counts", error, 0)


def _check_tables(
    config: str, golden: Arrays, stages: dict[str, Stages], n_labels: int
) -> list[Finding]:
    worst = dict.fromkeys(("fused", "pre", "nms", "final"), 0.0)
    for video_id, one in stages.items():
        everything = np.ones(len(one.proposals.segments), bool)
        error = _scores_error(one.fused, golden, f"fused|{video_id}", everything)
        worst["fused"] = max(worst["fused"], error)
        for stage in ("pre", "nms", "final"):
            for label in range(n_labels):
                ours = _rows(getattr(one, stage), one.fused, label)
                theirs = golden.get(f"{stage}|{label}|{video_id}", np.empty((0, 5)))
                theirs = theirs[theirs[:, 1] > theirs[:, 0]]  # ours are never empty
                worst[stage] = max(worst[stage], unordered_error(ours, theirs))
    return [Finding(f"mini {config} {key}", worst[key], P_GCN_TOLERANCE) for key in worst]


def _check_ap(mini: Mini, config: str, case: dict[str, Any], stages: dict[str, Stages]) -> Finding:
    errors = [0.0]
    for label, truth_rows in enumerate(mini.info["gt_by_class"]):
        rows = [
            [video_id, *row[:3]]
            for video_id, one in stages.items()
            for row in _rows(one.final, one.fused, label).tolist()
        ]
        if truth_rows:
            truth, detections = label_cases(truth_rows, rows)
            ours = average_precision(truth, detections, np.array(case["iou_range"]))
            errors.append(largest_error(ours, case["ap"][label]))
    return Finding(f"mini {config} AP", max(errors), AP_TOLERANCE)
