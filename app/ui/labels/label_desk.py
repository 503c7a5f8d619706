"""What a person does with the labels of a project, and how much each of them has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import EditRefused
from app.domain.label_edits import (
    AddLabel,
    LabelEdit,
    LabelSet,
    SetLabel,
    check_name,
    give_key,
    hide,
    merge,
    move,
    named_alike,
    rename,
    separate,
)
from app.domain.labels import Label, next_color, stand_ins
from app.services.ports import LabelCount
from app.ui.captions import segment_words
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import translate

# Counts follow a burst of edits once.
COUNT_AFTER_MS = 150
DIGITS = frozenset("123456789")


class LabelDesk(QObject):
    """Turns what the panels ask for into edits of the labels; every one is undoable.

    Args:
        document: The open project.
        key_owner: Returns what an action that has a key is called, '' for a free key.
        parent: Owns it.

    Signals:
        changed: Labels or counts are others now.
        merge_offered: A name was typed that another label has: id, id of the other.
        told: What an act did to more than was seen; with the way back it is worth a toast.
    """

    changed = Signal()
    merge_offered = Signal(str, str)
    told = Signal(str)

    def __init__(
        self, document: Document, key_owner: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._key_owner = key_owner
        self._counts: dict[str, LabelCount] = {}
        self._is_watched = False
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self._soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        document.about_to_close.connect(self._leave)
        document.project_changed.connect(self._begin)
        document.labels_changed.connect(self.changed)
        for signal in (document.timeline_changed, document.timeline_replaced,
                       document.history_changed, document.stored,
                       document.videos_changed):  # fmt: skip
            signal.connect(self._count_soon)

    @property
    def labels(self) -> LabelSet:
        """The labels as they are."""
        return LabelSet(self._document.labels)

    @property
    def counts(self) -> dict[str, LabelCount]:
        """How much each label has, by id, as its rows say; counted while somebody looks."""
        return self._counts

    def watch(self, *, on: bool) -> None:
        """Say whether anybody looks at the counts: among 200,000 suggestions they cost time."""
        self._is_watched = on
        self._count_soon()

    # ------------------------------------------------------------ acts
    def add(self, name: str) -> str:
        """Add a label; return its id, '' when it was refused."""
        label_id = uuid4().hex

        def make(labels: LabelSet) -> LabelEdit:
            check_name(labels, name)
            color = next_color(len(labels.labels))
            return AddLabel(Label(label_id, name.strip(), color))

        return label_id if self._do(make, caption("Add", name.strip())) else ""

    def rename(self, label_id: str, name: str) -> bool:
        """Rename a label; where another one has the name, offer to merge them."""
        label = self._label(label_id)
        if label is None or label.name == name.strip():
            return label is not None
        other = named_alike(self.labels, name, but=label_id)
        if other is not None and other.merged_into is None and label.merged_into is None:
            self.merge_offered.emit(label_id, other.id)
            return False
        words = caption("Rename", label.name, name.strip())
        return self._do(lambda labels: rename(labels, label_id, name), words)

    def recolour(self, label_id: str, color: str) -> bool:
        """Give a label a colour, ``#rrggbb``."""
        label = self._label(label_id)
        if label is None or label.color == color:
            return False
        edit = SetLabel(replace(label, color=color))
        return self._do(lambda _labels: edit, caption("Recolour", label.name))

    def set_key(self, label_id: str, key: str) -> bool:
        """Give a label a key as Qt writes it, '' for none; taken ones are refused."""
        label = self._label(label_id)
        if label is None or label.shortcut == key:
            return False
        owner = "" if key in DIGITS else self._key_owner(key)
        if key and owner:
            told = translate("Labels", "{key} is the key of “{action}”.")
            step = translate(
                "Labels", "Choose another key, or change that one in Colours and keys."
            )
            self._document.problem.emit(told.format(key=key, action=owner), step)
            return False
        return self._do(
            lambda labels: give_key(labels, label_id, key), caption("Set key of", label.name)
        )

    def hide(self, label_ids: Iterable[str], *, on: bool) -> bool:
        """Hide labels, or offer them again."""
        ids = list(label_ids)
        label = self._label(ids[0]) if ids else None
        if label is None:
            return False
        what = label.name if len(ids) == 1 else f"({len(ids)})"
        told = caption("Hide", what) if on else caption("Show", what)
        return self._do(lambda labels: hide(labels, ids, on=on), told)

    def merge(self, label_id: str, into_id: str) -> bool:
        """Let a label stand for another wherever that was given, and say how much that is."""
        label, into = self._label(label_id), self._label(into_id)
        if label is None or into is None:
            return False
        n_segments = self._n_given(label_id)
        words = caption("Merge", label.name, into.name)
        if not self._do(lambda labels: merge(labels, label_id, into_id), words):
            return False
        told = translate("Labels", "“{one}” is merged into “{other}” with {segments}.")
        self.told.emit(
            told.format(one=label.name, other=into.name, segments=segment_words(n_segments))
        )
        return True

    def separate(self, label_id: str) -> bool:
        """Let a merged label stand for itself again."""
        label = self._label(label_id)
        words = caption("Separate", label.name if label else "")
        return self._do(lambda labels: separate(labels, label_id), words)

    def move(self, label_id: str, before_id: str) -> bool:
        """Put a label before another, '' for behind all."""
        label = self._label(label_id)
        words = caption("Move", label.name if label else "")
        return self._do(lambda labels: move(labels, label_id, before_id), words)

    def set_tap(self, label_id: str, before_s: float | None, after_s: float | None) -> bool:
        """Say how far a tap reaches back and on, seconds; None for what is usual."""
        label = self._label(label_id)
        if label is None or (label.tap_before_s, label.tap_after_s) == (before_s, after_s):
            return False
        edit = SetLabel(replace(label, tap_before_s=before_s, tap_after_s=after_s))
        return self._do(lambda _labels: edit, caption("Set tap of", label.name))

    def _do(self, make: Callable[[LabelSet], LabelEdit], words: str) -> bool:
        try:
            edit = make(self.labels)
        except EditRefused as error:
            self._document.show_problem(error)
            return False
        return self._document.do_on_labels(edit, words)

    def _label(self, label_id: str) -> Label | None:
        return next((one for one in self._document.labels if one.id == label_id), None)

    def _n_given(self, label_id: str) -> int:
        ends = stand_ins(self._document.labels)
        family = [label_id, *(one for one, end in ends.items() if end == label_id)]
        found = [self._counts[one] for one in family if one in self._counts]
        return sum(one.n_annotations + one.n_waiting for one in found)

    # ------------------------------------------------------------ counting
    def _begin(self) -> None:
        self._counts = {}
        self.changed.emit()
        self._count_soon()

    def _leave(self) -> None:
        self._soon.stop()
        self._errands.call_off()

    def _count_soon(self) -> None:
        if self._is_watched:
            self._soon.start()

    def _count(self) -> None:
        store = self._document.store
        if store is None:
            return

        def take(found: list[LabelCount]) -> None:
            counts = {one.label_id: one for one in found}
            if self._document.store is store and counts != self._counts:
                self._counts = counts
                self.changed.emit()

        self._errands.start("", lambda _progress, _cancel: store.label_counts(), take)


def caption(verb: str, name: str, other: str = "") -> str:
    """Return words for the history: "Rename label Jump → Leap"."""
    return f"{verb} label {name} → {other}" if other else f"{verb} label {name}"
