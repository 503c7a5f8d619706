"""Garbage is not searched for among what a video brings; it is let go without that."""

import gc
import weakref

import pytest

from app.ui.collector import THRESHOLDS, Collector


@pytest.fixture
def thresholds():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_a_video_brings_is_left_out_of_searches(rig, thresholds):
    Collector(rig.document)
    assert gc.get_threshold() == THRESHOLDS
    before = gc.get_freeze_count()
    rig.open_one()
    assert gc.get_freeze_count() > before


def test_a_closed_video_is_let_go_without_a_search(rig):
    rig.open_one()
    rig.until(lambda: not rig.window.is_working)
    video = rig.document.video
    brought = [weakref.ref(one) for one in (video.table, video.stacks, video.round)]
    del video
    gc.collect()
    gc.disable()
    try:
        rig.document.close_video()
        rig.until(lambda: rig.window.queue.is_up_to_date)
        rig.until(lambda: [one() for one in brought] == [None] * 3)
    finally:
        gc.enable()
