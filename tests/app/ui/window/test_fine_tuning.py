"""Fine-tuning in the real window, by keys and mouse."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt

from app.domain.errors import EngineError
from app.services.fine_tuning import FineTuneRequest
from app.ui.models import discarding
from app.ui.models.training import Phase
from tests.app.ui.window.model_hands import CTRL, LEFT, ask, desk, panel, review, settle, start


# ---------------------------------------------------------------- asking
def test_without_reviewed_videos_the_popup_says_what_to_do(room):
    room.open_one()
    popup = ask(room)
    assert popup.words == (
        "No video of this project is reviewed whole. "
        "Judge every suggestion of a video, or say that nothing happens in it."
    )
    assert not popup.start_button.isVisible()
    room.qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert not popup.isVisible()


def test_without_a_project_the_popup_says_so(room):
    popup = ask(room)
    assert popup.words.startswith("No project is open.")


def test_the_popup_says_what_will_be_learned_from(room, models, tuner):
    review(room, "a.mp4", "b.mp4")
    popup = ask(room)
    assert popup.words.splitlines() == [
        "2 corrected videos: 2 annotations, 4 rejected.",
        "1 video is held out, to measure on: b.",
        "Goes on from: Cold start.",
    ]
    assert popup.name.text() == "athletics"
    assert popup.name.hasFocus()
    room.qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert tuner.asked == []


def test_what_the_threshold_hides_waits_for_nobody(room):
    # By time; the third, with a score of 0.3, is left.
    review(room, "a.mp4", "b.mp4", keys="aa")
    assert ask(room).words.startswith("No video of this project is reviewed whole.")
    desk(room).popup.close()
    room.window.header.threshold_changed.emit(0.5)
    room.window.activateWindow()
    assert ask(room).words.startswith("2 corrected videos: 4 annotations.")


def test_return_starts_what_was_shown(room, models, tuner):
    review(room, "a.mp4", "b.mp4")
    start(room)
    room.until(lambda: bool(tuner.asked))
    (asked,) = tuner.asked
    assert (asked.out, asked.parent, asked.held_out) == (models.folder / "club", None, ("b",))
    written = json.loads(asked.corrections.read_text())
    assert [one["name"] for one in written["videos"]] == ["a", "b"]
    assert [len(one["rejected"]) for one in written["videos"]] == [2, 2]


# ---------------------------------------------------------------- while it runs
def test_curves_grow_while_it_learns(room, tuner):
    review(room, "a.mp4", "b.mp4")
    start(room)
    curves = panel(room).training.curves
    tuner.gate.release(2)
    room.until(lambda: curves.values == {"rgb": [2.0, 1.0]})
    assert "Learning “club”" in panel(room).training.words
    tuner.gate.release(2)
    room.until(lambda: curves.values.get("flow") == [3.0])
    assert curves.plot.accessibleName() == "Total loss: rgb 0.667, flow 3.000"
    curves.losses.setFocus()
    room.qtbot.keyClick(curves.losses, Qt.Key.Key_Down)
    assert curves.losses.currentText() == "Activity loss"
    assert curves.values["flow"] == [1.5]


def test_the_analysis_waits_and_says_so(room, tuner):
    review(room, "a.mp4", "b.mp4")
    start(room)
    room.drop(room.video("c.mp4"), room.video("d.mp4"))
    room.until(lambda: room.analysis.n_waiting == 2)
    told = "Detection waits until it is over or paused: 2 videos"
    room.until(lambda: told in panel(room).training.words)
    tuner.open()
    room.until(lambda: [video.n_pending for video in room.document.videos] == [0, 0, 3, 3])


def test_it_waits_for_the_video_under_way(room, tuner):
    review(room, "a.mp4", "b.mp4")
    room.localizer.gate.clear()
    room.drop(room.video("c.mp4"), room.video("d.mp4"))
    room.until(lambda: room.analysis.current is not None)
    start(room)
    assert desk(room).training.phase is Phase.WAITING
    assert tuner.asked == []
    room.localizer.gate.set()
    room.until(lambda: bool(tuner.asked))
    assert room.analysis.current is None
    assert room.analysis.n_waiting == 1


def test_pause_and_resume_by_their_buttons(room, tuner, models):
    review(room, "a.mp4", "b.mp4")
    start(room)
    tuner.gate.release(1)
    room.until(lambda: bool(panel(room).training.curves.values))
    room.qtbot.mouseClick(panel(room).training.pause, LEFT)
    room.until(lambda: panel(room).paused.names == ["“club” is paused"])
    assert not panel(room).training.isVisible()
    assert not room.analysis._is_held
    room.qtbot.mouseClick(panel(room).paused.resumes[0], LEFT)
    room.until(lambda: len(tuner.asked) == 2)
    assert tuner.asked[1].resume
    assert panel(room).paused.isHidden()
    tuner.open()
    room.until(lambda: [one.name for one in models.found] == ["club"])


def test_stop_gives_the_model_up_and_the_toast_keeps_it(room, tuner, models, monkeypatch):
    review(room, "a.mp4", "b.mp4")
    start(room)
    room.until(lambda: bool(tuner.asked))
    room.qtbot.mouseClick(panel(room).training.stop, LEFT)
    toast = room.window.toast
    room.until(lambda: toast.words == "“club” was stopped and is discarded.")
    settle(room)
    assert panel(room).paused.names == []
    room.qtbot.mouseClick(toast.undo_button, LEFT)
    room.until(lambda: panel(room).paused.names == ["“club” is paused"])
    assert models.discarded == []
    monkeypatch.setattr(discarding, "GONE_AFTER_MS", 20)
    room.qtbot.mouseClick(panel(room).paused.discards[0], LEFT)
    room.until(lambda: models.discarded == [models.folder / "club"])


def test_closing_the_window_pauses(room, tuner, models):
    review(room, "a.mp4", "b.mp4")
    start(room)
    room.until(lambda: bool(tuner.asked))
    room.window.close()
    assert desk(room).training._task is None or not desk(room).training._task._thread.isRunning()
    assert models.unfinished() == [models.folder / "club"]
    assert models.discarded == []


def test_a_paused_one_is_offered_at_the_next_start(rig, models, tuner):
    models.paused.append(FineTuneRequest(Path("c.json"), models.folder / "club"))
    rig.window.models.take(models, models, tuner)
    rig.until(lambda: rig.window.toast.words == "The fine-tuning “club” is paused.")
    rig.qtbot.mouseClick(rig.window.toast.undo_button, LEFT)
    rig.until(lambda: bool(tuner.asked))
    assert tuner.asked[0].resume


def test_a_full_disk_is_said_in_one_sentence(room, tuner):
    review(room, "a.mp4", "b.mp4")
    tuner.failure = EngineError("club cannot be written: no space left on device.", "Free some.")
    start(room)
    tuner.open()
    room.until(lambda: room.problems == ["club cannot be written: no space left on device."])
    assert not desk(room).training.is_on
    assert not room.analysis._is_held
    # What is there can be gone on with.
    room.until(lambda: panel(room).paused.names == ["“club” is paused"])


def test_another_cannot_be_started_meanwhile(room, tuner):
    review(room, "a.mp4", "b.mp4")
    start(room)
    room.window.activateWindow()
    room.key(Qt.Key.Key_T, CTRL)
    assert room.window.statusBar().currentMessage() == "“club” is being learned: one at a time."
    assert not desk(room).popup.isVisible()


def test_annotators_go_on_working_meanwhile(room, tuner):
    review(room, "a.mp4", "b.mp4")
    start(room)
    room.until(lambda: bool(tuner.asked))
    room.window.activateWindow()
    room.window.timeline.setFocus()
    room.key("z", CTRL)
    entry = room.document.video.entry
    room.until(lambda: room.document.shelf.video(entry.id).n_pending == 1)
