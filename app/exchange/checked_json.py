"""JSON checked field by field, with the place in the error; and written in readable lines."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.domain.errors import ExchangeError
from app.exchange.format import foreign

_Model = TypeVar("_Model", bound=BaseModel)


class StrictModel(BaseModel):
    """Fields that take no value of another type, and no number that is none."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)


def validate_json(model: type[_Model], text: str, file_form: str) -> _Model:
    """Return the model a JSON text holds.

    Args:
        model: A ``StrictModel``, unless the tool itself is loose.
        text: The whole file.
        file_form: What it should be, with its article, for the error.

    Raises:
        ExchangeError: it is not JSON, or not of the model; the sentence names the place.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _told(file_form, error) from error


def dump_json(value: object, levels: int) -> str:
    """Return JSON text whose outer levels have a line for each entry.

    Indenting all of it would leave the fast encoder of the standard library unused, which a file
    of 100,000 segments notices.
    """
    return _lines(value, levels, "\n")


def _lines(value: object, levels: int, margin: str) -> str:
    if levels == 0 or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    inner = margin + " "
    if isinstance(value, list):
        entries = [_lines(one, levels - 1, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(entries)}{margin}]"
    entries = [
        f"{json.dumps(key, ensure_ascii=False)}: {_lines(one, levels - 1, inner)}"
        for key, one in value.items()
    ]
    return f"{{{inner}{f',{inner}'.join(entries)}{margin}}}"


def _told(file_form: str, error: ValidationError) -> ExchangeError:
    first = error.errors(include_url=False)[0]
    place = " > ".join(map(str, first["loc"]))
    reason = first["msg"][:1].lower() + first["msg"][1:]
    if first["type"] == "json_invalid":
        reason = f"it is not JSON ({first['ctx']['error']})"
    return foreign(file_form, f"at {place}: {reason}" if place else reason)
