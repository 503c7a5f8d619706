"""Panels that an older version of the program did not have, beside the places a person left."""

import pytest
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QLabel

from app.ui.bench import Bench, Panel

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
BELOW = Qt.DockWidgetArea.BottomDockWidgetArea


@pytest.fixture
def make_bench(qtbot):
    guard = QObject()

    def make(*names):
        panels = [Panel("Library", "Library", QLabel(), LEFT, 200)]
        panels += [Panel(name, name, QLabel(), RIGHT, 200) for name in names]
        panels += [Panel("Timeline", "Timeline", QLabel(), BELOW)]
        bench = Bench(QLabel(), panels, guard, 300)
        qtbot.addWidget(bench)
        bench.resize(1400, 900)
        bench._guard_kept = guard  # a filter that nobody holds is gone
        return bench

    return make


def _shown(qtbot, bench):
    with qtbot.waitExposed(bench):
        bench.show()
    return bench


def _stack(bench, name):
    return {name, *(dock.objectName() for dock in bench.tabifiedDockWidgets(bench.dock(name)))}


@pytest.mark.parametrize("names_are_known", [True, False], ids=["named", "of before"])
@pytest.mark.parametrize("old", [["Review"], ["Review", "History"]], ids=len)
def test_panels_that_are_new_become_tabs(make_bench, qtbot, old, names_are_known):
    before = _shown(qtbot, make_bench(*old))
    now = make_bench("Review", "Why", "History", "Notes")
    state, names = before.places()
    now.restore(state, names if names_are_known else ())
    _shown(qtbot, now)
    assert _stack(now, "Review") == {"Review", "Why", "History", "Notes"}
    assert _stack(now, "Library") == {"Library"}
    assert now.minimumSizeHint().height() < 500


def test_what_a_person_split_stays_split(make_bench, qtbot):
    before = _shown(qtbot, make_bench("Review", "History"))
    before.addDockWidget(RIGHT, before.dock("History"))
    assert _stack(before, "Review") == {"Review"}
    now = make_bench("Review", "History", "Notes")
    now.restore(*before.places())
    _shown(qtbot, now)
    assert _stack(now, "Review") == {"Review", "Notes"}
    assert _stack(now, "History") == {"History"}


def test_new_panels_find_a_stack_where_the_first_one_floats(make_bench, qtbot):
    before = _shown(qtbot, make_bench("Review", "History"))
    before.dock("Review").setFloating(True)
    now = make_bench("Review", "History", "Notes")
    now.restore(*before.places())
    _shown(qtbot, now)
    assert _stack(now, "History") == {"History", "Notes"}
    assert now.dock("Review").isFloating()


def test_a_state_that_is_none_leaves_the_first_places(make_bench, qtbot):
    now = make_bench("Review", "History")
    now.restore(b"no state", ["Review"])
    _shown(qtbot, now)
    assert _stack(now, "Review") == {"Review", "History"}


def test_a_tall_panel_scrolls_and_leaves_the_timeline_its_room(qtbot):
    class Tall(QLabel):
        def minimumSizeHint(self):  # noqa: N802 - Qt's name
            return QSize(200, 600)

    tall, guard = Tall(), QObject()
    panels = [
        Panel("Evaluation", "Evaluation", tall, RIGHT),
        Panel("Timeline", "t", QLabel(), BELOW),
    ]
    bench = Bench(QLabel(), panels, guard, 400)
    qtbot.addWidget(bench)
    bench.resize(1280, 700)
    _shown(qtbot, bench)
    assert bench.dock("Timeline").height() >= 300
    assert tall.isVisible()
