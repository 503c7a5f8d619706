"""Stochastic gradient descent as the released code has it."""

from __future__ import annotations

import torch
from torch import Tensor, nn, optim

from pgcn_core.config import Stream
from pgcn_core.training.settings import OptimiserSettings


def make_optimiser(model: nn.Module, settings: OptimiserSettings, stream: Stream) -> optim.SGD:
    """Return SGD in which biases learn twice as fast and do not decay (pgcn_models.py:120-125)."""
    named = list(model.named_parameters())
    weights = [value for name, value in named if not name.endswith("bias")]
    biases = [value for name, value in named if name.endswith("bias")]
    rate = settings.rate(stream)
    groups = [
        {"params": weights, "lr": rate, "weight_decay": settings.weight_decay},
        {
            "params": biases,
            "lr": rate * settings.bias_rate_factor,
            "weight_decay": settings.bias_weight_decay,
        },
    ]
    return optim.SGD(groups, lr=rate, momentum=settings.momentum)


def set_rate(
    optimiser: optim.SGD, settings: OptimiserSettings, stream: Stream, epoch: int
) -> float:
    """Set the learning rate of an epoch, counted from 0, and return it.

    It falls tenfold at epochs 15, 30 and 45. It is worked out anew for every epoch, so that there
    is nothing about it to store.
    """
    falls = sum(epoch >= milestone for milestone in settings.milestones)
    rate = settings.rate(stream) * settings.rate_factor**falls
    weights, biases = optimiser.param_groups
    weights["lr"], biases["lr"] = rate, rate * settings.bias_rate_factor
    return rate


def momenta(optimiser: optim.SGD) -> list[Tensor]:
    """Return the momentum of every weight; of one that has none yet, zeros, which say the same."""
    held = []
    for group in optimiser.param_groups:
        for weight in group["params"]:
            state = optimiser.state[weight]
            if state.get("momentum_buffer") is None:
                state["momentum_buffer"] = torch.zeros_like(weight)
            held.append(state["momentum_buffer"])
    return held
