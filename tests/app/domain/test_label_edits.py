"""Edits of a project's labels: what they do, what they refuse, and that all of it can be undone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.edit_json import edit_from_json, edit_to_json
from app.domain.errors import EditRefused
from app.domain.label_edits import (
    AddLabel,
    LabelSet,
    OrderLabels,
    RemoveLabel,
    SetLabel,
    SeveralLabels,
    check_name,
    give_key,
    hide,
    merge,
    move,
    rename,
    separate,
)
from app.domain.labels import Label, stand_ins

JUMP = Label("j", "High jump", "#111111")
THROW = Label("t", "Throw", "#222222", shortcut="T")
RUN = Label("r", "Run", "#333333")


@pytest.fixture
def labels():
    return LabelSet([JUMP, THROW, RUN])


def ids(labels):
    return "".join(one.id for one in labels.labels)


def test_renaming_keeps_everything_else(labels):
    inverse = rename(labels, "t", "  Discus ").apply(labels)
    assert labels.label("t") == replace(THROW, name="Discus")
    assert inverse == SetLabel(THROW)
    inverse.apply(labels)
    assert labels.labels == (JUMP, THROW, RUN)


@pytest.mark.parametrize(
    ("name", "told"), [("", "needs a name"), (" ", "needs a name"), ("RUN", "“Run” already")]
)
def test_names_that_are_refused(labels, name, told):
    with pytest.raises(EditRefused, match=told):
        rename(labels, "j", name)
    rename(labels, "j", "high JUMP")


def test_a_name_that_was_merged_says_where_it_went(labels):
    merge(labels, "r", "j").apply(labels)
    with pytest.raises(EditRefused, match="merged into “High jump”") as refused:
        check_name(labels, "run")
    assert "Separate" in refused.value.next_step


def test_merging_says_what_stands_and_hands_the_key_on(labels):
    inverse = merge(labels, "t", "j").apply(labels)
    assert stand_ins(labels.labels) == {"t": "j"}
    assert (labels.label("t").shortcut, labels.label("j").shortcut) == ("", "T")
    merge(labels, "j", "r").apply(labels)
    assert stand_ins(labels.labels) == {"t": "r", "j": "r"}
    separate(labels, "j").apply(labels)
    inverse.apply(labels)
    assert labels.label("t") == THROW


def test_no_circles_and_no_merging_of_what_is_merged(labels):
    merge(labels, "t", "j").apply(labels)
    for one, into in (("j", "j"), ("t", "r"), ("j", "t")):
        with pytest.raises(EditRefused):
            merge(labels, one, into)
    with pytest.raises(EditRefused, match="into itself"):
        SetLabel(replace(JUMP, merged_into="t")).apply(labels)
    with pytest.raises(EditRefused, match="not merged"):
        separate(labels, "r")


def test_a_key_belongs_to_one_label(labels):
    with pytest.raises(EditRefused, match="T gives “Throw” already"):
        give_key(labels, "j", "T")
    give_key(labels, "t", "").apply(labels)
    give_key(labels, "j", "T").apply(labels)
    assert labels.label("j").shortcut == "T"


def test_hiding_several_is_one_act(labels):
    inverse = hide(labels, ["j", "r"], on=True).apply(labels)
    assert [one.is_hidden for one in labels.labels] == [True, False, True]
    with pytest.raises(EditRefused):
        hide(labels, ["j"], on=True)
    inverse.apply(labels)
    assert labels.labels == (JUMP, THROW, RUN)


def test_moving_puts_before_and_behind(labels):
    move(labels, "r", "j").apply(labels)
    assert ids(labels) == "rjt"
    inverse = move(labels, "r", "").apply(labels)
    assert ids(labels) == "jtr"
    inverse.apply(labels)
    assert ids(labels) == "rjt"
    for before in ("j", "r"):
        with pytest.raises(EditRefused):
            move(labels, "r", before)


def test_an_order_leaves_what_it_does_not_know_behind(labels):
    OrderLabels(("r", "gone", "r")).apply(labels)
    assert ids(labels) == "rjt"


def test_adding_is_undone_and_done_again_even_if_it_is_there(labels):
    new = Label("n", "New", "#444444")
    inverse = AddLabel(new, 1).apply(labels)
    assert ids(labels) == "jntr"
    assert inverse == RemoveLabel("n")
    again = inverse.apply(labels)
    assert again == AddLabel(new, 1)
    again.apply(labels)
    # A run brought it back by its name meanwhile.
    assert AddLabel(replace(new, color="#555555"), 1).apply(labels) == SetLabel(new)
    with pytest.raises(EditRefused):
        AddLabel(Label("x", "Run", "#000000")).apply(labels)
    with pytest.raises(EditRefused):
        RemoveLabel("gone").apply(labels)


def test_several_are_all_or_nothing(labels):
    bad = SeveralLabels((SetLabel(replace(JUMP, name="A")), RemoveLabel("gone")))
    with pytest.raises(EditRefused):
        bad.apply(labels)
    assert labels.labels == (JUMP, THROW, RUN)


names = st.text(min_size=1, max_size=3).filter(str.strip)
seconds = st.one_of(st.none(), st.floats(0, 60))
some_labels = st.builds(
    Label, st.sampled_from("abcde"), names, st.just("#123456"), st.sampled_from(["", "1", "G"]),
    st.booleans(), st.one_of(st.none(), st.sampled_from("abcde")), seconds, seconds,
)  # fmt: skip
simple = st.one_of(
    st.builds(AddLabel, some_labels, st.one_of(st.none(), st.integers(0, 6))),
    st.builds(RemoveLabel, st.sampled_from("abcde")),
    st.builds(SetLabel, some_labels),
    st.builds(OrderLabels, st.lists(st.sampled_from("abcdez"), max_size=6).map(tuple)),
)
every_edit = st.recursive(
    simple, lambda inner: st.builds(SeveralLabels, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)  # fmt: skip


@given(every_edit)
def test_an_edit_comes_back_equal_from_json(edit):
    assert edit_from_json(edit_to_json(edit)) == edit


@given(st.lists(every_edit, max_size=12))
def test_whatever_is_done_can_be_undone_and_done_again(edits):
    labels = LabelSet([Label(one, one.upper(), "#000000") for one in "abc"])
    first = labels.labels
    done = []
    for edit in edits:
        before = labels.labels
        try:
            done.append((before, edit, edit.apply(labels)))
        except EditRefused:
            assert labels.labels == before
        check_sane(labels)
    last = labels.labels
    for before, _edit, inverse in reversed(done):
        inverse.apply(labels)
        assert labels.labels == before
    assert labels.labels == first
    for _before, edit, _inverse in done:
        edit.apply(labels)
    assert labels.labels == last


def check_sane(labels):
    """Names are unique, and every chain that leads anywhere ends."""
    found = labels.labels
    assert len({one.name for one in found}) == len(found)
    ends = stand_ins(found)
    by_id = {one.id: one for one in found}
    for one in found:
        at, n = one, 0
        while at.merged_into in by_id:
            at, n = by_id[at.merged_into], n + 1
            assert n <= len(found)
        assert ends.get(one.id, one.id) == (at.id if at.merged_into is None else one.id)


def test_the_words_of_files_in_the_world_stay_readable():
    text = (
        '{"kind":"label_several","edits":[{"kind":"label_set","label":{"id":"j","name":"High jump",'
        '"color":"#111111","shortcut":"G","hidden":true,"merged_into":"t","tap_before_s":1.5,'
        '"tap_after_s":null}},{"kind":"label_order","ids":["t","j"]},'
        '{"kind":"label_remove","id":"x"}]}'
    )
    whole = replace(JUMP, shortcut="G", is_hidden=True, merged_into="t", tap_before_s=1.5)
    edit = SeveralLabels((SetLabel(whole), OrderLabels(("t", "j")), RemoveLabel("x")))
    assert edit_from_json(text) == edit
    assert edit_to_json(edit) == text


@pytest.mark.parametrize(
    "text",
    [
        '{"kind":"label_remove"}',
        '{"kind":"label_remove","id":3}',
        '{"kind":"label_order","ids":[1]}',
        (
            '{"kind":"label_add","at":"x","label":{"id":"j","name":"n","color":"c","shortcut":"",'
            '"hidden":false,"merged_into":null,"tap_before_s":null,"tap_after_s":null}}'
        ),
        (
            '{"kind":"label_set","label":{"id":"j","name":"n","color":"c","shortcut":"",'
            '"hidden":1,"merged_into":null,"tap_before_s":null,"tap_after_s":null}}'
        ),
    ],
)
def test_what_is_no_edit_is_refused(text):
    with pytest.raises(ValueError, match="not an edit"):
        edit_from_json(text)
