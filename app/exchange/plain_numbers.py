"""Numbers as texts of other tools hold them."""

from __future__ import annotations

import math
import re

# float() would take "nan", "1_000" and digits of other scripts too, and millions of digits slowly.
_NUMBER = re.compile(
    r"\s*[-+]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][-+]?\d{1,4})?\s*", re.ASCII
)


def number_or_none(text: str) -> float | None:
    """Return a finite number, or None for a text that is none."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None
