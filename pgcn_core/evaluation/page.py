"""An evaluation as one HTML page that needs nothing else: no network, no scripts, no files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

import numpy as np

from pgcn_core.evaluation.average_precision import Indices
from pgcn_core.evaluation.diagnosis import TRUE, TYPES, highest_tiou, missed_rows
from pgcn_core.evaluation.page_charts import bar, column_chart, curve_chart
from pgcn_core.evaluation.page_style import POLICY, STYLE, TYPE_COLOURS
from pgcn_core.evaluation.page_words import Tongue
from pgcn_core.evaluation.products import Rows
from pgcn_core.evaluation.sensitivity import Bin
from pgcn_core.evaluation.whole import Evaluation
from pgcn_core.segments import Segments

# Of each type the best-scored so many are listed.
MOST_CLIPS = 200
MISSED = "missed"
_MEANINGS = {
    "double detection": "right, but a better-scored one has taken the annotation",
    "wrong label": "at the right place, of another label",
    "localization": "of the right label, with other boundaries",
    "confusion": "of another label, and with other boundaries",
    "background": "where nothing is annotated",
    MISSED: "annotated, and nothing of that label found it",
}
_ABOUT_ERRORS = (
    "Of each label the best ten detections an annotation. What mAP would gain without the errors "
    "of a type is the mean over the tIoUs measured."
)
_ABOUT_BINS = (
    "mAP_N takes precision as if every label had equally many annotations. Means over the tIoUs "
    "measured."
)
_BIN_NAMES = {
    "coverage": "Share of the video",
    "length": "Length, seconds",
    "instances": "Of the same label in the same video",
}


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What stands around the numbers.

    Attributes:
        title: Head of the page.
        about: Lines below the head: what was measured, on what, what was left out.
        video_names: What to call each video, where that is not its id.
        tongue: Language of the page; title and lines come in it.
    """

    title: str
    about: Sequence[str] = ()
    video_names: Mapping[str, str] = field(default_factory=dict)
    tongue: Tongue = field(default_factory=Tongue)


def evaluation_page(evaluation: Evaluation, frame: PageFrame) -> str:
    """Return the whole page; every name is escaped."""
    page = _Page(evaluation, frame)
    head = escape(frame.title)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{frame.tongue.language}">',
            f'<head><meta charset="utf-8"><title>{head}</title>',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>{STYLE}</style></head>",
            f"<body><header><h1>{head}</h1>",
            *(f'<p class="faint">{escape(line)}</p>' for line in frame.about),
            "</header><main>",
            *page.figures(),
            *page.labels(),
            *page.curves(),
            *page.errors(),
            *page.sensitivity(),
            *page.clips(),
            "</main></body></html>",
            "",
        ]
    )


class _Page:
    """The parts of the page."""

    def __init__(self, evaluation: Evaluation, frame: PageFrame) -> None:
        self._evaluation, self._frame = evaluation, frame
        self._tongue = frame.tongue
        self._tiou = self._tongue.number(evaluation.tiou, "g")
        self._tious = [self._tongue.number(tiou, "g") for tiou in evaluation.measured.tious]

    def figures(self) -> Iterator[str]:
        """Yield the numbers at the top, and mAP over tIoU."""
        found = self._evaluation
        measured, tongue = found.measured, self._tongue
        say, percent = tongue.say, tongue.percent
        shown = [
            (say("mAP at tIoU {tiou}", tiou=self._tiou), percent(measured.map[found.at])),
            (say("Labels"), str(len(measured.labels))),
            (say("Annotations"), tongue.number(len(found.comparison.truth), ",")),
            (say("Detections"), tongue.number(len(found.comparison.found), ",")),
            (say("Found at tIoU {tiou}", tiou=self._tiou), percent(found.recall_of_all[found.at])),
        ]
        if len(self._tious) > 1:
            grid = say("Mean over {low} to {high}", low=self._tious[0], high=self._tious[-1])
            shown.insert(1, (grid, percent(measured.average_map)))
        yield '<dl class="figures">'
        for name, value in shown:
            yield f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>"
        yield "</dl>"
        if len(self._tious) > 1:
            yield f"<h2>{say('mAP over tIoU, %')}</h2>"
            shares = measured.map.tolist()
            yield column_chart(self._tious, shares, say("mAP at each tIoU, percent"), tongue)

    def labels(self) -> Iterator[str]:
        """Yield AP of every label."""
        found, say = self._evaluation, self._tongue.say
        measured = found.measured
        yield f'<h2 id="labels">{say("Labels")}</h2><div class="scroll"><table><thead><tr>'
        yield f'<th scope="col">{say("Average precision, %")}</th>'
        yield f'<th scope="col" class="n">{say("There")}</th>'
        for tiou in self._tious:
            yield f'<th scope="col" class="n">{tiou}</th>'
        for head in ("Mean", "Found"):
            yield f'<th scope="col" class="n">{say(head)}</th>'
        yield '<th class="w" aria-hidden="true"></th></tr></thead><tbody>'
        for row, label in enumerate(measured.labels):
            mean = float(measured.per_label[row].mean())
            values = [*measured.per_label[row].tolist(), mean, float(found.recall[row, found.at])]
            yield (
                f'<tr><th scope="row">{escape(label)}</th>'
                f'<td class="n">{int(measured.n_truths[row])}</td>{self._cells(values)}'
                f'<td class="w" aria-hidden="true">{bar(mean, "var(--accent)")}</td></tr>'
            )
        recall = float(found.recall_of_all[found.at])
        last = self._cells([*measured.map.tolist(), measured.average_map, recall])
        n_truths = f'<td class="n">{int(measured.n_truths.sum())}</td>'
        yield f'</tbody><tfoot><tr><th scope="row">{say("Mean")}</th>{n_truths}{last}<td></td></tr>'
        yield "</tfoot></table></div>"
        if measured.labels_without_ground_truth:
            names = escape(", ".join(measured.labels_without_ground_truth))
            told = say("No annotation of these, so they are in no mean: {names}.", names=names)
            yield f'<p class="faint">{told}</p>'

    def curves(self) -> Iterator[str]:
        """Yield precision over recall of every label."""
        found, tongue = self._evaluation, self._tongue
        ap = dict(zip(found.measured.labels, found.measured.per_label[:, found.at], strict=True))
        head = tongue.say("Precision and recall at tIoU {tiou}", tiou=self._tiou)
        yield f'<h2 id="curves">{head}</h2>'
        yield '<div class="curves">'
        for curve in found.curves:
            name = found.comparison.labels[curve.label_idx]
            yield f"<figure>{curve_chart(curve, name, tongue)}"
            yield f"<figcaption>{escape(name)}, AP {tongue.percent(ap[name])}</figcaption></figure>"
        yield "</div>"

    def errors(self) -> Iterator[str]:
        """Yield how many detections are of each type, and what each type costs."""
        diagnosis, at = self._evaluation.diagnosis, self._evaluation.at
        say, number = self._tongue.say, self._tongue.number
        counts = np.bincount(diagnosis.types[at], minlength=len(TYPES))
        share = counts / max(int(counts.sum()), 1)
        most = max(float(diagnosis.gains.max()), 1e-9)
        yield f'<h2 id="errors">{say("Errors at tIoU {tiou}", tiou=self._tiou)}</h2>'
        yield f'<p class="faint">{say(_ABOUT_ERRORS)}</p>'
        yield f'<div class="scroll"><table><thead><tr><th scope="col">{say("Type")}</th>'
        for name in ("Detections", "Share, %"):
            yield f'<th scope="col" class="n">{say(name)}</th>'
        yield '<th class="w" aria-hidden="true"></th>'
        yield f'<th scope="col" class="n">{say("mAP without")}</th>'
        yield '<th class="w" aria-hidden="true"></th></tr></thead><tbody>'
        for kind, name in enumerate(TYPES):
            gain = float(diagnosis.gains[kind])
            told = "" if kind == TRUE else number(100 * gain, "+.2f")
            linked = self._linked(name, has_list=kind != TRUE)
            yield (
                f'<tr><th scope="row">{_swatch(kind)}{linked}</th>'
                f'<td class="n">{number(int(counts[kind]), ",")}</td>'
                f'<td class="n">{number(100 * share[kind], ".1f")}</td>'
                f'<td class="w" aria-hidden="true">{bar(share[kind], TYPE_COLOURS[kind])}</td>'
                f'<td class="n">{told}</td>'
                f'<td class="w" aria-hidden="true">{bar(gain / most, TYPE_COLOURS[kind])}</td></tr>'
            )
        missed = f"{_swatch(len(TYPES))}{self._linked(MISSED, has_list=True)}"
        n_missed = number(int(diagnosis.missed[at]), ",")
        yield f'<tr><th scope="row">{missed}</th><td class="n">{n_missed}</td>'
        yield f'<td class="n">{say("of annotations")}</td><td class="w"></td><td></td>'
        yield '<td class="w"></td>'
        yield "</tr></tbody></table></div>"

    def sensitivity(self) -> Iterator[str]:
        """Yield how it does on short and long, rare and crowded actions."""
        say = self._tongue.say
        yield f'<h2 id="sensitivity">{say("Short and long, rare and crowded")}</h2>'
        for name, group in groupby(self._evaluation.bins, lambda one: one.characteristic):
            yield f"<h3>{say(_BIN_NAMES[name])}</h3>"
            yield f'<div class="scroll"><table><thead><tr><th scope="col">{say("Annotations")}</th>'
            for head in ("There", "mAP_N, %", "", "Missed, %", ""):
                kind = "n" if head else "w"
                yield f'<th scope="col" class="{kind}">{say(head) if head else ""}</th>'
            yield "</tr></thead><tbody>"
            for one in group:
                yield self._bin_row(one)
            yield "</tbody></table></div>"
        yield f'<p class="faint">{say(_ABOUT_BINS)}</p>'

    def clips(self) -> Iterator[str]:
        """Yield the lists that the bars lead to."""
        found = self._evaluation
        diagnosis, at = found.diagnosis, found.at
        for kind in range(1, len(TYPES)):
            rows = np.flatnonzero(diagnosis.types[at] == kind)
            score = diagnosis.matching.found.score[rows]
            best = rows[np.argsort(-score, kind="stable")]
            yield from self._list(TYPES[kind], len(best), self._found_rows(best[:MOST_CLIPS]))
        missed = missed_rows(diagnosis, at)
        yield from self._list(MISSED, len(missed), self._missed_rows(missed[:MOST_CLIPS]))

    def _list(self, name: str, n_all: int, rows: Iterator[str]) -> Iterator[str]:
        say = self._tongue.say
        count = self._tongue.number(n_all, ",")
        yield f'<h2 id="{_anchor(name)}">{_begun(say(name))}: {count}</h2>'
        shown = say("The first {n} are listed.", n=str(MOST_CLIPS)) if n_all > MOST_CLIPS else ""
        back = f'<a href="#errors">{say("Back to the errors")}</a>'
        yield f'<p class="faint">{_begun(say(_MEANINGS[name]))}. {shown} {back}</p>'
        if not n_all:
            return
        score = f'<th scope="col" class="n">{say("Score")}</th>' if name != MISSED else ""
        yield f'<div class="scroll"><table><thead><tr><th scope="col">{say("Video")}</th>'
        yield f'<th scope="col" class="n">{say("From")}</th>'
        yield f'<th scope="col" class="n">{say("To")}</th>'
        yield f'<th scope="col">{say("Label")}</th>{score}<th scope="col">{say("Nearest")}</th>'
        yield "</tr></thead><tbody>"
        yield from rows
        yield "</tbody></table></div>"

    def _found_rows(self, rows: Indices) -> Iterator[str]:
        diagnosis = self._evaluation.diagnosis
        found, truth = diagnosis.matching.found, diagnosis.matching.truth
        for row in rows.tolist():
            near, tiou = int(diagnosis.nearest[row]), float(diagnosis.nearest_tiou[row])
            nearest = ""
            if near >= 0 and tiou > 0:
                nearest = self._near(truth, near, tiou)
            score = f'<td class="n">{self._tongue.number(float(found.score[row]), ".3g")}</td>'
            place = self._place(found.video_idx[row], found.segments[row], found.label_idx[row])
            yield f"<tr>{place}{score}<td>{escape(nearest)}</td></tr>"

    def _missed_rows(self, rows: Indices) -> Iterator[str]:
        diagnosis = self._evaluation.diagnosis
        found, truth = diagnosis.matching.found, diagnosis.matching.truth
        nearest, tiou = highest_tiou(truth.take(rows), found)
        for row, near, share in zip(rows.tolist(), nearest.tolist(), tiou.tolist(), strict=True):
            told = self._near(found, near, share) if near >= 0 else ""
            place = self._place(truth.video_idx[row], truth.segments[row], truth.label_idx[row])
            yield f"<tr>{place}<td>{escape(told)}</td></tr>"

    def _near(self, rows: Rows, row: int, tiou: float) -> str:
        """Say which annotation or detection is nearest, and how near."""
        start, end = (self._clock(float(time_s)) for time_s in rows.segments[row])
        return self._tongue.say(
            "{label}, {start} to {end}, tIoU {tiou}",
            label=self._label(rows.label_idx[row]), start=start, end=end,
            tiou=self._tongue.number(tiou, ".2f"),
        )  # fmt: skip

    def _place(self, video_idx: int, segment: Segments, label_idx: int) -> str:
        video = self._evaluation.comparison.video_ids[int(video_idx)]
        name = escape(self._frame.video_names.get(video, video))
        times = "".join(f'<td class="n">{self._clock(float(time_s))}</td>' for time_s in segment)
        return f"<td>{name}</td>{times}<td>{escape(self._label(label_idx))}</td>"

    def _label(self, label_idx: int) -> str:
        return self._evaluation.comparison.labels[int(label_idx)]

    def _bin_row(self, one: Bin) -> str:
        values = ""
        for value, colour in ((one.average_map_n, "var(--accent)"), (one.missed, TYPE_COLOURS[-1])):
            told = "-" if value is None else self._tongue.number(100 * value, ".1f")
            values += f'<td class="n">{told}</td><td class="w" aria-hidden="true">'
            values += f"{bar(value or 0.0, colour)}</td>"
        return (
            f'<tr><th scope="row">{self._range(one)}</th><td class="n">{one.n_truths}</td>'
            f"{values}</tr>"
        )

    def _range(self, one: Bin) -> str:
        form = "{size}, {low} to {high}"
        if math.isinf(one.above):
            form = "{size}, to {high}"
        elif math.isinf(one.up_to):
            form = "{size}, over {low}"
        low, high = (self._tongue.number(edge, "g") for edge in (one.above, one.up_to))
        return self._tongue.say(form, size=one.name, low=low, high=high)

    def _linked(self, name: str, *, has_list: bool) -> str:
        said = self._tongue.say(name)
        return f'<a href="#{_anchor(name)}">{said}</a>' if has_list else said

    def _cells(self, values: Sequence[float]) -> str:
        said = (self._tongue.number(100 * value, ".1f") for value in values)
        return "".join(f'<td class="n">{one}</td>' for one in said)

    def _clock(self, time_s: float) -> str:
        return self._tongue.written(_clock(time_s))


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _swatch(kind: int) -> str:
    return f'<i style="background:{TYPE_COLOURS[kind]}"></i>'


def _begun(text: str) -> str:
    """Return words as they begin a sentence."""
    return escape(text[:1].upper() + text[1:])


def _clock(time_s: float) -> str:
    """Return a time to the hundredth of a second, with hours only where there are any."""
    hundredths = round(abs(time_s) * 100)
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if time_s < 0 and hundredths else ""
    whole = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{sign}{whole}:{rest // 100:02d}.{rest % 100:02d}"
