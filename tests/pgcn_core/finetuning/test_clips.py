"""Which annotations are found better or worse, and which false alarms came and went, by hand."""

from pgcn_core.finetuning.clips import changed_clips
from tests.pgcn_core.finetuning.test_outcome import LABELS, corrected, localized

HELD = corrected("a", [(0, 10), (20, 30)], [0, 1])


def told(before, after, video=HELD, labels=LABELS):
    """Return (label, start, is_annotated, before, after) of each clip, scores in tenths."""
    return [
        (one.label, one.segment[0], one.is_annotated, round(10 * one.before), round(10 * one.after))
        for one in changed_clips(video, labels, (before, after), 0.5)
    ]


def test_every_annotation_has_the_best_score_that_meets_it():
    before = localized(("jump", 1, 11, 0.4), ("jump", 0, 8, 0.6), ("throw", 0, 10, 0.9))
    after = localized(("jump", 0, 10, 0.8), ("throw", 26, 40, 0.9))
    found = told(before, after)
    assert found[:2] == [("jump", 0, True, 6, 8), ("throw", 20, True, 0, 0)]
    clip = changed_clips(HELD, LABELS, (before, after), 0.5)[1]
    assert (clip.video, clip.segment) == ("a.mp4", (20.0, 30.0))


def test_an_alarm_that_went_and_one_that_came():
    before = localized(("jump", 0, 10, 0.5), ("jump", 40, 50, 0.9))
    after = localized(("jump", 0, 10, 0.5), ("throw", 40, 50, 0.7))
    assert told(before, after)[2:] == [
        ("jump", 40, False, 9, 0),
        ("throw", 40, False, 0, 7),
    ]


def test_an_alarm_both_have_is_no_change_and_a_fainter_one_is_told_with_its_score():
    both = localized(("jump", 40, 50, 0.9))
    assert told(both, localized(("jump", 41, 51, 0.8)))[2:] == []
    right = [("jump", 0, 10, 0.9), ("throw", 20, 30, 0.8), ("jump", 0, 9, 0.7)]
    later = localized(*right, ("jump", 40, 50, 0.1))
    assert told(both, later)[2:] == [("jump", 40, False, 9, 1)]


def test_only_the_best_are_looked_at_for_alarms():
    found = [("jump", 100 + 10 * n, 105 + 10 * n, 0.9 - 0.1 * n) for n in range(5)]
    assert [clip[1] for clip in told(localized(*found), localized())[2:]] == [100, 110, 120]
    empty = corrected("b", [], [])
    assert told(localized(), localized(*found[:1]), empty) == [("jump", 100, False, 0, 9)]


def test_a_cold_start_is_no_alarm_where_it_could_be_right():
    """It knows neither label: what it finds counts for both, and is called as it calls it."""
    cold = localized(
        ("dancing", 20, 30, 0.9), ("dancing", 0, 10, 0.8), ("dancing", 50, 60, 0.7),
        labels=("dancing",),
    )  # fmt: skip
    after = localized(("throw", 20, 30, 0.9))
    assert told(cold, after) == [
        ("jump", 0, True, 8, 0),
        ("throw", 20, True, 9, 9),
        ("dancing", 50, False, 7, 0),
    ]


def test_labels_of_a_parent_that_nobody_corrected_are_left_out():
    wide = ("jump", "throw", "swim")
    before = localized(("swim", 40, 50, 0.9), labels=wide)
    assert told(before, localized(labels=wide))[2:] == []
