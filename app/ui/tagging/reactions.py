"""How late the person presses, read again after every correction."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.labels import stand_ins
from app.domain.reaction import MIN_EDGES, Reaction, Tap, learned
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.preferences import Preferences

READ_AFTER_MS = 200
# Less than this nobody could press on purpose.
AT_ONCE_S = 0.005


class Reactions(QObject):
    """Knows the reaction of the open project, and whether new tags are moved by it.

    Signals:
        changed: Another reaction, or switched on or off.
    """

    changed = Signal()

    def __init__(
        self, document: Document, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._preferences = preferences
        self._reaction = Reaction()
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self._soon = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._soon.timeout.connect(self._read)
        document.about_to_close.connect(self._leave)
        for signal in (document.project_changed, document.timeline_changed,
                       document.timeline_replaced, document.labels_changed):  # fmt: skip
            signal.connect(self._soon.start)

    @property
    def reaction(self) -> Reaction:
        """As it was learned, whether it is applied or not."""
        return self._reaction

    @property
    def is_on(self) -> bool:
        """Whether new tags are moved by it."""
        return self._preferences.moves_tags

    def set_on(self, *, on: bool) -> None:
        """Move new tags, or leave them as they are pressed."""
        self._preferences.moves_tags = on
        self.changed.emit()

    def shift_s(self, label_id: str, speed: float) -> float:
        """Return what to add to the edges of a new tag, seconds of the video."""
        return self._reaction.shift_s(label_id, speed) if self.is_on else 0.0

    def short_words(self) -> str:
        """Return in a line what happens to new tags; '' when they stay as they are pressed."""
        reaction = self._reaction
        if not (self.is_on and reaction.is_known and abs(reaction.overall_s) >= AT_ONCE_S):
            return ""
        moved = translate("Tagging", "New tags are moved by that.")
        return f"{_press_words(reaction.overall_s)} {moved}"

    def words(self, label_id: str = "", name: str = "") -> str:
        """Return the reaction as a sentence, with that of one label where it has its own."""
        reaction = self._reaction
        if not reaction.is_known:
            told = translate(
                "Tagging",
                "Your reaction is known from {needed} corrected edges of tags on ({n} so far).",
            )
            return told.format(needed=MIN_EDGES, n=reaction.n_edges)
        parts = [_press_words(reaction.overall_s)]
        own_s = reaction.by_label.get(label_id, reaction.overall_s)
        if name and abs(own_s - reaction.overall_s) >= AT_ONCE_S:
            own = translate("Tagging", "“{name}”: {seconds}.")
            parts.append(own.format(name=name, seconds=_seconds(own_s)))
        if abs(reaction.overall_s) >= AT_ONCE_S:
            parts.append(
                translate("Tagging", "New tags are moved by that.")
                if self.is_on
                else translate("Tagging", "New tags stay as you press them.")
            )
        basis = translate("Tagging", "Learned from {n} corrected edges.")
        return " ".join([*parts, basis.format(n=reaction.n_edges)])

    def _leave(self) -> None:
        self._soon.stop()
        self._errands.call_off()
        self._reaction = Reaction()

    def _read(self) -> None:
        store = self._document.store
        if store is None:
            self._take(Reaction())
            return

        def take(taps: list[tuple[Tap, float, float]]) -> None:
            if self._document.store is store:
                self._take(learned(taps, stand_ins(self._document.labels)))

        self._errands.start("", lambda _progress, _cancel: store.taps(), take)

    def _take(self, reaction: Reaction) -> None:
        if reaction != self._reaction:
            self._reaction = reaction
            self.changed.emit()


def _press_words(shift_s: float) -> str:
    if abs(shift_s) < AT_ONCE_S:
        return translate("Tagging", "You press on time.")
    if shift_s < 0:
        return translate("Tagging", "You press {seconds} s late.").format(seconds=f"{-shift_s:.2f}")
    return translate("Tagging", "You press {seconds} s early.").format(seconds=f"{shift_s:.2f}")


def _seconds(shift_s: float) -> str:
    if shift_s <= 0:
        return translate("Tagging", "{seconds} s late").format(seconds=f"{-shift_s:.2f}")
    return translate("Tagging", "{seconds} s early").format(seconds=f"{shift_s:.2f}")
