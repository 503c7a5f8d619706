"""How much faster the gathered training step is than the released code's dense one.

    python -m tests.bench.training_step [VIDEOS]

Both take the same batch (default 32 videos of 8 trees of 21 nodes, drawn from 120 proposals each),
the same weights, no dropout, and go forward, backward and one step of SGD in one process. The dense
one multiplies one matrix of all nodes; its inputs are gathered before the clock starts.
"""

import sys
import time

import numpy as np
import torch

from pgcn_core.config import ModelSettings
from pgcn_core.model import Pgcn, PgcnOutput, tree_tensors
from pgcn_core.training.losses import Targets, pgcn_losses
from pgcn_core.training.optimiser import make_optimiser
from pgcn_core.training.settings import OptimiserSettings
from tests.pgcn_core.training import official_form

N_PROPOSALS, N_CENTRES, N_NODES = 120, 8, 21
SETTINGS = OptimiserSettings()


def main(n_videos):
    rng = np.random.default_rng(0)
    n_trees = n_videos * N_CENTRES
    first = np.repeat(np.arange(n_videos) * N_PROPOSALS, N_CENTRES)
    trees = first[:, None] + rng.integers(0, N_PROPOSALS, (n_trees, N_NODES))
    used, local = np.unique(trees, return_inverse=True)
    trees = torch.from_numpy(local.reshape(trees.shape))
    torch.manual_seed(0)
    activity, completeness = torch.rand(len(used), 1024), torch.rand(len(used), 3072)
    targets = targets_of(n_videos)
    rows = trees.reshape(-1)
    dense_inputs = activity[rows], completeness[rows]

    def ours(model):
        return model(activity, completeness, tree_tensors(trees))

    def dense(model):
        return PgcnOutput(*official_form.forward(model, *dense_inputs))

    mine, theirs = timed(ours, targets, 3), timed(dense, targets, 1)
    difference = max(
        float((a.detach() - b.detach()).abs().max())
        for a, b in zip(mine[1], theirs[1], strict=True)
    )
    sys.stdout.write(
        f"{n_videos} videos, {len(used)} proposals in {rows.numel()} nodes\n"
        f"gathered {mine[0]:.3f} s, dense {theirs[0]:.3f} s: {theirs[0] / mine[0]:.1f} times\n"
        f"largest difference of an output: {difference:.2g}\n"
    )


def targets_of(n_videos):
    kind = torch.tensor([0, 1, 1, 1, 1, 1, 1, 2]).repeat(n_videos)
    sign = torch.tensor([1, -1, -1, -1, -1, -1, -1, 0]).repeat(n_videos)
    label = torch.where(kind == 2, -1, torch.arange(len(kind)) % 20)
    video = torch.arange(n_videos).repeat_interleave(N_CENTRES)
    return Targets(label, kind != 1, kind == 0, sign, video, torch.zeros(len(kind), 2))


def timed(forward, targets, n_runs):
    """Seconds of the fastest run, and the first outputs."""
    torch.manual_seed(1)
    model = Pgcn(ModelSettings(edge_relu=True, activity_dropout=0.0, gcn_dropout=0.0))
    optimiser = make_optimiser(model, SETTINGS, "flow")
    seconds, first = [], None
    for _ in range(n_runs):
        start = time.perf_counter()
        output = forward(model)
        optimiser.zero_grad()
        pgcn_losses(output, targets, SETTINGS).total.backward()
        optimiser.step()
        seconds.append(time.perf_counter() - start)
        first = first or output
    return min(seconds), first


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 32)
