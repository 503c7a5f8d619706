"""The order of the review, against the plain way of finding it."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain import edits
from app.domain.segment import Segment
from app.domain.timeline import Changes, Verdict
from app.ui.review_round import ReviewRound
from tests.factories import make_annotation, make_suggestion, make_timeline

verdicts = st.sampled_from(Verdict)
OPEN = (Verdict.PENDING, Verdict.SNOOZED)
rows = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 3), st.sampled_from([0.1, 0.5, 0.9]), verdicts),
    max_size=12,
)


def timeline_of(found):
    suggestions = [
        make_suggestion(f"s{i}", start, start + length, score=score, verdict=verdict)
        for i, (start, length, score, verdict) in enumerate(found)
    ]
    return make_timeline([make_annotation("a", 2, 4)], suggestions)


def place(entry):
    return (entry.segment.start_s, entry.segment.end_s, entry.id)


def plainly(timeline, entry, direction, min_score):
    shown = [s for s in timeline.suggestions.values() if s.score >= min_score]
    pending = sorted((s for s in shown if s.verdict is Verdict.PENDING), key=place)
    # What was put off comes when nothing else is left.
    pending = pending or sorted((s for s in shown if s.verdict is Verdict.SNOOZED), key=place)
    if not pending:
        return ""
    if entry is None:
        return pending[0 if direction > 0 else -1].id
    if direction > 0:
        return next((s.id for s in pending if place(s) > place(entry)), pending[0].id)
    return next((s.id for s in reversed(pending) if place(s) < place(entry)), pending[-1].id)


@given(rows, st.sampled_from([1, -1]), st.sampled_from([0.0, 0.5, 2.0]))
def test_the_next_one_is_the_next_one(found, direction, min_score):
    timeline = timeline_of(found)
    going = ReviewRound(timeline)
    for entry in (None, *timeline.suggestions.values(), *timeline.annotations.values()):
        expected = plainly(timeline, entry, direction, min_score)
        assert going.pending_beside(entry, direction, min_score) == expected
    judged = [s for s in timeline.suggestions.values() if s.verdict not in OPEN]
    counted = [s for s in timeline.suggestions.values() if s in judged or s.score >= min_score]
    assert going.counts(min_score) == (len(judged), len(counted))


def test_an_act_renews_what_it_touched():
    timeline = make_timeline()
    going = ReviewRound(timeline)
    edit = edits.accept(timeline, "s1")
    inverse = edit.apply(timeline)
    going.refresh(timeline, edit.changes)
    assert going.counts(0.0) == (1, 2)
    assert going.pending_beside(None, 1, 0.0) == "s2"
    inverse.apply(timeline)
    going.refresh(timeline, inverse.changes)
    assert going.counts(0.0) == (0, 2)
    going.refresh(timeline, Changes(suggestion_ids=frozenset({"stranger"})))


def test_nothing_waits_without_a_video():
    assert ReviewRound().counts(0.0) == (0, 0)
    assert ReviewRound().pending_beside(None, 1, 0.0) == ""


def plainly_any(timeline, entry, direction, min_score):
    shown = [
        s for s in timeline.suggestions.values()
        if s.verdict is Verdict.REJECTED or (s.verdict in OPEN and s.score >= min_score)
    ]  # fmt: skip
    every = sorted([*timeline.annotations.values(), *shown], key=place)
    if direction < 0:
        every.reverse()
    if entry is None:
        return every[0].id
    ahead = (one for one in every if (place(one) > place(entry)) == (direction > 0))
    return next((one.id for one in ahead if one.id != entry.id), every[0].id)


@given(rows, st.sampled_from([1, -1]), st.sampled_from([0.0, 0.5, 2.0]))
def test_the_next_segment_is_the_next_segment(found, direction, min_score):
    timeline = timeline_of(found)
    going = ReviewRound(timeline)
    # An annotation comes, then another one goes.
    for edit in (None, edits.draw("jump", Segment(1, 3)), edits.delete(timeline, "a")):
        if edit is not None:
            edit.apply(timeline)
            going.refresh(timeline, edit.changes)
        for entry in (None, *timeline.suggestions.values(), *timeline.annotations.values()):
            expected = plainly_any(timeline, entry, direction, min_score)
            assert going.entry_beside(entry, direction, min_score) == expected
    assert ReviewRound().entry_beside(None, direction, min_score) == ""
