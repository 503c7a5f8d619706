"""Overlapping segments on levels above each other, first fit by start. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.float64]
# Beyond this depth nobody sees on which level a segment lies.
DEEPEST = 20
# After a change so many segments are walked one by one, until all lie again as they did.
FEW = 600


@dataclass(frozen=True, slots=True, eq=False)
class Pile:
    """Segments by start, each on the lowest level that is free.

    Attributes:
        start_s: (M,) float64, increasing.
        end_s: (M,) float64, each behind its start.
        level: (M,) int64; what overlaps more than ``DEEPEST`` others has just any.
        is_deep: Whether there is such a one.
    """

    start_s: Times
    end_s: Times
    level: NDArray[np.int64]
    is_deep: bool

    @classmethod
    def of(cls, start_s: Times, end_s: Times, before: Pile | None = None) -> Pile:
        """Pile segments; of a pile ``before`` a small change, what it left alone is kept."""
        if before is not None and not before.is_deep:
            level = _again(before, start_s, end_s)
            if level is not None:
                return cls(start_s, end_s, level, is_deep=False)
        level = _first_fit(start_s, end_s)
        deep = np.flatnonzero(level < 0)
        level[deep] = np.arange(len(deep))
        return cls(start_s, end_s, level, is_deep=len(deep) > 0)


def _first_fit(start_s: Times, end_s: Times) -> NDArray[np.int64]:
    # First fit by start fills level after level: a level takes, of those left, each one that starts
    # when the one before it is over. Only this chain has to be walked one by one.
    n = len(start_s)
    level = np.full(n, -1, np.int64)
    follower = np.searchsorted(start_s, end_s, side="left").tolist()
    # From each segment the way to the first one not yet taken, shortened as it is walked.
    free = list(range(n + 1))
    for k_level in range(DEEPEST):
        chain, k = [], 0
        while True:
            while free[k] != k:
                free[k] = k = free[free[k]]
            if k == n:
                break
            chain.append(k)
            free[k] = k + 1
            k = follower[k]
        if not chain:
            break
        level[chain] = k_level
    return level


def _again(before: Pile, start_s: Times, end_s: Times) -> NDArray[np.int64] | None:
    """Return the levels, None where too much lies elsewhere now."""
    first, n_after = _alike(before, start_s, end_s)
    old_at, new_at = len(before.level) - n_after, len(start_s) - n_after
    if max(old_at, new_at) - first > FEW:
        return None
    began_s = np.concatenate([start_s[first : first + 1], before.start_s[first : first + 1]])
    now = _busy(before, first, float(np.min(began_s, initial=np.inf)))
    then = list(now)
    _lay(then, before, range(first, old_at))
    fresh: list[int] = []
    for k in range(first, min(len(start_s), new_at + FEW)):
        at_s, old = float(start_s[k]), k - new_at + old_at
        if old >= old_at:
            if _are_alike(now, then, at_s):
                return _joined(before.level[:first], fresh, before.level[old:])
            _lay(then, before, (old,))
        fresh.append(_lowest(now, at_s))
        if fresh[-1] == DEEPEST:
            return None
        now[fresh[-1]] = float(end_s[k])
    is_whole = first + len(fresh) == len(start_s)
    return _joined(before.level[:first], fresh, before.level[:0]) if is_whole else None


def _joined(
    before: NDArray[np.int64], fresh: list[int], behind: NDArray[np.int64]
) -> NDArray[np.int64]:
    return np.concatenate([before, np.array(fresh, np.int64), behind])


def _lay(until_s: list[float], pile: Pile, some: Iterable[int]) -> None:
    for k in some:
        until_s[int(pile.level[k])] = float(pile.end_s[k])


def _lowest(until_s: list[float], at_s: float) -> int:
    return next((level for level, busy_s in enumerate(until_s) if busy_s <= at_s), DEEPEST)


def _alike(before: Pile, start_s: Times, end_s: Times) -> tuple[int, int]:
    """Return how many segments are the same at the beginning, and how many others at the end."""
    n = min(len(start_s), len(before.start_s))
    differ = (start_s[:n] != before.start_s[:n]) | (end_s[:n] != before.end_s[:n])
    first = int(np.argmax(differ)) if differ.any() else n
    n -= first
    if not n:
        return first, 0
    differ = (start_s[-n:] != before.start_s[-n:]) | (end_s[-n:] != before.end_s[-n:])
    return first, int(np.argmax(differ[::-1])) if differ.any() else n


def _busy(pile: Pile, first: int, at_s: float) -> list[float]:
    """Return until when each level is taken by one of the ``first`` segments."""
    until_s = [-np.inf] * DEEPEST
    _lay(until_s, pile, np.flatnonzero(pile.end_s[:first] > at_s).tolist())
    return until_s


def _are_alike(now: list[float], then: list[float], at_s: float) -> bool:
    return all(a == b or (a <= at_s and b <= at_s) for a, b in zip(now, then, strict=True))
