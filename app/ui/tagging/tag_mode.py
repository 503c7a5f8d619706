"""The mode in which the keys of labels tag what plays: hold for a segment, tap for a moment."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.edits import draw
from app.domain.errors import StudioError
from app.domain.labels import Label, numbered, offered
from app.domain.reaction import Tap
from app.domain.segment import Segment
from app.domain.tags import HOLD_FROM_S, placed, tapped
from app.ui.actions import TEXT_FIELDS
from app.ui.document import Document
from app.ui.labels.popups import key_text
from app.ui.player.widget import PlayerWidget
from app.ui.tagging.reactions import Reactions

KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
HELD_BACK = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
# What moves further between two pictures than it could have played was moved by hand.
JUMP_SLACK_S = 1.0


@dataclass(slots=True)
class Held:
    """A key that is down.

    Attributes:
        pressed_at: Monotonic seconds.
        from_s: The playhead then.
        now_s: The playhead as last seen.
        seen_at: Monotonic seconds of that.
        speed: Media seconds per second when it was pressed, negative backwards, 0 at rest.
    """

    label: Label
    pressed_at: float
    from_s: float
    now_s: float
    seen_at: float
    speed: float

    @property
    def edges_s(self) -> tuple[float, float]:
        """Earlier and later time."""
        return min(self.from_s, self.now_s), max(self.from_s, self.now_s)

    def has_jumped(self, time_s: float, now: float) -> bool:
        """Whether the playhead went where playing alone does not go."""
        by_s = time_s - self.now_s
        reach_s = abs(self.speed) * (now - self.seen_at) + JUMP_SLACK_S
        return by_s * self.speed < 0 or abs(by_s) > reach_s


class TagMode(QObject):
    """Hears the keys of labels while it is on.

    Args:
        document: Where tags go.
        player: What they are about.
        reactions: By how much they are moved.
        window: Ends all holds when it is left.

    Signals:
        turned: On or off.
        growing: (label id, start, end) in seconds of every key that is down.
        tagged: The label and the segment of a new annotation.
    """

    turned = Signal(bool)
    growing = Signal(object)
    tagged = Signal(object, object)

    def __init__(
        self, document: Document, player: PlayerWidget, reactions: Reactions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._player, self._reactions = document, player, reactions
        self._window = window
        self._is_on = False
        self._held: dict[int, Held] = {}
        self._keys: dict[str, Label] = {}
        document.labels_changed.connect(self._read_keys)
        document.project_changed.connect(self._read_keys)
        document.video_closed.connect(self.drop)
        player.time_changed.connect(self._follow)
        player.playing_changed.connect(self._follow_playing)

    @property
    def is_on(self) -> bool:
        """Whether keys tag."""
        return self._is_on

    @property
    def keys(self) -> dict[str, Label]:
        """Which key gives which label, digits first."""
        return self._keys

    @property
    def held_ids(self) -> frozenset[str]:
        """Labels whose keys are down."""
        return frozenset(held.label.id for held in self._held.values())

    def set_on(self, *, on: bool) -> None:
        """Begin or end tagging; what is held then ends here."""
        app = QApplication.instance()
        if on == self._is_on or app is None:
            return
        self._is_on = on
        if on:
            self._read_keys()
            app.installEventFilter(self)
        else:
            self.end_all()
            app.removeEventFilter(self)
        self.turned.emit(on)

    def end_all(self) -> None:
        """Let every key go."""
        for key in list(self._held):
            self._end(key)

    def drop(self) -> None:
        """Forget what is held; nothing is tagged."""
        if self._held:
            self._held.clear()
            self._tell_growing()

    # ------------------------------------------------------------ keys
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the keys of labels before anybody else."""
        kind = event.type()
        if kind == QEvent.Type.WindowDeactivate:
            if watched is self._window:
                self.end_all()
            return False
        if kind not in KEYS or not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.KeyRelease:
            return self._release(event)
        if kind == QEvent.Type.KeyPress:
            return self._press(event)
        is_mine = self._label_of(event) is not None or self._would_drop(event)
        if is_mine:
            event.accept()
        return is_mine

    def _press(self, event: QKeyEvent) -> bool:
        if self._would_drop(event):
            self.drop()
            return True
        label = self._label_of(event)
        if label is None:
            return False
        if not event.isAutoRepeat() and event.key() not in self._held:
            self._begin(event.key(), label)
        return True

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() not in self._held:
            return False
        if not event.isAutoRepeat():
            self._end(event.key())
        return True

    def _would_drop(self, event: QKeyEvent) -> bool:
        return bool(self._held) and event.key() == Qt.Key.Key_Escape

    def _label_of(self, event: QKeyEvent) -> Label | None:
        """Return the label of a key, None where the key is meant for something else."""
        if event.modifiers() & HELD_BACK or self._player.facts is None:
            return None
        label = self._keys.get(key_text(event))
        return None if label is None or _is_elsewhere() else label

    def _read_keys(self) -> None:
        labels = self._document.labels
        self._keys = {str(digit): one for digit, one in numbered(labels).items()}
        self._keys |= {one.shortcut: one for one in offered(labels) if one.shortcut}

    # ------------------------------------------------------------ holding
    def _begin(self, key: int, label: Label) -> None:
        player, now = self._player, time.monotonic()
        speed = 0.0
        if player.is_playing:
            speed = -player.speed if player.is_reverse else player.speed
        self._held[key] = Held(label, now, player.time_s, player.time_s, now, speed)
        self._tell_growing()

    def _follow(self, time_s: float) -> None:
        if not self._held:
            return
        now = time.monotonic()
        for key, held in list(self._held.items()):
            if held.speed and held.has_jumped(time_s, now):
                self._end(key)
            elif held.speed:
                held.now_s, held.seen_at = time_s, now
        self._tell_growing()

    def _follow_playing(self, is_playing: bool) -> None:  # noqa: FBT001 - a signal's argument
        if not is_playing:
            for key in [key for key, held in self._held.items() if held.speed]:
                self._end(key)

    def _end(self, key: int) -> None:
        held = self._held.pop(key)
        is_hold = held.speed and time.monotonic() - held.pressed_at >= HOLD_FROM_S
        start_s, end_s = held.edges_s
        if is_hold and end_s > start_s:
            self._tag(held, "hold", start_s, end_s)
        else:
            self._tag(held, "tap", *tapped(held.label, held.from_s))
        self._tell_growing()

    def _tag(self, held: Held, kind: str, start_s: float, end_s: float) -> None:
        video, store = self._document.video, self._document.store
        if video is None or store is None:
            return
        label = held.label
        moved_s = self._reactions.shift_s(label.id, held.speed)
        segment = placed(start_s, end_s, moved_s, video.timeline.duration_s)
        if segment is None:
            return
        edit = draw(label.id, segment)
        if not self._document.do(edit, f"Tag {label.name}"):
            return
        (annotation_id,) = edit.changes.annotation_ids
        # Where the video's ends cut it off, nothing was pressed: what stands counts as pressed.
        pressed = Segment(segment.start_s, segment.end_s)
        tap = Tap(
            annotation_id, label.id, kind, pressed.start_s - moved_s, pressed.end_s - moved_s,
            moved_s, held.speed,
        )  # fmt: skip
        try:
            store.keep_tap(tap, video.entry.id)
        except StudioError as error:
            self._document.show_problem(error)
        self.tagged.emit(label, segment)

    def _tell_growing(self) -> None:
        self.growing.emit(
            [(held.label.id, *held.edges_s) for held in self._held.values() if held.speed]
        )


def _is_elsewhere() -> bool:
    """Whether somebody types, or a popup or dialog has the keys."""
    if isinstance(QApplication.focusWidget(), TEXT_FIELDS):
        return True
    return QApplication.activePopupWidget() is not None or (
        QApplication.activeModalWidget() is not None
    )
