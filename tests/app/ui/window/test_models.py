"""The models and their cards in the real window, by keys and mouse."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import EngineError
from app.domain.segment import Segment
from app.services.model_registry import ChangedClip, LabelWorth, Worth
from app.ui.models import discarding
from tests.app.ui.window.model_hands import (
    CTRL,
    LEFT,
    SHIFT,
    choose,
    desk,
    learn,
    panel,
    review,
    settle,
)
from tests.learners import FakeModels, make_clip, make_record


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
        (None, None, "Fewer than five videos with annotations are held out: too few to say"),
    ],
)
def test_the_card_says_no_more_than_is_sure(room, models, low, high, verdict):
    record = make_record(models.folder / "club", worth=Worth(0.5, 0.4, 0.5, low, high))
    models.found.append(record)
    desk(room).renew()
    choose(room, "club")
    assert verdict in panel(room).card.words


def test_messages_call_a_model_by_its_name(room, models):
    shipped = make_record(models.folder / "kinetics400-default", name="Kinetics-400 default")
    models.found += [shipped, make_record(models.folder / "club")]
    models.used.append(shipped.folder)
    desk(room).renew()
    choose(room, "club")
    room.qtbot.mouseClick(panel(room).card.use, LEFT)
    room.until(lambda: room.window.toast.words == "New runs use club.")
    room.window.actions_by_id["model_back"].trigger()
    room.until(lambda: "is in use again" in room.window.statusBar().currentMessage())
    message = room.window.statusBar().currentMessage()
    assert message == "Kinetics-400 default is in use again."


def test_the_card_says_which_labels_were_new(room, models):
    models.labels = (
        LabelWorth("High jump", 4, 0.2, 0.6), LabelWorth("Slide", 2, 0.1, 0.6, is_new=True)
    )  # fmt: skip
    models.found.append(make_record(models.folder / "club"))
    desk(room).renew()
    choose(room, "club")
    room.until(lambda: "New: Slide. Before, every suggestion counts" in panel(room).card.words)
    assert "New: High jump" not in panel(room).card.words


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
    assert card.again.text() == "Analyse 1 video again"
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
