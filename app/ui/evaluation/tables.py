"""Figures of the labels and of the sizes, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from app.services.evaluating import Measured, SizeBin
from app.ui.evaluation.words import BIN_WORDS, percent, range_words
from app.ui.language import translate
from app.ui.list_keys import claims_key

DASH = "\N{EN DASH}"
_VALUE = Qt.ItemDataRole.UserRole


class _Table(QTreeWidget):
    """Columns of figures behind a name; it keeps its keys while it has the focus."""

    def __init__(self, heads: Sequence[str], name: str) -> None:
        super().__init__()
        self.setHeaderLabels(list(heads))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(80)
        self.setUniformRowHeights(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(heads)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight)

    def event(self, event: QEvent) -> bool:
        """Claim the keys before the window's shortcuts take them."""
        return claims_key(event) or super().event(event)


class _Row(QTreeWidgetItem):
    """A row that is sorted by its numbers."""

    def __init__(self, words: Sequence[str], values: Sequence[float]) -> None:
        super().__init__(list(words))
        for column, value in enumerate(values, 1):
            self.setData(column, _VALUE, value)
            self.setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        self.setToolTip(0, words[0])

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        column = self.treeWidget().sortColumn()
        if not column:
            return self.text(0).casefold() < other.text(0).casefold()
        return bool(self.data(column, _VALUE) < other.data(column, _VALUE))


class LabelTable(_Table):
    """What each label came to; a click on a head sorts.

    Signals:
        chosen: Name of a label that was activated.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        there, found = translate("Evaluation", "There"), translate("Evaluation", "Found")
        heads = (translate("Evaluation", "Label"), there, "AP", found)
        super().__init__(heads, translate("Evaluation", "Figures of the labels"))
        self.setRootIsDecorated(False)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.itemActivated.connect(lambda row, _column: self.chosen.emit(row.text(0)))

    def show_labels(self, measured: Measured) -> None:
        """Show every label, at the tIoU of the lists."""
        at = measured.tious.index(measured.tiou)
        rows = []
        for one in measured.labels:
            ap, found = float(one.ap[at]), float(one.found_share[at])
            words = (one.name, str(one.n_truths), percent(ap), percent(found))
            rows.append(_Row(words, (one.n_truths, ap, found)))
        rows += [_Row((one, "0", DASH, DASH), (0, -1.0, -1.0)) for one in measured.without_truth]
        self.clear()
        self.addTopLevelItems(rows)


class SizeTable(_Table):
    """How it does on short and long, rare and crowded actions."""

    def __init__(self) -> None:
        heads = (
            translate("Evaluation", "Annotations"),
            translate("Evaluation", "There"),
            translate("Evaluation", "mAP_N"),
            translate("Evaluation", "Missed"),
        )
        super().__init__(heads, translate("Evaluation", "Figures by size"))
        tip = translate("Evaluation", "mAP as if every label had equally many annotations")
        self.headerItem().setToolTip(2, tip)

    def show_bins(self, bins: Sequence[SizeBin]) -> None:
        """Show every bin, under what it is a range of."""
        self.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for one in bins:
            group = groups.get(one.characteristic)
            if group is None:
                words = translate("Evaluation", BIN_WORDS[one.characteristic])
                group = groups[one.characteristic] = QTreeWidgetItem([words])
                self.addTopLevelItem(group)
                group.setExpanded(True)
            shares = [DASH if s is None else percent(s) for s in (one.average_map_n, one.missed)]
            group.addChild(_Row((range_words(one), str(one.n_truths), *shares), (0, 0, 0)))
