"""Which networks an engine loads; tests/e2e runs it."""

import dataclasses

import pytest

from pgcn_core import pipeline, settling
from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint
from pgcn_core.config import ModelSettings, Settings
from pgcn_core.model import Pgcn
from pgcn_core.pipeline import load_engine
from tests.pgcn_core.features.networks import PictureMeans, entry


@pytest.fixture
def weights(monkeypatch):
    """What the weights room says of the flow weights; loading costs nothing."""
    said = {"inflated": True}
    monkeypatch.setattr(
        settling,
        "find_weights",
        lambda stream: dataclasses.replace(entry(stream), inflated=said["inflated"]),
    )
    monkeypatch.setattr(pipeline, "load_backbone", lambda stream, **_: PictureMeans(stream))
    return said


def test_a_stand_in_flow_nobody_named_is_left_out(weights):
    engine = load_engine(Settings.paper(), device="cpu")
    assert list(engine.backbones) == ["rgb"]
    assert engine.settings.features.streams == ("rgb",)
    assert engine.without_flow
    assert "Optical flow was left out" in engine.note


def test_a_stand_in_flow_asked_for_by_name_joins_at_its_weight(weights):
    engine = load_engine(Settings.paper().with_flow("dis"), device="cpu")
    assert list(engine.backbones) == ["rgb", "flow"]
    assert (
        engine.settings.fusion.flow_weight == 0.2 == Settings.paper().coldstart.inflated_flow_weight
    )
    assert "left out" not in engine.note


def test_trained_flow_weights_are_used_at_their_own_weight(weights):
    weights["inflated"] = False
    engine = load_engine(Settings.paper(), device="cpu")
    assert list(engine.backbones) == ["rgb", "flow"]
    assert engine.settings.fusion.flow_weight == Settings.paper().coldstart.flow_weight > 0
    assert "left out" not in engine.note


def test_a_checkpoint_with_a_flow_network_always_gets_flow(weights, tmp_path):
    sizes = ModelSettings(n_labels=1, hidden_dim=2)
    one = StreamCheckpoint(sizes, Pgcn(sizes).state_dict(), Pgcn(sizes).offset_stats)
    Checkpoint(("jump",), {"rgb": one, "flow": one}, {}).save(tmp_path / "mine")
    engine = load_engine(Settings.paper(), device="cpu", checkpoint=tmp_path / "mine")
    assert list(engine.backbones) == ["rgb", "flow"]
    assert engine.settings.fusion == Settings.paper().fusion
    assert engine.note == "Scored by the trained P-GCN mine."


def test_without_flow_asked_for_nothing_is_said_of_it(weights):
    engine = load_engine(Settings.paper().with_flow("none"), device="cpu")
    assert list(engine.backbones) == ["rgb"]
    assert "flow" not in engine.note
