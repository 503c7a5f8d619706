"""Where tests find what is not in the repository."""

import os
from pathlib import Path

REPO = Path(__file__).parent.parent


def shared_dir() -> Path | None:
    """Return the folder of golden numbers and real footage beside the repository, or None."""
    named = os.environ.get("PGCN_SHARED")
    if named:
        return Path(named)
    beside = REPO.parent / "shared"
    return beside if beside.is_dir() else None
