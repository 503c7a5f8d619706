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
    """

    title: str
    about: Sequence[str] = ()
    video_names: Mapping[str, str] = field(default_factory=dict)


def evaluation_page(evaluation: Evaluation, frame: PageFrame) -> str:
    """Return the whole page; every name is escaped."""
    page = _Page(evaluation, frame)
    head = escape(frame.title)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
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
        self._tious = [f"{tiou:g}" for tiou in evaluation.measured.tious]

    def figures(self) -> Iterator[str]:
        """Yield the numbers at the top, and mAP over tIoU."""
        found = self._evaluation
        measured = found.measured
        shown = [
            (f"mAP at tIoU {found.tiou:g}", _percent(measured.map[found.at])),
            ("Labels", str(len(measured.labels))),
            ("Annotations", f"{len(found.comparison.truth):,}"),
            ("Detections", f"{len(found.comparison.found):,}"),
            (f"Found at tIoU {found.tiou:g}", _percent(found.recall_of_all[found.at])),
        ]
        if len(self._tious) > 1:
            grid = f"Mean over {self._tious[0]} to {self._tious[-1]}"
            shown.insert(1, (grid, _percent(measured.average_map)))
        yield '<dl class="figures">'
        for name, value in shown:
            yield f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>"
        yield "</dl>"
        if len(self._tious) > 1:
            yield "<h2>mAP over tIoU, %</h2>"
            yield column_chart(self._tious, measured.map.tolist(), "mAP at each tIoU, percent")

    def labels(self) -> Iterator[str]:
        """Yield AP of every label."""
        found = self._evaluation
        measured = found.measured
        yield '<h2 id="labels">Labels</h2><div class="scroll"><table><thead><tr>'
        yield '<th scope="col">Average precision, %</th><th scope="col" class="n">There</th>'
        for tiou in self._tious:
            yield f'<th scope="col" class="n">{tiou}</th>'
        yield '<th scope="col" class="n">Mean</th><th scope="col" class="n">Found</th>'
        yield '<th class="w" aria-hidden="true"></th></tr></thead><tbody>'
        for row, label in enumerate(measured.labels):
            mean = float(measured.per_label[row].mean())
            values = [*measured.per_label[row].tolist(), mean, float(found.recall[row, found.at])]
            yield (
                f'<tr><th scope="row">{escape(label)}</th>'
                f'<td class="n">{int(measured.n_truths[row])}</td>{_cells(values)}'
                f'<td class="w" aria-hidden="true">{bar(mean, "var(--accent)")}</td></tr>'
            )
        recall = float(found.recall_of_all[found.at])
        last = _cells([*measured.map.tolist(), measured.average_map, recall])
        n_truths = f'<td class="n">{int(measured.n_truths.sum())}</td>'
        yield f'</tbody><tfoot><tr><th scope="row">Mean</th>{n_truths}{last}<td></td></tr></tfoot>'
        yield "</table></div>"
        if measured.labels_without_ground_truth:
            names = escape(", ".join(measured.labels_without_ground_truth))
            yield f'<p class="faint">No annotation of these, so they are in no mean: {names}.</p>'

    def curves(self) -> Iterator[str]:
        """Yield precision over recall of every label."""
        found = self._evaluation
        ap = dict(zip(found.measured.labels, found.measured.per_label[:, found.at], strict=True))
        yield f'<h2 id="curves">Precision and recall at tIoU {found.tiou:g}</h2>'
        yield '<div class="curves">'
        for curve in found.curves:
            name = found.comparison.labels[curve.label_idx]
            yield f"<figure>{curve_chart(curve, name)}"
            yield f"<figcaption>{escape(name)}, AP {_percent(ap[name])}</figcaption></figure>"
        yield "</div>"

    def errors(self) -> Iterator[str]:
        """Yield how many detections are of each type, and what each type costs."""
        diagnosis, at = self._evaluation.diagnosis, self._evaluation.at
        counts = np.bincount(diagnosis.types[at], minlength=len(TYPES))
        share = counts / max(int(counts.sum()), 1)
        most = max(float(diagnosis.gains.max()), 1e-9)
        yield f'<h2 id="errors">Errors at tIoU {self._evaluation.tiou:g}</h2>'
        yield '<p class="faint">Of each label the best ten detections an annotation. What mAP would'
        yield " gain without the errors of a type is the mean over the tIoUs measured.</p>"
        yield '<div class="scroll"><table><thead><tr><th scope="col">Type</th>'
        for name in ("Detections", "Share, %"):
            yield f'<th scope="col" class="n">{name}</th>'
        yield '<th class="w" aria-hidden="true"></th><th scope="col" class="n">mAP without</th>'
        yield '<th class="w" aria-hidden="true"></th></tr></thead><tbody>'
        for kind, name in enumerate(TYPES):
            gain = float(diagnosis.gains[kind])
            told = "" if kind == TRUE else f"{100 * gain:+.2f}"
            yield (
                f'<tr><th scope="row">{_swatch(kind)}{_linked(name, has_list=kind != TRUE)}</th>'
                f'<td class="n">{counts[kind]:,}</td><td class="n">{100 * share[kind]:.1f}</td>'
                f'<td class="w" aria-hidden="true">{bar(share[kind], TYPE_COLOURS[kind])}</td>'
                f'<td class="n">{told}</td>'
                f'<td class="w" aria-hidden="true">{bar(gain / most, TYPE_COLOURS[kind])}</td></tr>'
            )
        missed = f"{_swatch(len(TYPES))}{_linked(MISSED, has_list=True)}"
        yield f'<tr><th scope="row">{missed}</th><td class="n">{diagnosis.missed[at]:,}</td>'
        yield '<td class="n">of annotations</td><td class="w"></td><td></td><td class="w"></td>'
        yield "</tr></tbody></table></div>"

    def sensitivity(self) -> Iterator[str]:
        """Yield how it does on short and long, rare and crowded actions."""
        yield '<h2 id="sensitivity">Short and long, rare and crowded</h2>'
        for name, group in groupby(self._evaluation.bins, lambda one: one.characteristic):
            yield f"<h3>{_BIN_NAMES[name]}</h3>"
            yield '<div class="scroll"><table><thead><tr><th scope="col">Annotations</th>'
            for head in ("There", "mAP_N, %", "", "Missed, %", ""):
                kind = "n" if head else "w"
                yield f'<th scope="col" class="{kind}">{head}</th>'
            yield "</tr></thead><tbody>"
            for one in group:
                yield _bin_row(one)
            yield "</tbody></table></div>"
        yield '<p class="faint">mAP_N takes precision as if every label had equally many'
        yield " annotations. Means over the tIoUs measured.</p>"

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
        yield f'<h2 id="{_anchor(name)}">{escape(name.capitalize())}: {n_all:,}</h2>'
        shown = f" The first {MOST_CLIPS} are listed." if n_all > MOST_CLIPS else ""
        back = '<a href="#errors">Back to the errors</a>'
        yield f'<p class="faint">{escape(_MEANINGS[name].capitalize())}.{shown} {back}</p>'
        if not n_all:
            return
        score = '<th scope="col" class="n">Score</th>' if name != MISSED else ""
        yield '<div class="scroll"><table><thead><tr><th scope="col">Video</th>'
        yield '<th scope="col" class="n">From</th><th scope="col" class="n">To</th>'
        yield f'<th scope="col">Label</th>{score}<th scope="col">Nearest</th>'
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
                nearest = (
                    f"{self._label(truth.label_idx[near])}, {_times(truth.segments[near])}, "
                    f"tIoU {tiou:.2f}"
                )
            score = f'<td class="n">{float(found.score[row]):.3g}</td>'
            place = self._place(found.video_idx[row], found.segments[row], found.label_idx[row])
            yield f"<tr>{place}{score}<td>{escape(nearest)}</td></tr>"

    def _missed_rows(self, rows: Indices) -> Iterator[str]:
        diagnosis = self._evaluation.diagnosis
        found, truth = diagnosis.matching.found, diagnosis.matching.truth
        nearest, tiou = highest_tiou(truth.take(rows), found)
        for row, near, share in zip(rows.tolist(), nearest.tolist(), tiou.tolist(), strict=True):
            told = ""
            if near >= 0:
                label = self._label(found.label_idx[near])
                told = f"{label}, {_times(found.segments[near])}, tIoU {share:.2f}"
            place = self._place(truth.video_idx[row], truth.segments[row], truth.label_idx[row])
            yield f"<tr>{place}<td>{escape(told)}</td></tr>"

    def _place(self, video_idx: int, segment: Segments, label_idx: int) -> str:
        video = self._evaluation.comparison.video_ids[int(video_idx)]
        name = escape(self._frame.video_names.get(video, video))
        times = "".join(f'<td class="n">{_clock(float(time_s))}</td>' for time_s in segment)
        return f"<td>{name}</td>{times}<td>{escape(self._label(label_idx))}</td>"

    def _label(self, label_idx: int) -> str:
        return self._evaluation.comparison.labels[int(label_idx)]


def _bin_row(one: Bin) -> str:
    values = ""
    for value, colour in ((one.average_map_n, "var(--accent)"), (one.missed, TYPE_COLOURS[-1])):
        told = "-" if value is None else f"{100 * value:.1f}"
        values += f'<td class="n">{told}</td><td class="w" aria-hidden="true">'
        values += f"{bar(value or 0.0, colour)}</td>"
    return (
        f'<tr><th scope="row">{one.name}, {_range(one)}</th><td class="n">{one.n_truths}</td>'
        f"{values}</tr>"
    )


def _range(one: Bin) -> str:
    if math.isinf(one.above):
        return f"to {one.up_to:g}"
    return f"over {one.above:g}" if math.isinf(one.up_to) else f"{one.above:g} to {one.up_to:g}"


def _linked(name: str, *, has_list: bool) -> str:
    return f'<a href="#{_anchor(name)}">{escape(name)}</a>' if has_list else escape(name)


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _swatch(kind: int) -> str:
    return f'<i style="background:{TYPE_COLOURS[kind]}"></i>'


def _cells(values: Sequence[float]) -> str:
    return "".join(f'<td class="n">{100 * value:.1f}</td>' for value in values)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _times(segment: Segments) -> str:
    start_s, end_s = (float(one) for one in segment)
    return f"{_clock(start_s)} to {_clock(end_s)}"


def _clock(time_s: float) -> str:
    """Return a time to the hundredth of a second, with hours only where there are any."""
    hundredths = round(abs(time_s) * 100)
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if time_s < 0 and hundredths else ""
    whole = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{sign}{whole}:{rest // 100:02d}.{rest % 100:02d}"
