"""Proposal lists of the P-GCN and SSN releases: plain text, one block per video, whole frames.

A block, after a line that starts with ``#``::

    video_test_0000001       id or a path whose last part is the id
    5031                     A, frames
    1                        B; the video has int(A * B) frames
    1                        number of ground-truth lines
    3 120 260                label (from 1), start, end
    2                        number of proposal lines; fewer may follow (the BSN list does that)
    3 0.8123 0.9011 118 255  label (0: none), best tIoU, overlap with itself, start, end
    0 0.0000 0.0000 10 90
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import ProposalFileError
from pgcn_core.text_files import read_text


@dataclass(frozen=True, slots=True)
class ListedVideo:
    """One video of a proposal list, in the released code's terms (pgcn_dataset.py:25, 85-97).

    Segments that are empty or begin after the video are left out; ends are clipped to it. Videos
    without ground truth are kept (the released code drops them).

    Attributes:
        video_id: Its name, without folders.
        n_frames: Frames of the video.
        truth_frames: (G, 2) int64 start and end.
        truth_label_idx: (G,) int64 in [0, K).
        proposal_frames: (N, 2) int64 start and end, in the order of the file.
        proposal_label_idx: (N,) int64 label of the best truth, -1 when none overlaps.
        best_tiou: (N,) float64 tIoU with it.
        overlap_self: (N,) float64 intersection with it over the proposal's length.
        coverage: (N,) float64 length before clipping over ``n_frames``.
        overrun_frames: How far the latest end of any line lies after the video; 0 when none does.
    """

    video_id: str
    n_frames: int
    truth_frames: NDArray[np.int64]
    truth_label_idx: NDArray[np.int64]
    proposal_frames: NDArray[np.int64]
    proposal_label_idx: NDArray[np.int64]
    best_tiou: NDArray[np.float64]
    overlap_self: NDArray[np.float64]
    coverage: NDArray[np.float64]
    overrun_frames: int = 0

    def first_proposals(self, limit: int) -> ListedVideo:
        """Return the same video with no more proposals than that; all of the ground truth."""
        return replace(
            self,
            proposal_frames=self.proposal_frames[:limit],
            proposal_label_idx=self.proposal_label_idx[:limit],
            best_tiou=self.best_tiou[:limit],
            overlap_self=self.overlap_self[:limit],
            coverage=self.coverage[:limit],
        )


def read_proposal_list(path: Path) -> list[ListedVideo]:
    """Read every block of a proposal list, in order. Blank lines are skipped.

    Raises:
        ProposalFileError: the file cannot be read, or a line does not follow the format; the
            sentence names the line.
    """
    return [_read_block(block) for block in _blocks_of(path)]


@dataclass(frozen=True, slots=True)
class ListedSegments:
    """One video of a proposal list as it stands there, in frames or in fractions of the video.

    Attributes:
        video_id: Its name, without folders.
        n_frames: Frames of the video; 1 in a normalised list.
        truth: (G, 2) float64 start and end.
        proposals: (N, 2) float64 start and end, in the order of the file.
    """

    video_id: str
    n_frames: int
    truth: NDArray[np.float64]
    proposals: NDArray[np.float64]


def read_listed_segments(path: Path) -> list[ListedSegments]:
    """Read only the segments of a proposal list, whole frames or normalised (0 to 1).

    Raises:
        ProposalFileError: as ``read_proposal_list``.
    """
    videos = []
    for block in _blocks_of(path):
        video_id, n_frames, truth, proposals = _read_tables(block, whole=False)
        videos.append(ListedSegments(video_id, n_frames, truth[:, -2:], proposals[:, -2:]))
    return videos


def _blocks_of(path: Path) -> list[_Lines]:
    blocks = [_Lines(path.name, block) for block in _blocks(read_text(path, ProposalFileError))]
    if not blocks:
        raise ProposalFileError(f"{path.name} lists no video.", "Choose another file.")
    return blocks


def format_proposal_list(videos: Sequence[ListedVideo]) -> str:
    """Return the text of a list, which ``read_proposal_list`` reads back.

    Coverage is not part of the format: it is the length over the frames.
    """
    lines: list[str] = []
    for number, video in enumerate(videos, start=1):
        truth = zip(video.truth_label_idx + 1, *video.truth_frames.T, strict=True)
        proposals = zip(
            video.proposal_label_idx + 1,
            video.best_tiou,
            video.overlap_self,
            *video.proposal_frames.T,
            strict=True,
        )
        lines += [f"# {number}", video.video_id, str(video.n_frames), "1"]
        lines += [str(len(video.truth_frames)), *(f"{k} {start} {end}" for k, start, end in truth)]
        lines.append(str(len(video.proposal_frames)))
        lines += [f"{k} {a:.4f} {b:.4f} {start} {end}" for k, a, b, start, end in proposals]
    return "".join(f"{line}\n" for line in lines)


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield the numbered lines of each block that has any."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("#"):
            if block:
                yield block
            block = []
        elif stripped:
            block.append((number, stripped))
    if block:
        yield block


@dataclass(frozen=True, slots=True)
class _RowForm:
    """What the lines of one kind hold: a label first, start and end last.

    Attributes:
        what: The name of such a line.
        n_columns: Numbers in it; those between label and start are shares.
        first_label: The lowest.
    """

    what: str
    n_columns: int
    first_label: int

    def wrong_with(self, values: Sequence[float]) -> str | None:
        """Return what the numbers of a line should be, None if they are."""
        label, *shares, start, end = values
        if label != int(label) or label < self.first_label:
            return f"{self.what} should begin with a label, counted from 1"
        if not all(0 <= share <= 1 for share in shares):
            return "best tIoU and overlap should lie between 0 and 1"
        if not 0 <= start <= end:
            return "the end should not lie before the start, nor the start before 0"
        return None


_TRUTH_ROW = _RowForm("a ground-truth line", 3, 1)
_PROPOSAL_ROW = _RowForm("a proposal line", 5, 0)


class _Lines:
    """The lines of one block, taken one after the other."""

    def __init__(self, file_name: str, lines: list[tuple[int, str]]) -> None:
        self._file_name = file_name
        self._lines = lines
        self._next = 0

    def take(self, what: str) -> str:
        """Return the next line."""
        if self._next == len(self._lines):
            number, _ = self._lines[-1]
            raise self.error(number, f"the block ends where {what} should follow")
        self._next += 1
        return self._lines[self._next - 1][1]

    def number(self, what: str) -> float:
        """Return the next line as one number of at least 0."""
        text = self.take(what)
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value < np.inf:
            raise self.error_here(f"{what} should be a number, not {text!r}")
        return value

    def rows(self, at_most: int, form: _RowForm, *, whole: bool) -> NDArray[np.float64]:
        """Return up to ``at_most`` lines of numbers as an (R, columns) array.

        ``whole`` refuses a start or end that is no whole number.
        """
        taken: list[list[float]] = []
        while len(taken) < at_most and self._next < len(self._lines):
            text = self.take(form.what)
            try:
                values = [float(part) for part in text.split()]
            except ValueError:
                values = []
            if len(values) != form.n_columns or not np.isfinite(values).all():
                raise self.error_here(
                    f"{form.what} should be {form.n_columns} numbers, not {text!r}"
                )
            wrong = form.wrong_with(values)
            if wrong is None and whole and any(value != int(value) for value in values[-2:]):
                wrong = "start and end should be whole frames (is the list normalised?)"
            if wrong is not None:
                raise self.error_here(f"{wrong}, not {text!r}")
            taken.append(values)
        return np.array(taken, np.float64).reshape(-1, form.n_columns)

    def expect_end(self) -> None:
        """Raise unless every line was taken."""
        if self._next < len(self._lines):
            number, text = self._lines[self._next]
            raise self.error(number, f"a line too many: {text!r}")

    def error_here(self, sentence: str) -> ProposalFileError:
        """Return an error about the line taken last."""
        return self.error(self._lines[self._next - 1][0], sentence)

    def error(self, number: int, sentence: str) -> ProposalFileError:
        """Return an error about one line."""
        return ProposalFileError(
            f"{self._file_name}, line {number}: {sentence}.", "Correct the list and try again."
        )


def _read_tables(
    lines: _Lines, *, whole: bool
) -> tuple[str, int, NDArray[np.float64], NDArray[np.float64]]:
    """Return a block's video, its frames, its ground-truth lines and its proposal lines."""
    video_id = lines.take("the video").replace("\\", "/").rsplit("/", 1)[-1]
    n_frames = int(lines.number("the frame count") * lines.number("the multiplier"))
    if n_frames < 1:
        raise lines.error_here("the video should have at least one frame")
    n_truths = int(lines.number("the number of ground-truth lines"))
    truth = lines.rows(n_truths, _TRUTH_ROW, whole=whole)
    if len(truth) < n_truths:
        raise lines.error_here(f"{n_truths} ground-truth lines were announced")
    n_proposals = int(lines.number("the number of proposals"))
    proposals = lines.rows(n_proposals, _PROPOSAL_ROW, whole=whole)
    lines.expect_end()
    return video_id, n_frames, truth, proposals


def _read_block(lines: _Lines) -> ListedVideo:
    video_id, n_frames, truth, proposals = _read_tables(lines, whole=True)
    latest = max(truth[:, -1].max(initial=0.0), proposals[:, -1].max(initial=0.0))
    truth = truth[_usable(truth, n_frames)]
    proposals = proposals[_usable(proposals, n_frames)]
    return ListedVideo(
        video_id,
        n_frames,
        _clipped(truth, n_frames),
        truth[:, 0].astype(np.int64) - 1,
        _clipped(proposals, n_frames),
        proposals[:, 0].astype(np.int64) - 1,
        proposals[:, 1],
        proposals[:, 2],
        (proposals[:, 4] - proposals[:, 3]) / n_frames,
        max(int(latest) - n_frames, 0),
    )


def _usable(rows: NDArray[np.float64], n_frames: int) -> NDArray[np.bool_]:
    return (rows[:, -1] > rows[:, -2]) & (rows[:, -2] < n_frames)


def _clipped(rows: NDArray[np.float64], n_frames: int) -> NDArray[np.int64]:
    return np.minimum(rows[:, -2:], n_frames).astype(np.int64)
