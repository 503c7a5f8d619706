"""Joins the panel of models to what is learned, kept and used."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import StudioError
from app.services.explaining import ModelFacts, ModelShelf
from app.services.fine_tuning import FineTuner, FineTuneReport
from app.services.material import Material, free_name, material_of
from app.services.model_registry import ChangedClip, ModelCard, ModelRecord, ModelRegistry
from app.services.ports import Progress, ProjectStore
from app.ui.actions import ActionSet
from app.ui.analysis import AnalysisController
from app.ui.dialogs.files import FileDialogs
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.models.card import CardFacts
from app.ui.models.clip_opener import ClipOpener
from app.ui.models.discarding import Discarding
from app.ui.models.panel import ModelsPanel
from app.ui.models.popover import FineTunePopup
from app.ui.models.promoting import Promoting, unreviewed
from app.ui.models.training import Training, Workshop
from app.ui.models.words import folder_words, model_name
from app.ui.refusals import refusal_words

ACTIONS = ("fine_tune", "model", "model_folder", "model_back")


@dataclass(frozen=True, slots=True)
class ModelParts:
    """What the desk works with beside its own widgets."""

    document: Document
    analysis: AnalysisController
    actions: ActionSet
    clips: ClipOpener
    files: FileDialogs


@dataclass(frozen=True, slots=True)
class Found:
    """The models as last read.

    Attributes:
        records: Newest first.
        unfinished: Folders of those that can be gone on with.
        can_go_back: Whether another one was in use before.
        before: Folder of that one; None for the cold start.
    """

    records: tuple[ModelRecord, ...] = ()
    unfinished: tuple[Path, ...] = ()
    can_go_back: bool = False
    before: Path | None = None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the popup shows."""

    material: Material
    parent: Path | None
    parent_name: str
    name: str


class ModelsDesk(QObject):
    """Keeps the panel true and does what is asked of it.

    Args:
        parts: The rest of the window.
        window: Parent of popups and dialogs.

    Signals:
        asked: The panel shall come to the front.
        offered: A sentence, the word on a button, and what that does.
        told: One sentence for the status line.
    """

    asked = Signal()
    offered = Signal(str, str, object)
    told = Signal(str)

    def __init__(self, parts: ModelParts, window: QWidget) -> None:
        super().__init__(window)
        self._parts, self._window = parts, window
        self._shelf: ModelShelf | None = None
        self._registry: ModelRegistry | None = None
        self._found = Found()
        # Named by the person and not kept by the program: there until the program ends.
        self._visiting: dict[Path, ModelRecord] = {}
        self._is_looked_at = False
        self._wanted: Path | None = None
        self._is_closed = False
        self.training = Training(parts.analysis, self)
        self.promoting = Promoting(parts.document, parts.analysis, self)
        self.discarding = Discarding(parts.document, self)
        self.panel = ModelsPanel({each: parts.actions[each] for each in ACTIONS})
        self.popup = FineTunePopup(window)
        self._errands, self._reading = Errands(self), Errands(self)
        for errands in (self._errands, self._reading):
            errands.failed.connect(parts.document.show_problem)
        self._connect()
        for action_id in ACTIONS:
            parts.actions[action_id].setVisible(False)

    def take(self, shelf: ModelShelf, registry: ModelRegistry, tuner: FineTuner) -> None:
        """Take who learns, and the models there are."""
        self._shelf, self._registry = shelf, registry
        self.training.take(Workshop(tuner, registry))
        self.promoting.take(shelf, registry)
        self.discarding.take(registry)
        for action_id in ACTIONS:
            self._parts.actions[action_id].setVisible(True)
        self._name_used()
        self.renew(self._offer_unfinished)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for the actions about models."""
        return {
            "fine_tune": self.ask,
            "model": self.show_panel,
            "model_folder": self._ask_folder,
            "model_back": self.promoting.roll_back,
        }

    def shut_down(self) -> None:
        """Pause what is learned; returns when the threads are over."""
        self._is_closed = True
        self.training.shut_down()
        for errands in (self._errands, self._reading):
            errands.call_off()
        self.promoting.shut_down()
        self.discarding.shut_down()

    def show_panel(self) -> None:
        """Bring the panel to the front and give its list the keys."""
        self.asked.emit()
        self.panel.focus_tree()

    # ------------------------------------------------------------ asking
    def ask(self) -> None:
        """Say what would be learned, and ask whether it shall be."""
        if self._registry is None:
            return
        self.asked.emit()
        if self.training.is_on:
            told = translate("Models", "“{name}” is being learned: one at a time.")
            self.told.emit(told.format(name=self.training.name))
            return
        # The panel may have been hidden: its button has its place a moment later.
        QTimer.singleShot(0, self._open_popup)

    def _open_popup(self) -> None:
        button, store = self.panel.fine_tune, self._parts.document.store
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        self.popup.ask(corner)
        shelf, registry = self._shelf, self._registry
        if store is None:
            self.popup.show_refusal(
                translate("Window", "No project is open."),
                translate("Window", "Make one with Ctrl+N, or drop videos on the window."),
            )
        elif shelf is not None and registry is not None:
            # What the threshold hides nobody was asked about.
            shown_from = self._parts.document.min_score
            work = partial(_prospect, store, registry, shelf.chosen, shown_from)
            self._reading.start("", work, self._show_prospect)

    def _show_prospect(self, found: Prospect | StudioError) -> None:
        if not self.popup.isVisible():
            return
        if isinstance(found, StudioError):
            sentence, step = refusal_words(found.sentence), refusal_words(found.next_step)
            self.popup.show_refusal(sentence, step)
            return
        self._wanted = found.parent
        self.popup.show_material(found.material, found.parent_name, found.name)

    def _start(self, name: str, material: Material) -> None:
        self.panel.training.curves.clear()
        self.training.start(name, material, self._wanted)

    def _resume(self, folder: Path) -> None:
        self.asked.emit()
        self.panel.training.curves.clear()
        self.training.resume(folder)

    # ------------------------------------------------------------ the list
    def renew(self, then: Callable[[], object] | None = None) -> None:
        """Read the models again, in a thread."""
        registry = self._registry
        if registry is None or self._is_closed:
            return

        def work(_progress: Progress, _cancel: threading.Event) -> Found:
            return Found(
                tuple(registry.records()),
                tuple(registry.unfinished()),
                registry.can_roll_back,
                registry.before_last(),
            )

        def take(found: Found) -> None:
            self._found = found
            self._show_all()
            if then is not None:
                then()

        self._errands.start("", work, take)

    def records(self) -> list[ModelRecord]:
        """Return the models that are listed, newest first."""
        hidden = self.discarding.hidden
        known = {one.folder: one for one in self._found.records if one.folder not in hidden}
        used = self._shelf.chosen if self._shelf else None
        others = dict(self._visiting)
        if used is not None and used not in others:
            others[used] = ModelRecord(used, used.name, None, None, ())
        return [*known.values(), *(one for at, one in others.items() if at not in known)]

    def _show_all(self) -> None:
        used = self._shelf.chosen if self._shelf else None
        self.panel.tree.show_models(self.records(), used)
        self._show_paused()
        self._name_used()

    def _show_paused(self) -> None:
        gone = self.discarding.hidden | {self.training.folder}
        waiting = [one for one in self._found.unfinished if one not in gone]
        self.panel.paused.show_paused(waiting)
        self.panel.paused.allow(on=not self.training.is_on)

    def _name_used(self) -> None:
        used = self._shelf.chosen if self._shelf else None
        name = self._names().get(used, folder_words(used))
        told = translate("Window", "Model: {name}").format(name=name)
        self._parts.actions["model"].setIconText(told)
        back, before = self._parts.actions["model_back"], self._found.before
        back.setEnabled(self._found.can_go_back)
        text = translate("Actions", "Back to the model before")
        if self._found.can_go_back:
            known = self._names().get(before, folder_words(before))
            text = translate("Models", "Back to “{name}”").format(name=known)
        back.setText(text)

    def _names(self) -> dict[Path | None, str]:
        return {None: model_name(None), **{one.folder: one.name for one in self.records()}}

    def _offer_unfinished(self) -> None:
        waiting = self._found.unfinished
        if waiting:
            told = translate("Models", "The fine-tuning “{name}” is paused.")
            self.offered.emit(
                told.format(name=waiting[0].name),
                translate("Models", "Resume"),
                partial(self._resume, waiting[0]),
            )

    # ------------------------------------------------------------ the card
    def _look(self, folder: Path | None) -> None:
        record = self.panel.tree.record
        self.panel.card.show_facts(self._facts(record))
        registry = self._registry
        if record is None or registry is None:
            return

        def work(_progress: Progress, _cancel: threading.Event) -> ModelCard | StudioError:
            try:
                return registry.card(record.folder)
            except StudioError as error:
                return error

        self._errands.start("", work, partial(self._take_card, folder))

    def _take_card(self, folder: Path | None, found: ModelCard | StudioError) -> None:
        if self.panel.tree.folder != folder or folder is None:
            return
        if isinstance(found, StudioError):
            sentence = f"{refusal_words(found.sentence)} {refusal_words(found.next_step)}"
            self.panel.card.show_refusal(sentence.strip())
        else:
            self.panel.card.show_card(found)

    def _facts(self, record: ModelRecord | None) -> CardFacts:
        used = self._shelf.chosen if self._shelf else None
        parent = record.parent if record else None
        folder = record.folder if record else None
        name = self._names().get(parent, folder_words(parent))
        n_again = len(unreviewed(self._parts.document))
        return CardFacts(record, name, is_used=folder == used, n_again=n_again)

    def look(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Take whether the panel is in front."""
        self._is_looked_at = on
        self._renew_counts()

    def _renew_counts(self) -> None:
        if self._is_looked_at:
            self.panel.card.show_again(len(unreviewed(self._parts.document)))

    # ------------------------------------------------------------ acts
    def _use(self, folder: Path | None) -> None:
        self.promoting.use(folder, again=self.panel.card.again.isChecked())

    def _discard(self, folder: Path | None) -> None:
        record = self.panel.tree.record
        if folder is None or record is None:
            return
        if self._shelf is not None and folder == self._shelf.chosen:
            told = translate("Models", "{name} is in use: promote another one first.")
            self.told.emit(told.format(name=record.name))
        elif record.is_default:
            self.told.emit(translate("Models", "What came with the program stays."))
        elif folder in self._visiting:
            # Not ours to remove: it is taken off the list.
            del self._visiting[folder]
            self._show_all()
        else:
            self.discarding.discard(folder)

    def _ask_folder(self) -> None:
        shelf, folder = self._shelf, self._parts.files.model(self._window)
        if shelf is None or folder is None:
            return

        def work(_progress: Progress, cancel: threading.Event) -> ModelFacts:
            return shelf.check(folder, cancel.is_set)

        self._errands.start("", work, self._take_visitor)

    def _take_visitor(self, facts: ModelFacts) -> None:
        record = ModelRecord(facts.folder, facts.name, None, None, facts.labels)
        self._visiting[facts.folder] = record
        self._show_all()
        self.asked.emit()
        self.panel.tree.select(facts.folder)
        self.panel.show_card()

    # ------------------------------------------------------------ learning
    def _show_phase(self) -> None:
        box, training = self.panel.training, self.training
        box.show_phase(training.phase, training.name)
        self._show_paused()
        self._show_waiting()

    def _show_waiting(self) -> None:
        n = self._parts.analysis.n_waiting if self.training.is_on else 0
        self.panel.training.show_waiting(n)

    def _take_report(self, report: FineTuneReport) -> None:
        self.renew(partial(self._show_new, report.folder))
        told = translate("Models", "“{name}” is learned.").format(name=report.folder.name)
        if report.before is not None and report.after is not None:
            told = translate("Models", "“{name}” is learned: mAP {before:.2f} → {after:.2f}.")
            told = told.format(name=report.folder.name, before=report.before, after=report.after)
        show = partial(self._show_card_of, report.folder)
        self.offered.emit(told, translate("Models", "Show"), show)

    def _show_new(self, folder: Path) -> None:
        self.panel.tree.select(folder)

    def _show_card_of(self, folder: Path) -> None:
        self.asked.emit()
        self.panel.tree.select(folder)
        self.panel.show_card()

    def _take_paused(self, folder: Path) -> None:
        self.renew()
        told = translate("Models", "“{name}” is paused; finished epochs are kept.")
        self.told.emit(told.format(name=folder.name))

    def _take_stopped(self, folder: Path) -> None:
        told = translate("Models", "“{name}” was stopped and is discarded.")
        if not self._is_closed:
            self.discarding.discard(folder, told.format(name=folder.name))
        self.renew()

    def _take_refusal(self, error: StudioError) -> None:
        self._parts.document.show_problem(error)
        self.renew()

    # ------------------------------------------------------------ wiring
    def _connect(self) -> None:
        parts, panel, training = self._parts, self.panel, self.training
        parts.document.about_to_close.connect(self._reading.call_off)
        parts.document.videos_changed.connect(self._renew_counts)
        parts.analysis.states_changed.connect(self._show_waiting)
        parts.actions.keys_changed.connect(panel.name_keys)
        parts.clips.told.connect(self.told)
        self.popup.started.connect(self._start)
        panel.tree.looked_at.connect(self._look)
        panel.tree.use_asked.connect(self._use)
        panel.tree.discard_asked.connect(self._discard)
        panel.card.use_asked.connect(self._use_shown)
        panel.card.discard_asked.connect(self._discard_shown)
        panel.card.clip_chosen.connect(self._watch)
        panel.training.pause_asked.connect(training.pause)
        panel.training.stop_asked.connect(training.stop)
        panel.paused.resume_asked.connect(self._resume)
        panel.paused.discard_asked.connect(self.discarding.discard)
        self.promoting.changed.connect(self.renew)
        self.discarding.changed.connect(self.renew)
        training.changed.connect(self._show_phase)
        training.progressed.connect(panel.training.show_progress)
        training.epoch_done.connect(panel.training.curves.add)
        training.finished.connect(self._take_report)
        training.paused.connect(self._take_paused)
        training.stopped.connect(self._take_stopped)
        training.refused.connect(self._take_refusal)

    def _use_shown(self) -> None:
        self._use(self.panel.tree.folder)

    def _discard_shown(self) -> None:
        self._discard(self.panel.tree.folder)

    def _watch(self, clip: ChangedClip) -> None:
        self._parts.clips.watch(clip)


def _prospect(
    store: ProjectStore,
    registry: ModelRegistry,
    parent: Path | None,
    min_score: float,
    _progress: Progress,
    _cancel: threading.Event,
) -> Prospect | StudioError:
    try:
        records: Sequence[ModelRecord] = registry.records()
        material = material_of(store, records, parent, min_score)
        taken = [one.folder.name for one in records] + [one.name for one in records]
        taken += [one.name for one in registry.unfinished()]
    except StudioError as error:
        return error
    names = {one.folder: one.name for one in records}
    name = free_name(store.path.stem, taken)
    shown = folder_words(None) if parent is None else names.get(parent, parent.name)
    return Prospect(material, parent, shown, name)
