import json
import os
from collections import OrderedDict

import pytest
import torch
from safetensors.torch import load_file

from pgcn_core.checkpoints import (
    Checkpoint,
    StreamCheckpoint,
    checkpoints_dir,
    import_official,
    list_checkpoints,
)
from pgcn_core.config import ModelSettings
from pgcn_core.errors import CheckpointError, OutputError
from pgcn_core.model import Pgcn

SETTINGS = ModelSettings(n_labels=2, feature_dim=4, hidden_dim=8, edge_relu=True)
STATS = torch.tensor([[0.1, 0.2], [0.3, 0.4]], dtype=torch.float64)


def stream_checkpoint(settings=SETTINGS):
    return StreamCheckpoint(settings, Pgcn(settings).state_dict(), STATS)


def checkpoint():
    streams = {"rgb": stream_checkpoint(), "flow": stream_checkpoint()}
    return Checkpoint(("jump", "löp"), streams, {"name": "Test", "map": {"0.5": 0.4}})


def official(**changes):
    """What the released trainer saves."""
    state = OrderedDict((f"module.{k}", v) for k, v in Pgcn(SETTINGS).state_dict().items())
    return {"epoch": 30, "state_dict": state, "best_loss": 1.5, "reg_stats": STATS} | changes


def save_as(tmp_path, content, *, legacy=True):
    path = tmp_path / "RGB_cpt.pth"
    torch.save(content, path, _use_new_zipfile_serialization=not legacy)
    return path


# ------------------------------------------------------------------------ ours


def test_saving_and_loading_keeps_everything(tmp_path):
    saved = checkpoint()
    saved.save(tmp_path / "mine")
    loaded = Checkpoint.load(tmp_path / "mine")
    assert loaded.labels == saved.labels
    assert loaded.card == saved.card
    assert list(loaded.streams) == ["rgb", "flow"]
    for stream, one in loaded.streams.items():
        assert one.settings == SETTINGS
        assert torch.equal(one.reg_stats, STATS)
        for key, value in saved.streams[stream].state.items():
            assert torch.equal(one.state[key], value)


def test_a_compact_one_is_half_as_large_and_keeps_equal_rows_once(tmp_path):
    made = checkpoint()
    for one in made.streams.values():
        one.state["regressor_fc.weight"][:] = one.state["regressor_fc.weight"][:2].repeat(2, 1)
        one.state["regressor_fc.bias"][:] = torch.tensor([0.5, -0.25, 0.5, -0.25])
    made.save(tmp_path / "whole")
    made.save(tmp_path / "small", is_compact=True)
    assert json.loads((tmp_path / "whole" / "card.json").read_text())["format"] == 1
    assert json.loads((tmp_path / "small" / "card.json").read_text())["format"] == 2
    kept = load_file(tmp_path / "small" / "rgb.safetensors")
    assert kept["regressor_fc.weight"].shape == (2, 24)
    assert kept["completeness_fc.weight"].shape == (2, 24)
    found = Checkpoint.load(tmp_path / "small")
    for stream, one in made.streams.items():
        again = found.streams[stream].state
        for name, value in one.state.items():
            assert again[name].dtype == torch.float32
            assert torch.equal(again[name], value.half().float()), name
    found.streams["rgb"].build()


def test_building_gives_a_network_in_evaluation_mode():
    model = stream_checkpoint().build()
    assert not model.training
    assert torch.equal(model.offset_stats, STATS)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CheckpointError, match="There is no checkpoint in"):
        Checkpoint.load(tmp_path / "none")


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ("{", "is damaged"),
        ('{"format": 99, "labels": [], "streams": {}, "card": {}}', "newer version"),
        ('{"format": 1, "labels": [], "streams": {}, "card": {}}', "holds no stream"),
    ],
)
def test_bad_cards_are_refused(tmp_path, card, sentence):
    checkpoint().save(tmp_path)
    (tmp_path / "card.json").write_text(card)
    with pytest.raises(CheckpointError, match=sentence):
        Checkpoint.load(tmp_path)


def test_weights_missing_or_cut_short_are_refused(tmp_path):
    checkpoint().save(tmp_path)
    path = tmp_path / "flow.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match=r"flow\.safetensors are missing or damaged"):
        Checkpoint.load(tmp_path)
    path.unlink()
    with pytest.raises(CheckpointError, match="missing or damaged"):
        Checkpoint.load(tmp_path)


def test_a_card_of_other_labels_is_refused(tmp_path):
    Checkpoint(("one",), {"rgb": stream_checkpoint()}).save(tmp_path)
    with pytest.raises(CheckpointError, match="names 1 labels, but its rgb network has 2"):
        Checkpoint.load(tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="could not be written"):
        checkpoint().save(tmp_path / "file" / "below")


def test_listing_finds_folders_with_a_card(tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "PGCN_DATA_DIR", str(tmp_path))
    assert checkpoints_dir() == tmp_path / "checkpoints"
    assert list_checkpoints() == []
    for name in ("b", "a"):
        checkpoint().save(checkpoints_dir() / name)
    (checkpoints_dir() / "not-one").mkdir()
    assert [path.name for path in list_checkpoints()] == ["a", "b"]
    monkeypatch.delenv("PGCN_DATA_DIR")
    assert checkpoints_dir().parent.name == "pgcn-studio"


# -------------------------------------------------------------------- official


@pytest.mark.parametrize("legacy", [True, False])
def test_both_containers_are_read(tmp_path, legacy):
    content = official()
    one = import_official(save_as(tmp_path, content, legacy=legacy))
    assert one.settings == SETTINGS
    assert torch.equal(one.reg_stats, STATS)
    assert torch.equal(
        one.state["Act_GCN.gc1.weight"], content["state_dict"]["module.Act_GCN.gc1.weight"]
    )


class Runs:
    """A pickle that would make a file when opened without care."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (os.mkdir, (str(self.path),))


@pytest.mark.parametrize("legacy", [True, False])
def test_a_pickle_that_runs_code_is_refused_and_not_run(tmp_path, legacy):
    path = save_as(tmp_path, official(extra=Runs(tmp_path / "made")), legacy=legacy)
    with pytest.raises(CheckpointError, match="could run code"):
        import_official(path)
    assert not (tmp_path / "made").exists()


def changed(key, value):
    content = official()
    content["state_dict"][f"module.{key}"] = value
    return content


def without(key):
    content = official()
    del content["state_dict"][f"module.{key}"]
    return content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([1, 2], "holds no state_dict"),
        ({"epoch": 3}, "holds no state_dict"),
        (official(reg_stats=None), "no usable reg_stats"),
        (official(reg_stats=torch.zeros(3)), "no usable reg_stats"),
        (official(reg_stats=STATS * torch.nan), "no usable reg_stats"),
        (without("Act_GCN.gc1.weight"), "is not a P-GCN"),
        (without("regressor_fc.bias"), "lacks the weights 'regressor_fc.bias'"),
        (changed("regressor_fc.bias", torch.zeros(5)), r"has shape \(5,\), expected \(4,\)"),
        (changed("completeness_fc.bias", torch.full((2,), torch.inf)), "not finite"),
        (changed("other.weight", torch.zeros(5)), "'other.weight', which no P-GCN has"),
    ],
)
def test_foreign_contents_are_refused(tmp_path, content, sentence):
    with pytest.raises(CheckpointError, match=sentence) as caught:
        import_official(save_as(tmp_path, content))
    assert caught.value.next_step


def test_damaged_and_missing_files_are_refused(tmp_path):
    path = save_as(tmp_path, official())
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(CheckpointError):
        import_official(path)
    path.write_bytes(b"")
    with pytest.raises(CheckpointError):
        import_official(path)
    with pytest.raises(CheckpointError, match="There is no file"):
        import_official(tmp_path / "none.pth")
