from dataclasses import replace

import pytest

from app.domain.timeline import Sheet
from app.domain.video_state import VideoState, Work, review_counts, review_share, state_of
from tests.factories import make_video

NEW = make_video()
RUN = replace(NEW, last_run_id="r")
EMPTY = Sheet(is_empty=True)


@pytest.mark.parametrize(
    ("video", "work", "state"),
    [
        (NEW, Work.IDLE, VideoState.NEW),
        (NEW, Work.WAITING, VideoState.WAITING),
        (NEW, Work.WORKING, VideoState.ANALYSING),
        (NEW, Work.FAILED, VideoState.FAILED),
        (replace(NEW, n_annotations=2), Work.IDLE, VideoState.IN_REVIEW),
        (replace(RUN, n_pending=3), Work.IDLE, VideoState.TO_REVIEW),
        (replace(RUN, n_pending=3, n_annotations=1), Work.IDLE, VideoState.TO_REVIEW),
        (replace(RUN, n_pending=3, n_judged=1), Work.IDLE, VideoState.IN_REVIEW),
        (replace(RUN, n_judged=4), Work.IDLE, VideoState.DONE),
        (replace(RUN, n_annotations=1), Work.IDLE, VideoState.DONE),
        # The engine found nothing; that is not a person's word.
        (RUN, Work.IDLE, VideoState.TO_REVIEW),
        (replace(NEW, sheet=EMPTY), Work.IDLE, VideoState.EMPTY),
        (replace(NEW, sheet=EMPTY), Work.WAITING, VideoState.EMPTY),
        (replace(NEW, sheet=EMPTY), Work.WORKING, VideoState.ANALYSING),
        (replace(RUN, sheet=EMPTY, n_pending=3), Work.IDLE, VideoState.EMPTY),
        # An annotation says otherwise.
        (replace(RUN, sheet=EMPTY, n_annotations=1), Work.IDLE, VideoState.DONE),
        (replace(RUN, n_pending=3, n_judged=1), Work.WAITING, VideoState.WAITING),
    ],
)
def test_the_state_follows_from_the_counts(video, work, state):
    assert state_of(video, work) is state


def test_the_share_and_the_sum_of_what_is_reviewed():
    half = replace(RUN, n_pending=3, n_judged=3)
    empty = replace(RUN, n_pending=4, sheet=EMPTY)
    assert [review_share(one) for one in (NEW, half, empty)] == [0.0, 0.5, 1.0]
    assert review_counts([NEW, half, empty]) == (7, 10)
    assert review_counts([]) == (0, 0)
