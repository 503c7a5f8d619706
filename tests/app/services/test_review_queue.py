"""The queue against the plain way of finding it, and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import edits
from app.domain.segment import Segment
from app.domain.timeline import Changes, Doubt, Verdict
from app.services.informative import FURTHER, informative
from app.services.overlaps import SAME_TIOU, best_overlaps
from app.services.review_queue import Choice, Order, Reason, ReviewQueue, Scope
from tests.app.services.queues import columns_of, spans_of
from tests.factories import LABELS, make_annotation, make_suggestion, make_timeline

JUMP, THROW = (label.id for label in LABELS)


def ids(queue, choice=None):
    return [queue.id_at(row) for row in queue.listed(choice or Choice()).tolist()]


def two_videos():
    first = make_timeline(
        [],
        [make_suggestion("a1", 1, 2, score=0.2), make_suggestion("a2", 5, 6, score=0.9)],
        video_id="A",
    )
    second = make_timeline(
        [],
        [
            make_suggestion("b1", 1, 2, score=0.7, label_id=THROW),
            make_suggestion("b2", 3, 4, score=0.4, verdict=Verdict.REJECTED),
        ],
        video_id="B",
    )
    return first, second


# ------------------------------------------------------------ overlaps
times = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 40), st.integers(1, 20)).map(
    lambda t: (t[0], t[1], t[2] / 4, (t[2] + t[3]) / 4)
)


@given(st.lists(times, max_size=12), st.lists(times, max_size=12))
def test_overlaps_are_those_of_every_pair(mine, others):
    found = best_overlaps(spans_of(mine), spans_of(others))
    for row, (video, label, start, end) in enumerate(mine):
        best = {True: 0.0, False: 0.0}
        for v, other_label, s, e in others:
            tiou = Segment(start, end).tiou(Segment(s, e))
            if v == video and tiou >= SAME_TIOU:
                best[other_label == label] = max(best[other_label == label], tiou)
        assert found.same[row] == pytest.approx(best[True])
        assert found.other[row] == pytest.approx(best[False])
        assert (found.other_idx[row] >= 0) == (best[False] > 0)


def test_pieces_of_pairs_change_nothing(monkeypatch):
    rng = np.random.default_rng(0)
    start = rng.uniform(0, 50, 60)
    rows = [(k % 2, k % 3, s, s + 3) for k, s in enumerate(start)]
    whole = best_overlaps(spans_of(rows), spans_of(rows[::2]))
    monkeypatch.setattr("app.services.overlaps.PAIRS_AT_ONCE", 3)
    pieces = best_overlaps(spans_of(rows), spans_of(rows[::2]))
    np.testing.assert_array_equal(whole.same, pieces.same)
    np.testing.assert_array_equal(whole.other, pieces.other)


# ------------------------------------------------------------ orders
def test_orders():
    queue = ReviewQueue(columns_of(two_videos()))
    assert ids(queue) == ["a1", "a2", "b1"]
    assert ids(queue, Choice(Order.SCORE)) == ["a2", "b1", "a1"]
    assert queue.video_at(queue.row("b1")) == "B"
    assert queue.label_at(queue.row("b1")) == THROW


def test_filters():
    queue = ReviewQueue(columns_of(two_videos()))
    assert ids(queue, Choice(label_id=THROW)) == ["b1"]
    assert ids(queue, Choice(label_id="unheard of")) == []
    assert ids(queue, Choice(min_score=0.5)) == ["a2", "b1"]
    assert ids(queue, Choice(scope=Scope.OPEN, open_video_id="B")) == ["b1"]
    assert ids(queue, Choice(scope=Scope.BEGUN)) == ["b1"]
    assert ids(queue, Choice(scope=Scope.FRESH)) == ["a1", "a2"]
    assert queue.labels_waiting(Choice(label_id=THROW)) == {JUMP: 2, THROW: 1}


def test_an_empty_project():
    queue = ReviewQueue(columns_of([]))
    assert ids(queue) == []
    assert queue.beside(Choice(), None, 1) is None
    for order in Order:
        assert queue.counts(Choice(order)).n_waiting == 0


def test_next_goes_round_and_over_videos():
    queue = ReviewQueue(columns_of(two_videos()))

    def beside(one, direction):
        row = queue.beside(Choice(), None if one is None else queue.row(one), direction)
        return None if row is None else queue.id_at(row)

    assert beside(None, 1) == "a1"
    assert beside(None, -1) == "b1"
    assert beside("a2", 1) == "b1"
    assert beside("b1", 1) == "a1"
    assert beside("a1", -1) == "b1"
    # From a judged one too.
    assert beside("b2", 1) == "a1"
    assert beside("b2", -1) == "b1"


def test_snoozed_ones_come_after_everything_else():
    first, second = two_videos()
    queue = ReviewQueue(columns_of([first, second]))
    edit = edits.Judge("a1", Verdict.SNOOZED)
    edit.apply(first)
    queue.refresh(first, edit.changes)
    assert ids(queue) == ["a2", "b1", "a1"]
    counts = queue.counts(Choice())
    assert (counts.n_waiting, counts.n_snoozed) == (2, 1)
    assert queue.id_at(queue.beside(Choice(), queue.row("b1"), 1)) == "a2"
    for timeline, one in ((first, "a2"), (second, "b1")):
        act = edits.reject(timeline, one)
        act.apply(timeline)
        queue.refresh(timeline, act.changes)
    assert queue.id_at(queue.beside(Choice(), queue.row("b1"), 1)) == "a1"
    assert queue.beside(Choice(), queue.row("a1"), 1) is None


# ------------------------------------------------------------ most informative
def test_worth_by_hand():
    doubts = {
        "sure": Doubt(1.0, 0.0, 0.0),
        "unsure": Doubt(0.0, 1.0, 3.0),
        "cold": Doubt(0.5, 0.5, None),
    }
    found = [
        make_suggestion(name, k * 100, k * 100 + 1, doubt=doubt)
        for k, (name, doubt) in enumerate(doubts.items())
    ]
    timelines = [make_timeline([], [one], video_id=one.id) for one in found]
    worth = informative(columns_of(timelines).suggestions)
    np.testing.assert_allclose(worth, [0.0, 1.0, 0.5])


def test_without_doubt_half_way_to_the_best_counts():
    found = [make_suggestion(f"s{k}", score=score) for k, score in enumerate((1.0, 2.0, 0.0))]
    timelines = [make_timeline([], [one], video_id=one.id) for one in found]
    np.testing.assert_allclose(informative(columns_of(timelines).suggestions), [1.0, 0.0, 0.0])


def test_near_duplicates_do_not_come_in_a_row():
    doubtful, less = Doubt(0.0, 1.0, None), Doubt(0.1, 0.9, None)
    crowd = [make_suggestion(f"c{k}", k / 10, k / 10 + 1, doubt=doubtful) for k in range(10)]
    crowded = make_timeline([], crowd, video_id="A")
    other = make_timeline([], [make_suggestion("other", doubt=less)], video_id="B")
    queue = ReviewQueue(columns_of([crowded, other]))
    listed = ids(queue, Choice(Order.INFORMATIVE))
    assert listed[:3] == ["c0", "other", "c1"]
    worth = [queue.worth[queue.row(one)] for one in ("c0", "c1", "c2")]
    np.testing.assert_allclose(worth, [1.0, FURTHER**2, FURTHER**4])
    # What is judged keeps its place, or the next of its kind would take it at once.
    act = edits.reject(crowded, "c0")
    act.apply(crowded)
    queue.refresh(crowded, act.changes)
    assert ids(queue, Choice(Order.INFORMATIVE))[:2] == ["other", "c1"]


# ------------------------------------------------------------ people and former runs
def test_what_is_annotated_already_is_not_asked_again():
    timeline = make_timeline(
        [make_annotation("own", 1.0, 2.0)],
        [make_suggestion("again", 1.0, 2.5), make_suggestion("else", 1.0, 9.0)],
    )
    queue = ReviewQueue(columns_of([timeline]))
    assert queue.is_covered("again")
    assert ids(queue) == ["else"]
    assert queue.counts(Choice()).n_covered == 1
    act = edits.delete(timeline, "own")
    act.apply(timeline)
    queue.refresh(timeline, act.changes)
    assert ids(queue) == ["again", "else"]


def test_disagreements_come_first_and_say_why():
    timeline = make_timeline(
        [make_annotation("own", 1.0, 2.0, label_id=THROW)],
        [
            make_suggestion("calm", 0.1, 0.3),
            make_suggestion("against", 1.0, 2.1),
            make_suggestion("refused", 20, 21),
            make_suggestion("changed", 30, 31),
            make_suggestion("same", 40, 41),
        ],
    )
    former = [(0, 0, 20, 21, True), (0, 1, 30, 31, False), (0, 0, 40, 41, False)]
    queue = ReviewQueue(columns_of([timeline], former=former))
    assert ids(queue, Choice(Order.DISAGREEMENT)) == [
        "against", "refused", "changed", "calm", "same",
    ]  # fmt: skip
    reasons = {one: queue.reason(queue.row(one)) for one in ids(queue)}
    assert reasons["against"] == (Reason.ANNOTATION, THROW)
    assert reasons["refused"] == (Reason.REJECTED_BEFORE, "")
    assert reasons["changed"] == (Reason.FORMER_RUN, THROW)
    assert reasons["calm"] == reasons["same"] == (Reason.NONE, "")
    assert queue.counts(Choice()).n_disagreeing == 3


# ------------------------------------------------------------ keeping up
def test_accepted_as_something_else_was_wrong():
    timeline = make_timeline([], [make_suggestion("s1", 1, 2), make_suggestion("s2", 8, 9)])
    queue = ReviewQueue(columns_of([timeline]))
    for act in (edits.relabel(timeline, "s1", THROW), edits.accept(timeline, "s2")):
        act.apply(timeline)
        queue.refresh(timeline, act.changes)
    _, is_right, _ = queue.verdicts()
    assert is_right.tolist() == [False, True]
    again = ReviewQueue(columns_of([timeline]))
    assert again.verdicts()[1].tolist() == [False, True]


acts = st.lists(
    st.tuples(st.sampled_from(["accept", "reject", "relabel", "snooze", "draw", "delete"]),
              st.integers(0, 9)), max_size=12,
)  # fmt: skip


def do(timeline, name, k):
    """One act; what cannot be done is not done."""
    one = f"s{k % len(timeline.suggestions)}"
    owned = sorted(timeline.annotations)
    makers = {
        "accept": lambda: edits.accept(timeline, one),
        "reject": lambda: edits.reject(timeline, one),
        "relabel": lambda: edits.relabel(timeline, one, THROW),
        "snooze": lambda: edits.snooze(timeline, one),
        "draw": lambda: edits.draw(JUMP, Segment(k, k + 1.2)),
        "delete": lambda: edits.delete(timeline, owned[k % len(owned)] if owned else "none"),
    }
    try:
        edit = makers[name]()
        edit.apply(timeline)
    except edits.EditRefused:
        return Changes()
    return edit.changes


@given(acts)
def test_act_by_act_is_the_same_as_reading_it_all_again(done):
    found = [make_suggestion(f"s{k}", k, k + 1, score=0.1 * k + 0.1) for k in range(6)]
    timeline = make_timeline([make_annotation("a", 2, 3, label_id=THROW)], found)
    queue = ReviewQueue(columns_of([timeline]))
    for name, k in done:
        queue.refresh(timeline, do(timeline, name, k))
    fresh = ReviewQueue(columns_of([timeline]))
    for order in Order:
        for scope in Scope:
            choice = Choice(order, scope=scope, open_video_id="video-1", min_score=0.25)
            assert ids(queue, choice) == ids(fresh, choice)
            assert queue.counts(choice) == fresh.counts(choice)
    np.testing.assert_array_equal(queue.verdicts()[1], fresh.verdicts()[1])


def test_a_video_nobody_knows_changes_nothing():
    queue = ReviewQueue(columns_of(two_videos()))
    stranger = make_timeline(video_id="C")
    queue.refresh(stranger, Changes(frozenset({"a1"}), frozenset({"a1"})))
    assert ids(queue) == ["a1", "a2", "b1"]
