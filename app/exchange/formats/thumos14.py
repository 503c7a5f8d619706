"""The text files of THUMOS14: a folder with one file per label, and a file of detections.

A label's file has one ``video  start end`` a line (two spaces, seconds), ``Ambiguous_val.txt`` the
stretches where a detection counts neither way; here that is a label like the others. Detections
are ``video start end class score``, the classes numbered as in the challenge's list of 101 and
named in ``detclasslist.txt`` beside them. Source: the challenge's development kit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from app.domain.errors import ExchangeError
from app.exchange.format import (
    Format,
    Incoming,
    foreign,
    segment_or_none,
    text_of,
    unique_names,
    video_of,
)
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
)

CLASS_NUMBERS = {
    "BaseballPitch": 7, "BasketballDunk": 9, "Billiards": 12, "CleanAndJerk": 21,
    "CliffDiving": 22, "CricketBowling": 23, "CricketShot": 24, "Diving": 26, "FrisbeeCatch": 31,
    "GolfSwing": 33, "HammerThrow": 36, "HighJump": 40, "JavelinThrow": 45, "LongJump": 51,
    "PoleVault": 68, "Shotput": 79, "SoccerPenalty": 85, "TennisSwing": 92, "ThrowDiscus": 93,
    "VolleyballSpiking": 97,
}  # fmt: skip
SETS = ("val", "test")
_N_CHALLENGE_CLASSES = 101
_DETECTIONS, _CLASSES = "detections.txt", "detclasslist.txt"
_LABEL_FILE = re.compile(r"(.+)_(?:val|test)\.txt", re.IGNORECASE | re.DOTALL)
_Found = dict[str, list[ExchangedSegment | None]]


def encode_annotations(contents: Contents, options: ExportOptions) -> Mapping[str, str]:
    """Return one file per label, also for those without segments.

    Raises:
        ExchangeError: there is no label, or a name would break the lines.
    """
    names = _names(contents)
    lines: dict[str, list[str]] = {label: [] for label in contents.label_names}
    if not lines:
        raise ExchangeError("There is no label to write a file for.", "Add a label first.")
    _check_file_names(list(lines))
    for name, video in zip(names, contents.videos, strict=True):
        for one in video.segments:
            lines[one.label].append(f"{name}  {one.segment.start_s!r} {one.segment.end_s!r}\n")
    ending = options.variant or SETS[0]
    return {f"{label}_{ending}.txt": "".join(found) for label, found in lines.items()}


def decode_annotations(incoming: Incoming) -> Contents:
    """Return the segments of a folder, or of one label's file; other files are passed over.

    Raises:
        ExchangeError: no file is named as a label's, or a line is not of the form.
    """
    files = incoming.files or {incoming.name: incoming.data}
    named = {name: match[1] for name in files if (match := _LABEL_FILE.fullmatch(name))}
    if not named:
        raise foreign(
            "a THUMOS14 annotation", f"{incoming.name} has no name such as HighJump_val.txt"
        )
    found: _Found = {}
    for name, label in sorted(named.items()):
        for video, (start_s, end_s) in _rows(name, files[name], n_numbers=2):
            segment = segment_or_none(start_s, end_s)
            one = ExchangedSegment(label, segment) if segment else None
            found.setdefault(video, []).append(one)
    labels = tuple(ExchangedLabel(label) for label in sorted(set(named.values())))
    return Contents(_videos(found), labels)


def encode_detections(contents: Contents, options: ExportOptions) -> Mapping[str, str]:  # noqa: ARG001
    """Return the file of detections and the list of its classes; a person's segment has 1.0.

    Raises:
        ExchangeError: a name would break the lines.
    """
    names = _names(contents)
    numbers = _numbers(contents.label_names)
    lines = [
        f"{name} {one.segment.start_s!r} {one.segment.end_s!r} {numbers[one.label]} "
        f"{1.0 if one.score is None else one.score!r}\n"
        for name, video in zip(names, contents.videos, strict=True)
        for one in video.segments
    ]
    classes = [f"{number} {label}\n" for label, number in numbers.items()]
    return {_DETECTIONS: "".join(lines), _CLASSES: "".join(classes)}


def decode_detections(incoming: Incoming) -> Contents:
    """Return the detections as suggestions; a class that no list names is called ``class 102``.

    Raises:
        ExchangeError: a line is not of the form.
    """
    files = dict(incoming.files) or {incoming.name: incoming.data}
    labels = {number: label for label, number in CLASS_NUMBERS.items()}
    listed = _class_list(files.pop(_CLASSES, b""))
    labels |= listed
    found: _Found = {}
    for name, data in files.items():
        for video, (start_s, end_s, number, score) in _rows(name, data, n_numbers=4):
            segment = segment_or_none(start_s, end_s)
            label = labels.get(int(number), f"class {number:g}")
            found.setdefault(video, []).append(
                ExchangedSegment(label, segment, score, source="suggestion") if segment else None
            )
    return Contents(_videos(found), tuple(map(ExchangedLabel, listed.values())))


def _names(contents: Contents) -> list[str]:
    names = unique_names(contents.videos)
    spaced = next((name for name in names if len(name.split()) != 1), None)
    if spaced is not None:
        raise ExchangeError(
            f"The lines of THUMOS14 cannot hold the name {spaced!r}: it has a space.",
            "Rename the video, or choose another format.",
        )
    return names


def _check_file_names(labels: Sequence[str]) -> None:
    """Raise when two labels differ by case alone: they are one file on many disks."""
    seen: dict[str, str] = {}
    for label in labels:
        if other := seen.get(label.casefold()):
            raise ExchangeError(
                f"{other} and {label} would be one file on many disks.", "Rename one of them."
            )
        seen[label.casefold()] = label


def _numbers(labels: Sequence[str]) -> dict[str, int]:
    """Return a number for each label: the challenge's own, or one behind its 101."""
    if any(len(label.splitlines()) > 1 or not label.strip() for label in labels):
        raise ExchangeError("A label of several lines cannot be listed.", "Rename it.")
    others = [label for label in labels if label not in CLASS_NUMBERS]
    new = {label: number for number, label in enumerate(others, start=_N_CHALLENGE_CLASSES + 1)}
    return {label: CLASS_NUMBERS.get(label) or new[label] for label in labels}


def _class_list(data: bytes) -> dict[int, str]:
    labels = {}
    for line in text_of(_CLASSES, data).split("\n"):
        number, _, label = line.strip("\r").partition(" ")
        if number.isdecimal() and label:
            labels[int(number)] = label
    return labels


def _rows(name: str, data: bytes, *, n_numbers: int) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Give video and numbers of each line."""
    for line, text in enumerate(text_of(name, data).split("\n"), start=1):
        words = text.split()
        if not words:
            continue
        try:
            numbers = tuple(map(float, words[1:]))
        except ValueError:
            numbers = ()
        if len(numbers) != n_numbers or not all(map(math.isfinite, numbers)):
            shape = f"a video and {n_numbers} numbers"
            raise foreign("a THUMOS14 text", f"line {line} of {name} is not {shape}")
        yield words[0], numbers


def _videos(found: _Found) -> tuple[ExchangedVideo, ...]:
    return tuple(video_of(name, segments) for name, segments in found.items())


def _looks_like_labels(name: str, head: bytes) -> bool:
    words = head.split(b"\n", 1)[0].split()
    return bool(_LABEL_FILE.fullmatch(name)) and len(words) == 3


def _looks_like_detections(name: str, head: bytes) -> bool:
    words = head.split(b"\n", 1)[0].split()
    return name.endswith(".txt") and len(words) == 5 and words[3].isdigit()


ANNOTATIONS = Format(
    FormatCard(
        id="thumos14",
        name="THUMOS14 annotations (one text per label)",
        summary="A folder for the THUMOS14 toolkit and everything that reads its layout.",
        suffixes=(".txt",),
        carries=Carries(label_list=True, empty_videos=False, full_names=False),
        is_folder=True,
        variants=SETS,
    ),
    encode_annotations,
    decode_annotations,
    _looks_like_labels,
)
DETECTIONS = Format(
    FormatCard(
        id="thumos14-detections",
        name="THUMOS14 detections (text)",
        summary="Scored detections as the THUMOS14 toolkit evaluates them, and their class list.",
        suffixes=(".txt",),
        carries=Carries(
            scores=True, label_list=True, empty_videos=False, full_names=False, annotations=False
        ),
        is_folder=True,
        layer="both",
    ),
    encode_detections,
    decode_detections,
    _looks_like_detections,
)
