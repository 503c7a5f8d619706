"""Every edit is undone exactly by its inverse, and a refused one changes nothing."""

import pytest

from app.domain import edits
from app.domain.errors import EditRefused
from app.domain.segment import Segment
from app.domain.timeline import Verdict
from tests.factories import LABELS, make_annotation, make_timeline


def state(timeline):
    return dict(timeline.annotations), dict(timeline.suggestions)


MAKERS = {
    "draw": lambda _: edits.draw(LABELS[0].id, Segment(8, 9)),
    "accept": lambda t: edits.accept(t, "s1"),
    "reject": lambda t: edits.reject(t, "s1"),
    "delete": lambda t: edits.delete(t, "a1"),
    "relabel": lambda t: edits.relabel(t, "a1", LABELS[1].id),
    "relabel a suggestion": lambda t: edits.relabel(t, "s1", LABELS[1].id),
    "drag": lambda t: edits.drag_edge(t, "a1", "end", 2.5),
    "drag a suggestion": lambda t: edits.drag_edge(t, "s2", "start", 5.5),
}


@pytest.mark.parametrize("name", MAKERS)
def test_the_inverse_takes_an_edit_back_and_its_inverse_does_it_again(name):
    timeline = make_timeline()
    before = state(timeline)
    edit = MAKERS[name](timeline)
    inverse = edit.apply(timeline)
    after = state(timeline)
    assert after != before
    again = inverse.apply(timeline)
    assert state(timeline) == before
    again.apply(timeline)
    assert state(timeline) == after


def test_dragging_a_suggestion_accepts_it_with_the_new_boundary():
    timeline = make_timeline()
    edits.drag_edge(timeline, "s2", "start", 5.5).apply(timeline)
    (new,) = (a for a in timeline.annotations.values() if a.suggestion_id == "s2")
    assert new.segment == Segment(5.5, 7.5)
    assert timeline.suggestions["s2"].verdict is Verdict.ACCEPTED
    assert timeline.suggestions["s2"].segment == Segment(5.0, 7.5)


def test_rejecting_takes_away_what_was_accepted_and_deleting_makes_it_pending():
    timeline = make_timeline()
    edits.accept(timeline, "s1").apply(timeline)
    (owned,) = (a.id for a in timeline.annotations.values() if a.suggestion_id == "s1")
    edits.delete(timeline, owned).apply(timeline)
    assert timeline.suggestions["s1"].verdict is Verdict.PENDING
    edits.accept(timeline, "s1").apply(timeline)
    edits.reject(timeline, "s1").apply(timeline)
    assert set(timeline.annotations) == {"a1"}


@pytest.mark.parametrize(
    "edit",
    [
        edits.AddAnnotation(make_annotation("a1")),
        edits.AddAnnotation(make_annotation("new", 59, 61)),
        edits.RemoveAnnotation("none"),
        edits.MoveAnnotation("a1", Segment(1, 99)),
        edits.RelabelAnnotation("none", "x"),
        edits.Judge("none", Verdict.ACCEPTED),
        edits.Several((edits.RemoveAnnotation("a1"), edits.RemoveAnnotation("a1"))),
    ],
)
def test_a_refused_edit_changes_nothing(edit):
    timeline = make_timeline()
    before = state(timeline)
    with pytest.raises(EditRefused):
        edit.apply(timeline)
    assert state(timeline) == before


@pytest.mark.parametrize("ends", [(2, 2), (3, 2), (-1, 2), (float("nan"), 2), (0, float("inf"))])
def test_no_segment_without_length_or_place(ends):
    with pytest.raises(EditRefused):
        Segment(*ends)


def test_tiou_is_half_open():
    assert Segment(0, 2).tiou(Segment(2, 3)) == 0
    assert Segment(0, 2).tiou(Segment(1, 3)) == pytest.approx(1 / 3)
    assert Segment(0, 2).tiou(Segment(0, 2)) == 1


def test_judging_twice_is_refused():
    timeline = make_timeline()
    edits.accept(timeline, "s1").apply(timeline)
    with pytest.raises(EditRefused, match="accepted already"):
        edits.accept(timeline, "s1")
    edits.reject(timeline, "s1").apply(timeline)
    with pytest.raises(EditRefused, match="rejected already"):
        edits.reject(timeline, "s1")


def test_putting_off_is_a_verdict_that_can_be_taken_back():
    timeline = make_timeline()
    inverse = edits.snooze(timeline, "s1").apply(timeline)
    assert timeline.suggestion("s1").verdict is Verdict.SNOOZED
    with pytest.raises(EditRefused, match="put off already"):
        edits.snooze(timeline, "s1")
    inverse.apply(timeline)
    assert timeline.suggestion("s1").verdict is Verdict.PENDING
    edits.reject(timeline, "s1").apply(timeline)
    with pytest.raises(EditRefused, match="judged already"):
        edits.snooze(timeline, "s1")


def test_what_was_put_off_can_be_accepted():
    timeline = make_timeline()
    edits.snooze(timeline, "s1").apply(timeline)
    inverse = edits.accept(timeline, "s1").apply(timeline)
    assert timeline.suggestion("s1").verdict is Verdict.ACCEPTED
    inverse.apply(timeline)
    assert timeline.suggestion("s1").verdict is Verdict.SNOOZED
