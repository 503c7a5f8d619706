from threading import Event

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from pgcn_core.config import FlowSettings
from pgcn_core.errors import Cancelled, SettingsError
from pgcn_core.features import flow as flow_module
from pgcn_core.features.flow import compute_flow, normalise_flow, to_grey
from pgcn_core.features.flow_tvl1 import TvL1Settings, pyramid_sizes, tvl1_flow
from pgcn_core.features.flow_tvl1_torch import tvl1_flow_batch

CPU = torch.device("cpu")
HEIGHT, WIDTH = 96, 120


def texture(seed: int = 0) -> NDArray[np.float32]:
    """A smooth random picture with detail at two sizes, in [0, 255], larger than the frame."""
    noise = np.random.default_rng(seed).random((HEIGHT + 80, WIDTH + 80), dtype=np.float32)
    mixed = cv2.GaussianBlur(noise, (0, 0), 2) + 1.5 * cv2.GaussianBlur(noise, (0, 0), 6)
    return cv2.normalize(mixed, None, 0, 255, cv2.NORM_MINMAX)


def moved(picture: NDArray[np.float32], matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    size = picture.shape[::-1]
    return cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC).clip(0, 255)


def framed(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.ascontiguousarray(picture[40:-40, 40:-40])


def inner_error(flow: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    """Mean end-point error away from the border, pixels."""
    error = np.linalg.norm(flow - truth, axis=-1)
    return float(error[12:-12, 12:-12].mean())


@pytest.mark.parametrize("shift", [(1.5, 0.0), (0.0, -1.0), (-3.0, 2.0), (0.25, 0.25)])
def test_a_translation_is_found(shift: tuple[float, float]) -> None:
    picture = texture()
    matrix = np.float32([[1, 0, shift[0]], [0, 1, shift[1]]])
    flow = tvl1_flow(framed(picture), framed(moved(picture, matrix)))
    assert flow.dtype == np.float32
    assert inner_error(flow, np.float32(shift)) < 0.08


def test_a_rotation_is_found_as_well_as_dis_finds_it() -> None:
    picture = texture(1)
    centre = ((picture.shape[1] - 1) / 2, (picture.shape[0] - 1) / 2)
    matrix = cv2.getRotationMatrix2D(centre, 2.0, 1.0).astype(np.float32)
    first, second = framed(picture), framed(moved(picture, matrix))
    y, x = np.mgrid[40 : 40 + HEIGHT, 40 : 40 + WIDTH].astype(np.float32)
    places = np.stack([x, y, np.ones_like(x)], axis=-1)
    truth = places @ matrix.T - places[..., :2]
    dis = compute_flow(
        np.stack([first, second]).astype(np.uint8), FlowSettings(method="dis"), device=CPU
    )[0]
    error = inner_error(tvl1_flow(first, second), truth)
    assert error < 0.05
    assert error < inner_error(dis, truth) + 0.05


@pytest.mark.parametrize("method", ["tvl1", "dis"])
def test_nothing_moves_in_a_still_picture(method: str) -> None:
    frames = np.repeat(framed(texture()).astype(np.uint8)[None], 3, axis=0)
    flow = compute_flow(frames, FlowSettings(method=method), device=CPU)
    assert flow.shape == (2, HEIGHT, WIDTH, 2)
    assert np.abs(flow).max() < 1e-3


def test_a_flat_picture_gives_zero_and_no_nan() -> None:
    black, white = np.zeros((32, 40), np.float32), np.full((32, 40), 255, np.float32)
    assert not tvl1_flow(black, black).any()
    assert np.isfinite(tvl1_flow(black, white)).all()


def test_the_gpu_version_agrees_on_the_cpu() -> None:
    pictures = [texture(seed) for seed in (0, 1)]
    shifts = [np.float32([[1, 0, 2], [0, 1, -1]]), np.float32([[1, 0.01, -1], [0, 1, 0.5]])]
    first = np.stack([framed(picture) for picture in pictures])
    second = np.stack([framed(moved(p, m)) for p, m in zip(pictures, shifts, strict=True)])
    batch = tvl1_flow_batch(torch.from_numpy(first), torch.from_numpy(second)).numpy()
    for idx in range(2):
        gap = np.abs(batch[idx] - tvl1_flow(first[idx], second[idx]))
        assert np.quantile(gap, 0.99) < 0.01
        assert gap.mean() < 1e-3


def test_gpu_batches_are_joined_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_module, "_GPU_PAIRS", 2)
    steps = [np.float32([[1, 0, step * step / 4], [0, 1, -step / 2]]) for step in range(4)]
    frames = np.stack([framed(moved(texture(), step)) for step in steps]).astype(np.uint8)
    joined = np.concatenate(list(flow_module._on_gpu(frames, CPU, None)))
    expected = compute_flow(frames, FlowSettings(), device=CPU)
    assert joined.shape == expected.shape == (3, HEIGHT, WIDTH, 2)
    assert np.median(np.abs(joined - expected)) < 0.01


def test_batch_equals_single_pairs() -> None:
    rng = np.random.default_rng(2)
    frames = torch.from_numpy(rng.random((3, 24, 32), dtype=np.float32) * 255)
    quick = TvL1Settings(warps=2, iterations=5)
    together = tvl1_flow_batch(frames[:-1], frames[1:], quick)
    alone = [tvl1_flow_batch(frames[i : i + 1], frames[i + 1 : i + 2], quick) for i in range(2)]
    torch.testing.assert_close(together, torch.cat(alone), atol=1e-4, rtol=1e-4)


def test_rgb_frames_are_turned_grey() -> None:
    frames = np.zeros((2, 24, 32, 3), np.uint8)
    frames[..., 0] = 255
    assert to_grey(frames)[0, 0, 0] == 76
    assert compute_flow(frames, FlowSettings(), device=CPU).shape == (1, 24, 32, 2)


def test_one_frame_has_no_flow() -> None:
    frames = np.zeros((1, 24, 32), np.uint8)
    assert compute_flow(frames, FlowSettings(), device=CPU).shape == (0, 24, 32, 2)


def test_an_odd_method_is_named() -> None:
    settings = FlowSettings(method="farneback")  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="farneback"):
        compute_flow(np.zeros((2, 8, 8), np.uint8), settings, device=CPU)


def test_cancel_is_heard() -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        compute_flow(np.zeros((2, 24, 32), np.uint8), FlowSettings(), device=CPU, cancel=cancel)


def test_threads_change_no_number() -> None:
    frames = np.stack([framed(texture(seed)) for seed in range(4)]).astype(np.uint8)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        single = compute_flow(frames, FlowSettings(), device=CPU)
        torch.set_num_threads(3)
        several = compute_flow(frames, FlowSettings(), device=CPU)
    finally:
        torch.set_num_threads(before)
    np.testing.assert_array_equal(single, several)


def test_normalising_clamps_to_one() -> None:
    flow = np.float32([[-40.0, 10.0], [20.0, 0.0]])
    np.testing.assert_allclose(normalise_flow(flow), [[-1.0, 0.5], [1.0, 0.0]])


def test_the_pyramid_stops_before_levels_say_nothing() -> None:
    assert pyramid_sizes(256, 340, TvL1Settings())[:2] == [(256, 340), (205, 272)]
    assert pyramid_sizes(20, 30, TvL1Settings()) == [(20, 30), (16, 24)]
    assert pyramid_sizes(8, 8, TvL1Settings()) == [(8, 8)]


@pytest.mark.parametrize("method", ["dis", "tvl1"])
def test_a_crop_of_larger_frames_is_taken_as_it_is(method):
    frames = np.random.default_rng(0).integers(0, 255, (2, 80, 90), dtype=np.uint8)
    crop = frames[:, 8:72, 10:74]

    flow = compute_flow(crop, FlowSettings(method=method), device=torch.device("cpu"))

    alone = compute_flow(crop.copy(), FlowSettings(method=method), device=torch.device("cpu"))
    np.testing.assert_array_equal(flow, alone)
