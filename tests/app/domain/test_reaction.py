"""What corrections of tagged segments tell of a person's reaction."""

import pytest

from app.domain.reaction import MIN_EDGES, Reaction, Tap, learned


def tap(name="x", label="j", start_s=10.0, end_s=12.0, moved_s=0.0):
    return Tap(name, label, "hold", start_s, end_s, moved_s)


def test_nothing_is_known_of_nothing_or_of_what_nobody_corrected():
    assert learned([]) == Reaction()
    assert learned([(tap(), 10.0, 12.0)]) == Reaction()
    # Moved by what was learned before, and left there: that is no correction.
    assert learned([(tap(moved_s=-0.3), 10.0 - 0.3, 12.0 - 0.3)]) == Reaction()


def test_the_median_of_corrected_less_pressed():
    found = learned([(tap(), 9.7, 11.7), (tap(), 9.6, 11.7), (tap(), 9.5, 12.0)])
    assert found.n_edges == 5 == MIN_EDGES
    assert found.overall_s == pytest.approx(-0.3)
    assert found.shift_s("j") == pytest.approx(-0.3)
    assert found.shift_s("never seen") == pytest.approx(-0.3)


def test_too_few_corrections_move_nothing():
    found = learned([(tap(), 9.7, 11.7), (tap(), 9.7, 11.7)])
    assert found.n_edges == 4
    assert not found.is_known
    assert found.shift_s("j") == 0.0


def test_what_was_moved_already_counts_from_what_was_pressed():
    found = learned([(tap(moved_s=-0.3), 9.6, 11.6)] * 3)
    assert found.overall_s == pytest.approx(-0.4)


def test_an_edge_moved_far_is_no_reaction():
    assert learned([(tap(), 7.9, 14.1)]) == Reaction()


def test_a_label_with_few_corrections_leans_on_the_others():
    slow = [(tap(label="s"), 9.2, 11.2)]
    quick = [(tap(label="q"), 9.8, 11.8)] * 4
    found = learned(slow + quick)
    assert found.overall_s == pytest.approx(-0.2)
    # Two edges of its own weigh 2 / 7.
    assert found.shift_s("s") == pytest.approx(2 / 7 * -0.8 + 5 / 7 * -0.2)


def test_the_reaction_is_the_persons_time_not_the_videos():
    fast = [(Tap("x", "j", "hold", 10.0, 14.0, 0.0, 2.0), 9.4, 13.4)]
    backwards = [(Tap("x", "j", "hold", 10.0, 14.0, 0.0, -1.0), 10.3, 14.3)]
    still = [(Tap("x", "j", "tap", 10.0, 14.0, 0.0, 0.0), 9.0, 13.0)]
    found = learned((fast + backwards + still) * 2)
    assert found.n_edges == 8
    assert found.overall_s == pytest.approx(-0.3)
    assert found.shift_s("j", 2.0) == pytest.approx(-0.6)
    assert found.shift_s("j", -1.0) == pytest.approx(0.3)
    assert found.shift_s("j", 0.0) == 0.0


def test_merged_labels_are_one():
    found = learned([(tap(label="a"), 9.5, 12.0), (tap(label="b"), 9.7, 12.0)], {"a": "b"})
    assert set(found.by_label) == {"b"}
