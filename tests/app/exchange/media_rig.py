"""A folder of small videos and what media formats need, put together as the program does it."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from app.domain.segment import Segment
from app.engine.frames import EngineFrames
from app.engine.media import EngineMedia
from app.exchange.files import FileExchange
from app.services.exchange_values import (
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    Made,
)
from app.services.media import FeatureShop, MediaTools
from app.ui.painting import QtPainter
from tests.fakes import no_progress
from tests.videos import make_video

LABELS = (ExchangedLabel("Wurf", "#0072b2"), ExchangedLabel("Lauf/Sprung <b>", "#d55e00"))


class MediaRig:
    """Makes videos and writes media formats of them.

    Attributes:
        progress: Told by the next calls.
        cancel: Looked at by them.
    """

    def __init__(self, folder: Path, features: FeatureShop | None = None) -> None:
        self.folder = folder
        frames = EngineFrames()
        tools = MediaTools(EngineMedia(frames), QtPainter, features)
        self.exchange = FileExchange(tools, frames)
        self.progress = no_progress
        self.cancel = Event()

    def video(
        self, name: str, *spans: tuple[float, float], score: float | None = None, **asked: object
    ) -> ExchangedVideo:
        """Make a video of 4 s with segments, labels in turn."""
        path = make_video(self.folder / name, **{"n_frames": 100, "gop": 24, **asked})
        segments = tuple(
            ExchangedSegment(LABELS[place % 2].name, Segment(*span), score)
            for place, span in enumerate(spans)
        )
        return ExchangedVideo(name, 4.0, 25.0, segments, path=path)

    def gone(self, name: str, *spans: tuple[float, float]) -> ExchangedVideo:
        """Return a video whose file is not there."""
        segments = tuple(ExchangedSegment("Wurf", Segment(*span)) for span in spans)
        return ExchangedVideo(name, 4.0, 25.0, segments, path=self.folder / name)

    def make(self, format_id: str, *videos: ExchangedVideo, out: Path, **settings: object) -> Made:
        """Write a media format of videos."""
        said = tuple((name.replace("_", "-"), value) for name, value in settings.items())
        return self.exchange.make(
            format_id,
            Contents(videos, LABELS),
            out,
            ExportOptions("Spiel", settings=said),
            progress=self.progress,
            cancel=self.cancel,
        )
