"""``pgcn evaluate`` and ``pgcn evaluate-proposals`` as a script sees them."""

import json
import subprocess
import sys

import pytest

from pgcn_core.__main__ import main
from tests.places import REPO
from tests.running import run_main

TRUTH = {
    "database": {
        "one": {
            "subset": "validation",
            "duration": 60.0,
            "annotations": [
                {"segment": [0, 10], "label": "jump"},
                {"segment": [20, 30], "label": "run"},
            ],
        }
    }
}
RESULTS = {
    "results": {
        "one": [
            {"label": "jump", "score": 0.9, "segment": [0, 10]},
            {"label": "run", "score": 0.8, "segment": [50, 60]},
            {"label": "run", "score": 0.7, "segment": [20, 26]},
            {"label": "fly", "score": 0.7, "segment": [20, 26]},
        ]
    }
}


@pytest.fixture
def files(tmp_path):
    (tmp_path / "truth.json").write_text(json.dumps(TRUTH))
    (tmp_path / "found.json").write_text(json.dumps(RESULTS))
    return tmp_path


def pgcn(*args):
    return run_main(main, "pgcn", *args)


def evaluate(folder, *args):
    found = folder / "found.json"
    return pgcn("evaluate", found, "--ground-truth", folder / "truth.json", *args)


def test_the_numbers(files):
    out = files / "out.json"
    code, table, err = evaluate(files, "--tiou", "0.5:0.7:0.1", "--json", out)
    assert code == 0
    values = json.loads(out.read_text())
    assert values["map"] == {"0.5": 0.75, "0.6": 0.75, "0.7": 0.5}
    assert values["average_map"] == pytest.approx(2 / 3)
    assert values["per_label"]["run"]["ap"] == {"0.5": 0.5, "0.6": 0.5, "0.7": 0.0}
    assert values["per_label"]["run"]["ground_truth"] == 1
    assert values["labels_without_ground_truth"] == ["fly"]
    assert (values["rule"], values["subset"]) == ("activitynet", ["validation"])
    assert (values["detections"], values["ground_truth"]) == (4, 2)
    assert table.splitlines()[-1].split() == ["mean", "75.00", "75.00", "50.00", "66.67"]
    assert "in no mean: fly" in err


def test_the_usual_grid(files):
    out = files / "out.json"
    assert evaluate(files, "--json", out)[0] == 0
    grid = [f"{0.5 + 0.05 * k:g}" for k in range(10)]
    assert list(json.loads(out.read_text())["map"]) == grid


def test_errors(files):
    out = files / "out.json"
    code, table, _ = evaluate(files, "--errors", "--tiou", "0.5", "--json", out)
    assert code == 0
    assert "background" in table
    errors = json.loads(out.read_text())["errors"]
    assert errors["shares"]["true positive"] == pytest.approx(2 / 3)
    assert errors["shares"]["background"] == pytest.approx(1 / 3)
    assert errors["gain_average_map"]["background"] == pytest.approx(0.25)
    assert errors["gain_average_map_n"]["background"] == pytest.approx(0.25)
    assert errors["missed"] == {"0.5": 0}
    assert len(errors["bands"]) == 10
    (shortest, *_) = [b for b in errors["sensitivity"] if b["characteristic"] == "length"]
    assert (shortest["bin"], shortest["up_to"], shortest["ground_truth"]) == ("XS", 30, 2)


@pytest.mark.parametrize("rule", ["thumos14", "thumos14-named"])
def test_the_other_rule(files, rule):
    code, table, _ = evaluate(files, "--rule", rule, "--tiou", "0.5,0.6", "--errors")
    assert code == 0
    assert table.splitlines()[5].split() == ["mean", "75.00", "50.00", "62.50"]


def test_json_to_stdout_stands_alone(files):
    done = subprocess.run(
        [sys.executable, "-m", "pgcn_core", "evaluate", files / "found.json", "--ground-truth",
         files / "truth.json", "--json", "/dev/stdout"],
        cwd=REPO, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["map"]["0.5"] == 0.75
    assert "mean" in done.stderr


@pytest.mark.parametrize("text", ["", "x", "0.5:0.95", "0", "0.5,1.1", "0.9:0.1:0.1", "0.1:0.9:0"])
def test_a_grid_that_is_none(files, text):
    code, out, err = evaluate(files, "--tiou", text)
    assert (code, out) == (2, "")
    assert "0.5:0.95:0.05" in err


def test_what_the_world_does_wrong(files):
    (files / "bad.json").write_text("{")
    truth = files / "truth.json"
    for code, args in {
        9: ("evaluate", files / "bad.json", "--ground-truth", truth),
        5: ("evaluate", files / "found.json", "--ground-truth", truth, "--subset", "none"),
        7: ("evaluate", files / "found.json", "--ground-truth", truth, "--json", "/none/o.json"),
        6: ("evaluate-proposals", __file__, "--ground-truth", truth),
        2: ("evaluate-proposals", files / "found.json", "--an", "0"),
    }.items():
        got, out, err = pgcn(*args)
        assert (got, out) == (code, ""), err
        assert "Traceback" not in err


def test_proposals(files):
    out = files / "out.json"
    code, table, _ = pgcn(
        "evaluate-proposals", files / "found.json", "--ground-truth", files / "truth.json",
        "--an", "1,4", "--tiou", "0.5", "--json", out,
    )  # fmt: skip
    assert code == 0
    values = json.loads(out.read_text())
    assert values["average_recall"] == {"1": 0.5, "4": 1.0}
    assert values["recall"]["4"] == {"0.5": 1.0}
    assert (values["videos"], values["proposals"], values["ground_truth"]) == (1, 4, 2)
    *_, last, _, area = table.splitlines()
    assert last.split() == ["AN", "4", "100.00", "100.00", "4.0"]
    assert area == f"Area under AR-AN, AN 1 to 100, %: {100 * values['area_under_recall']:.2f}"
    assert 0 < values["area_under_recall"] < 0.99


def test_looking_at_the_commands_loads_no_numba():
    code = "import sys, pgcn_core.__main__; print('numba' in sys.modules, 'torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]


def test_annotations_that_nothing_can_find_are_counted(files):
    truth = json.loads(json.dumps(TRUTH))
    rows = truth["database"]["one"]["annotations"]
    rows += [{"segment": one, "label": "run"} for one in ([40, 35], [44, 44], [60, 70])]
    (files / "truth.json").write_text(json.dumps(truth))
    code, _, said = evaluate(files, "--tiou", "0.5", "--json", files / "out.json")
    values = json.loads((files / "out.json").read_text())
    assert (code, values["ground_truth"], values["annotations_empty_or_outside"]) == (0, 5, 3)
    assert "3 annotations are empty or outside their video: they stay, and nothing" in said
