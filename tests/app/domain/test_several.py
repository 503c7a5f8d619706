"""Acts on several entries: each is one edit that its inverse takes back exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import edits, several
from app.domain.edit_json import edit_from_json, edit_to_json
from app.domain.errors import EditRefused
from app.domain.segment import Segment
from app.domain.timeline import Timeline, Verdict
from tests.factories import LABELS, make_annotation, make_suggestion, make_timeline

DURATION_S = 60.0
A, B = LABELS[0].id, LABELS[1].id


def state(timeline):
    return dict(timeline.annotations), dict(timeline.suggestions)


def segments_of(timeline, label_id=None):
    owned = timeline.annotations.values()
    return sorted(a.segment for a in owned if label_id in {None, a.label_id})


def two_and_two() -> Timeline:
    return make_timeline(
        [make_annotation("a1", 1, 2), make_annotation("a2", 4, 6)],
        [make_suggestion("s1", 3, 4, score=0.4), make_suggestion("s2", 7, 9, score=0.9)],
    )


def test_many_are_retimed_in_one_edit_and_a_suggestion_becomes_owned():
    timeline = two_and_two()
    edit = several.retime(timeline, {"a1": Segment(0, 2), "a2": Segment(4, 6), "s1": Segment(3, 5)})
    assert edit.changes.suggestion_ids == {"s1"}
    assert "a2" not in edit.changes.annotation_ids
    edit.apply(timeline)
    assert segments_of(timeline) == [Segment(0, 2), Segment(3, 5), Segment(4, 6)]
    assert timeline.suggestions["s1"].verdict is Verdict.ACCEPTED


def test_a_place_that_is_the_same_is_refused():
    timeline = make_timeline([make_annotation("a1", 0, 2)], [])
    with pytest.raises(EditRefused, match="nothing here to change"):
        several.retime(timeline, {"a1": Segment(0, 2)})


def test_splitting_an_annotation_keeps_its_id_on_the_first_part():
    timeline = two_and_two()
    several.split(timeline, ["a1", "a2"], 5.0).apply(timeline)
    assert timeline.annotations["a2"].segment == Segment(4, 5)
    assert segments_of(timeline) == [Segment(1, 2), Segment(4, 5), Segment(5, 6)]


def test_both_parts_of_a_split_suggestion_are_made_from_it():
    timeline = two_and_two()
    several.split(timeline, ["s2"], 8.0).apply(timeline)
    parts = [a for a in timeline.annotations.values() if a.suggestion_id == "s2"]
    assert sorted(a.segment for a in parts) == [Segment(7, 8), Segment(8, 9)]
    edits.delete(timeline, parts[0].id).apply(timeline)
    assert timeline.suggestions["s2"].verdict is Verdict.ACCEPTED
    edits.delete(timeline, parts[1].id).apply(timeline)
    assert timeline.suggestions["s2"].verdict is Verdict.PENDING


def test_deleting_both_parts_at_once_frees_their_suggestion():
    timeline = two_and_two()
    several.split(timeline, ["s2"], 8.0).apply(timeline)
    several.delete(timeline, list(timeline.annotations)).apply(timeline)
    assert not timeline.annotations
    assert timeline.suggestions["s2"].verdict is Verdict.PENDING


@pytest.mark.parametrize("at_s", [4.0, 6.0, 30.0])
def test_a_cut_at_an_edge_or_outside_is_refused(at_s):
    with pytest.raises(EditRefused, match="no selected segment to split"):
        several.split(two_and_two(), ["a2"], at_s)


def test_merging_keeps_the_first_annotation_and_rejects_what_it_outdoes():
    timeline = two_and_two()
    several.accept(timeline, ["s2"]).apply(timeline)
    (from_s2,) = (a.id for a in timeline.annotations.values() if a.suggestion_id == "s2")
    several.merge(timeline, ["s1", "a2", from_s2]).apply(timeline)
    assert timeline.annotations["a2"].segment == Segment(3, 9)
    assert set(timeline.annotations) == {"a1", "a2"}
    verdicts = {one.verdict for one in timeline.suggestions.values()}
    assert verdicts == {Verdict.REJECTED}


def test_merging_suggestions_accepts_the_best():
    timeline = two_and_two()
    several.merge(timeline, ["s1", "s2"]).apply(timeline)
    (new,) = (a for a in timeline.annotations.values() if a.suggestion_id)
    assert (new.segment, new.suggestion_id) == (Segment(3, 9), "s2")
    assert timeline.suggestions["s1"].verdict is Verdict.REJECTED


def test_merging_the_parts_of_a_split_leaves_their_suggestion_accepted():
    timeline = two_and_two()
    several.split(timeline, ["s2"], 8.0).apply(timeline)
    parts = [a.id for a in timeline.annotations.values() if a.suggestion_id == "s2"]
    several.merge(timeline, parts).apply(timeline)
    assert timeline.suggestions["s2"].verdict is Verdict.ACCEPTED
    assert segments_of(timeline)[-1] == Segment(7, 9)


def test_merging_an_annotation_that_covers_the_others_only_takes_them_away():
    timeline = make_timeline([make_annotation("a1", 1, 9), make_annotation("a2", 2, 3)], [])
    several.merge(timeline, ["a1", "a2"]).apply(timeline)
    assert segments_of(timeline) == [Segment(1, 9)]


def test_what_cannot_be_merged_is_told():
    timeline = make_timeline([make_annotation("a1"), make_annotation("b", 3, 4, label_id=B)])
    with pytest.raises(EditRefused, match="takes two"):
        several.merge(timeline, ["a1", "a1"])
    with pytest.raises(EditRefused, match="different labels"):
        several.merge(timeline, ["a1", "b"])


def test_merging_what_was_rejected_before_is_no_act():
    timeline = two_and_two()
    several.reject(timeline, ["s1"]).apply(timeline)
    segment = timeline.suggestions["s1"].segment
    several.retime(timeline, {"a1": segment}).apply(timeline)
    with pytest.raises(EditRefused, match="nothing here to change"):
        several.merge(timeline, ["a1", "s1"])


def test_copies_are_annotations_of_nobody_else():
    timeline = two_and_two()
    several.duplicate(timeline, ["a1", "s2"]).apply(timeline)
    new = [a for key, a in timeline.annotations.items() if key not in {"a1", "a2"}]
    assert sorted(a.segment for a in new) == [Segment(1, 2), Segment(7, 9)]
    assert {a.suggestion_id for a in new} == {None}
    assert timeline.suggestions["s2"].verdict is Verdict.PENDING


def test_deleting_leaves_suggestions_and_refuses_when_there_are_only_such():
    timeline = two_and_two()
    with pytest.raises(EditRefused, match="no annotation to delete"):
        several.delete(timeline, ["s1", "s2"])
    several.delete(timeline, ["a1", "s1", "a2"]).apply(timeline)
    assert not timeline.annotations
    assert timeline.suggestions["s1"].verdict is Verdict.PENDING


def test_relabelling_leaves_out_what_has_the_label():
    timeline = two_and_two()
    edit = several.relabel(timeline, ["a1", "s1"], B)
    edit.apply(timeline)
    assert segments_of(timeline, B) == [Segment(1, 2), Segment(3, 4)]
    with pytest.raises(EditRefused):
        several.relabel(timeline, ["a1"], B)


def test_many_are_accepted_and_rejected():
    timeline = two_and_two()
    several.accept(timeline, ["a1", "s1", "s2"]).apply(timeline)
    assert len(timeline.annotations) == 4
    with pytest.raises(EditRefused):
        several.accept(timeline, ["s1", "s2"])
    several.reject(timeline, list(timeline.annotations)).apply(timeline)
    assert set(timeline.annotations) == {"a1", "a2"}
    assert {one.verdict for one in timeline.suggestions.values()} == {Verdict.REJECTED}
    with pytest.raises(EditRefused):
        several.reject(timeline, ["a1", "s1"])


def test_an_unknown_entry_is_refused():
    with pytest.raises(EditRefused, match="not on the timeline"):
        several.retime(two_and_two(), {"none": Segment(0, 1)})


@pytest.mark.parametrize(
    ("n_entries", "name", "words"),
    [(1, "Clean", "Move Clean"), (1, "", "Move 1 segment"), (3, "Clean", "Move 3 segments")],
)
def test_captions(n_entries, name, words):
    assert several.caption("Move", n_entries, name) == words


# ---------------------------------------------------------------- for every timeline and choice
times = st.integers(0, 59)
stretches = st.tuples(times, st.integers(1, 20)).map(lambda t: (t[0], min(t[0] + t[1], 60)))
labels = st.sampled_from([A, B])


@st.composite
def timelines(draw):
    suggested = draw(st.lists(st.tuples(stretches, labels), max_size=5))
    owned = draw(st.lists(st.tuples(stretches, labels), max_size=5))
    timeline = make_timeline(
        [make_annotation(f"a{i}", *ends, label_id=one) for i, (ends, one) in enumerate(owned)],
        [make_suggestion(f"s{i}", *ends, label_id=one) for i, (ends, one) in enumerate(suggested)],
    )
    for suggestion_id in list(timeline.suggestions):
        match draw(st.sampled_from(["", "accept", "reject", "split"])):
            case "accept":
                edits.accept(timeline, suggestion_id).apply(timeline)
            case "reject":
                edits.reject(timeline, suggestion_id).apply(timeline)
            case "split":
                segment = timeline.suggestions[suggestion_id].segment
                middle_s = (segment.start_s + segment.end_s) / 2
                several.split(timeline, [suggestion_id], middle_s).apply(timeline)
    return timeline


MAKERS = {
    "retime": lambda t, ids, time_s: several.retime(
        t, {each: Segment(time_s, time_s + 1) for each in ids}
    ),
    "split": several.split,
    "merge": lambda t, ids, _: several.merge(t, ids),
    "duplicate": lambda t, ids, _: several.duplicate(t, ids),
    "delete": lambda t, ids, _: several.delete(t, ids),
    "relabel": lambda t, ids, _: several.relabel(t, ids, A),
    "accept": lambda t, ids, _: several.accept(t, ids),
    "reject": lambda t, ids, _: several.reject(t, ids),
}


@given(timelines(), st.sampled_from(sorted(MAKERS)), st.floats(0, 59), st.data())
def test_every_act_is_taken_back_exactly_and_comes_back_from_json(timeline, name, time_s, data):
    shown = [*timeline.annotations]
    shown += [s.id for s in timeline.suggestions.values() if s.verdict is not Verdict.ACCEPTED]
    ids = data.draw(st.lists(st.sampled_from(shown), max_size=6)) if shown else []
    before = state(timeline)
    try:
        edit = MAKERS[name](timeline, ids, time_s)
        inverse = edit.apply(timeline)
    except EditRefused:
        assert state(timeline) == before
        return
    after = state(timeline)
    assert after != before
    assert edit_from_json(edit_to_json(edit)) == edit
    assert edit_from_json(edit_to_json(inverse)) == inverse
    owned = {one.suggestion_id for one in timeline.annotations.values()} - {None}
    accepted = {s.id for s in timeline.suggestions.values() if s.verdict is Verdict.ACCEPTED}
    assert owned == accepted
    touched = {key for old, new in zip(before, after, strict=True)
               for key in old.keys() | new.keys() if old.get(key) != new.get(key)}  # fmt: skip
    assert touched <= edit.changes.annotation_ids | edit.changes.suggestion_ids
    edit_from_json(edit_to_json(inverse)).apply(timeline)
    assert state(timeline) == before
    edit_from_json(edit_to_json(edit)).apply(timeline)
    assert state(timeline) == after
