import pytest

from app.ui.progress import STAGES, ProgressMeter

RGB, FLOW, GRAPH = (name for name, _ in STAGES)


class Clock:
    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


def test_a_blank_run_knows_no_time():
    progress = ProgressMeter(Clock()).blank()
    assert [stage.name for stage in progress.stages] == [RGB, FLOW, GRAPH]
    assert progress.share == 0.0
    assert progress.left_s is None


def test_weights_sum_to_one():
    assert sum(weight for _, weight in STAGES) == pytest.approx(1.0)


def test_an_even_run_tells_the_true_time_left():
    clock = Clock()
    meter = ProgressMeter(clock)
    for step in range(11):
        progress = meter.report(RGB, step, 10)
        clock.now_s += 1.0
    assert progress.share == pytest.approx(0.42)
    # 0.042 of the run a second, 0.58 to go.
    assert progress.left_s == pytest.approx(0.58 / 0.042)


def test_a_slow_step_moves_the_estimate_only_a_part_of_the_way():
    clock = Clock()
    meter = ProgressMeter(clock)
    meter.report(RGB, 0, 10)
    clock.now_s = 1.0
    meter.report(RGB, 1, 10)
    clock.now_s = 11.0
    slow = meter.report(RGB, 2, 10)
    rate = 0.3 * 0.0042 + 0.7 * 0.042
    assert slow.left_s == pytest.approx((1 - 0.084) / rate)


def test_stages_from_the_cache_count_as_done_and_not_as_speed():
    clock = Clock()
    meter = ProgressMeter(clock)
    clock.now_s = 1.0
    progress = meter.report(FLOW, 5, 10)
    assert progress.stages[0].share == 1.0
    assert progress.share == pytest.approx(0.42 + 0.275)
    assert progress.left_s is None
    clock.now_s = 2.0
    progress = meter.report(FLOW, 6, 10)
    assert progress.left_s == pytest.approx((1 - 0.42 - 0.33) / 0.055)


def test_the_names_are_those_of_the_engine():
    pipeline = pytest.importorskip("pgcn_core.pipeline")
    assert [*pipeline.STAGES.values(), pipeline.LAST_STAGE] == [RGB, FLOW, GRAPH]


def test_an_unknown_stage_gets_a_bar():
    progress = ProgressMeter(Clock()).report("Warming up", 1, 2)
    assert progress.stages[-1].name == "Warming up"
    assert progress.share == pytest.approx(0.05 / 1.1)


def test_an_unknown_total_is_no_share():
    stage = ProgressMeter(Clock()).report(RGB, 7, 0).stages[0]
    assert stage.share == 0.0
