"""Detections of many videos as one ActivityNet results file."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pgcn_core.errors import OutputError
from pgcn_core.pipeline import LocalizedVideo


def results_dict(videos: Sequence[LocalizedVideo]) -> dict[str, Any]:
    """Return the ActivityNet results form of some videos.

    Keys of ``results`` are file names without suffix; a name that occurs twice keeps its suffix.
    Segments are seconds with microseconds, scores the engine's raw scores.
    """
    stems = [video.info.path.stem for video in videos]
    names = [
        video.info.path.name if stems.count(stem) > 1 else stem
        for video, stem in zip(videos, stems, strict=True)
    ]
    return {
        "version": "VERSION 1.3",
        "results": {name: _detections(video) for name, video in zip(names, videos, strict=True)},
        "external_data": {
            "used": True,
            "details": "; ".join(sorted({video.note for video in videos})),
        },
    }


def write_results(videos: Sequence[LocalizedVideo], file: Path) -> None:
    """Write the results file whole, or leave the old one as it was.

    Raises:
        OutputError: the folder is missing, the disk is full, or writing is not allowed.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("w", encoding="utf-8") as stream:
            json.dump(results_dict(videos), stream, indent=1, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except OSError as error:
        raise OutputError(
            f"{file} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Choose another file with --out.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


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
