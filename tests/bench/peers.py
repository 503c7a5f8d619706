"""Other packages that do a step of ours, used where they are installed; never a dependency."""

import importlib.util

import torch
from torch import Tensor, nn

from pgcn_core.errors import SettingsError
from pgcn_core.graph import build_graph
from pgcn_core.model import Gcn, GraphTensors, Pgcn, PgcnOutput, graph_tensors
from tests.bench.crowds import FRAME_RATE, features_of, proposals_of
from tests.bench.networks import OFFICIAL, largest, network_of
from tests.bench.reference import network
from tests.bench.timing import Row, side_by_side


def message_passing(n: int = 1000, turns: int = 5) -> Row:
    """One stream in official mode: ours against message passing of PyTorch Geometric.

    Both take the same whole graph, networks and cosines; a message is a neighbour's row times the
    weight of its edge.

    Raises:
        SettingsError: torch_geometric is not installed.
    """
    spread = _geometric_spread()
    segments = proposals_of(n, 240.0)
    activity, completeness = (torch.from_numpy(features_of(n, dim)) for dim in (1024, 3072))
    model, graph = network_of(), graph_tensors(build_graph(segments, OFFICIAL, fps=FRAME_RATE))

    @torch.inference_mode()
    def ours() -> PgcnOutput:
        return model(activity, completeness, graph)

    @torch.inference_mode()
    def theirs() -> PgcnOutput:
        return scored(model, activity, completeness, graph, spread)

    difference = largest(ours(), theirs())
    row = side_by_side(ours, theirs, turns)
    what = f"one stream of {n} proposals, {len(graph.first.row)} edges"
    return {**row, "difference": difference, "reference": "torch_geometric", "what": what}


def scored(
    model: Pgcn, activity: Tensor, completeness: Tensor, graph: GraphTensors, spread: nn.Module
) -> PgcnOutput:
    """Both branches and their heads, every convolution by message passing."""
    branches = ((model.Act_GCN, activity), (model.Comp_GCN, completeness))
    parts = [
        torch.cat([_convolved(gcn, rows, graph, spread), rows], dim=1) for gcn, rows in branches
    ]
    return network.heads(model, *parts)


def _convolved(gcn: Gcn, rows: Tensor, graph: GraphTensors, spread: nn.Module) -> Tensor:
    """(N, D) after both graph convolutions; a proposal sends to itself over an edge of its own."""
    hop = graph.first
    own = torch.arange(len(rows))
    edges = torch.stack([torch.cat([hop.source, own]), torch.cat([hop.row, own])])
    unit = nn.functional.normalize(rows, dim=1)
    cosines = (unit[hop.row] * unit[hop.source]).sum(dim=1).relu()
    weights = torch.cat([hop.share * cosines, hop.root_weight])
    first, second = gcn.layers
    hidden = (spread(rows @ first.weight, edges, weights) + first.bias).relu()
    return spread(hidden @ second.weight, edges, weights) + second.bias


def _geometric_spread() -> nn.Module:
    if importlib.util.find_spec("torch_geometric") is None:
        raise SettingsError("torch_geometric is not installed.", "It is compared with if it is.")
    from torch_geometric.nn import MessagePassing  # noqa: PLC0415 - a peer that may be absent

    class Spread(MessagePassing):
        def __init__(self) -> None:
            super().__init__(aggr="add")

        def forward(self, values: Tensor, edges: Tensor, weights: Tensor) -> Tensor:
            return self.propagate(edges, values=values, weights=weights)

        def message(self, values_j: Tensor, weights: Tensor) -> Tensor:
            return weights[:, None] * values_j

    return Spread()


class PlainSpread(nn.Module):
    """What the message passing of a package is: used to check this file where none is installed."""

    def forward(self, values: Tensor, edges: Tensor, weights: Tensor) -> Tensor:
        """Sum the weighted rows that each proposal is sent."""
        out = torch.zeros(int(edges[1].max()) + 1, values.shape[1])
        return out.index_add(0, edges[1], weights[:, None] * values[edges[0]])


def difference_of_plain(n: int = 40) -> float:
    """Largest difference of ours and of the same steps by ``PlainSpread``."""
    rows = tuple(torch.from_numpy(features_of(n, dim)) for dim in (16, 48))
    model = network_of(feature_dim=16, hidden_dim=8)
    graph = graph_tensors(build_graph(proposals_of(n, 20.0), OFFICIAL, fps=FRAME_RATE))
    with torch.inference_mode():
        return largest(model(*rows, graph), scored(model, *rows, graph, PlainSpread()))
