"""Names of files from templates, fit for every system."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.domain.errors import ExchangeError

_FIELD = re.compile(r"\{(\w+)\}")
# What Windows takes in no name, and what no system shows.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MOST_SIGNS = 120
_MOST_BYTES = 200


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return the relative path, without suffix, that a template gives; ``/`` makes folders.

    Raises:
        ExchangeError: the template names a field that there is not, or is empty.
    """
    unknown = next((name for name in _FIELD.findall(template) if name not in values), None)
    if unknown is not None:
        raise ExchangeError(
            f"A file name has no field {{{unknown}}}.",
            f"Its fields are {', '.join(f'{{{name}}}' for name in values)}.",
        )
    # Only the template makes folders: a label such as "1/2" does not.
    parts = [
        safe_name(_FIELD.sub(lambda found: values[found[1]], part))
        for part in template.replace("\\", "/").split("/")
        if part.strip()
    ]
    if not parts:
        raise ExchangeError("The file name is empty.", "Write one, such as {video}_{label}_{n}.")
    return "/".join(parts)


def safe_name(text: str) -> str:
    """Return text as the name of a file without suffix: nothing a system forbids, never empty."""
    name = _FORBIDDEN.sub("_", " ".join(text.split()))[:_MOST_SIGNS]
    name = name.encode(errors="ignore")[:_MOST_BYTES].decode(errors="ignore")
    name = name.strip(" .") or "_"
    return f"_{name}" if _DEVICES.fullmatch(name) else name
