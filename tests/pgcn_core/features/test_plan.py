import numpy as np
import torch

from pgcn_core.config import FeatureSettings
from pgcn_core.features.i3d import InceptionI3d
from pgcn_core.features.plan import plan_chunks
from tests.pgcn_core.features.networks import random_state


def test_pieces_leave_no_seam() -> None:
    """Pieces through the real trunk, joined, are one pass over all frames."""
    network = InceptionI3d(3, 5).eval()
    network.load_state_dict(random_state())
    plan = plan_chunks(FeatureSettings())
    n_frames = plan.step_frames + plan.chunk_frames - 40
    clip = torch.rand(1, 3, n_frames, 32, 32, generator=torch.Generator().manual_seed(1)) * 2 - 1
    with torch.inference_mode():
        whole = vectors(network, clip)
        joined = []
        for idx in range(2):
            piece = clip[:, :, idx * plan.step_frames :][:, :, : plan.chunk_frames]
            found = vectors(network, piece)
            kept = plan.kept(idx, len(found), last=idx == 1)
            joined.append(found[kept.start : kept.stop])
    assert whole.std() > 0.01
    np.testing.assert_allclose(np.concatenate(joined), whole, atol=1e-4 * np.abs(whole).max())


def vectors(network: InceptionI3d, clip: torch.Tensor) -> np.ndarray:
    """(L, 1024) of a picture of one cell."""
    steps = network.trunk(clip)[0, :, :, 0, 0].T
    return (0.5 * (steps[:-1] + steps[1:])).numpy()


def test_clips_of_one_piece_fill_it() -> None:
    plan = plan_chunks(FeatureSettings(mode="clips"))
    assert plan.n_vectors(plan.chunk_frames) == 8
    assert plan.n_vectors(63) == 0
    assert plan.padded_frames(10, first=True) == 64
    assert plan.padded_frames(10, first=False) == 10
