"""The panel that says why a segment was suggested. Set by setters, speaks by signals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.explaining import Contributions, Standing
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.review.score_change import Change, show_change
from app.ui.theme import SPACING_PX, in_role
from app.ui.why.bars import Bar, Bars, SpanShift
from app.ui.why.facts import Moment, WhyFacts
from app.ui.why.neighbours import (
    ROW_PX,
    NeighbourDelegate,
    NeighbourList,
    NeighbourModel,
    span_words,
)

NOTHING = QT_TRANSLATE_NOOP("Why", "Select a suggestion to see why it was made (N for the first).")
WAITING = QT_TRANSLATE_NOOP("Why", "Asking what each of them did…")
METHOD = QT_TRANSLATE_NOOP("Why", "Each left out once (leave-one-out):")
METHOD_TIP = QT_TRANSLATE_NOOP(
    "Why",
    "Each moment was taken out of the graph once and the trained network scored again. The score "
    "with it less the score without it is what it did; the parts need not add up.",
)
NO_SAY = QT_TRANSLATE_NOOP("Why", "No trained P-GCN scored this run, so no other moment had a say.")
NO_SAY_TIP = QT_TRANSLATE_NOOP(
    "Why",
    "The label is what the feature network saw inside the segment. Whole means that it saw less of "
    "it beside the segment. The segment was proposed because something happens in it.",
)
COLD_METHOD = QT_TRANSLATE_NOOP("Why", "Its neighbours in the graph:")
# Heading, what is said first, what is said above the list.
TRAINED_WORDS = (QT_TRANSLATE_NOOP("Why", "The other moments"), "", WAITING)
COLD_WORDS = (QT_TRANSLATE_NOOP("Why", "How it was found"), NO_SAY, COLD_METHOD)
# Below this a moved boundary is not worth a word, seconds.
STILL_S = 0.005
LIST_PX = 2 * ROW_PX + 4


class WhyPanel(QWidget):
    """Scores, boundaries, and the other moments with what they did.

    Signals:
        moment_chosen: ``Moment`` to go to.
        moment_looked_at: ``Moment`` to light, or None.
        pictures_wanted: Rows came into view.
    """

    moment_chosen = Signal(object)
    moment_looked_at = Signal(object)
    pictures_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: WhyFacts | None = None
        self._make_parts()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._lay_out())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.setMinimumWidth(250)
        self.list.chosen.connect(self.moment_chosen)
        self.list.looked_at.connect(self.moment_looked_at)
        self.list.verticalScrollBar().valueChanged.connect(self.pictures_wanted)
        self.show_nothing(translate("Why", NOTHING))

    @property
    def facts(self) -> WhyFacts | None:
        """What is shown, or None."""
        return self._facts

    @property
    def words(self) -> str:
        """Everything that is said in words now, line by line."""
        labels = self._nothing if self._facts is None else None
        shown = [labels] if labels else self._page.findChildren(QLabel)
        return "\n".join(one.text() for one in shown if one.isVisibleTo(self))

    def set_pictures(self, find: Callable[[Moment], QPixmap | None]) -> None:
        """Take what finds the picture of a moment."""
        self.model.find_picture = find

    # ------------------------------------------------------------ showing
    def show_nothing(self, sentence: str) -> None:
        """Show a sentence in place of an explanation."""
        self._facts = None
        self.model.show_moments(())
        self._nothing.setText(sentence)
        self._pages.setCurrentIndex(0)

    def show_facts(self, facts: WhyFacts, colour: str) -> None:
        """Show what the stored run says of a suggestion; what is asked for comes later."""
        self._facts = facts
        self._title.setText(facts.own.name)
        self._number.setText(f"{facts.own.score:.3f}")
        self._swatch_colour(colour)
        self._score.setText(_score_words(facts))
        self._labels.show_bars(_label_bars(facts))
        self._span.show_spans(facts.before, facts.after)
        self._times.setText(_shift_words(facts))
        self._times.setToolTip(_shift_tip(facts))
        self._pair.hide()
        heading, verdict, method = TRAINED_WORDS if facts.is_trained else COLD_WORDS
        self._others.setText(translate("Why", heading))
        self._verdict.setText(translate("Why", verdict) if verdict else "")
        self._verdict.setVisible(bool(verdict))
        self._verdict.setToolTip("" if facts.is_trained else translate("Why", NO_SAY_TIP))
        self._method.setText(translate("Why", method))
        self._method.setToolTip("")
        self.model.show_moments(facts.moments)
        self.list.setVisible(bool(facts.moments))
        self.show_change(None)
        self._pages.setCurrentIndex(1)
        self.pictures_wanted.emit()

    def show_contributions(self, found: Contributions) -> None:
        """Show what each neighbour did to the score."""
        if self._facts is None:
            return
        did = dict(zip(found.neighbours.tolist(), found.contributions.tolist(), strict=True))
        moments = [replace(one, contribution=did.get(one.proposal_idx)) for one in
                   self._facts.moments]  # fmt: skip
        self.model.show_moments(moments)
        largest = max(found.score, found.score_alone, 1e-9)
        self._pair.show_bars(
            [
                Bar(translate("Why", "With the other moments"), found.score / largest,
                    f"{found.score:.3f}", is_strong=True),
                Bar(translate("Why", "Without them (MLP)"), found.score_alone / largest,
                    f"{found.score_alone:.3f}",
                    translate("Why", "The same trained weights with every neighbour left out")),
            ]
        )  # fmt: skip
        self._pair.show()
        self._verdict.setText(_verdict_words(found))
        self._verdict.show()
        self._method.setText(translate("Why", METHOD))
        self._method.setToolTip(translate("Why", METHOD_TIP))
        self.pictures_wanted.emit()

    def show_standing(self, found: Standing) -> None:
        """Show why a cold start proposed the segment."""
        if self._facts is None:
            return
        self._pair.show_bars(
            [
                Bar(translate("Why", "Something happens inside"), found.inside,
                    f"{found.inside:.2f}", is_strong=True),
                Bar(translate("Why", "Something happens beside it"), found.around,
                    f"{found.around:.2f}"),
            ]
        )  # fmt: skip
        self._pair.setToolTip(translate("Why", "Actionness, from 0 to 1"))
        self._pair.show()

    def show_no_answer(self, sentence: str) -> None:
        """Say why what was asked for cannot be told."""
        self._method.setText(sentence)

    def show_change(self, change: Change | None) -> None:
        """Show how the boundaries as they are now would score; None when they are as found."""
        self._change.setVisible(change is not None)
        if change is not None:
            show_change(self._change, change)

    def light(self, proposal_idx: int) -> None:
        """Light the row of a neighbour; -1 for none."""
        delegate = self.list.itemDelegate()
        if isinstance(delegate, NeighbourDelegate) and delegate.lit_idx != proposal_idx:
            delegate.lit_idx = proposal_idx
            row = self.model.row_of(proposal_idx)
            if row >= 0:
                self.list.scrollTo(self.model.index(row))
            self.list.viewport().update()

    # ------------------------------------------------------------ making
    def _make_parts(self) -> None:
        self._nothing = _words(role="faint")
        self._nothing.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        self._title = _words(role="title")
        self._number = in_role(QLabel(), "title")
        self._number.setToolTip(translate("Why", "Score as found"))
        self._swatch = QLabel()
        self._swatch.setFixedSize(14, 14)
        self._score = _words()
        self._change = _words()
        self._labels = Bars()
        self._span = SpanShift()
        self._times = _words(role="faint")
        self._others = _heading("")
        self._verdict = _words()
        self._pair = Bars()
        self._method = _words(role="faint")
        self.model = NeighbourModel(self)
        self.list = NeighbourList(self.model)
        self.list.setMinimumHeight(LIST_PX)

    def _lay_out(self) -> QWidget:
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(SPACING_PX, SPACING_PX // 2, SPACING_PX, SPACING_PX // 2)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(self._swatch)
        head.addWidget(self._title, 1)
        head.addWidget(self._number)
        column.addLayout(head)
        boundaries = _heading(translate("Why", "Its boundaries"))
        above = (self._score, self._change, self._labels, boundaries, self._span, self._times)
        for widget in (*above, self._others, self._verdict, self._pair, self._method):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._page)
        return scroll

    def _swatch_colour(self, colour: str) -> None:
        name = QColor(colour).name() if QColor(colour).isValid() else "#888888"
        self._swatch.setStyleSheet(f"background: {name}; border-radius: 3px;")


def _heading(text: str) -> QLabel:
    label = _words(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    label.setContentsMargins(0, SPACING_PX // 2, 0, 0)
    return label


def _words(text: str = "", role: str = "") -> QLabel:
    label = QLabel(text, wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


def _score_words(facts: WhyFacts) -> str:
    told = translate("Why", "Likely {likely:.2f}, times {whole:.2f} for being whole")
    return told.format(likely=facts.own.probability, whole=facts.wholeness)


def _label_bars(facts: WhyFacts) -> list[Bar]:
    largest = max((one.score for one in facts.labels), default=0.0)
    tip = translate("Why", "{label}: score {score:.4f}, likely {likely:.3f}")
    bars = [
        Bar(
            one.name,
            one.score / largest if largest > 0 else 0.0,
            f"{one.score:.3f}",
            tip.format(label=one.name, score=one.score, likely=one.probability),
            is_strong=one.is_own,
        )
        for one in facts.labels
    ]
    nothing = translate("Why", "(none of the labels)")
    told = translate("Why", "Likely {likely:.3f} that it is none of them")
    likely = facts.background
    return [*bars, Bar(nothing, likely, f"{likely:.0%}", told.format(likely=likely))]


def _shift_words(facts: WhyFacts) -> str:
    start_s, end_s = facts.shift_s
    if not _has_moved(facts):
        same = translate("Why", "{span}, as it was proposed")
        return same.format(span=span_words(facts.before))
    told = translate("Why", "{span}, moved {start:+.2f} / {end:+.2f} s")
    return told.format(span=span_words(facts.before), start=start_s, end=end_s)


def _shift_tip(facts: WhyFacts) -> str:
    if not _has_moved(facts):
        return ""
    told = translate(
        "Why",
        "Proposed: {before}\nAfter regression: {after}\n"
        "The network saw the proposal; the score is of that.",
    )
    return told.format(before=span_words(facts.before), after=span_words(facts.after))


def _has_moved(facts: WhyFacts) -> bool:
    return max(abs(by_s) for by_s in facts.shift_s) >= STILL_S


def _verdict_words(found: Contributions) -> str:
    by = found.score - found.score_alone
    if not len(found.neighbours):
        return translate("Why", "No other moment is joined to it.")
    told = (
        translate("Why", "Together they raised the score by {by}.")
        if by >= 0
        else translate("Why", "Together they lowered the score by {by}.")
    )
    return told.format(by=f"{abs(by):.3f}")
