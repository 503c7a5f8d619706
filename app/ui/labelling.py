"""Everything about labels in one window: their panel, tagging while playing, lane menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.domain.labels import Label
from app.domain.segment import Segment
from app.ui.actions import ActionSet, plain_text
from app.ui.document import Document
from app.ui.label_colours import recoloured
from app.ui.labels.label_desk import LabelDesk
from app.ui.labels.panel import LabelPanel
from app.ui.language import translate
from app.ui.player.widget import PlayerWidget
from app.ui.preferences import Preferences
from app.ui.review.reviewing import Reviewer
from app.ui.tagging.reactions import Reactions
from app.ui.tagging.tag_mode import TagMode
from app.ui.tagging.tag_strip import TagStrip
from app.ui.timeline.widget import TimelineWidget
from app.ui.times import clock

LABELLING_ACTIONS = ("tag_mode",)


class Labelling(QObject):
    """Wires the panel of labels and the tagging mode to the rest of the window.

    Args:
        document: The open project.
        player: What is tagged.
        timeline: Where what is held grows, and whose headers ask for changes of labels.
        reviewer: Lets the selection go when tagging begins.
        actions: Say which keys are taken; one of them turns the mode on.
        preferences: Colours of labels, and whether tags are moved.
        window: Hears the keys.

    Signals:
        panel_asked: The panel is to be seen.
    """

    panel_asked = Signal()

    def __init__(
        self,
        document: Document,
        views: tuple[PlayerWidget, TimelineWidget],
        reviewer: Reviewer,
        actions: ActionSet,
        preferences: Preferences,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._reviewer = document, reviewer
        self._player, self._timeline = views
        self._actions, self._preferences = actions, preferences
        self.desk = LabelDesk(document, self._owner_of, self)
        self.panel = LabelPanel(document, self.desk, preferences)
        self.reactions = Reactions(document, preferences, self)
        self.mode = TagMode(document, self._player, self.reactions, window)
        self.strip = TagStrip(self._player.surface)
        self._connect()
        self._show_reaction()

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for the actions about labels."""
        return {"tag_mode": lambda on: self.mode.set_on(on=on), "labels": self.show_panel}

    def redraw(self) -> None:
        """Draw what depends on theme and label colours again."""
        self.panel.redraw()
        self._show_keys()

    def show_panel(self) -> None:
        """Bring the panel to the front and give it the keys."""
        self.panel_asked.emit()
        self.panel.focus_list()

    def _connect(self) -> None:
        document, mode = self._document, self.mode
        self.desk.told.connect(lambda words: document.undoable.emit(words, self._reviewer.undo))
        document.labels_changed.connect(self._show_keys)
        document.project_changed.connect(self._show_keys)
        document.video_closed.connect(self._end_mode)
        mode.turned.connect(self._show_mode)
        mode.growing.connect(self._show_growing)
        mode.tagged.connect(self._tell_tagged)
        self.reactions.changed.connect(self._show_reaction)
        self.panel.list.current_changed.connect(self._show_reaction)
        self.panel.tap_bar.switched.connect(lambda on: self.reactions.set_on(on=on))
        self._timeline.board.label_asked.connect(self._take_lane)

    def _owner_of(self, key: str) -> str:
        """Return what the action is called that has a key, or ''."""
        wanted = QKeySequence(key)
        for action in self._actions:
            if wanted in action.shortcuts():
                return plain_text(action.text())
        return ""

    def _take_lane(self, label_id: str, act: str) -> None:
        self.panel_asked.emit()
        self.panel.begin(act, label_id)

    # ------------------------------------------------------------ tagging
    def _end_mode(self) -> None:
        self._actions["tag_mode"].setChecked(False)

    def _show_mode(self, is_on: bool) -> None:  # noqa: FBT001 - a signal's argument
        if is_on:
            # A selection would be played in a loop.
            self._reviewer.select("")
            # A field of the panel would take the keys.
            self._timeline.setFocus()
            self.strip.show_note(self.reactions.short_words() if self.mode.keys else no_labels())
            self._show_keys()
        self.strip.setVisible(is_on)
        self.strip.raise_()

    def _show_keys(self) -> None:
        shown = recoloured(self._document.labels, self._preferences.label_colours)
        by_id = {one.id: one for one in shown}
        chips: dict[str, tuple[str, Label]] = {}
        for key, label in self.mode.keys.items():
            if label.id in by_id:
                # A key of its own says more than the digit.
                chips[label.id] = (key, by_id[label.id])
        self.strip.show_keys(list(chips.values()))
        if chips and self.strip.note == no_labels():
            self.strip.show_note(self.reactions.short_words())

    def _show_growing(self, held: list[tuple[str, float, float]]) -> None:
        self._timeline.board.set_growing(held)
        self.strip.show_held(self.mode.held_ids)

    def _tell_tagged(self, label: Label, segment: Segment) -> None:
        told = translate("Tagging", "Tagged {label}, {start} to {end}")
        self.strip.show_note(
            told.format(label=label.name, start=clock(segment.start_s), end=clock(segment.end_s))
        )

    def _show_reaction(self) -> None:
        row = self.panel.list.current
        label = row.label if row else None
        words = self.reactions.words(label.id if label else "", label.name if label else "")
        self.panel.tap_bar.show_reaction(
            words, is_on=self.reactions.is_on, is_known=self.reactions.reaction.is_known
        )


def no_labels() -> str:
    """Say that there is nothing to tag with."""
    return translate("Tagging", "There are no labels yet: Ctrl+Shift+L adds some.")
