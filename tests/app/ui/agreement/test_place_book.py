"""Which disagreement comes next, over all videos and round at the ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.disagreements import Disagreement
from app.domain.opinions import Ruling
from app.services.agreement import VideoPlaces
from app.ui.agreement.place_book import PlaceBook
from tests.factories import make_annotation


def place(one, start_s, ruling=Ruling.OPEN):
    mine = make_annotation(one, start_s, start_s + 1)
    return Disagreement("only-mine", mine, None, ruling)


@pytest.fixture
def book():
    """Videos b and a in this order; the second place of b is settled."""
    return PlaceBook(
        [
            VideoPlaces("b", (place("b1", 1), place("b2", 2, Ruling.MINE), place("b3", 3))),
            VideoPlaces("a", (place("a1", 1),), n_gone=2),
        ]
    )


def name(found):
    return None if found is None else found.found.mine.id


def test_counts_are_those_of_all_videos(book):
    assert (book.n_open, book.n_settled) == (3, 3)
    assert [one.found.mine.id for one in book.places] == ["b1", "b2", "b3", "a1"]


def test_the_next_one_passes_over_settled_ones_and_goes_round(book):
    assert name(book.beside("b", 1.0, 1, ("b1", ""))) == "b3"
    assert name(book.beside("b", 3.0, 1, ("b3", ""))) == "a1"
    assert name(book.beside("a", 1.0, 1, ("a1", ""))) == "b1"
    assert name(book.beside("b", 1.0, -1, ("b1", ""))) == "a1"
    assert name(book.beside("a", 1.0, -1, ("a1", ""))) == "b3"


def test_from_a_moment_the_place_that_begins_there_is_next(book):
    assert name(book.beside("b", 3.0, 1, None)) == "b3"
    assert name(book.beside("b", 3.0, -1, None)) == "b1"
    assert name(book.beside("no such", 0.0, 1, None)) == "b1"


def test_the_order_of_the_library_is_taken(book):
    book.set_order(["a", "b"])
    assert name(book.beside("no such", 0.0, 1, None)) == "a1"


def test_one_video_is_renewed(book):
    book.put(VideoPlaces("b", (place("b9", 9),)))
    assert (book.n_open, book.n_settled) == (2, 2)
    assert book.find("b", ("b1", "")) is None
    assert book.open_keys("b") == {("b9", "")}


def test_nothing_open_is_no_place():
    empty = PlaceBook([VideoPlaces("a", (place("a1", 1, Ruling.BOTH),))])
    assert empty.beside("a", 0.0, 1, None) is None
    assert PlaceBook().beside("", 0.0, -1, None) is None


OPEN = st.lists(st.booleans(), max_size=5)


@given(st.lists(OPEN, min_size=1, max_size=4), st.sampled_from([1, -1]))
def test_stepping_visits_every_open_place_once_before_the_first_again(videos, direction):
    book = PlaceBook(
        [
            VideoPlaces(
                f"v{v}",
                tuple(
                    place(f"v{v}-{k}", k, Ruling.OPEN if is_open else Ruling.MINE)
                    for k, is_open in enumerate(ones)
                ),
            )
            for v, ones in enumerate(videos)
        ]
    )
    wanted = [name(one) for one in book.places if one.is_open]
    seen, at = [], book.beside("v0", 0.0, direction, None)
    for _ in wanted:
        seen.append(name(at))
        at = book.beside(at.video_id, at.found.span.start_s, direction, at.found.key)
    assert sorted(seen) == sorted(wanted)
    assert not wanted or name(at) == seen[0]
