"""One folder to learn from: features, ground truth with subsets, class map, lists, and a card.

``pgcn train`` reads it as it is, and so do OpenTAD and ActionFormer: ActivityNet JSON with
``frame``, ``fps`` and ``label_id``, one ``.npy`` per video, ``category_idx.txt`` and
``missing_files.txt``.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import ExchangeError, MediaError
from app.domain.segment import Segment
from app.exchange.checked_json import dump_json
from app.exchange.file_names import safe_name
from app.exchange.format import Format, Incoming, Making, unique_names
from app.exchange.formats.activitynet import VERSION, decode_ground_truth
from app.exchange.formats.proposal_list import encode_list
from app.exchange.scenes import left_out_words
from app.exchange.training_card import SetFacts, readme
from app.exchange.writing import not_written, write_file
from app.services.exchange_check import compare
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
    Made,
    MadeFile,
    Setting,
    plain_name,
)
from app.services.media import VideoFeatures

FEATURES = Setting(
    "features", "Features", "extract", ("extract", "kept", "none"),
    tip="extract makes those that are not there yet, which takes long; kept takes those that the "
    "analysis left.",
)  # fmt: skip
VALIDATION = Setting(
    "validation", "Validation", 20.0, high=90, unit="%",
    tip="Share of the videos that are set aside to validate on.",
)  # fmt: skip
SEED = Setting("seed", "Seed", 0.0, high=999_999, tip="Another one sets other videos aside.")
_TRAINING, _VALIDATION = "training", "validation"
# In the ground truth alone, for videos that other engines must pass over.
_MISSING, _BACKGROUND = "missing", "background"
_CARD, _TRUTH = "README.md", "ground_truth.json"
_JOINED = "joined"
# Sliding windows for a video without a run: from a second up, each half over the one before.
_SHORTEST_S, _MOST_WINDOWS = 1.0, 300


@dataclass(frozen=True, slots=True)
class _Entry:
    """A video of the set.

    Attributes:
        name: What its files and its entry are called.
        features: One for each stream; empty when missing.
    """

    name: str
    video: ExchangedVideo
    subset: str
    features: tuple[VideoFeatures, ...]


def outline(contents: Contents, options: ExportOptions) -> str:
    """Return which video is of which subset."""
    names = _names(contents)
    subsets = _subsets(names, options)
    return "\n".join(
        f"{subsets[name]:10}  {name}: {len(video.segments)} segments"
        for name, video in zip(names, contents.videos, strict=True)
    )


def make(contents: Contents, options: ExportOptions, making: Making) -> Made:
    """Write the folder; videos whose features are missing are told and are not in the lists.

    Raises:
        ExchangeError: there is no segment, or the folder holds something else or cannot be written.
        EngineError: the networks cannot be loaded, or the disk is full.
        Cancelled: the person stopped it; features that are finished stay.
    """
    if not contents.n_segments:
        raise ExchangeError(
            "There is no segment to learn from.", "Accept or draw some, or choose other labels."
        )
    _claim(making.file)
    contents = _used_labels(contents)
    entries, left_out = _entries(contents, options, making)
    whole = [one for one in entries if one.features]
    facts = _facts(contents, entries, options)
    files = dict(_texts(contents, entries, facts))
    for number, entry in enumerate(whole):
        making.check_cancel()
        making.progress("Writing features", number, len(whole))
        _write_features(making.file, entry)
    for name, text in files.items():
        _write(making.file / name, text.encode(errors="replace"))
    return Made(
        (MadeFile(making.file, _words(contents, whole)),),
        left_out,
        tuple(_differences(contents, whole, making.file)),
        f"train with the command in {_CARD}",
    )


def _claim(folder: Path) -> None:
    """Make the folder, or make sure that it is empty or a training set.

    Raises:
        ExchangeError: it holds something else, or cannot be made.
    """
    try:
        folder.mkdir(exist_ok=True)
        is_ours = (folder / _TRUTH).is_file() and (folder / _CARD).is_file()
        if not is_ours and any(folder.iterdir()):
            raise ExchangeError(f"{folder} is not empty.", "Choose another folder.")
    except OSError as error:
        raise not_written(folder, error) from error


def _used_labels(contents: Contents) -> Contents:
    """Return the contents with those labels only that there is something to learn of."""
    used = {one.label for video in contents.videos for one in video.segments}
    names = [name for name in contents.label_names if name in used]
    return replace(contents, labels=tuple(map(ExchangedLabel, names)))


def _names(contents: Contents) -> list[str]:
    return unique_names(contents.videos, lambda name: safe_name(plain_name(name)))


def _subsets(names: Sequence[str], options: ExportOptions) -> dict[str, str]:
    """Return the subset of every video: by a hash of seed and name, so that others do not move."""
    n_aside = round(len(names) * options.number(VALIDATION) / 100)
    if options.number(VALIDATION) > 0 and len(names) > 1:
        n_aside = min(max(n_aside, 1), len(names) - 1)
    seed = round(options.number(SEED))
    order = sorted(names, key=lambda name: hashlib.sha256(f"{seed}/{name}".encode()).digest())
    aside = set(order[:n_aside]) if len(names) > 1 else set()
    return {name: _VALIDATION if name in aside else _TRAINING for name in names}


def _entries(
    contents: Contents, options: ExportOptions, making: Making
) -> tuple[list[_Entry], tuple[str, ...]]:
    names = _names(contents)
    subsets = _subsets(names, options)
    entries, left_out = [], []
    for name, video in zip(names, contents.videos, strict=True):
        making.check_cancel()
        features: tuple[VideoFeatures, ...] = ()
        try:
            features = _features(video, options, making)
        except MediaError as error:
            left_out.append(left_out_words(video.name, len(video.segments), error))
        else:
            if not features:
                left_out.append(f"{video.name} has no features yet, so it is not in the lists.")
        entries.append(_Entry(name, video, subsets[name], features))
    return entries, tuple(left_out)


def _features(
    video: ExchangedVideo, options: ExportOptions, making: Making
) -> tuple[VideoFeatures, ...]:
    shop, which = making.tools.features, options.text(FEATURES)
    if shop is None or which == "none" or video.path is None:
        return ()
    return shop.features(
        video.path,
        extract=which == "extract",
        progress=making.progress,
        cancel=making.cancel,
    )


def _facts(contents: Contents, entries: Sequence[_Entry], options: ExportOptions) -> SetFacts:
    subsets = {
        subset: [one.name for one in entries if one.subset == subset]
        for subset in (_TRAINING, _VALIDATION)
    }
    whole = [one for one in entries if one.features]
    return SetFacts(
        title=options.title,
        subsets=subsets,
        labels=contents.label_names,
        features=whole[0].features if whole else (),
        missing=[one.name for one in entries if not one.features],
        n_made_up=sum(not one.video.proposals for one in whole),
        seed=round(options.number(SEED)),
    )


def _texts(
    contents: Contents, entries: Sequence[_Entry], facts: SetFacts
) -> Iterable[tuple[str, str]]:
    """Yield every text of the folder but the features, by name."""
    lists = {
        subset: _list([one for one in entries if one.subset == subset and one.features], contents)
        for subset in (_TRAINING, _VALIDATION)
    }
    # The list decides the order of the labels; everything else counts as it does.
    labels = lists[_TRAINING]["labels.txt"]
    facts = replace(facts, labels=labels.splitlines())
    yield "proposals.txt", lists[_TRAINING]["proposals.txt"]
    yield "proposals-validation.txt", lists[_VALIDATION]["proposals.txt"]
    yield "labels.txt", labels
    yield "category_idx.txt", labels
    yield "missing_files.txt", "".join(f"{name}\n" for name in facts.missing)
    yield _TRUTH, _ground_truth(entries, facts.labels)
    yield "features.json", dump_json(_feature_facts(entries), levels=4)
    yield "provenance.json", dump_json(_provenance(contents), levels=4)
    yield "history.jsonl", _history(contents)
    yield _CARD, readme(contents, facts)


def _list(entries: Sequence[_Entry], contents: Contents) -> Mapping[str, str]:
    """Return the proposal list in frames of the features."""
    videos = tuple(
        replace(
            one.video,
            name=f"{one.name}.mp4",
            fps=one.features[0].fps,
            duration_s=one.features[0].n_frames / one.features[0].fps,
            proposals=one.video.proposals or sliding_windows(one.video.duration_s),
        )
        for one in entries
    )
    return encode_list(Contents(videos, contents.labels), ExportOptions())


def sliding_windows(duration_s: float) -> tuple[Segment, ...]:
    """Return windows of one second and each double length up to the whole, half over each other."""
    found: list[Segment] = []
    length_s = max(_SHORTEST_S, 4 * duration_s / _MOST_WINDOWS)
    while length_s < duration_s:
        starts = np.arange(0.0, duration_s - length_s / 2, length_s / 2)
        found += [Segment(float(at), float(min(at + length_s, duration_s))) for at in starts]
        length_s *= 2
    return (*found, Segment(0.0, duration_s)) if duration_s > 0 else ()


def _ground_truth(entries: Sequence[_Entry], labels: Sequence[str]) -> str:
    numbers = {label: number for number, label in enumerate(labels)}
    has_features = any(one.features for one in entries)
    database = {
        one.name: {
            "subset": _told_subset(one, has_features=has_features),
            "duration": one.video.duration_s,
            **_frames(one),
            "annotations": [
                {
                    "segment": [segment.segment.start_s, segment.segment.end_s],
                    "label": segment.label,
                    "label_id": numbers[segment.label],
                }
                for segment in one.video.segments
            ],
        }
        for one in entries
    }
    return dump_json({"version": VERSION, "database": database}, levels=4)


def _told_subset(one: _Entry, *, has_features: bool) -> str:
    """Return the subset that other engines are told.

    ActionFormer breaks off at a video without a feature file, and at one without segments in
    training; under names of their own such videos are passed over.
    """
    if has_features and not one.features:
        return _MISSING
    if one.subset == _TRAINING and not one.video.segments:
        return _BACKGROUND
    return one.subset


def _frames(one: _Entry) -> dict[str, float | int]:
    """Return length and rate in frames of the features, which strides count."""
    if one.features:
        return {"fps": one.features[0].fps, "frame": one.features[0].n_frames}
    fps = one.video.fps
    return {"fps": fps, "frame": round(one.video.duration_s * fps)} if fps > 0 else {}


def _feature_facts(entries: Sequence[_Entry]) -> dict[str, object]:
    return {
        one.name: {
            each.stream: {
                "snippets": each.values.shape[0],
                "width": each.values.shape[1],
                "stride_frames": each.stride_frames,
                "window_frames": each.window_frames,
                "fps": each.fps,
                "n_frames": each.n_frames,
                "fingerprint": each.fingerprint,
            }
            for each in one.features
        }
        for one in entries
    }


def _provenance(contents: Contents) -> dict[str, object]:
    found = contents.provenance
    if found is None:
        return {}
    return {
        "origins": {name: dict(counts) for name, counts in found.origins.items()},
        "segments": {name: list(ones) for name, ones in found.segments.items()},
        "rejected": {name: list(ones) for name, ones in found.rejected.items()},
        "runs": list(found.runs),
    }


def _history(contents: Contents) -> str:
    acts = contents.provenance.acts if contents.provenance else ()
    return "".join(f"{json.dumps(dict(one), ensure_ascii=False)}\n" for one in acts)


def _write_features(folder: Path, entry: _Entry) -> None:
    for one in entry.features:
        _write(folder / "features" / one.stream / f"{entry.name}.npy", _npy(one.values))
    if len(entry.features) > 1:
        n_rows = min(len(one.values) for one in entry.features)
        joined = np.concatenate([one.values[:n_rows] for one in entry.features], axis=1)
        _write(folder / "features" / _JOINED / f"{entry.name}.npy", _npy(joined))


def _npy(values: NDArray[np.float32]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(values, np.float32), allow_pickle=False)
    return buffer.getvalue()


def _write(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(file, error) from error
    write_file(file, data)


def _differences(contents: Contents, whole: Sequence[_Entry], folder: Path) -> Iterable[str]:
    """Read the ground truth and the features back and yield what is not as it was meant."""
    said = decode_ground_truth(Incoming(_TRUTH, (folder / _TRUTH).read_bytes()))
    meant = tuple(
        replace(video, name=name)
        for name, video in zip(_names(contents), contents.videos, strict=True)
    )
    yield from compare(Contents(meant), said, Carries(full_names=False)).differences
    for entry in whole:
        for one in entry.features:
            held = np.load(folder / "features" / one.stream / f"{entry.name}.npy", mmap_mode="r")
            if held.shape != one.values.shape:
                yield f"{one.stream} features of {entry.name} are {held.shape} on the disk."


def _words(contents: Contents, whole: Sequence[_Entry]) -> str:
    return (
        f"{len(contents.videos)} videos, {contents.n_segments} segments, "
        f"features of {len(whole)} videos"
    )


FORMAT = Format(
    FormatCard(
        id="training-set",
        name="Training set",
        summary="One folder for pgcn train, OpenTAD and ActionFormer: features, labels, and where "
        "every label comes from.",
        suffixes=(".json",),
        carries=Carries(label_list=False, proposals=True, provenance=True),
        direction="out",
        is_folder=True,
        is_media=True,
        settings=(FEATURES, VALIDATION, SEED),
    ),
    make=make,
    outline=outline,
)
