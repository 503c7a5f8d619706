"""The models on this machine: what a folder holds, which one is used, and what is remembered."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event

import pytest
import torch

from app.config.settings import COLD_START, Settings, load_settings
from app.domain.errors import EngineError
from app.engine.explainer import EngineExplainer
from app.engine.models import EngineModels, chosen_model
from app.services.explaining import RunCase, WhyQuestion
from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint
from pgcn_core.config import ModelSettings
from pgcn_core.config import Settings as EngineSettings
from pgcn_core.default_model import default_model
from pgcn_core.model import Pgcn
from tests.factories import make_evidence, make_graph


def checkpoint_in(folder: Path, feature_dim: int = 1024, **card: str) -> Path:
    torch.manual_seed(0)
    shape = ModelSettings(n_labels=2, hidden_dim=4, feature_dim=feature_dim)
    state = {name: value.clone() for name, value in Pgcn(shape).state_dict().items()}
    stats = torch.tensor([[0.0, 0.0], [0.1, 0.1]], dtype=torch.float64)
    Checkpoint(("a", "b"), {"rgb": StreamCheckpoint(shape, state, stats)}, card).save(folder)
    return folder


@pytest.fixture
def models(tmp_path):
    made = EngineModels(
        Settings(flow="none"), tmp_path / "settings.json", tmp_path / "cache", tmp_path / "models"
    )
    yield made
    made.localizer.close()
    made.explainer.close()


def test_what_is_chosen_is_remembered_with_the_other_settings(models, tmp_path):
    mine = checkpoint_in(tmp_path / "models" / "mine")
    assert set(models.known()) == {default_model(), mine}
    assert models.chosen == default_model()
    models.choose(mine)
    assert models.chosen == mine
    found = load_settings(tmp_path / "settings.json")
    assert found.warnings == ()
    assert found.settings == Settings(flow="none", checkpoint=mine)
    models.choose(default_model())
    assert load_settings(tmp_path / "settings.json").settings == Settings(flow="none")


def test_the_cold_start_stays_when_it_is_chosen(models, tmp_path):
    models.choose(None)
    kept = load_settings(tmp_path / "settings.json")
    assert kept.warnings == ()
    assert kept.settings.checkpoint == COLD_START
    assert models.chosen is None is chosen_model(kept.settings)


@pytest.mark.parametrize(
    ("settings", "is_default"),
    [
        (Settings(), True),
        (Settings.model_validate_json('{"version": 1, "checkpoint": null}'), True),
        # It looks at pictures alone: a flow asked for by name is not thrown away.
        (Settings(flow="dis"), False),
        (Settings(checkpoint=COLD_START), False),
    ],
)
def test_who_chose_nothing_has_the_shipped_model(settings, is_default):
    assert chosen_model(settings) == (default_model() if is_default else None)


def test_a_folder_of_nothing_adds_nothing(tmp_path):
    known = EngineModels(Settings(), tmp_path / "s", tmp_path, tmp_path / "none").known()
    assert known == [default_model()]


def test_what_a_folder_holds(tmp_path):
    worker = EngineExplainer(tmp_path, None)
    facts = worker.check(checkpoint_in(tmp_path / "mine", name="Athletics"))
    assert (facts.name, facts.labels, facts.streams) == ("Athletics", ("a", "b"), ("rgb",))
    with pytest.raises(EngineError, match="checkpoint"):
        worker.check(tmp_path / "nothing")
    with pytest.raises(EngineError, match="takes 192 features a snippet"):
        worker.check(checkpoint_in(tmp_path / "small", feature_dim=192))


@pytest.mark.parametrize(
    ("checkpoint", "words"), [("", "features of this run are not"), ("abc", "another model")]
)
def test_runs_whose_inputs_are_gone_are_named(tmp_path, checkpoint, words):
    worker = EngineExplainer(tmp_path / "cache", None)
    settings = json.dumps(EngineSettings.paper().to_dict())
    worker.take(RunCase("r", settings, make_graph(), make_evidence(checkpoint=checkpoint)))
    with pytest.raises(EngineError, match=words):
        worker.answer(WhyQuestion(0, "High jump"), Event())
