"""Edits as JSON text, for the stored history. The words in the text never change once shipped."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.edits import (
    AddAnnotation,
    Edit,
    Judge,
    MoveAnnotation,
    OnVideos,
    RelabelAnnotation,
    RemoveAnnotation,
    SetRemark,
    SetSheet,
    Several,
)
from app.domain.errors import EditRefused
from app.domain.label_edits import LABEL_EDITS, LabelEdit
from app.domain.label_json import is_label_edit, label_edit_from_object, label_edit_to_object
from app.domain.opinion_edits import JudgeOpinion, Uphold
from app.domain.opinions import Ruling
from app.domain.segment import Segment
from app.domain.timeline import NO_REMARK, Annotation, Remark, Sheet, Verdict

JsonObject = dict[str, Any]


# How the JSON of an act on several videos begins: lists tell such acts without reading them.
ON_VIDEOS = '{"kind":"videos"'


def edit_to_json(edit: Edit | LabelEdit | OnVideos) -> str:
    """Return the edit as one line of JSON; floats keep every bit.

    Raises:
        TypeError: an edit of a kind this table does not know (a bug).
    """
    if isinstance(edit, OnVideos):
        value = {"kind": "videos", "edits": {one: _to_object(each) for one, each in edit.edits}}
    elif isinstance(edit, LABEL_EDITS):
        value = label_edit_to_object(edit)
    else:
        value = _to_object(edit)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def edit_from_json(text: str) -> Edit | LabelEdit | OnVideos:
    """Return the edit that ``edit_to_json`` wrote.

    Raises:
        ValueError: the text is not such an edit.
    """
    try:
        value = json.loads(text)
        if value["kind"] == "videos":
            edits = value["edits"].items()
            return OnVideos(tuple((_text(one), _from_object(each)) for one, each in edits))
        return label_edit_from_object(value) if is_label_edit(value) else _from_object(value)
    except (AttributeError, KeyError, TypeError, EditRefused, RecursionError) as error:
        raise ValueError(f"not an edit: {error}") from error


def _to_object(edit: Edit) -> JsonObject:
    match edit:
        case Several(edits):
            return {"kind": "several", "edits": [_to_object(one) for one in edits]}
        case Judge(suggestion_id, verdict):
            return {"kind": "judge", "id": suggestion_id, "verdict": verdict.value}
        case SetRemark(entry_id, remark):
            return {"kind": "remark", "id": entry_id, "remark": _remark_to_object(remark)}
        case SetSheet(sheet):
            return {"kind": "sheet", "sheet": _sheet_to_object(sheet)}
        case JudgeOpinion() | Uphold():
            return _ruling_to_object(edit)
    return _annotating_to_object(edit)


def _ruling_to_object(edit: JudgeOpinion | Uphold) -> JsonObject:
    if isinstance(edit, JudgeOpinion):
        return {"kind": "opinion", "id": edit.opinion_id, "ruling": edit.ruling.value}
    ruled = {"id": edit.annotation_id, "annotator": edit.annotator, "ruling": edit.ruling.value}
    return {"kind": "uphold", **ruled}


def _annotating_to_object(edit: Edit) -> JsonObject:
    match edit:
        case AddAnnotation(annotation):
            return {"kind": "add", "annotation": _annotation_to_object(annotation)}
        case RemoveAnnotation(annotation_id):
            return {"kind": "remove", "id": annotation_id}
        case MoveAnnotation(annotation_id, segment):
            return {"kind": "move", "id": annotation_id, "segment": _times(segment)}
        case RelabelAnnotation(annotation_id, label_id):
            return {"kind": "relabel", "id": annotation_id, "label": label_id}
    raise TypeError(f"no JSON for {type(edit).__name__}")


def _from_object(value: JsonObject) -> Edit:
    kind = value["kind"]
    if kind not in _READERS:
        raise ValueError(f"no edit of kind {kind!r}")
    return _READERS[kind](value)


def _annotation_to_object(annotation: Annotation) -> JsonObject:
    value: JsonObject = {
        "id": annotation.id,
        "label": annotation.label_id,
        "segment": _times(annotation.segment),
        "suggestion": annotation.suggestion_id,
    }
    if not annotation.remark.is_empty:
        value["remark"] = _remark_to_object(annotation.remark)
    return value


def _annotation_from_object(value: JsonObject) -> Annotation:
    source = value["suggestion"]
    return Annotation(
        id=_text(value["id"]),
        label_id=_text(value["label"]),
        segment=_segment(value["segment"]),
        suggestion_id=None if source is None else _text(source),
        remark=_remark_from_object(value["remark"]) if "remark" in value else NO_REMARK,
    )


def _remark_to_object(remark: Remark) -> JsonObject:
    return {"note": remark.note, "tags": list(remark.tags)}


def _remark_from_object(value: JsonObject) -> Remark:
    return Remark(_text(value["note"]), tuple(map(_text, value["tags"])))


def _sheet_to_object(sheet: Sheet) -> JsonObject:
    return {
        "note": sheet.note,
        "tags": list(sheet.tags),
        "assignee": sheet.assignee,
        "empty": sheet.is_empty,
    }


def _sheet_from_object(value: JsonObject) -> Sheet:
    if not isinstance(value["empty"], bool):
        raise TypeError(f"{value['empty']!r} is not true or false")
    return Sheet(
        _text(value["note"]),
        tuple(map(_text, value["tags"])),
        _text(value["assignee"]),
        value["empty"],
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


_READERS: Mapping[str, Callable[[JsonObject], Edit]] = {
    "add": lambda value: AddAnnotation(_annotation_from_object(value["annotation"])),
    "remove": lambda value: RemoveAnnotation(_text(value["id"])),
    "move": lambda value: MoveAnnotation(_text(value["id"]), _segment(value["segment"])),
    "relabel": lambda value: RelabelAnnotation(_text(value["id"]), _text(value["label"])),
    "judge": lambda value: Judge(_text(value["id"]), Verdict(value["verdict"])),
    "remark": lambda value: SetRemark(_text(value["id"]), _remark_from_object(value["remark"])),
    "sheet": lambda value: SetSheet(_sheet_from_object(value["sheet"])),
    "opinion": lambda value: JudgeOpinion(_text(value["id"]), Ruling(value["ruling"])),
    "uphold": lambda value: Uphold(
        _text(value["id"]), _text(value["annotator"]), Ruling(value["ruling"])
    ),
    "several": lambda value: Several(tuple(_from_object(one) for one in value["edits"])),
}
