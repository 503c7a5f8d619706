"""FCPXML 1.8, out only: the whole video with markers and keywords, or its cuts one after the other.

Times are rationals of the declared rate, such as ``1001/30000s`` for one frame of 29.97. A marker
of Final Cut is a point, so each segment is a keyword over its length too; Final Cut parts the value
of a keyword at commas, so that a label's become semicolons there. Source: Apple's DTD of 1.8.
"""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree as ET

from app.exchange.cut_list import Cut, CutList, cut_list
from app.exchange.format import Format
from app.exchange.safe_xml import add, xml_text
from app.services.exchange_values import Carries, Contents, ExportOptions, FormatCard

MARKERS, HIGHLIGHTS = "markers", "highlights"
_FORMAT_ID, _ASSET_ID = "r1", "r2"
_CARRIES = Carries(scores=True, notes=True, several_videos=False, frames="rate")
_REEL_CARRIES = Carries(several_videos=False, frames="rate")


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return the project of one video.

    Raises:
        ExchangeError: two videos share one name, the rate is not known, or a name is not for XML.
    """
    listed = cut_list(contents, options)
    title = options.title or listed.name or "PGCN Studio"
    is_reel = options.variant == HIGHLIGHTS
    n_frames = sum(cut.n_frames for cut in listed.cuts) if is_reel else listed.n_frames
    root = ET.Element("fcpxml", {"version": "1.8"})
    _add_resources(root, listed)
    event = add(add(root, "library"), "event", name=title)
    sequence = add(
        add(event, "project", name=title),
        "sequence",
        format=_FORMAT_ID,
        duration=_time(n_frames, listed.rate),
        tcStart="0s",
        tcFormat="NDF",
    )
    spine = add(sequence, "spine")
    if is_reel:
        _add_reel(spine, listed)
    else:
        clip = _add_clip(spine, listed, (0, 0, listed.n_frames), listed.name)
        for cut in listed.cuts:
            _add_marks(clip, cut, listed.rate)
    return xml_text(root, "<!DOCTYPE fcpxml>")


def _add_resources(root: ET.Element, listed: CutList) -> None:
    resources = add(root, "resources")
    add(
        resources,
        "format",
        id=_FORMAT_ID,
        frameDuration=_time(1, listed.rate),
        width=str(listed.width_px or 1920),
        height=str(listed.height_px or 1080),
    )
    add(
        resources,
        "asset",
        id=_ASSET_ID,
        name=listed.name,
        src=listed.url,
        start="0s",
        duration=_time(listed.n_frames, listed.rate),
        hasVideo="1",
        format=_FORMAT_ID,
    )


def _add_clip(
    spine: ET.Element, listed: CutList, place: tuple[int, int, int], name: str
) -> ET.Element:
    """Append a clip; ``place`` is where it begins in the timeline, in the video, and its length."""
    offset, start, duration = (_time(frames, listed.rate) for frames in place)
    return add(
        spine,
        "asset-clip",
        ref=_ASSET_ID,
        name=name,
        offset=offset,
        start=start,
        duration=duration,
        format=_FORMAT_ID,
        tcFormat="NDF",
    )


def _add_reel(spine: ET.Element, listed: CutList) -> None:
    offset = 0
    for cut in listed.cuts:
        _add_clip(spine, listed, (offset, cut.first, cut.n_frames), cut.one.label)
        offset += cut.n_frames


def _add_marks(clip: ET.Element, cut: Cut, rate: Fraction) -> None:
    start = _time(cut.first, rate)
    comment = {"note": cut.comment} if cut.comment else {}
    add(clip, "marker", start=start, duration=_time(1, rate), value=cut.one.label, **comment)
    length = _time(cut.n_frames, rate)
    keyword = cut.one.label.replace(",", ";")
    add(clip, "keyword", start=start, duration=length, value=keyword, **comment)


def _time(frames: int, rate: Fraction) -> str:
    if frames == 0:
        return "0s"
    return f"{frames * rate.denominator}/{rate.numerator}s"


FORMAT = Format(
    FormatCard(
        id="fcpxml",
        name="Final Cut Pro (FCPXML)",
        summary="Markers and keywords on the video, or its cuts, for Final Cut Pro and Resolve.",
        suffixes=(".fcpxml",),
        carries=_CARRIES,
        direction="out",
        time_bases=("frames",),
        variants=(MARKERS, HIGHLIGHTS),
    ),
    encode,
    narrow=lambda options: _REEL_CARRIES if options.variant == HIGHLIGHTS else _CARRIES,
)
