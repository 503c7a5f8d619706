"""A coach's report as one HTML page that needs nothing else: no network, no scripts, no files."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from app.exchange.report_words import number, words
from app.exchange.scenes import NO_COLOR, clock
from app.services.exchange_values import Contents, ExchangedSegment, ExchangedVideo

_LANE_PX, _WIDTH_PX, _HEAD_PX, _AXIS_PX = 22, 1000, 150, 20
_TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_MOST_TICKS = 12
# No rule may load anything: what a label or a note says stays text.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1d20; --faint: #5b6168; --line: #d8dce0;
  --paper: #ffffff; --raised: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --faint: #a0a7af; --line: #3a3f45;
  --paper: #17191c; --raised: #212429; } }
@media print { :root { color-scheme: light; --ink: #000; --faint: #444; --line: #bbb;
  --paper: #fff; --raised: #fff; } body { margin: 0; max-width: none; font-size: 10pt; }
  section, figure, tr, svg { break-inside: avoid; } h2, h3 { break-after: avoid; }
  rect, i { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 1080px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.8rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; overflow-wrap: anywhere; }
.faint { color: var(--faint); } .scroll { overflow-x: auto; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; margin: 1.2rem 0; }
.figures div { background: var(--raised); border: 1px solid var(--line); border-radius: 8px;
  padding: .6rem 1rem; min-width: 8rem; } .figures dt { color: var(--faint); }
.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--faint);
  padding-bottom: .3rem; } th, td { text-align: left; padding: .3rem .6rem;
  border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; } .n { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; } .bar { display: block; height: .7rem; min-width: 2px; border-radius: 2px;
  margin-top: .35rem; }
i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .5em; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--ink); font-size: 12px; }
svg .tick { stroke: var(--line); } svg .axis { fill: var(--faint); font-size: 11px; }
svg .lane { fill: var(--raised); } .gallery { display: grid; gap: .8rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); } figure { margin: 0; }
figure img { width: 100%; height: auto; display: block; border-radius: 4px; }
figcaption { font-size: .85rem; } figcaption b { font-weight: 600; }
"""


@dataclass(frozen=True, slots=True)
class ReportPictures:
    """Thumbnails of a report.

    Attributes:
        jpegs: A JPEG by (place of the video, place of the segment in it).
        missing: Places of videos whose files are not there.
    """

    jpegs: Mapping[tuple[int, int], bytes]
    missing: frozenset[int] = frozenset()


def report_page(
    contents: Contents, title: str, pictures: ReportPictures, language: str, made_on: date
) -> str:
    """Return the whole page; everything a person wrote is escaped."""
    page = _Page(contents, pictures, language)
    head = escape(title) or page.say("Report")
    day = made_on.strftime("%d.%m.%Y" if language == "de" else "%Y-%m-%d")
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            f'<head><meta charset="utf-8"><title>{head}</title>',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>{_STYLE}</style></head>",
            f"<body><header><h1>{head}</h1>",
            f'<p class="faint">{page.say("Made with PGCN Studio on")} {day}</p></header><main>',
            *page.figures(),
            *page.by_label(),
            *page.by_video(),
            *page.videos(),
            "</main></body></html>",
            "",
        ]
    )


class _Page:
    """The parts of a report."""

    def __init__(self, contents: Contents, pictures: ReportPictures, language: str) -> None:
        self._contents, self._pictures, self._language = contents, pictures, language
        used = {one.label for video in contents.videos for one in video.segments}
        self._labels = [name for name in contents.label_names if name in used]
        self._colors = {one.name: one.color or NO_COLOR for one in contents.labels}

    def say(self, text: str) -> str:
        """Return words in the language of the report."""
        return escape(words(text, self._language))

    def figures(self) -> Iterator[str]:
        """Yield the numbers at the top."""
        videos = self._contents.videos
        labelled_s = sum(one.segment.duration_s for video in videos for one in video.segments)
        shown = (
            ("Videos", str(len(videos))),
            ("Segments", self._number(self._contents.n_segments, ",d")),
            ("Labels", str(len(self._labels))),
            ("Labelled time", clock(labelled_s)),
            ("Length of the videos", clock(sum(video.duration_s for video in videos))),
        )
        yield '<dl class="figures">'
        for name, value in shown:
            yield f"<div><dt>{self.say(name)}</dt><dd>{value}</dd></div>"
        yield "</dl>"

    def by_label(self) -> Iterator[str]:
        """Yield the table of counts and durations."""
        lasting: dict[str, list[float]] = {name: [] for name in self._labels}
        for video in self._contents.videos:
            for one in video.segments:
                lasting[one.label].append(one.segment.duration_s)
        whole_s = sum(map(sum, lasting.values())) or 1.0
        yield f"<section><h2>{self.say('By label')}</h2>"
        if not self._labels:
            yield f"<p>{self.say('No segments.')}</p></section>"
            return
        names = ("Number", "Total", "Mean", "Shortest", "Longest", "Share")
        yield '<div class="scroll"><table>'
        yield f"<caption>{self.say('Share of the labelled time')}</caption>"
        yield f'<thead><tr><th scope="col">{self.say("Label")}</th>'
        yield "".join(f'<th scope="col" class="n">{self.say(name)}</th>' for name in names)
        yield "<td></td></tr></thead><tbody>"
        for name, found in lasting.items():
            yield self._label_row(name, found, sum(found) / whole_s)
        yield "</tbody></table></div></section>"

    def by_video(self) -> Iterator[str]:
        """Yield how often every label is in every video, where there are several."""
        videos = self._contents.videos
        if len(videos) < 2 or not self._labels:
            return
        yield f'<section><h2>{self.say("By video")}</h2><div class="scroll"><table>'
        yield f"<caption>{self.say('How often')}</caption><thead><tr>"
        yield f'<th scope="col">{self.say("Video")}</th>'
        yield "".join(f'<th scope="col" class="n">{escape(name)}</th>' for name in self._labels)
        yield f'<th scope="col" class="n">{self.say("Total")}</th></tr></thead><tbody>'
        for video in videos:
            counts = Counter(one.label for one in video.segments)
            cells = "".join(f'<td class="n">{counts[name] or ""}</td>' for name in self._labels)
            yield (
                f'<tr><th scope="row">{escape(video.name)}</th>{cells}'
                f'<td class="n">{counts.total()}</td></tr>'
            )
        yield "</tbody></table></div></section>"

    def videos(self) -> Iterator[str]:
        """Yield every video: its timeline, pictures and segments."""
        yield f"<h2>{self.say('Videos')}</h2>"
        for place, video in enumerate(self._contents.videos):
            yield f"<section><h3>{escape(video.name)}</h3>"
            yield f'<p class="faint">{clock(video.duration_s)}</p>'
            if place in self._pictures.missing:
                told = "The file is not there; its segments are listed without pictures."
                yield f"<p>{self.say(told)}</p>"
            if video.segments:
                yield from self._timeline(video)
                yield from self._gallery(place, video)
                yield from self._segments(video)
            else:
                yield f"<p>{self.say('No segments.')}</p>"
            yield "</section>"

    def _label_row(self, name: str, found: Sequence[float], share: float) -> str:
        seconds = (sum(found), sum(found) / len(found), min(found), max(found))
        cells = "".join(f'<td class="n">{clock(value)}</td>' for value in seconds)
        bar = f'<span class="bar" style="width:{share:.1%};background:{self._color(name)}"></span>'
        return (
            f'<tr><th scope="row">{self._named(name)}</th><td class="n">{len(found)}</td>{cells}'
            f'<td class="n">{self._number(100 * share, ".1f")} %</td>'
            f'<td style="width:22%" aria-hidden="true">{bar}</td></tr>'
        )

    def _named(self, name: str) -> str:
        return f'<i style="background:{self._color(name)}"></i>{escape(name)}'

    def _color(self, name: str) -> str:
        return escape(self._colors.get(name, NO_COLOR), quote=True)

    def _number(self, value: float, form: str) -> str:
        return number(value, form, self._language)

    def _timeline(self, video: ExchangedVideo) -> Iterator[str]:
        """Yield the video's lanes as a picture; the table below says the same in words."""
        lanes = [name for name in self._labels if any(one.label == name for one in video.segments)]
        end_s = max([video.duration_s, *(one.segment.end_s for one in video.segments)])
        height = len(lanes) * _LANE_PX + _AXIS_PX
        label = f"{self.say('Timeline of')} {escape(video.name, quote=True)}"
        yield f'<svg role="img" aria-label="{label}" viewBox="0 0 {_WIDTH_PX} {height}">'
        for row, name in enumerate(lanes):
            top = row * _LANE_PX
            yield f'<rect class="lane" x="{_HEAD_PX}" y="{top + 1}" height="{_LANE_PX - 2}"'
            yield f' width="{_WIDTH_PX - _HEAD_PX}"/>'
            yield f'<text x="0" y="{top + 15}">{escape(_short(name))}</text>'
        yield from _axis(end_s, height)
        for one in video.segments:
            yield self._bar(one, lanes.index(one.label), end_s)
        yield "</svg>"

    def _bar(self, one: ExchangedSegment, row: int, end_s: float) -> str:
        left, right = _x(one.segment.start_s, end_s), _x(one.segment.end_s, end_s)
        said = f"{one.label}, {_when(one)}"
        return (
            f'<rect x="{left:.1f}" y="{row * _LANE_PX + 3}" width="{max(right - left, 1.5):.1f}"'
            f' height="{_LANE_PX - 6}" rx="2" fill="{self._color(one.label)}">'
            f"<title>{escape(said)}</title></rect>"
        )

    def _gallery(self, place: int, video: ExchangedVideo) -> Iterator[str]:
        shown = [
            (one, self._pictures.jpegs[place, number])
            for number, one in enumerate(video.segments)
            if (place, number) in self._pictures.jpegs
        ]
        if not shown:
            return
        yield '<div class="gallery">'
        for one, jpeg in shown:
            data = base64.b64encode(jpeg).decode()
            alt = f"{self.say('Picture')}: {escape(one.label, quote=True)}"
            yield f'<figure><img src="data:image/jpeg;base64,{data}" alt="{alt}">'
            yield f"<figcaption><b>{self._named(one.label)}</b><br>{_when(one)}</figcaption>"
            yield "</figure>"
        yield "</div>"

    def _segments(self, video: ExchangedVideo) -> Iterator[str]:
        has_scores = any(one.score is not None for one in video.segments)
        has_notes = any(one.note or one.tags for one in video.segments)
        yield f'<div class="scroll"><table><thead><tr><th scope="col">{self.say("Label")}</th>'
        for name in ("Start", "End", "Duration", *(["Score"] if has_scores else [])):
            yield f'<th scope="col" class="n">{self.say(name)}</th>'
        yield f'<th scope="col">{self.say("Note")}</th>' if has_notes else ""
        yield "</tr></thead><tbody>"
        for one in video.segments:
            segment = one.segment
            times = (segment.start_s, segment.end_s, segment.duration_s)
            cells = "".join(f'<td class="n">{clock(value)}</td>' for value in times)
            if has_scores:
                score = "" if one.score is None else self._number(one.score, ".2f")
                cells += f'<td class="n">{score}</td>'
            cells += f"<td>{escape(_noted(one))}</td>" if has_notes else ""
            yield f"<tr><td>{self._named(one.label)}</td>{cells}</tr>"
        yield "</tbody></table></div>"


def _axis(end_s: float, height: int) -> Iterator[str]:
    step_s = next((step for step in _TICKS_S if end_s / step <= _MOST_TICKS), _TICKS_S[-1])
    for tick in range(int(end_s // step_s) + 1):
        x = _x(tick * step_s, end_s)
        yield f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - _AXIS_PX + 3}"/>'
        anchor = "end" if x > _WIDTH_PX - 20 else "middle" if tick else "start"
        place = f'x="{x:.1f}" y="{height - 4}" text-anchor="{anchor}"'
        yield f'<text class="axis" {place}>{clock(tick * step_s).partition(".")[0]}</text>'


def _x(time_s: float, end_s: float) -> float:
    return _HEAD_PX + (_WIDTH_PX - _HEAD_PX) * min(time_s / end_s, 1.0)


def _short(name: str, most: int = 20) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _noted(one: ExchangedSegment) -> str:
    return " ".join([one.note, *(f"#{tag}" for tag in one.tags)]).strip()


def _when(one: ExchangedSegment) -> str:
    return f"{clock(one.segment.start_s)} - {clock(one.segment.end_s)}"
