"""Proposals and features as crowded as real ones, from a seed."""

import numpy as np
from numpy.typing import NDArray

FRAME_RATE = 25.0


def proposals_of(n: int, duration_s: float, seed: int = 0) -> NDArray[np.float64]:
    """(n, 2) seconds as crowded as a watershed leaves them: bundles around an action every 6 s."""
    rng = np.random.default_rng(seed)
    n_actions = max(int(duration_s / 6), 1)
    action = rng.integers(0, n_actions, n)
    length_s = rng.uniform(2.0, 12.0, n_actions)[action] * rng.lognormal(0.0, 0.3, n)
    middle_s = rng.uniform(0.0, duration_s, n_actions)[action] + rng.normal(0.0, 0.3, n) * length_s
    start_s = np.clip(middle_s - length_s / 2, 0.0, duration_s - 1.0)
    return np.stack([start_s, np.clip(start_s + length_s, 0.5, duration_s)], axis=1)


def in_frames(segments: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whole frames of seconds."""
    return np.rint(segments * FRAME_RATE)


def features_of(n: int, dim: int, seed: int = 0) -> NDArray[np.float32]:
    """(n, dim) like pooled I3D features: never negative, mostly small, alike among neighbours."""
    rng = np.random.default_rng(seed)
    common = rng.gamma(0.5, 0.4, dim)
    return (common + rng.gamma(0.5, 0.4, (n, dim))).astype(np.float32)
