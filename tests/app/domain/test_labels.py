"""Which digit gives which label."""

from dataclasses import replace

from app.domain.labels import Label, numbered

LABELS = [Label(str(k), f"L{k}", "#000000") for k in range(11)]


def names(labels):
    return {digit: label.name for digit, label in numbered(labels).items()}


def test_the_first_nine_have_the_digits():
    assert names(LABELS) == {k + 1: f"L{k}" for k in range(9)}
    assert names([]) == {}


def test_a_digit_as_shortcut_is_that_labels_own():
    labels = [replace(LABELS[0], shortcut="3"), *LABELS[1:3], replace(LABELS[3], shortcut="H")]
    assert names(labels) == {1: "L1", 2: "L2", 3: "L0", 4: "L3"}


def test_hidden_and_merged_labels_have_none():
    labels = [replace(LABELS[0], is_hidden=True), replace(LABELS[1], merged_into="2"), LABELS[2]]
    assert names(labels) == {1: "L2"}
