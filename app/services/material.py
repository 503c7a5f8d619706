"""What a fine-tuning would learn from, and what it is measured on."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import EngineError
from app.services.corrections import corrections_of
from app.services.model_registry import ModelRecord
from app.services.ports import ProjectStore

HELD_OUT_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Material:
    """What people corrected in a project, divided into what is learned from and what is not.

    Attributes:
        corrections: Of ``corrections_of``.
        learned: Names of videos.
        held_out: Names of videos that no ancestor of the new model learned from either.
        n_annotations: In all of them.
        n_rejected: Suggestions that were wrong.
        n_empty: Videos in which nothing happens.
        project: File of the project they are of.
    """

    corrections: Mapping[str, Any]
    learned: tuple[str, ...]
    held_out: tuple[str, ...]
    n_annotations: int
    n_rejected: int
    n_empty: int
    project: Path | None = None

    @property
    def n_videos(self) -> int:
        """How many videos somebody has been through."""
        return len(self.learned) + len(self.held_out)


def material_of(
    store: ProjectStore,
    records: Iterable[ModelRecord],
    parent: Path | None,
    min_score: float = 0.0,
) -> Material:
    """Return what can be learned from a project; may be called from a worker thread.

    Args:
        store: The project.
        records: The models there are, to know what the parent learned from.
        parent: Folder of the model to go on from; None begins with the cold start.
        min_score: From which raw score on a suggestion has to be judged.

    Raises:
        ExchangeError: nobody has been through any video.
        EngineError: nothing is annotated, or one video is all there is.
        ProjectError: the project cannot be read.
    """
    corrections = corrections_of(store, min_score=min_score)
    videos: Sequence[Mapping[str, Any]] = corrections["videos"]
    n_annotations = sum(len(one["annotations"]) for one in videos)
    if len(videos) < 2:
        raise EngineError(
            "One corrected video cannot be learned from and held out.",
            "Go through another video first.",
        )
    if not n_annotations:
        raise EngineError(
            "There is no annotation to learn from in the corrected videos.",
            "Accept or draw some segments first.",
        )
    held_out = held_out_of(videos, *_history_of(records, parent))
    return Material(
        corrections,
        tuple(one["name"] for one in videos if one["name"] not in held_out),
        held_out,
        n_annotations,
        sum(len(one["rejected"]) for one in videos),
        sum(not one["annotations"] for one in videos),
        store.path.absolute(),
    )


def held_out_of(
    videos: Sequence[Mapping[str, Any]], kept_out: Collection[str], learned: Collection[str]
) -> tuple[str, ...]:
    """Return the names of the videos to measure on, the same for the same names.

    What an ancestor was measured on comes first, so that figures can be compared; what one learned
    from never does, since the parent would look better there than it is. Every label stays in a
    video that is learned from, and where anything can be measured, the first has an annotation.

    Args:
        videos: As ``corrections_of`` has them.
        kept_out: Names of videos that ancestors were measured on.
        learned: Names of videos that ancestors learned from.
    """
    count = min(max(round(HELD_OUT_SHARE * len(videos)), 1), len(videos) - 1)
    order = sorted(
        (one for one in videos if one["name"] not in learned),
        key=lambda one: (one["name"] not in kept_out, _draw(one["name"])),
    )
    first = next((one for one in order if one["annotations"] and _may_go([one], videos)), None)
    if first is None:
        # Without a truth among them there is nothing to measure.
        return ()
    chosen = [first]
    for one in order:
        if len(chosen) < count and one is not first and _may_go([*chosen, one], videos):
            chosen.append(one)
    return tuple(sorted(str(one["name"]) for one in chosen))


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that no model has: the wanted one, or with the next number behind."""
    names = {one.casefold() for one in taken}
    if wanted.casefold() not in names:
        return wanted
    number = 2
    while f"{wanted} {number}".casefold() in names:
        number += 1
    return f"{wanted} {number}"


def _history_of(
    records: Iterable[ModelRecord], parent: Path | None
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a model and its ancestors were measured on and what they learned from."""
    by_folder = {one.folder: one for one in records}
    kept_out: set[str] = set()
    learned: set[str] = set()
    seen: set[Path] = set()
    while parent is not None and parent in by_folder and parent not in seen:
        seen.add(parent)
        record = by_folder[parent]
        kept_out.update(record.held_out)
        learned.update(record.learned_from)
        parent = record.parent
    return frozenset(kept_out), frozenset(learned)


def _may_go(chosen: Sequence[Mapping[str, Any]], videos: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the other videos still have every label."""
    names = {one["name"] for one in chosen}
    return _labels(one for one in videos if one["name"] not in names) >= _labels(chosen)


def _labels(videos: Iterable[Mapping[str, Any]]) -> set[str]:
    return {segment["label"] for one in videos for segment in one["annotations"]}


def _draw(name: str) -> str:
    """Return a key that orders names at random, the same on every machine."""
    return hashlib.sha256(name.encode()).hexdigest()
