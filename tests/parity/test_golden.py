"""The engine gives the numbers that the official code printed."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pgcn_core.graph import build_graph
from tests.parity import check_golden
from tests.parity.findings import Finding, largest_error, unordered_error
from tests.parity.golden_pgcn import OFFICIAL, tie_rows
from tests.places import shared_dir


@pytest.fixture
def golden() -> Path:
    shared = shared_dir()
    if shared is None or not (shared / "golden").is_dir():
        pytest.skip("the golden data are not on this machine")
    return shared / "golden"


@pytest.fixture
def without_i3d(golden, tmp_path):
    """The golden folder less the backbone's part, which has a test of its own."""
    for path in golden.iterdir():
        if not path.name.startswith("i3d"):
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


def test_everything_is_within_tolerance(without_i3d, capsys):
    assert check_golden.main([str(without_i3d)]) == 0, capsys.readouterr().out
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "all within tolerance"
    for part in (
        "seed777",
        "whole graph",
        "rgb scores",
        "pooling.json",
        "two_3_2_top50 final",
        "mini pools",
        "mini gradients",
        "mini weights after the steps",
        "AP",
    ):
        assert any(part in line for line in lines), part


def test_a_changed_number_is_noticed(without_i3d, capsys):
    path = without_i3d / "pgcn_test_60.npz"
    arrays = dict(np.load(path))
    arrays["act"][3, 2] += 1e-3
    path.unlink()
    np.savez(path, **arrays)
    assert check_golden.main([str(without_i3d)]) == 1
    out = capsys.readouterr().out
    assert "FAIL pgcn_test_60.npz sampled trees" in out


def test_an_empty_folder_is_refused(tmp_path, capsys):
    assert check_golden.main([str(tmp_path)]) == 2
    assert "holds no golden file" in capsys.readouterr().err


def test_a_missing_recipe_is_named(tmp_path, capsys):
    (tmp_path / "pgcn_test_5.npz").touch()
    assert check_golden.main([str(tmp_path)]) == 2
    assert "recipe.py" in capsys.readouterr().err


def test_no_argument_prints_the_usage(capsys):
    assert check_golden.main([]) == 2
    assert "DIR holds golden files" in capsys.readouterr().err


def test_tie_rows_are_those_of_the_golden_file(golden):
    arrays = np.load(golden / "pgcn_test_60.npz")
    np.testing.assert_array_equal(tie_rows(arrays["proposals"]), arrays["tie_rows"])


def test_build_graph_in_frames_is_the_same_in_seconds(golden):
    frames = np.load(golden / "pgcn_test_60.npz")["proposals"].astype(float)
    in_frames = build_graph(frames, OFFICIAL, fps=1.0)
    in_seconds = build_graph(frames / 29.97, OFFICIAL, fps=29.97)
    np.testing.assert_array_equal(in_frames.neighbours, in_seconds.neighbours)
    np.testing.assert_array_equal(in_frames.weight, in_seconds.weight)


def test_a_file_without_cases_does_not_pass(tmp_path, capsys):
    (tmp_path / "pooling.json").write_text("{}")
    assert check_golden.main([str(tmp_path)]) == 1
    assert "without cases" in capsys.readouterr().out


def test_many_findings_are_told_by_their_worst():
    good = [Finding("a", 0.1, 1.0), Finding("b", 0.5, 1.0), Finding("c", 0.0, 0.0)]
    assert check_golden.worst_of(good) == [Finding("b", 0.5, 1.0, "worst of 3")]
    bad = Finding("d", 2.0, 1.0)
    assert check_golden.worst_of([*good, bad]) == [bad]


def test_errors_of_tables():
    assert largest_error([1.0, np.nan], [1.5, np.nan]) == 0.5
    assert largest_error([1.0], [np.nan]) == np.inf
    assert largest_error([1.0], [1.0, 2.0]) == np.inf
    assert largest_error([110.0], [100.0], relative=True) == pytest.approx(0.1)
    table = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert unordered_error(table[::-1], table) == 0
    assert unordered_error(table + 0.5, table) > 0.1


@pytest.mark.parametrize(
    "how", [["tests/parity/check_golden.py"], ["-m", "tests.parity.check_golden"]]
)
def test_both_ways_to_start_it(how, tmp_path):
    root = Path(check_golden.__file__).resolve().parents[2]
    (tmp_path / "pooling.json").write_text('{"thumos": [[10, 136, 0, 72, 0, 1]]}')
    done = subprocess.run(
        [sys.executable, *how, str(tmp_path)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ok   pooling.json thumos: error 0, tolerance 0")
