"""The engine's evaluation in a process of its own."""

import threading
import time

import numpy as np
import pytest

from app.domain.errors import Cancelled, EngineError
from app.engine.evaluation_process import ProcessEvaluator
from app.engine.evaluator import EngineEvaluator
from app.services.evaluating import EvaluationTable, PageHead
from app.services.review_columns import Spans


def spans(*rows):
    rows = np.array(rows, np.float64).reshape(-1, 4)
    return Spans(rows[:, 0].astype(np.int32), rows[:, 1].astype(np.int32), rows[:, 2], rows[:, 3])


def table_of(truth, found, score):
    return EvaluationTable(
        ("one", "two"),
        ("one.mp4", "two.mp4"),
        np.array([60.0, 60.0]),
        ("a", "b"),
        spans(*truth),
        spans(*found),
        np.array(score, np.float64),
    )


TABLE = table_of([(0, 0, 0, 10), (1, 1, 5, 9)], [(0, 0, 0, 10), (1, 0, 5, 9)], [0.5, 0.9])


class SlowEvaluator(EngineEvaluator):
    """Hears no flag, as native code does not."""

    def measure(self, table, tious, cancel):
        time.sleep(60)
        return super().measure(table, tious, cancel)


def never():
    return False


@pytest.fixture
def child():
    made = ProcessEvaluator(EngineEvaluator)
    yield made
    made.close()


def test_the_child_says_what_the_engine_says(child):
    theirs = child.measure(TABLE, (0.5,), never)
    mine = EngineEvaluator().measure(TABLE, (0.5,), never)
    assert theirs.values == mine.values
    np.testing.assert_array_equal(theirs.errors.kind, mine.errors.kind)
    assert child.page(TABLE, (0.5,), PageHead("Title", ["about"]), never).startswith(
        "<!DOCTYPE html>"
    )


def test_what_cannot_be_measured_is_named(child):
    with pytest.raises(EngineError, match="no ground truth"):
        child.measure(table_of([], [], []), (0.5,), never)


def test_it_is_stopped_though_it_hears_nothing():
    slow = ProcessEvaluator(SlowEvaluator)
    asked = threading.Event()
    threading.Timer(1.5, asked.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        slow.measure(TABLE, (0.5,), asked.is_set)
    assert time.monotonic() - began < 30
    slow.close()


def test_labels_out_of_order_keep_their_rows():
    """The engine numbers labels by name; the rows stay those of the table."""
    turned = table_of([(0, 1, 0, 10), (1, 0, 5, 9)], [(0, 1, 0, 10), (1, 1, 5, 9)], [0.5, 0.9])
    swapped = EvaluationTable(
        turned.video_ids, turned.video_names, turned.duration_s, ("b", "a"), turned.truth,
        turned.found, turned.score,
    )  # fmt: skip
    plain = EngineEvaluator().measure(TABLE, (0.5,), never)
    other = EngineEvaluator().measure(swapped, (0.5,), never)
    assert other.values == plain.values
    np.testing.assert_array_equal(other.errors.found, plain.errors.found)
    np.testing.assert_array_equal(other.errors.nearest, plain.errors.nearest)


def test_nothing_was_found():
    empty = EngineEvaluator().measure(table_of([(0, 0, 0, 10)], [], []), (0.5,), never)
    assert empty.map.tolist() == [0.0]
    assert len(empty.errors.found) == 0
    assert empty.errors.missed.tolist() == [0]
    assert empty.errors.missed_nearest.tolist() == [-1]


def test_a_flag_is_heard_between_steps():
    with pytest.raises(Cancelled):
        EngineEvaluator().measure(TABLE, (0.5,), lambda: True)
