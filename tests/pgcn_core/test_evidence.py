"""What is kept of the scores of a run."""

import numpy as np
import pytest

from pgcn_core.config import DetectionSettings
from pgcn_core.detections import Detections, final_scores, score_pairs
from pgcn_core.evidence import ALL_LABELS, TOP_LABELS, Sources, gather_evidence
from pgcn_core.streams import ProposalScores

SOURCES = Sources("", {"rgb": "key"}, 9.0)


def scores_of(n, n_labels, seed=0):
    rng = np.random.default_rng(seed)
    return ProposalScores(
        rng.normal(size=(n, n_labels + 1)).astype(np.float32),
        rng.normal(size=(n, n_labels)).astype(np.float32),
        rng.normal(size=(n, n_labels, 2)).astype(np.float32),
    )


def detections_of(*pairs):
    proposals, labels = np.array(pairs, np.int64).reshape(-1, 2).T
    n = len(proposals)
    return Detections(np.tile([0.0, 1.0], (n, 1)), labels, np.ones(n, np.float32), proposals)


def test_few_labels_are_all_kept_best_first():
    scores, settings = scores_of(5, 3), DetectionSettings()
    kept = gather_evidence(scores, detections_of(), settings, SOURCES)
    pairs = score_pairs(scores, settings)
    assert kept.label_idx.shape == (5, 3)
    for proposal in range(5):
        order = kept.label_idx[proposal]
        assert (np.diff(kept.score[proposal]) <= 0).all()
        np.testing.assert_array_equal(kept.score[proposal], pairs[proposal, order].astype("f4"))
        np.testing.assert_array_equal(
            kept.completeness_logits[proposal], scores.completeness_logits[proposal, order]
        )
        np.testing.assert_array_equal(kept.offsets[proposal], scores.offsets[proposal, order])
    np.testing.assert_allclose(kept.probability.sum(axis=1) + kept.background, 1.0, rtol=1e-5)


def test_of_many_labels_the_best_are_kept_and_whatever_was_detected():
    scores, settings = scores_of(4, 400), DetectionSettings()
    assert ALL_LABELS < 400
    few = gather_evidence(scores, detections_of(), settings, SOURCES)
    assert few.label_idx.shape == (4, TOP_LABELS)
    rank = np.argsort(-score_pairs(scores, settings), axis=1, kind="stable")
    deep = int(rank[2, 40])
    more = gather_evidence(scores, detections_of((2, deep)), settings, SOURCES)
    assert more.label_idx.shape == (4, 41)
    assert more.label_idx[2, 40] == deep


@pytest.mark.parametrize(("n", "n_labels"), [(0, 3), (1, 1), (0, 400)])
def test_of_nothing_nothing_is_kept(n, n_labels):
    kept = gather_evidence(scores_of(n, n_labels), detections_of(), DetectionSettings(), SOURCES)
    assert len(kept.score) == len(kept.background) == n


def test_labels_that_a_video_does_not_have_are_out():
    settings = DetectionSettings(video_labels="kinetics")
    video_scores = np.array([0.0, 0.5, 0.0])
    pairs = final_scores(scores_of(2, 3), settings, video_scores)
    assert np.isinf(pairs[:, [0, 2]]).all()
    kept = gather_evidence(
        scores_of(2, 3), detections_of(), settings, Sources("", {}, 1.0, video_scores)
    )
    assert kept.label_idx[:, 0].tolist() == [1, 1]
