import pytest

from app.ui.progress import STAGES, ProgressMeter, stage_title


class Clock:
    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


def test_a_blank_run_knows_no_time():
    progress = ProgressMeter(Clock()).blank()
    assert [stage.name for stage in progress.stages] == [name for name, _, _ in STAGES]
    assert progress.share == 0.0
    assert progress.left_s is None


def test_weights_sum_to_one():
    assert sum(weight for _, _, weight in STAGES) == pytest.approx(1.0)


def test_an_even_run_tells_the_true_time_left():
    clock = Clock()
    meter = ProgressMeter(clock)
    meter.report("frames", 1, 1)
    for step in range(1, 11):
        clock.now_s += 1.0
        progress = meter.report("rgb", step, 10)
    assert progress.share == pytest.approx(0.45)
    # 0.04 of the run a second, 0.55 to go.
    assert progress.left_s == pytest.approx(0.55 / 0.04)


def test_stages_from_the_cache_count_as_done_and_not_as_speed():
    clock = Clock()
    meter = ProgressMeter(clock)
    clock.now_s = 1.0
    progress = meter.report("flow", 0, 10)
    assert progress.stages[1].share == 1.0
    assert progress.share == pytest.approx(0.45)
    assert progress.left_s is None
    clock.now_s = 2.0
    assert meter.report("flow", 1, 10).left_s == pytest.approx(0.5 / 0.05)


def test_an_unknown_stage_gets_a_bar_and_words():
    progress = ProgressMeter(Clock()).report("warming_up", 1, 2)
    assert progress.stages[-1].title == "Warming up"
    assert stage_title("rgb") == "RGB features"


def test_an_unknown_total_is_no_share():
    stage = ProgressMeter(Clock()).report("frames", 7, 0).stages[0]
    assert stage.share == 0.0
