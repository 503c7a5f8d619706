"""What is known of one model: where it comes from, what it is worth, what it sees otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.model_registry import ModelCard, ModelRecord
from app.ui.language import PLURAL, translate
from app.ui.models.clip_list import ClipList
from app.ui.models.label_table import LabelTable
from app.ui.models.pictures import WorthPicture
from app.ui.models.words import (
    cold_words,
    model_name,
    new_labels_words,
    record_words,
    settings_words,
    verdict_words,
)
from app.ui.theme import in_role


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card shows beside the model itself.

    Attributes:
        record: None for the cold start.
        parent: Name of the model it goes on from.
        is_used: Whether it is the one in use.
        n_again: Videos that would be analysed again.
    """

    record: ModelRecord | None
    parent: str
    is_used: bool
    n_again: int


class CardView(QWidget):
    """The card of the current model.

    Signals:
        use_asked: It shall be used.
        discard_asked: It shall be thrown away.
        clip_chosen: A ``ChangedClip`` to watch.
    """

    use_asked = Signal()
    discard_asked = Signal()
    clip_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_used = False
        self._title = in_role(QLabel(wordWrap=True), "title")
        self._verdict = QLabel(wordWrap=True)
        self._words = in_role(QLabel(wordWrap=True), "faint")
        self._new = in_role(QLabel(wordWrap=True), "faint")
        self._clips_title = QLabel()
        self._settings = in_role(QLabel(wordWrap=True), "faint")
        self.picture = WorthPicture()
        self.labels = LabelTable()
        self.clips = ClipList()
        self.use = _button(translate("Models", "Promote"), self.use_asked.emit)
        self.discard = _button(translate("Models", "Discard"), self.discard_asked.emit)
        self.again = QCheckBox()
        self.again.setChecked(True)
        self.show_again(0)
        self.clips.chosen.connect(self.clip_chosen)
        self._lay_out()

    @property
    def words(self) -> str:
        """All that is said, for tests and readers of the screen."""
        told = (self._title, self._verdict, self._words, self._new, self._clips_title)
        return "\n".join(each.text() for each in told if not each.isHidden())

    def show_facts(self, facts: CardFacts) -> None:
        """Show a model before its card is read, or one that has none."""
        record = facts.record
        self._title.setText(model_name(record))
        has_worth = record is not None and bool(record.learned_from)
        self._verdict.setText(verdict_words(record.worth) if record and has_worth else "")
        self._verdict.setVisible(has_worth)
        self._words.setText(record_words(record, facts.parent) if record else cold_words())
        self.picture.show_worth(record.worth if record else None)
        self.show_card(None)
        self._show_buttons(facts)

    def show_card(self, card: ModelCard | None) -> None:
        """Show what changed by label and by clip."""
        self.labels.show_labels(card.labels if card else ())
        new = new_labels_words(card.labels if card else ())
        self._new.setText(new)
        self._new.setVisible(bool(new))
        clips = card.clips if card else ()
        self.clips.show_clips(clips)
        n_better = sum(clip.gain > 0 for clip in clips)
        told = translate("Models", "Clips: {better} better, {worse} worse")
        self._clips_title.setText(told.format(better=n_better, worse=len(clips) - n_better))
        self._clips_title.setVisible(bool(clips))
        settings = settings_words(card) if card else ""
        self._settings.setText(settings)
        self._settings.setVisible(bool(settings))

    def show_refusal(self, sentence: str) -> None:
        """Say why a model cannot be used."""
        self._verdict.setText(sentence)
        self._verdict.show()
        self.use.setEnabled(False)

    def show_again(self, n: int) -> None:
        """Say how many videos would be analysed again."""
        words = translate("Models", "Analyse %n videos again", "", PLURAL, n)
        if n == 1:
            words = translate("Models", "Analyse 1 video again")
        self.again.setText(words)
        self.again.setToolTip(translate("Models", "Those that nobody has begun to review"))
        self.again.setVisible(n > 0 and not self._is_used)

    def _show_buttons(self, facts: CardFacts) -> None:
        record = facts.record
        in_use = translate("Models", "In use")
        self.use.setText(in_use if facts.is_used else translate("Models", "Promote"))
        self.use.setToolTip(translate("Models", "Use it from the next run on (Return in the list)"))
        self.use.setEnabled(not facts.is_used)
        self.use.setDefault(not facts.is_used)
        self._is_used = facts.is_used
        self.show_again(facts.n_again)
        self.discard.setVisible(record is not None and not record.is_default)
        self.discard.setEnabled(not facts.is_used)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.use, 1)
        buttons.addWidget(self.discard)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        upper: tuple[QWidget, ...] = (self._title, self._verdict, self.picture, self.again)
        for widget in upper:
            column.addWidget(widget)
        column.addLayout(buttons)
        lower: tuple[QWidget, ...] = (self._words, self.labels, self._new)
        for widget in (*lower, self._clips_title, self.clips, self._settings):
            column.addWidget(widget)


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _on: act())
    return button
