"""What goes out of a project and comes in, and what a format says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.domain.project import VIDEO_SUFFIXES
from app.domain.segment import Segment
from app.domain.timeline import NO_SHEET, Sheet

FormatId = str
Source = Literal["annotation", "suggestion"]
Layer = Literal["annotations", "suggestions", "both", "run"]
Direction = Literal["in", "out", "both"]
TimeBase = Literal["seconds", "milliseconds", "frames", "fraction"]
Overlaps = Literal["all", "other-labels", "none"]


@dataclass(frozen=True, slots=True)
class ExchangedLabel:
    """An action class on its way in or out.

    Attributes:
        color: ``#rrggbb``, or '' when the file does not say.
    """

    name: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class ExchangedSegment:
    """A labelled segment on its way in or out.

    Attributes:
        score: None for what has none, as a person's annotations.
        note: Free words; '' for none.
        source: Whose it is.
        tags: Words to filter by.
    """

    label: str
    segment: Segment
    score: float | None = None
    note: str = ""
    source: Source = "annotation"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExchangedVideo:
    """One video's segments on their way in or out.

    Attributes:
        name: File name with its suffix on the way out; what the file calls the video on the way in.
        duration_s: 0 when the file does not say.
        fps: Mean frames per second; 0 when the file does not say.
        n_unusable: Segments of the file left behind for having no length or starting before 0.
        path: Where the video lies, or None.
        fingerprint: Hash of the content; '' when the file does not say.
        is_vfr: Whether the distance between frames varies.
        frame_times_s: Gives (T,) float64 increasing seconds, one a frame; None when not known.
            Called late, and only by formats that count frames, as it indexes the file.
        proposals: What the newest run proposed, best first; only given to formats that carry it.
        sheet: What people noted of the whole video.
    """

    name: str
    duration_s: float
    fps: float
    segments: tuple[ExchangedSegment, ...]
    n_unusable: int = 0
    path: Path | None = None
    fingerprint: str = ""
    width_px: int = 0
    height_px: int = 0
    is_vfr: bool = False
    proposals: tuple[Segment, ...] = ()
    sheet: Sheet = NO_SHEET
    frame_times_s: Callable[[], NDArray[np.float64]] | None = field(
        default=None, compare=False, repr=False
    )


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the labels of a project come from.

    Attributes:
        origins: How many annotations were accepted, moved, relabelled, drawn, by video name.
        segments: By video name, for each annotation what was suggested for it, ready for JSON.
        rejected: By video name, the suggestions that were rejected, ready for JSON.
        runs: The passes of the engine the suggestions are of, ready for JSON.
        acts: Every act of the history in order, ready for JSON.
    """

    origins: Mapping[str, Mapping[str, int]]
    segments: Mapping[str, Sequence[Mapping[str, object]]]
    rejected: Mapping[str, Sequence[Mapping[str, object]]]
    runs: Sequence[Mapping[str, object]]
    acts: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a file holds.

    Attributes:
        labels: Every label with its colour, in the order of the lanes; those of segments that are
            not named here are taken from the segments.
        remarks: Sentences about what of the file could not be understood, such as a start without
            its stop.
        provenance: Where the labels come from; only given to formats that carry it.
    """

    videos: tuple[ExchangedVideo, ...]
    labels: tuple[ExchangedLabel, ...] = ()
    remarks: tuple[str, ...] = ()
    provenance: Provenance | None = field(default=None, compare=False, repr=False)

    @property
    def label_names(self) -> tuple[str, ...]:
        """Every label once: first those of the list, then those only segments have."""
        listed = [one.name for one in self.labels]
        used = [one.label for video in self.videos for one in video.segments]
        return tuple(dict.fromkeys([*listed, *used]))

    @property
    def n_segments(self) -> int:
        """How many segments all videos have."""
        return sum(len(video.segments) for video in self.videos)


@dataclass(frozen=True, slots=True)
class Carries:
    """What a format keeps. What is not kept here is told before the export, with its count.

    Attributes:
        overlaps: Which segments of one video may overlap: ``all``, those of ``other-labels``, or
            ``none``.
        scores: Whether a segment's score is kept.
        layers: Whether annotations and suggestions can be told apart again.
        label_list: Whether labels without segments are kept.
        colors: Whether labels keep their colours.
        notes: Whether a segment's note is kept.
        tags: Whether a segment's tags are kept.
        sheets: Whether what was noted of a whole video is kept.
        several_videos: False writes one file per video, in a folder when there are more.
        empty_videos: Whether a video without segments is kept.
        full_names: Whether a video's name comes back with its suffix; False keeps the plain name.
        durations: Whether a video's duration is kept.
        fingerprints: Whether the content of a video is identified.
        suggestions: Whether a suggestion comes back at all; False for forms of annotations alone.
        proposals: Whether the proposals of the newest run are wanted.
        provenance: Whether it is wanted where the labels come from.
        origin_scores: Whether an annotation alone keeps the score of the suggestion it was accepted
            from, to be put in order by.
        time_step_s: Distance of the times it can say, seconds; 0 keeps every bit.
        frames: Whether times are frame numbers: ``true`` counts the frames of the file, ``rate``
            multiplies with a declared rate, ``no`` is neither. The step is one frame then.
    """

    overlaps: Overlaps = "all"
    scores: bool = False
    layers: bool = False
    label_list: bool = False
    colors: bool = False
    notes: bool = False
    tags: bool = False
    sheets: bool = False
    several_videos: bool = True
    empty_videos: bool = True
    full_names: bool = True
    durations: bool = False
    fingerprints: bool = False
    suggestions: bool = True
    proposals: bool = False
    provenance: bool = False
    origin_scores: bool = False
    time_step_s: float = 0.0
    frames: Literal["no", "true", "rate"] = "no"


@dataclass(frozen=True, slots=True)
class Setting:
    """An option that a format has of its own.

    Attributes:
        id: Its name on the command line.
        name: For a form.
        default: What holds when nobody says; its type is the setting's: one of ``choices`` or free
            text, a number, or a switch.
        choices: What a text may be; empty for free text.
        low: Least number.
        high: Largest number.
        unit: Of the number.
        tip: What it does, one sentence.
    """

    id: str
    name: str
    default: str | float | bool
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class FormatCard:
    """What a person is told of a format.

    Attributes:
        id: Its name on the command line.
        name: For a list to choose from.
        summary: One sentence: who reads it.
        suffixes: What its files end in, the one written first; lower case, with the dot.
        is_folder: Whether it is always a folder of files.
        layer: What goes out when nobody says.
        time_bases: What its times may be, the usual one first.
        variants: Forms of it to choose from, the usual one first; empty when there is but one.
        columns: Columns to choose from; empty for what is no table.
        settings: Options of its own.
        is_media: Whether it is made of the videos themselves, which takes time and their files.
    """

    id: FormatId
    name: str
    summary: str
    suffixes: tuple[str, ...]
    carries: Carries
    direction: Direction = "both"
    is_folder: bool = False
    layer: Layer = "annotations"
    time_bases: tuple[TimeBase, ...] = ("seconds",)
    variants: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    is_media: bool = False


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How a format shall be written; a format passes over what does not concern it.

    Attributes:
        title: Name of the project.
        time_base: One of the format's; '' for its first.
        fps: Declared rate of formats that count by rate; 0 for each video's own.
        variant: One of the format's; '' for its first.
        columns: Columns of a table, in order; empty for the usual ones.
        settings: (id, value) of the format's own settings that are not as usual.
    """

    title: str = ""
    time_base: TimeBase | Literal[""] = ""
    fps: float = 0.0
    variant: str = ""
    columns: tuple[str, ...] = ()
    settings: tuple[tuple[str, str | float | bool], ...] = ()

    def text(self, setting: Setting) -> str:
        """Return what a setting of words is set to."""
        return str(self._value(setting))

    def number(self, setting: Setting) -> float:
        """Return what a setting of a number is set to, inside its range."""
        return min(max(float(self._value(setting)), setting.low), setting.high)

    def is_on(self, setting: Setting) -> bool:
        """Return whether a switch is on."""
        return bool(self._value(setting))

    def _value(self, setting: Setting) -> str | float | bool:
        return dict(self.settings).get(setting.id, setting.default)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made of videos.

    Attributes:
        words: How it was made and what it holds, such as "copied, 2.04 s".
    """

    file: Path
    words: str


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making files of videos.

    Attributes:
        left_out: A sentence for each thing that could not be made, naming its video.
        differences: A sentence for each thing that is not as it was meant.
        summary: One sentence about all of them; '' when the files say it.
    """

    files: tuple[MadeFile, ...]
    left_out: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    summary: str = ""


def plain_name(name: str) -> str:
    """Return a video's name as files of the field know it: no folder, suffix or leading ``v_``."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    path = Path(last)
    stem = path.stem if path.suffix.lower() in VIDEO_SUFFIXES else last
    return stem.removeprefix("v_") or stem
