"""What a report for a coach says, block by block, before it is a page of HTML or a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Role = Literal["title", "heading", "subheading", "faint", "body"]
# Of a column of a table: text, a number, or a bar as long as the row's share.
Column = Literal["text", "number", "bar"]


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph."""

    text: str
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers to be seen at once.

    Attributes:
        shown: (name, value) of each.
    """

    shown: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        cells: One text for each column; '' for a bar.
        color: ``#rrggbb`` of what the first cell names, or ''.
        share: Length of its bar, 0 to 1.
    """

    cells: tuple[str, ...]
    color: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row.

    Attributes:
        head: One text for each column.
        columns: What each holds.
        caption: Above it; '' for none.
    """

    head: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A segment on a lane: seconds, its colour, and what it is in words."""

    lane: int
    start_s: float
    end_s: float
    color: str
    said: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """The timeline of a video as a picture.

    Attributes:
        name: What it shows, for those who cannot see it.
        lanes: A label each.
        end_s: Where the axis ends, seconds.
        ticks: (seconds, words) on the axis.
    """

    name: str
    lanes: tuple[str, ...]
    bars: tuple[Bar, ...]
    end_s: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A picture of a segment.

    Attributes:
        jpeg: The file.
        title: Its label.
        line: Its time.
        alt: What it shows, for those who cannot see it.
    """

    jpeg: bytes
    title: str
    line: str
    color: str
    alt: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures beside and below each other."""

    pictures: tuple[Thumbnail, ...]


Block: TypeAlias = Words | Figures | Table | Lanes | Gallery


@dataclass(frozen=True, slots=True)
class CoachReport:
    """All of a report.

    Attributes:
        language: ``en`` or ``de``.
        made: When and with what it was made.
        sections: Blocks that belong together.
        page_words: Foot of a printed page, with ``{page}`` and ``{pages}``.
    """

    title: str
    language: str
    made: str
    sections: tuple[tuple[Block, ...], ...]
    page_words: str
