"""The proposal list of P-GCN and SSN, ready for retraining.

One block per video: its name, A and B (it has A times B frames), the ground truths (label, start,
end) and the proposals (label of the best truth, its tIoU, the part of the proposal inside it,
start, end). The last three of a proposal follow from the truths, so all are computed anew from the
annotations. Labels count from 1 in the order of ``labels.txt`` beside the list; 0 is background.
Starts and ends are frames by the rate of the video, or fractions of it (A and B are 1 then).
Source: ``load_proposal_file`` of the released code.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.exchange.format import (
    Format,
    Incoming,
    foreign,
    segment_or_none,
    text_of,
    unique_names,
    video_of,
)
from app.exchange.formats.thumos14 import CLASS_NUMBERS
from app.exchange.frame_clock import declared_rate
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
)

_LIST, _LABELS = "proposals.txt", "labels.txt"
_THUMOS_VIDEO = "video_"
_FORM = "a P-GCN proposal list"


def encode_list(contents: Contents, options: ExportOptions) -> Mapping[str, str]:
    """Return the list and its labels; where a video has no proposals, its suggestions are.

    Raises:
        ExchangeError: a name would break the lines, or a rate or duration is not known.
    """
    labels = _label_order(contents.label_names)
    names = unique_names(contents.videos)
    if any(len(name.splitlines()) != 1 for name in [*labels, *names]):
        raise ExchangeError("A name of several lines cannot be listed.", "Rename it.")
    blocks = [
        _block(number, name, video, labels, options)
        for number, (name, video) in enumerate(zip(names, contents.videos, strict=True), start=1)
    ]
    return {_LIST: "".join(blocks), _LABELS: "".join(f"{label}\n" for label in labels)}


def match(
    proposals: NDArray[np.float64], truths: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return for each proposal its best truth, the tIoU, and the part of it inside that truth.

    Args:
        proposals: (N, 2) start and end, each of some length.
        truths: (G, 2), G at least 1.
    """
    start = np.maximum(proposals[:, None, 0], truths[None, :, 0])
    end = np.minimum(proposals[:, None, 1], truths[None, :, 1])
    shared = np.clip(end - start, 0, None)
    own = (proposals[:, 1] - proposals[:, 0])[:, None]
    tiou = shared / (own + (truths[:, 1] - truths[:, 0])[None, :] - shared)
    best = tiou.argmax(axis=1)
    rows = np.arange(len(proposals))
    return best, tiou[rows, best], (shared / own)[rows, best]


def _block(
    number: int, name: str, video: ExchangedVideo, labels: Sequence[str], options: ExportOptions
) -> str:
    is_fraction = options.time_base == "fraction"
    factor = _per_second(video, options, is_fraction=is_fraction)
    n_frames = 1 if is_fraction else round(video.duration_s * factor)
    truths = [one for one in video.segments if one.source == "annotation"]
    suggested = [one for one in video.segments if one.source == "suggestion"]
    proposals = list(video.proposals) or [one.segment for one in suggested]
    lines = [f"# {number}", name, str(n_frames), "1", str(len(truths))]
    at = _scaled([one.segment for one in truths], factor, is_fraction=is_fraction)
    numbers = {label: place for place, label in enumerate(labels, start=1)}
    said = repr if is_fraction else _whole
    lines += [
        f"{numbers[one.label]} {said(float(start))} {said(float(end))}"
        for one, (start, end) in zip(truths, at, strict=True)
    ]
    of_truths = [numbers[one.label] for one in truths]
    places = _scaled(proposals, factor, is_fraction=is_fraction)
    lines += [str(len(proposals)), *_proposal_lines(places, at, of_truths)]
    return "\n".join(lines) + "\n"


def _proposal_lines(
    places: NDArray[np.float64], truths: NDArray[np.float64], numbers: Sequence[int]
) -> Iterator[str]:
    is_whole = bool((places == np.rint(places)).all() and (places > 1).any())
    said = _whole if is_whole else repr
    if not numbers or not len(places):
        yield from (f"0 0.0000 0.0000 {said(float(s))} {said(float(e))}" for s, e in places)
        return
    best, tiou, inside = match(places, truths)
    for (start, end), truth, one_tiou, part in zip(places, best, tiou, inside, strict=True):
        label = numbers[truth] if one_tiou > 0 else 0
        yield f"{label} {one_tiou:.4f} {part:.4f} {said(float(start))} {said(float(end))}"


def _whole(frame: float) -> str:
    return str(int(frame))


def _scaled(
    segments: Sequence[Segment], factor: float, *, is_fraction: bool
) -> NDArray[np.float64]:
    """Return (N, 2) frames of at least one each, or fractions."""
    times_s = np.array([(one.start_s, one.end_s) for one in segments], float).reshape(-1, 2)
    scaled = times_s * factor
    if is_fraction:
        return scaled
    frames = np.rint(scaled)
    frames[:, 1] = np.maximum(frames[:, 1], frames[:, 0] + 1)
    return frames


def _per_second(video: ExchangedVideo, options: ExportOptions, *, is_fraction: bool) -> float:
    if not is_fraction:
        return declared_rate(video, options.fps)
    if video.duration_s <= 0:
        raise ExchangeError(f"The duration of {video.name} is not known.", "Write frames instead.")
    return 1 / video.duration_s


def _label_order(names: Sequence[str]) -> tuple[str, ...]:
    """Return THUMOS14's order where all labels are of it, as the released code counts them."""
    thumos = tuple(CLASS_NUMBERS)
    return thumos if names and set(names) <= set(thumos) else tuple(names)


def decode_list(incoming: Incoming) -> Contents:
    """Return the ground truths as annotations; proposals are kept beside them.

    Frames and fractions become seconds by the project's video of that name. Without one, the
    segments count as unusable and a remark says so.

    Raises:
        ExchangeError: the list is not of this form; the sentence names the line.
    """
    files = dict(incoming.files) or {incoming.name: incoming.data}
    listed = _listed(files.pop(_LABELS, b""))
    videos: list[ExchangedVideo] = []
    unknown: list[str] = []
    for name, data in files.items():
        for block in _Lines(name, text_of(name, data)).blocks():
            videos.append(_video(block, incoming, listed, unknown))
    remarks = (
        (f"{len(unknown)} videos are not in the project; their frames are no seconds without it.",)
        if unknown
        else ()
    )
    return Contents(tuple(videos), tuple(map(ExchangedLabel, listed)), remarks)


def _listed(data: bytes) -> list[str]:
    return [line for line in text_of(_LABELS, data).splitlines() if line]


class _Block:
    """One video of a list, as written."""

    def __init__(self, name: str, n_frames: float) -> None:
        self.name, self.n_frames = name, n_frames
        self.truths: list[tuple[int, float, float]] = []
        self.proposals: list[tuple[float, float]] = []

    @property
    def is_fraction(self) -> bool:
        ends = [end for _, _, end in self.truths] + [end for _, end in self.proposals]
        return self.n_frames <= 1 or (bool(ends) and max(ends) <= 1)


class _Lines:
    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._lines = [line.strip() for line in text.split("\n")]
        self._at = 0

    def blocks(self) -> Iterator[_Block]:
        self._skip_empty()
        if self._at == len(self._lines):
            return
        while self._at < len(self._lines):
            if not self._next().startswith("#"):
                raise self._bad("a line that starts with #")
            yield self._block()
            self._skip_empty()

    def _block(self) -> _Block:
        name = self._next()
        if not name:
            raise self._bad("the name of a video")
        n_frames = self._numbers(1)[0] * self._numbers(1)[0]
        block = _Block(name.replace("\\", "/").rsplit("/", 1)[-1], n_frames)
        for _ in range(self._count()):
            label, start, end = self._numbers(3)
            block.truths.append((int(label), start, end))
        for _ in range(self._count()):
            # Lists of the wild say more proposals than they hold.
            if self._at >= len(self._lines) or self._lines[self._at][:1] in {"", "#"}:
                break
            *_, start, end = self._numbers(5)
            block.proposals.append((start, end))
        return block

    def _count(self) -> int:
        number = self._numbers(1)[0]
        if number < 0 or number != int(number):
            raise self._bad("a whole number")
        return int(number)

    def _numbers(self, count: int) -> tuple[float, ...]:
        words = self._next().split()
        try:
            numbers = tuple(map(float, words))
        except ValueError:
            numbers = ()
        if len(numbers) != count or not all(map(math.isfinite, numbers)):
            raise self._bad("a number" if count == 1 else f"{count} numbers")
        return numbers

    def _next(self) -> str:
        if self._at >= len(self._lines):
            raise foreign(_FORM, f"{self._name} ends in the middle of a video")
        self._at += 1
        return self._lines[self._at - 1]

    def _skip_empty(self) -> None:
        while self._at < len(self._lines) and not self._lines[self._at]:
            self._at += 1

    def _bad(self, demanded: str) -> ExchangeError:
        return foreign(_FORM, f"line {self._at} of {self._name} is not {demanded}")


def _video(
    block: _Block, incoming: Incoming, labels: Sequence[str], unknown: list[str]
) -> ExchangedVideo:
    factor = _seconds(block, incoming)
    if factor is None:
        unknown.append(block.name)
        return ExchangedVideo(block.name, 0.0, 0.0, (), len(block.truths))
    names = labels or (tuple(CLASS_NUMBERS) if block.name.startswith(_THUMOS_VIDEO) else ())
    found = [
        ExchangedSegment(_name(number, names), segment)
        if (segment := segment_or_none(start * factor, end * factor))
        else None
        for number, start, end in block.truths
    ]
    kept = [segment_or_none(start * factor, end * factor) for start, end in block.proposals]
    proposals = tuple(one for one in kept if one is not None)
    return replace(video_of(block.name, found), proposals=proposals)


def _seconds(block: _Block, incoming: Incoming) -> float | None:
    """Return the seconds of a frame, or of the whole video for fractions; None if not known."""
    known = incoming.video_named(block.name)
    if block.is_fraction:
        return known.duration_s if known and known.duration_s > 0 else None
    fps = incoming.options.fps or (known.fps if known else 0.0)
    return 1 / fps if fps > 0 else None


def _name(number: int, labels: Sequence[str]) -> str:
    return labels[number - 1] if 1 <= number <= len(labels) else f"class {number}"


def _carried(options: ExportOptions) -> Carries:
    if options.time_base == "fraction":
        return replace(_CARRIES, frames="no")
    return _CARRIES


def _looks_like_list(name: str, head: bytes) -> bool:
    lines = head.split(b"\n", 4)
    return name.endswith(".txt") and len(lines) > 3 and lines[0].startswith(b"#")


_CARRIES = Carries(
    full_names=False, label_list=True, suggestions=False, proposals=True, frames="rate"
)
PROPOSAL_LIST = Format(
    FormatCard(
        id="proposal-list",
        name="P-GCN and SSN proposal list (text)",
        summary="Annotations and the newest run's proposals, matched anew, for retraining.",
        suffixes=(".txt",),
        carries=_CARRIES,
        is_folder=True,
        time_bases=("frames", "fraction"),
    ),
    encode_list,
    decode_list,
    _looks_like_list,
    _carried,
)
