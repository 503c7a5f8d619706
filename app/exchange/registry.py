"""Every interchange format, one row each, in the order of a list to choose from."""

from __future__ import annotations

from app.exchange.format import Format
from app.exchange.formats import activitynet, table
from app.services.exchange_values import FormatId

_ROWS: tuple[Format, ...] = (
    activitynet.GROUND_TRUTH,
    activitynet.RESULTS,
    table.TABLE,
)

FORMATS: dict[FormatId, Format] = {row.card.id: row for row in _ROWS}
