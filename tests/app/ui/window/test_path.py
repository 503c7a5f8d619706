"""The path of a reviewer, by keys and mouse, through the real window and the real project file."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import EngineError, ProjectError
from app.domain.segment import Segment
from app.domain.timeline import Verdict
from app.services.exchange_values import ExchangedSegment, ExchangedVideo
from app.ui.analysis import AnalysisState
from tests.app.ui.window_rig import NOTE

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def verdicts(rig):
    return sorted(verdict for (verdict,) in rig.rows("select verdict from verdicts"))


def annotations(rig):
    return rig.rows(
        "select l.name, a.start_s, a.end_s from annotations a "
        "join labels l on l.id = a.label_id order by a.start_s"
    )


def wait_for_words(rig, *words):
    """Wait until the library says this of its first videos; it shows them in a turn of its own."""
    model = rig.window.library.model
    rig.until(lambda: model.rowCount() >= len(words))
    rig.until(lambda: [model.row(at).shown.words for at in range(len(words))] == [*words])


def test_a_dropped_folder_becomes_a_project_and_is_analysed(rig):
    rig.video("a.mp4")
    rig.video("b.mp4")
    rig.drop(rig.folder)
    rig.until(lambda: [v.last_run_id is not None for v in rig.document.videos] == [True, True])
    assert rig.document.path == rig.folder / "athletics.pgcn"
    assert rig.rows("select count(*) from suggestions") == [(6,)]
    rig.until(lambda: rig.document.video is not None and rig.document.video.run is not None)
    assert rig.window.header.note == NOTE
    assert not rig.window.strip.isVisible()
    wait_for_words(rig, "3 to review", "3 to review")
    assert "a.mp4" in rig.window.windowTitle()


def test_suggestions_come_in_order_of_time(rig):
    rig.open_one()
    starts = []
    for _ in range(4):
        rig.key("n")
        starts.append(rig.window.reviewer.entry.segment.start_s)
    assert starts == [3.0, 5.0, 10.0, 3.0]
    rig.key("p")
    assert rig.window.reviewer.entry.segment.start_s == 10.0


def test_accept_is_stored_when_it_is_shown_and_goes_on(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    assert annotations(rig) == [("High jump", 3.0, 4.0)]
    assert verdicts(rig) == ["accepted"]
    assert rig.window.reviewer.entry.segment.start_s == 5.0
    assert rig.window.panel._counted.text() == "1 of 3 reviewed"
    rig.key(Qt.Key.Key_Return)
    assert verdicts(rig) == ["accepted", "accepted"]


def test_reject_is_stored_and_goes_on(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("x")
    assert verdicts(rig) == ["rejected"]
    assert annotations(rig) == []
    rig.key(Qt.Key.Key_Backspace)
    rig.key("x")
    assert verdicts(rig) == ["rejected"] * 3
    assert rig.window.reviewer.selected_id == ""
    assert "reviewed" in rig.window.statusBar().currentMessage()


def test_undo_and_redo_by_keys(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    rig.key("z", CTRL)
    assert annotations(rig) == []
    assert rig.window.reviewer.entry.segment.start_s == 3.0
    rig.key("z", CTRL | SHIFT)
    assert annotations(rig) == [("High jump", 3.0, 4.0)]
    assert not rig.window.actions_by_id["redo"].isEnabled()
    assert "Accept High jump" in rig.window.actions_by_id["undo"].text()


def test_relabel_with_a_new_label_by_typing(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("r")
    picker = rig.window.desk.picker
    rig.until(picker.isVisible)
    rig.qtbot.keyClicks(picker._field, "Pole vault")
    assert picker.rows() == ["New label “Pole vault”"]
    rig.qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    assert not picker.isVisible()
    assert annotations(rig) == [("Pole vault", 3.0, 4.0)]
    assert verdicts(rig) == ["accepted"]


def test_relabel_with_a_known_label_by_arrows(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("r")
    picker = rig.window.desk.picker
    rig.qtbot.keyClicks(picker._field, "disc")
    assert picker.rows()[0] == "Throw discus"
    rig.qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    assert annotations(rig) == [("Throw discus", 3.0, 4.0)]


def test_edges_to_the_playhead(rig):
    rig.open_one()
    rig.pick_first()
    rig.window.player.go_to(3.4)
    rig.key("[")
    assert annotations(rig) == [("High jump", 3.4, 4.0)]
    rig.window.player.go_to(3.8)
    rig.key("]")
    assert annotations(rig) == [("High jump", 3.4, 3.8)]
    rig.key("z", CTRL)
    rig.key("z", CTRL)
    assert annotations(rig) == []


def test_an_edge_dropped_on_the_timeline_is_one_edit(rig):
    rig.open_one()
    first = rig.pick_first()
    rig.window.timeline.edge_dragging.emit(first, "end", 4.4)
    assert annotations(rig) == []
    assert rig.window.player.time_s == 4.4
    rig.window.timeline.edge_dropped.emit(first, "end", 4.4)
    assert annotations(rig) == [("High jump", 3.0, 4.4)]
    assert rig.rows("select count(*) from history") == [(1,)]


def test_a_time_entered_in_the_panel_lands_on_a_frame(rig):
    rig.open_one()
    rig.pick_first()
    box = rig.window.panel._end
    box.setFocus()
    box.selectAll()
    rig.qtbot.keyClicks(box, "4.53")
    rig.qtbot.keyClick(box, Qt.Key.Key_Return)
    assert annotations(rig) == [("High jump", 3.0, 4.52)]


def test_delete_gives_the_suggestion_back(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    rig.key(Qt.Key.Key_Up)
    rig.key(Qt.Key.Key_Delete)
    assert annotations(rig) == []
    assert all(s.verdict is Verdict.PENDING for s in rig.timeline.suggestions.values())


def test_a_drawn_segment_asks_for_its_label(rig):
    rig.open_one()
    rig.window.timeline.segment_drawn.emit("", 20.0, 21.0)
    picker = rig.window.desk.picker
    assert picker.isVisible()
    rig.qtbot.keyClicks(picker._field, "high")
    rig.qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    assert annotations(rig) == [("High jump", 20.0, 21.0)]


def test_an_impossible_edge_is_refused_in_words(rig):
    rig.open_one()
    first = rig.pick_first()
    rig.window.timeline.edge_dropped.emit(first, "end", 1.0)
    assert annotations(rig) == []
    assert rig.problems


def test_selection_shows_arcs_and_panel(rig):
    rig.open_one()
    rig.pick_first()
    assert rig.window.panel._neighbours.text() == "1 contextual, 1 surrounding"
    assert rig.window.panel._name.text() == "High jump"
    assert rig.window.timeline.board.arcs is not None
    rig.window.reviewer.select("")
    assert rig.window.timeline.board.arcs is None


def test_a_selected_suggestion_is_looped_and_the_key_ends_it(rig):
    rig.open_one()
    rig.key("l", CTRL)
    rig.pick_first()
    assert rig.window.player.is_playing
    assert rig.window.player.is_looping
    rig.until(lambda: rig.window.player.time_s >= 3.0)
    rig.key("l", CTRL)
    assert not rig.window.player.is_looping
    rig.key(" ")
    assert not rig.window.player.is_playing


def test_the_threshold_leaves_weak_suggestions_out(rig):
    rig.open_one()
    rig.window.header.set_share(0.5)
    assert rig.window.header.min_score == 0.7
    assert rig.window.panel._counted.text() == "0 of 2 reviewed"
    starts = []
    for _ in range(3):
        rig.key("n")
        starts.append(rig.window.reviewer.entry.segment.start_s)
    assert starts == [3.0, 5.0, 3.0]


def test_everything_is_there_after_reopening(make_rig):
    rig = make_rig()
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    rig.key("x")
    rig.key("z", CTRL)
    project = rig.document.path
    rig.window.close()
    again = make_rig()
    again.window.open_paths([project])
    again.until(lambda: again.document.video is not None)
    assert annotations(again) == [("High jump", 3.0, 4.0)]
    assert again.window.actions_by_id["undo"].isEnabled()
    again.key("z", CTRL | SHIFT)
    assert verdicts(again) == ["accepted", "rejected"]
    again.key("z", CTRL)
    again.key("z", CTRL)
    assert annotations(again) == []
    assert again.localizer.seen == []


def test_cancel_is_heard_and_the_button_starts_again(rig):
    rig.localizer.gate.clear()
    rig.drop(rig.video("a.mp4"))
    rig.until(lambda: rig.window.strip.isVisible() and rig.localizer.seen == ["a.mp4"])
    rig.qtbot.mouseClick(rig.window.strip._stop, Qt.MouseButton.LeftButton)
    assert rig.window.strip.words == "Stopping…"
    rig.until(lambda: rig.analysis.current is None)
    assert not rig.window.strip.isVisible()
    assert rig.problems == []
    rig.localizer.gate.set()
    rig.until(lambda: rig.document.video is not None)
    rig.key("d", CTRL)
    rig.until(lambda: rig.document.video.run is not None)
    assert rig.localizer.seen == ["a.mp4", "a.mp4"]


def test_one_bad_video_is_told_and_the_others_go_on(rig):
    rig.video("a.mp4")
    rig.video("b.mp4")
    rig.video("notes.mp4", "broken")
    rig.localizer.broken["a.mp4"] = EngineError("The weights are missing.", "Run the set-up.")
    rig.drop(rig.folder)
    rig.until(lambda: len(rig.localizer.seen) == 2 and rig.analysis.current is None)
    rig.until(lambda: len(rig.problems) == 2)
    assert sorted(rig.problems) == ["a.mp4: The weights are missing.", "notes.mp4 is not a video."]
    states = [rig.analysis.state(video.id) for video in rig.document.videos]
    assert states == [AnalysisState.FAILED, AnalysisState.IDLE]
    wait_for_words(rig, "Analysis failed")
    rig.window.notices.close_all()
    assert not rig.window.notices.isVisible()


def test_a_video_that_is_gone_is_told(make_rig):
    rig = make_rig()
    rig.open_one()
    project, video = rig.document.path, rig.document.video.entry.path
    rig.window.close()
    video.unlink()
    again = make_rig()
    again.window.open_paths([project])
    again.until(lambda: bool(again.problems))
    assert again.document.video is None
    again.drop(again.video("b.mp4"))
    again.until(lambda: again.document.video is not None)


def test_a_refused_commit_changes_nothing(rig, monkeypatch):
    rig.open_one()
    rig.pick_first()

    def fail(*_args):
        raise ProjectError("The disk is full.", "Free some space.")

    monkeypatch.setattr(rig.document.store, "commit_edit", fail)
    rig.key("a")
    assert rig.problems == ["The disk is full."]
    assert not rig.timeline.annotations
    assert not rig.window.actions_by_id["undo"].isEnabled()
    monkeypatch.undo()
    rig.key("a")
    assert annotations(rig) == [("High jump", 3.0, 4.0)]


def test_a_refused_undo_changes_nothing(rig, monkeypatch):
    rig.open_one()
    rig.pick_first()
    rig.key("a")

    def fail(*_args):
        raise ProjectError("The disk is full.", "Free some space.")

    monkeypatch.setattr(rig.document.store, "commit_turn", fail)
    rig.key("z", CTRL)
    assert len(rig.timeline.annotations) == 1
    assert rig.window.actions_by_id["undo"].isEnabled()
    monkeypatch.undo()
    rig.key("z", CTRL)
    assert annotations(rig) == []


def test_a_damaged_project_leaves_the_open_one(rig):
    rig.open_one()
    bad = rig.folder / "bad.pgcn"
    bad.write_bytes(b"this is no database" * 100)
    rig.window.open_paths([bad])
    rig.until(lambda: rig.problems != [])
    assert rig.document.video is not None
    rig.pick_first()
    rig.key("a")
    assert len(annotations(rig)) == 1


def test_a_new_run_keeps_what_the_person_said(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    rig.key("d", CTRL)
    rig.until(lambda: len(rig.localizer.seen) == 2 and rig.analysis.current is None)
    assert annotations(rig) == [("High jump", 3.0, 4.0)]
    assert len(rig.timeline.annotations) == 1


def test_a_bug_in_the_engine_reaches_the_crash_hook(rig, monkeypatch):
    seen = []
    monkeypatch.setattr("sys.excepthook", lambda *args: seen.append(args[1]))
    rig.localizer.crash = RuntimeError("ours")
    rig.drop(rig.video("a.mp4"))
    rig.until(lambda: bool(seen))
    assert str(seen[0]) == "ours"
    rig.until(lambda: rig.analysis.current is None)


def test_nothing_starts_by_itself_when_switched_off(rig):
    rig.window.actions_by_id["by_itself"].setChecked(False)
    rig.drop(rig.video("a.mp4"))
    rig.until(lambda: rig.document.video is not None)
    assert rig.localizer.seen == []
    wait_for_words(rig, "New")
    rig.window.actions_by_id["by_itself"].setChecked(True)
    rig.until(lambda: rig.document.video.run is not None)


def test_another_project_stops_the_run_of_the_first(rig):
    rig.localizer.gate.clear()
    rig.drop(rig.video("a.mp4"))
    rig.until(lambda: rig.localizer.seen == ["a.mp4"])
    rig.dialogs.answer = rig.folder / "second.pgcn"
    rig.key("n", CTRL)
    rig.until(lambda: rig.document.path == rig.folder / "second.pgcn")
    assert not rig.document.videos
    rig.until(lambda: rig.analysis.current is None)
    assert rig.problems == []


def test_a_click_in_the_library_opens_a_video(rig):
    rig.video("a.mp4")
    rig.video("b.mp4")
    rig.drop(rig.folder)
    rig.until(lambda: rig.document.video is not None and len(rig.document.videos) == 2)
    view = rig.window.library.view
    rig.until(lambda: view.model().rowCount() == 2)
    at = view.visualRect(view.model().index(1)).center()
    rig.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    rig.until(lambda: rig.document.video is not None and "b.mp4" in rig.window.windowTitle())
    rig.key(Qt.Key.Key_PageUp)
    rig.until(lambda: rig.document.video is not None and "a.mp4" in rig.window.windowTitle())


def test_closing_leaves_nothing_behind(make_rig, qapp):
    before = set(QApplication.topLevelWidgets())
    rig = make_rig()
    rig.open_one()
    rig.key("?")
    rig.window.close()
    assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets())
    assert rig.document.store is None
    with rig.qtbot.waitSignal(rig.window.destroyed):
        rig.window.deleteLater()
    rig.until(lambda: not set(QApplication.topLevelWidgets()) - before)


def test_the_row_of_a_video_is_marked_while_it_is_opened(rig):
    rig.video("a.mp4")
    rig.video("b.mp4")
    rig.drop(rig.folder)
    rig.until(lambda: rig.document.video is not None and len(rig.document.videos) == 2)
    rig.document.open_video(rig.document.videos[1].id)
    model = rig.window.library.model
    rig.until(lambda: model.rowCount() == 2)
    rig.until(lambda: [model.row(at).is_open for at in range(2)] == [False, True])


def test_importing_annotations_of_another_tool(rig):
    rig.open_one()
    known = ExchangedVideo("a.mp4", 60.0, 25.0, (ExchangedSegment("Sprint", Segment(1.0, 2.0)),))
    rig.exchange.to_read = [known, ExchangedVideo("other", 10.0, 25.0, ())]
    rig.dialogs.answer = rig.folder / "labels.json"
    rig.dialogs.answer.write_text("{}")
    rig.window.actions_by_id["import_annotations"].trigger()
    dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "ImportDialog")
    dialog._format.setCurrentIndex(dialog._format.findData("csv"))
    rig.until(dialog._import.isEnabled)
    assert "1 new" in dialog._summary.text()
    assert annotations(rig) == []
    rig.qtbot.mouseClick(dialog._import, Qt.MouseButton.LeftButton)
    rig.until(lambda: bool(rig.timeline.annotations))
    assert annotations(rig) == [("Sprint", 1.0, 2.0)]
    assert rig.problems == ["No video of this project is called other."]
    assert "1 imported" in rig.window.statusBar().currentMessage()
    rig.key("z", CTRL)
    assert annotations(rig) == []


def test_the_window_says_whether_it_works_and_what_went_wrong(rig):
    told = []
    rig.window.problem_shown.connect(told.append)
    assert not rig.window.is_working
    rig.localizer.gate.clear()
    rig.drop(rig.video("a.mp4"), rig.video("notes.mp4", "broken"))
    assert rig.window.is_working
    rig.until(lambda: rig.localizer.seen == ["a.mp4"] and not rig.document.is_busy)
    assert rig.window.is_working
    rig.localizer.gate.set()
    rig.until(lambda: not rig.window.is_working)
    assert told == ["notes.mp4 is not a video."]
    assert rig.document.video.run is not None


def test_pictures_come_into_the_library(rig):
    rig.open_one()
    model = rig.window.library.model
    rig.until(lambda: model.rowCount() == 1)
    rig.until(lambda: model.has_picture(model.row(0).video.fingerprint))
    rig.window.library.view.grab()


def test_docks_and_theme_are_remembered(make_rig):
    rig = make_rig()
    rig.window._bench.docks[0].hide()
    rig.window.looks.set_theme("light")
    rig.window.close()
    again = make_rig()
    hidden = [dock.objectName() for dock in again.window._bench.docks if dock.isHidden()]
    # Without another annotator there are no disagreements to list.
    assert hidden == ["Library", "Disagreements"]
    assert again.preferences.theme == "light"
