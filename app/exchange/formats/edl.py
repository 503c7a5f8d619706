"""EDL, out only: DaVinci Resolve's timeline markers, or a CMX 3600 list of the cuts.

Timecode counts frames of the declared rate, rounded to a whole number a second, without drop
frames; the timeline of the markers starts at one hour, as Resolve's do.
"""

from __future__ import annotations

from itertools import accumulate

from app.exchange.cut_list import Cut, CutList, cut_list, timecode
from app.exchange.format import Format
from app.services.exchange_values import Carries, Contents, ExportOptions, FormatCard

MARKERS, CUTS = "markers", "cmx3600"
_COLORS = ("Blue", "Yellow", "Green", "Pink", "Sky", "Red", "Lemon", "Purple")
_MARKERS_CARRY = Carries(
    scores=True, notes=True, several_videos=False, full_names=False, frames="rate"
)
_CUTS_CARRY = Carries(several_videos=False, frames="rate")


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return the list of one video: markers, or cuts one after the other.

    Raises:
        ExchangeError: two videos share one name, or the rate is not known.
    """
    listed = cut_list(contents, options)
    title = _line(options.title or listed.name or "PGCN Studio")
    head = f"TITLE: {title}\nFCM: NON-DROP FRAME\n"
    events = _cuts(listed) if options.variant == CUTS else _markers(listed, contents.label_names)
    return "\n".join([head, *events])


def carried(options: ExportOptions) -> Carries:
    """Return what is kept: cuts have names and no comments."""
    return _CUTS_CARRY if options.variant == CUTS else _MARKERS_CARRY


def _markers(listed: CutList, labels: tuple[str, ...]) -> list[str]:
    color_of = {label: _COLORS[n % len(_COLORS)] for n, label in enumerate(labels)}
    base = listed.timebase
    hour = 3600 * base
    events = []
    for number, cut in enumerate(listed.cuts, start=1):
        at, after = timecode(hour + cut.first, base), timecode(hour + cut.first + 1, base)
        # Resolve takes a comment that starts with a digit for the next event.
        comment = _line(cut.comment)
        comment = f"Note {comment}" if comment[:1].isdigit() else comment
        label = cut.one.label
        events.append(
            f"{number:03d}  001      V     C        {at} {after} {at} {after}\n"
            f" {comment} |C:ResolveColor{color_of[label]} |M:{_line(label)} |D:{cut.n_frames}\n"
        )
    return events


def _cuts(listed: CutList) -> list[str]:
    starts = accumulate((cut.n_frames for cut in listed.cuts), initial=0)
    return [
        _cut(number, cut, start, listed)
        for number, (cut, start) in enumerate(zip(listed.cuts, starts, strict=False), start=1)
    ]


def _cut(number: int, cut: Cut, start: int, listed: CutList) -> str:
    frames = (cut.first, cut.after, start, start + cut.n_frames)
    times = " ".join(timecode(frame, listed.timebase) for frame in frames)
    return (
        f"{number:03d}  AX       V     C        {times}\n"
        f"* FROM CLIP NAME: {_line(listed.name)}\n"
        f"* COMMENT: {_line(cut.one.label)}\n"
    )


def _line(text: str) -> str:
    """Return a text as one line without the bar that separates the fields of a marker."""
    return " ".join(text.replace("|", "/").split())


FORMAT = Format(
    FormatCard(
        id="edl",
        name="EDL (Resolve markers, CMX 3600)",
        summary="Markers for a timeline of DaVinci Resolve, or a list of cuts for any editor.",
        suffixes=(".edl",),
        carries=_MARKERS_CARRY,
        direction="out",
        time_bases=("frames",),
        variants=(MARKERS, CUTS),
    ),
    encode,
    narrow=carried,
)
