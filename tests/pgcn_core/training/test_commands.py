import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pgcn_core.checkpoints import Checkpoint
from pgcn_core.commands.group import cli
from pgcn_core.errors import SettingsError
from pgcn_core.text_files import read_labels
from pgcn_core.training.presets import find_preset, list_presets
from pgcn_core.training.settings import Recipe
from tests.pgcn_core.training.sets import SMALL
from tests.places import REPO
from tests.synthetic_actions import LABELS, Size, write_set


@pytest.fixture
def folder(tmp_path):
    write_set(tmp_path, Size(n_videos=3, dim=16, n_frames=800, n_proposals=32))
    return tmp_path


def arguments_of(folder, *extra, labels="labels.txt"):
    return [
        "train", "--features", str(folder / "rgb"), "--proposals", str(folder / "proposals.txt"),
        "--labels", str(folder / labels), "--stream", "rgb", "--out", str(folder / "out"), *extra,
    ]  # fmt: skip


def run(folder, *extra, labels="labels.txt"):
    return CliRunner().invoke(cli, arguments_of(folder, *extra, labels=labels))


def test_presets_are_listed():
    done = CliRunner().invoke(cli, ["train", "--list-presets"])
    assert done.exit_code == 0
    assert len(done.output.splitlines()) == len(list_presets())
    assert "table7/ns-10" in done.output


def test_a_preset_trains_on_files(folder):
    done = run(folder, "--preset", "table4/mean-gcn", "--epochs", "1", "--batch", "16")
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(folder / "out")
    assert "on videos set aside from training" in done.stderr
    checkpoint = Checkpoint.load(folder / "out")
    assert checkpoint.labels == LABELS
    settings = checkpoint.streams["rgb"].settings
    assert (settings.n_labels, settings.feature_dim) == (3, 16)
    assert settings.activity_network == "mean"


def test_a_recipe_file_trains_too(folder):
    (folder / "recipe.json").write_text(json.dumps(SMALL.to_dict()))
    recipe = ("--recipe", str(folder / "recipe.json"))
    assert run(folder, *recipe, "--patience", "1", "--rate", "0.5").exit_code == 0
    facts = Checkpoint.load(folder / "out").card["training"]["rgb"]
    assert facts["recipe"]["optimiser"]["rgb_rate"] == 0.5
    assert facts["recipe"]["model"]["hidden_dim"] == 16
    again = run(folder, *recipe, "--patience", "1", "--rate", "0.5", "--resume")
    assert again.exit_code == 0


def test_a_bad_file_ends_the_command_with_its_own_code(folder):
    (folder / "rgb" / "video_001.npy").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "pgcn_core", *arguments_of(folder)],
        cwd=REPO, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 11
    assert done.stderr.splitlines()[-1].startswith("pgcn: There is no feature file for video_001")


def test_an_unknown_preset_is_named(folder):
    assert "There is no preset 'table9'" in str(run(folder, "--preset", "table9").exception)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n\nb\n", "without a label"),
        ("", "without a label"),
        ("a\nb\na\n", "names 'a' twice"),
    ],
)
def test_bad_label_files_are_named(tmp_path, text, message):
    (tmp_path / "labels.txt").write_text(text)
    with pytest.raises(SettingsError, match=message):
        read_labels(tmp_path / "labels.txt")


def test_a_missing_label_file_is_named(folder):
    assert "There is no file" in str(run(folder, labels="none.txt").exception)


def test_a_damaged_recipe_is_named(folder):
    (folder / "recipe.json").write_text("{")
    assert "is not JSON: line 1" in str(
        run(folder, "--recipe", str(folder / "recipe.json")).exception
    )
    (folder / "recipe.json").write_text('{"pools": {"fill": 1}}')
    assert "pools.fill" in str(run(folder, "--recipe", str(folder / "recipe.json")).exception)


@pytest.mark.parametrize("name", list_presets())
def test_recipes_survive_json(name):
    recipe = find_preset(name)
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe


def test_half_precision_on_a_cpu_is_done_and_written_down(folder):
    done = run(folder, "--epochs", "1", "--batch", "16", "--amp", "--device", "cpu")
    assert done.exit_code == 0, done.output
    facts = Checkpoint.load(folder / "out").card["training"]["rgb"]
    assert facts["precision"] == "bfloat16"
    # What was begun in one precision is not ended in another.
    again = run(folder, "--epochs", "1", "--batch", "16", "--resume", "--device", "cpu")
    assert "another precision" in str(again.exception)


def without_stream(folder, *extra):
    arguments = arguments_of(folder, *extra)
    at = arguments.index("--stream")
    return CliRunner().invoke(cli, arguments[:at] + arguments[at + 2 :])


def test_a_preset_of_figure_3_knows_its_stream_and_its_maker(folder):
    few = ("--epochs", "1", "--batch", "16", "--device", "cpu")
    done = without_stream(folder, "--preset", "fig3/bsn-rgb", *few)
    assert done.exit_code == 0, done.output
    facts = Checkpoint.load(folder / "out").card["training"]["rgb"]["recipe"]["proposals"]
    assert (facts["makers"], facts["suppression"]) == (["bsn"], "soft_nms")
    assert facts["max_proposals"] == 600
    wrong = run(folder, "--preset", "fig3/tag-flow")
    assert "fig3/tag-flow is trained on flow, not rgb" in str(wrong.exception)
    unsaid = without_stream(folder, "--preset", "thumos14")
    assert unsaid.exit_code == 2
    assert "Say with --stream" in unsaid.output


def test_every_preset_of_figure_3_is_there():
    presets = list_presets()
    found = {name: preset for name, preset in presets.items() if name.startswith("fig3/")}
    assert sorted(found) == ["fig3/bsn-flow", "fig3/bsn-rgb", "fig3/tag-flow", "fig3/tag-rgb"]
    for name, preset in found.items():
        maker, stream = name.removeprefix("fig3/").split("-")
        assert preset.recipe.proposals.makers == (maker,)
        assert preset.stream == stream
        assert preset.says == f"{maker.upper()} proposals, {stream} features"
    assert presets["thumos14"].stream is None
