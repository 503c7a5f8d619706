"""Everything about other annotators and compared layers, joined with the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import ExchangeError, StudioError
from app.domain.opinions import Ruling
from app.services.agreement import Agreement, measure
from app.services.agreement_report import write_report
from app.services.exchange_values import FormatId
from app.services.importing import ImportPlan, plan_import
from app.services.ports import ProjectStore
from app.services.second_opinions import SecondReport, take_second
from app.ui.actions import ActionSet
from app.ui.agreement.compare_button import CompareButton
from app.ui.agreement.comparing import NOTHING, Choice, Comparing
from app.ui.agreement.desk import AgreementDesk
from app.ui.agreement.panel import CHOICES, DisagreementPanel, Versions
from app.ui.agreement.place_book import Place
from app.ui.agreement.place_list import PlaceRow
from app.ui.agreement.words import difference_words, taken_words, version_words, what_words
from app.ui.agreement.words import where_words as where
from app.ui.dialogs.agreement import AgreementDialog
from app.ui.dialogs.files import FileDialogs
from app.ui.dialogs.import_plan import ImportRequest
from app.ui.dialogs.second_annotator import SecondAnnotatorDialog
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.exchange_desk import Living, show_dialog
from app.ui.language import spoken_language, translate
from app.ui.preferences import Preferences
from app.ui.review.desk import DeskViews, ReviewDesk
from app.ui.review.reviewing import Reviewer
from app.ui.told import name_of

PANEL = "Disagreements"
STEPS = ("next_disagreement", "previous_disagreement", "agreement_report")
LAYER_ACTIONS = ("take_over", "take_over_shown", "next_compared", "previous_compared")


@dataclass(frozen=True, slots=True)
class AgreementParts:
    """What it works with."""

    document: Document
    reviewer: Reviewer
    desk: ReviewDesk
    views: DeskViews
    actions: ActionSet
    files: FileDialogs


class AgreementRoom(QObject):
    """The second annotator's part of the window.

    Args:
        parts: What it works with.
        preferences: With whom each project is compared.
        window: Parent of the dialogs.

    Signals:
        offered: Whether there is another annotator, so that the panel has something to say.
        asked: The panel shall come to the front.
        told: One sentence for the status line.
    """

    offered = Signal(bool)
    asked = Signal()
    told = Signal(str)

    def __init__(self, parts: AgreementParts, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._parts, self._window = parts, window
        self._is_showing = False
        self.desk = AgreementDesk(parts.document, preferences, self)
        self.comparing = Comparing(parts.document, parts.views.timeline, self)
        shown = {each: parts.actions[each] for each in (*CHOICES, *STEPS)}
        self.panel = DisagreementPanel(shown, self._row)
        self.button = CompareButton(self.comparing, lambda: self.desk.annotators)
        parts.views.header.add_button(self.button)
        self._errands = Errands(self)
        self._errands.failed.connect(parts.document.show_problem)
        parts.document.about_to_close.connect(self._errands.call_off)
        self._connect()
        self.panel.set_tolerance(preferences.edge_tolerance_s)
        self._show_annotators()

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for each action."""
        comparing, desk, player = self.comparing, self.desk, self._parts.views.player
        return {
            "compare_annotator": self._ask_file,
            "agreement_report": self.show_report,
            "compare_with": self.button.ask,
            "take_over": comparing.take_over,
            "take_over_shown": comparing.take_over_shown,
            "next_compared": lambda: comparing.step(1, player.time_s),
            "previous_compared": lambda: comparing.step(-1, player.time_s),
            "next_disagreement": partial(self._step, 1),
            "previous_disagreement": partial(self._step, -1),
            "keep_mine": partial(desk.settle, Ruling.MINE),
            "take_theirs": partial(desk.settle, Ruling.THEIRS),
            "keep_both": partial(desk.settle, Ruling.BOTH),
        }

    def enable(self) -> None:
        """Allow what can be done now; plain keys settle only where a place is on the screen."""
        document, actions = self._parts.document, self._parts.actions
        may_edit = document.path is not None and not document.read_only_reason
        actions.enable(("compare_annotator",), on=may_edit)
        actions.enable(("compare_with",), on=document.video is not None)
        has_layer = document.video is not None and self.comparing.choice != NOTHING
        actions.enable(LAYER_ACTIONS, on=has_layer)
        actions.enable(LAYER_ACTIONS[:2], on=has_layer and may_edit)
        actions.enable(STEPS, on=bool(self.desk.annotators))
        actions.enable(CHOICES, on=self.desk.is_choosing)
        self.panel.removal.setEnabled(may_edit)

    def _connect(self) -> None:
        document, desk = self._parts.document, self.desk
        for signal in (document.project_changed, document.video_opened, document.video_closed):
            signal.connect(self.enable)
        self.comparing.changed.connect(self.enable)
        self.comparing.told.connect(self.told)
        self.comparing.went.connect(self._parts.views.player.go_to)
        desk.annotators_changed.connect(self._show_annotators)
        desk.changed.connect(self._show_places)
        desk.current_changed.connect(self._show_current)
        desk.shown.connect(self._show_place)
        desk.told.connect(self.told)
        self._parts.reviewer.selected.connect(self._look_elsewhere)
        self.panel.annotator_chosen.connect(desk.choose)
        self.panel.place_chosen.connect(desk.go_to)
        self.panel.removal_asked.connect(desk.remove)
        self.panel.tolerance_chosen.connect(desk.set_tolerance)
        self._parts.actions.keys_changed.connect(self.panel.name_keys)

    # ------------------------------------------------------------ another's work
    def _ask_file(self) -> None:
        file = self._parts.files.second_annotator(self._window)
        if file is not None:
            self.show_import(file)

    def show_import(self, file: Path) -> None:
        """Show whose videos and labels a file has, before it is read beside mine."""
        document = self._parts.document
        store = document.store
        if store is None:
            return
        videos = [(one.id, one.name) for one in document.videos]
        labels = [one.name for one in document.labels]
        cards = document.exchanging.cards()
        dialog = SecondAnnotatorDialog(file, cards, videos, labels, self._window)
        dialog.changed.connect(partial(self._plan, store, dialog))
        dialog.named.connect(partial(self._take, store, file))
        show_dialog(dialog, self._window)
        dialog.ask()

    def _plan(
        self, store: ProjectStore, dialog: SecondAnnotatorDialog, request: ImportRequest
    ) -> None:
        reader, living = self._parts.document.exchanging.reader, Living(dialog)

        def work(_progress: object, _cancel: object) -> tuple[FormatId, ImportPlan | StudioError]:
            try:
                format_id, contents = reader.read(
                    store, request.file, request.format_id, request.options
                )
                plan = plan_import(
                    store,
                    contents,
                    by_hand=request.by_hand,
                    labels=request.labels,
                    suggestions=request.suggestions,
                )
            except StudioError as error:
                return request.format_id, error
            return format_id, plan

        def show(found: tuple[FormatId, ImportPlan | StudioError]) -> None:
            living.then(lambda: dialog.show_plan(request, *found))

        self._errands.start(translate("Window", "Reading…"), work, show)

    def _take(self, store: ProjectStore, file: Path, name: str, plan: ImportPlan) -> None:
        def work(_progress: object, _cancel: object) -> SecondReport:
            return take_second(store, plan, name, file.name)

        self._errands.start(translate("Window", "Reading…"), work, self._tell_taken)

    def _tell_taken(self, report: SecondReport) -> None:
        document = self._parts.document
        video = document.video
        document.reload_timeline(video.entry.id if video else "")
        self.desk.choose(report.annotator)
        self.told.emit(taken_words(report))
        self.asked.emit()

    # ------------------------------------------------------------ showing
    def _show_annotators(self) -> None:
        names, chosen = self.desk.annotators, self.desk.annotator
        self.panel.show_annotators(names, chosen)
        self.offered.emit(bool(names))
        kind, which = self.comparing.choice.kind, self.comparing.choice.which
        if kind == "annotator" and which not in names:
            self.comparing.choose(NOTHING)
        if chosen and self.comparing.choice.kind in {"none", "annotator"}:
            self.comparing.choose(Choice("annotator", chosen, chosen))
        self.enable()

    def _show_places(self) -> None:
        book = self.desk.book
        self.panel.show_places(book.places, book.n_settled, book.n_open + book.n_settled)
        self._show_current()

    def _row(self, place: Place) -> PlaceRow:
        mine, theirs = self._names(place)
        one = place.found.mine or place.found.theirs
        label = self._parts.document.label(one.label_id) if one else None
        return PlaceRow(
            place.video_id,
            place.found.key,
            what_words(place.found, self.desk.annotator, mine, theirs),
            where(place.found, name_of(place.video_id, self._parts.document.videos)),
            label.color if label else "",
            place.is_open,
        )

    def _names(self, place: Place) -> tuple[str, str]:
        document, found = self._parts.document, place.found
        standing = self.desk.standing

        def name(label_id: str) -> str:
            return document.label_name(standing.get(label_id, label_id))

        mine = name(found.mine.label_id) if found.mine else ""
        return mine, name(found.theirs.label_id) if found.theirs else ""

    def _show_current(self) -> None:
        place = self.desk.current
        if place is None:
            self.panel.mark("", ("", ""))
            self.panel.show_versions(None)
        else:
            mine, theirs = self._names(place)
            found = place.found
            self.panel.mark(place.video_id, found.key)
            self.panel.show_versions(
                Versions(
                    version_words(mine, found.mine.segment if found.mine else None),
                    version_words(theirs, found.theirs.segment if found.theirs else None),
                    difference_words(found),
                )
            )
        self.enable()

    def _step(self, direction: int) -> None:
        self.asked.emit()
        self.desk.step(direction)

    def _show_place(self, place: Place) -> None:
        """Bring both versions into view and play the place over and over."""
        found, timeline = place.found, self._parts.views.timeline
        annotator = self.desk.annotator
        self.comparing.choose(Choice("annotator", annotator, annotator))
        self._is_showing = True
        self._parts.desk.show_place(found.mine.id if found.mine else "", found.span)
        self._is_showing = False
        timeline.show_span(found.span.start_s, found.span.end_s)
        timeline.choose_compared(found.theirs.id if found.theirs else "")

    def _look_elsewhere(self, entry_id: str) -> None:
        place = self.desk.current
        if self._is_showing or place is None:
            return
        if place.found.mine is None or place.found.mine.id != entry_id:
            self.desk.leave_place()

    # ------------------------------------------------------------ the report
    def show_report(self) -> None:
        """Show how far the two agree."""
        store, annotator = self._parts.document.store, self.desk.annotator
        if store is None or not annotator:
            return

        def work(_progress: object, _cancel: object) -> Agreement:
            return measure(store, annotator)

        self._errands.start(translate("Agreement", "Comparing…"), work, self._show_agreement)

    def _show_agreement(self, agreement: Agreement) -> None:
        dialog = AgreementDialog(agreement, self._window)
        dialog.save_asked.connect(self._save)
        show_dialog(dialog, self._window)

    def _save(self, agreement: Agreement) -> None:
        path = self._parts.document.path or Path()
        name = f"{path.stem}-{agreement.annotator}.html".replace("/", "-")
        file = self._parts.files.report(self._window, path.with_name(name))
        if file is None:
            return
        try:
            write_report(agreement, file, spoken_language())
        except ExchangeError as error:
            self._parts.document.show_problem(error)
        else:
            told = translate("Agreement", "The report is written to {file}.")
            self.told.emit(told.format(file=file))
