"""Labels as a set: what stands for a merged one, and which digit gives which."""

from app.domain.labels import Label, as_shown, numbered, offered, stand_ins


def label(name, **how):
    return Label(name, name.upper(), "#000000", **how)


def test_chains_of_merged_labels_end_at_the_last():
    labels = [label("a", merged_into="b"), label("b", merged_into="c"), label("c"), label("d")]
    assert stand_ins(labels) == {"a": "c", "b": "c"}
    assert [(one.id, one.name) for one in as_shown(labels)] == [
        ("a", "C"), ("b", "C"), ("c", "C"), ("d", "D"),
    ]  # fmt: skip
    # They are offered no more than before.
    assert [one.id for one in offered(as_shown(labels))] == ["c", "d"]


def test_a_damaged_chain_stands_for_itself():
    assert stand_ins([label("a", merged_into="gone")]) == {}
    circle = [label("a", merged_into="b"), label("b", merged_into="a"), label("c", merged_into="a")]
    assert stand_ins(circle) == {}
    assert stand_ins([]) == {}


def test_hidden_and_merged_labels_are_not_offered():
    labels = [label("a", is_hidden=True), label("b", merged_into="c"), label("c")]
    assert offered(labels) == [labels[2]]


def test_a_digit_shortcut_keeps_its_digit_and_the_rest_fill_up():
    labels = [label("a"), label("b", shortcut="1"), label("c", shortcut="G"), label("d"),
              label("e", shortcut="4")]  # fmt: skip
    ids = {digit: one.id for digit, one in numbered(labels).items()}
    assert ids == {1: "b", 2: "a", 3: "c", 4: "e", 5: "d"}
    assert list(ids) == sorted(ids)


def test_there_are_nine_digits():
    found = numbered([label(f"l{k}") for k in range(20)])
    assert {digit: one.id for digit, one in found.items()} == {k: f"l{k - 1}" for k in range(1, 10)}
    assert numbered([]) == {}
