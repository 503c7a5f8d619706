"""Rejected suggestions as negatives, worked out by hand."""

import numpy as np

from pgcn_core.finetuning.examples import with_hard_negatives
from pgcn_core.preparing import best_truth
from pgcn_core.proposals.files import ListedVideo
from pgcn_core.training.pools import BACKGROUND, FOREGROUND, INCOMPLETE, make_pools
from pgcn_core.training.settings import PoolSettings

RULE = PoolSettings()


def listed(truth, proposals):
    truth = np.array(truth, np.int64).reshape(-1, 2)
    frames = np.array(proposals, np.int64).reshape(-1, 2)
    best, tiou, overlap_self = best_truth(frames, truth)
    labels = np.append(np.arange(len(truth)), -1)[best]
    coverage = (frames[:, 1] - frames[:, 0]) / 1000
    return ListedVideo(
        "a", 1000, truth, np.arange(len(truth)), frames, labels, tiou, overlap_self, coverage
    )


# Label 0 at 100-200; one proposal that finds it, one that touches it, four of background.
VIDEO = listed(
    [(100, 200)],
    [(100, 195), (190, 300), (300, 400), (400, 500), (500, 600), (600, 700)],
)


def test_without_rejections_pools_are_as_ever():
    pools = make_pools(VIDEO, RULE)
    assert with_hard_negatives(pools, VIDEO, np.zeros((0, 2), np.int64), RULE) is pools


def test_rejections_are_background_however_short_and_half_of_it():
    rejected = np.array([[800, 805], [900, 990]])
    pools = with_hard_negatives(make_pools(VIDEO, RULE), VIDEO, rejected, RULE)
    background = pools.frames[pools.of(BACKGROUND)].tolist()
    # Of four easy ones two stay, the first and the last.
    assert background == [[300, 400], [600, 700], [800, 805], [900, 990]]
    assert pools.frames[pools.of(FOREGROUND)].tolist() == [[100, 195], [100, 200]]
    assert pools.frames[pools.of(INCOMPLETE)].tolist() == [[190, 300]]
    assert pools.is_truth.tolist() == [False, True, False, False, False, False, False]


def test_a_rejection_on_a_part_of_an_action_is_incomplete_for_its_label():
    pools = with_hard_negatives(make_pools(VIDEO, RULE), VIDEO, np.array([[180, 400]]), RULE)
    assert pools.frames[pools.of(INCOMPLETE)].tolist() == [[190, 300], [180, 400]]
    assert pools.label_idx[pools.of(INCOMPLETE)].tolist() == [0, 0]
    assert len(pools.of(BACKGROUND)) == 4


def test_a_rejection_that_finds_the_action_teaches_nothing():
    before = make_pools(VIDEO, RULE)
    after = with_hard_negatives(before, VIDEO, np.array([[100, 190]]), RULE)
    assert after.frames.tolist() == before.frames.tolist()


def test_a_video_without_any_action_has_only_background():
    empty = listed([], [(0, 500), (500, 900)])
    pools = with_hard_negatives(make_pools(empty, RULE), empty, np.array([[10, 12]]), RULE)
    assert pools.kind.tolist() == [BACKGROUND, BACKGROUND]
    assert pools.label_idx.tolist() == [-1, -1]
