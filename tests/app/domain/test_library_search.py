"""Finding videos: hand-made cases, then properties over any list."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.domain.library_search import (
    EVERYTHING,
    Listed,
    Order,
    Wanted,
    arranged,
    assignees_in,
    folded,
    found,
    searched,
    tags_in,
)
from app.domain.timeline import Sheet
from app.domain.video_state import VideoState
from tests.factories import make_video


def listed(name="a.mp4", sheet=None, state=VideoState.NEW, **changes):
    video = replace(make_video(name), path=Path("/v") / name, sheet=sheet or Sheet(), **changes)
    return Listed(video, state, searched(video))


FINAL = listed("Final 100m.mp4", Sheet("Blurred at the end", ("final", "ask"), "Ute"))
HEAT = listed("heat.mp4", Sheet("", ("ask",), "Jonas"), VideoState.DONE, is_missing=True)
STRASSE = listed("STRASSE.mp4", state=VideoState.TO_REVIEW)
ALL = [FINAL, HEAT, STRASSE]


def names(wanted):
    return [one.video.name for one in found(ALL, wanted)]


def test_words_are_looked_for_in_name_tags_note_and_assignee():
    for text in ("100M", "blurred", "FINAL", "ute", "final blurred ute"):
        assert names(Wanted(text)) == ["Final 100m.mp4"], text
    assert names(Wanted("ask")) == ["Final 100m.mp4", "heat.mp4"]
    assert names(Wanted("straße")) == ["STRASSE.mp4"]
    # A word does not reach from one part into the next.
    assert names(Wanted("askblurred")) == []
    assert names(Wanted("  ")) == names(EVERYTHING) == [one.video.name for one in ALL]


def test_kinds_narrow_and_states_widen():
    assert names(Wanted(states=frozenset({VideoState.DONE, VideoState.NEW}))) == [
        "Final 100m.mp4",
        "heat.mp4",
    ]
    assert names(Wanted(tags=frozenset({"ask", "final"}))) == ["Final 100m.mp4"]
    assert names(Wanted(assignee="Jonas")) == ["heat.mp4"]
    assert names(Wanted(assignee="")) == ["STRASSE.mp4"]
    assert names(Wanted(only_missing=True)) == ["heat.mp4"]
    assert names(Wanted("final", assignee="Jonas")) == []


def test_what_is_everything():
    assert Wanted("  ").is_all
    assert not Wanted("a").is_all
    assert not Wanted(" ", assignee="").is_all


def test_names_go_as_people_count():
    clips = [listed(f"Clip {n}.mp4") for n in (10, 9, 100)] + [listed("clip 2.mp4")]
    order = [one.video.name for one in arranged(clips, Order.NAME)]
    assert order == ["clip 2.mp4", "Clip 9.mp4", "Clip 10.mp4", "Clip 100.mp4"]


def test_most_work_comes_first():
    few, many = listed("few", n_pending=1, n_judged=9), listed("many", n_pending=7, n_judged=1)
    assert arranged([few, many], Order.WAITING) == [many, few]
    assert arranged([few, many], Order.PROGRESS) == [many, few]
    assert arranged([few, many], Order.ADDED, is_reversed=True) == [many, few]


def test_what_there_is_to_filter_by():
    videos = [one.video for one in ALL]
    assert tags_in(videos) == ["ask", "final"]
    assert assignees_in(videos) == ["Jonas", "Ute"]


words = st.text("abcßİ 1", max_size=5)
anything = st.builds(
    lambda name, note, tags, who, state, n: listed(
        f"{name or 'x'}.mp4", Sheet(note, tuple(tags), who), state, n_pending=n
    ),
    words, words, st.lists(words, max_size=2, unique=True), words,
    st.sampled_from(VideoState), st.integers(0, 5),
)  # fmt: skip


@given(st.lists(anything, max_size=8), words, st.frozensets(st.sampled_from(VideoState)))
def test_what_is_found_is_exactly_what_fits(many, text, states):
    wanted = Wanted(text, states)
    hits = found(many, wanted)
    fits = [
        one
        for one in many
        if (not states or one.state in states)
        and all(word in searched(one.video) for word in folded(text).split())
    ]
    assert hits == fits


@given(st.lists(anything, max_size=8), words, words)
def test_more_words_never_find_more(many, text, more):
    fewer = found(many, Wanted(f"{text} {more}"))
    assert all(one in found(many, Wanted(text)) for one in fewer)


@given(st.lists(anything, max_size=8), st.sampled_from(Order), st.booleans())
def test_sorting_keeps_every_video_once(many, order, is_reversed):
    def places(of):
        return sorted(map(id, of))

    assert places(arranged(many, order, is_reversed=is_reversed)) == places(many)
    again = arranged(arranged(many, order), order)
    if order is not Order.ADDED:
        assert list(map(id, again)) == list(map(id, arranged(many, order)))
