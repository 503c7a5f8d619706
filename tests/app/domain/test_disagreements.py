"""Where two annotators differ, and what comes of each choice, forth and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.disagreements import find, settle
from app.domain.edit_json import edit_from_json, edit_to_json
from app.domain.errors import EditRefused
from app.domain.opinion_edits import JudgeOpinion, Uphold
from app.domain.opinions import Opinion, Ruling
from app.domain.segment import Segment
from app.domain.timeline import Timeline, Verdict
from tests.factories import LABELS, make_annotation, make_suggestion

JUMP, THROW = (one.id for one in LABELS)


def theirs(opinion_id, start_s, end_s, label_id=JUMP):
    return Opinion(opinion_id, "Ben", label_id, Segment(start_s, end_s))


def timeline(annotations, opinions, suggestions=()):
    return Timeline("video-1", 60.0, annotations, suggestions).hear(opinions)


def places(on):
    upheld = {one: ruling for (one, who), ruling in on.upheld.items() if who == "Ben"}
    return find(on.annotations.values(), on.opinions.values(), upheld)


def kinds(on):
    return [(one.kind, one.ruling.value) for one in places(on)]


def state(on):
    return dict(on.annotations), dict(on.opinions), dict(on.upheld), dict(on.suggestions)


@pytest.fixture
def four():
    """One place of each kind, in time order, and one where both agree."""
    return timeline(
        [
            make_annotation("same", 1, 2),
            make_annotation("edge", 10, 12),
            make_annotation("name", 20, 22),
            make_annotation("mine", 30, 31),
        ],
        [
            theirs("o-same", 1.05, 2.1),
            theirs("o-edge", 10.5, 12),
            theirs("o-name", 20, 22, THROW),
            theirs("o-theirs", 40, 41),
        ],
    )


def test_each_kind_is_found_in_time_order(four):
    assert [(one.kind, one.key) for one in places(four)] == [
        ("boundaries", ("edge", "o-edge")),
        ("label", ("name", "o-name")),
        ("only-mine", ("mine", "")),
        ("only-theirs", ("", "o-theirs")),
    ]


def test_the_span_of_a_place_has_both(four):
    assert places(four)[0].span == Segment(10, 12)


def test_how_far_boundaries_may_differ_is_chosen(four):
    found = find(four.annotations.values(), four.opinions.values(), {}, tolerance_s=0.04)
    assert found[0].key == ("same", "o-same")


@pytest.mark.parametrize("ruling", [Ruling.MINE, Ruling.THEIRS, Ruling.BOTH])
@pytest.mark.parametrize("at", range(4))
def test_every_choice_settles_its_place_and_is_taken_back_whole(four, at, ruling):
    before, place = state(four), places(four)[at]
    inverse = settle(four, place, "Ben", ruling).apply(four)
    assert [one.ruling for one in places(four)].count(Ruling.OPEN) == 3
    inverse.apply(four)
    assert state(four) == before


def test_their_boundaries_move_mine(four):
    settle(four, places(four)[0], "Ben", Ruling.THEIRS).apply(four)
    assert four.annotations["edge"].segment == Segment(10.5, 12)
    assert ("boundaries", "theirs") in kinds(four)


def test_their_label_is_given_to_mine(four):
    settle(four, places(four)[1], "Ben", Ruling.THEIRS).apply(four)
    assert four.annotations["name"].label_id == THROW


def test_what_they_lack_goes(four):
    settle(four, places(four)[2], "Ben", Ruling.THEIRS).apply(four)
    assert "mine" not in four.annotations
    assert four.upheld == {("mine", "Ben"): Ruling.THEIRS}


def test_what_i_lack_is_added(four):
    settle(four, places(four)[3], "Ben", Ruling.THEIRS).apply(four)
    assert [a.segment for a in four.annotations.values()][-1] == Segment(40, 41)


def test_both_keeps_mine_and_adds_theirs(four):
    settle(four, places(four)[1], "Ben", Ruling.BOTH).apply(four)
    at = [a.label_id for a in four.annotations.values() if a.segment == Segment(20, 22)]
    assert at == [JUMP, THROW]


def test_mine_changes_no_annotation(four):
    before = dict(four.annotations)
    for place in places(four):
        settle(four, place, "Ben", Ruling.MINE).apply(four)
    assert four.annotations == before
    assert [ruling for _, ruling in kinds(four)] == ["mine"] * 4


def test_a_suggestion_whose_annotation_goes_is_rejected():
    on = timeline(
        [make_annotation("a", 3, 4, suggestion_id="s")], [],
        [make_suggestion("s", verdict=Verdict.ACCEPTED)],
    )  # fmt: skip
    settle(on, places(on)[0], "Ben", Ruling.THEIRS).apply(on)
    assert on.suggestions["s"].verdict is Verdict.REJECTED


def test_an_annotation_that_went_meanwhile_is_refused(four):
    place = places(four)[2]
    del four.annotations["mine"]
    with pytest.raises(EditRefused):
        settle(four, place, "Ben", Ruling.THEIRS)


def test_a_ruling_on_an_opinion_that_is_gone_is_passed_over(four):
    edit = JudgeOpinion("no such", Ruling.MINE)
    assert edit.apply(four) == edit


def test_another_annotator_is_upheld_against_alone(four):
    Uphold("mine", "Ada", Ruling.MINE).apply(four)
    assert ("only-mine", "open") in kinds(four)


def test_merged_labels_are_one():
    on = timeline([make_annotation("a", 1, 2)], [theirs("o", 1, 2, THROW)])
    names = {THROW: JUMP}
    assert kinds(on) == [("label", "open")]
    assert find(on.annotations.values(), on.opinions.values(), {}, standing=names) == []


def test_rulings_come_back_from_json():
    for edit in (JudgeOpinion("o", Ruling.BOTH), Uphold("a", "Ädä", Ruling.MINE)):
        assert edit_from_json(edit_to_json(edit)) == edit


TIMES = st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from([JUMP, THROW]))
SOME = st.lists(TIMES, max_size=8)


def some(mine, others):
    return timeline(
        [make_annotation(f"a{k}", s, s + d, label_id=n) for k, (s, d, n) in enumerate(mine)],
        [theirs(f"o{k}", s, s + d, n) for k, (s, d, n) in enumerate(others)],
    )


@given(SOME, SOME, st.sampled_from([Ruling.MINE, Ruling.THEIRS, Ruling.BOTH]))
def test_settling_place_after_place_comes_to_an_end(mine, others, ruling):
    on = some(mine, others)
    before, inverses = state(on), []
    for _ in range(4 * (len(mine) + len(others)) + 1):
        waiting = [one for one in places(on) if one.ruling is Ruling.OPEN]
        if not waiting:
            break
        inverses.append(settle(on, waiting[0], "Ben", ruling).apply(on))
    assert not waiting
    for inverse in reversed(inverses):
        inverse.apply(on)
    assert state(on) == before


@given(SOME)
def test_who_says_the_same_agrees(mine):
    assert places(some(mine, mine)) == []


@given(SOME, SOME)
def test_names_of_labels_do_not_matter(mine, others):
    swap = {JUMP: THROW, THROW: JUMP}
    turned = [[(s, d, swap[n]) for s, d, n in ones] for ones in (mine, others)]
    assert kinds(some(mine, others)) == kinds(some(*turned))
