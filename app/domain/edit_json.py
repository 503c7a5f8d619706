"""Edits as JSON text, for the stored history. The words in the text never change once shipped."""

from __future__ import annotations

import json
from typing import Any

from app.domain.edits import (
    AddAnnotation,
    Edit,
    Judge,
    MoveAnnotation,
    RelabelAnnotation,
    RemoveAnnotation,
    Several,
)
from app.domain.errors import EditRefused
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Verdict

JsonObject = dict[str, Any]


def edit_to_json(edit: Edit) -> str:
    """Return the edit as one line of JSON; floats keep every bit.

    Raises:
        TypeError: an edit of a kind this table does not know (a bug).
    """
    return json.dumps(_to_object(edit), ensure_ascii=False, separators=(",", ":"))


def edit_from_json(text: str) -> Edit:
    """Return the edit that ``edit_to_json`` wrote.

    Raises:
        ValueError: the text is not such an edit.
    """
    try:
        return _from_object(json.loads(text))
    except (KeyError, TypeError, EditRefused, RecursionError) as error:
        raise ValueError(f"not an edit: {error}") from error


def _to_object(edit: Edit) -> JsonObject:
    match edit:
        case AddAnnotation(annotation):
            return {"kind": "add", "annotation": _annotation_to_object(annotation)}
        case RemoveAnnotation(annotation_id):
            return {"kind": "remove", "id": annotation_id}
        case MoveAnnotation(annotation_id, segment):
            return {"kind": "move", "id": annotation_id, "segment": _times(segment)}
        case RelabelAnnotation(annotation_id, label_id):
            return {"kind": "relabel", "id": annotation_id, "label": label_id}
        case Judge(suggestion_id, verdict):
            return {"kind": "judge", "id": suggestion_id, "verdict": verdict.value}
        case Several(edits):
            return {"kind": "several", "edits": [_to_object(one) for one in edits]}
    raise TypeError(f"no JSON for {type(edit).__name__}")


def _from_object(value: JsonObject) -> Edit:
    match value["kind"]:
        case "add":
            return AddAnnotation(_annotation_from_object(value["annotation"]))
        case "remove":
            return RemoveAnnotation(_text(value["id"]))
        case "move":
            return MoveAnnotation(_text(value["id"]), _segment(value["segment"]))
        case "relabel":
            return RelabelAnnotation(_text(value["id"]), _text(value["label"]))
        case "judge":
            return Judge(_text(value["id"]), Verdict(value["verdict"]))
        case "several":
            return Several(tuple(_from_object(one) for one in value["edits"]))
        case kind:
            raise ValueError(f"no edit of kind {kind!r}")


def _annotation_to_object(annotation: Annotation) -> JsonObject:
    return {
        "id": annotation.id,
        "label": annotation.label_id,
        "segment": _times(annotation.segment),
        "suggestion": annotation.suggestion_id,
    }


def _annotation_from_object(value: JsonObject) -> Annotation:
    source = value["suggestion"]
    return Annotation(
        id=_text(value["id"]),
        label_id=_text(value["label"]),
        segment=_segment(value["segment"]),
        suggestion_id=None if source is None else _text(source),
    )


def _times(segment: Segment) -> list[float]:
    return [segment.start_s, segment.end_s]


def _segment(value: list[float]) -> Segment:
    start_s, end_s = value
    return Segment(float(start_s), float(end_s))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value
