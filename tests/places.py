"""Where the tests find what is not in the repository."""

import os
from pathlib import Path


def shared_dir() -> Path | None:
    """Return the folder of shared reference data, or None when this machine has none."""
    named = os.environ.get("PGCN_SHARED")
    if named:
        return Path(named)
    beside = Path(__file__).resolve().parents[2] / "shared"
    return beside if beside.is_dir() else None
