"""Tagging while playing, by pressing and releasing real keys in the real window."""

import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.domain.edits import MoveAnnotation
from app.domain.segment import Segment
from app.domain.tags import HOLD_FROM_S

CTRL = Qt.KeyboardModifier.ControlModifier
LONG_MS = round(HOLD_FROM_S * 1000) + 250


@pytest.fixture
def tagging(rig):
    """A window that tags; labels 1 and 2 are High jump and Throw discus."""
    rig.open_one()
    rig.window.timeline.setFocus()
    rig.key("t")
    return rig


def mode(rig):
    return rig.window.labelling.mode


def strip(rig):
    return rig.window.labelling.strip


def play(rig, speed=1.0):
    player = rig.window.player
    player.set_speed(speed)
    player.play()
    before = player.frame_idx
    rig.until(lambda: player.is_playing and player.frame_idx != before)


def press(rig, key):
    rig.qtbot.keyPress(QApplication.focusWidget() or rig.window, key)


def release(rig, key):
    rig.qtbot.keyRelease(QApplication.focusWidget() or rig.window, key)


def tags(rig):
    found = sorted(rig.timeline.annotations.values(), key=lambda one: one.segment)
    return [(rig.document.label_name(one.label_id), one.segment) for one in found]


def hold(rig, key, for_ms=LONG_MS):
    """Hold a key; return the playhead before and after."""
    from_s = rig.window.player.time_s
    press(rig, key)
    rig.qtbot.wait(for_ms)
    to_s = rig.window.player.time_s
    release(rig, key)
    return from_s, to_s


def test_t_turns_it_on_and_off_and_the_picture_says_so(tagging):
    assert mode(tagging).is_on
    assert strip(tagging).isVisible()
    assert strip(tagging).chips == [("1", "High jump"), ("2", "Throw discus")]
    assert tagging.window.actions_by_id["tag_mode"].isChecked()
    tagging.key("t")
    assert not mode(tagging).is_on
    assert not strip(tagging).isVisible()
    press(tagging, "1"), release(tagging, "1")
    assert tags(tagging) == []


def test_the_picture_asks_for_labels_only_until_there_are_some(rig):
    rig.preferences.detects_by_itself = False
    rig.drop(rig.video("a.mp4"))
    rig.until(lambda: rig.document.video is not None)
    rig.key("t")
    assert strip(rig).note.startswith("There are no labels yet")
    rig.document.ensure_label("High jump")
    assert strip(rig).chips == [("1", "High jump")]
    assert strip(rig).note == ""


def test_a_key_held_while_playing_is_a_segment_and_grows_on_its_lane(tagging):
    play(tagging)
    board = tagging.window.timeline.board
    from_s = tagging.window.player.time_s
    press(tagging, "2")
    assert [one[0] for one in board.growing] == [tagging.document.labels[1].id]
    tagging.qtbot.wait(LONG_MS)
    tagging.until(lambda: board.growing[0][2] - board.growing[0][1] >= 0.2)
    assert board.growing[0][1] == from_s
    assert strip(tagging)._held == {tagging.document.labels[1].id}
    now_s = tagging.window.player.time_s
    release(tagging, "2")
    assert board.growing == []
    assert tags(tagging) == [("Throw discus", Segment(from_s, now_s))]
    assert tagging.document.undo_caption == "Tag Throw discus"
    assert tagging.window.player.is_playing
    assert tagging.window.reviewer.selected_id == ""
    assert "Tagged Throw discus" in strip(tagging).note
    ((kind, start_s, end_s),) = tagging.rows("SELECT kind, start_s, end_s FROM taps")
    assert (kind, start_s, end_s) == ("hold 0.0 1.0", from_s, now_s)


@pytest.mark.parametrize("speed", [0.5, 4.0])
def test_at_every_speed_it_is_the_videos_time_that_counts(tagging, speed):
    play(tagging, speed)
    began_s = time.monotonic()
    from_s, to_s = hold(tagging, "1", 500)
    assert tags(tagging) == [("High jump", Segment(from_s, to_s))]
    media_s = speed * (time.monotonic() - began_s)
    assert 0.5 * media_s < to_s - from_s < 1.6 * media_s


def test_backwards_the_end_comes_first(tagging):
    tagging.window.player.go_to(20.0)
    tagging.window.player.shuttle(-1)
    tagging.until(lambda: tagging.window.player.time_s < 19.9)
    from_s, to_s = hold(tagging, "1")
    assert to_s < from_s
    assert tags(tagging) == [("High jump", Segment(to_s, from_s))]


def test_a_tap_reaches_back_and_on(tagging):
    tagging.window.player.go_to(10.0)
    play(tagging)
    at_s = tagging.window.player.time_s
    press(tagging, "1")
    release(tagging, "1")
    assert tags(tagging) == [("High jump", Segment(at_s - 1.5, at_s + 1.5))]
    assert tagging.rows("SELECT kind FROM taps") == [("tap 0.0 1.0",)]


def test_a_tap_reaches_as_its_label_says_and_at_rest_too(tagging):
    desk = tagging.window.labelling.desk
    desk.set_tap(tagging.document.labels[0].id, 0.5, 2.0)
    tagging.window.player.go_to(10.0)
    press(tagging, "1")
    tagging.qtbot.wait(LONG_MS)
    release(tagging, "1")
    assert tags(tagging) == [("High jump", Segment(9.5, 12.0))]


def test_a_tap_at_the_beginning_stays_in_the_video(tagging):
    press(tagging, "1"), release(tagging, "1")
    assert tags(tagging) == [("High jump", Segment(0.0, 1.5))]


def test_two_keys_at_once_are_two_segments_and_two_acts(tagging):
    play(tagging)
    press(tagging, "1")
    tagging.qtbot.wait(150)
    press(tagging, "2")
    tagging.qtbot.wait(LONG_MS)
    release(tagging, "1")
    tagging.qtbot.wait(100)
    release(tagging, "2")
    (one, first), (other, second) = tags(tagging)
    assert (one, other) == ("High jump", "Throw discus")
    assert first.start_s < second.start_s < first.end_s < second.end_s
    tagging.key("z", CTRL)
    assert [name for name, _ in tags(tagging)] == ["High jump"]
    tagging.key("z", CTRL)
    assert tags(tagging) == []
    tagging.key("y", CTRL)
    assert [name for name, _ in tags(tagging)] == ["High jump"]


def test_a_keyboard_that_repeats_does_not_matter(tagging):
    play(tagging)
    target = QApplication.focusWidget()
    press(tagging, "1")
    for _ in range(10):
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_1, none, "1", True))
        tagging.qtbot.wait(60)
    assert tags(tagging) == []
    release(tagging, "1")
    assert len(tags(tagging)) == 1


def test_leaving_the_window_ends_what_is_held(tagging):
    play(tagging)
    press(tagging, "1")
    tagging.qtbot.wait(LONG_MS)
    QApplication.sendEvent(tagging.window, QEvent(QEvent.Type.WindowDeactivate))
    assert len(tags(tagging)) == 1
    release(tagging, "1")
    assert len(tags(tagging)) == 1


def test_stopping_ends_what_is_held(tagging):
    play(tagging)
    press(tagging, "1")
    tagging.qtbot.wait(LONG_MS)
    tagging.key(Qt.Key.Key_Space)
    assert not tagging.window.player.is_playing
    ((_name, segment),) = tags(tagging)
    assert segment.end_s == tagging.window.player.time_s
    release(tagging, "1")
    assert len(tags(tagging)) == 1


def test_a_jump_ends_what_is_held_where_it_was(tagging):
    play(tagging)
    press(tagging, "1")
    tagging.qtbot.wait(LONG_MS)
    before_s = tagging.window.player.time_s
    tagging.window.player.go_to(40.0)
    ((_name, segment),) = tags(tagging)
    assert before_s <= segment.end_s < before_s + 1.0
    release(tagging, "1")
    assert len(tags(tagging)) == 1


def test_escape_takes_back_what_is_held(tagging):
    play(tagging)
    press(tagging, "1")
    tagging.qtbot.wait(LONG_MS)
    tagging.key(Qt.Key.Key_Escape)
    release(tagging, "1")
    assert tags(tagging) == []
    assert tagging.window.timeline.board.growing == []


def test_ending_the_mode_or_the_video_leaves_nothing_behind(tagging):
    play(tagging)
    press(tagging, "1")
    tagging.qtbot.wait(LONG_MS)
    tagging.window.actions_by_id["tag_mode"].trigger()
    assert len(tags(tagging)) == 1
    tagging.window.actions_by_id["tag_mode"].trigger()
    press(tagging, "1")
    tagging.document.close_video()
    assert not mode(tagging).is_on
    assert mode(tagging).held_ids == frozenset()
    assert tagging.rows("SELECT count(*) FROM annotations") == [(1,)]


def test_a_key_of_its_own_tags_and_other_keys_stay_what_they_are(tagging):
    tagging.window.labelling.desk.set_key(tagging.document.labels[1].id, "H")
    assert strip(tagging).chips == [("1", "High jump"), ("H", "Throw discus")]
    tagging.window.player.go_to(10.0)
    press(tagging, "h"), release(tagging, "h")
    assert [name for name, _ in tags(tagging)] == ["Throw discus"]
    tagging.key("1", CTRL)
    tagging.key("9")
    tagging.key("n")
    assert len(tags(tagging)) == 1
    assert tagging.window.reviewer.selected_id != ""


def test_typing_is_not_tagging(tagging):
    tagging.window.labelling.show_panel()
    field = tagging.window.labelling.panel.field
    tagging.until(field.hasFocus)
    tagging.qtbot.keyClicks(field, "12")
    assert field.text() == "12"
    assert tags(tagging) == []


def test_turning_it_on_takes_the_keys_from_a_field(rig):
    rig.open_one()
    rig.window.labelling.show_panel()
    rig.until(rig.window.labelling.panel.field.hasFocus)
    rig.window.actions_by_id["tag_mode"].trigger()
    rig.window.player.go_to(10.0)
    press(rig, "1"), release(rig, "1")
    assert [name for name, _ in tags(rig)] == ["High jump"]


def test_hidden_and_merged_labels_give_their_digit_away(tagging):
    desk, (jump, throw) = tagging.window.labelling.desk, tagging.document.labels
    desk.hide([jump.id], on=True)
    assert strip(tagging).chips == [("1", "Throw discus")]
    desk.hide([jump.id], on=False)
    desk.merge(jump.id, throw.id)
    assert strip(tagging).chips == [("1", "Throw discus")]


def test_a_project_that_may_only_be_looked_at_is_not_tagged(tagging, make_rig):
    project = tagging.document.path
    other = make_rig()
    other.window.open_paths([project])
    other.until(lambda: bool(other.document.video))
    assert other.document.read_only_reason
    assert not other.window.actions_by_id["tag_mode"].isEnabled()


# ------------------------------------------------------------ the reaction
def tag_and_correct(rig, at_s, by_s, *, edges=("start", "end")):
    """Tap at a time and put edges elsewhere, as a drag would."""
    known = set(rig.timeline.annotations)
    play(rig)
    rig.window.player.go_to(at_s)
    press(rig, "1"), release(rig, "1")
    rig.window.player.pause()
    (new,) = set(rig.timeline.annotations) - known
    segment = rig.timeline.annotations[new].segment
    if not edges:
        return segment
    start_s = segment.start_s + by_s * ("start" in edges)
    end_s = segment.end_s + by_s * ("end" in edges)
    rig.document.do(MoveAnnotation(new, Segment(start_s, end_s)), "Move")
    return segment


def reaction(rig):
    return rig.window.labelling.reactions


def test_corrections_teach_the_reaction_which_moves_new_tags_and_is_shown(tagging):
    bar = tagging.window.labelling.panel.tap_bar
    assert "from 5 corrected edges of tags on (0 so far)" in bar.reaction.text()
    for k in range(3):
        pressed = tag_and_correct(tagging, 10.0 + 4 * k, -0.4)
        assert pressed.start_s == 10.0 + 4 * k - 1.5
    tagging.until(lambda: reaction(tagging).reaction.n_edges == 6)
    assert "You press 0.40 s late." in bar.reaction.text()
    assert "New tags are moved by that." in bar.reaction.text()
    tagging.key("t"), tagging.key("t")
    assert strip(tagging).note == "You press 0.40 s late. New tags are moved by that."
    moved = tag_and_correct(tagging, 30.0, 0.0, edges=())
    assert moved.start_s == pytest.approx(28.1)
    assert moved.end_s == pytest.approx(31.1)
    rows = tagging.rows("SELECT kind, start_s, end_s FROM taps ORDER BY made_at DESC LIMIT 1")
    assert rows[0][0].startswith("tap -0.4")
    assert rows[0][1:] == pytest.approx((28.5, 31.5))
    # Left where it was put, it teaches nothing new.
    tagging.qtbot.wait(400)
    assert reaction(tagging).reaction.n_edges == 6
    bar.switch.click()
    assert "New tags stay as you press them." in bar.reaction.text()
    tagging.key("t"), tagging.key("t")
    assert strip(tagging).note == ""
    still = tag_and_correct(tagging, 40.0, 0.0, edges=())
    assert still.start_s == 38.5
    assert not tagging.preferences.moves_tags


def test_undo_takes_back_what_was_taught_and_redo_teaches_it_again(tagging):
    for k in range(3):
        tag_and_correct(tagging, 10.0 + 4 * k, -0.4)
    tagging.until(lambda: reaction(tagging).reaction.n_edges == 6)
    for _ in range(6):
        tagging.document.undo()
    tagging.until(lambda: reaction(tagging).reaction.n_edges == 0)
    for _ in range(6):
        tagging.document.redo()
    tagging.until(lambda: reaction(tagging).reaction.n_edges == 6)
