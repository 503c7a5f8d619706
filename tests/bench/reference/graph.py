"""The plain graph: two dense float64 N x N matrices per video, then a sort per proposal.

Written from section 4 of the notes on the released code; frames have inclusive ends. Ties are
sorted stably and a proposal is taken out by its index, so that the outcome can be compared.
"""

import numpy as np
from numpy.typing import NDArray

CONTEXTUAL_TIOU, CONTEXTUAL_SLOTS, SURROUNDING_SLOTS = 0.7, 8, 2
Frames = NDArray[np.float64]
Indices = NDArray[np.int64]


def tiou_matrix(frames: Frames) -> Frames:
    """(N, N) tIoU of inclusive frames, one row at a time."""
    matrix = np.zeros((len(frames), len(frames)), np.float64)
    for i, (start, end) in enumerate(frames):
        shared = np.minimum(end, frames[:, 1]) - np.maximum(start, frames[:, 0]) + 1
        shared = np.maximum(shared, 0)
        union = (end - start + 1) + (frames[:, 1] - frames[:, 0] + 1) - shared
        matrix[i] = shared / union
    return matrix


def distance_matrix(frames: Frames) -> Frames:
    """(N, N) distance of centres over the length of the hull."""
    matrix = np.zeros((len(frames), len(frames)), np.float64)
    centres = (frames[:, 0] + frames[:, 1]) / 2
    for i, (start, end) in enumerate(frames):
        hull = np.maximum(end, frames[:, 1]) - np.minimum(start, frames[:, 0]) + 1
        matrix[i] = np.abs(centres[i] - centres) / hull
    return matrix


def slots_of(node: int, tiou: Frames, distance: Frames) -> Indices:
    """(10,) neighbours of one proposal: 8 of highest tIoU, 2 nearest that share no frame."""
    row = tiou[node].copy()
    row[node] = 0
    order = np.argsort(-row, kind="stable")
    contextual = order[row[order] > CONTEXTUAL_TIOU]
    apart = np.where((tiou[node] <= 0) & (distance[node] > 0), distance[node], np.inf)
    order = np.argsort(apart, kind="stable")
    surrounding = order[np.isfinite(apart[order])]
    return np.concatenate(
        [
            tiled(contextual, CONTEXTUAL_SLOTS, node),
            tiled(surrounding, SURROUNDING_SLOTS, node),
        ]
    )


def tiled(found: Indices, count: int, node: int) -> Indices:
    """Repeat what was found up to ``count``; the proposal itself when nothing was."""
    if len(found) == 0:
        return np.full(count, node, np.int64)
    return np.tile(found, -(-count // len(found)))[:count]


def all_slots(frames: Frames) -> Indices:
    """(N, 10) slots of every proposal."""
    tiou, distance = tiou_matrix(frames), distance_matrix(frames)
    return np.stack([slots_of(node, tiou, distance) for node in range(len(frames))])


def tree_of(root: int, slots: Indices, drawn: int, rng: np.random.RandomState) -> Indices:
    """(1 + C + C * C,) nodes: every one of the first 1 + C draws its own C neighbours."""
    nodes = [root]
    for parent in range(1 + drawn):
        shuffled = slots[nodes[parent]].copy()
        rng.shuffle(shuffled)
        nodes.extend(shuffled[:drawn])
    return np.array(nodes, np.int64)


def sampled_trees(frames: Frames, drawn: int = 4, seed: int = 777) -> Indices:
    """(N, 21) trees of a whole video: matrices, sorting, tiling and sampling."""
    slots, rng = all_slots(frames), np.random.RandomState(seed)
    return np.stack([tree_of(root, slots, drawn, rng) for root in range(len(frames))])


def full_tree(root: int, slots: Indices) -> Indices:
    """(111,) nodes of a tree that keeps all ten slots of every node."""
    children = slots[root]
    return np.concatenate([[root], children, slots[children].reshape(-1)])
