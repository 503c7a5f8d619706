"""A run taken up again: found by its keys, scored live as a full pass would, or refused by name."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint, fingerprint_of
from pgcn_core.coldstart import coldstart_scores
from pgcn_core.config import ModelSettings, Settings
from pgcn_core.detections import score_pairs
from pgcn_core.errors import CheckpointError, FeatureError
from pgcn_core.evidence import Sources
from pgcn_core.features.cache import FeatureCache
from pgcn_core.graph import build_graph
from pgcn_core.model import Pgcn
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.revisiting import RevisitedRun, StoredRun
from pgcn_core.streams import fuse_streams, run_stream
from tests.pgcn_core.sequences import event_logits, sequence

N_SNIPPETS = 200
DURATION_S = 66.0


def segments_of(n, seed=1):
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 55, n)
    return np.stack([start, start + rng.uniform(0.6, 9, n)], axis=1)


def checkpoint_in(folder, seed=0):
    streams = {}
    for number, stream in enumerate(("rgb", "flow")):
        torch.manual_seed(seed + number)
        shape = ModelSettings(n_labels=3, feature_dim=4, hidden_dim=5)
        network = Pgcn(shape)
        for head in (network.activity_fc, network.completeness_fc, network.regressor_fc):
            torch.nn.init.normal_(head.weight, 0.0, 0.3)
        state = {name: value.clone() for name, value in network.state_dict().items()}
        stats = torch.tensor([[0.1, 0.2], [1.0, 1.0]], dtype=torch.float64)
        streams[stream] = StreamCheckpoint(shape, state, stats)
    Checkpoint(("a", "b", "c"), streams).save(folder)
    return folder


@pytest.fixture
def cache(tmp_path):
    kept = FeatureCache(tmp_path / "features")
    for stream in ("rgb", "flow"):
        logits = event_logits(N_SNIPPETS, [(20, 40, 7), (90, 130, 11)], seed=len(stream))
        made = sequence(N_SNIPPETS, logits=logits, stream=stream)
        kept.store(replace(made, fingerprint=f"key-{stream}"))
    return kept


def stored_run(checkpoint="", *, streams=("rgb", "flow"), n=40):
    settings = Settings.paper()
    segments = segments_of(n)
    graph = build_graph(segments, settings.graph, fps=25.0)
    keys = {stream: f"key-{stream}" for stream in streams}
    return StoredRun(settings, segments, graph, Sources(checkpoint, keys, DURATION_S))


def full_pass(stored, networks, sequences):
    graph = build_graph(stored.segments, stored.settings.graph, fps=25.0)
    found = {
        name: run_stream(
            networks[name], pool_features(one, stored.segments, stored.settings.proposals), graph
        )
        for name, one in sequences.items()
    }
    return score_pairs(fuse_streams(found, stored.settings.fusion), stored.settings.detections)


def moved(stored, proposal, span):
    segments = stored.segments.copy()
    segments[proposal] = span
    return replace(stored, segments=segments)


def test_live_scores_are_those_of_a_full_pass(tmp_path, cache):
    folder = checkpoint_in(tmp_path / "model")
    stored = stored_run(fingerprint_of(folder))
    run = RevisitedRun.load(stored, folder, cache)
    checkpoint = Checkpoint.load(folder)
    networks = {name: one.build() for name, one in checkpoint.streams.items()}
    sequences = {name: cache.load(f"key-{name}") for name in networks}
    # Back and forth, also between proposals: what was moved before must stand where it stood.
    for proposal, span in [(3, (1.0, 4.0)), (3, (1.2, 4.5)), (8, (30.0, 31.0)), (3, (50.0, 60.0))]:
        expected = full_pass(moved(stored, proposal, span), networks, sequences)[proposal]
        np.testing.assert_allclose(run.rescore(proposal, span), expected, rtol=1e-5, atol=1e-7)
    own = tuple(stored.segments[5])
    expected = full_pass(stored, networks, sequences)[5]
    np.testing.assert_allclose(run.rescore(5, own), expected, rtol=1e-5, atol=1e-7)


def test_live_scores_of_a_cold_start_are_those_of_a_full_pass(cache):
    stored = stored_run()
    run = RevisitedRun.load(stored, None, cache)
    assert not run.has_graph_network
    for span in [(0.0, 1.0), (6.0, 12.5), (28.0, 43.0), (60.0, 66.0), (0.0, 66.0), (30.0, 30.4)]:
        scores = {
            name: coldstart_scores(cache.load(f"key-{name}"), np.array([span]), DURATION_S)
            for name in ("rgb", "flow")
        }
        fused = fuse_streams(scores, stored.settings.fusion)
        expected = score_pairs(fused, stored.settings.detections)[0]
        np.testing.assert_allclose(run.rescore(0, span), expected, rtol=1e-5, atol=1e-9)


def test_where_something_happens_actionness_stands_out(cache):
    stored = replace(stored_run(), segments=np.array([[7.5, 13.5], [50.0, 55.0]]))
    run = RevisitedRun.load(stored, None, cache)
    event, quiet = run.standing(0), run.standing(1)
    assert event.inside > event.around + 0.3
    assert event.inside > quiet.inside + 0.3


def test_explaining_needs_a_graph_network(cache):
    with pytest.raises(ValueError, match="cold start"):
        RevisitedRun.load(stored_run(), None, cache).explain(0, 0)


def test_features_that_are_gone_are_named(tmp_path, cache):
    cache.clear()
    with pytest.raises(FeatureError, match="not on this machine any more"):
        RevisitedRun.load(stored_run(), None, cache)


def test_another_model_is_named(tmp_path, cache):
    mine, other = checkpoint_in(tmp_path / "mine"), checkpoint_in(tmp_path / "other", seed=7)
    stored = stored_run(fingerprint_of(mine))
    for chosen in (other, None):
        with pytest.raises(CheckpointError, match="scored by another model"):
            RevisitedRun.load(stored, chosen, cache)


def test_a_segment_that_ends_before_it_starts_is_refused(cache):
    with pytest.raises(ValueError, match="a segment from 3"):
        RevisitedRun.load(stored_run(), None, cache).rescore(0, (3.0, 2.0))
