import threading

import pytest

from app.domain.errors import MediaError
from app.ui.errands import Errands


@pytest.fixture
def errands(qapp):
    errands = Errands()
    yield errands
    errands.call_off()


def test_results_that_end_together_all_arrive(errands, qtbot):
    results = []
    start = threading.Barrier(8)

    def work(progress, cancel):
        start.wait()
        return 1

    for _ in range(8):
        errands.start("Working…", work, results.append)
    # Every thread is over before the first ending is told.
    for errand in list(errands._running):
        errand.task.wait()
    qtbot.waitUntil(lambda: not errands.is_busy)
    assert results == [1] * 8


def test_what_is_called_off_gives_no_result(errands, qtbot):
    results = []
    errands.start("Working…", lambda _progress, cancel: cancel.wait(5), results.append)
    errands.call_off()
    qtbot.waitUntil(lambda: not errands.is_busy)
    assert results == []


def test_a_failure_is_told_and_words_follow_the_work(errands, qtbot):
    words, failures = [], []
    errands.busy_changed.connect(words.append)
    errands.failed.connect(failures.append)

    def work(progress, cancel):
        progress("videos", 1, 3)
        raise MediaError("No video.")

    errands.start("Adding…", work, failures.append)
    qtbot.waitUntil(lambda: not errands.is_busy)
    assert [failure.sentence for failure in failures] == ["No video."]
    assert words == ["Adding…", "Adding… 1 of 3", ""]
