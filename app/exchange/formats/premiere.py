"""Final Cut 7 XML (xmeml 4), which Premiere reads, out only: markers on the video, or its cuts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from app.exchange.cut_list import CutList, cut_list
from app.exchange.format import Format
from app.exchange.safe_xml import add, xml_text
from app.services.exchange_values import Carries, Contents, ExportOptions, FormatCard

MARKERS, HIGHLIGHTS = "markers", "highlights"
_CARRIES = Carries(scores=True, notes=True, several_videos=False, frames="rate")
_REEL_CARRIES = Carries(several_videos=False, frames="rate")


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return the sequence of one video.

    Raises:
        ExchangeError: two videos share one name, the rate is not known, or a name is not for XML.
    """
    listed = cut_list(contents, options)
    is_reel = options.variant == HIGHLIGHTS
    n_frames = sum(cut.n_frames for cut in listed.cuts) if is_reel else listed.n_frames
    root = ET.Element("xmeml", {"version": "4"})
    sequence = add(root, "sequence", id="sequence-1")
    add(sequence, "name", options.title or listed.name or "PGCN Studio")
    add(sequence, "duration", str(n_frames))
    _add_rate(sequence, listed)
    video = add(add(sequence, "media"), "video")
    picture = add(add(video, "format"), "samplecharacteristics")
    add(picture, "width", str(listed.width_px or 1920))
    add(picture, "height", str(listed.height_px or 1080))
    track = add(video, "track")
    if is_reel:
        start = 0
        for cut in listed.cuts:
            _add_clip(track, listed, (start, cut.first, cut.n_frames), cut.one.label)
            start += cut.n_frames
    else:
        _add_clip(track, listed, (0, 0, listed.n_frames), listed.name)
        _add_markers(sequence, listed)
    return xml_text(root, "<!DOCTYPE xmeml>")


def _add_rate(parent: ET.Element, listed: CutList) -> None:
    rate = add(parent, "rate")
    add(rate, "timebase", str(listed.timebase))
    add(rate, "ntsc", "TRUE" if listed.is_ntsc else "FALSE")


def _add_clip(track: ET.Element, listed: CutList, place: tuple[int, int, int], name: str) -> None:
    """Append a clip; ``place`` is where it begins in the timeline, in the video, and its length."""
    start, first, length = place
    number = len(track) + 1
    clip = add(track, "clipitem", id=f"clipitem-{number}")
    add(clip, "name", name)
    add(clip, "duration", str(listed.n_frames))
    _add_rate(clip, listed)
    for tag, frame in zip(
        ("start", "end", "in", "out"),
        (start, start + length, first, first + length),
        strict=True,
    ):
        add(clip, tag, str(frame))
    file = add(clip, "file", id="file-1")
    # A file is described where it stands first, and only referred to after that.
    if number == 1:
        add(file, "name", listed.name)
        add(file, "pathurl", listed.url)
        _add_rate(file, listed)
        add(file, "duration", str(listed.n_frames))
        add(add(file, "media"), "video")


def _add_markers(sequence: ET.Element, listed: CutList) -> None:
    for cut in listed.cuts:
        marker = add(sequence, "marker")
        add(marker, "name", cut.one.label)
        add(marker, "comment", cut.comment)
        add(marker, "in", str(cut.first))
        add(marker, "out", str(cut.after))


FORMAT = Format(
    FormatCard(
        id="premiere",
        name="Premiere (Final Cut 7 XML)",
        summary="Markers on the video, or its cuts, for Premiere Pro, Resolve and others.",
        suffixes=(".xml",),
        carries=_CARRIES,
        direction="out",
        time_bases=("frames",),
        variants=(MARKERS, HIGHLIGHTS),
    ),
    encode,
    narrow=lambda options: _REEL_CARRIES if options.variant == HIGHLIGHTS else _CARRIES,
)
