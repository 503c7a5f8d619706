"""A P-GCN written as the released code's files, and read again."""

from dataclasses import replace

import pytest
import torch
from click.testing import CliRunner

from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint, import_official
from pgcn_core.commands.group import cli
from pgcn_core.config import ModelSettings
from pgcn_core.errors import CheckpointError, OutputError
from pgcn_core.exporting import export_official, what_changes
from pgcn_core.model import Pgcn
from tests.places import shared_dir

SETTINGS = ModelSettings(n_labels=3, feature_dim=4, hidden_dim=512, edge_relu=True)
LABELS = ("jump", "löp", "a b")


def network(seed=0, **changes):
    torch.manual_seed(seed)
    settings = replace(SETTINGS, **changes)
    stats = torch.rand(2, 2, dtype=torch.float64)
    return StreamCheckpoint(settings, Pgcn(settings).state_dict(), stats)


def saved(folder, **streams):
    Checkpoint(LABELS, streams).save(folder)
    return folder


def same(one, other):
    assert one.settings == other.settings
    assert torch.equal(one.reg_stats, other.reg_stats)
    assert list(one.state) == list(other.state)
    assert all(torch.equal(value, other.state[key]) for key, value in one.state.items())


def test_both_streams_come_back_bit_by_bit(tmp_path):
    streams = {"rgb": network(0), "flow": network(1)}
    folder = saved(tmp_path / "mine", **streams)
    files = export_official(folder, tmp_path / "new" / "out")
    assert [file.name for file in files] == ["RGB_cpt.pth", "Flow_cpt.pth", "labels.txt"]
    assert files[-1].read_text(encoding="utf-8") == "jump\nlöp\na b\n"
    for file, one in zip(files, streams.values(), strict=False):
        same(import_official(file), one)


def test_the_file_is_what_the_released_trainer_saves(tmp_path):
    """Its keys, its container of before torch 1.6, and nothing that needs trust to be opened."""
    one = network()
    file, _ = export_official(saved(tmp_path / "mine", rgb=one), tmp_path)
    assert file.read_bytes()[:2] == b"\x80\x02", "a zip container, which torch 1.0 cannot open"
    content = torch.load(file, map_location="cpu", weights_only=True)
    assert list(content) == ["epoch", "state_dict", "best_loss", "reg_stats"]
    assert content["reg_stats"].dtype == torch.float64
    names = [name.removeprefix("module.") for name in content["state_dict"]]
    assert names == list(Pgcn(SETTINGS).state_dict())
    assert all(name.startswith("module.") for name in content["state_dict"])
    assert all(value.dtype == torch.float32 for value in content["state_dict"].values())


@pytest.mark.parametrize("stream", ["rgb", "flow"])
def test_a_recorded_file_is_written_as_it_was(tmp_path, stream):
    shared = shared_dir()
    recorded = shared / "golden" / "mini" / f"{stream}_cpt_legacy.pth" if shared else None
    if recorded is None or not recorded.is_file():
        pytest.skip("the recorded files are not here")
    before = import_official(recorded)
    labels = tuple(f"label {number}" for number in range(before.settings.n_labels))
    Checkpoint(labels, {stream: before}).save(tmp_path / "mine")
    file, _ = export_official(tmp_path / "mine", tmp_path)
    old, new = (torch.load(one, map_location="cpu", weights_only=True) for one in (recorded, file))
    assert set(new) == set(old)
    assert set(new["state_dict"]) == set(old["state_dict"])
    for name, value in old["state_dict"].items():
        assert torch.equal(value, new["state_dict"][name])
        assert value.dtype == new["state_dict"][name].dtype
    assert torch.equal(old["reg_stats"], new["reg_stats"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"depth": 1}, "depth = 1; the official layout can carry 2 only"),
        ({"depth": 3}, "depth = 3"),
        ({"activity_network": "mlp"}, "activity_network = mlp"),
        ({"completeness_network": "mean"}, "completeness_network = mean"),
        ({"edge_function": "embedded"}, "edge_function = embedded"),
        ({"self_addition": False}, "self_addition = false; the official layout can carry true"),
        ({"aggregation": "mean"}, "aggregation = mean"),
    ],
)
def test_what_the_layout_cannot_carry_is_refused_by_name(tmp_path, changes, words):
    folder = saved(tmp_path / "mine", rgb=network(), flow=network(**changes))
    with pytest.raises(CheckpointError, match=words) as caught:
        export_official(folder, tmp_path / "out")
    assert "flow network of mine" in caught.value.sentence
    assert not (tmp_path / "out").exists()


def test_what_the_released_code_does_differently_is_said(tmp_path):
    (always,) = what_changes(saved(tmp_path / "official", rgb=network()))
    assert "weights alone" in always
    said = what_changes(saved(tmp_path / "paper", rgb=network(edge_relu=False, hidden_dim=8)))
    assert any("negative cosines" in one for one in said)
    assert any("changed to 8" in one for one in said)


def test_the_command_exports_what_the_command_imports(tmp_path, monkeypatch):
    monkeypatch.setenv("PGCN_DATA_DIR", str(tmp_path / "data"))
    folder = saved(tmp_path / "mine", rgb=network())
    out = tmp_path / "out"
    done = CliRunner().invoke(cli, ["weights", "export", str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert str(out / "RGB_cpt.pth") in done.stdout.splitlines()
    arguments = ["weights", "import", str(out / "RGB_cpt.pth"), "--name", "again", "--labels"]
    done = CliRunner().invoke(cli, [*arguments, str(out / "labels.txt")])
    assert done.exit_code == 0, done.output
    again = Checkpoint.load(tmp_path / "data" / "checkpoints" / "again")
    assert again.labels == LABELS
    same(again.streams["rgb"], Checkpoint.load(folder).streams["rgb"])


def test_no_checkpoint_and_no_folder_are_told(tmp_path):
    with pytest.raises(CheckpointError, match="There is no checkpoint in"):
        export_official(tmp_path / "none", tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"):
        export_official(saved(tmp_path / "mine", rgb=network()), tmp_path / "file")


def test_a_full_disk_leaves_the_older_file(tmp_path, full_disk):
    folder = saved(tmp_path / "mine", rgb=network(hidden_dim=8))
    (file, _) = export_official(folder, tmp_path / "out")
    before = file.read_bytes()
    streams = {"rgb": network(1, hidden_dim=8), "flow": network(2, hidden_dim=512)}
    with full_disk(20_000), pytest.raises(OutputError, match="could not be written"):
        saved(folder, **streams)
    with full_disk(1_000), pytest.raises(OutputError, match="cannot be written"):
        export_official(folder, tmp_path / "out")
    kept = Checkpoint.load(folder)
    same(kept.streams["rgb"], network(hidden_dim=8))
    assert sorted(one.name for one in folder.iterdir()) == ["card.json", "rgb.safetensors"]
    assert file.read_bytes() == before
