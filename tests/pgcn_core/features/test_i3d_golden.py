from pathlib import Path

import pytest
import torch

from pgcn_core.features.i3d import InceptionI3d
from tests.parity.golden_i3d import check_i3d
from tests.places import shared_dir


@pytest.fixture(scope="module")
def golden_folder() -> Path:
    shared = shared_dir()
    if shared is None or not (shared / "golden" / "i3d.npz").is_file():
        pytest.skip("the golden numbers are not here")
    return shared / "golden"


@pytest.mark.slow
def test_every_number_of_the_official_network(golden_folder: Path) -> None:
    cases = check_i3d(golden_folder)
    assert len(cases) > 2 * (344 + 3 * 16)
    assert [case for case in cases if not case[1] <= case[2]] == []


def test_the_official_numbers_of_the_short_clips(golden_folder: Path) -> None:
    cases = check_i3d(golden_folder, tags=".*_t16")
    assert {"rgb_t16_feat", "flow_t16_feat", "rgb_t16_logits"} <= {name for name, _, _ in cases}
    assert [case for case in cases if not case[1] <= case[2]] == []


def test_pausing_changes_no_number() -> None:
    torch.manual_seed(3)
    network = InceptionI3d(2, n_labels=5).eval()
    clip = torch.rand(1, 2, 40, 64, 64) * 2 - 1
    calls: list[int] = []
    with torch.inference_mode():
        plain = network.trunk(clip)
        paused = network.trunk(clip, pause=lambda: calls.append(1))
    assert plain.shape == (1, 1024, 5, 2, 2)
    torch.testing.assert_close(paused, plain, atol=1e-5, rtol=1e-5)
    assert len(calls) > 57


def test_features_and_scores_have_one_vector_per_eight_frames() -> None:
    network = InceptionI3d(3, n_labels=7).eval()
    with torch.inference_mode():
        clip = torch.zeros(2, 3, 24, 224, 224)
        assert network.features(clip).shape == (2, 1024, 2, 1, 1)
        assert network(clip).shape == (2, 7, 2)
