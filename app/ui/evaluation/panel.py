"""The panel of the evaluation: mAP, errors down to the clip, curves, labels and sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.services.evaluating import USUAL_TIOU, ErrorKind, ProjectEvaluation
from app.ui.evaluation.bars import ErrorBars
from app.ui.evaluation.curves import MOST_CURVES, CurvePlot
from app.ui.evaluation.tables import LabelTable, SizeTable
from app.ui.evaluation.words import (
    grid_words,
    kind_words,
    nothing_words,
    percent,
    scope_words,
    without_truth_words,
)
from app.ui.language import translate
from app.ui.list_keys import KeyedBox, KeyedList
from app.ui.more_button import more_button
from app.ui.queue.item_model import QueueDelegate, QueueModel, QueueRow
from app.ui.theme import SPACING_PX

TIOUS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95)
Describe = Callable[[int], QueueRow | None]


class EvaluationPanel(QWidget):
    """Shows what the runs are worth.

    Args:
        report: The action that saves a report.

    Signals:
        model_chosen: Whose runs, '' for the run each video shows.
        tiou_chosen: From which tIoU on a detection is right.
        learned_chosen: Whether videos that were learned from count.
        kind_chosen: ``ErrorKind`` to list.
        label_chosen: Name of the label to look at, '' for all.
        clip_chosen: A row of the list's.
        measure_asked: It shall be measured again.
        stop_asked: It shall not go on.
    """

    model_chosen = Signal(str)
    tiou_chosen = Signal(float)
    learned_chosen = Signal(bool)
    kind_chosen = Signal(object)
    label_chosen = Signal(str)
    clip_chosen = Signal(int)
    measure_asked = Signal()
    stop_asked = Signal()

    def __init__(self, report: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: ProjectEvaluation | None = None
        self._make_choosers()
        self._make_results()
        self._lay_out(report)
        self._connect()
        self.show_nothing("")
        self.show_work(on=False)
        self.setMinimumWidth(220)

    @property
    def words(self) -> str:
        """What is said in words now, line by line."""
        labels = (self._nothing, self._title, self._grid, self._scope, self._below, self._point)
        return "\n".join(one.text() for one in labels if one.isVisibleTo(self))

    # ------------------------------------------------------------ showing
    def show_nothing(self, sentence: str) -> None:
        """Show a sentence in place of figures."""
        self._found = None
        self._nothing.setText(sentence)
        self._pages.setCurrentIndex(0)

    def show_work(self, *, on: bool) -> None:
        """Show that it is being measured; what was found before stays."""
        self._work.setVisible(on)
        if on:
            self.show_old(on=False)

    def show_old(self, *, on: bool) -> None:
        """Offer to measure again: what is shown is from before the last changes."""
        self.again.setVisible(on)

    def show_models(self, models: Sequence[tuple[str, int]], chosen: str) -> None:
        """Offer the models that have run over reviewed videos."""
        self.models.clear()
        self.models.addItem(translate("Evaluation", "Runs as shown"), "")
        for name, count in models:
            self.models.addItem(f"{name} ({count})", name)
        self.models.setCurrentIndex(max(self.models.findData(chosen), 0))

    def show_found(self, found: ProjectEvaluation, colours: Mapping[str, str]) -> None:
        """Show an evaluation, or why there is none; ``colours`` are by label name."""
        self.show_models(found.scope.models, found.request.model)
        self._show_scope(found)
        if found.measured is None:
            self.show_nothing(nothing_words(found.scope))
            return
        self._found = found
        names = [one.name for one in found.measured.labels]
        self._offer_labels([*names, *found.measured.without_truth])
        self.curves.show_curves(found.measured.labels, colours)
        self.label_table.show_labels(found.measured)
        self.size_table.show_bins(found.measured.bins)
        self._pages.setCurrentIndex(1)

    def show_label(self, label: str) -> None:
        """Show the figures of a label, '' for all; the clips are shown apart."""
        found = self._found
        if found is None or found.measured is None:
            return
        self.labels.setCurrentIndex(max(self.labels.findData(label), 0))
        self.curves.choose(label)
        self._title.setText(_title(found, label))
        self._grid.setText(grid_words(found.measured, label))
        measured = found.measured
        # What a kind costs is known of all labels together.
        gains = {} if label else measured.errors.gains
        self.bars.show_counts(found.counts(label), gains)
        n_hidden = len(measured.labels) - len(self.curves.shown)
        told = translate("Evaluation", "The {n} labels with the most annotations.")
        self._hint.setText(told.format(n=MOST_CURVES) if n_hidden > 0 else "")
        self._hint.setVisible(n_hidden > 0)

    def show_clips(
        self, kind: ErrorKind, rows: Sequence[int], current: int | None, describe: Describe
    ) -> None:
        """List the clips of a kind."""
        self.kinds.setCurrentIndex(list(ErrorKind).index(kind))
        self.bars.mark(kind)
        self.clips.show(rows, current, describe, noted=frozenset(rows))

    def mark_clip(self, current: int | None) -> None:
        """Show which clip is on the screen."""
        self.clips.mark(current)

    def show_below(self, words: str) -> None:
        """Say below the list how much of it is shown."""
        self._below.setText(words)
        self._below.setVisible(bool(words))

    # ------------------------------------------------------------ making
    def _make_choosers(self) -> None:
        self.models, self.tious, self.labels, self.kinds = (KeyedBox() for _ in range(4))
        self.models.setAccessibleName(translate("Evaluation", "Model"))
        self.tious.setAccessibleName(translate("Evaluation", "tIoU"))
        self.tious.setToolTip(
            translate("Evaluation", "How much a detection has to overlap what is annotated")
        )
        self.labels.setAccessibleName(translate("Evaluation", "Label"))
        self.kinds.setAccessibleName(translate("Evaluation", "Kind of error"))
        self.tious.setMinimumContentsLength(4)
        self.tious.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for tiou in TIOUS:
            self.tious.addItem(f"{tiou:g}", tiou)
        self.tious.setCurrentIndex(TIOUS.index(USUAL_TIOU))
        for kind in ErrorKind:
            self.kinds.addItem(kind_words(kind), int(kind))
        self.with_learned = QCheckBox(translate("Evaluation", "Count videos it learned from"))
        self.with_learned.hide()

    def _make_results(self) -> None:
        self._title, self._grid = _label("title"), _label("faint")
        self._title.setToolTip(
            translate("Evaluation", "Mean over the labels of their average precision")
        )
        self._scope, self._below, self._point = (_label("faint") for _ in range(3))
        self._hint, self._nothing = _label("faint"), _label("faint")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.bars, self.curves = ErrorBars(), CurvePlot()
        self.label_table, self.size_table = LabelTable(), SizeTable()
        self.clips = QueueModel(self)
        self.list = KeyedList(translate("Evaluation", "Clips of this kind"))
        self.list.setModel(self.clips)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.again = QPushButton(translate("Evaluation", "Measure again"))
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop = QToolButton()
        self.stop.setText(translate("Evaluation", "Stop"))

    def _lay_out(self, report: QAction) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        column.setSpacing(SPACING_PX // 2)
        head = QHBoxLayout()
        head.addWidget(self.models, 1)
        head.addWidget(QLabel("tIoU"))
        head.addWidget(self.tious)
        head.addWidget(more_button(translate("Evaluation", "More"), [report]))
        column.addLayout(head)
        column.addWidget(self._make_work())
        column.addWidget(self.again)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._make_page())
        column.addWidget(self._pages, 1)
        column.addWidget(self._scope)
        column.addWidget(self.with_learned)

    def _make_work(self) -> QWidget:
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        bar = QProgressBar(textVisible=False)
        bar.setRange(0, 0)
        row.addWidget(bar, 1)
        row.addWidget(self.stop)
        return self._work

    def _make_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX // 2)
        column.addWidget(self._title)
        column.addWidget(self._grid)
        form = QFormLayout()
        form.addRow(translate("Evaluation", "Label"), self.labels)
        column.addLayout(form)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        errors = (self.bars, self.kinds, self.list, self._below)
        curves = (self.curves, self._point, self._hint)
        for title, parts, tall in (
            (translate("Evaluation", "Errors"), errors, self.list),
            (translate("Evaluation", "Curves"), curves, self.curves),
            (translate("Evaluation", "Labels"), (self.label_table,), self.label_table),
            (translate("Evaluation", "Sizes"), (self.size_table,), self.size_table),
        ):
            self.tabs.addTab(_column_of(parts, tall), title)
        column.addWidget(self.tabs, 1)
        return page

    def _connect(self) -> None:
        self.models.activated.connect(
            lambda at: self.model_chosen.emit(str(self.models.itemData(at)))
        )
        self.tious.activated.connect(
            lambda at: self.tiou_chosen.emit(float(self.tious.itemData(at)))
        )
        self.labels.activated.connect(
            lambda at: self.label_chosen.emit(str(self.labels.itemData(at)))
        )
        self.kinds.activated.connect(lambda at: self.kind_chosen.emit(ErrorKind(at)))
        self.with_learned.clicked.connect(self.learned_chosen)
        self.bars.chosen.connect(self.kind_chosen)
        self.curves.pointed.connect(self._point.setText)
        self.label_table.chosen.connect(self.label_chosen)
        self.list.chosen.connect(self._choose_clip)
        self.again.clicked.connect(self.measure_asked)
        self.stop.clicked.connect(self.stop_asked)

    # ------------------------------------------------------------ inside
    def _show_scope(self, found: ProjectEvaluation) -> None:
        without = found.measured.without_truth if found.measured else ()
        words = scope_words(found.scope) if found.scope.n_reviewed else ""
        self._scope.setText(" ".join(filter(None, (words, without_truth_words(without)))))
        self._scope.setToolTip("\n".join(without))
        self.with_learned.setVisible(bool(found.scope.learned))
        self.with_learned.setChecked(found.scope.counts_learned)
        self.tious.setCurrentIndex(self.tious.findData(found.request.tious[0]))

    def _offer_labels(self, names: Sequence[str]) -> None:
        self.labels.clear()
        self.labels.addItem(translate("Evaluation", "All labels"), "")
        for name in names:
            self.labels.addItem(name, name)

    def _choose_clip(self, place: int) -> None:
        row = self.clips.at(place)
        if row is not None:
            self.clip_chosen.emit(row.row)


def _title(found: ProjectEvaluation, label: str) -> str:
    measured = found.measured
    assert measured is not None
    at = measured.tious.index(measured.tiou)
    if not label:
        return translate("Evaluation", "mAP {share}").format(share=percent(float(measured.map[at])))
    one = next((one for one in measured.labels if one.name == label), None)
    if one is None:
        return translate("Evaluation", "Never annotated, in no mean")
    told = translate("Evaluation", "AP {share}, {n} annotated")
    return told.format(share=percent(float(one.ap[at])), n=one.n_truths)


def _column_of(parts: Sequence[QWidget], tall: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, SPACING_PX // 2, 0, 0)
    column.setSpacing(SPACING_PX // 2)
    for part in parts:
        column.addWidget(part, 1 if part is tall else 0)
    return page


def _label(role: str) -> QLabel:
    label = QLabel(wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
