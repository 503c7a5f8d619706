"""Whose work a file is, which videos and labels it is about; before it is read beside mine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.errors import StudioError
from app.services.exchange_values import FormatCard, FormatId
from app.services.importing import ImportPlan
from app.services.second_opinions import PROJECT_FORMAT
from app.ui.captions import segment_words, video_words
from app.ui.dialogs.import_plan import ImportDialog, ImportRequest
from app.ui.language import translate


class SecondAnnotatorDialog(ImportDialog):
    """The import dialog for another annotator's work: nothing of mine changes by it.

    Signals:
        named: The annotator's name and the plan to carry out.
    """

    named = Signal(str, object)

    def __init__(
        self,
        file: Path,
        cards: Sequence[FormatCard],
        videos: Sequence[tuple[str, str]],
        labels: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(file, cards, videos, labels, parent)
        self.setWindowTitle(
            translate("Dialogs", "Compare with the work in {file}").format(file=file.name)
        )
        self.name = QLineEdit(file.stem)
        self.name.textChanged.connect(lambda _text: self._allow())
        self._form.insertRow(0, translate("Dialogs", "Annotator's &name"), self.name)
        self._form.setRowVisible(self._on_changed, False)  # noqa: FBT003 - Qt's signature
        self._format.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._format.insertItem(0, translate("Dialogs", "PGCN Studio project"), PROJECT_FORMAT)
        self._format.setCurrentIndex(-1)
        self._format.blockSignals(False)  # noqa: FBT003 - Qt's signature
        # There is nobody's review to put a run into.
        self._suggestions.removeItem(self._suggestions.findData("run"))
        self._rows.hide()
        self._import.setText(translate("Dialogs", "&Compare"))
        self.resize(820, 460)
        self.name.selectAll()
        self.name.setFocus()

    def show_plan(
        self, request: ImportRequest, format_id: FormatId, plan: ImportPlan | StudioError
    ) -> None:
        """Show a plan; of a project only annotations are read."""
        super().show_plan(request, format_id, plan)
        self._form.setRowVisible(self._suggestions, self._format.currentData() != PROJECT_FORMAT)

    def accept(self) -> None:
        """Tell who it is and close."""
        if self._plan is not None and self._import.isEnabled():
            self.named.emit(self.name.text().strip(), self._plan)
            self.done(ImportDialog.DialogCode.Accepted)

    def _words(self, plan: ImportPlan) -> str:
        counts, n_videos = plan.counts, len(plan.videos) - len(plan.unmatched)
        n_segments = counts["new"] + counts["known"] + counts["changed"]
        told = translate("Dialogs", "{segments} in {videos} of this project").format(
            segments=segment_words(n_segments),
            videos=video_words(n_videos),
        )
        lines = [told] if n_videos else [translate("Dialogs", "None of its videos is here.")]
        if plan.unmatched:
            names = ", ".join(plan.unmatched[:5])
            lines.append(translate("Dialogs", "Not in the project: {names}").format(names=names))
        return "\n".join([*lines, *plan.remarks])

    def _allow(self) -> None:
        plan = self._plan
        has_videos = plan is not None and len(plan.videos) > len(plan.unmatched)
        self._import.setEnabled(has_videos and bool(self.name.text().strip()))
