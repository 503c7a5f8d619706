"""One worker, one ending; progress at a pace people can read."""

import pytest

from app.domain.errors import Cancelled, StudioError
from app.tasks.runner import Task


def ending_of(qtbot, work):
    """Run the work and return every signal of its ending, in order."""
    task, told = Task(work), []
    for name in ("finished", "failed", "crashed", "cancelled", "ended"):
        getattr(task, name).connect(lambda *_, name=name: told.append(name))
    with qtbot.waitSignal(task.ended):
        task.start()
    return told


def raising(error):
    def work(_progress, _cancel):
        raise error

    return work


@pytest.mark.parametrize(
    ("work", "ending"),
    [
        (lambda _progress, _cancel: 7, "finished"),
        (raising(StudioError("No.")), "failed"),
        (raising(KeyError("ours")), "crashed"),
        (raising(Cancelled()), "cancelled"),
    ],
)
def test_exactly_one_ending(qtbot, work, ending):
    assert ending_of(qtbot, work) == [ending, "ended"]


@pytest.mark.parametrize("total", [0, 10_000])
def test_progress_comes_at_a_readable_pace(qtbot, total):
    def work(progress, _cancel):
        for done in range(2000):
            progress("RGB features", done, total)

    task, told = Task(work), []
    task.progressed.connect(lambda *step: told.append(step))
    with qtbot.waitSignal(task.ended):
        task.start()
    assert told[0] == ("RGB features", 0, total)
    assert len(told) < 50
