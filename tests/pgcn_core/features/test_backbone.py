import os
import time
from pathlib import Path
from threading import Event, Timer

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from pgcn_core.errors import Cancelled, SettingsError
from pgcn_core.features import loading, weights
from pgcn_core.features.backbone import Backbone, TorchBackbone
from pgcn_core.features.loading import load_backbone
from pgcn_core.runtime import cache_dir
from tests.pgcn_core.features.networks import random_state

CPU = torch.device("cpu")


@pytest.fixture(scope="module", autouse=True)
def installed(tmp_path_factory: pytest.TempPathFactory) -> weights.InstalledWeights:
    """Random flow weights, the only ones there are."""
    folder = tmp_path_factory.mktemp("weights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGCN_CACHE_DIR", str(folder / "cache"))
        patch.setenv("PGCN_DATA_DIR", str(folder / "data"))
        patch.setattr(weights, "_distribution_file", lambda: None)
        save_file(random_state(2), folder / "flow.safetensors")
        yield weights.import_weights(folder / "flow.safetensors")


@pytest.fixture(scope="module")
def by_torch(installed: weights.InstalledWeights) -> Backbone:
    return load_backbone("flow", device=CPU, backend="torch")


def clips(count: int, n_frames: int) -> np.ndarray:
    rng = np.random.default_rng(n_frames)
    return rng.random((count, 2, n_frames, 224, 224), dtype=np.float32) * 2 - 1


def test_batch_equals_singles(by_torch: Backbone) -> None:
    both = clips(2, 16)
    found = by_torch.features(both)
    assert found.shape == (2, 1, 1024)
    alone = np.concatenate([by_torch.features(both[i : i + 1]) for i in range(2)])
    np.testing.assert_allclose(found, alone, rtol=1e-4, atol=1e-5)


def test_scores_are_those_of_the_network(by_torch: Backbone) -> None:
    assert isinstance(by_torch, TorchBackbone)
    clip = clips(1, 24)
    with torch.inference_mode():
        expected = by_torch._network(torch.from_numpy(clip))[0].T.numpy()
    found = by_torch.label_logits(by_torch.features(clip)[0])
    assert found.shape == (2, 5)
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)


def test_openvino_agrees_with_torch(by_torch: Backbone) -> None:
    pytest.importorskip("openvino")
    backbone = load_backbone("flow", device=CPU, backend="openvino")
    assert backbone.fingerprint == by_torch.fingerprint
    for n_frames in (16, 40):
        clip = clips(1, n_frames)
        ours, expected = backbone.features(clip), by_torch.features(clip)
        assert ours.shape == expected.shape
        assert np.abs(ours - expected).max() < 1e-3 * np.abs(expected).max()
    again = load_backbone("flow", device=CPU, backend="openvino")
    np.testing.assert_allclose(again.features(clip), ours, atol=1e-5)
    with pytest.raises(SettingsError, match="224"):
        backbone.features(np.zeros((1, 2, 16, 256, 256), np.float32))


def test_a_damaged_converted_network_is_made_again() -> None:
    pytest.importorskip("openvino")
    load_backbone("flow", device=CPU, backend="openvino")
    folder = cache_dir() / "openvino"
    model = next(folder.glob("*.xml"))
    model.write_text("<net")
    abandoned = folder / "draft-of a killed program"
    abandoned.mkdir()
    (abandoned / "half.bin").write_bytes(b"x")
    os.utime(abandoned, (1000, 1000))
    load_backbone("flow", device=CPU, backend="openvino")
    assert model.stat().st_size > 1000
    assert sorted(path.suffix for path in folder.iterdir()) == [".bin", ".xml"]


def test_a_network_that_cannot_be_kept_works(
    installed: weights.InstalledWeights, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("openvino")
    from pgcn_core.features import openvino_backend  # noqa: PLC0415 - it may be absent

    (tmp_path / "file").write_text("")
    monkeypatch.setattr(openvino_backend, "cache_dir", lambda: tmp_path / "file")
    backbone = load_backbone("flow", device=CPU, backend="openvino", weights=installed)
    assert backbone.features(clips(1, 16)).shape == (1, 1, 1024)


@pytest.mark.parametrize("backend", ["torch", "openvino"])
def test_cancel_is_heard_within_a_second(backend: str) -> None:
    if backend == "openvino":
        pytest.importorskip("openvino")
    backbone = load_backbone("flow", device=CPU, backend=backend)
    cancel = Event()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        cancel.set()

    timer = Timer(0.5, ask)
    timer.start()
    with pytest.raises(Cancelled):
        backbone.features(clips(1, 128), cancel)
    assert time.monotonic() - asked[0] < 1.0
    timer.join()
    assert backbone.features(clips(1, 16)).shape == (1, 1, 1024)


def test_openvino_is_only_for_the_cpu_and_where_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SettingsError, match="CPU only"):
        load_backbone("flow", device=torch.device("cuda"), backend="openvino")
    monkeypatch.setattr(loading.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match="not installed"):
        load_backbone("flow", device=CPU, backend="openvino")
    assert isinstance(load_backbone("flow", device=CPU), TorchBackbone)
