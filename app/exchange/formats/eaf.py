"""ELAN's EAF 3.0: one tier a label, and further ones for segments that overlap.

Times are whole milliseconds. Score and note stand in tiers that depend on the label's. Written and
read here rather than by pympi-ling, whose reader expands entities and fails without a reason on
files it does not expect; the tests read our files with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

from app.exchange.format import Format, Incoming, foreign, segment_or_none, unique_names, video_of
from app.exchange.free_rows import free_rows
from app.exchange.plain_numbers import number_or_none
from app.exchange.safe_xml import add, read_xml, text_in, xml_text
from app.exchange.unnamed_video import video_name_of
from app.exchange.whole_times import whole_ms
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
)

_FORM = "an ELAN file"
_MAIN, _SCORE, _NOTE = "segment", "score", "note"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_CONSTRAINTS = (
    ("Time_Subdivision", "Parts of the parent without gaps, aligned in time"),
    ("Symbolic_Subdivision", "Ordered parts of the parent, without times"),
    ("Symbolic_Association", "One annotation for one of the parent"),
    ("Included_In", "Inside the parent, aligned in time, gaps allowed"),
)


class _Placed(NamedTuple):
    start_ms: int
    end_ms: int
    one: ExchangedSegment


class _Tier(NamedTuple):
    name: str
    items: list[_Placed]


class _Dependent(NamedTuple):
    """A kind of dependent tier, the number its ids start after, and the ids it refers to."""

    name: str
    after: int
    ids: list[list[int]]


def encode(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return the document of one video.

    Raises:
        ExchangeError: a name cannot be in XML.
    """
    unique_names(contents.videos, str)
    root = _document()
    for video in contents.videos[:1]:
        tiers = _tiers(video, contents.label_names)
        n_items = sum(len(tier.items) for tier in tiers)
        _add_head(root, video, 3 * n_items)
        slots = _add_slots(root, tiers)
        ids = _add_tiers(root, tiers, slots)
        # Every id of a document differs: scores take the numbers after the segments, notes after.
        _add_dependent(root, tiers, _Dependent(_SCORE, n_items, ids))
        _add_dependent(root, tiers, _Dependent(_NOTE, 2 * n_items, ids))
    _add_types(root)
    return xml_text(root)


def decode(incoming: Incoming) -> Contents:
    """Return the video of a document.

    Raises:
        ExchangeError: it is not of ELAN, or refers to times that it does not have.
    """
    root = read_xml(incoming, "ANNOTATION_DOCUMENT", _FORM)
    if root.find("HEADER/MEDIA_DESCRIPTOR") is None and root.find("TIER") is None:
        return Contents(())
    times = _slot_times(root)
    said = {kind: _dependent(root, kind) for kind in (_SCORE, _NOTE)}
    found: list[ExchangedSegment | None] = []
    labels: dict[str, None] = {}
    for tier in root.iterfind("TIER"):
        aligned = tier.findall("ANNOTATION/ALIGNABLE_ANNOTATION")
        segments = [_segment(one, tier, times, said) for one in aligned]
        found.extend(segments)
        labels.update((one.label, None) for one in segments if one)
        if not aligned and not tier.get("PARENT_REF") and tier.get("TIER_ID"):
            labels[tier.get("TIER_ID", "")] = None
    video = video_of(_video_name(root, incoming), found)
    return Contents((video,), tuple(map(ExchangedLabel, labels)), _remarks(root, said))


def _tiers(video: ExchangedVideo, labels: Sequence[str]) -> list[_Tier]:
    """Return a tier for every label; what overlaps within one goes to a further one."""
    taken = set(labels)
    by_label: dict[str, list[_Placed]] = {label: [] for label in labels}
    for one in sorted(video.segments, key=lambda one: whole_ms(one.segment)):
        by_label[one.label].append(_Placed(*whole_ms(one.segment), one))
    tiers: list[_Tier] = []
    for label, items in by_label.items():
        rows = free_rows(item[:2] for item in items)
        own = [_Tier(label, [])]
        own += [_Tier(_further_name(label, taken), []) for _ in range(max(rows, default=0))]
        for row, item in zip(rows, items, strict=True):
            own[row].items.append(item)
        tiers += own
    return tiers


def _further_name(label: str, taken: set[str]) -> str:
    number = 2
    while f"{label}#{number}" in taken:
        number += 1
    taken.add(f"{label}#{number}")
    return f"{label}#{number}"


def _document() -> ET.Element:
    ET.register_namespace("xsi", _INSTANCE)
    return ET.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "",
            "DATE": "2000-01-01T00:00:00+00:00",
            "FORMAT": "3.0",
            "VERSION": "3.0",
            f"{{{_INSTANCE}}}noNamespaceSchemaLocation": _SCHEMA,
        },
    )


def _add_head(root: ET.Element, video: ExchangedVideo, n_annotations: int) -> None:
    header = add(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    relative = f"./{quote(video.name)}"
    url = video.path.as_uri() if video.path and video.path.is_absolute() else relative
    add(
        header,
        "MEDIA_DESCRIPTOR",
        MEDIA_URL=url,
        MIME_TYPE="video/mp4" if video.name.lower().endswith(".mp4") else "video/*",
        RELATIVE_MEDIA_URL=relative,
    )
    add(header, "PROPERTY", str(n_annotations), NAME="lastUsedAnnotationId")


def _add_slots(root: ET.Element, tiers: Sequence[_Tier]) -> dict[int, str]:
    """Write every time once, in order, and return the slot of each."""
    order = add(root, "TIME_ORDER")
    times = sorted({ms for tier in tiers for item in tier.items for ms in item[:2]})
    slots = {ms: f"ts{number}" for number, ms in enumerate(times, start=1)}
    for ms, slot in slots.items():
        add(order, "TIME_SLOT", TIME_SLOT_ID=slot, TIME_VALUE=str(ms))
    return slots


def _add_tiers(root: ET.Element, tiers: Sequence[_Tier], slots: dict[int, str]) -> list[list[int]]:
    """Write the tiers, and return the numbers of their annotations."""
    ids: list[list[int]] = []
    number = 0
    for tier in tiers:
        made = add(root, "TIER", LINGUISTIC_TYPE_REF=_MAIN, TIER_ID=tier.name)
        ids.append([])
        for item in tier.items:
            number += 1
            ids[-1].append(number)
            annotation = add(
                add(made, "ANNOTATION"),
                "ALIGNABLE_ANNOTATION",
                ANNOTATION_ID=f"a{number}",
                TIME_SLOT_REF1=slots[item.start_ms],
                TIME_SLOT_REF2=slots[item.end_ms],
            )
            add(annotation, "ANNOTATION_VALUE", item.one.label)
    return ids


def _add_dependent(root: ET.Element, tiers: Sequence[_Tier], kind: _Dependent) -> None:
    taken = {tier.name for tier in tiers}
    for tier, parents in zip(tiers, kind.ids, strict=True):
        texts = [_text(item.one, kind.name) for item in tier.items]
        if not any(texts):
            continue
        name = f"{kind.name}@{tier.name}"
        name = _further_name(name, taken) if name in taken else name
        made = add(root, "TIER", LINGUISTIC_TYPE_REF=kind.name, PARENT_REF=tier.name, TIER_ID=name)
        for parent, text in zip(parents, texts, strict=True):
            if text:
                annotation = add(
                    add(made, "ANNOTATION"),
                    "REF_ANNOTATION",
                    ANNOTATION_ID=f"a{kind.after + parent}",
                    ANNOTATION_REF=f"a{parent}",
                )
                add(annotation, "ANNOTATION_VALUE", text)


def _text(one: ExchangedSegment, kind: str) -> str:
    if kind == _NOTE:
        return one.note
    return "" if one.score is None else repr(one.score)


def _add_types(root: ET.Element) -> None:
    add(
        root,
        "LINGUISTIC_TYPE",
        GRAPHIC_REFERENCES="false",
        LINGUISTIC_TYPE_ID=_MAIN,
        TIME_ALIGNABLE="true",
    )
    for kind in (_SCORE, _NOTE):
        add(
            root,
            "LINGUISTIC_TYPE",
            CONSTRAINTS="Symbolic_Association",
            GRAPHIC_REFERENCES="false",
            LINGUISTIC_TYPE_ID=kind,
            TIME_ALIGNABLE="false",
        )
    for stereotype, description in _CONSTRAINTS:
        add(root, "CONSTRAINT", DESCRIPTION=description, STEREOTYPE=stereotype)


def _slot_times(root: ET.Element) -> dict[str, float]:
    """Return the ms of every slot; one without a time lies evenly between its neighbours."""
    slots = root.findall("TIME_ORDER/TIME_SLOT")
    said: list[float | None] = [_slot_ms(one) for one in slots]
    times: dict[str, float] = {}
    before = 0.0
    index = 0
    while index < len(said):
        after_idx = index
        while after_idx < len(said) and said[after_idx] is None:
            after_idx += 1
        after = said[after_idx] if after_idx < len(said) else None
        step = ((after if after is not None else before) - before) / (after_idx - index + 1)
        for number in range(index, min(after_idx + 1, len(said))):
            own = said[number]
            ms = own if own is not None else before + step * (number - index + 1)
            times[slots[number].get("TIME_SLOT_ID", "")] = ms
        before = after if after is not None else before
        index = after_idx + 1
    return times


def _slot_ms(slot: ET.Element) -> float | None:
    value = slot.get("TIME_VALUE")
    if value is None:
        return None
    ms = number_or_none(value)
    if ms is None:
        raise foreign(_FORM, f"the time {value[:40]!r} is not a number")
    return ms


def _dependent(root: ET.Element, kind: str) -> dict[str, str]:
    """Return the texts of the tiers of a kind, by the annotation they refer to."""
    return {
        one.get("ANNOTATION_REF", ""): text_in(one, "ANNOTATION_VALUE")
        for tier in root.iterfind("TIER")
        if tier.get("LINGUISTIC_TYPE_REF") == kind
        for one in tier.iterfind("ANNOTATION/REF_ANNOTATION")
    }


def _segment(
    one: ET.Element, tier: ET.Element, times: dict[str, float], said: dict[str, dict[str, str]]
) -> ExchangedSegment | None:
    slots = [one.get("TIME_SLOT_REF1", ""), one.get("TIME_SLOT_REF2", "")]
    missing = [slot for slot in slots if slot not in times]
    if missing:
        raise foreign(_FORM, f"there is no time slot {missing[0][:40]!r}")
    segment = segment_or_none(times[slots[0]] / 1000, times[slots[1]] / 1000)
    label = text_in(one, "ANNOTATION_VALUE") or tier.get("TIER_ID", "")
    if segment is None or not label:
        return None
    key = one.get("ANNOTATION_ID", "")
    score = number_or_none(said[_SCORE].get(key, ""))
    return ExchangedSegment(label, segment, score, said[_NOTE].get(key, ""))


def _video_name(root: ET.Element, incoming: Incoming) -> str:
    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    said = media.attrib if media is not None else {}
    url = said.get("RELATIVE_MEDIA_URL") or said.get("MEDIA_URL") or ""
    return unquote(url).replace("\\", "/").rsplit("/", 1)[-1] or video_name_of(incoming)


def _remarks(root: ET.Element, said: dict[str, dict[str, str]]) -> tuple[str, ...]:
    n_all = sum(1 for _ in root.iterfind("TIER/ANNOTATION/REF_ANNOTATION"))
    n_others = n_all - sum(len(texts) for texts in said.values())
    if n_others <= 0:
        return ()
    return (f"{n_others} annotations that depend on others were passed over.",)


FORMAT = Format(
    FormatCard(
        id="eaf",
        name="ELAN (EAF 3.0)",
        summary="One tier a label for ELAN; scores and notes in tiers that depend on it.",
        suffixes=(".eaf",),
        carries=Carries(
            scores=True, notes=True, label_list=True, several_videos=False, time_step_s=0.001
        ),
        time_bases=("milliseconds",),
    ),
    encode,
    decode,
    lambda _name, head: b"<ANNOTATION_DOCUMENT" in head,
)
