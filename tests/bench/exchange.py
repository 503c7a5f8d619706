"""How long 100,000 segments take out of a project and back in, by format.

Run with ``python -m tests.bench.exchange [FORMAT ...] [--json OUT]``. Out is all that an export
does: written, read back, compared. In is reading the file, planning against a project with the same
videos and no annotations, and storing. Seconds of the processor; asked are 10 for each text format.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path
from time import process_time

import numpy as np

from app.domain.errors import ExchangeError
from app.domain.project import VideoEntry
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.registry import FORMATS
from app.services.exchange_values import (
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)
from app.services.exporting import export_contents
from app.services.importing import apply_import, plan_import
from app.storage.files import SqliteProjectFiles

N_SEGMENTS = 100_000
N_VIDEOS = 20
N_LABELS = 20
FPS = 25.0


def contents(n_videos: int = N_VIDEOS) -> Contents:
    """Return videos, their segments one after the other, on whole frames."""
    draw = random.Random(0)
    labels = tuple(ExchangedLabel(f"action {at}", f"#{at:02x}80c0") for at in range(N_LABELS))
    videos = [_video(at, N_SEGMENTS // n_videos, draw) for at in range(n_videos)]
    return Contents(tuple(videos), labels)


def _video(at: int, n_segments: int, draw: random.Random) -> ExchangedVideo:
    n_frames = 18 * n_segments
    edges = sorted(draw.sample(range(n_frames), 2 * n_segments))
    segments = [
        ExchangedSegment(f"action {draw.randrange(N_LABELS)}", Segment(start / FPS, end / FPS))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
    times_s = np.arange(n_frames) / FPS
    return ExchangedVideo(
        f"video_{at}.mp4", n_frames / FPS, FPS, tuple(segments),
        path=Path(f"/videos/video_{at}.mp4"),
        fingerprint=f"{at:064x}", width_px=1920, height_px=1080, frame_times_s=lambda: times_s,
    )  # fmt: skip


def measure(format_id: str, whole: Contents, folder: Path) -> dict[str, float | int | bool | None]:
    """Return seconds out and in, how large the file is, and what came in."""
    exchange = FileExchange()
    card = FORMATS[format_id].card
    file = folder / (format_id if card.is_folder else format_id + card.suffixes[0])
    began_s = process_time()
    report = export_contents(exchange, format_id, whole, file, ExportOptions(fps=FPS))
    out_s = process_time() - began_s
    same = not report.checked.differences if report.checked else None
    size = sum(one.stat().st_size for one in ([file] if file.is_file() else file.iterdir()))
    result: dict[str, float | int | bool | None] = {"out_s": out_s, "mb": size / 1e6, "same": same}
    if card.direction == "out":
        return result
    store = SqliteProjectFiles().create(folder / f"{format_id}.pgcn")
    try:
        for video in whole.videos:
            store.add_video(_entry(video))
        began_s = process_time()
        found = exchange.read(format_id, file, whole.videos, ExportOptions(fps=FPS))
        imported = apply_import(store, plan_import(store, found, suggestions="annotations"))
        result["in_s"] = process_time() - began_s
        result["n_in"] = imported.n_added
    finally:
        store.close()
    return result


def _entry(video: ExchangedVideo) -> VideoEntry:
    return VideoEntry(
        video.name, video.path or Path(video.name), video.fingerprint, video.duration_s, video.fps,
        video.width_px, video.height_px,
    )  # fmt: skip


def main() -> None:
    """Print a row for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--videos", type=int, default=N_VIDEOS, help="spread over so many")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    whole = contents(asked.videos)
    rows = {}
    sys.stdout.write(f"{'format':22} {'out, s':>8} {'in, s':>8} {'MB':>7} {'same':>6}  came in\n")
    for format_id in asked.formats or FORMATS:
        try:
            with tempfile.TemporaryDirectory() as folder:
                row = measure(format_id, whole, Path(folder))
        except ExchangeError as error:
            sys.stdout.write(f"{format_id:22} {error.sentence}\n")
            continue
        rows[format_id] = row
        sys.stdout.write(
            f"{format_id:22} {row['out_s']:8.2f} {row.get('in_s', float('nan')):8.2f}"
            f" {row['mb']:7.1f} {row['same']!s:>6} {row.get('n_in', '-'):>8}\n"
        )
        sys.stdout.flush()
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
