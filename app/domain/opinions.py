"""What another annotator says of a video: beside one's own annotations, never among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.segment import Segment


class Ruling(Enum):
    """Whose version a person chose where two annotators disagree."""

    OPEN = "open"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A segment another annotator made. Segment and label never change; rulings do.

    Attributes:
        id: The same whenever the same segment of the same annotator is read again.
    """

    id: str
    annotator: str
    label_id: str
    segment: Segment
    ruling: Ruling = Ruling.OPEN


@dataclass(frozen=True, slots=True)
class Reading:
    """That an annotator has worked on a video, even where they found nothing in it.

    Attributes:
        source: Name of the file it was read from.
        made_at: When it was read, UTC.
        n_opinions: How many segments they made.
    """

    annotator: str
    video_id: str
    source: str
    made_at: datetime
    n_opinions: int = 0
