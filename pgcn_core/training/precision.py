"""In what precision the products of a training are made."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Literal

import torch

from pgcn_core.errors import SettingsError

Precision = Literal["float32", "bfloat16"]


def check_precision(precision: Precision, device: torch.device) -> None:
    """Raise ``SettingsError`` unless the device can multiply so."""
    is_old = device.type == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False)
    if precision == "bfloat16" and is_old:
        raise SettingsError(
            "This GPU cannot multiply in bfloat16.", "Leave --amp out; newer ones can (from 2020)."
        )


def products_in(precision: Precision, device: torch.device) -> AbstractContextManager[None]:
    """Return a context in which networks multiply so; sums and losses are float32 outside of it."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16")
