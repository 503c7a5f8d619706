"""What a coach's report says of a project: counts, durations, timelines and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.exchange.report_words import number, words
from app.exchange.scenes import NO_COLOR, clock
from app.services.coach_report import (
    Bar,
    Block,
    CoachReport,
    Column,
    Figures,
    Gallery,
    Lanes,
    Row,
    Table,
    Thumbnail,
    Words,
)
from app.services.exchange_values import Contents, ExchangedSegment, ExchangedVideo

_TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_MOST_TICKS = 12
_NUMBER: tuple[Column, ...] = ("number",)
_OF_LABELS: tuple[Column, ...] = ("text", *_NUMBER * 6, "bar")


@dataclass(frozen=True, slots=True)
class ReportPictures:
    """Thumbnails of a report.

    Attributes:
        jpegs: A JPEG by (place of the video, place of the segment in it).
        missing: Places of videos whose files are not there.
    """

    jpegs: Mapping[tuple[int, int], bytes]
    missing: frozenset[int] = frozenset()


def report_content(
    contents: Contents, title: str, pictures: ReportPictures, language: str, made_on: date
) -> CoachReport:
    """Return what the report says, in a language."""
    teller = _Teller(contents, pictures, language)
    day = made_on.strftime("%d.%m.%Y" if language == "de" else "%Y-%m-%d")
    sections = (
        (teller.figures(),),
        tuple(teller.by_label()),
        tuple(teller.by_video()),
        (Words(teller.say("Videos"), "heading"),),
        *(tuple(teller.video(place)) for place in range(len(contents.videos))),
    )
    return CoachReport(
        title or teller.say("Report"),
        language,
        f"{teller.say('Made with PGCN Studio on')} {day}",
        tuple(one for one in sections if one),
        teller.say("Page {page} of {pages}"),
    )


class _Teller:
    """Says what is in the contents, part by part."""

    def __init__(self, contents: Contents, pictures: ReportPictures, language: str) -> None:
        self._contents, self._pictures, self._language = contents, pictures, language
        used = {one.label for video in contents.videos for one in video.segments}
        self._labels = [name for name in contents.label_names if name in used]
        self._colors = {one.name: one.color or NO_COLOR for one in contents.labels}

    def say(self, text: str) -> str:
        """Return words in the language of the report."""
        return words(text, self._language)

    def figures(self) -> Figures:
        """Return the numbers at the top."""
        videos = self._contents.videos
        labelled_s = sum(one.segment.duration_s for video in videos for one in video.segments)
        shown = (
            ("Videos", str(len(videos))),
            ("Segments", self._number(self._contents.n_segments, ",d")),
            ("Labels", str(len(self._labels))),
            ("Labelled time", clock(labelled_s)),
            ("Length of the videos", clock(sum(video.duration_s for video in videos))),
        )
        return Figures(tuple((self.say(name), value) for name, value in shown))

    def by_label(self) -> Iterator[Block]:
        """Yield the table of counts and durations."""
        lasting: dict[str, list[float]] = {name: [] for name in self._labels}
        for video in self._contents.videos:
            for one in video.segments:
                lasting[one.label].append(one.segment.duration_s)
        totals_s = [sum(found) for found in lasting.values()] or [0.0]
        bounds_s = (max(totals_s) or 1.0, sum(totals_s) or 1.0)
        yield Words(self.say("By label"), "heading")
        if not self._labels:
            yield Words(self.say("No segments."))
            return
        names = ("Label", "Number", "Total", "Mean", "Shortest", "Longest", "Share")
        yield Table(
            (*map(self.say, names), ""),
            _OF_LABELS,
            tuple(self._label_row(name, found, bounds_s) for name, found in lasting.items()),
            self.say("Share of the labelled time"),
        )

    def by_video(self) -> Iterator[Block]:
        """Yield how often every label is in every video, where there are several."""
        videos = self._contents.videos
        if len(videos) < 2 or not self._labels:
            return
        yield Words(self.say("By video"), "heading")
        rows = []
        for video in videos:
            counts = Counter(one.label for one in video.segments)
            found = [str(counts[name] or "") for name in self._labels]
            rows.append(Row((video.name, *found, str(counts.total()))))
        yield Table(
            (self.say("Video"), *self._labels, self.say("Total")),
            ("text", *_NUMBER * (len(self._labels) + 1)),
            tuple(rows),
            self.say("How often"),
        )

    def video(self, place: int) -> Iterator[Block]:
        """Yield a video: its timeline, pictures and segments."""
        video = self._contents.videos[place]
        yield Words(video.name, "subheading")
        yield Words(clock(video.duration_s), "faint")
        if place in self._pictures.missing:
            yield Words(
                self.say("The file is not there; its segments are listed without pictures.")
            )
        if not video.segments:
            yield Words(self.say("No segments."))
            return
        yield self._lanes(video)
        yield from self._gallery(place, video)
        yield self._segments(video)

    def _label_row(self, name: str, found: list[float], bounds_s: tuple[float, float]) -> Row:
        """Return a label's row; its bar is as long as its part of the longest total."""
        longest_s, whole_s = bounds_s
        seconds = (sum(found), sum(found) / len(found), min(found), max(found))
        percent = f"{self._number(100 * sum(found) / whole_s, '.1f')} %"
        cells = (name, str(len(found)), *map(clock, seconds), percent, "")
        return Row(cells, self._color(name), sum(found) / longest_s)

    def _lanes(self, video: ExchangedVideo) -> Lanes:
        names = [name for name in self._labels if any(one.label == name for one in video.segments)]
        end_s = max([video.duration_s, *(one.segment.end_s for one in video.segments)])
        bars = tuple(
            Bar(
                names.index(one.label),
                one.segment.start_s,
                one.segment.end_s,
                self._color(one.label),
                f"{one.label}, {_when(one)}",
            )
            for one in video.segments
        )
        said = f"{self.say('Timeline of')} {video.name}"
        return Lanes(said, tuple(names), bars, end_s, tuple(_ticks(end_s)))

    def _gallery(self, place: int, video: ExchangedVideo) -> Iterator[Gallery]:
        shown = tuple(
            Thumbnail(
                self._pictures.jpegs[place, number],
                one.label,
                _when(one),
                self._color(one.label),
                f"{self.say('Picture')}: {one.label}",
            )
            for number, one in enumerate(video.segments)
            if (place, number) in self._pictures.jpegs
        )
        if shown:
            yield Gallery(shown)

    def _segments(self, video: ExchangedVideo) -> Table:
        has_scores = any(one.score is not None for one in video.segments)
        has_notes = any(one.note or one.tags for one in video.segments)
        names = ["Label", "Start", "End", "Duration"]
        columns: list[Column] = ["text", "number", "number", "number"]
        if has_scores:
            names.append("Score")
            columns.append("number")
        if has_notes:
            names.append("Note")
            columns.append("text")
        rows = []
        for one in video.segments:
            segment = one.segment
            cells = [one.label, *map(clock, (segment.start_s, segment.end_s, segment.duration_s))]
            if has_scores:
                cells.append("" if one.score is None else self._number(one.score, ".2f"))
            if has_notes:
                cells.append(" ".join([one.note, *(f"#{tag}" for tag in one.tags)]).strip())
            rows.append(Row(tuple(cells), self._color(one.label)))
        return Table(tuple(map(self.say, names)), tuple(columns), tuple(rows))

    def _color(self, name: str) -> str:
        return self._colors.get(name, NO_COLOR)

    def _number(self, value: float, form: str) -> str:
        return number(value, form, self._language)


def _ticks(end_s: float) -> Iterator[tuple[float, str]]:
    step_s = next((step for step in _TICKS_S if end_s / step <= _MOST_TICKS), _TICKS_S[-1])
    for tick in range(int(end_s // step_s) + 1):
        yield float(tick * step_s), clock(tick * step_s).partition(".")[0]


def _when(one: ExchangedSegment) -> str:
    return f"{clock(one.segment.start_s)} - {clock(one.segment.end_s)}"
