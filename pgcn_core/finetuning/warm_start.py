"""The weights that a fine-tuning begins with: a parent's, its heads extended by what is new."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from pgcn_core.checkpoints import StreamCheckpoint
from pgcn_core.model import Pgcn


def joined_labels(parent: tuple[str, ...], corrected: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parent's labels in their order, then those it has never seen."""
    return (*parent, *(label for label in corrected if label not in parent))


def extended(parent: StreamCheckpoint, fresh: Pgcn) -> Mapping[str, Tensor]:
    """Return the parent's weights with rows for new labels, which begin as a new network's do.

    New rows are small, so that a label nobody has taught yet says little; the background's row
    stays the parent's.

    Args:
        parent: Of the same widths as ``fresh`` but for its K labels.
        fresh: A new network of K' >= K labels, the first K of which are the parent's.

    Raises:
        ValueError: the shapes do not fit.
    """
    state = {name: value.clone() for name, value in fresh.state_dict().items()}
    for name, known in parent.state.items():
        if state[name].shape[1:] != known.shape[1:] or len(state[name]) < len(known):
            raise ValueError(f"{name} of the parent does not fit")
        state[name][: len(known)] = known
    return state


def from_kinetics(
    fresh: Pgcn, head: tuple[Tensor, Tensor], columns: Mapping[int, int]
) -> Mapping[str, Tensor]:
    """Return a new network whose activity head begins with the Kinetics classifier.

    The head reads the graph's output beside the proposal's own feature; the classifier is linear
    over the same feature, so its rows go to that half.

    Args:
        fresh: A new network.
        head: (400, D) weight and (400,) bias of the feature network's classifier.
        columns: The Kinetics class of a label, by label.
    """
    state = {name: value.clone() for name, value in fresh.state_dict().items()}
    weight, bias = head
    mean = weight.mean(dim=0)
    own = slice(weight.shape[1], 2 * weight.shape[1])
    for label, column in columns.items():
        state["activity_fc.weight"][label + 1, own] = weight[column] - mean
        state["activity_fc.bias"][label + 1] = bias[column] - bias.mean()
    return state


def is_same_shape(parent: StreamCheckpoint, model: Pgcn) -> bool:
    """Say whether a parent differs from a network by its number of labels at most."""
    mine = model.state_dict()
    return set(mine) == set(parent.state) and all(
        mine[name].shape[1:] == value.shape[1:] for name, value in parent.state.items()
    )
