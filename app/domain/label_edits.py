"""Every way the labels of a project change. ``apply`` returns the edit that undoes it.

They stand in the same history as edits of timelines; see ``app.domain.edits``. Segments keep the
label they were given: merging only says what stands for a label from now on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.errors import EditRefused
from app.domain.labels import Label, stand_ins


class LabelSet:
    """The labels of one project in their order; changed only by ``LabelEdit.apply``."""

    def __init__(self, labels: Iterable[Label] = ()) -> None:
        self._labels = {label.id: label for label in labels}

    @property
    def labels(self) -> tuple[Label, ...]:
        """All of them, hidden and merged ones too."""
        return tuple(self._labels.values())

    def label(self, label_id: str) -> Label:
        """Return a label.

        Raises:
            EditRefused: there is none of this id.
        """
        try:
            return self._labels[label_id]
        except KeyError:
            raise EditRefused("This label is not in the project any more.") from None

    def named(self, name: str) -> Label | None:
        """Return the label of exactly this name."""
        return next((one for one in self._labels.values() if one.name == name), None)

    def put(self, label: Label, at: int | None = None) -> None:
        """Take a label in, or its new state; a new one at a place of the order, last by default.

        Raises:
            EditRefused: its name is empty or another's, or it would be merged in a circle.
        """
        self._check(label)
        if at is None or label.id in self._labels:
            self._labels[label.id] = label
            return
        ids = list(self._labels)
        ids.insert(at, label.id)
        found = {**self._labels, label.id: label}
        self._labels = {one: found[one] for one in ids}

    def drop(self, label_id: str) -> tuple[Label, int]:
        """Take a label out; return it with its place.

        Raises:
            EditRefused: there is none of this id, or it stands for others.
        """
        label = self.label(label_id)
        if any(one.merged_into == label_id for one in self._labels.values()):
            raise EditRefused(f"“{label.name}” stands for other labels.", "Separate them first.")
        at = list(self._labels).index(label_id)
        del self._labels[label_id]
        return label, at

    def order(self, label_ids: Iterable[str]) -> None:
        """Put the labels in this order; those that are not named stay behind them."""
        first = [one for one in dict.fromkeys(label_ids) if one in self._labels]
        rest = [one for one in self._labels if one not in set(first)]
        self._labels = {one: self._labels[one] for one in (*first, *rest)}

    def _check(self, label: Label) -> None:
        if not label.name.strip():
            raise EditRefused("A label needs a name.")
        same = self.named(label.name)
        if same is not None and same.id != label.id:
            raise EditRefused(f"There is a label “{label.name}” already.")
        at, seen = label.merged_into, {label.id}
        while at is not None:
            if at in seen:
                raise EditRefused("A label cannot be merged into itself.")
            seen.add(at)
            at = self.label(at).merged_into


@dataclass(frozen=True, slots=True)
class AddLabel:
    """Take a label into the set; one that is there already gets this state.

    Attributes:
        at: Its place in the order, None for the last.
    """

    label: Label
    at: int | None = None

    def apply(self, labels: LabelSet) -> LabelEdit:
        """Change the labels and return the inverse edit; see ``LabelSet.put``."""
        known = next((one for one in labels.labels if one.id == self.label.id), None)
        labels.put(self.label, self.at)
        return RemoveLabel(self.label.id) if known is None else SetLabel(known)


@dataclass(frozen=True, slots=True)
class RemoveLabel:
    """Take a label out of the set. The file keeps one that has come into use since."""

    label_id: str

    def apply(self, labels: LabelSet) -> LabelEdit:
        """Change the labels and return the inverse edit; see ``LabelSet.drop``."""
        return AddLabel(*labels.drop(self.label_id))


@dataclass(frozen=True, slots=True)
class SetLabel:
    """Give a label another state: name, colour, key, whether it is hidden, what stands for it."""

    label: Label

    def apply(self, labels: LabelSet) -> LabelEdit:
        """Change the labels and return the inverse edit; see ``LabelSet.put``."""
        before = labels.label(self.label.id)
        labels.put(self.label)
        return SetLabel(before)


@dataclass(frozen=True, slots=True)
class OrderLabels:
    """Put the labels in another order."""

    label_ids: tuple[str, ...]

    def apply(self, labels: LabelSet) -> LabelEdit:
        """Change the order and return the inverse edit."""
        before = tuple(one.id for one in labels.labels)
        labels.order(self.label_ids)
        return OrderLabels(before)


@dataclass(frozen=True, slots=True)
class SeveralLabels:
    """Some edits of labels as one act: all of them, or none."""

    edits: tuple[LabelEdit, ...]

    def apply(self, labels: LabelSet) -> LabelEdit:
        """Change the labels and return the inverse edit."""
        inverses: list[LabelEdit] = []
        try:
            for edit in self.edits:
                inverses.append(edit.apply(labels))
        except EditRefused:
            for inverse in reversed(inverses):
                inverse.apply(labels)
            raise
        return SeveralLabels(tuple(reversed(inverses)))


LabelEdit = AddLabel | RemoveLabel | SetLabel | OrderLabels | SeveralLabels
LABEL_EDITS = (AddLabel, RemoveLabel, SetLabel, OrderLabels, SeveralLabels)


def rename(labels: LabelSet, label_id: str, name: str) -> LabelEdit:
    """Return the edit that gives a label another name.

    Raises:
        EditRefused: the name is empty, as it is, or another's.
    """
    label, name = labels.label(label_id), name.strip()
    check_name(labels, name, but=label_id)
    return SetLabel(replace(label, name=name))


def check_name(labels: LabelSet, name: str, *, but: str = "") -> None:
    """Raise ``EditRefused`` where a person may not give this name; case makes no other name."""
    if not name.strip():
        raise EditRefused("A label needs a name.")
    same = named_alike(labels, name, but=but)
    if same is None:
        return
    if same.merged_into is None:
        raise EditRefused(
            f"There is a label “{same.name}” already.", "Merge the two, or choose another name."
        )
    ends = stand_ins(labels.labels)
    end = labels.label(ends.get(same.id, same.id))
    raise EditRefused(
        f"“{same.name}” is merged into “{end.name}”, and new runs still find it by that name.",
        "Separate it again, or choose another name.",
    )


def named_alike(labels: LabelSet, name: str, *, but: str = "") -> Label | None:
    """Return the label of a name, in whatever case; ``but`` is not asked."""
    wanted = name.strip().casefold()
    found = [one for one in labels.labels if one.name.casefold() == wanted and one.id != but]
    return next(iter(found), None)


def merge(labels: LabelSet, label_id: str, into_id: str) -> LabelEdit:
    """Return the edit after which ``into_id`` stands for a label wherever it was given.

    Raises:
        EditRefused: they are the same, or one of them is merged already.
    """
    label, into = labels.label(label_id), labels.label(into_id)
    if label_id == into_id:
        raise EditRefused(f"“{label.name}” cannot be merged into itself.", "Choose another label.")
    for one in (label, into):
        if one.merged_into is not None:
            raise EditRefused(f"“{one.name}” is merged into another label already.")
    # The key would lead nowhere; what stands for the label may have it, or a new one.
    key = into.shortcut or label.shortcut
    parts: list[LabelEdit] = [SetLabel(replace(label, merged_into=into_id, shortcut=""))]
    if key != into.shortcut:
        parts.append(SetLabel(replace(into, shortcut=key)))
    return parts[0] if len(parts) == 1 else SeveralLabels(tuple(parts))


def separate(labels: LabelSet, label_id: str) -> LabelEdit:
    """Return the edit that lets a merged label stand for itself again.

    What had it before the merge has it again; what was drawn since stays with the other.

    Raises:
        EditRefused: it is not merged.
    """
    label = labels.label(label_id)
    if label.merged_into is None:
        raise EditRefused(f"“{label.name}” is not merged.")
    return SetLabel(replace(label, merged_into=None))


def give_key(labels: LabelSet, label_id: str, key: str) -> LabelEdit:
    """Return the edit that gives a label a key, as Qt writes it, or none with ''.

    Raises:
        EditRefused: another label has it.
    """
    label = labels.label(label_id)
    owners = [one for one in labels.labels if key and one.shortcut == key and one.id != label_id]
    if owners:
        raise EditRefused(
            f"{key} gives “{owners[0].name}” already.", "Choose another key, or take it from there."
        )
    return SetLabel(replace(label, shortcut=key))


def hide(labels: LabelSet, label_ids: Iterable[str], *, on: bool) -> LabelEdit:
    """Return the edit that hides labels, or offers them again.

    Raises:
        EditRefused: all of them are so already.
    """
    found = [labels.label(one) for one in label_ids]
    parts = [SetLabel(replace(one, is_hidden=on)) for one in found if one.is_hidden is not on]
    if not parts:
        raise EditRefused("There is no label here to change.")
    return parts[0] if len(parts) == 1 else SeveralLabels(tuple(parts))


def move(labels: LabelSet, label_id: str, before_id: str) -> LabelEdit:
    """Return the edit that puts a label before another, '' for behind all.

    Raises:
        EditRefused: a label is unknown, or it stands there already.
    """
    labels.label(label_id)
    ids = [one.id for one in labels.labels]
    rest = [one for one in ids if one != label_id]
    if before_id and before_id != label_id:
        labels.label(before_id)
    at = rest.index(before_id) if before_id in rest else len(rest)
    order = (*rest[:at], label_id, *rest[at:])
    if before_id == label_id or list(order) == ids:
        raise EditRefused("The label stands there already.")
    return OrderLabels(order)
