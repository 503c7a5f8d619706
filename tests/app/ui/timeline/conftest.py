import os

# Before anything makes a QApplication: test machines have no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QWidget

from app.ui.timeline.widget import TimelineWidget
from tests.app.ui.timeline.scenes import FRAMES_S, LABELS, small


@pytest.fixture
def bare(qtbot):
    """A shown timeline widget without a timeline, inside a window as in the program."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 320)
    widget = TimelineWidget(window)
    # 168 pixels of names, then 1000 pixels for time: 100 s make 0.1 s a pixel.
    window.resize(1168, 320)
    widget.resize(1168, 320)
    window.show()
    qtbot.waitExposed(window)
    # Yielding keeps the window alive; Python would take it, and Qt everything inside it.
    yield widget
    window.close()


@pytest.fixture
def shown(bare):
    """The small timeline, with 25 frames a second."""
    bare.show_timeline(small(), LABELS, FRAMES_S)
    return bare
