"""The evaluation panel in the real window: figures, bars, lists, and the way to the clip."""

import threading
from html.parser import HTMLParser

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import Cancelled
from app.engine.evaluator import EngineEvaluator
from app.services.evaluating import ErrorKind
from app.storage.files import SqliteProjectFiles
from app.ui.language import speak
from tests import measured_project as known
from tests.measured_project import D, J, X

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


class HeldEvaluator(EngineEvaluator):
    """Waits for a gate before it measures, and hears the flag meanwhile."""

    def __init__(self):
        self.gate = threading.Event()
        self.gate.set()
        self.n_measured = self.n_stopped = self.n_closed = 0

    def measure(self, table, tious, cancel):
        self.n_measured += 1
        while not self.gate.wait(0.01):
            if cancel():
                self.n_stopped += 1
                raise Cancelled
        return super().measure(table, tious, cancel)

    def close(self):
        self.n_closed += 1


def make_project(rig, filled=True):
    path = rig.folder / "meet.pgcn"
    store = SqliteProjectFiles().create(path)
    if filled:
        known.fill(store, {one: rig.video(f"{one}.mp4") for one in known.FOUND})
    store.close()
    return path


@pytest.fixture
def meet(rig):
    """The window over the known project, with the panel in front."""
    rig.preferences.detects_by_itself = False
    rig.evaluator = HeldEvaluator()
    rig.window.evaluation.take(rig.evaluator)
    rig.window.open_paths([make_project(rig)])
    rig.until(lambda: rig.document.video is not None)
    rig.key(Qt.Key.Key_E, CTRL | SHIFT)
    settle(rig)
    return rig


def settle(rig):
    desk = rig.window.evaluation
    rig.until(lambda: desk.found is not None and not desk.is_measuring)


def wait_for_video(rig, video_id):
    rig.until(lambda: bool(rig.document.video and rig.document.video.entry.id == video_id))


def hold(rig):
    """Ask for another threshold, and hold the measuring of it."""
    before = rig.evaluator.n_measured
    rig.evaluator.gate.clear()
    panel_of(rig).tiou_chosen.emit(0.7)
    rig.until(lambda: rig.evaluator.n_measured > before)
    assert panel_of(rig).stop.isVisible()


def panel_of(rig):
    return rig.window.evaluation.panel


def words_of(rig):
    return panel_of(rig).words.replace("\N{NO-BREAK SPACE}", " ")


def listed(rig):
    clips = panel_of(rig).clips
    return [clips.at(k) for k in range(clips.rowCount())]


def click_bar(rig, kind):
    bars = panel_of(rig).bars
    rig.qtbot.mouseClick(bars.viewport(), LEFT, pos=bars.place_of(kind))


def test_the_key_brings_the_panel_with_its_figures(meet):
    panel = panel_of(meet)
    assert meet.window._bench.dock("Evaluation").isVisible()
    assert panel.isVisible()
    assert "mAP 75.0 %" in words_of(meet)
    assert "Reviewed: 2 of 3 videos. Measured: 2." in words_of(meet)
    assert f"{X} was found and never annotated" in words_of(meet)
    assert QApplication.focusWidget() in {panel.models, panel.kinds}


def test_the_list_begins_with_the_errors_there_are_most_of(meet):
    """Until somebody chooses: a list of a kind without any would look as if there were none."""
    panel, counts = panel_of(meet), meet.window.evaluation.found.counts()
    errors = {kind: n for kind, n in counts.items() if kind is not ErrorKind.TRUE}
    shown = ErrorKind(panel.kinds.currentIndex())
    assert counts[shown] == max(errors.values())
    assert listed(meet)
    (empty, *_) = [kind for kind, n in errors.items() if not n]
    click_bar(meet, empty)
    meet.until(lambda: not listed(meet))
    panel.label_chosen.emit(D)
    assert ErrorKind(panel.kinds.currentIndex()) is empty


def test_the_bars_count_what_the_engine_counted(meet):
    panel = panel_of(meet)
    assert panel.bars._counts == meet.window.evaluation.found.counts()
    assert panel.bars._counts[ErrorKind.TRUE] == 3
    for kind in ErrorKind:
        assert panel.bars.kind_at(panel.bars.place_of(kind)) is kind


@pytest.mark.parametrize(
    ("kind", "video", "start_s", "words"),
    [
        (ErrorKind.WRONG_LABEL, "video-1", 20, "Wrong label: High jump 0.70, 20.0"),
        (ErrorKind.BACKGROUND, "video-1", 55, "Background: Throw discus 0.40"),
        (ErrorKind.TRUE, "video-2", 10, "Right: Throw discus 0.95"),
    ],
)
def test_a_click_on_a_bar_and_on_its_clip_goes_there(meet, kind, video, start_s, words):
    click_bar(meet, kind)
    panel = panel_of(meet)
    assert panel.kinds.currentText() == words.partition(":")[0]
    (*_,) = listed(meet)
    first = panel.list.visualRect(panel.clips.index(0)).center()
    meet.qtbot.mouseClick(panel.list.viewport(), LEFT, pos=first)
    wait_for_video(meet, video)
    meet.until(lambda: meet.window.reviewer.entry is not None)
    assert meet.window.reviewer.entry.segment.start_s == start_s
    assert meet.window.statusBar().currentMessage().startswith(words)
    axis = meet.window.timeline.board.axis
    assert axis.start_s <= start_s <= axis.start_s + axis.span_s
    assert listed(meet)[0].row == panel.clips.current


def test_by_keys_alone(meet):
    panel = panel_of(meet)
    panel.kinds.setFocus()
    meet.key(Qt.Key.Key_End)
    assert panel.kinds.currentText() == "Missed"
    meet.qtbot.keyClick(panel.kinds, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel.list
    meet.key(Qt.Key.Key_Home)
    meet.key(Qt.Key.Key_Return)
    meet.until(lambda: meet.window.reviewer.entry is not None)
    missed = known.annotation_of(meet.document.store, "video-1", 40)
    assert meet.window.reviewer.selected_id == missed.id
    assert "Missed: High jump, 40.0" in meet.window.statusBar().currentMessage()


def test_an_accepted_detection_is_shown_as_its_annotation(meet):
    click_bar(meet, ErrorKind.BACKGROUND)
    meet.window.evaluation._go_to(listed(meet)[0].row)
    meet.until(lambda: meet.window.reviewer.entry is not None)
    meet.until(lambda: meet.window.queue.is_up_to_date)
    meet.window.actions_by_id["accept"].trigger()
    # The queue goes on to what waits in another video.
    wait_for_video(meet, "video-3")
    settle(meet)
    assert panel_of(meet).bars._counts[ErrorKind.BACKGROUND] == 0
    assert panel_of(meet).bars._counts[ErrorKind.TRUE] == 4
    click_bar(meet, ErrorKind.TRUE)
    (row,) = [one for one in listed(meet) if one.score == "0.40"]
    meet.window.evaluation._go_to(row.row)
    wait_for_video(meet, "video-1")
    owned = meet.timeline.annotations.values()
    (mine,) = [one for one in owned if one.suggestion_id == "run-video-1-5"]
    meet.until(lambda: meet.window.reviewer.selected_id == mine.id)


def test_the_threshold_is_chosen(meet):
    panel = panel_of(meet)
    panel.tious.setFocus()
    meet.key(Qt.Key.Key_Down)
    meet.until(lambda: meet.window.evaluation.found.request.tious == (0.6,))
    settle(meet)
    assert panel.bars._counts[ErrorKind.LOCALIZATION] == 1
    assert "mAP 50.0 %" in words_of(meet)


def test_a_label_of_the_table_narrows_everything(meet):
    panel = panel_of(meet)
    panel.tabs.setCurrentIndex(2)
    table = panel.label_table
    rows = {table.topLevelItem(k).text(0): k for k in range(table.topLevelItemCount())}
    assert set(rows) == {J, D, X}
    table.setCurrentItem(table.topLevelItem(rows[J]))
    table.setFocus()
    meet.key(Qt.Key.Key_Return)
    assert "AP 50.0 %, 2 annotated" in words_of(meet)
    assert panel.bars._counts[ErrorKind.TRUE] == 1
    assert panel.curves.shown[-1].name == J
    panel.label_chosen.emit(X)
    assert "Never annotated" in panel.words
    assert sum(panel.bars._counts.values()) == 0


def test_the_curve_tells_its_score_under_the_mouse(meet):
    panel = panel_of(meet)
    panel.tabs.setCurrentIndex(1)
    # Lower than this the panel scrolls, and a mouse cannot be where nothing is seen.
    meet.window.resize(1440, 1200)
    meet.until(
        lambda: panel.curves.viewport().visibleRegion().contains(panel.curves.place_of(0.5, 0.25))
    )
    place = panel.curves.place_of(0.5, 0.25)
    meet.qtbot.mouseMove(panel.curves.viewport(), place)
    meet.until(
        lambda: "High jump, score from 0.500: precision 25.0 %, recall 50.0 %" in words_of(meet)
    )
    meet.qtbot.mouseMove(panel.curves.viewport(), panel.curves.place_of(0.25, 0.6))
    meet.until(lambda: "score from" not in panel.words)


def test_it_follows_what_is_corrected(meet):
    panel = panel_of(meet)
    missed = known.annotation_of(meet.document.store, "video-1", 40)
    meet.document.open_video("video-1")
    wait_for_video(meet, "video-1")
    meet.window.reviewer.select(missed.id)
    before = meet.evaluator.n_measured
    meet.window.actions_by_id["delete"].trigger()
    meet.until(lambda: meet.evaluator.n_measured > before)
    settle(meet)
    assert panel.bars._counts[ErrorKind.MISSED] == 0
    assert "mAP 100.0 %" in words_of(meet)


def test_nobody_looks_nothing_is_measured(meet):
    meet.window._bench.show_panel("Review")
    before = meet.evaluator.n_measured
    missed = known.annotation_of(meet.document.store, "video-1", 40)
    meet.document.open_video("video-1")
    wait_for_video(meet, "video-1")
    meet.window.reviewer.select(missed.id)
    meet.window.actions_by_id["delete"].trigger()
    meet.qtbot.wait(1100)
    assert meet.evaluator.n_measured == before
    meet.window._bench.show_panel("Evaluation")
    meet.until(lambda: meet.evaluator.n_measured == before + 1)
    settle(meet)


def test_stop_and_measure_again(meet):
    panel = panel_of(meet)
    hold(meet)
    meet.qtbot.mouseClick(panel.stop, LEFT)
    meet.until(lambda: meet.evaluator.n_stopped == 1)
    assert panel.again.isVisible()
    assert not panel.stop.isVisible()
    meet.evaluator.gate.set()
    meet.qtbot.mouseClick(panel.again, LEFT)
    settle(meet)
    assert meet.window.evaluation.found.request.tious == (0.7,)
    assert not panel.again.isVisible()


def test_the_memory_is_given_back_when_nobody_looks(meet):
    meet.window.evaluation._idle.setInterval(50)
    meet.qtbot.wait(100)
    assert meet.evaluator.n_closed == 0
    meet.window._bench.show_panel("Review")
    meet.until(lambda: meet.evaluator.n_closed == 1)


def test_closing_while_it_is_measured(meet):
    hold(meet)
    meet.document.close()
    assert meet.evaluator.n_stopped == 1
    assert "Open a project first." in panel_of(meet).words


def test_videos_learned_from_are_told_and_can_be_counted(meet):
    desk, panel = meet.window.evaluation, panel_of(meet)
    assert not panel.with_learned.isVisible()
    desk.take(meet.evaluator, lambda model: frozenset({"video-1"} if model else ()))
    desk.measure()
    settle(meet)
    assert "1 video was learned from and is left out." in panel.words
    assert panel.with_learned.isVisible()
    meet.qtbot.mouseClick(panel.with_learned, LEFT, pos=QPoint(8, panel.with_learned.height() // 2))
    meet.until(lambda: desk.found.request.with_learned)
    settle(meet)
    assert "flatters the model" in panel.words
    assert "Measured: 2." in panel.words


def test_before_anything_is_reviewed(rig):
    rig.window.evaluation.take(HeldEvaluator())
    rig.preferences.detects_by_itself = False
    rig.window.open_paths([make_project(rig, filled=False)])
    rig.until(lambda: rig.document.path is not None)
    rig.window.actions_by_id["evaluation"].trigger()
    settle(rig)
    assert "There is no video yet" in panel_of(rig).words
    rig.drop(rig.video("a.mp4"))
    rig.until(lambda: len(rig.document.videos) == 1)
    rig.until(lambda: "none is reviewed yet" in panel_of(rig).words)
    assert not rig.window.actions_by_id["evaluation_report"].isEnabled()


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text = ""

    def handle_data(self, data):
        self.text += data


def test_the_page_is_saved(meet, tmp_path):
    meet.dialogs.answer = tmp_path / "page.html"
    meet.window.actions_by_id["evaluation_report"].trigger()
    meet.until(meet.dialogs.answer.exists)
    meet.until(lambda: "page.html" in meet.window.statusBar().currentMessage())
    page = Page()
    page.feed(meet.dialogs.answer.read_text())
    assert "meet: evaluation" in page.text
    assert "75.0 %" in page.text
    assert "video-1.mp4" in page.text


def test_the_page_speaks_the_language_of_the_window(meet, tmp_path):
    speak("de")
    try:
        meet.dialogs.answer = tmp_path / "page.html"
        meet.window.actions_by_id["evaluation_report"].trigger()
        meet.until(meet.dialogs.answer.exists)
    finally:
        speak("en")
    page = Page()
    page.feed(meet.dialogs.answer.read_text())
    assert "meet: Auswertung" in page.text
    assert "75,0 %" in page.text


def test_a_page_that_cannot_be_written_is_told(meet, tmp_path):
    meet.dialogs.answer = tmp_path / "no folder" / "page.html"
    meet.window.actions_by_id["evaluation_report"].trigger()
    meet.until(lambda: any("page.html cannot be written" in one for one in meet.problems))
