import numpy as np
import pytest

from pgcn_core.evaluation.average_precision import (
    LabelledSegments,
    average_precision,
    envelope_area,
)


def rows(*values):
    table = np.array(values, float).reshape(-1, 4)
    return LabelledSegments(table[:, 0].astype(np.int64), table[:, 1:3], table[:, 3])


def test_by_hand():
    truth = rows((0, 0, 10, 0), (1, 0, 10, 0))
    found = rows((0, 0, 10, 0.9), (0, 0, 10, 0.8), (1, 0, 5, 0.7))
    # A hit, a second claim on the same truth, then tIoU 0.5: precision 1, 1/2, 2/3.
    ap = average_precision(truth, found, np.array([0.5, 0.6]))
    np.testing.assert_allclose(ap, [0.5 * 1 + 0.5 * 2 / 3, 0.5])


def test_the_next_best_truth_is_taken_when_the_best_is_gone():
    truth = rows((0, 0, 10, 0), (0, 1, 11, 0))
    found = rows((0, 0, 10, 0.9), (0, 0, 10, 0.8))
    assert average_precision(truth, found, np.array([0.5])).tolist() == [1.0]


def test_videos_do_not_mix():
    assert average_precision(rows((3, 0, 1, 0)), rows((4, 0, 1, 1)), np.array([0.5])) == [0.0]


def test_nothing_found_and_nothing_there():
    truth = rows((0, 0, 1, 0))
    assert average_precision(truth, rows(), np.array([0.1, 0.5])).tolist() == [0, 0]
    assert np.isnan(average_precision(rows(), truth, np.array([0.1, 0.5]))).all()


def test_an_empty_detection_hits_nothing():
    assert average_precision(rows((0, 1, 1, 0)), rows((0, 1, 1, 1)), np.array([0.5])) == [0.0]


@pytest.mark.parametrize(
    ("precision", "recall", "area"),
    [([1.0], [0.5], 0.5), ([0.0, 0.5], [0.0, 1.0], 0.5), ([], [], 0.0)],
)
def test_envelope(precision, recall, area):
    assert envelope_area(np.array(precision), np.array(recall)) == pytest.approx(area)
