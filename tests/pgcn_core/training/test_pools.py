"""Pools, ticks and targets by hand; golden lists are checked in tests/parity."""

import numpy as np
import pytest

from pgcn_core.proposals.files import read_proposal_list
from pgcn_core.training.pools import make_pools, training_ticks
from pgcn_core.training.settings import PoolSettings
from pgcn_core.training.targets import offset_targets, pool_targets, target_statistics

LIST = """# 0
clip
400
1
1
2 100 200
6
2 0.9000 0.9500 105 200
2 0.7000 0.9000 110 180
2 0.2000 1.0000 120 140
2 0.2900 0.0100 90 109
0 0.0000 0.0000 300 390
0 0.0000 0.0000 300 308
"""


def listed(tmp_path, text=LIST):
    path = tmp_path / "list.txt"
    path.write_text(text)
    return read_proposal_list(path)[0]


def test_thresholds_are_strict_and_truth_is_foreground(tmp_path):
    # Not in: a tIoU of just 0.7, an overlap of just 0.01, a coverage of just 8 of 400 frames.
    pools = make_pools(listed(tmp_path), PoolSettings())
    assert pools.frames.tolist() == [[105, 200], [100, 200], [120, 140], [300, 390]]
    assert pools.kind.tolist() == [0, 0, 1, 2]
    assert pools.label_idx.tolist() == [1, 1, 1, -1]
    assert pools.is_truth.tolist() == [False, True, False, False]


def test_a_video_without_incomplete_or_background_has_empty_pools(tmp_path):
    text = LIST.split("\n6\n", maxsplit=1)[0] + "\n1\n2 0.9000 0.9500 105 200\n"
    pools = make_pools(listed(tmp_path, text), PoolSettings())
    assert pools.of(0).tolist() == [0, 1]
    assert len(pools.of(1)) == len(pools.of(2)) == 0


def test_ticks_by_hand():
    # start + 1; half of 100 frames of context, cut at 1 and at the end
    ticks = training_ticks(np.array([[100, 200], [10, 100], [300, 399]]), 400, 0.5)
    assert ticks.tolist() == [
        [101, 200, 51, 250],
        [11, 100, 1, 145],
        [301, 399, 252, 400],
    ]


def test_offsets_by_hand():
    offsets = offset_targets(np.array([[105, 205], [90, 110]]), np.array([[100, 200], [300, 400]]))
    np.testing.assert_allclose(offsets[0], [-5 / 101, 0.0])
    np.testing.assert_allclose(offsets[1], [50 / 21, np.log(101 / 21)])


def test_targets_are_zero_but_for_foreground(tmp_path):
    video = listed(tmp_path)
    pools = make_pools(video, PoolSettings())
    targets = pool_targets(pools, video.truth_frames)
    np.testing.assert_allclose(targets[0], [-2.5 / 96, np.log(101 / 96)])
    assert not targets[1:].any()


def test_statistics_leave_the_truth_out(tmp_path):
    video = listed(tmp_path)
    pools = make_pools(video, PoolSettings())
    targets = pool_targets(pools, video.truth_frames)
    stats = target_statistics([targets], [pools])
    np.testing.assert_allclose(stats[0], targets[0])
    np.testing.assert_array_equal(stats[1], [1.0, 1.0])  # one row has no deviation


def test_statistics_of_nothing_change_nothing():
    assert target_statistics([], []).tolist() == [[0.0, 0.0], [1.0, 1.0]]


@pytest.mark.parametrize("ratio", [0.5, 0.25])
def test_context_reach_is_whole_frames(ratio):
    ticks = training_ticks(np.array([[100, 107]]), 1000, ratio)
    assert ticks[0, 2:].tolist() == [101 - int(7 * ratio), 107 + int(7 * ratio)]
