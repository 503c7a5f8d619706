"""Sentences of the player, in the language of the window."""

from __future__ import annotations

from app.ui.language import translate
from app.ui.player.surface import DROP_HINT


def drop_hint() -> str:
    """Say what to do while there is no video."""
    return translate("Player", DROP_HINT)


def opening(name: str) -> str:
    """Say that a video is being opened."""
    return translate("Player", "Opening {name}…").format(name=name)


def indexing(percent: int) -> str:
    """Say how much of a video has been indexed."""
    return translate("Player", "indexing {percent} %").format(percent=percent)


def no_frames() -> tuple[str, str]:
    """Say that a video shows nothing, and what to do."""
    return translate("Player", "This video has no frames."), translate(
        "Player", "Open another video."
    )


def broke_down() -> tuple[str, str]:
    """Say that a bug stopped the player, and what to do."""
    return translate("Player", "The player broke down."), translate(
        "Player", "Open the video again."
    )
