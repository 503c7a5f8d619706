"""What a network that goes on from another begins with."""

import numpy as np
import pytest
import torch

from pgcn_core.checkpoints import StreamCheckpoint
from pgcn_core.config import GraphSettings, ModelSettings
from pgcn_core.finetuning.warm_start import extended, from_kinetics, is_same_shape, joined_labels
from pgcn_core.graph import build_graph
from pgcn_core.model import Pgcn, graph_tensors


def network(n_labels, seed=0, hidden=4):
    torch.manual_seed(seed)
    return Pgcn(ModelSettings(n_labels=n_labels, feature_dim=6, hidden_dim=hidden)).eval()


def checkpoint(model):
    return StreamCheckpoint(model.settings, model.state_dict(), model.offset_stats)


def test_new_labels_follow_the_parents():
    assert joined_labels(("b", "a"), ("c", "a")) == ("b", "a", "c")
    assert joined_labels((), ("c", "a")) == ("c", "a")


def test_an_extended_network_says_of_old_labels_what_its_parent_said():
    parent, fresh = network(2), network(3, seed=1)
    fresh.load_state_dict(dict(extended(checkpoint(parent), fresh)))
    segments = np.array([[0.0, 4.0], [1.0, 5.0], [9.0, 12.0]])
    graph = graph_tensors(build_graph(segments, GraphSettings(), fps=25.0))
    activity, completeness = torch.randn(3, 6), torch.randn(3, 18)
    with torch.inference_mode():
        was, now = (one(activity, completeness, graph) for one in (parent, fresh))
    torch.testing.assert_close(now.activity_logits[:, :3], was.activity_logits)
    torch.testing.assert_close(now.completeness_logits[:, :2], was.completeness_logits)
    torch.testing.assert_close(now.offsets[:, :2], was.offsets)
    assert now.activity_logits.shape == (3, 4)


def test_a_parent_of_another_width_does_not_fit():
    parent = checkpoint(network(2, hidden=8))
    assert not is_same_shape(parent, network(3))
    assert is_same_shape(checkpoint(network(2)), network(3))
    with pytest.raises(ValueError, match="does not fit"):
        extended(parent, network(3))
    with pytest.raises(ValueError, match="does not fit"):
        extended(checkpoint(network(3)), network(2))


def test_known_kinetics_classes_begin_with_their_row():
    fresh = network(2)
    head = torch.arange(30.0).reshape(5, 6), torch.tensor([0.0, 1.0, 2.0, 3.0, 4.0])
    state = from_kinetics(fresh, head, {1: 3})
    # The mean row is the third; the fourth is 6 above it everywhere, its bias 1 above the mean.
    assert state["activity_fc.weight"][2, 6:].tolist() == [6.0] * 6
    assert state["activity_fc.bias"][2] == 1.0
    torch.testing.assert_close(state["activity_fc.weight"][:2], fresh.activity_fc.weight[:2])
