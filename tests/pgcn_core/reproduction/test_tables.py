import math

import pytest

from pgcn_core.reproduction.claims import TABLES, Ordering, Row, Table
from pgcn_core.reproduction.reproducing import Plan
from pgcn_core.reproduction.runs import TIOUS, RunResult
from pgcn_core.reproduction.studies import find_study
from pgcn_core.reproduction.tables import (
    clear_errors,
    judge,
    map_of,
    streams_text,
    table_text,
    table_values,
    thresholds_text,
)
from pgcn_core.training.presets import change_by_row

TWO = Table(
    "Two rows",
    (Row("a", "with", "table3/gcn-gcn", paper=(37.27, 46.53)), Row("b", "none", "table3/mlp-mlp")),
    (Ordering("a", "b"),),
)


def result(at_half, name="rgb"):
    """The mAP at 0.5, and 0 elsewhere."""
    return RunResult({name: tuple(at_half if tiou == 0.5 else 0.0 for tiou in TIOUS)})


def pairs(*values):
    return {(number + 1, 0): result(value) for number, value in enumerate(values)}


def test_map_at_half_and_its_mean_over_thresholds():
    assert map_of(result(0.7), "rgb") == (pytest.approx(70), pytest.approx(10))


def test_a_verdict_pairs_splits():
    # Differences of 3, 4 and 5 points: mean 4, standard error 1 / sqrt(3).
    verdict = judge(pairs(0.13, 0.54, 0.85), pairs(0.10, 0.50, 0.80), "rgb")
    assert verdict.gain == pytest.approx(4)
    assert verdict.error == pytest.approx(1 / math.sqrt(3))
    assert (verdict.n_ahead, verdict.n_pairs) == (3, 3)
    assert verdict.says == "holds"


@pytest.mark.parametrize(
    ("ahead", "behind", "says"),
    [
        ((0.5, 0.6, 0.7), (0.6, 0.7, 0.81), "turned round"),
        # 4 points with an error of 1.2: three pairs ask for 4.3 errors.
        ((0.12, 0.54, 0.86), (0.10, 0.50, 0.80), "open, ahead"),
        ((0.5, 0.6), (0.4, 0.68), "open, ahead"),
        ((0.5, 0.6), (0.6, 0.58), "open, behind"),
        ((0.5,), (0.4,), "open, ahead"),
        ((), (0.4,), "not measured"),
    ],
)
def test_verdicts(ahead, behind, says):
    assert judge(pairs(*ahead), pairs(*behind), "rgb").says == says


def test_more_pairs_ask_for_fewer_errors():
    found = [clear_errors(n) for n in range(2, 40)]
    assert found[3] == 2.78
    assert found == sorted(found, reverse=True)
    assert clear_errors(1000) == pytest.approx(1.96, abs=0.01)


def test_only_pairs_that_both_rows_finished_count():
    ahead = {(1, 0): result(0.5), (2, 0): result(0.9), (3, 0): RunResult({}, "no number")}
    behind = {(1, 0): result(0.4), (3, 0): result(0.1)}
    verdict = judge(ahead, behind, "rgb")
    assert (verdict.n_pairs, verdict.gain) == (1, pytest.approx(10))
    assert judge(ahead, behind, "flow").says == "not measured"


def test_text_of_a_table():
    results = {"a": pairs(0.5, 0.6), "b": {(1, 0): result(0.4), (2, 0): RunResult({}, "broke")}}
    lines = table_text(TWO, results, 4, {"rgb": "video"}).splitlines()
    assert lines[0] == "### Two rows"
    assert lines[2] == "| row | paper, RGB / flow | video | video, mean of 0.1 to 0.7 | runs |"
    assert lines[4] == "| with | 37.27 / 46.53 | 55.0 ± 7.1 | 7.9 ± 1.0 | 2 of 4 |"
    assert lines[5] == "| none | - | 40.0 | 5.7 | 2 of 4, 1 failed |"
    assert lines[-1] == "| with > none | **open, ahead**: +10.0, ahead in 1 of 1 |"


def test_a_table_of_nothing():
    text = table_text(TWO, {}, 2, {})
    assert "| with | 37.27 / 46.53 | - | 0 of 2 |" in text


def test_values_of_a_table_are_plain():
    values = table_values(TWO, {"a": pairs(0.5), "b": pairs(0.25)})
    assert values["rows"]["a"]["mean"] == {"rgb": pytest.approx(50)}
    assert values["orderings"][0]["rgb"] == {
        "verdict": "open, ahead",
        "gain": pytest.approx(25),
        "standard_error": None,
        "ahead": 1,
        "pairs": 1,
    }


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_a_preset_and_every_ordering_names_rows(name):
    table = TABLES[name]
    base = find_study("gtea").recipe
    for row in table.rows:
        changed = change_by_row(row.preset, base)
        assert changed.optimiser == base.optimiser
        assert changed.pools == base.pools
    for ordering in table.orderings:
        assert table.row(ordering.ahead) != table.row(ordering.behind)


@pytest.mark.parametrize("name", ["50salads", "gtea", "workout"])
def test_rows_that_are_one_training_are_trained_once(name):
    study = find_study(name)
    plan = Plan(study, tuple(TABLES), (1,), (0,))
    assert sum(len(TABLES[table].rows) for table in TABLES) == 33
    # 4 of table 3; 3, 3, 3, 5 and 2 new ones; and two more makers with and without a graph.
    assert len(plan.runs()) == 4 + 3 + 3 + 3 + 5 + 2 + 4


def test_a_key_is_for_all_that_shapes_a_run():
    study = find_study("50salads")
    row, other = TABLES["3"].rows[:2]
    plan = Plan(study, ("3",), (1, 2), (0, 1))
    keys = {
        plan.run(each, split, seed).key
        for each in (row, other)
        for split in (1, 2)
        for seed in (0, 1)
    }
    assert len(keys) == 8
    assert plan.run(row, 1, 0).key == Plan(study, ("3",), (1,), (0,)).run(row, 1, 0).key
    assert plan.run(row, 1, 0).key != Plan(study, ("3",), (1,), (0,), 1).run(row, 1, 0).key


def test_a_longer_training_keeps_the_shape_of_its_schedule():
    study = find_study("50salads")
    usual = study.recipe.optimiser
    longer = Plan(study, ("3",), (1,), (0,), 4 * usual.epochs).run(TABLES["3"].rows[0], 1, 0)
    assert longer.recipe.optimiser.milestones == tuple(4 * each for each in usual.milestones)
    assert longer.recipe.optimiser.epochs == longer.recipe.selection.every_epochs


def test_every_threshold_of_the_last_column():
    lines = thresholds_text(TWO, {"a": pairs(0.5, 0.7)}, {"rgb": "video"}).splitlines()
    assert lines[0] == "### Two rows, video, at every tIoU"
    assert lines[2] == "| row | 0.1 | 0.2 | 0.3 | 0.4 | 0.5 | 0.6 | 0.7 |"
    assert lines[4] == "| with | 0.0 | 0.0 | 0.0 | 0.0 | 60.0 | 0.0 | 0.0 |"
    assert lines[5] == "| none | - | - | - | - | - | - | - |"
    assert thresholds_text(TWO, {}, {}) == ""


def test_both_streams_are_held_against_each():
    both = {
        (split, 0): RunResult(
            {**result(0.5).scores, **result(0.3, "flow").scores, **result(fused, "fused").scores}
        )
        for split, fused in ((1, 0.52), (2, 0.54))
    }
    lines = streams_text(both, {"rgb": "video", "flow": "accelerometers"}).splitlines()
    assert lines[-2] == "| fused > video alone | **open, ahead**: +3.0 ± 1.0, ahead in 2 of 2 |"
    assert lines[-1].startswith("| fused > accelerometers alone | **holds**: +23.0")
    assert streams_text(pairs(0.5), {}) == ""
