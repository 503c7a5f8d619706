"""Detections of many videos as one ActivityNet results file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgcn_core.output import write_json

if TYPE_CHECKING:
    from pgcn_core.pipeline import LocalizedVideo  # loads torch; looking at the output must not


def results_dict(videos: Sequence[LocalizedVideo]) -> dict[str, Any]:
    """Return the ActivityNet results form of some videos.

    Keys of ``results`` are file names without suffix; a name that occurs twice keeps its suffix,
    and where that is not enough, its folders.
    Segments are seconds with microseconds, scores the engine's raw scores.
    """
    names = names_of([video.info.path for video in videos])
    return {
        "version": "VERSION 1.3",
        "results": {name: _detections(video) for name, video in zip(names, videos, strict=True)},
        "external_data": {
            "used": True,
            "details": "; ".join(sorted({video.note for video in videos})),
        },
    }


def write_results(videos: Sequence[LocalizedVideo], file: Path) -> None:
    """Write the results file whole, or leave the old one as it was; a device is written straight.

    Raises:
        OutputError: the folder is missing, the disk is full, or writing is not allowed.
    """
    write_json(results_dict(videos), file)


def names_of(paths: Sequence[Path]) -> list[str]:
    """Return a short name for each path, no two the same unless the paths are."""
    stems = Counter(path.stem for path in paths)
    names = Counter(path.name for path in paths)
    short = [path.stem if stems[path.stem] == 1 else path.name for path in paths]
    return [
        name if names[path.name] == 1 else path.as_posix()
        for path, name in zip(paths, short, strict=True)
    ]


def _detections(video: LocalizedVideo) -> list[dict[str, Any]]:
    found = video.detections
    return [
        {
            "label": video.labels[label_idx],
            "score": round(float(score), 6),
            "segment": [round(float(start_s), 6), round(float(end_s), 6)],
        }
        for (start_s, end_s), label_idx, score in zip(
            found.segments, found.label_idx, found.score, strict=True
        )
    ]
