"""OpenTimelineIO, out only: the whole video with markers, or a highlight timeline of its cuts.

Written by the OpenTimelineIO library, an optional part of the installation (``exchange``).
"""

from __future__ import annotations

from typing import Any

from app.domain.errors import ExchangeError
from app.exchange.cut_list import Cut, CutList, cut_list
from app.exchange.format import Format
from app.services.exchange_values import Carries, Contents, ExportOptions, FormatCard

MARKERS, HIGHLIGHTS = "markers", "highlights"
_COLORS = ("BLUE", "ORANGE", "GREEN", "PINK", "CYAN", "RED", "YELLOW", "PURPLE")


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return the timeline of one video as ``.otio`` JSON.

    Raises:
        ExchangeError: the library is missing, two videos share one name, or the rate is not known.
    """
    otio = _library()
    listed = cut_list(contents, options)
    color_of = {name: _COLORS[n % len(_COLORS)] for n, name in enumerate(contents.label_names)}
    timeline = otio.schema.Timeline(name=options.title or listed.name)
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    if options.variant == HIGHLIGHTS:
        for cut in listed.cuts:
            clip = _clip(otio, listed, cut.one.label, (cut.first, cut.n_frames))
            clip.metadata["pgcn"] = _metadata(cut)
            track.append(clip)
    else:
        clip = _clip(otio, listed, listed.name, (0, listed.n_frames))
        for cut in listed.cuts:
            clip.markers.append(_marker(otio, listed, cut, color_of[cut.one.label]))
        track.append(clip)
    return str(timeline.to_json_string(indent=1)) + "\n"


def _library() -> Any:  # noqa: ANN401 - the library has no types
    try:
        import opentimelineio  # noqa: PLC0415 - an optional part of the installation
    except ImportError:
        raise ExchangeError(
            "OpenTimelineIO is not installed.",
            "Install it with: pip install 'pgcn-studio[exchange]', or choose FCPXML or EDL.",
        ) from None
    return opentimelineio


def _range(otio: Any, listed: CutList, first: int, n_frames: int) -> Any:  # noqa: ANN401
    rate = float(listed.rate)
    time = otio.opentime.RationalTime
    return otio.opentime.TimeRange(time(first, rate), time(n_frames, rate))


def _clip(otio: Any, listed: CutList, name: str, span: tuple[int, int]) -> Any:  # noqa: ANN401
    media = otio.schema.ExternalReference(
        target_url=listed.url, available_range=_range(otio, listed, 0, listed.n_frames)
    )
    media.name = listed.name
    return otio.schema.Clip(
        name=name, media_reference=media, source_range=_range(otio, listed, *span)
    )


def _marker(otio: Any, listed: CutList, cut: Cut, color: str) -> Any:  # noqa: ANN401
    return otio.schema.Marker(
        name=cut.one.label,
        marked_range=_range(otio, listed, cut.first, cut.n_frames),
        color=color,
        comment=cut.one.note,
        metadata={"pgcn": _metadata(cut)},
    )


def _metadata(cut: Cut) -> dict[str, Any]:
    said: dict[str, Any] = {"label": cut.one.label, "source": cut.one.source}
    if cut.one.score is not None:
        said["score"] = cut.one.score
    if cut.one.note:
        said["note"] = cut.one.note
    return said


FORMAT = Format(
    FormatCard(
        id="otio",
        name="OpenTimelineIO",
        summary="Markers on the video, or a timeline of its cuts, for editors that read OTIO.",
        suffixes=(".otio",),
        carries=Carries(scores=True, layers=True, notes=True, several_videos=False, frames="rate"),
        direction="out",
        layer="both",
        time_bases=("frames",),
        variants=(MARKERS, HIGHLIGHTS),
    ),
    encode,
)
