"""Feature sequences for tests: snippets of 64 frames every 8 at 25 frames per second."""

import numpy as np

from pgcn_core.features.products import FeatureSequence


def sequence(n_snippets, *, dim=4, logits=None, values=None, stream="rgb", fps=25.0):
    starts = np.arange(n_snippets) * 8 / fps
    rng = np.random.default_rng(n_snippets)
    if values is None:
        values = rng.random((n_snippets, dim), np.float32)
    if logits is None:
        logits = np.zeros((n_snippets, 400), np.float32)
    n_frames = 64 + 8 * (n_snippets - 1)
    return FeatureSequence(
        stream, values, starts, starts + 64 / fps, n_frames, fps, 8, 64, logits, "test"
    )


def event_logits(n_snippets, events, *, height=9.0, noise=0.5, seed=0):
    """Kinetics-like logits: noise, and ``label`` raised by ``height`` in snippets [first, end)."""
    rng = np.random.default_rng(seed)
    logits = noise * rng.standard_normal((n_snippets, 400)).astype(np.float32)
    for first, end, label in events:
        logits[first:end, label] += height
    return logits
