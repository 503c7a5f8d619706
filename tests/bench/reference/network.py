"""The plain network: one small dense adjacency matrix per tree, one proposal after the other.

Written from sections 4 and 5 of the notes on the released code.
"""

import torch
from torch import Tensor

from pgcn_core.model import Gcn, Pgcn, PgcnOutput


def tree_mask(n_nodes: int, drawn: int) -> Tensor:
    """(T, T): 1 for a node itself, 1 / C for its children; rows of leaves stay empty."""
    mask = torch.zeros(n_nodes, n_nodes)
    for parent in range(1 + drawn):
        mask[parent, parent] = 1.0
        mask[parent, 1 + drawn * parent : 1 + drawn * (parent + 1)] = 1.0 / drawn
    return mask


def adjacency(nodes: Tensor, mask: Tensor) -> Tensor:
    """ReLU(cosine) of every pair of (T, D) nodes, times the mask."""
    norms = nodes.norm(dim=1, keepdim=True)
    cosines = nodes @ nodes.T / (norms @ norms.T)
    return (cosines * mask).relu()


def convolved(gcn: Gcn, nodes: Tensor, matrix: Tensor) -> Tensor:
    """(T, D) after two graph convolutions, A (X W) + b, with ReLU and dropout between."""
    first, second = gcn.layers
    hidden = matrix @ (nodes @ first.weight) + first.bias
    hidden = gcn.dropout(hidden.relu())
    return matrix @ (hidden @ second.weight) + second.bias


def heads(model: Pgcn, what: Tensor, whole: Tensor) -> PgcnOutput:
    """Read the (R, 2D) and (R, 6D) vectors of the centres."""
    offsets = model.regressor_fc(whole).reshape(len(whole), -1, 2)
    return PgcnOutput(model.activity_fc(model.dropout(what)), model.completeness_fc(whole), offsets)


@torch.inference_mode()
def score_one_by_one(
    model: Pgcn, activity: Tensor, completeness: Tensor, trees: Tensor, drawn: int
) -> PgcnOutput:
    """Score the root of every (T,) tree with a pass of its own."""
    mask = tree_mask(trees.shape[1], drawn)
    outputs = []
    for tree in trees:
        parts = []
        for gcn, features in ((model.Act_GCN, activity), (model.Comp_GCN, completeness)):
            nodes = features[tree]
            out = convolved(gcn, nodes, adjacency(nodes, mask))
            parts.append(torch.cat([out[:1], nodes[:1]], dim=1))
        outputs.append(heads(model, *parts))
    return PgcnOutput(*(torch.cat(list(one)) for one in zip(*outputs, strict=True)))


def batch_mask(n_trees: int, n_nodes: int = 21, drawn: int = 4) -> Tensor:
    """(B, B) mask of a training batch: the trees' masks along the diagonal, B = 21 * trees."""
    return torch.block_diag(*[tree_mask(n_nodes, drawn)] * n_trees)


def training_output(
    model: Pgcn, activity: Tensor, completeness: Tensor, mask: Tensor
) -> PgcnOutput:
    """Score every 21st of (B, D) rows with one dense (B, B) adjacency matrix per branch."""
    parts = []
    for gcn, rows in ((model.Act_GCN, activity), (model.Comp_GCN, completeness)):
        with torch.no_grad():
            matrix = adjacency(rows, mask)
        out = convolved(gcn, rows, matrix)
        parts.append(torch.cat([out[::21], rows[::21]], dim=1))
    return heads(model, *parts)
