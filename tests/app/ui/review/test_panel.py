"""The panel keeps its shape, whatever it has to say."""

import numpy as np
import pytest
from PySide6.QtGui import QAction

from app.ui.review.panel import ReviewPanel, Selected
from tests.app.ui.timeline.scenes import JUMP, suggestion

ACTIONS = (
    "accept", "reject", "relabel", "snooze", "delete", "previous_pending", "next_pending",
)  # fmt: skip


@pytest.fixture
def panel(qtbot):
    panel = ReviewPanel({name: QAction(name) for name in ACTIONS})
    qtbot.addWidget(panel)
    panel.set_frames(np.arange(2500) / 25, 100.0)
    panel.show()
    return panel


@pytest.mark.parametrize("n_selected", [1, 4])
@pytest.mark.parametrize("width_px", [250, 400])
def test_words_of_several_lines_squeeze_no_box(panel, qtbot, n_selected, width_px):
    entry = suggestion("a", JUMP, 1.0, 2.0)
    panel.show_selected(Selected(entry, JUMP, entry, 1.0, (1, 2), n_selected))
    panel.resize(width_px, 10)
    qtbot.wait(20)
    if width_px == 250:
        line_px = panel._verdict.fontMetrics().lineSpacing()
        assert panel._verdict.height() >= 2 * line_px
    for box in (panel._start, panel._end):
        assert box.height() >= box.sizeHint().height()


def test_the_length_follows_an_edge_on_its_way(panel):
    entry = suggestion("a", JUMP, 1.0, 2.0)
    panel.show_selected(Selected(entry, JUMP, entry, 1.0, (0, 0), 1))
    assert panel._length.text() == "0:01.000  (25 frames)"
    panel.preview_edge("end", 4.0)
    assert panel._length.text() == "0:03.000  (75 frames)"
    panel.preview_edge("start", 3.0)
    assert panel._length.text() == "0:01.000  (25 frames)"
