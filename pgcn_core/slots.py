"""The kernels of official mode: which proposals fill the slots of each, and what they share.

Proposals are walked outwards from each one in order of start and of end, until none further out
can be better than what was found. No N x N matrix is made.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Ordered = tuple[Indices, Floats, Floats]

# Of a bound on a ratio of whole frames: what rounding can take from it, and more.
_SLACK = 1e-9


@numba.njit(cache=True, nogil=True)
def _insert(keys: Floats, found: Indices, n_found: int, key: float, j: int) -> int:
    """Insert j into the best list, lowest key first, then lowest index; return the new count."""
    room = keys.size
    if n_found == room:
        worst = keys[room - 1]
        if key > worst or (key == worst and j >= found[room - 1]):
            return n_found
    at = min(n_found, room - 1)
    while at > 0 and (key < keys[at - 1] or (key == keys[at - 1] and j < found[at - 1])):
        keys[at] = keys[at - 1]
        found[at] = found[at - 1]
        at -= 1
    keys[at] = key
    found[at] = j
    return min(n_found + 1, room)


@numba.njit(cache=True, nogil=True)
def _fill_row(row: Indices, i: int, found: Indices, n_found: int) -> None:
    """Write the found proposals cyclically into a row; i itself when there are none."""
    at = 0
    for slot in range(row.size):
        row[slot] = found[at] if n_found else i
        at = at + 1 if at + 1 < n_found else 0


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _fill_contextual(by_start: Ordered, threshold: float, slots: Indices) -> None:
    """Fill the slots with the proposals of highest tIoU above the threshold.

    A proposal that starts d frames later has tIoU of at most (L - d) / L, one that starts d frames
    earlier at most L / (L + d): once that is below the threshold, or below the worst of a full
    list, all that follow are too.
    """
    order, starts, ends = by_start
    room = slots.shape[1]
    keys = np.empty(room)
    found = np.empty(room, np.int64)
    for place in range(len(order)):
        start, end = starts[place], ends[place]
        length = end - start + 1.0
        n_found = 0
        least = threshold - _SLACK
        for step in (1, -1):
            at = place + step
            while 0 <= at < len(order):
                away = abs(starts[at] - start)
                most, hull = (length - away, length) if step > 0 else (length, length + away)
                if most < least * hull:
                    break
                first = starts[at] if step > 0 else start
                shared = (ends[at] if ends[at] < end else end) - first + 1.0
                union = length + (ends[at] - starts[at] + 1.0) - shared
                if shared > 0.0 and shared >= least * union and shared / union > threshold:
                    n_found = _insert(keys, found, n_found, -shared / union, order[at])
                    if n_found == room:
                        least = -keys[room - 1] - _SLACK
                at += step
        _fill_row(slots[order[place]], order[place], found, n_found)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _hull_distance(start: float, end: float, other_start: float, other_end: float) -> float:
    """Return the distance of centres over the hull's inclusive length."""
    apart = abs(0.5 * (start + end) - 0.5 * (other_start + other_end))
    return apart / (max(end, other_end) - min(start, other_start) + 1.0)


@numba.njit(cache=True, nogil=True)
def _beyond(gap: float, both: float, worst: float) -> bool:
    """Whether no proposal at this gap or further can be nearer than ``worst``.

    At a gap above 1 the hull distance grows with the gap and falls with the other's length, so the
    longest proposal gives its lower bound; ``both`` is its length and the proposal's own.
    """
    return gap > 1.0 and gap + 0.5 * both > (worst + _SLACK) * (gap + both + 1.0)


@numba.njit(cache=True, nogil=True)
def _fill_surrounding(by_start: Ordered, by_end: Indices, slots: Indices) -> None:
    """Fill the slots with the nearest proposals that share no frame, walking outwards."""
    order, starts, ends = by_start
    rising_ends = ends[by_end]
    longest = (ends - starts).max() if len(order) else 0.0
    room = slots.shape[1]
    keys = np.empty(room)
    found = np.empty(room, np.int64)
    for place in range(len(order)):
        start, end = starts[place], ends[place]
        both = end - start + longest
        n_found = 0
        for at in range(np.searchsorted(starts, end + 1.0), len(order)):
            if n_found == room and _beyond(starts[at] - end, both, keys[room - 1]):
                break
            key = _hull_distance(start, end, starts[at], ends[at])
            n_found = _insert(keys, found, n_found, key, order[at])
        for rank in range(np.searchsorted(rising_ends, start) - 1, -1, -1):
            if n_found == room and _beyond(start - rising_ends[rank], both, keys[room - 1]):
                break
            at = by_end[rank]
            key = _hull_distance(start, end, starts[at], ends[at])
            n_found = _insert(keys, found, n_found, key, order[at])
        _fill_row(slots[order[place]], order[place], found, n_found)


@numba.njit(cache=True, nogil=True)
def fill_slots(
    by_start: Ordered, by_end: Indices, threshold: float, n_contextual: int, slots: Indices
) -> None:
    """Fill the slots of every proposal, contextual first.

    Args:
        by_start: (N,) indices, starts and inclusive ends of the proposals in order of start.
        by_end: (N,) places in that order, in order of end.
        threshold: Contextual tIoU must be above it.
        n_contextual: How many slots of a row are contextual.
        slots: (N, S) to fill.
    """
    if n_contextual:
        _fill_contextual(by_start, threshold, slots[:, :n_contextual])
    if slots.shape[1] > n_contextual:
        _fill_surrounding(by_start, by_end, slots[:, n_contextual:])


@numba.njit(cache=True, nogil=True)
def _rising(row: Indices, shift: int, keys: Indices) -> None:
    """Write (proposal << shift) + slot of a row, in rising order."""
    for slot in range(row.size):
        key = (row[slot] << shift) + slot
        at = slot
        while at > 0 and keys[at - 1] > key:
            keys[at] = keys[at - 1]
            at -= 1
        keys[at] = key


@numba.njit(cache=True, nogil=True)
def shared_slots(
    slots: Indices, n_contextual: int
) -> tuple[Indices, Indices, NDArray[np.uint8], Indices, Indices]:
    """Return the neighbours that the slots name, each once, in rising order.

    Args:
        slots: (N, S).
        n_contextual: How many of the S come first and are contextual.

    Returns:
        (N + 1,) where rows begin, (E,) neighbours, (E,) whether one is surrounding by the first
        slot that names it, (E,) how many slots name it, and (N,) how many a proposal has of itself.
    """
    n, n_slots = slots.shape
    shift = 1
    while 1 << shift < n_slots:
        shift += 1
    indptr = np.zeros(n + 1, np.int64)
    neighbours = np.empty(n * n_slots, np.int64)
    kind = np.empty(n * n_slots, np.uint8)
    count = np.empty(n * n_slots, np.int64)
    own = np.zeros(n, np.int64)
    keys = np.empty(n_slots, np.int64)
    last = -1
    for i in range(n):
        _rising(slots[i], shift, keys)
        before = np.int64(-1)
        for key in keys:
            j = key >> shift
            if j == i:
                own[i] += 1
                continue
            if j != before:
                last += 1
                count[last] = 0
                kind[last] = key - (j << shift) >= n_contextual
            before = j
            neighbours[last] = j
            count[last] += 1
        indptr[i + 1] = last + 1
    end = last + 1
    return indptr, neighbours[:end], kind[:end], count[:end], own
