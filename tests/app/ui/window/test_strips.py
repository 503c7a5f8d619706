"""Strips of the open video, fed in the background, and looks that outlive the window."""

import threading
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.domain.errors import Cancelled
from app.services.ports import SoundEnvelope
from app.ui.review.strip_feed import StripFeed
from tests.fakes import FakeFrameSource


class SoundingSource(FakeFrameSource):
    """The same videos, with sound."""

    def probe(self, video, *, progress=None):
        return replace(super().probe(video, progress=progress), has_audio=True)


@dataclass
class HeldSurvey:
    """Answers when its gate is open."""

    gate: threading.Event = field(default_factory=threading.Event)
    asked: list = field(default_factory=list)
    n_cancelled: int = 0

    def sound(self, video, fingerprint, *, progress, cancel):
        self._wait("sound", video, progress, cancel)
        return SoundEnvelope(1, np.full(60, -5, np.int8), np.full(60, 5, np.int8))

    def cuts(self, video, fingerprint, *, progress, cancel):
        self._wait("cuts", video, progress, cancel)
        return np.array([10.0, 20.0])

    def _wait(self, name, video, progress, cancel):
        self.asked.append((name, video.name))
        progress("Looking", 1, 4)
        while not self.gate.wait(0.01):
            if cancel.is_set():
                self.n_cancelled += 1
                raise Cancelled


@pytest.fixture
def survey():
    return HeldSurvey()


@pytest.fixture
def fed(make_rig, survey):
    rig = make_rig(SoundingSource())
    feed = StripFeed(rig.document, rig.frames, survey, rig.window.timeline)
    rig.window.take_feed(feed)
    rig.feed = feed
    return rig


def bands(rig):
    return [band.name for band in rig.window.timeline.board.strips.bands]


def test_every_strip_comes_by_itself(fed, survey):
    told = []
    fed.feed.progressed.connect(told.append)
    survey.gate.set()
    fed.open_one()
    fed.until(lambda: not fed.feed.is_busy and bands(fed) == ["film", "sound", "actionness"])
    board = fed.window.timeline.board
    assert board.cuts_s.tolist() == [10.0, 20.0]
    assert board.backdrop.sound.peak == 5
    assert board.web.pairs.tolist() == [[0, 1], [0, 2]]
    assert "Looking… 25 %" in told
    assert told[-1] == ""


def test_what_belongs_to_a_closed_video_is_called_off(fed, survey):
    fed.open_one("a.mp4")
    fed.until(lambda: ("sound", "a.mp4") in survey.asked)
    fed.document.close_video()
    assert bands(fed) == []
    assert not fed.feed.is_busy
    fed.until(lambda: survey.n_cancelled == 1)
    survey.gate.set()
    fed.qtbot.wait(50)
    assert fed.window.timeline.board.backdrop.sound is None


def test_menus_switch_strips_and_the_next_window_remembers(fed, survey, make_rig):
    survey.gate.set()
    fed.open_one()
    fed.until(lambda: not fed.feed.is_busy)
    actions = fed.window.actions_by_id
    assert actions["strip_sound"].isChecked()
    actions["strip_sound"].trigger()
    assert "sound" not in bands(fed)
    actions["graph_all"].trigger()
    assert fed.window.timeline.board.strips.graph_px > 0
    headers = fed.window.timeline.headers
    label = fed.window.timeline.board.layout.lanes[0].label_id
    point = headers.row(label).center().toPoint()
    fed.qtbot.mouseClick(headers, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, point)
    assert len(fed.window.timeline.board.layout.lanes) == 2
    project = fed.document.path
    fed.window.close()
    again = make_rig(SoundingSource())
    again.window.open_paths([project])
    again.until(lambda: again.document.video is not None)
    assert not again.window.actions_by_id["strip_sound"].isChecked()
    assert again.window.actions_by_id["graph_all"].isChecked()
    assert again.window.timeline.lane_view()["solo"] == [label]
    assert len(again.window.timeline.board.layout.lanes) == 2
    again.window.actions_by_id["all_lanes"].trigger()
    assert len(again.window.timeline.board.layout.lanes) == 3


def test_the_window_closes_while_work_is_under_way(fed, survey):
    fed.open_one()
    fed.until(lambda: bool(survey.asked))
    fed.window.close()
    fed.until(lambda: survey.n_cancelled == 1)
