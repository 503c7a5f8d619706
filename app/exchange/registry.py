"""Every interchange format, one row each, in the order of a list to choose from."""

from __future__ import annotations

from app.exchange.format import Format
from app.exchange.formats import (
    activitynet,
    boris,
    coco_style,
    cvat,
    eaf,
    edl,
    fcpxml,
    fiftyone,
    label_studio,
    losslesscut,
    otio,
    parquet,
    pgcn_json,
    premiere,
    proposal_list,
    soccernet,
    sportscode,
    subtitles,
    table,
    thumos14,
    via3,
    vidat,
    x_anylabeling,
)
from app.services.exchange_values import FormatId

_ROWS: tuple[Format, ...] = (
    activitynet.GROUND_TRUTH,
    activitynet.RESULTS,
    thumos14.ANNOTATIONS,
    thumos14.DETECTIONS,
    proposal_list.PROPOSAL_LIST,
    table.TABLE,
    pgcn_json.PGCN_JSON,
    via3.FORMAT,
    label_studio.FORMAT,
    cvat.FORMAT,
    eaf.FORMAT,
    boris.FORMAT,
    fiftyone.FORMAT,
    vidat.FORMAT,
    soccernet.FORMAT,
    losslesscut.FORMAT,
    x_anylabeling.FORMAT,
    subtitles.WEBVTT,
    subtitles.SRT,
    sportscode.FORMAT,
    coco_style.FORMAT,
    parquet.FORMAT,
    otio.FORMAT,
    edl.FORMAT,
    fcpxml.FORMAT,
    premiere.FORMAT,
)

FORMATS: dict[FormatId, Format] = {row.card.id: row for row in _ROWS}
