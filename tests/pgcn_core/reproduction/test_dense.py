import numpy as np
import pytest

from pgcn_core.reproduction.aggregates import (
    AggregateSettings,
    HardeningSettings,
    aggregate,
    fit_rotation,
    harden,
    window_means,
)
from pgcn_core.reproduction.dense_data import (
    DenseDataSettings,
    hold_out,
    person_of,
    prepare,
)
from pgcn_core.reproduction.dense_proposals import DenseSettings, dense_proposals
from pgcn_core.reproduction.frame_labeller import (
    LabellerSettings,
    fit_labeller,
    frame_likelihoods,
)
from pgcn_core.segments import pairwise_tiou
from tests.pgcn_core.reproduction.kitchens import kitchen_split

RNG = np.random.default_rng


def test_window_means_by_hand():
    values = np.array([[1.0], [2.0], [6.0]], np.float32)
    assert window_means(values, 0, 0).ravel().tolist() == [1, 2, 6]
    assert window_means(values, 1, 0).ravel().tolist() == [1, 1.5, 4]
    assert window_means(values, 0, 9).ravel().tolist() == [3, 4, 6]


def test_aggregates_have_means_both_ways_and_position():
    values = np.array([[1.0], [3.0]], np.float32)
    settings = AggregateSettings(1, around=(0,), aside=(None,), has_position=True)
    got = aggregate(values, settings)
    np.testing.assert_allclose(got, [[1, -1, 1, 2, 0, 3], [3, -3, 2, 3, 1.5, 1.5]])


def test_a_rotation_separates_what_varies_together():
    rng = RNG(0)
    base = rng.normal(size=(500, 2))
    together = np.stack([base[:, 0], base[:, 0] + 0.1 * base[:, 1], base[:, 1]], axis=1)
    rotation = fit_rotation([together[:200].astype(np.float32), together[200:]], 2)
    turned = rotation(together.astype(np.float32))
    assert turned.shape == (500, 2)
    assert turned.dtype == np.float32
    np.testing.assert_allclose(turned.mean(axis=0), 0, atol=1e-4)
    assert abs(np.corrcoef(turned.T)[0, 1]) < 1e-4
    assert turned[:, 0].std() > turned[:, 1].std()


def test_hardening_mixes_stretches_and_nothing_else():
    values, other = np.zeros((400, 3), np.float32), np.ones((500, 3), np.float32)
    settings = HardeningSettings(20.0, 20.0, 0.8, 0.8)
    got = harden(values, [other], settings, RNG(1))
    assert got.shape == values.shape
    assert (got == got[:, :1]).all()  # a share of the other's, the same in every channel
    assert got.min() >= 0
    assert got.max() <= 0.8
    n_stretches = 1 + (np.diff(got[:, 0]) != 0).sum()
    assert 8 < n_stretches < 50
    np.testing.assert_array_equal(got, harden(values, [other], settings, RNG(1)))
    assert (values == 0).all()


def test_a_labeller_learns_what_it_sees():
    rng = RNG(2)
    labels = np.repeat([0, 1, 2, 1], 20).astype(np.int64)
    values = (np.eye(3)[labels] + 0.1 * rng.normal(size=(80, 3))).astype(np.float32)
    settings = LabellerSettings(hidden=16, dropout=0.0, epochs=20, rate=0.01)
    labeller = fit_labeller([lambda: (values, labels)], 3, settings, seed=0)
    likely = frame_likelihoods([labeller, labeller], values)
    assert likely.shape == (80, 3)
    np.testing.assert_allclose(likely.sum(axis=1), 1, rtol=1e-5)
    assert (likely.argmax(axis=1) == labels).mean() > 0.95
    again = fit_labeller([lambda: (values, labels)], 3, settings, seed=0)
    np.testing.assert_array_equal(likely, frame_likelihoods([again, again], values))


def test_dense_proposals_find_actions_side_by_side():
    labels = np.repeat([0, 1, 2], [30, 12, 58])
    likely = (0.85 * np.eye(3)[labels] + 0.05).astype(np.float32)
    found = dense_proposals(likely, DenseSettings(windows=(10, 40)))
    truth = np.array([[0.0, 30.0], [30.0, 42.0], [42.0, 100.0]])
    assert pairwise_tiou(truth, found).max(axis=1).tolist() == [1, 1, 1]
    assert (found[:, 1] - found[:, 0] >= 3).all()
    assert found.min() >= 0
    assert found.max() <= 100
    tious = pairwise_tiou(found, found) - np.eye(len(found))
    assert tious.max() <= 0.9
    assert len(dense_proposals(likely, DenseSettings(max_proposals=4))) == 4


@pytest.mark.parametrize("n_frames", [1, 2])
def test_a_short_video_is_one_proposal(n_frames):
    found = dense_proposals(np.ones((n_frames, 2), np.float32) / 2, DenseSettings())
    assert [0.0, float(n_frames)] in found.tolist()


def test_people():
    assert person_of("01-2") == "01"
    assert person_of("S1_Tea_C1") == "S1"


def test_people_held_out_are_learned_from_nowhere():
    split = kitchen_split(people=4)
    held, people = hold_out(split, 0.25, seed=3)
    assert len(people) == 1
    assert {person_of(v.video_id) for v in held.test} == people
    assert not {person_of(v.video_id) for v in held.train} & people
    assert {v.video_id for v in (*held.train, *held.test)} == {v.video_id for v in split.train}


def test_prepared_videos():
    split = kitchen_split(people=3)
    settings = DenseDataSettings(
        {"rgb": AggregateSettings(4), "flow": AggregateSettings(3)},
        labeller=LabellerSettings(hidden=8, epochs=2),
        folds=2,
        copies=2,
    )
    data = prepare(split, settings, 0, spoils_test=False)
    assert data.labels[0] == "background"
    assert len(data.train) == 2 * len(split.train)
    assert len({video.name for video in data.train}) == len(data.train)
    assert [video.name for video in data.test] == [v.video_id for v in split.test]
    first = data.train[0]
    assert set(first.proposals) == {("rgb",), ("rgb", "flow")}
    # Copies differ in what was spoiled, not in what was measured.
    assert (first.features["rgb"] != data.train[1].features["rgb"]).any()
    np.testing.assert_array_equal(first.features["flow"], data.train[1].features["flow"])
    spoiled = prepare(split, settings, 0, spoils_test=True)
    assert len(spoiled.test) == 2 * len(split.test)
    assert (spoiled.test[0].features["rgb"] != data.test[0].features["rgb"]).any()
    again = prepare(split, settings, 0, spoils_test=False)
    np.testing.assert_array_equal(again.test[0].features["rgb"], data.test[0].features["rgb"])
