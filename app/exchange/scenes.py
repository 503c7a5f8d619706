"""Segments as makers of clips, reels and sheets take them: in an order, padded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.domain.errors import ExchangeError, MediaError
from app.exchange.format import Making
from app.services.exchange_values import (
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    Setting,
)
from app.services.ports import MediaFacts

Shown = TypeVar("Shown")
BEFORE = Setting(
    "before", "Before", 0.0, high=60.0, unit="s", tip="Seconds that are shown before each segment."
)
AFTER = Setting(
    "after", "After", 0.0, high=60.0, unit="s", tip="Seconds that are shown after each segment."
)
ORDER = Setting(
    "order", "Order", "time", ("time", "score", "label", "listed"),
    tip="By video and time, best score first, by label, or as the layer lists them.",
)  # fmt: skip
QUALITY = Setting(
    "quality", "Quality", "high", ("high", "medium", "small"),
    tip="Of what is encoded anew; the size of the file follows it.",
)  # fmt: skip
SOUND = Setting("sound", "Sound", default=True, tip="Whether the sound goes along.")
CRF = {"high": 18, "medium": 23, "small": 28}
NO_COLOR = "#808080"


@dataclass(frozen=True, slots=True)
class Scene:
    """A segment of a video that is there.

    Attributes:
        path: The video's file.
        start_s: Where it is shown from: padded, inside the video, seconds.
        end_s: Until where, seconds.
        color: ``#rrggbb`` of the label.
    """

    video: ExchangedVideo
    path: Path
    one: ExchangedSegment
    start_s: float
    end_s: float
    color: str


def scenes(contents: Contents, options: ExportOptions) -> list[Scene]:
    """Return every segment of the contents in the order and with the padding of the options."""
    colors = {one.name: one.color for one in contents.labels}
    before_s, after_s = options.number(BEFORE), options.number(AFTER)
    found = [
        Scene(
            video,
            video.path or Path(video.name),
            one,
            max(0.0, one.segment.start_s - before_s),
            _end_s(video, one.segment.end_s + after_s),
            colors.get(one.label) or NO_COLOR,
        )
        for video in contents.videos
        for one in video.segments
    ]
    return _ordered(found, contents, options.text(ORDER))


def _end_s(video: ExchangedVideo, end_s: float) -> float:
    return min(end_s, video.duration_s) if video.duration_s else end_s


def _ordered(found: list[Scene], contents: Contents, order: str) -> list[Scene]:
    videos = {video.name: number for number, video in enumerate(contents.videos)}
    labels = {name: number for number, name in enumerate(contents.label_names)}

    def in_time(scene: Scene) -> tuple[int, float, float]:
        segment = scene.one.segment
        return (videos[scene.video.name], segment.start_s, segment.end_s)

    if order == "listed":
        return found
    in_order = sorted(found, key=in_time)
    if order == "score":
        # A person is sure.
        in_order.sort(key=lambda scene: -(1.0 if scene.one.score is None else scene.one.score))
    if order == "label":
        in_order.sort(key=lambda scene: labels[scene.one.label])
    return in_order


def known_facts(
    found: Iterable[Scene], making: Making
) -> tuple[dict[Path, MediaFacts], tuple[str, ...]]:
    """Open every video once; return the facts of those that are there, and sentences on the others.

    Raises:
        Cancelled: the person stopped it.
    """
    facts: dict[Path, MediaFacts] = {}
    missing: dict[Path, str] = {}
    counts = Counter(scene.path for scene in found)
    for path, n_segments in counts.items():
        making.check_cancel()
        try:
            facts[path] = making.frames.probe(path, progress=making.heed_cancel)
        except MediaError as error:
            missing[path] = left_out_words(path.name, n_segments, error)
    return facts, tuple(missing.values())


def left_out_words(name: str, n_segments: int, error: MediaError) -> str:
    """Say that segments of a video were left out, and why."""
    what = "its segment is" if n_segments == 1 else f"its {n_segments} segments are"
    return f"{name}: {what} left out. {error.sentence}"


def required(found: Sequence[Shown]) -> Sequence[Shown]:
    """Return what is to be shown.

    Raises:
        ExchangeError: there is none.
    """
    if not found:
        raise ExchangeError(
            "There is no segment to show.", "Choose another layer, other videos or labels."
        )
    return found


def clock(time_s: float, sign: str = ":") -> str:
    """Return a time as minutes, seconds and hundredths, with hours where there are any."""
    hundredths = round(time_s * 100)
    hours, rest = divmod(hundredths, 360_000)
    minutes, rest = divmod(rest, 6000)
    words = f"{minutes:02}{sign}{rest // 100:02}.{rest % 100:02}"
    return f"{hours}{sign}{words}" if hours else words
