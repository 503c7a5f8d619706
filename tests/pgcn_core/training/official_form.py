"""The released code's training step in its own, dense form: a plain reference to compare with.

Every node of every tree is a row; one block-diagonal matrix of all rows is multiplied four times.
"""

import torch


def adjacency(features, n_drawn=4):
    """(R, R) for R = trees x nodes: cosine, ReLU, self 1, child 1/C (pgcn_models.py:144-173)."""
    n_nodes = 1 + n_drawn + n_drawn**2
    norm = features.norm(dim=1)
    cosine = (features @ features.T) / (norm[:, None] * norm)
    mask = torch.zeros(n_nodes, n_nodes)
    for node in range(1 + n_drawn):
        mask[node, node] = 1
        mask[node, 1 + node * n_drawn : 1 + (node + 1) * n_drawn] = 1 / n_drawn
    whole = torch.block_diag(*[mask] * (len(features) // n_nodes))
    return (cosine * whole).relu().detach()


def branch(gcn, features, n_drawn=4):
    """Rows of the roots: graph output beside the input."""
    matrix = adjacency(features, n_drawn)
    first, second = gcn.layers
    hidden = (matrix @ (features @ first.weight) + first.bias).relu()
    output = matrix @ (hidden @ second.weight) + second.bias
    roots = slice(None, None, 1 + n_drawn + n_drawn**2)
    return torch.cat([output[roots], features[roots]], dim=1)


def forward(model, activity, completeness):
    """Outputs of the roots, without dropout."""
    what, whole = branch(model.Act_GCN, activity), branch(model.Comp_GCN, completeness)
    offsets = model.regressor_fc(whole).reshape(len(whole), -1, 2)
    return model.activity_fc(what), model.completeness_fc(whole), offsets
