"""How far two annotators agree: matched segments, frames, boundaries.

Segments of one label are matched one to one, best tIoU first; ties go to the earlier pair. Segment
F1 counts the pairs from a tIoU on. Cohen's kappa (Cohen 1960) is taken over frames: each label is a
yes or no of each frame, and pooled figures sum those decisions over labels and videos before
kappa is computed. Boundary differences are theirs less mine, of the same pairs that F1 counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.domain.segment import Segment

DEFAULT_TIOU = 0.5
# Boundaries this close to a frame's time lie on it: files round times.
FRAME_SLACK = 1e-6
_AT_ONCE = 1 << 20
# Up to so many pairs plain numbers are quicker than arrays.
FEW = 64
Times = NDArray[np.float64]
NO_OFFSETS: Times = np.empty((0, 2))


@dataclass(frozen=True, slots=True)
class Match:
    """A segment of mine and one of theirs that are taken for the same action.

    Attributes:
        mine: Position in my list.
        theirs: Position in theirs.
    """

    mine: int
    theirs: int
    tiou: float


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts that add up over labels and videos, and the figures made of them.

    Attributes:
        n_mine: My segments.
        n_theirs: Theirs.
        n_matched: Pairs from the tIoU on.
        n_frames: Decisions over frames: frames times labels.
        n_frames_mine: Frames I gave the label.
        n_frames_theirs: Frames they gave it.
        n_frames_both: Frames both gave it.
        offsets_s: (n_matched, 2) float64, start and end of theirs less mine.
    """

    n_mine: int = 0
    n_theirs: int = 0
    n_matched: int = 0
    n_frames: int = 0
    n_frames_mine: int = 0
    n_frames_theirs: int = 0
    n_frames_both: int = 0
    offsets_s: Times = field(default_factory=lambda: NO_OFFSETS)

    @property
    def f1(self) -> float | None:
        """Segment F1 in [0, 1]; None where neither has a segment."""
        n_both = self.n_mine + self.n_theirs
        return 2 * self.n_matched / n_both if n_both else None

    @property
    def observed(self) -> float | None:
        """Share of the decisions that are the same, in [0, 1]; None without a frame."""
        if not self.n_frames:
            return None
        n_one = self.n_frames_mine + self.n_frames_theirs - 2 * self.n_frames_both
        return 1 - n_one / self.n_frames

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa in [-1, 1]; None where chance alone makes the two agree everywhere.

        That is so where neither gave the label to any frame, or both gave it to every frame.
        """
        observed = self.observed
        if observed is None:
            return None
        mine, theirs = self.n_frames_mine / self.n_frames, self.n_frames_theirs / self.n_frames
        by_chance = mine * theirs + (1 - mine) * (1 - theirs)
        return (observed - by_chance) / (1 - by_chance) if by_chance < 1 else None

    @property
    def median_s(self) -> float | None:
        """Median size of the boundary differences; None without a pair."""
        return self._size(50)

    @property
    def p90_s(self) -> float | None:
        """Size that nine in ten boundary differences stay below; None without a pair."""
        return self._size(90)

    @property
    def start_bias_s(self) -> float | None:
        """Median of (their start less mine): above zero where they start later."""
        return float(np.median(self.offsets_s[:, 0])) if len(self.offsets_s) else None

    @property
    def end_bias_s(self) -> float | None:
        """Median of (their end less mine)."""
        return float(np.median(self.offsets_s[:, 1])) if len(self.offsets_s) else None

    def _size(self, percent: float) -> float | None:
        sizes = np.abs(self.offsets_s)
        return float(np.percentile(sizes, percent)) if len(sizes) else None


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of counts."""
    parts = list(tallies)
    return Tally(
        sum(one.n_mine for one in parts),
        sum(one.n_theirs for one in parts),
        sum(one.n_matched for one in parts),
        sum(one.n_frames for one in parts),
        sum(one.n_frames_mine for one in parts),
        sum(one.n_frames_theirs for one in parts),
        sum(one.n_frames_both for one in parts),
        np.concatenate([NO_OFFSETS, *(one.offsets_s for one in parts)]),
    )


def tally(
    mine: Sequence[Segment],
    theirs: Sequence[Segment],
    *,
    duration_s: float,
    fps: float,
    min_tiou: float = DEFAULT_TIOU,
) -> Tally:
    """Return how two sets of segments of one label and one video agree.

    Args:
        mine: In any order; overlapping ones count once among the frames.
        theirs: Likewise.
        duration_s: Of the video.
        fps: Frames per second; frame k stands for time k / fps, so that a video of variable rate
            is counted by its mean one.
        min_tiou: From which tIoU on a pair counts, in (0, 1].
    """
    first, second = times_of(mine), times_of(theirs)
    pairs = [one for one in match(first, second) if one.tiou >= min_tiou]
    n_frames = max(round(duration_s * fps), 0)
    my_frames = _covered(first, fps, n_frames)
    their_frames = _covered(second, fps, n_frames)
    at_mine = np.array([one.mine for one in pairs], np.int64)
    at_theirs = np.array([one.theirs for one in pairs], np.int64)
    return Tally(
        len(first),
        len(second),
        len(pairs),
        n_frames,
        _length(my_frames),
        _length(their_frames),
        _shared(my_frames, their_frames),
        second[at_theirs] - first[at_mine],
    )


def times_of(segments: Sequence[Segment]) -> Times:
    """Return segments as (n, 2) float64 seconds."""
    return np.array([(one.start_s, one.end_s) for one in segments], np.float64).reshape(-1, 2)


def match(mine: Times, theirs: Times) -> list[Match]:
    """Return which of (n, 2) and (m, 2) segments belong together: one to one, best tIoU first."""
    if not len(mine) or not len(theirs):
        return []
    few = len(mine) * len(theirs) <= FEW
    used_mine, used_theirs = np.zeros(len(mine), bool), np.zeros(len(theirs), bool)
    found: list[Match] = []
    for one in _ranked_few(mine, theirs) if few else _ranked(mine, theirs):
        if not used_mine[one.mine] and not used_theirs[one.theirs]:
            used_mine[one.mine] = used_theirs[one.theirs] = True
            found.append(one)
    return found


def _ranked_few(mine: Times, theirs: Times) -> list[Match]:
    """Do what ``_ranked`` does; arrays of a handful would cost more than they save."""
    ranked: list[tuple[tuple[float, ...], Match]] = []
    for i, (start_s, end_s) in enumerate(mine.tolist()):
        for j, (other_start_s, other_end_s) in enumerate(theirs.tolist()):
            shared = min(end_s, other_end_s) - max(start_s, other_start_s)
            if shared > 0:
                starts = sorted((start_s, other_start_s))
                ends = sorted((end_s, other_end_s))
                tiou = shared / (ends[1] - starts[0])
                ranked.append(((-tiou, *starts, *ends), Match(i, j, tiou)))
    return [one for _, one in sorted(ranked, key=lambda one: (one[0], one[1].mine))]


def _ranked(mine: Times, theirs: Times) -> Iterator[Match]:
    """Give every pair that shares some time, best first."""
    at_mine, at_theirs, tiou = _overlaps(mine, theirs)
    first, second = mine[at_mine], theirs[at_theirs]
    # Both ways round the same: ties are broken by what the two have in common.
    ties = (
        np.maximum(first[:, 1], second[:, 1]), np.minimum(first[:, 1], second[:, 1]),
        np.maximum(first[:, 0], second[:, 0]), np.minimum(first[:, 0], second[:, 0]),
    )  # fmt: skip
    for at in np.lexsort((at_mine, *ties, -tiou)).tolist():
        yield Match(int(at_mine[at]), int(at_theirs[at]), float(tiou[at]))


def _overlaps(
    mine: Times, theirs: Times
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return positions and tIoU of all pairs that share some time."""
    parts = list(_overlaps_in_parts(mine, theirs))
    if not parts:
        empty = np.empty(0, np.int64)
        return empty, empty, np.empty(0)
    firsts, seconds, tious = zip(*parts, strict=True)
    return np.concatenate(firsts), np.concatenate(seconds), np.concatenate(tious)


def _overlaps_in_parts(
    mine: Times, theirs: Times
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]:
    if not len(mine) or not len(theirs):
        return
    by_start = np.argsort(theirs[:, 0], kind="stable")
    starts, ends = theirs[by_start, 0], theirs[by_start, 1]
    first = np.searchsorted(np.maximum.accumulate(ends), mine[:, 0], side="right")
    behind = np.maximum(np.searchsorted(starts, mine[:, 1], side="left"), first)
    # A long segment of theirs reaches over many: the candidates are made in parts that fit.
    part = np.cumsum(behind - first) // _AT_ONCE
    for each in np.unique(part):
        rows = np.flatnonzero(part == each)
        counts = behind[rows] - first[rows]
        i = np.repeat(rows, counts)
        within = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(first[rows], counts) + within
        shared = np.minimum(mine[i, 1], ends[at]) - np.maximum(mine[i, 0], starts[at])
        is_pair = shared > 0
        i, at, shared = i[is_pair], at[is_pair], shared[is_pair]
        # Two that overlap fill their hull: the same to the last bit both ways round.
        whole = np.maximum(mine[i, 1], ends[at]) - np.minimum(mine[i, 0], starts[at])
        yield i, by_start[at], shared / whole


def _covered(times: Times, fps: float, n_frames: int) -> list[tuple[int, int]]:
    """Return frame numbers, first and behind the last, of disjoint runs in order."""
    runs: list[tuple[int, int]] = []
    frames = np.clip(np.ceil(times * fps - FRAME_SLACK), 0, n_frames).astype(np.int64)
    for first, behind in sorted(map(tuple, frames.tolist())):
        if first >= behind:
            continue
        if runs and first <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(behind, runs[-1][1]))
        else:
            runs.append((first, behind))
    return runs


def _length(runs: Sequence[tuple[int, int]]) -> int:
    return sum(behind - first for first, behind in runs)


def _shared(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]) -> int:
    n_shared, i, j = 0, 0, 0
    while i < len(first) and j < len(second):
        begin, behind = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        n_shared += max(behind - begin, 0)
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return n_shared
