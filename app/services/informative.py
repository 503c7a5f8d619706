"""Which suggestions are worth a person's time: the doubtful ones, and not ten of a kind in a row.

Source of the parts: Settles, "Active Learning Literature Survey" (2009), sections 3.1 (margin and
entropy) and 3.4 (do not ask for near-duplicates); the spread is the P-GCN's own (Eq. 10).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.services.review_columns import Floats, SuggestionColumns

# From this on a verdict is worth a person's time.
WORTH = 0.5
# Every further one of a label in a video, or of ten seconds of a video, is worth this much less.
FURTHER = 0.9
NEAR_S = 10.0


def informative(found: SuggestionColumns) -> Floats:
    """Return (n,) in [0, 1]: how much a verdict is worth.

    The mean of what the run says of its doubt: 1 - margin, entropy, and the spread over sampled
    neighbourhoods (at most 1). Where a run says nothing, scores half-way to the highest count as
    the most doubtful. Of several of a label in a video, and of several within ten seconds, the
    most doubtful keeps its worth; each further one has ``FURTHER`` of it once more.
    """
    doubt = found.doubt.copy()
    doubt[:, 0] = 1.0 - doubt[:, 0]
    np.clip(doubt, 0.0, 1.0, out=doubt)
    is_said = ~np.isnan(doubt)
    n_said = is_said.sum(axis=1)
    said = np.where(is_said, doubt, 0.0).sum(axis=1) / np.maximum(n_said, 1)
    top = float(found.score.max(initial=0.0)) or 1.0
    guessed = 1.0 - np.abs(2.0 * found.score / top - 1.0)
    worth = np.where(n_said > 0, said, np.clip(guessed, 0.0, 1.0))
    spans = found.spans
    stretch = ((spans.start_s + spans.end_s) / 2 // NEAR_S).astype(np.int64)
    n_before = _n_before(worth, spans.video, spans.label) + _n_before(worth, spans.video, stretch)
    return worth * FURTHER**n_before


def _n_before(
    worth: Floats, video: NDArray[np.integer], kind: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Return (n,) how many of the same video and kind are worth more, or as much and earlier."""
    order = np.lexsort((-worth, kind, video))
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (np.diff(video[order]) != 0) | (np.diff(kind[order]) != 0)
    firsts = np.flatnonzero(begins)
    rank = np.empty(len(order), np.int64)
    counted = np.arange(len(order))
    rank[order] = counted - np.repeat(firsts, np.diff(np.append(firsts, len(order))))
    return rank
