"""Which video a file is about that does not say so itself."""

from __future__ import annotations

from app.exchange.format import Incoming


def video_name_of(incoming: Incoming) -> str:
    """Return the video of the file's name, else the only one there is, else the file's name."""
    stem = incoming.name.rsplit(".", 1)[0] or incoming.name
    known = incoming.video_named(stem)
    if known is None and len(incoming.known) == 1:
        known = incoming.known[0]
    return known.name if known else stem
