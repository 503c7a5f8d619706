"""Captions of acts as they are shown.

A project keeps them in English, so that people of two languages can share it.
"""

from __future__ import annotations

import re

from app.ui.language import PLURAL, QT_TRANSLATE_NOOP, translate

WHAT = "{what}"
# A longer beginning stands before a shorter one.
CAPTIONS = (
    QT_TRANSLATE_NOOP("Captions", "Add label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Rename label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Recolour label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Set key of label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Hide label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Show label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Merge label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Separate label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Move label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Set tap of label {what}"),
    QT_TRANSLATE_NOOP("Captions", "Tag {what}"),
    QT_TRANSLATE_NOOP("Captions", "Accept {what}"),
    QT_TRANSLATE_NOOP("Captions", "Reject {what}"),
    QT_TRANSLATE_NOOP("Captions", "Label as {what}"),
    QT_TRANSLATE_NOOP("Captions", "Put off {what}"),
    QT_TRANSLATE_NOOP("Captions", "Delete {what}"),
    QT_TRANSLATE_NOOP("Captions", "Move start of {what}"),
    QT_TRANSLATE_NOOP("Captions", "Move end of {what}"),
    QT_TRANSLATE_NOOP("Captions", "Move {what}"),
    QT_TRANSLATE_NOOP("Captions", "Draw {what}"),
    QT_TRANSLATE_NOOP("Captions", "Relabel {what}"),
    QT_TRANSLATE_NOOP("Captions", "Nudge start of {what}"),
    QT_TRANSLATE_NOOP("Captions", "Nudge end of {what}"),
    QT_TRANSLATE_NOOP("Captions", "Nudge {what}"),
    QT_TRANSLATE_NOOP("Captions", "Split {what}"),
    QT_TRANSLATE_NOOP("Captions", "Merge {what}"),
    QT_TRANSLATE_NOOP("Captions", "Duplicate {what}"),
    QT_TRANSLATE_NOOP("Captions", "Keep mine: {what}"),
    QT_TRANSLATE_NOOP("Captions", "Take theirs: {what}"),
    QT_TRANSLATE_NOOP("Captions", "Keep both: {what}"),
    QT_TRANSLATE_NOOP("Captions", "Take over {what}"),
    QT_TRANSLATE_NOOP("Captions", "Note on {what}"),
    QT_TRANSLATE_NOOP("Captions", "Describe video"),
    QT_TRANSLATE_NOOP("Captions", "Assign video to {what}"),
    QT_TRANSLATE_NOOP("Captions", "Unassign video"),
    QT_TRANSLATE_NOOP("Captions", "Tag video {what}"),
    QT_TRANSLATE_NOOP("Captions", "Untag video {what}"),
    QT_TRANSLATE_NOOP("Captions", "Nothing in video"),
    QT_TRANSLATE_NOOP("Captions", "Something in video"),
)
_SEGMENTS = re.compile(r"(\d+) segments?")


def caption_words(caption: str) -> str:
    """Return a kept caption in the language of the window; an unknown one as it is."""
    for template in CAPTIONS:
        verb = template.removesuffix(WHAT)
        if f"{caption} ".startswith(verb):
            words = translate("Captions", template)
            return words.format(what=_what(caption[len(verb) :])).strip()
    return caption


def segment_words(n: int) -> str:
    """Return how many segments: "1 segment", "3 segments"."""
    if n == 1:
        return translate("Captions", "1 segment")
    return translate("Captions", "%n segments", "", PLURAL, n)


def video_words(n: int) -> str:
    """Return how many videos: "1 video", "3 videos"."""
    if n == 1:
        return translate("Captions", "1 video")
    return translate("Captions", "%n videos", "", PLURAL, n)


def _what(name: str) -> str:
    counted = _SEGMENTS.fullmatch(name)
    return segment_words(int(counted[1])) if counted else name
