"""What a score means: the probability that a person says yes, learned from what they said.

Platt's scaling: a logistic curve over the logarithm of the score, with his smoothed targets, fitted
by Newton steps with a line search (Platt 1999; Lin, Lin and Weng, "A note on Platt's probabilistic
outputs", 2007). With the tens of verdicts a person has given, its two numbers are steadier than an
isotonic fit (Niculescu-Mizil and Caruana, "Predicting good probabilities", 2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services.review_columns import Floats, Mask

# A label has a curve of its own from so many verdicts, and so many of each kind.
LEAST_OF_LABEL, LEAST_EACH_OF_LABEL = 30, 5
# Below that all labels share one.
LEAST_OF_ALL, LEAST_EACH_OF_ALL = 20, 3
_SMALLEST_SCORE = 1e-6
_MOST_STEPS = 50
_FLATTEST = 1e-10


@dataclass(frozen=True, slots=True)
class Curve:
    """Probability of yes at a score s: 1 / (1 + exp(-(slope * log(s) + offset))).

    A higher score never means less: a slope below 0 was left out, the curve is flat then.
    """

    slope: float
    offset: float

    def at(self, score: Floats) -> Floats:
        """Return (n,) probabilities of (n,) raw scores."""
        return _logistic(self.slope * _log(score) + self.offset)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curves of a project.

    Attributes:
        of_all: For labels without enough verdicts; None below ``LEAST_OF_ALL``.
        of_label: By label code.
        n_verdicts: How many there were.
    """

    of_all: Curve | None
    of_label: dict[int, Curve]
    n_verdicts: int

    @property
    def n_missing(self) -> int:
        """How many verdicts are missing at least before scores mean anything."""
        return 0 if self.of_all is not None else max(LEAST_OF_ALL - self.n_verdicts, 1)

    def probability(self, score: Floats, label: NDArray[np.integer]) -> Floats | None:
        """Return (n,) probabilities of scores of label codes; None without enough verdicts."""
        if self.of_all is None:
            return None
        found = self.of_all.at(score)
        for code, curve in self.of_label.items():
            mine = label == code
            found[mine] = curve.at(score[mine])
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What scores mean by some verdicts, and what that says of every suggestion.

    Attributes:
        chances: (n,) probabilities, by row of the queue; None without enough verdicts.
    """

    calibration: Calibration
    chances: Floats | None


def calibrate(score: Floats, is_right: Mask, label: NDArray[np.integer]) -> Calibration:
    """Learn what scores mean.

    Args:
        score: (n,) raw scores of judged suggestions.
        is_right: (n,) whether they were accepted as what they were suggested as.
        label: (n,) label codes.
    """
    of_all = _fitted(score, is_right, LEAST_OF_ALL, LEAST_EACH_OF_ALL)
    of_label: dict[int, Curve] = {}
    codes, counts = np.unique(label, return_counts=True)
    for code in codes[counts >= LEAST_OF_LABEL].tolist() if of_all is not None else ():
        mine = label == code
        curve = _fitted(score[mine], is_right[mine], LEAST_OF_LABEL, LEAST_EACH_OF_LABEL)
        if curve is not None:
            of_label[code] = curve
    return Calibration(of_all, of_label, len(score))


def _fitted(score: Floats, is_right: Mask, least: int, least_each: int) -> Curve | None:
    n_right = int(is_right.sum())
    n_wrong = len(score) - n_right
    if len(score) < least or min(n_right, n_wrong) < least_each:
        return None
    return platt(score, is_right)


def platt(score: Floats, is_right: Mask) -> Curve:
    """Fit the curve to (n,) scores and verdicts, some of each kind."""
    n_right = int(is_right.sum())
    n_wrong = len(score) - n_right
    target = np.where(is_right, (n_right + 1) / (n_right + 2), 1 / (n_wrong + 2))
    x = _log(score)
    flat = np.array([0.0, np.log((n_right + 1) / (n_wrong + 1))])
    slope, offset = _newton(x, target, flat)
    if slope >= 0:
        return Curve(slope, offset)
    share = float(target.mean())
    return Curve(0.0, float(np.log(share / (1 - share))))


def _newton(x: Floats, target: Floats, start: Floats) -> tuple[float, float]:
    found, loss = start, _loss(x, target, start)
    for _ in range(_MOST_STEPS):
        p = _logistic(found[0] * x + found[1])
        gradient = np.array([np.dot(x, p - target), np.sum(p - target)])
        if np.abs(gradient).max() < 1e-6:
            break
        w = p * (1 - p)
        cross = np.dot(x, w)
        hessian = np.array([[np.dot(x * x, w), cross], [cross, w.sum()]]) + 1e-9 * np.eye(2)
        step, size = np.linalg.solve(hessian, gradient), 1.0
        while size > _FLATTEST and _loss(x, target, found - size * step) > loss:
            size /= 2
        if size <= _FLATTEST:
            break
        found = found - size * step
        loss = _loss(x, target, found)
    return float(found[0]), float(found[1])


def _loss(x: Floats, target: Floats, curve: Floats) -> float:
    z = curve[0] * x + curve[1]
    return float(np.sum(np.logaddexp(0.0, z) - target * z))


def _logistic(z: Floats) -> Floats:
    return np.exp(-np.logaddexp(0.0, -z))


def _log(score: Floats) -> Floats:
    return np.log(np.maximum(score, _SMALLEST_SCORE))
