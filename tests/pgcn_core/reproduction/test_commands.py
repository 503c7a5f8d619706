import json

import pytest
from click.testing import CliRunner

from pgcn_core.commands.group import cli
from pgcn_core.errors import FeatureError, OutputError, SettingsError
from pgcn_core.proposals.bsn.settings import BsnSettings, BsnTrainingSettings
from pgcn_core.reproduction import reproducing, studies
from pgcn_core.reproduction.proposals import MakerSettings
from tests.pgcn_core.reproduction.kitchen_folder import write_salads

LINE = ["--dataset", "50salads", "--splits", "2", "--seeds", "0", "--epochs", "1"]


@pytest.fixture(scope="module", autouse=True)
def small_bsn():
    """A BSN that learns in a second; where it learns from does not change."""

    def small(window_units):
        return MakerSettings(
            max_proposals=100,
            bsn=BsnSettings(window_units=window_units, temporal_hidden=16, evaluation_hidden=16),
            bsn_training=BsnTrainingSettings(
                epochs=5, proposals_per_window=100, validation_share=0.0
            ),
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(studies, "_makers", small)
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_salads(tmp_path_factory.mktemp("kitchen"))


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("out")


def reproduce(*arguments):
    """Run it as typed; the world's failures come through as they are raised."""
    return CliRunner().invoke(cli, ["reproduce", *map(str, arguments)], catch_exceptions=True)


@pytest.fixture(scope="module")
def first(data, out):
    """The table of depths of one split and seed, with its JSON."""
    file = out / "depth.json"
    done = reproduce(*LINE, "--data", data, "--out", out, "--table", "depth", "--json", file)
    assert done.exit_code == 0, done.output
    return done, json.loads(file.read_text())


def runs(out):
    return sorted((out / "50salads" / "runs").glob("*.json"))


def test_a_table_has_both_streams_and_their_fusion(first):
    done, values = first
    assert "| row | paper, RGB / flow | video | accelerometers | fused |" in done.stdout
    assert "two (P-GCN) > one (asked here)" in done.stdout
    assert done.stdout.count("| 1 of 1 |") == 3
    run = values["tables"]["depth"]["rows"]["2"]["runs"][0]
    assert (run["split"], run["seed"], run["failure"]) == (2, 0, None)
    assert {name: len(row) for name, row in run["map"].items()} == dict.fromkeys(
        ("rgb", "flow", "fused"), 7
    )
    assert all(0 <= value <= 1 for row in run["map"].values() for value in row)


def test_features_that_tell_the_labels_apart_are_learned_from(first):
    # One epoch on labels with a direction each: chance would be near 0.
    values = first[1]["tables"]["depth"]["rows"]
    assert max(row["runs"][0]["map"]["rgb"][0] for row in values.values()) > 0.3


def test_what_is_finished_is_not_done_again(first, data, out, monkeypatch):
    def forbidden(*_arguments, **_more):
        raise AssertionError("trained again")

    monkeypatch.setattr(reproducing, "perform", forbidden)
    again = reproduce(*LINE, "--data", data, "--out", out, "--table", "depth")
    assert again.exit_code == 0, again.exception
    assert again.stdout == first[0].stdout


def test_one_lost_result_is_made_again_alike_and_the_others_stay(first, data, out):
    files = runs(out)
    before = {file: (file.stat().st_mtime_ns, json.loads(file.read_text())) for file in files}
    files[0].write_text("{")
    done = reproduce(*LINE, "--data", data, "--out", out, "--table", "depth")
    assert done.stdout == first[0].stdout
    assert json.loads(files[0].read_text())["scores"] == before[files[0]][1]["scores"]
    assert [file.stat().st_mtime_ns for file in files[1:]] == [before[f][0] for f in files[1:]]


def test_no_checkpoint_is_left_lying_about(first, out):
    assert not list((out / "50salads" / "split-2").glob("training-*"))


def test_finished_trains_nothing(first, data, out):
    n_before = len(runs(out))
    done = reproduce(*LINE, "--data", "nowhere", "--out", out, "--table", "all", "--finished")
    assert done.exit_code == 0, done.exception
    assert len(runs(out)) == n_before
    assert "0 of 1" in done.stdout
    assert "1 of 1" in done.stdout


def test_changed_settings_of_the_makers_make_the_split_anew(first, data, out):
    ready = out / "50salads" / "split-2" / "ready.json"
    held = json.loads(ready.read_text())
    held["settings"]["units"]["stride_frames"] = 99
    ready.write_text(json.dumps(held))
    marker = ready.parent / "old"
    marker.touch()
    runs(out)[0].unlink()
    assert reproduce(*LINE, "--data", data, "--out", out, "--table", "depth").exit_code == 0
    assert not marker.exists()
    assert json.loads(ready.read_text())["settings"]["units"]["stride_frames"] == 4


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (["--data", "nowhere"], FeatureError, "cannot be read"),
        (["--splits", "6"], SettingsError, "50salads has no split 6"),
    ],
)
def test_what_cannot_be_done_is_said(data, tmp_path, change, error, sentence):
    done = reproduce(*LINE, "--data", data, "--out", tmp_path / "o", "--table", "depth", *change)
    assert isinstance(done.exception, error)
    assert sentence in str(done.exception)


def test_an_output_that_is_a_file_is_refused(data, tmp_path):
    (tmp_path / "file").touch()
    done = reproduce(*LINE, "--data", data, "--out", tmp_path / "file", "--table", "depth")
    assert isinstance(done.exception, OutputError)


@pytest.mark.parametrize("seeds", ["0,x", "-1", ""])
def test_seeds_are_whole_numbers(data, tmp_path, seeds):
    done = reproduce("--dataset", "gtea", "--data", data, "--out", tmp_path, "--seeds", seeds)
    assert done.exit_code == 2
    assert "is not a list" in done.output
