"""What ``pgcn weights import`` makes of a file, by its content."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from pgcn_core.checkpoints import Checkpoint
from pgcn_core.config import ModelSettings
from pgcn_core.errors import CheckpointError, WeightsError
from pgcn_core.features.labels import thumos14_labels
from pgcn_core.features.weights import InstalledWeights
from pgcn_core.importing import PgcnChoices, import_file
from pgcn_core.model import Pgcn
from tests.pgcn_core.features.networks import random_state


@pytest.fixture(autouse=True)
def _own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("PGCN_DATA_DIR", str(tmp_path / "data"))


def released(path: Path, n_labels: int = 20) -> Path:
    """Write a checkpoint as the released training script does."""
    torch.manual_seed(0)
    network = Pgcn(ModelSettings(n_labels=n_labels, feature_dim=16, hidden_dim=8))
    state = {f"module.{name}": value for name, value in network.state_dict().items()}
    torch.save({"epoch": 20, "state_dict": state, "reg_stats": torch.ones(2, 2)}, path)
    return path


def test_an_i3d_goes_to_the_weights(tmp_path):
    path = tmp_path / "rgb_imagenet.pt"
    torch.save(random_state(3, n_labels=4), path)
    installed = import_file(path, PgcnChoices())
    assert isinstance(installed, InstalledWeights)
    assert (installed.stream, installed.n_labels) == ("rgb", 4)


def test_both_streams_of_a_release_make_one_checkpoint(tmp_path):
    folder = import_file(released(tmp_path / "RGB_cpt.pth"), PgcnChoices())
    assert folder == tmp_path / "data" / "checkpoints" / "official"
    assert set(Checkpoint.load(folder).streams) == {"rgb"}
    assert import_file(released(tmp_path / "Flow_cpt.pth"), PgcnChoices()) == folder
    both = Checkpoint.load(folder)
    assert set(both.streams) == {"rgb", "flow"}
    assert both.labels == thumos14_labels()


def test_labels_and_stream_can_be_named(tmp_path):
    path = released(tmp_path / "best.pth", n_labels=2)
    with pytest.raises(CheckpointError, match="rgb or flow") as caught:
        import_file(path, PgcnChoices("mine"))
    assert "--stream" in caught.value.next_step
    with pytest.raises(CheckpointError, match="2 labels whose names are not known"):
        import_file(path, PgcnChoices("mine", "rgb"))
    with pytest.raises(CheckpointError, match="scores 2 labels, but 3 are named"):
        import_file(path, PgcnChoices("mine", "rgb", ("a", "b", "c")))
    folder = import_file(path, PgcnChoices("mine", "rgb", ("a", "b")))
    assert Checkpoint.load(folder).labels == ("a", "b")
    with pytest.raises(CheckpointError, match="scores other labels"):
        import_file(path, PgcnChoices("mine", "flow", ("c", "d")))
    assert set(Checkpoint.load(folder).streams) == {"rgb"}


@pytest.mark.parametrize("name", ["../other", "a/b", "", ".", ".."])
def test_a_name_cannot_lead_elsewhere(tmp_path, name):
    path = released(tmp_path / "RGB_cpt.pth")
    with pytest.raises(CheckpointError, match="cannot be the name of a folder"):
        import_file(path, PgcnChoices(name))
    assert not (tmp_path / "data").exists()


def test_other_files_are_refused(tmp_path):
    other = tmp_path / "other.safetensors"
    save_file({"layer.weight": torch.zeros(2, 2)}, other)
    with pytest.raises(WeightsError, match="holds no I3D weights"):
        import_file(other, PgcnChoices())
    with pytest.raises(WeightsError, match="There is no file"):
        import_file(tmp_path / "none.pt", PgcnChoices())
    assert not (tmp_path / "data").exists()
