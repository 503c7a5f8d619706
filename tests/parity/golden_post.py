"""Parity of suppression, softmax and average precision on the official code's small cases."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from pgcn_core.config import DetectionSettings
from pgcn_core.detections import score_pairs
from pgcn_core.evaluation.average_precision import (
    LabelledSegments,
    average_precision,
    envelope_area,
)
from pgcn_core.proposals.nms import best_first, keep_by_nms
from pgcn_core.streams import ProposalScores
from tests.parity.findings import P_GCN_TOLERANCE, Finding, largest_error

AP_TOLERANCE = 1e-12  # zero up to the order of additions


def check_map_nms(path: Path) -> list[Finding]:
    golden = json.loads(path.read_text())
    return [
        *_check_nms(path.name, golden.get("nms", {})),
        *_check_softmax(path.name, golden.get("softmax")),
        *_check_envelope(path.name, golden.get("interp", [])),
        *_check_ap(path.name, golden),
    ]


def _kept_error(rows: np.ndarray, threshold: float, kept: list[float]) -> float:
    ours = keep_by_nms(rows[:, :2], best_first(rows[:, 2]), threshold)
    ours = rows[ours, 3]
    return largest_error(ours, kept)


def _check_nms(name: str, golden: dict[str, Any]) -> list[Finding]:
    found = []
    if "boxes" in golden:
        rows = np.array(golden["boxes"])
        errors = [_kept_error(rows, case["thresh"], case["kept"]) for case in golden["cases"]]
        found.append(Finding(f"{name} nms", max(errors, default=0.0), 0))
    if "big" in golden:
        draw = np.random.RandomState(9)
        start = 0.9 * draw.random_sample(600)
        length = 0.01 + 0.09 * draw.random_sample(600)
        score = draw.random_sample(600)
        rows = np.stack([start, start + length, score, np.arange(600.0)], axis=1)
        errors = [_kept_error(rows, float(t), kept) for t, kept in golden["big"]["kept"].items()]
        found.append(Finding(f"{name} nms of 600", max(errors, default=0.0), 0))
    return found


def _check_softmax(name: str, golden: dict[str, Any] | None) -> list[Finding]:
    if golden is None:
        return []
    errors = []
    for logits, expected in zip(golden["in"], golden["out"], strict=True):
        row = np.array([logits], np.float32)
        zeros = np.zeros((1, len(logits) - 1), np.float32)
        scores = ProposalScores(row, zeros, np.zeros((*zeros.shape, 2), np.float32))
        errors.append(largest_error(score_pairs(scores, DetectionSettings())[0], expected[1:]))
    return [Finding(f"{name} softmax", max(errors, default=0.0), P_GCN_TOLERANCE)]


def _check_envelope(name: str, cases: list[dict[str, Any]]) -> list[Finding]:
    if not cases:
        return []
    errors = [
        abs(envelope_area(np.array(case["prec"], float), np.array(case["rec"], float)) - case["ap"])
        for case in cases
    ]
    return [Finding(f"{name} envelope", max(errors), AP_TOLERANCE)]


def _check_ap(name: str, golden: dict[str, Any]) -> list[Finding]:
    found = []
    grids = {"ap_official": "grid_arange", "ap_single_exact_grid": "grid_exact"}
    for case in golden.get("classes", []):
        if not case["gt"] or case.get("error"):
            continue  # the official code answers NaN, 0 or an exception; ours is NaN
        truth, detections = label_cases(case["gt"], case["pred"], case["order"])
        for key, grid in grids.items():
            if case.get(key) is not None:
                ours = average_precision(truth, detections, np.array(golden[grid]))
                error = largest_error(ours, case[key])
                found.append(Finding(f"{name} {case['name']} {key}", error, AP_TOLERANCE))
    return found


def label_cases(
    truth: list[list[Any]], detections: list[list[Any]], order: list[int] | None = None
) -> tuple[LabelledSegments, LabelledSegments]:
    """Rows of [video, start, end(, score)]; ``order`` overrules the scores."""
    names = {row[0]: None for row in [*truth, *detections]}
    number = {video: idx for idx, video in enumerate(names)}

    def table(rows: list[list[Any]], score: list[float]) -> LabelledSegments:
        return LabelledSegments(
            np.array([number[row[0]] for row in rows], np.int64),
            np.array([row[1:3] for row in rows], float).reshape(-1, 2),
            np.array(score, float),
        )

    score = [row[3] for row in detections]
    if order is not None:
        score = [0.0] * len(detections)
        for rank, idx in enumerate(order):
            score[idx] = -float(rank)
    return table(truth, [0.0] * len(truth)), table(detections, score)
