"""The slider over the histogram: what is painted, what a mouse picks, what is told."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from app.services.review_columns import VerdictCode
from app.ui.review.score_slider import N_BARS, ScoreBars, ScoreSlider
from app.ui.review.timeline_header import TimelineHeader
from app.ui.theme import THEMES

PENDING, RIGHT, WRONG, LATER = (
    VerdictCode.PENDING, VerdictCode.ACCEPTED, VerdictCode.REJECTED, VerdictCode.SNOOZED,
)  # fmt: skip


def bars(*pairs, top=1.0):
    score = np.array([one[0] for one in pairs], np.float64)
    return ScoreBars.of(score, np.array([one[1] for one in pairs], np.uint8), top)


@pytest.fixture
def slider(qtbot):
    slider = ScoreSlider()
    qtbot.addWidget(slider)
    slider.show()
    return slider


def test_bars_by_hand():
    found = bars((0.0, PENDING), (0.5, RIGHT), (0.5, WRONG), (1.0, LATER), top=1.0)
    assert found.counts.shape == (3, N_BARS)
    assert found.counts.sum(axis=1).tolist() == [2, 1, 1]
    assert np.flatnonzero(found.counts.sum(axis=0)).tolist() == [0, N_BARS // 2, N_BARS - 1]
    assert not found.is_empty
    assert bars().is_empty


def test_a_click_picks_the_score_under_it(slider, qtbot):
    slider.show_bars(bars((1.0, PENDING), top=2.0))
    with qtbot.waitSignal(slider.score_picked) as seen:
        at = QPoint(slider.width() // 2, 5)
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=at)
    assert seen.args[0] == pytest.approx(1.0, abs=0.05)


def test_showing_a_score_tells_nobody(slider, qtbot):
    slider.show_bars(bars((1.0, PENDING), top=2.0))
    with qtbot.assertNotEmitted(slider.score_picked):
        slider.show_score(0.5)
    assert slider.value() == 25
    slider.show_score(9.0)
    assert slider.value() == 100


def test_raw_scores_are_said_on_hover(slider):
    slider.show_bars(bars((0.01, PENDING), (0.015, RIGHT), (0.99, WRONG)))
    assert slider.bar_words(1.0) == "Raw score 0.00 to 0.02: 1 open, 1 accepted, 0 not"
    assert slider.bar_words(slider.width() + 5.0).startswith("Raw score 0.98 to 1.00: 0 open")


def test_shares_have_the_colours_of_the_verdicts(slider):
    slider.show_bars(bars((0.5, RIGHT), (0.5, WRONG)))
    picture = slider.grab().toImage()
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    colours = (
        THEMES["dark"] if slider.palette().window().color().lightness() < 128 else THEMES["light"]
    )
    assert {QColor(colours.good).name(), QColor(colours.bad).name()} <= seen


# ------------------------------------------------------------ the header around it
@pytest.fixture
def header(qtbot):
    header = TimelineHeader()
    qtbot.addWidget(header)
    return header


def test_a_raw_threshold_holds_from_video_to_video(header):
    header.set_scores(2.0)
    header.set_share(0.5)
    assert header.min_score == 1.0
    header.set_scores(0.0)
    header.set_scores(4.0)
    assert header.min_score == 1.0
    assert header.share == 0.25


def test_a_share_waits_until_the_highest_score_is_known(header):
    header.recall(None, 0.5)
    assert header.share == 0.5
    header.set_scores(3.0)
    assert header.min_score == 1.5


def test_a_raw_threshold_is_recalled_as_it_was(header):
    header.set_scores(2.0)
    header.recall(0.123, 0.9)
    assert header.min_score == 0.123


def test_steps_stay_within_the_scores(header):
    header.set_scores(1.0)
    header.step_threshold(-5)
    assert header.min_score == 0.0
    header.step_threshold(500)
    assert header.min_score == 1.0
    header.set_scores(0.0)
    header.step_threshold(5)
    assert header.min_score == 1.0


def test_the_slider_reaches_the_highest_of_the_project(header):
    header.set_scores(1.0)
    header.set_project_scores(3.0)
    assert header.top == 3.0
    header.set_project_scores(0.0)
    assert header.top == 1.0
