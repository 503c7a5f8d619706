import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pgcn_core.video.ring import FrameRing, HeldFrame


def ten_bytes() -> HeldFrame:
    return HeldFrame(np.zeros(10, np.uint8), 1)


def kept(ring: FrameRing, n: int) -> list[int]:
    return [number for number in range(n) if number in ring]


def test_the_farthest_from_the_playhead_goes():
    ring = FrameRing(max_bytes=30)
    ring.face(5, backwards=False)
    for number in (5, 4, 9, 6):
        ring.put(number, ten_bytes())
    assert kept(ring, 10) == [4, 5, 6]
    assert ring.n_bytes == 30


def test_backwards_what_lies_ahead_goes_first():
    ring = FrameRing(max_bytes=40)
    ring.face(10, backwards=True)
    for number in (11, 12, 3, 4, 5):
        ring.put(number, ten_bytes())
    assert kept(ring, 20) == [3, 4, 5, 11]


def test_the_newest_stays_even_if_it_is_too_large_or_too_far():
    ring = FrameRing(max_bytes=30)
    for number in range(3):
        ring.put(number, ten_bytes())
    ring.put(99, ten_bytes())
    assert 99 in ring
    ring.put(4, HeldFrame(np.zeros(99, np.uint8), 1))
    assert (kept(ring, 100), ring.n_bytes) == ([4], 99)


def test_a_frame_put_again_counts_once():
    ring = FrameRing(max_bytes=30)
    ring.put(1, ten_bytes())
    ring.put(1, HeldFrame(np.zeros(5, np.uint8), 1))
    assert ring.n_bytes == 5
    ring.drop(1)
    ring.drop(1)
    assert (ring.n_bytes, ring.get(1)) == (0, None)


def test_the_run_behind_and_the_nearest():
    ring = FrameRing(max_bytes=1000)
    assert (ring.run_behind(5), ring.nearest(5, 99)) == (0, None)
    for number in (1, 3, 4, 9):
        ring.put(number, ten_bytes())
    assert [ring.run_behind(number) for number in (0, 2, 5, 9)] == [0, 1, 2, 0]
    assert (ring.nearest(6, 2), ring.nearest(6, 1), ring.nearest(9, 0)) == (4, None, 9)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 20)), max_size=60), st.booleans())
def test_never_more_bytes_than_allowed_but_for_one_frame(puts, backwards):
    ring = FrameRing(max_bytes=50)
    for number, n_bytes in puts:
        ring.face(number, backwards=backwards)
        ring.put(number, HeldFrame(np.zeros(n_bytes, np.uint8), 1))
        assert number in ring
        held = [ring.get(k) for k in range(31)]
        assert ring.n_bytes == sum(frame.n_bytes for frame in held if frame) <= 50
