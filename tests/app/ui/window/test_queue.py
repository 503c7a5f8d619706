"""Going through a project of several videos by keys: what comes, what is left out, what is kept."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.domain.segment import Segment
from app.domain.timeline import Doubt
from app.services import review_queue
from app.services.ports import FoundSegment, Localization
from app.services.review_queue import Order, Scope
from app.ui.timeline.entries import Kind
from tests.app.ui.window_rig import small_graph

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FOUND = (
    FoundSegment("High jump", Segment(3.0, 4.0), 0.9, 0, Doubt(0.9, 0.1)),
    FoundSegment("Throw discus", Segment(25.0, 27.5), 1.4, 1, Doubt(0.2, 0.7)),
    FoundSegment("High jump", Segment(50.0, 52.0), 0.3, 2, Doubt(0.0, 1.0)),
)
MANY = tuple(
    FoundSegment("High jump", Segment(2.0 * k, 2.0 * k + 1), 0.1 * (k + 1), k % 3)
    for k in range(24)
)


class Finder:
    """Finds ``found`` in every video; ``shifted`` moves all of it."""

    def __init__(self, found=FOUND):
        self.found = found

    def localize(self, video, *, progress, cancel):
        return Localization(self.found, small_graph(), "cold start", False, "Note.", "{}")


def settle(rig):
    queue = rig.window.queue
    rig.until(
        lambda: not rig.window.is_working and queue.feed.queue is not None and queue.is_up_to_date
    )


def open_all(rig, names=("a.mp4", "b.mp4", "c.mp4"), found=FOUND):
    rig.analysis._localizer = Finder(found)
    for name in names:
        rig.video(name)
    rig.drop(rig.folder)
    rig.until(lambda: len(rig.document.videos) == len(names))
    rig.until(lambda: all(video.last_run_id for video in rig.document.videos))
    rig.until(lambda: bool(rig.document.video and rig.document.video.run))
    settle(rig)


def place(rig):
    """Which video and moment the selected suggestion is at, once its video is open."""
    rig.until(lambda: rig.window.reviewer.entry is not None)
    return rig.document.video.entry.name, rig.window.reviewer.entry.segment.start_s


def detect_again(rig, found=FOUND):
    rig.analysis._localizer = Finder(found)
    before = rig.rows("select count(*) from runs")
    rig.analysis.start([video.id for video in rig.document.videos])
    n_runs = before[0][0] + len(rig.document.videos)
    rig.until(lambda: rig.rows("select count(*) from runs") == [(n_runs,)])
    settle(rig)


def words(rig):
    panel = rig.window.queue.panel
    return panel.title, panel._more.text(), panel._below.text()


def judged(rig):
    return [one for (one,) in rig.rows("select verdict from verdicts order by suggestion_id")]


# ------------------------------------------------------------ going on
def test_judging_goes_through_all_videos(rig):
    open_all(rig)
    rig.key("n")
    seen = []
    for _ in range(9):
        seen.append(place(rig))
        rig.key("a")
        settle(rig)
    starts = [3.0, 25.0, 50.0]
    assert seen == [(name, s) for name in ("a.mp4", "b.mp4", "c.mp4") for s in starts]
    assert judged(rig) == ["accepted"] * 9
    assert rig.rows("select count(*) from annotations") == [(9,)]
    assert rig.window.reviewer.selected_id == ""
    assert "Every suggestion of the project" in rig.window.statusBar().currentMessage()
    assert words(rig)[0] == "All reviewed"


def test_the_next_one_plays_with_a_lead_in(rig):
    open_all(rig)
    rig.preferences.loops_selection = True
    rig.key("n")
    for _ in range(3):
        place(rig)
        rig.key("x")
        settle(rig)
    assert place(rig) == ("b.mp4", 3.0)
    assert rig.window.player.is_playing
    assert rig.window.player.looping.span == (3.0, 4.0)
    assert rig.window.player.looping.lead_in_s == 1.0


def test_going_back_opens_the_video_before(rig):
    open_all(rig)
    rig.key("n")
    rig.key("p")
    assert place(rig) == ("c.mp4", 50.0)


@pytest.mark.parametrize(("action", "expected"), [
    ("queue_score", [("a.mp4", 25.0), ("b.mp4", 25.0), ("c.mp4", 25.0), ("a.mp4", 3.0)]),
    ("queue_informative", [("a.mp4", 50.0), ("b.mp4", 50.0), ("c.mp4", 50.0), ("a.mp4", 25.0)]),
])  # fmt: skip
def test_orders(rig, action, expected):
    open_all(rig)
    rig.window.actions_by_id[action].trigger()
    seen = []
    for key in ("n", "a", "x", "a"):
        rig.key(key)
        settle(rig)
        seen.append(place(rig))
    assert seen == expected


def test_start_with_what_is_worth_the_time(rig):
    open_all(rig)
    panel = rig.window.queue.panel
    assert panel.title == "6 clips worth your time, about 2 min"
    assert words(rig)[1].startswith("9 open in all; 15 s each until")
    panel._start.click()
    assert place(rig) == ("a.mp4", 50.0)
    assert rig.window.queue.guide.choice.order is Order.INFORMATIVE
    settle(rig)
    assert not panel._start.isVisibleTo(panel)


def test_a_click_in_the_list_goes_there(rig):
    open_all(rig)
    panel = rig.window.queue.panel
    rig.window._bench.show_panel("Queue")
    rig.until(panel.view.isVisible)
    assert [panel.model.at(k).place for k in range(4)] == [
        "a.mp4  0:03.0", "a.mp4  0:25.0", "a.mp4  0:50.0", "b.mp4  0:03.0",
    ]  # fmt: skip
    index = panel.model.index(3)
    panel.view.scrollTo(index)
    at = panel.view.visualRect(index).center()
    rig.qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert place(rig) == ("b.mp4", 3.0)
    settle(rig)
    assert panel.model.at(panel.model.place_of(panel.model.current)).place == "b.mp4  0:03.0"


def test_the_panel_by_keyboard_alone(rig):
    open_all(rig)
    rig.window._bench.show_panel("Queue")
    panel = rig.window.queue.panel
    orders, scopes, labels = panel._orders, panel._scopes, panel._labels
    orders.setFocus()
    rig.key(Qt.Key.Key_Down)
    assert rig.window.queue.guide.choice.order is Order.SCORE
    scopes.setFocus()
    rig.key(Qt.Key.Key_Down)
    assert rig.window.queue.guide.choice.scope is Scope.OPEN
    settle(rig)
    labels.setFocus()
    rig.key(Qt.Key.Key_End)
    settle(rig)
    model = rig.window.queue.panel.model
    assert [model.at(k).label for k in range(model.rowCount())] == ["Throw discus"]
    rig.window.queue.panel.view.setFocus()
    rig.key(Qt.Key.Key_Home)
    rig.key(Qt.Key.Key_Return)
    assert place(rig) == ("a.mp4", 25.0)


def test_filters_ask_about_less_and_say_when_nothing_is_left(rig):
    open_all(rig)
    guide = rig.window.queue.guide
    throw = next(one for one in rig.document.labels if one.name == "Throw discus")
    guide.set_label(throw.id)
    seen = []
    rig.key("n")
    for _ in range(3):
        seen.append(place(rig))
        rig.key("a")
        settle(rig)
    assert seen == [(name, 25.0) for name in ("a.mp4", "b.mp4", "c.mp4")]
    assert "Nothing else waits here" in rig.window.statusBar().currentMessage()
    guide.set_scope(Scope.OPEN)
    guide.set_label("")
    rig.key("n")
    assert place(rig) == ("c.mp4", 50.0)


def test_a_video_that_cannot_be_opened_is_left_out(rig):
    open_all(rig)
    (rig.folder / "b.mp4").unlink()
    rig.key("n")
    for _ in range(3):
        place(rig)
        rig.key("a")
    rig.until(lambda: bool(rig.problems))
    settle(rig)
    assert "left out" in rig.window.statusBar().currentMessage()
    rig.key("n")
    rig.until(lambda: rig.document.video is not None)
    assert place(rig) == ("c.mp4", 3.0)


# ------------------------------------------------------------ the acts
def test_digits_accept_with_another_label(rig):
    open_all(rig, ("a.mp4",))
    assert [label.name for label in rig.document.labels] == ["High jump", "Throw discus"]
    assert rig.window.panel._digits.text() == "1  High jump\n2  Throw discus"
    rig.key("n")
    rig.key("2")
    rig.key("2")
    rig.key("9")
    assert "no label with the number 9" in rig.window.statusBar().currentMessage()
    found = rig.rows(
        "select labels.name, start_s from annotations join labels on labels.id = label_id "
        "order by start_s"
    )
    assert found == [("Throw discus", 3.0), ("Throw discus", 25.0)]
    rig.key("z", CTRL)
    assert len(rig.rows("select * from annotations")) == 1


def test_putting_off_comes_back_after_everything_else(rig):
    open_all(rig, ("a.mp4", "b.mp4"))
    rig.key("n")
    rig.key("w")
    assert place(rig) == ("a.mp4", 25.0)
    assert judged(rig) == ["snoozed"]
    table = rig.window.timeline.board.table
    assert sorted(table.kind.tolist()) == [Kind.SNOOZED, Kind.SUGGESTION, Kind.SUGGESTION]
    settle(rig)
    assert words(rig)[2] == "1 put off"
    assert "0 of 3 reviewed" in rig.window.panel._counted.text()
    for _ in range(5):
        place(rig)
        rig.key("x")
        settle(rig)
    assert place(rig) == ("a.mp4", 3.0)
    assert "Put off" in rig.window.panel._verdict.text()
    rig.key("a")
    settle(rig)
    assert sorted(judged(rig)) == ["accepted"] + ["rejected"] * 5


def test_putting_off_is_undone_like_any_act(rig):
    open_all(rig, ("a.mp4",))
    rig.key("n")
    rig.key("w")
    assert "Put off High jump" in rig.window.actions_by_id["undo"].text()
    rig.key("z", CTRL)
    assert judged(rig) == ["pending"]
    assert place(rig) == ("a.mp4", 3.0)
    rig.key("z", CTRL | SHIFT)
    assert judged(rig) == ["snoozed"]


def test_the_last_one_can_be_put_off(rig):
    open_all(rig, ("a.mp4",), FOUND[:1])
    rig.key("n")
    rig.key("w")
    assert "Only what you put off" in rig.window.statusBar().currentMessage()
    assert place(rig) == ("a.mp4", 3.0)
    rig.key("a")
    assert judged(rig) == ["accepted"]


def test_several_are_put_off_at_once(rig):
    open_all(rig, ("a.mp4",))
    lane = [one.id for one in rig.timeline.suggestions.values()][::2]
    rig.window.reviewer.select_several(lane)
    rig.key("w")
    assert judged(rig) == ["snoozed", "snoozed"]
    rig.key("z", CTRL)
    assert judged(rig) == ["pending", "pending"]


# ------------------------------------------------------------ runs and people
def test_a_new_run_touches_no_annotation_and_asks_no_answer_again(rig):
    open_all(rig, ("a.mp4", "b.mp4"))
    rig.key("n")
    rig.key("a")
    rig.key("x")
    settle(rig)
    before = rig.rows("select * from annotations"), rig.rows("select * from history")
    moved = [
        replace(one, segment=Segment(one.segment.start_s + 0.1, one.segment.end_s)) for one in FOUND
    ]
    detect_again(rig, tuple(moved))
    assert (rig.rows("select * from annotations"), rig.rows("select * from history")) == before
    assert words(rig)[2].endswith("1 already annotated")
    panel, queue = rig.window.queue.panel, rig.window.queue.feed.queue
    listed = [panel.model.at(k) for k in range(panel.model.rowCount())]
    assert [one.place for one in listed] == [
        "a.mp4  0:25.1", "a.mp4  0:50.1", "b.mp4  0:03.1", "b.mp4  0:25.1", "b.mp4  0:50.1",
    ]  # fmt: skip
    assert [one.note for one in listed] == ["you rejected it before", "", "", "", ""]
    covered = next(
        one for one in rig.timeline.suggestions.values()
        if one.segment.start_s == 3.1 and queue.is_covered(one.id)
    )  # fmt: skip
    rig.window.reviewer.select(covered.id)
    assert "Already annotated" in rig.window.panel._verdict.text()
    assert "2 of 4 reviewed" in rig.window.panel._counted.text()
    # It stands back on the lanes, and does not wait in the library.
    assert rig.window.timeline.board.covered.ids == {covered.id}
    assert "annotated already" in rig.window.timeline.canvas.tip(covered.id)
    model = rig.window.library.model
    rig.until(lambda: [model.row(k).video.n_pending for k in (0, 1)] == [2, 3])
    rig.window.reviewer.select("")
    rig.key("z", Qt.KeyboardModifier.ControlModifier)
    rig.key("z", Qt.KeyboardModifier.ControlModifier)
    settle(rig)
    rig.until(lambda: not rig.window.timeline.board.covered.ids)
    rig.until(lambda: model.row(0).video.n_pending == 3 + 2)


def test_what_contradicts_comes_first_when_asked(rig):
    open_all(rig, ("a.mp4", "b.mp4"))
    rig.key("n")
    rig.key("2")
    settle(rig)
    detect_again(rig)
    rig.window.actions_by_id["queue_disagreement"].trigger()
    rig.window.reviewer.select("")
    rig.window.queue.guide.go_to_first()
    assert place(rig) == ("a.mp4", 3.0)
    settle(rig)
    row = rig.window.queue.panel.model.at(0)
    assert row.note == "you: Throw discus"


def test_acts_elsewhere_are_heard(rig):
    """An undo of an act on another video, and videos that leave and come back."""
    open_all(rig, ("a.mp4", "b.mp4"))
    rig.key("n")
    rig.key("a")
    rig.document.open_video(rig.document.videos[1].id)
    rig.until(lambda: rig.document.video is not None)
    settle(rig)
    counts = rig.window.queue.feed.queue.counts
    choice = rig.window.queue.guide.choice
    assert counts(choice).n_waiting == 5
    rig.key("z", CTRL)
    rig.until(lambda: rig.document.video is not None)
    settle(rig)
    assert rig.window.queue.feed.queue.counts(choice).n_waiting == 6
    rig.window.library_desk.acts.remove([rig.document.videos[1].id])
    settle(rig)
    assert rig.window.queue.feed.queue.counts(choice).n_waiting == 3


# ------------------------------------------------------------ what is kept
def test_order_filter_and_place_outlive_the_program(rig, make_rig):
    open_all(rig)
    rig.window.actions_by_id["queue_score"].trigger()
    rig.window.header.step_threshold(20)
    rig.key("n")
    rig.key("a")
    settle(rig)
    assert place(rig) == ("b.mp4", 25.0)
    min_score, path = rig.window.header.min_score, rig.document.path
    assert min_score == pytest.approx(0.28)
    rig.window.close()
    again = make_rig()
    again.document.open(path)
    again.until(lambda: again.document.video is not None)
    settle(again)
    assert again.window.queue.guide.choice.order is Order.SCORE
    assert again.window.queue.panel._orders.currentText() == "Highest score first"
    assert again.window.header.min_score == min_score
    assert place(again) == ("b.mp4", 25.0)
    again.key("a")
    assert place(again) == ("c.mp4", 25.0)


def test_another_project_begins_anew(rig):
    open_all(rig)
    rig.window.actions_by_id["queue_score"].trigger()
    rig.document.create(rig.folder / "other.pgcn")
    rig.until(lambda: rig.document.path.name == "other.pgcn")
    settle(rig)
    assert rig.window.queue.guide.choice.order is Order.TIMELINE
    assert not rig.window.queue.feed.queue.n
    assert rig.window.queue.panel._pages.currentIndex() == 0


# ------------------------------------------------------------ the threshold
def test_the_threshold_shows_scores_and_what_to_expect(rig):
    open_all(rig, ("a.mp4",), MANY)
    header = rig.window.header
    assert header.slider.bars.counts[0].sum() == 24
    assert header._expected.text() == "24 shown, not enough verdicts yet"
    rig.key("n")
    for k in range(22):
        rig.key("x" if k < 8 else "a")
    settle(rig)
    assert header.slider.bars.counts.sum(axis=1).tolist() == [2, 14, 8]
    shown, share = header._expected.text().split(", about ")
    assert shown == "24 shown"
    assert 50 < int(share.split("%")[0]) < 80
    for _ in range(8):
        rig.key(Qt.Key.Key_Up, SHIFT)
    settle(rig)
    assert header.min_score == pytest.approx(0.96)
    shown, share = header._expected.text().split(", about ")
    assert int(share.split("%")[0]) > 85
    rig.key("n")
    assert "right" in rig.window.panel._score.text()
    assert "Score 2.4" in rig.window.panel._score.toolTip()


def test_what_verdicts_teach_is_learned_away_from_the_window(rig, monkeypatch):
    threads, calibrate = [], review_queue.calibrate

    def noted(*verdicts):
        threads.append(threading.current_thread())
        return calibrate(*verdicts)

    monkeypatch.setattr(review_queue, "calibrate", noted)
    open_all(rig, ("a.mp4",), MANY)
    rig.key("n")
    for k in range(20):
        rig.key("x" if k < 8 else "a")
    settle(rig)
    # The one that is selected is said anew when more is known.
    assert "right" in rig.window.panel._score.text()
    assert rig.window.queue.feed.learned.calibration.n_verdicts == 20
    assert threads
    assert threading.main_thread() not in threads


def test_the_histogram_of_the_project(rig):
    open_all(rig)
    header = rig.window.header
    assert header.slider.bars.counts.sum() == 3
    rig.qtbot.mouseClick(header._scope, Qt.MouseButton.LeftButton)
    settle(rig)
    assert header.slider.bars.counts.sum() == 9


def test_a_read_only_project_can_be_looked_through(rig, make_rig):
    open_all(rig)
    path = rig.document.path
    rig.window.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        again = make_rig()
        again.document.open(path)
        again.until(lambda: again.document.video is not None)
        if not again.document.read_only_reason:
            pytest.skip("this user may write anywhere")
        settle(again)
        again.key("n")
        assert place(again)[0] == "a.mp4"
        assert not again.window.actions_by_id["snooze"].isEnabled()
        assert not again.window.actions_by_id["label_1"].isEnabled()
    finally:
        path.parent.chmod(0o755)
        path.chmod(0o644)
