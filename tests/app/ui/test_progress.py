import pytest

from app.services.ports import NOTHING_TO_DO
from app.ui.progress import STAGES, ProgressMeter
from pgcn_core.runtime import LOADING_STAGE

LOADING, RGB, FLOW, GRAPH = (name for name, _ in STAGES)


class Clock:
    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


def test_a_blank_run_knows_no_time():
    progress = ProgressMeter(Clock()).blank()
    assert [stage.name for stage in progress.stages] == [LOADING, RGB, FLOW, GRAPH]
    assert progress.share == 0.0
    assert progress.left_s is None


def test_weights_sum_to_one():
    assert sum(weight for _, weight in STAGES) == pytest.approx(1.0)


def test_an_even_run_tells_the_true_time_left():
    clock = Clock()
    meter = ProgressMeter(clock)
    meter.report(LOADING, 1, 1)
    for step in range(11):
        progress = meter.report(RGB, step, 10)
        clock.now_s += 1.0
    assert progress.share == pytest.approx(0.45)
    # 0.04 of the run a second, 0.55 to go.
    assert progress.left_s == pytest.approx(0.55 / 0.04)


def test_a_slow_step_moves_the_estimate_only_a_part_of_the_way():
    clock = Clock()
    meter = ProgressMeter(clock)
    meter.report(LOADING, 1, 1)
    meter.report(RGB, 0, 10)
    clock.now_s = 1.0
    meter.report(RGB, 1, 10)
    clock.now_s = 11.0
    slow = meter.report(RGB, 2, 10)
    rate = 0.3 * 0.004 + 0.7 * 0.04
    assert slow.left_s == pytest.approx((1 - 0.13) / rate)


def test_what_was_in_the_cache_is_done_and_says_nothing_of_speed():
    clock = Clock()
    meter = ProgressMeter(clock)
    meter.report(LOADING, 1, 1)
    meter.report(RGB, 10, 10)
    clock.now_s = 1.0
    progress = meter.report(FLOW, 5, 10)
    assert progress.share == pytest.approx(0.45 + 0.26)
    assert progress.left_s is None
    clock.now_s = 2.0
    progress = meter.report(FLOW, 6, 10)
    assert progress.left_s == pytest.approx((1 - 0.45 - 0.312) / 0.052)


def test_a_stage_the_run_does_without_is_dropped():
    meter = ProgressMeter(Clock())
    meter.report(RGB, 10, 10)
    progress = meter.report(GRAPH, 0, 1)
    assert [stage.name for stage in progress.stages] == [RGB, GRAPH]
    assert progress.share == pytest.approx(0.4 / 0.43)


def test_a_stage_that_is_not_done_is_no_part_of_the_time_left():
    """Most runs have no flow: counted in, half a run would seem to be left at its end."""
    clock = Clock()
    meter = ProgressMeter(clock)
    meter.report(LOADING, 0, 1)
    without = meter.report(FLOW, 0, NOTHING_TO_DO)
    assert [stage.name for stage in without.stages] == [LOADING, RGB, GRAPH]
    meter.report(LOADING, 1, 1)
    for step in range(11):
        progress = meter.report(RGB, step, 10)
        clock.now_s += 1.0
    assert [stage.name for stage in progress.stages] == [LOADING, RGB, GRAPH]
    assert progress.share == pytest.approx(0.45 / 0.48)
    assert progress.left_s == pytest.approx(0.03 / 0.04)


def test_the_names_are_those_of_the_engine():
    pipeline = pytest.importorskip("pgcn_core.pipeline")
    named = [LOADING_STAGE, *pipeline.STAGES.values(), pipeline.LAST_STAGE]
    assert named == [LOADING, RGB, FLOW, GRAPH]


def test_an_unknown_stage_gets_a_bar():
    progress = ProgressMeter(Clock()).report("Warming up", 1, 2)
    assert progress.stages[-1].name == "Warming up"
    assert progress.share == pytest.approx(0.05 / 1.1)


def test_an_unknown_total_is_no_share():
    stage = ProgressMeter(Clock()).report(LOADING, 7, 0).stages[0]
    assert stage.share == 0.0
