"""VIA 3 projects: temporal segments of the VGG annotator.

One attribute selects the label, two text attributes hold score and note. Times are seconds and
keep every bit. A segment is metadata with two numbers in ``z``; boxes in frames (``xy``) are passed
over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from app.exchange.checked_json import StrictModel, validate_json
from app.exchange.format import Format, Incoming, segment_or_none, unique_names, video_of
from app.exchange.plain_numbers import number_or_none
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExportOptions,
    FormatCard,
)

_SEGMENT_ANCHOR = "FILE1_Z2_XY0"
_TEXT, _CHECKBOX, _SELECT, _VIDEO, _LOCAL = 1, 2, 4, 4, 1
_LABEL_ID, _SCORE_ID, _NOTE_ID = "1", "2", "3"


class _Attribute(StrictModel):
    aname: str
    anchor_id: str = ""
    type: int = _TEXT
    options: dict[str, str] = Field(default={})


class _File(StrictModel):
    fname: str


class _View(StrictModel):
    fid_list: list[str | int]


class _Metadata(StrictModel):
    vid: str
    z: list[float] = Field(default=[])
    xy: list[float] = Field(default=[])
    av: dict[str, str] = Field(default={})


class _Project(StrictModel):
    attribute: dict[str, _Attribute]
    file: dict[str, _File]
    view: dict[str, _View]
    metadata: dict[str, _Metadata]


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return a project with one view per video.

    Raises:
        ExchangeError: two videos share one name.
    """
    names = unique_names(contents.videos, str)
    ids = [str(number) for number in range(1, len(names) + 1)]
    option_of = {label: str(n) for n, label in enumerate(contents.label_names)}
    title = options.title or "PGCN Studio"
    said = {
        "project": _project_of(title, ids),
        "config": _CONFIG,
        "attribute": _attributes(option_of),
        "file": {
            one: {"fid": one, "fname": name, "type": _VIDEO, "loc": _LOCAL, "src": name}
            for one, name in zip(ids, names, strict=True)
        },
        "metadata": {
            f"{vid}_{number:08d}": _metadatum(vid, one, option_of)
            for vid, video in zip(ids, contents.videos, strict=True)
            for number, one in enumerate(video.segments)
        },
        "view": {one: {"fid_list": [one]} for one in ids},
    }
    return json.dumps(said, ensure_ascii=False, allow_nan=False)


def decode(incoming: Incoming) -> Contents:
    """Return the videos of a project.

    Raises:
        ExchangeError: it is not a VIA 3 project.
    """
    found = validate_json(_Project, incoming.text, "a VIA 3 project")
    label_id = _label_attribute(found)
    by_view: dict[str, list[ExchangedSegment | None]] = {vid: [] for vid in found.view}
    for one in found.metadata.values():
        if not one.xy and len(one.z) > 1:
            by_view.setdefault(one.vid, []).extend(_segments(one, found, label_id))
    videos = [video_of(_file_name(vid, found), segments) for vid, segments in by_view.items()]
    labels = found.attribute[label_id].options.values() if label_id else ()
    return Contents(tuple(videos), tuple(ExchangedLabel(name) for name in labels if name))


_CONFIG: dict[str, Any] = {
    "file": {"loc_prefix": {"1": "", "2": "", "3": "", "4": ""}},
    "ui": {
        "file_content_align": "center",
        "file_metadata_editor_visible": True,
        "spatial_metadata_editor_visible": True,
        "temporal_segment_metadata_editor_visible": True,
        "spatial_region_label_attribute_id": "",
        "gtimeline_visible_row_count": "4",
    },
}


def _project_of(title: str, view_ids: list[str]) -> dict[str, Any]:
    return {
        "pid": "__VIA_PROJECT_ID__",
        "rev": "__VIA_PROJECT_REV_ID__",
        "rev_timestamp": "__VIA_PROJECT_REV_TIMESTAMP__",
        "pname": title,
        "creator": "PGCN Studio",
        "created": 0,
        "data_format_version": "3.1.1",
        "vid_list": view_ids,
    }


def _attributes(option_of: dict[str, str]) -> dict[str, Any]:
    common = {"anchor_id": _SEGMENT_ANCHOR, "desc": "", "default_option_id": ""}
    options = {number: label for label, number in option_of.items()}
    return {
        _LABEL_ID: {"aname": "action", "type": _SELECT, "options": options, **common},
        _SCORE_ID: {"aname": "score", "type": _TEXT, "options": {}, **common},
        _NOTE_ID: {"aname": "note", "type": _TEXT, "options": {}, **common},
    }


def _metadatum(vid: str, one: ExchangedSegment, option_of: dict[str, str]) -> dict[str, Any]:
    values = {_LABEL_ID: option_of[one.label]}
    if one.score is not None:
        values[_SCORE_ID] = repr(one.score)
    if one.note:
        values[_NOTE_ID] = one.note
    z = [one.segment.start_s, one.segment.end_s]
    return {"vid": vid, "flg": 0, "z": z, "xy": [], "av": values}


def _label_attribute(found: _Project) -> str:
    """Return the id of the attribute that names actions: one to select from, else a text."""
    ids = [
        one
        for one, attribute in found.attribute.items()
        if attribute.anchor_id in {"", _SEGMENT_ANCHOR} and attribute.aname not in {"score", "note"}
    ]
    chosen = [one for one in ids if found.attribute[one].type != _TEXT] or ids
    return chosen[0] if chosen else ""


def _segments(one: _Metadata, found: _Project, label_id: str) -> Iterator[ExchangedSegment | None]:
    attribute = found.attribute.get(label_id)
    value = one.av.get(label_id, "")
    if attribute is None or not value:
        yield None
        return
    said = {
        found.attribute[key].aname: text for key, text in one.av.items() if key in found.attribute
    }
    segment = segment_or_none(one.z[0], one.z[1])
    for option in value.split(",") if attribute.type == _CHECKBOX else [value]:
        label = attribute.options.get(option, option)
        if segment is None or not label:
            yield None
        else:
            score = number_or_none(said.get("score", ""))
            yield ExchangedSegment(label, segment, score, said.get("note", ""))


def _file_name(vid: str, found: _Project) -> str:
    files = found.view[vid].fid_list if vid in found.view else []
    file = found.file.get(str(files[0])) if files else None
    name = file.fname.replace("\\", "/").rsplit("/", 1)[-1] if file else ""
    return name or vid.rsplit("/", 1)[-1]


FORMAT = Format(
    FormatCard(
        id="via3",
        name="VIA 3 project (JSON)",
        summary="The VGG video annotator opens it; labels are an attribute to select from.",
        suffixes=(".json",),
        carries=Carries(scores=True, notes=True, label_list=True),
    ),
    encode,
    decode,
    lambda _name, head: b'"vid_list"' in head,
)
