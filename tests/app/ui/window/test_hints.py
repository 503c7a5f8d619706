"""What stands in the Review panel while nothing is selected: every state says what to do next."""

import pytest
from PySide6.QtCore import Qt

from app.domain.segment import Segment
from app.services.ports import FoundSegment
from tests.app.ui.window.test_queue import detect_again, open_all, settle


def hint(rig):
    return rig.window.panel._nothing.text()


def open_with(rig, *scores, names=("a.mp4",)):
    found = [FoundSegment("High jump", Segment(3.0 * k, 3.0 * k + 1), score, k)
             for k, score in enumerate(scores)]  # fmt: skip
    open_all(rig, names, tuple(found))


def test_an_empty_project_says_how_videos_come_in(rig):
    assert "Ctrl+I adds videos, Ctrl+Shift+I a folder" in hint(rig)


def test_nothing_found_says_what_to_do(rig):
    open_with(rig)
    assert "Nothing was found in this video." in hint(rig)
    assert "Ctrl+Shift+0" in hint(rig)


def test_what_the_threshold_hides_was_found(rig):
    open_with(rig, 0.2, 0.9)
    assert "Press N" in hint(rig)
    for _ in range(20):
        rig.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert rig.window.header.min_score == pytest.approx(0.9)
    assert "Press N" in hint(rig)
    rig.document.min_score = 1.0
    rig.window.header.threshold_changed.emit(1.0)
    assert "Shift+Down lowers it" in hint(rig)


def test_what_is_annotated_already_was_found(rig):
    open_with(rig)
    rig.window.reviewer.draw(rig.document.ensure_label("High jump").id, 0.0, 1.0)
    detect_again(rig, (FoundSegment("High jump", Segment(0.0, 1.0), 0.9, 0),))
    rig.until(lambda: rig.window.reviewer.counts() == (0, 0))
    rig.window.reviewer.select("")
    assert "annotated already" in hint(rig)


@pytest.mark.parametrize("names", [("a.mp4",), ("a.mp4", "b.mp4")])
def test_done_leads_on_to_the_next_video_or_to_a_file(rig, names):
    open_with(rig, 0.9, names=names)
    rig.key("n")
    rig.until(lambda: rig.window.reviewer.entry is not None)
    first = rig.document.video.entry.id
    rig.key("a")
    if len(names) == 1:
        rig.until(lambda: "Ctrl+E writes the labels" in hint(rig))
        return
    rig.until(lambda: bool(rig.document.video) and rig.document.video.entry.id != first)
    settle(rig)
    rig.document.open_video(first)
    rig.until(lambda: bool(rig.document.video) and rig.document.video.entry.id == first)
    rig.window.reviewer.select("")
    assert "Press PgDown for the next video" in hint(rig)
