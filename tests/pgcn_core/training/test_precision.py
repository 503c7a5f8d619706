import pytest
import torch

from pgcn_core.errors import SettingsError
from pgcn_core.training.precision import check_precision, products_in
from pgcn_core.training.train import RunOptions, train
from tests.pgcn_core.training.sets import make_data, small

needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")


def test_products_are_made_in_what_was_asked_for():
    cpu = torch.device("cpu")
    left, right = torch.ones(2, 2), torch.ones(2, 2)
    with products_in("bfloat16", cpu):
        assert (left @ right).dtype == torch.bfloat16
    with products_in("float32", cpu):
        assert (left @ right).dtype == torch.float32
    check_precision("bfloat16", cpu)


def test_a_gpu_that_cannot_is_named(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: False)
    cuda = torch.device("cuda")
    check_precision("float32", cuda)
    with pytest.raises(SettingsError, match=r"cannot multiply in bfloat16\. Leave --amp out"):
        check_precision("bfloat16", cuda)


@pytest.mark.gpu
@needs_gpu
@pytest.mark.parametrize("edges", ["cosine", "embedded"])
def test_half_precision_stays_near_on_a_gpu(tmp_path, edges):
    recipe = small(model={"edge_function": edges, "activity_dropout": 0.0, "gcn_dropout": 0.0})
    data = make_data(tmp_path, recipe)
    cuda = torch.device("cuda")
    whole = train(data, recipe, RunOptions(tmp_path / "whole", device=cuda))
    half = train(data, recipe, RunOptions(tmp_path / "half", device=cuda, precision="bfloat16"))
    alone = train(data, recipe, RunOptions(tmp_path / "cpu"))
    assert half.epochs != whole.epochs
    for mine, theirs, slow in zip(half.epochs, whole.epochs, alone.epochs, strict=True):
        assert mine["loss"] == pytest.approx(theirs["loss"], rel=0.02)
        assert theirs["loss"] == pytest.approx(slow["loss"], rel=1e-3)
