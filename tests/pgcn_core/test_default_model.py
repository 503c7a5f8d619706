"""The P-GCN that comes with the program."""

from __future__ import annotations

import dataclasses
import shutil

import numpy as np
import pytest

from pgcn_core import settling
from pgcn_core.checkpoints import Checkpoint
from pgcn_core.config import GraphSettings, ProposalSettings, Settings
from pgcn_core.default_model import default_model
from pgcn_core.errors import WeightsError
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.features.weights import find_weights
from pgcn_core.graph import build_graph
from pgcn_core.pipeline import load_engine, localize
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.settling import as_trained, usable_model
from pgcn_core.streams import run_stream
from tests.pgcn_core.sequences import sequence
from tests.places import shared_dir

LARGEST_BYTES = 15_000_000
BACKGROUND = [19.766, 19.766, 18.638, 17.069]
COMPLETENESS = [-3.861, -3.861, -3.506, -3.923]


@pytest.fixture(scope="module")
def shipped():
    return Checkpoint.load(default_model())


def test_it_is_small_and_says_what_it_is(shipped):
    folder = default_model()
    assert sum(one.stat().st_size for one in folder.iterdir()) < LARGEST_BYTES
    assert "# " in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert shipped.labels == kinetics_labels()
    assert set(shipped.streams) == {"rgb"}
    assert shipped.card["licence"]


def test_its_card_shapes_the_run_unless_a_person_set_something_else(shipped):
    settings = as_trained(Settings.paper(), shipped)
    assert settings.proposals.makers == ("tag", "sliding", "labels")
    assert settings.proposals.pooling == "mean"
    assert settings.detections.completeness == "sigmoid"
    assert settings.detections.min_score > 0
    mine = Settings.paper().with_makers(("sliding",))
    mine = dataclasses.replace(
        mine, detections=dataclasses.replace(mine.detections, min_score=0.05)
    )
    asked = as_trained(mine, shipped)
    assert asked.proposals.makers == ("sliding",)
    assert asked.detections.min_score == 0.05
    assert asked.detections.completeness == "sigmoid"


def test_golden_scores(shipped):
    """The numbers that were measured are those of these weights."""
    values = np.abs(np.sin(np.arange(20 * 1024, dtype=np.float64))).reshape(20, 1024)
    one = sequence(20, values=values.astype(np.float32))
    segments = np.array([[1.0, 4.0], [1.2, 4.1], [2.0, 3.0], [5.0, 8.0]])
    pooled = pool_features(one, segments, ProposalSettings(pooling="mean"))
    graph = build_graph(segments, GraphSettings())
    found = run_stream(shipped.streams["rgb"].build(), pooled, graph)
    assert found.activity_logits.shape == (4, 401)
    assert not found.offsets.any()
    assert found.activity_logits[:, 0] == pytest.approx(BACKGROUND, abs=0.02)
    assert found.completeness_logits[:, 6] == pytest.approx(COMPLETENESS, abs=0.02)


def test_it_is_left_out_where_the_feature_network_is_another(monkeypatch):
    class Other:
        sha256 = "0" * 64

    monkeypatch.setattr(settling, "find_weights", lambda _: Other)
    assert usable_model(default_model()) is None
    assert usable_model(None) is None


def test_a_checkpoint_that_somebody_named_is_never_left_out(tmp_path):
    copy = shutil.copytree(default_model(), tmp_path / "mine")
    assert usable_model(copy) == copy


def test_the_first_run_of_a_real_clip_has_a_graph_that_counts():
    shared = shared_dir()
    if shared is None:
        pytest.skip("the real clips are not here")
    try:
        find_weights("rgb")
    except WeightsError:
        pytest.skip("no I3D weights are installed")
    if usable_model(default_model()) is None:
        pytest.skip("other I3D weights are installed")
    settings = Settings.paper().with_flow("none")
    engine = load_engine(settings, checkpoint=default_model(), device="cpu")
    clip = shared / "data" / "real_clips" / "tv_v_SoccerJuggling_g23_c01.avi"
    found = localize(clip, engine)
    assert found.is_trained
    assert "kinetics400-default" in found.note
    assert len(found.graph.neighbours) > 0
    assert found.evidence.sources.checkpoint
    assert found.uncertainty.spread is not None
    best = found.detections.label_idx[0]
    assert found.labels[best] == "juggling soccer ball"
