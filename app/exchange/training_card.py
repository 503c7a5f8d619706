"""The README of a training set: what is in it, where its labels come from, how to train on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.services.exchange_values import Contents
from app.services.media import VideoFeatures

_KINDS = (
    ("accepted", "suggestions accepted as they were"),
    ("moved", "suggestions accepted with other boundaries"),
    ("relabelled", "suggestions accepted with another label"),
    ("moved and relabelled", "suggestions accepted with another label and other boundaries"),
    ("drawn", "segments drawn or imported without a suggestion"),
    ("rejected", "suggestions rejected (in provenance.json; not in the ground truth)"),
    ("not judged", "suggestions nobody has judged (not in the set)"),
)


@dataclass(frozen=True, slots=True)
class SetFacts:
    """What a training set holds.

    Attributes:
        subsets: Video names by subset.
        labels: In the order of ``labels.txt``.
        features: Of one of the videos, one for each stream; empty when there are none.
        missing: Videos without features.
        n_made_up: Videos whose proposals are sliding windows, for want of a run.
        seed: Of the split.
    """

    title: str
    subsets: Mapping[str, Sequence[str]]
    labels: Sequence[str]
    features: Sequence[VideoFeatures]
    missing: Sequence[str]
    n_made_up: int
    seed: int


def readme(contents: Contents, facts: SetFacts) -> str:
    """Return the card in Markdown."""
    parts = [
        f"# {facts.title or 'Training set'}",
        _contents_words(contents, facts),
        "## Labels",
        _labels_table(contents, facts),
        "## Where the labels come from",
        _provenance_words(contents),
        "## Files",
        _FILES,
        "## Train",
        _commands(facts),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _contents_words(contents: Contents, facts: SetFacts) -> str:
    counts = ", ".join(f"{len(names)} {subset}" for subset, names in facts.subsets.items())
    lines = [
        (
            f"{len(contents.videos)} videos ({counts}; split by video, seed {facts.seed}), "
            f"{contents.n_segments} segments, {len(facts.labels)} labels."
        ),
    ]
    for one in facts.features:
        lines.append(
            f"{one.stream} features: {one.values.shape[1]} numbers a snippet of "
            f"{one.window_frames} frames, every {one.stride_frames} frames, at {one.fps:g} "
            "frames a second."
        )
    if facts.missing:
        names = ", ".join(facts.missing)
        lines.append(f"Without features, and so not in the proposal lists: {names}.")
    if facts.n_made_up:
        lines.append(
            f"{facts.n_made_up} of the videos had no run; their proposals are sliding windows."
        )
    return "\n\n".join(lines)


def _labels_table(contents: Contents, facts: SetFacts) -> str:
    counts = Counter(one.label for video in contents.videos for one in video.segments)
    lasting: Counter[str] = Counter()
    for video in contents.videos:
        for one in video.segments:
            lasting[one.label] += one.segment.duration_s  # type: ignore[assignment]
    rows = [
        f"| {number} | {_cell(name)} | {counts[name]} | {lasting[name]:.1f} |"
        for number, name in enumerate(facts.labels)
    ]
    return "\n".join(["| id | label | segments | seconds |", "|---|---|---|---|", *rows])


def _provenance_words(contents: Contents) -> str:
    found = contents.provenance
    if found is None:
        return "Not known."
    total: Counter[str] = Counter()
    for counts in found.origins.values():
        total.update(counts)
    rows = [f"| {total[kind]} | {words} |" for kind, words in _KINDS]
    models = Counter(f"{run['model']}: {run['note']}" for run in found.runs)
    told = [f"Suggested by {_cell(model)} ({n} runs)" for model, n in models.items()]
    return "\n".join(
        [
            "| number | what |",
            "|---|---|",
            *rows,
            "",
            f"{len(found.acts)} acts of people stand in `history.jsonl`, each with its time. "
            + "; ".join(told),
        ]
    )


_FILES = """| file | is |
|---|---|
| `ground_truth.json` | ActivityNet JSON: subsets, seconds, label ids, frames of the features |
| `labels.txt`, `category_idx.txt` | the labels, one a line, in the order of their ids |
| `proposals.txt` | P-GCN and SSN list of the training videos, in frames of the features |
| `proposals-validation.txt` | the same of the validation videos |
| `features/STREAM/VIDEO.npy` | (snippets, numbers) float32, one file per video and stream |
| `features/joined/VIDEO.npy` | both streams side by side, for engines that read one folder |
| `features.json` | stride, window, rate, width and fingerprints of the features |
| `missing_files.txt` | videos without features, one a line |
| `provenance.json` | what was suggested for every segment and what became of it; rejected ones |
| `history.jsonl` | every act of a person on these videos, with its time |"""


def _commands(facts: SetFacts) -> str:
    if not facts.features:
        return "There are no features yet: analyse the videos, then export again."
    if len(facts.subsets.get("training", ())) < 2:
        return "Training needs two videos at least beside those set aside: label another one."
    one = facts.features[0]
    folder = _folder(facts)
    width = sum(each.values.shape[1] for each in facts.features)
    calls = [
        f"pgcn train --features features/{each.stream} --proposals proposals.txt "
        f"--labels labels.txt --stream {each.stream} --stride-frames {each.stride_frames} "
        f"--window-frames {each.window_frames} --out checkpoint"
        for each in facts.features
    ]
    parts = [
        "P-GCN, from this folder, one call for each stream:",
        "\n".join(["```sh", *calls, "```"]),
        (
            "OpenTAD: `ann_file=ground_truth.json`, `class_map=category_idx.txt`, "
            f"`block_list=missing_files.txt`, `data_path={folder}`, "
            f"`feature_stride={one.stride_frames}`, `sample_stride=1`, "
            f"`offset_frames={one.window_frames // 2}` with `ThumosPaddingDataset` or "
            "`ThumosSlidingDataset`; the subsets are `training` and `validation`, and `missing` or "
            "`background` for videos without features or segments."
        ),
        (
            "ActionFormer: `dataset_name: anet` (its `thumos` leaves out label 4), "
            "`json_file: ground_truth.json`, "
            f"`feat_folder: {folder}`, "
            f"`file_ext: .npy`, `feat_stride: {one.stride_frames}`, "
            f"`num_frames: {one.window_frames}`, "
            f"`default_fps: ~` (each video's own), `input_dim: {width}`, "
            f"`num_classes: {len(facts.labels)}`, `train_split: ['training']`, "
            "`val_split: ['validation']`."
        ),
    ]
    return "\n\n".join(parts)


def _folder(facts: SetFacts) -> str:
    is_joined = len(facts.features) > 1
    return "features/joined" if is_joined else f"features/{facts.features[0].stream}"


def _cell(text: str) -> str:
    """Return text for a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
