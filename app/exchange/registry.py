"""Every interchange format, one row each, in the order of a list to choose from."""

from __future__ import annotations

from app.exchange.format import Format
from app.exchange.formats import activitynet, pgcn_json, proposal_list, table, thumos14
from app.services.exchange_values import FormatId

_ROWS: tuple[Format, ...] = (
    activitynet.GROUND_TRUTH,
    activitynet.RESULTS,
    thumos14.ANNOTATIONS,
    thumos14.DETECTIONS,
    proposal_list.PROPOSAL_LIST,
    table.TABLE,
    pgcn_json.PGCN_JSON,
)

FORMATS: dict[FormatId, Format] = {row.card.id: row for row in _ROWS}
