import math

import pytest
import torch

from pgcn_core.model import PgcnOutput
from pgcn_core.training.losses import (
    Targets,
    activity_loss,
    completeness_loss,
    pgcn_losses,
    regression_loss,
)
from pgcn_core.training.settings import OptimiserSettings


def targets(labels, *, classified=None, regressed=None, whole=None, video=None, offsets=None):
    n = len(labels)
    none = torch.zeros(n, dtype=torch.bool)
    return Targets(
        torch.tensor(labels),
        none if classified is None else torch.tensor(classified),
        none if regressed is None else torch.tensor(regressed),
        torch.tensor(whole or [0] * n),
        torch.tensor(video or [0] * n),
        torch.zeros(n, 2) if offsets is None else torch.tensor(offsets),
    )


def test_activity_by_hand():
    logits = torch.tensor([[0.0, math.log(3)], [5.0, 0.0], [math.log(4), 0.0]])
    wanted = targets([0, 0, -1], classified=[True, False, True])
    # 1/4 left for the wrong one in row 0, 1/5 in row 2; row 1 does not count
    assert activity_loss(logits, wanted).item() == pytest.approx(
        (math.log(4 / 3) + math.log(5 / 4)) / 2
    )


def test_completeness_by_hand():
    scores = torch.tensor([[0.25, 9], [9, -0.5], [9, 0.5], [9, 2.0]])
    wanted = targets([0, 1, 1, 1], whole=[1, -1, -1, 0])
    # 1 - 0.25, and the harder of 1 - 0.5 and 1 + 0.5; over one whole and one hard one
    assert completeness_loss(scores, wanted, 0.17).item() == pytest.approx((0.75 + 1.5) / 2)


def test_the_hardest_of_each_video_counts():
    scores = torch.tensor([[0.0], [1.0], [3.0], [2.0]], requires_grad=True)
    wanted = targets([0] * 4, whole=[-1] * 4, video=[0, 0, 1, 1])
    # 2 from the first video and 4 from the second, over int(4 * 0.17) = 0, at least 1
    loss = completeness_loss(scores, wanted, 0.17)
    assert loss.item() == pytest.approx(6.0)
    loss.backward()
    assert scores.grad[:, 0].tolist() == [0, 1, 1, 0]


def test_regression_by_hand():
    offsets = torch.zeros(2, 2, 2)
    offsets[1, 1] = torch.tensor([0.5, 3.0])
    wanted = targets([0, 1], regressed=[False, True], offsets=[[9.0, 9.0], [0.0, 0.0]])
    # 0.5 * 0.25 and 3 - 0.5, mean, twice
    assert regression_loss(offsets, wanted).item() == pytest.approx(0.125 + 2.5)


def test_parts_are_weighted():
    output = PgcnOutput(torch.zeros(1, 3), torch.zeros(1, 2), torch.zeros(1, 2, 2))
    wanted = targets([0], classified=[True], regressed=[True], whole=[1], offsets=[[2.0, 2.0]])
    losses = pgcn_losses(output, wanted, OptimiserSettings())
    assert losses.total.item() == pytest.approx(math.log(3) + 0.5 * 1.0 + 0.5 * 3.0)


def test_nothing_that_counts_is_zero_and_has_gradients():
    output = PgcnOutput(
        torch.ones(2, 3, requires_grad=True),
        torch.ones(2, 2, requires_grad=True),
        torch.ones(2, 2, 2, requires_grad=True),
    )
    losses = pgcn_losses(output, targets([0, 1]), OptimiserSettings())
    assert losses.total.item() == 0
    losses.total.backward()
    assert not output.activity_logits.grad.any()


def test_one_foreground_centre_is_enough():
    # The released code fails with an IndexError here.
    output = PgcnOutput(torch.zeros(1, 3), torch.zeros(1, 2), torch.zeros(1, 2, 2))
    wanted = targets([1], classified=[True], regressed=[True], whole=[1])
    assert torch.isfinite(pgcn_losses(output, wanted, OptimiserSettings()).total)
