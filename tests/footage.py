"""The sample video that the set-up fetched, for the tests that want real footage."""

import os
from collections.abc import Mapping
from pathlib import Path

# Read at import: the tests point the program at folders of their own afterwards.
_ENVIRON: Mapping[str, str] = dict(os.environ)
NAME = "untrimmed_sports.mp4"


def sample_video() -> Path | None:
    """Return the untrimmed sample, or None where the set-up could not fetch it."""
    root = _ENVIRON.get("PGCN_DATA_DIR")
    home = _ENVIRON.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folder = Path(root) if root else Path(home) / "pgcn-studio"
    video = folder / "samples" / NAME
    return video if video.is_file() else None
