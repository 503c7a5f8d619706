import dataclasses
import json

import numpy as np
import pytest
from click.testing import CliRunner

from pgcn_core.errors import EvaluationFileError
from pgcn_core.reproduction import best, best_runs
from pgcn_core.reproduction.against import Segmented, measure, published, table, thin_out
from pgcn_core.reproduction.aggregates import AggregateSettings, HardeningSettings
from pgcn_core.reproduction.best import (
    best_settings,
    label_runs_of,
    mean_scores,
    run_split,
)
from pgcn_core.reproduction.best_commands import reproduce_best
from pgcn_core.reproduction.best_runs import BestRun, perform, read_runs, tables
from pgcn_core.reproduction.dense_data import DenseDataSettings, prepare
from pgcn_core.reproduction.dense_proposals import DenseSettings
from pgcn_core.reproduction.frame_labeller import LabellerSettings
from pgcn_core.reproduction.matlab import read_mat
from pgcn_core.streams import ProposalScores
from tests.pgcn_core.reproduction.kitchen_folder import write_salads
from tests.pgcn_core.reproduction.kitchens import kitchen_split
from tests.places import shared_dir


def small(name="50salads"):
    """The chosen settings, cut down to seconds."""
    chosen = best_settings(name)
    recipe = chosen.recipes["rgb"]
    recipe = dataclasses.replace(
        recipe,
        model=dataclasses.replace(recipe.model, hidden_dim=24),
        optimiser=dataclasses.replace(
            recipe.optimiser, epochs=5, milestones=(3, 4), batch_videos=4, rgb_rate=0.1
        ),
    )
    data = DenseDataSettings(
        {"rgb": AggregateSettings(4, (1,), ()), "flow": AggregateSettings(4, (1,), ())},
        hardening=HardeningSettings(10, 10, 0.3, 0.3),
        labeller=LabellerSettings(hidden=8, epochs=10),
        folds=2,
        proposals=DenseSettings(windows=(10, 20), levels=(0.3, 0.5)),
        copies=2,
    )
    recipes = {"rgb": recipe, "flow": recipe}
    return dataclasses.replace(chosen, data=data, recipes=recipes)


def test_label_runs_hold_the_background():
    runs, labels = label_runs_of(np.array([0, 0, 2, 2, 2, 1]))
    assert runs.tolist() == [[0, 2], [2, 5], [5, 6]]
    assert labels.tolist() == [0, 2, 1]


def test_mean_scores():
    def one(value):
        return ProposalScores(
            np.full((2, 3), value, np.float32),
            np.full((2, 2), 2 * value, np.float32),
            np.full((2, 2, 2), 3 * value, np.float32),
        )

    mean = mean_scores([one(1.0), one(3.0)])
    assert (mean.activity_logits == 2).all()
    assert (mean.completeness_logits == 4).all()
    assert (mean.offsets == 6).all()


def test_a_split_from_end_to_end(tmp_path):
    split = kitchen_split(people=3)
    settings = small()
    data = prepare(split, settings.data, 0, spoils_test=False)
    results = run_split(data, settings, (0, 1), tmp_path)
    assert set(results) == {
        f"{kind} {which}" for kind in ("rgb", "fused") for which in (0, 1, "ensemble")
    }
    video = split.test[0]
    for variant in ("fused 0", "fused ensemble"):
        found = results[variant][video.video_id]
        assert (found.frame_labels == video.frame_labels).mean() > 0.6
        assert found.detections.label_idx.min() >= 0
        assert found.detections.label_idx.max() < len(split.labels)
        assert (np.diff(found.detections.score) <= 0).all()
    # What is there is not trained again, and says the same.
    states = sorted(tmp_path.rglob("state.safetensors"))
    written = [path.stat().st_mtime_ns for path in states]
    again = run_split(data, settings, (0,), tmp_path)
    assert [path.stat().st_mtime_ns for path in states] == written
    np.testing.assert_array_equal(
        again["rgb 0"][video.video_id].frame_labels, results["rgb 0"][video.video_id].frame_labels
    )


def test_runs_are_kept_and_become_a_table(tmp_path, monkeypatch):
    monkeypatch.setattr(best_runs, "read_split", lambda *_: kitchen_split(people=3))
    run = BestRun("50salads", small(), (0,))
    perform(run, tmp_path, 2, tmp_path)
    (kept,) = tmp_path.glob("50salads-test-split-2-*.json")
    before = kept.stat().st_mtime_ns
    perform(run, tmp_path, 2, tmp_path)
    assert kept.stat().st_mtime_ns == before
    runs = read_runs(run, tmp_path)
    assert list(runs) == [2]
    (text,) = tables(run, tmp_path, tmp_path)
    assert "splits 2, test" in text
    assert "P-GCN, video and accelerometers, seed 0" in text
    other = dataclasses.replace(run, seeds=(0, 1))
    assert read_runs(other, tmp_path) == {}
    assert run.networks(tmp_path, 2) == other.networks(tmp_path, 2)
    held = dataclasses.replace(run, holds_out=True)
    assert held.file(tmp_path, 2) != run.file(tmp_path, 2)
    assert held.networks(tmp_path, 2) != run.networks(tmp_path, 2)


def test_every_fifth_frame():
    # Frames 0, 5, 10 lie in [0, 11); none in [1, 5).
    assert thin_out(np.array([[0.0, 11.0], [1.0, 5.0], [4.6, 10.2]])).tolist() == [
        [0, 3],
        [1, 1],
        [1, 2],
    ]


def test_measure_by_hand():
    truth = np.array([0, 1, 1, 1, 1, 2, 2, 2, 2, 0])
    exact = Segmented(
        truth, truth, np.array([[1.0, 5.0], [5.0, 9.0]]), np.array([1, 2]), np.array([0.9, 0.8])
    )
    assert measure([exact]) == pytest.approx((100,) * 6)
    half = dataclasses.replace(
        exact, segments=np.array([[1.0, 5.0], [5.0, 6.0]]), labels=np.zeros(10, np.int64)
    )
    assert measure([half]) == pytest.approx((0, 0, 0, 0, 20, 50))


def test_a_table_has_means_and_deviations():
    text = table({"a": [(1.0,) * 6, (3.0,) * 6], "b": [(5.0,) * 6]})
    assert "| a | 2.0 ± 1.4 |" in text
    assert "| b | 5.0 |" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("50salads", [68.0, 63.9, 52.6, 59.8, 64.7, 46.9]),
        ("gtea", [73.2, 68.5, 55.6, 69.9, 63.7, 50.5]),
    ],
)
def test_the_published_numbers(name, expected):
    shared = shared_dir()
    folder = shared / "data" / "kitchen_features_tcn" if shared else None
    if folder is None or not folder.is_dir():
        pytest.skip("the kitchen features are not here")
    videos = [video for split in published(folder, name) for video in split]
    assert [round(value, 1) for value in measure(videos)] == expected


def test_without_predictions_there_is_nothing_published(tmp_path):
    assert published(tmp_path, "gtea") is None


def test_the_verb_refuses_what_is_no_list(tmp_path):
    common = ["--data", str(tmp_path), "--dataset", "gtea", "--out", str(tmp_path)]
    done = CliRunner().invoke(reproduce_best, [*common, "--splits", "a"])
    assert done.exit_code == 2
    assert "is not a list such as 0,1,2" in done.output
    done = CliRunner().invoke(reproduce_best, [*common, "--finished"])
    assert (done.exit_code, done.output) == (0, "\n")


def test_the_verb_from_files_to_a_table(tmp_path, monkeypatch):
    data = write_salads(tmp_path / "data")
    monkeypatch.setattr(best, "best_settings", small)
    command = ["--dataset", "50salads", "--data", str(data), "--out", str(tmp_path / "out")]
    command += ["--seeds", "0", "--splits", "1", "--held-out"]
    done = CliRunner().invoke(reproduce_best, command)
    assert done.exit_code == 0, done.output
    assert "50salads, splits 1, people held out of training" in done.output
    assert "ED-TCN" not in done.output
    (kept,) = (tmp_path / "out").glob("50salads-held-out-split-1-*.json")
    held = json.loads(kept.read_text())
    assert len(held["people_held_out"]) == 2
    assert {name.split("-")[0] for name in held["truth"]} == set(held["people_held_out"])
    again = CliRunner().invoke(reproduce_best, [*command, "--finished"])
    assert again.output.strip() in done.output


@pytest.mark.parametrize("content", [b"", b"PK", b"MATLAB 5.0" + bytes(118) + b"\x0e\0\0\0\xff"])
def test_a_damaged_mat_file_is_told(tmp_path, content):
    path = tmp_path / "1.mat"
    path.write_bytes(content)
    with pytest.raises(EvaluationFileError, match=r"1\.mat is no MATLAB 5.0 file"):
        read_mat(path)
