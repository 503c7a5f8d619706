"""Splits of the dense reproduction, each kept as one file, and the table of what is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from pgcn_core.output import write_json
from pgcn_core.reproduction.against import (
    STRIDE,
    Segmented,
    measure,
    published,
    table,
    thin_out,
)
from pgcn_core.reproduction.best import ENSEMBLE, BestSettings, VideoResult, run_split
from pgcn_core.reproduction.dense_data import hold_out, prepare
from pgcn_core.reproduction.kitchen import KitchenName, n_splits, read_split

_STREAM_NAMES = {"rgb": "P-GCN, video", "fused": "P-GCN, video and accelerometers"}
_HELD_OUT_SHARE = 0.25
# Everything but a P-GCN is drawn with this seed: all seeds see the same proposals.
_DATA_SEED = 0
# Detections kept of each video.
_MOST = 400


@dataclass(frozen=True, slots=True)
class BestRun:
    """What is run.

    Attributes:
        name: Data set.
        settings: Everything that shapes it.
        seeds: Of the networks.
        holds_out: Whether training people are measured on instead of the test videos.
    """

    name: KitchenName
    settings: BestSettings
    seeds: tuple[int, ...]
    holds_out: bool = False

    def file(self, out: Path, number: int) -> Path:
        """Return where the result of a split lies; another for whatever shapes it."""
        key = _hash({"settings": asdict(self.settings), "seeds": self.seeds})
        return out / f"{self._place(number)}-{key}.json"

    def networks(self, out: Path, number: int) -> Path:
        """Return where the networks of a split lie; how scores are read does not shape them."""
        settings = self.settings
        recipes = {stream: recipe.to_dict() for stream, recipe in settings.recipes.items()}
        key = _hash({"data": asdict(settings.data), "recipes": recipes})
        return out / "networks" / f"{self._place(number)}-{key}"

    def _place(self, number: int) -> str:
        return f"{self.name}-{'held-out' if self.holds_out else 'test'}-split-{number}"


def _hash(shape: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:12]


def perform(
    run: BestRun, folder: Path, number: int, out: Path, *, cancel: Event | None = None
) -> None:
    """Run one split and keep it, unless it was run before.

    Raises:
        FeatureError: the data cannot be read.
        OutputError: the result cannot be written.
        Cancelled: the flag was set; finished trainings are kept.
    """
    if run.file(out, number).exists():
        return
    split = read_split(folder, run.name, number)
    people: frozenset[str] = frozenset()
    if run.holds_out:
        split, people = hold_out(split, _HELD_OUT_SHARE, number)
    data = prepare(split, run.settings.data, _DATA_SEED, spoils_test=run.holds_out)
    results = run_split(data, run.settings, run.seeds, run.networks(out, number), cancel=cancel)
    truth = {video.name: video.frame_labels.tolist() for video in data.test}
    told = {
        "settings": asdict(run.settings),
        "people_held_out": sorted(people),
        "labels": data.labels,
        "truth": truth,
        "variants": {
            variant: {name: _told(one) for name, one in videos.items()}
            for variant, videos in results.items()
        },
    }
    write_json(told, run.file(out, number))


def _told(result: VideoResult) -> dict[str, Any]:
    found = result.detections
    return {
        "frame_labels": result.frame_labels.tolist(),
        "segments": found.segments[:_MOST].round(2).tolist(),
        "label_idx": found.label_idx[:_MOST].tolist(),
        "score": found.score[:_MOST].tolist(),
    }


def read_runs(run: BestRun, out: Path) -> dict[int, dict[str, list[Segmented]]]:
    """Return the videos of every split that is there, by split and variant."""
    found = {}
    for number in range(1, n_splits(run.name) + 1):
        if run.file(out, number).exists():
            held = json.loads(run.file(out, number).read_text(encoding="utf-8"))
            found[number] = {
                variant: [_segmented(held["truth"][name], one) for name, one in videos.items()]
                for variant, videos in held["variants"].items()
            }
    return found


def _segmented(truth: Sequence[int], told: Mapping[str, Any]) -> Segmented:
    segments = thin_out(np.array(told["segments"], np.float64).reshape(-1, 2))
    usable = segments[:, 1] > segments[:, 0]
    return Segmented(
        np.array(truth, np.int64)[::STRIDE],
        np.array(told["frame_labels"], np.int64)[::STRIDE],
        segments[usable],
        np.array(told["label_idx"], np.int64)[usable] + 1,
        np.array(told["score"], np.float64)[usable],
    )


def tables(run: BestRun, folder: Path, out: Path) -> Iterator[str]:
    """Yield the table over the splits that ED-TCN was published on, and over all there are."""
    runs = read_runs(run, out)
    theirs = None if run.holds_out else published(folder, run.name)
    common = sorted({*runs} & {*range(1, len(theirs) + 1)}) if theirs else []
    if theirs and common:
        rows = _rows(run, [runs[number] for number in common])
        rows["ED-TCN, video"] = [measure([v for n in common for v in theirs[n - 1]])]
        yield f"{run.name}, splits {_listed(common)}\n\n{table(rows)}"
    if runs and sorted(runs) != common:
        rows = _rows(run, list(runs.values()))
        part = "people held out of training" if run.holds_out else "test"
        yield f"{run.name}, splits {_listed(sorted(runs))}, {part}\n\n{table(rows)}"


def _rows(
    run: BestRun, splits: Sequence[Mapping[str, list[Segmented]]]
) -> dict[str, list[tuple[float, ...]]]:
    """Return the numbers of single networks, once per seed, and of all seeds averaged."""
    rows = {}
    for kind, name in _STREAM_NAMES.items():
        if f"{kind} {ENSEMBLE}" not in splits[0]:
            continue
        by_seed = [_measured(f"{kind} {seed}", splits) for seed in run.seeds]
        if len(by_seed) == 1:
            rows[f"{name}, seed {run.seeds[0]}"] = by_seed
        else:
            rows[f"{name}, one of {len(by_seed)} seeds"] = by_seed
            rows[f"{name}, seeds averaged"] = [_measured(f"{kind} {ENSEMBLE}", splits)]
    return rows


def _measured(variant: str, splits: Sequence[Mapping[str, list[Segmented]]]) -> tuple[float, ...]:
    return measure([video for split in splits for video in split[variant]])


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)
