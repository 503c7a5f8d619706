"""The part of the benchmarks for a GPU; the same code runs on a CPU."""

import json

import pytest
import torch
from click.testing import CliRunner

from pgcn_core.benching import bench
from pgcn_core.errors import SettingsError
from tests.bench import device
from tests.bench.device import Sizes, measure_device

SMALL = Sizes(clips=1, n_frames=16, pairs=1, flow_px=(64, 72), proposals=30, product=256, turns=1)


def check(found, bf16):
    assert found["features_frames_per_s"] > 0
    assert found["features_bf16_frames_per_s"] > 0
    assert found["tvl1_pairs_per_s"] > 0
    assert found["pgcn_videos_per_s"] == pytest.approx(1 / found["pgcn_video_s"])
    assert found["pgcn_difference_to_cpu"] < 1e-4
    assert found["bf16_least_cosine"] > bf16
    assert abs(found["tvl1_median_shift_px"]) == pytest.approx(1.0, abs=0.3)
    assert found["features_share_of_peak"] > 0


def test_the_measurements_run_on_a_cpu():
    found = measure_device(torch.device("cpu"), SMALL)
    check(found, 0.99)
    assert found["device"] == "cpu"
    # Two of every multiply-add; a clip of 64 frames has about 1.1e11 multiply-adds.
    assert 4e10 < found["features_flops"] < 7e10


def test_the_command_writes_them(tmp_path, monkeypatch):
    real = device.measure_device
    monkeypatch.setattr(device, "measure_device", lambda where: real(where, SMALL))
    out = tmp_path / "out.json"
    done = CliRunner().invoke(bench, ["--device", "cpu", "--json", str(out)])
    assert done.exit_code == 0, done.output
    assert "tvl1_pairs_per_s" in done.output
    assert json.loads(out.read_text())["device"]["device"] == "cpu"


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_there_is_told():
    done = CliRunner().invoke(bench, ["--device", "cuda"])
    assert isinstance(done.exception, SettingsError)
    assert "No NVIDIA GPU" in str(done.exception)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_the_measurements_run_on_a_gpu():
    check(measure_device(torch.device("cuda"), Sizes(clips=2, pairs=8, turns=2)), 0.99)
