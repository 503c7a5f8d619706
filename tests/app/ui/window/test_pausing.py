"""Pause and Resume of the analysis, and what waits after the program has ended."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from app.ui.analysis import AnalysisState

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def three(rig):
    """Three videos, the first held in the middle of its analysis."""
    rig.localizer.gate.clear()
    for name in ("a.mp4", "b.mp4", "c.mp4"):
        rig.video(name)
    rig.drop(rig.folder)
    rig.until(lambda: rig.localizer.seen == ["a.mp4"] and rig.analysis.n_waiting == 2)
    rig.until(lambda: rig.document.video is not None)
    return rig


def states(rig):
    return [rig.analysis.state(video.id).value for video in rig.document.videos]


def test_a_key_pauses_and_goes_on_with_the_same_video(three):
    three.key("p", CTRL | SHIFT)
    assert three.window.strip.words == "Pausing…"
    three.until(lambda: three.analysis.current is None)
    assert three.window.strip.isVisible()
    assert three.window.strip.words == "Detection is paused 3 waiting"
    assert states(three) == ["waiting"] * 3
    assert three.window.actions_by_id["pause_detection"].isChecked()
    assert not three.window.is_working
    three.localizer.gate.set()
    three.qtbot.wait(100)
    assert three.localizer.seen == ["a.mp4"]
    three.key("p", CTRL | SHIFT)
    three.until(lambda: all(video.last_run_id for video in three.document.videos))
    assert three.localizer.seen == ["a.mp4", "a.mp4", "b.mp4", "c.mp4"]
    three.until(lambda: not three.window.strip.isVisible())
    assert not three.window.actions_by_id["pause_detection"].isEnabled()
    assert three.problems == []


def test_the_button_of_the_strip_does_the_same(three):
    strip = three.window.strip
    three.qtbot.mouseClick(strip._pause, Qt.MouseButton.LeftButton)
    three.until(lambda: three.analysis.current is None)
    assert (strip._pause.text(), three.analysis.is_paused) == ("Resume", True)
    three.localizer.gate.set()
    three.qtbot.mouseClick(strip._pause, Qt.MouseButton.LeftButton)
    three.until(lambda: not three.analysis.is_busy)
    assert len(three.localizer.seen) == 4


def test_stop_ends_a_pause_and_forgets_what_waits(three):
    three.key("p", CTRL | SHIFT)
    three.until(lambda: three.analysis.current is None)
    three.qtbot.mouseClick(three.window.strip._stop, Qt.MouseButton.LeftButton)
    assert states(three) == ["idle"] * 3
    assert not three.window.strip.isVisible()


def test_a_video_added_while_it_is_paused_waits_too(three):
    three.key("p", CTRL | SHIFT)
    three.until(lambda: three.analysis.current is None)
    three.drop(three.video("d.mp4"))
    three.until(lambda: three.analysis.n_waiting == 4)
    three.qtbot.wait(50)
    assert three.localizer.seen == ["a.mp4"]


def test_detect_ends_a_pause(three):
    three.key("p", CTRL | SHIFT)
    three.until(lambda: three.analysis.current is None)
    three.localizer.gate.set()
    three.key("d", CTRL)
    three.until(lambda: not three.analysis.is_busy)
    assert not three.analysis.is_paused
    assert sorted(three.localizer.seen) == ["a.mp4", "a.mp4", "b.mp4", "c.mp4"]


def reopened(rig, make_rig):
    project = rig.document.path
    rig.window.close()
    again = make_rig()
    again.localizer.gate.clear()
    again.window.open_paths([project])
    again.until(lambda: again.document.video is not None)
    return again


def test_what_was_paused_is_still_paused_after_a_restart(three, make_rig):
    three.key("p", CTRL | SHIFT)
    three.until(lambda: three.analysis.current is None)
    again = reopened(three, make_rig)
    assert again.window.strip.words == "Detection is paused 3 waiting"
    assert states(again) == ["waiting"] * 3
    assert again.localizer.seen == []
    again.localizer.gate.set()
    again.key("p", CTRL | SHIFT)
    again.until(lambda: again.localizer.seen == ["a.mp4", "b.mp4", "c.mp4"])


def test_what_waited_goes_on_after_a_restart_though_nothing_starts_by_itself(three, make_rig):
    three.window.actions_by_id["by_itself"].setChecked(False)
    again = reopened(three, make_rig)
    again.until(lambda: again.localizer.seen == ["a.mp4"])
    assert again.analysis.n_waiting == 2
    assert again.analysis.state(again.document.videos[0].id) is AnalysisState.WORKING


def test_what_was_stopped_does_not_come_back(three, make_rig):
    three.window.actions_by_id["by_itself"].setChecked(False)
    three.key(".", CTRL)
    three.until(lambda: three.analysis.current is None)
    again = reopened(three, make_rig)
    assert states(again) == ["idle"] * 3


def test_a_killed_program_finds_its_queue(three):
    """What is on the disk while it runs is what a start after kill -9 reads."""
    folder = three.preferences.waiting_folder
    three.until(lambda: bool(list(folder.glob("*.json"))))
    (file,) = folder.glob("*.json")
    ids = [video.id for video in three.document.videos]
    three.until(lambda: json.loads(file.read_text())["video_ids"] == ids)
    three.localizer.gate.set()
    three.until(lambda: not three.analysis.is_busy)
    three.until(lambda: not file.exists())


def test_a_damaged_memory_counts_as_none(three, make_rig):
    three.key("p", CTRL | SHIFT)
    three.until(lambda: three.analysis.current is None)
    three.window.actions_by_id["by_itself"].setChecked(False)
    three.window.close()
    (file,) = three.preferences.waiting_folder.glob("*.json")
    file.write_text('{"video_ids": 3')
    again = make_rig()
    again.window.open_paths([next(three.folder.glob("*.pgcn"))])
    again.until(lambda: again.document.video is not None)
    assert states(again) == ["idle"] * 3
