"""Edits survive their way through JSON, and the shipped words never change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.edit_json import edit_from_json, edit_to_json
from app.domain.edits import (
    AddAnnotation,
    Judge,
    MoveAnnotation,
    RelabelAnnotation,
    RemoveAnnotation,
    Several,
)
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Verdict

times = st.floats(0, 1e6, allow_nan=False)
segments = (
    st.tuples(times, times)
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: Segment(min(ends), max(ends)))
)
ids = st.text(max_size=8)
simple = st.one_of(
    st.builds(AddAnnotation, st.builds(Annotation, ids, ids, segments, st.one_of(st.none(), ids))),
    st.builds(RemoveAnnotation, ids),
    st.builds(MoveAnnotation, ids, segments),
    st.builds(RelabelAnnotation, ids, ids),
    st.builds(Judge, ids, st.sampled_from(Verdict)),
)
every_edit = st.recursive(
    simple, lambda inner: st.builds(Several, st.lists(inner, max_size=3).map(tuple)), max_leaves=6
)


@given(every_edit)
def test_an_edit_comes_back_equal(edit):
    assert edit_from_json(edit_to_json(edit)) == edit


def test_the_text_of_files_in_the_world_stays_readable():
    text = (
        '{"kind":"several","edits":[{"kind":"judge","id":"s","verdict":"accepted"},'
        '{"kind":"add","annotation":{"id":"a","label":"l","segment":[1.0,2.5],"suggestion":"s"}}]}'
    )
    edit = Several(
        (
            Judge("s", Verdict.ACCEPTED),
            AddAnnotation(Annotation("a", "l", Segment(1.0, 2.5), "s")),
        )
    )
    assert edit_from_json(text) == edit
    assert edit_to_json(edit) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "1", "{}", '{"kind":"fly"}', '{"kind":"remove","id":1}',
        '{"kind":"judge","id":"s","verdict":"maybe"}',
        '{"kind":"move","id":"a","segment":[2,1]}', '{"kind":"move","id":"a","segment":[2]}',
    ],
)  # fmt: skip
def test_other_text_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - one kind for every bad text
        edit_from_json(text)
