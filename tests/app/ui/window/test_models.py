"""Fine-tuning and the models that come of it in the real window, by keys and mouse."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import EngineError
from app.domain.segment import Segment
from app.services.fine_tuning import FineTuneRequest
from app.services.model_registry import ChangedClip, Worth
from app.ui.models import discarding
from app.ui.models.training import Phase
from tests.learners import FakeModels, HeldTuner, make_clip, make_record

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def models(tmp_path):
    return FakeModels(tmp_path / "models")


@pytest.fixture
def tuner(models):
    made = HeldTuner(models)
    yield made
    made.open()


@pytest.fixture
def room(rig, models, tuner):
    """The window with somebody who learns."""
    rig.window.models.take(models, models, tuner)
    rig.until(lambda: not busy(rig))
    return rig


def desk(rig):
    return rig.window.models


def panel(rig):
    return desk(rig).panel


def busy(rig):
    mine = desk(rig)
    return any(
        one.is_busy
        for one in (mine._errands, mine._reading, mine.promoting._errands, mine.discarding._errands)
    )


def settle(rig):
    rig.until(lambda: not busy(rig))


def review(rig, *names):
    """Go through videos: accept one suggestion, reject the other two of each."""
    for name in names:
        rig.drop(rig.video(name))
        rig.until(lambda name=name: any(one.name == name for one in rig.document.videos))
        entry = next(one for one in rig.document.videos if one.name == name)
        rig.document.open_video(entry.id)
        rig.until(lambda: bool(rig.document.video and rig.document.video.run))
        rig.until(lambda entry=entry: rig.document.video.entry.id == entry.id)
        rig.window.timeline.setFocus()
        rig.pick_first()
        for key in "axx":
            rig.key(key)
        rig.until(lambda entry=entry: rig.document.shelf.video(entry.id).n_pending == 0)


def ask(rig):
    rig.key(Qt.Key.Key_T, CTRL)
    rig.until(desk(rig).popup.isVisible)
    rig.until(lambda: not busy(rig))
    return desk(rig).popup


def start(rig, name="club"):
    popup = ask(rig)
    popup.name.setText("")
    rig.qtbot.keyClicks(popup.name, name)
    rig.qtbot.keyClick(popup.name, Qt.Key.Key_Return)
    rig.until(lambda: desk(rig).training.is_on)


def learn(rig, tuner, name="club"):
    start(rig, name)
    tuner.open()
    rig.until(lambda: not desk(rig).training.is_on)
    settle(rig)


def choose(rig, name):
    tree = panel(rig).tree
    rig.window._bench.show_panel("Models")
    tree.setFocus()
    rig.until(lambda: any(row[1] == name for row in tree.rows()))
    rig.qtbot.keyClick(tree, Qt.Key.Key_Home)
    for _ in tree.rows():
        shown = tree.record.name if tree.record else "Cold start"
        if shown == name:
            settle(rig)
            return
        rig.qtbot.keyClick(tree, Qt.Key.Key_Down)
    raise AssertionError(name)


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
    assert not room.analysis.is_held
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
    assert not room.analysis.is_held
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


# ---------------------------------------------------------------- the card
def test_the_toast_leads_to_the_card(room, tuner, models):
    models.clips = (make_clip(room.folder / "a.mp4"),)
    review(room, "a.mp4", "b.mp4")
    learn(room, tuner)
    toast = room.window.toast
    assert toast.words == "“club” is learned: mAP 0.20 → 0.60."
    room.window._bench.show_panel("Review")
    room.qtbot.mouseClick(toast.undo_button, LEFT)
    card = panel(room).card
    room.until(card.isVisible)
    settle(room)
    lines = card.words.splitlines()
    assert lines[0] == "club"
    assert lines[1] == "It is better on the videos held out."
    assert "Goes on from: Cold start." in lines[2]
    assert "Learned from a, b; measured on c." in lines[2]
    assert lines[3] == "Clips: 1 better, 0 worse"
    assert "0.200 before, 0.600 after" in card.picture.accessibleName()
    assert "between +0.100 and +0.700" in card.picture.accessibleName()
    assert card.labels.item(0, 0).text() == "High jump"
    assert card.use.hasFocus()


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.1, 0.3, "It is better on the videos held out."),
        (-0.3, -0.1, "It is worse on the videos held out."),
        (-0.1, 0.3, "The videos held out are too few to say which is better."),
    ],
)
def test_the_card_says_no_more_than_is_sure(room, models, low, high, verdict):
    record = make_record(models.folder / "club", worth=Worth(0.5, 0.4, 0.5, low, high))
    models.found.append(record)
    desk(room).renew()
    choose(room, "club")
    assert verdict in panel(room).card.words


def test_a_clip_is_watched_by_return(room, models):
    other = ChangedClip(Path("/elsewhere/z.mp4"), Segment(1, 2), "High jump", False, 0.7, 0.0)
    models.clips = (make_clip(room.folder / "a.mp4"), other)
    models.found.append(make_record(models.folder / "club"))
    desk(room).renew()
    room.open_one("a.mp4")
    room.drop(room.video("b.mp4"))
    room.until(lambda: len(room.document.videos) == 2)
    room.document.open_video(room.document.videos[1].id)
    room.until(lambda: bool(room.document.video and room.document.video.entry.name == "b.mp4"))
    choose(room, "club")
    clips = panel(room).card.clips
    room.until(lambda: clips.count() == 2)
    assert panel(room).card.words.endswith("Clips: 2 better, 0 worse")
    clips.setFocus()
    room.qtbot.keyClick(clips, Qt.Key.Key_Return)
    room.until(lambda: bool(room.document.video and room.document.video.entry.name == "a.mp4"))
    room.until(lambda: room.window.player.time_s == pytest.approx(9.0, abs=1.1))
    assert room.window.player.looping.span == (10.0, 12.0)
    room.qtbot.keyClick(clips, Qt.Key.Key_Down)
    room.qtbot.keyClick(clips, Qt.Key.Key_Return)
    assert room.window.statusBar().currentMessage() == "z.mp4 is not in this project."


# ---------------------------------------------------------------- promoting
def test_promoting_analyses_what_nobody_reviewed_and_can_be_taken_back(room, tuner, models):
    review(room, "a.mp4", "b.mp4")
    room.drop(room.video("c.mp4"))
    room.until(lambda: len(room.document.videos) == 3)
    room.until(lambda: room.document.videos[2].last_run_id is not None)
    runs = [video.last_run_id for video in room.document.videos]
    learn(room, tuner)
    card = panel(room).card
    assert card.again.text() == "Analyse the 1 video nobody has reviewed again"
    room.localizer.seen.clear()
    room.qtbot.mouseClick(card.use, LEFT)
    room.until(lambda: models.chosen == models.folder / "club")
    toast = room.window.toast
    room.until(lambda: toast.words == "New runs use club; 1 video is analysed again.")
    room.until(lambda: room.document.videos[2].last_run_id != runs[2])
    room.until(lambda: room.analysis.current is None)
    assert room.localizer.seen == ["c.mp4"]
    assert [video.last_run_id for video in room.document.videos[:2]] == runs[:2]
    assert room.window.actions_by_id["model"].iconText() == "Model: club"
    assert not card.use.isEnabled()
    room.qtbot.mouseClick(toast.undo_button, LEFT)
    room.until(lambda: models.chosen is None)
    room.until(lambda: [video.last_run_id for video in room.document.videos] == runs)
    assert room.window.actions_by_id["model"].iconText() == "Model: Cold start"
    # What people own is as it was.
    assert [video.n_annotations for video in room.document.videos] == [1, 1, 0]


def test_without_the_tick_nothing_is_analysed_again(room, models):
    room.open_one()
    models.found.append(make_record(models.folder / "club"))
    desk(room).renew()
    choose(room, "club")
    room.localizer.seen.clear()
    room.qtbot.mouseClick(panel(room).card.again, LEFT)
    room.qtbot.keyClick(panel(room).tree, Qt.Key.Key_Return)
    room.until(lambda: models.chosen == models.folder / "club")
    room.until(lambda: room.window.toast.words == "New runs use club.")
    assert room.localizer.seen == []


def test_undo_calls_off_what_waits(room, models):
    room.open_one()
    models.found.append(make_record(models.folder / "club"))
    desk(room).renew()
    choose(room, "club")
    room.localizer.gate.clear()
    room.qtbot.keyClick(panel(room).tree, Qt.Key.Key_Return)
    room.until(lambda: room.analysis.current is not None)
    room.qtbot.mouseClick(room.window.toast.undo_button, LEFT)
    room.until(lambda: models.chosen is None and room.analysis.current is None)


def test_rolling_back_from_the_menu(room, models):
    models.found.append(make_record(models.folder / "club"))
    models.used.append(models.folder / "club")
    desk(room).renew()
    settle(room)
    back = room.window.actions_by_id["model_back"]
    assert back.text() == "Back to “Cold start”"
    back.trigger()
    room.until(lambda: models.chosen is None)
    settle(room)
    assert not back.isEnabled()
    assert back.text() == "Back to the model before"


def test_a_damaged_model_is_not_used(room, models):
    models.found.append(make_record(models.folder / "broken"))
    desk(room).renew()
    choose(room, "broken")
    assert "The weights rgb.safetensors are missing. Copy it again." in panel(room).card.words
    room.qtbot.keyClick(panel(room).tree, Qt.Key.Key_Return)
    room.until(lambda: room.problems == ["The weights rgb.safetensors are missing."])
    assert models.chosen is None


def test_a_choice_that_cannot_be_saved_is_told(room, models):
    models.found.append(make_record(models.folder / "club"))
    models.refusal = EngineError("The disk is full.", "Free some space.")
    desk(room).renew()
    choose(room, "club")
    room.qtbot.keyClick(panel(room).tree, Qt.Key.Key_Return)
    room.until(lambda: room.problems == ["The disk is full."])
    assert room.window.actions_by_id["model"].iconText() == "Model: Cold start"


# ---------------------------------------------------------------- the list
def test_models_stand_below_what_they_go_on_from(room, models):
    first, second = models.folder / "first", models.folder / "second"
    shipped = make_record(models.folder / "shipped", is_default=True, learned_from=())
    models.found = [make_record(second, first), make_record(first), shipped]
    models.used.append(second)
    desk(room).renew()
    tree = panel(room).tree
    room.until(lambda: len(tree.rows()) == 4)
    assert tree.rows() == [(0, "Cold start"), (1, "first"), (2, "second"), (1, "shipped")]
    choose(room, "second")
    assert tree.currentItem().text(0).startswith("second, in use, ")
    assert tree.currentItem().text(0).endswith("mAP 0.20 → 0.60")
    assert room.window.actions_by_id["model"].iconText() == "Model: second"
    assert not panel(room).card.discard.isEnabled()
    choose(room, "shipped")
    assert "Came with the program." in panel(room).card.words
    assert panel(room).card.discard.isHidden()
    choose(room, "Cold start")
    assert "Needs no training." in panel(room).card.words


def test_two_that_name_each_other_as_parent_are_both_listed(room, models):
    one, two = models.folder / "one", models.folder / "two"
    models.found = [make_record(one, two), make_record(two, one)]
    desk(room).renew()
    room.until(lambda: len(panel(room).tree.rows()) == 3)


def test_delete_discards_and_the_toast_brings_back(room, models, monkeypatch):
    monkeypatch.setattr(discarding, "GONE_AFTER_MS", 60_000)
    models.found.append(make_record(models.folder / "club"))
    desk(room).renew()
    choose(room, "club")
    tree = panel(room).tree
    room.qtbot.keyClick(tree, Qt.Key.Key_Delete)
    room.until(lambda: tree.rows() == [(0, "Cold start")])
    assert room.window.toast.words == "“club” is discarded."
    room.qtbot.mouseClick(room.window.toast.undo_button, LEFT)
    room.until(lambda: len(tree.rows()) == 2)
    assert models.discarded == []
    choose(room, "club")
    room.qtbot.keyClick(tree, Qt.Key.Key_Delete)
    room.window.close()
    assert models.discarded == [models.folder / "club"]


def test_what_cannot_be_removed_comes_back_with_a_sentence(room, models, monkeypatch):
    monkeypatch.setattr(discarding, "GONE_AFTER_MS", 10)
    models.found.append(make_record(models.folder / "club"))
    models.refusal = EngineError("club cannot be removed.", "Close what uses it.")
    desk(room).renew()
    choose(room, "club")
    room.qtbot.keyClick(panel(room).tree, Qt.Key.Key_Delete)
    room.until(lambda: room.problems == ["club cannot be removed."])
    room.until(lambda: len(panel(room).tree.rows()) == 2)


def test_neither_the_one_in_use_nor_the_one_shipped_can_be_discarded(room, models):
    shipped = make_record(models.folder / "shipped", is_default=True)
    models.found = [make_record(models.folder / "club"), shipped]
    models.used.append(models.folder / "club")
    desk(room).renew()
    for name in ("club", "shipped"):
        choose(room, name)
        room.qtbot.keyClick(panel(room).tree, Qt.Key.Key_Delete)
    settle(room)
    assert len(panel(room).tree.rows()) == 3
    assert room.window.statusBar().currentMessage() == "What came with the program stays."


def test_a_folder_elsewhere_is_looked_at_and_used(room, models, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    desk(room)._parts.files.model = lambda _parent: elsewhere
    room.window.actions_by_id["model_folder"].trigger()
    room.until(lambda: (1, "elsewhere") in panel(room).tree.rows())
    settle(room)
    assert "2 labels: High jump, Throw discus." in panel(room).card.words
    assert panel(room).card.use.hasFocus()
    room.qtbot.keyClick(panel(room).card.use, Qt.Key.Key_Space)
    room.until(lambda: models.chosen == elsewhere)


def test_a_folder_without_a_model_is_told(room, tmp_path):
    desk(room)._parts.files.model = lambda _parent: tmp_path / "broken"
    room.window.actions_by_id["model_folder"].trigger()
    room.until(lambda: room.problems == ["The weights rgb.safetensors are missing."])


def test_the_keys_reach_the_panel_and_leave_the_letters_alone(room):
    room.open_one()
    room.key(Qt.Key.Key_T, CTRL | SHIFT)
    tree = panel(room).tree
    assert tree.hasFocus()
    assert tree.isVisible()
    room.key("n")
    assert room.window.reviewer.selected_id


def test_a_model_in_use_that_is_not_listed_is_shown(room, models, tmp_path):
    models.used.append(tmp_path / "gone")
    desk(room).renew()
    room.until(lambda: (1, "gone") in panel(room).tree.rows())


def test_without_who_learns_there_is_no_action(rig):
    assert not rig.window.actions_by_id["fine_tune"].isVisible()
    assert not rig.window.actions_by_id["model"].isVisible()


def test_nothing_of_it_touches_the_disk_in_the_windows_thread(room, models, tuner, monkeypatch):
    threads = []
    for name in ("records", "card", "promote", "unfinished", "new_folder"):
        real = getattr(FakeModels, name)

        def watched(self, *args, real=real):
            threads.append(threading.current_thread() is threading.main_thread())
            return real(self, *args)

        monkeypatch.setattr(FakeModels, name, watched)
    review(room, "a.mp4", "b.mp4")
    learn(room, tuner)
    room.qtbot.mouseClick(panel(room).card.use, LEFT)
    room.until(lambda: models.chosen is not None)
    settle(room)
    assert threads
    assert not any(threads)


def test_a_read_only_project_is_learned_from_and_left_as_it_is(room, models, tuner, monkeypatch):
    review(room, "a.mp4", "b.mp4")
    room.drop(room.video("c.mp4"))
    room.until(lambda: len(room.document.videos) == 3)
    room.until(lambda: room.document.videos[2].last_run_id is not None)
    store = room.document.store
    monkeypatch.setattr(store, "read_only_reason", "It is locked.")
    learn(room, tuner)
    assert panel(room).card.again.isHidden()
    room.localizer.seen.clear()
    room.qtbot.mouseClick(panel(room).card.use, LEFT)
    room.until(lambda: room.window.toast.words == "New runs use club.")
    assert room.localizer.seen == []
    assert QApplication.activePopupWidget() is None
