import pytest
import torch

from pgcn_core.features.i3d import ConvUnit, InceptionI3d
from pgcn_core.features.winograd import _FOUR, _TWO, FilteredUnit, fewer_products


def unsettled(module, seed=0):
    """Normalisations as training leaves them, not as they begin."""
    torch.manual_seed(seed)
    for one in module.modules():
        if isinstance(one, torch.nn.BatchNorm3d):
            one.running_mean.normal_(0, 0.1)
            one.running_var.uniform_(0.5, 1.5)
            one.weight.data.uniform_(0.5, 1.5)
            one.bias.data.normal_(0, 0.1)
    return module.eval()


@pytest.mark.parametrize(("filtering", "steps"), [(_TWO, 2), (_TWO, 6), (_FOUR, 4), (_FOUR, 12)])
def test_a_unit_gives_what_the_convolution_gives(filtering, steps):
    unit = unsettled(ConvUnit(3, 5, kernel=3))
    x = torch.rand(2, 3, steps, 6, 7) - 0.3
    with torch.inference_mode():
        expected, got = unit(x), FilteredUnit(unit, filtering)(x)
    assert got.shape == expected.shape
    torch.testing.assert_close(got, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("n_frames", [16, 24])
def test_the_network_gives_the_same_features(n_frames):
    network = unsettled(InceptionI3d())
    before = {name: value.clone() for name, value in network.state_dict().items()}
    clip = torch.rand(1, 3, n_frames, 32, 32) * 2 - 1
    with torch.inference_mode():
        expected, got = network.trunk(clip), fewer_products(network).trunk(clip)
    assert got.shape == expected.shape == (1, 1024, n_frames // 8, 1, 1)
    assert (got - expected).abs().max() < 1e-4 * expected.abs().max()
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
