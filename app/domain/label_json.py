"""Edits of labels as JSON objects, for the stored history. The words never change once shipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.label_edits import (
    AddLabel,
    LabelEdit,
    OrderLabels,
    RemoveLabel,
    SetLabel,
    SeveralLabels,
)
from app.domain.labels import Label

JsonObject = dict[str, Any]


def label_edit_to_object(edit: LabelEdit) -> JsonObject:
    """Return the edit as a JSON object."""
    match edit:
        case AddLabel(label, at):
            return {"kind": "label_add", "label": _label_to_object(label), "at": at}
        case RemoveLabel(label_id):
            return {"kind": "label_remove", "id": label_id}
        case SetLabel(label):
            return {"kind": "label_set", "label": _label_to_object(label)}
        case OrderLabels(label_ids):
            return {"kind": "label_order", "ids": list(label_ids)}
        case SeveralLabels(edits):
            return {"kind": "label_several", "edits": [label_edit_to_object(e) for e in edits]}


def is_label_edit(value: JsonObject) -> bool:
    """Whether a JSON object is an edit of labels."""
    return value["kind"] in _READERS


def label_edit_from_object(value: JsonObject) -> LabelEdit:
    """Return the edit that ``label_edit_to_object`` wrote.

    Raises:
        KeyError, TypeError: it is none.
    """
    return _READERS[value["kind"]](value)


def _label_to_object(label: Label) -> JsonObject:
    return {
        "id": label.id,
        "name": label.name,
        "color": label.color,
        "shortcut": label.shortcut,
        "hidden": label.is_hidden,
        "merged_into": label.merged_into,
        "tap_before_s": label.tap_before_s,
        "tap_after_s": label.tap_after_s,
    }


def _label_from_object(value: JsonObject) -> Label:
    if not isinstance(value["hidden"], bool):
        raise TypeError(f"{value['hidden']!r} is not true or false")
    merged_into = value["merged_into"]
    return Label(
        _text(value["id"]),
        _text(value["name"]),
        _text(value["color"]),
        _text(value["shortcut"]),
        value["hidden"],
        None if merged_into is None else _text(merged_into),
        _seconds(value["tap_before_s"]),
        _seconds(value["tap_after_s"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _seconds(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def _place(value: object) -> int | None:
    if value is not None and not isinstance(value, int):
        raise TypeError(f"{value!r} is not a place")
    return value


_READERS: Mapping[str, Callable[[JsonObject], LabelEdit]] = {
    "label_add": lambda value: AddLabel(_label_from_object(value["label"]), _place(value["at"])),
    "label_remove": lambda value: RemoveLabel(_text(value["id"])),
    "label_set": lambda value: SetLabel(_label_from_object(value["label"])),
    "label_order": lambda value: OrderLabels(tuple(map(_text, value["ids"]))),
    "label_several": lambda value: SeveralLabels(
        tuple(label_edit_from_object(one) for one in value["edits"])
    ),
}
