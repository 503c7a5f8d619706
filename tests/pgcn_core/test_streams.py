from threading import Event

import numpy as np
import pytest
import torch

from pgcn_core.config import FusionSettings, GraphSettings, ModelSettings
from pgcn_core.errors import Cancelled
from pgcn_core.graph import build_graph
from pgcn_core.model import Pgcn, graph_tensors
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.streams import ProposalScores, fuse_streams, run_stream


def constant(value, n=2, k=3):
    shapes = ((n, k + 1), (n, k), (n, k, 2))
    return ProposalScores(*(np.full(shape, value, np.float32) for shape in shapes))


@pytest.mark.parametrize(
    ("weights", "expected"), [((2, 3), 1 * 0.4 + 6 * 0.6), ((1.0, 1.2), (1 + 7.2) / 2.2)]
)
def test_fusion_is_a_weighted_mean_of_raw_scores(weights, expected):
    fused = fuse_streams({"rgb": constant(1), "flow": constant(6)}, FusionSettings(*weights))
    for values in (fused.activity_logits, fused.completeness_logits, fused.offsets):
        np.testing.assert_allclose(values, expected, rtol=1e-6)
        assert values.dtype == np.float32


def test_one_stream_is_left_as_it_is():
    fused = fuse_streams({"flow": constant(0.1)}, FusionSettings())
    np.testing.assert_array_equal(fused.offsets, constant(0.1).offsets)


@pytest.mark.parametrize("scores", [{}, {"rgb": constant(1)}])
def test_nothing_to_fuse_is_a_bug(scores):
    with pytest.raises(ValueError, match="at least one stream"):
        fuse_streams(scores, FusionSettings(0.0, 1.0))


@pytest.fixture
def material():
    torch.manual_seed(0)
    model = Pgcn(ModelSettings(n_labels=3, feature_dim=4, hidden_dim=8))
    rng = np.random.default_rng(0)
    features = ProposalFeatures(rng.random((5, 4), np.float32), rng.random((5, 12), np.float32))
    start = np.arange(5.0)
    return model, features, build_graph(np.stack([start, start + 10], 1), GraphSettings())


def test_offsets_leave_de_normalised_and_dropout_is_off(material):
    model, features, graph = material
    model.train()
    model.offset_stats.copy_(torch.tensor([[1.0, 2.0], [0.5, 0.5]]))
    scores = run_stream(model, features, graph)
    assert not model.training
    with torch.no_grad():
        raw = model(
            torch.from_numpy(features.activity),
            torch.from_numpy(features.completeness),
            graph_tensors(graph),
        )
    np.testing.assert_allclose(scores.offsets, raw.offsets.numpy() * 0.5 + [1, 2], rtol=1e-6)
    np.testing.assert_array_equal(scores.activity_logits, raw.activity_logits.numpy())
    assert scores.offsets.dtype == np.float32


def test_cancel_is_heard(material):
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        run_stream(*material, cancel=cancel)
