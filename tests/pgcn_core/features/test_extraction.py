from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import torch

from pgcn_core.config import FeatureSettings, FlowSettings
from pgcn_core.errors import Cancelled, OutputError, SettingsError, VideoError, WeightsError
from pgcn_core.features.cache import FeatureCache
from pgcn_core.features.extraction import FeatureJob, extract_features, feature_fingerprint
from pgcn_core.features.inputs import FlowInput, RgbInput
from pgcn_core.features.plan import plan_chunks
from pgcn_core.video.opening import open_video
from pgcn_core.video.products import FrameBatch
from pgcn_core.video.reading import read_frames
from tests.pgcn_core.features.networks import PictureMeans, after, ramp
from tests.places import shared_dir

DENSE = FeatureSettings()
CLIPS = FeatureSettings(mode="clips")
DRAFT_FLOW = FeatureSettings(flow=FlowSettings(method="dis"))


def job(settings: FeatureSettings = DENSE, **changes: object) -> FeatureJob:
    values = {"video_fingerprint": "v", "backbone": PictureMeans(), "settings": settings, **changes}
    return FeatureJob(**values)


def red_means(first: np.ndarray, window: int) -> np.ndarray:
    """What ``PictureMeans`` gives for windows of ``ramp``: numbers wrap at 256."""
    return np.array([((np.arange(f, f + window) % 256) / 127.5 - 1).mean() for f in first])


@pytest.mark.parametrize("n_frames", [16, 24, 320, 328, 536, 800])
def test_dense_vectors_are_those_of_one_pass(n_frames: int) -> None:
    sequence = extract_features(ramp(n_frames), job())
    first = 8 * np.arange(n_frames // 8 - 1)
    assert sequence.values.shape == (len(first), 1024)
    np.testing.assert_allclose(sequence.values[:, 0], red_means(first, 16), atol=1e-5)
    np.testing.assert_allclose(sequence.starts_s, first / 25)
    np.testing.assert_allclose(sequence.ends_s, (first + 16) / 25)
    assert (sequence.n_frames, sequence.window_frames, sequence.stride_frames) == (n_frames, 16, 8)


@pytest.mark.parametrize(("n_frames", "count"), [(1, 1), (15, 1), (17, 2), (23, 2), (25, 3)])
def test_the_last_frame_is_repeated_to_fill_a_snippet(n_frames: int, count: int) -> None:
    sequence = extract_features(ramp(n_frames), job())
    assert len(sequence.values) == count
    assert sequence.ends_s[-1] == pytest.approx(n_frames / 25)
    numbers = np.minimum(np.arange(8 * count - 8, 8 * count + 8), n_frames - 1)
    assert sequence.values[-1, 0] == pytest.approx((numbers / 127.5 - 1).mean(), abs=1e-5)


@pytest.mark.parametrize("n_frames", [1, 63, 64, 71, 72, 120, 121, 184, 300])
def test_clips_are_as_many_as_the_official_ones(n_frames: int) -> None:
    sequence = extract_features(ramp(n_frames), job(CLIPS))
    count = max((n_frames - 64) // 8 + 1, 1)
    assert len(sequence.values) == count
    assert sequence.window_frames == 64
    first = 8 * np.arange(count)
    np.testing.assert_allclose(sequence.starts_s, first / 25)
    if n_frames >= 64:
        inner = [np.mean(red_means(f + 8 * np.arange(7), 16)) for f in first]
        np.testing.assert_allclose(sequence.values[:, 0], inner, atol=1e-5)


def test_labels_are_scored_by_the_head() -> None:
    sequence = extract_features(ramp(40), job())
    assert sequence.label_logits.shape == (4, 3)
    np.testing.assert_allclose(sequence.label_logits[:, 0], sequence.values[:, 0])
    np.testing.assert_allclose(sequence.label_logits[:, 1], 1 + 2 * sequence.values[:, 1])


def test_both_streams_have_the_same_snippets() -> None:
    frames = ramp(50, size_px=256)
    rgb = extract_features(frames, job(DRAFT_FLOW))
    flow = extract_features(frames, job(DRAFT_FLOW, backbone=PictureMeans("flow")))
    assert flow.stream == "flow"
    np.testing.assert_array_equal(rgb.starts_s, flow.starts_s)
    np.testing.assert_array_equal(rgb.ends_s, flow.ends_s)
    assert rgb.fingerprint != flow.fingerprint


def test_a_single_frame_has_flow_features_too() -> None:
    sequence = extract_features(
        ramp(1, size_px=256), job(DRAFT_FLOW, backbone=PictureMeans("flow"))
    )
    assert sequence.values.shape == (1, 1024)
    assert not sequence.values.any()


def test_no_frames_is_named() -> None:
    with pytest.raises(VideoError, match="no frames"):
        extract_features([], job())


def test_own_times_count_where_no_rate_is_set() -> None:
    settings = replace(DENSE, fps=None)
    pixels = np.zeros((24, 224, 224, 3), np.uint8)
    pts_s = np.cumsum(np.r_[0.0, np.tile([0.02, 0.06], 12)[:23]])
    sequence = extract_features([FrameBatch(pixels, pts_s)], job(settings))
    np.testing.assert_allclose(sequence.starts_s, pts_s[[0, 8]])
    assert sequence.ends_s[0] == pytest.approx(pts_s[16])
    assert sequence.ends_s[1] == pytest.approx(pts_s[-1] + 1 / sequence.fps)


def test_numbers_that_are_not_finite_are_told_and_not_kept(tmp_path: Path) -> None:
    class Broken(PictureMeans):
        def features(self, clips: np.ndarray, cancel: Event | None = None) -> np.ndarray:
            return super().features(clips, cancel) * np.float32(np.nan)

    broken = job(cache=FeatureCache(tmp_path), backbone=Broken())
    with pytest.raises(WeightsError, match="rgb network gives numbers that are not finite"):
        extract_features(ramp(32), broken)
    assert broken.finished() is None


@pytest.mark.parametrize("settings", [DENSE, CLIPS])
def test_an_interrupted_run_resumes_after_the_last_piece(
    tmp_path: Path, settings: FeatureSettings
) -> None:
    frames = ramp(700)
    whole = extract_features(frames, job(settings))
    cache = FeatureCache(tmp_path)
    pieces = 2 if settings is DENSE else 2 * 8
    with pytest.raises(Cancelled):
        extract_features(frames, job(settings, cache=cache, backbone=PictureMeans(stop_at=pieces)))
    again = job(settings, cache=cache)
    assert again.finished() is None
    assert again.start_frame() == 2 * plan_chunks(settings).step_frames
    assert again.start_s() == again.start_frame() / 25
    resumed = extract_features(after(frames, again.start_frame()), again)
    for name in ("values", "starts_s", "ends_s", "label_logits"):
        np.testing.assert_allclose(getattr(resumed, name), getattr(whole, name), atol=1e-6)
    assert resumed.n_frames == 700
    kept = again.finished()
    assert kept is not None
    np.testing.assert_array_equal(kept.values, resumed.values)
    assert again.start_frame() == 0


def test_a_full_disk_is_told_once_and_work_goes_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    told: list[OutputError] = []
    sequence = extract_features(
        ramp(900), job(cache=FeatureCache(blocked), on_cache_failure=told.append)
    )
    assert len(sequence.values) == 900 // 8
    assert len(told) == 1
    assert "cannot be kept" in told[0].sentence


def test_cancel_is_heard_before_the_network_runs() -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        extract_features(ramp(16), job(), cancel=cancel)


def test_progress_only_grows_and_ends_near_the_total() -> None:
    seen: list[tuple[str, int, int]] = []
    extract_features(
        ramp(600), job(n_frames_expected=600), progress=lambda *step: seen.append(step)
    )
    done = [step[1] for step in seen]
    assert done == sorted(done)
    assert {step[0] for step in seen} == {"rgb features"}
    assert all(step[1] <= step[2] == 600 for step in seen)


def test_the_network_never_gets_more_than_one_piece() -> None:
    network = PictureMeans()
    extract_features(ramp(1200), job(backbone=network))
    assert max(shape[2] for shape in network.calls) == plan_chunks(DENSE).chunk_frames


@pytest.mark.parametrize(
    "settings",
    [
        replace(DENSE, stride_frames=4),
        replace(DENSE, crop_px=200),
        replace(CLIPS, window_frames=60),
        replace(CLIPS, stride_frames=0),
    ],
)
def test_sizes_the_network_cannot_take_are_named(settings: FeatureSettings) -> None:
    with pytest.raises(SettingsError):
        extract_features(ramp(16), job(settings))


def test_frames_smaller_than_the_crop_are_named() -> None:
    with pytest.raises(SettingsError, match="smaller than the crop"):
        extract_features(ramp(16, size_px=200), job())


def test_the_fingerprint_knows_what_matters() -> None:
    base = feature_fingerprint("v", "rgb", DENSE, "w")
    assert base == feature_fingerprint("v", "rgb", DRAFT_FLOW, "w")
    assert base == feature_fingerprint("v", "rgb", replace(DENSE, backend="torch"), "w")
    assert base == feature_fingerprint("v", "rgb", replace(DENSE, window_frames=32), "w")
    others = {
        feature_fingerprint("u", "rgb", DENSE, "w"),
        feature_fingerprint("v", "flow", DENSE, "w"),
        feature_fingerprint("v", "flow", DRAFT_FLOW, "w"),
        feature_fingerprint("v", "rgb", CLIPS, "w"),
        feature_fingerprint("v", "rgb", replace(DENSE, fps=30.0), "w"),
        feature_fingerprint("v", "rgb", DENSE, "x"),
    }
    assert len(others | {base}) == 7


def test_rgb_is_scaled_to_one_and_cropped_in_the_middle() -> None:
    pixels = np.zeros((1, 256, 300, 3), np.uint8)
    pixels[0, 16, 38] = 255
    maker = RgbInput(224)
    network = maker.to_network(maker.feed(pixels, None))
    assert network.shape == (3, 1, 224, 224)
    np.testing.assert_allclose(network[:, 0, 0, 0], 1.0)
    np.testing.assert_allclose(network[:, 0, 0, 1], -1.0)


def test_flow_is_the_same_in_any_batches() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 255, (5, 256, 256, 3), dtype=np.uint8)
    one = FlowInput(DRAFT_FLOW, torch.device("cpu"))
    whole = np.concatenate([one.feed(pixels, None), one.finish()])
    other = FlowInput(DRAFT_FLOW, torch.device("cpu"))
    parts = [other.feed(pixels[at : at + 2], None) for at in (0, 2, 4)]
    np.testing.assert_array_equal(whole, np.concatenate([*parts, other.finish()]))
    assert whole.shape == (5, 224, 224, 2)
    np.testing.assert_array_equal(whole[-1], whole[-2])


@pytest.mark.parametrize("fps", [25.0, None])
def test_a_resumed_run_reads_the_video_from_where_it_stopped(
    tmp_path: Path, fps: float | None
) -> None:
    shared = shared_dir()
    if shared is None or not (shared / "data" / "real_clips" / "v_GGSY1Qvo990.mp4").is_file():
        pytest.skip("the real clips are not here")
    video = open_video(shared / "data" / "real_clips" / "v_GGSY1Qvo990.mp4")
    settings = replace(DENSE, fps=fps, short_side_px=224)
    whole = extract_features(read_frames(video, short_side_px=224, fps=fps), job(settings))
    cache = FeatureCache(tmp_path)
    frames = read_frames(video, short_side_px=224, fps=fps)
    with pytest.raises(Cancelled):
        extract_features(frames, job(settings, cache=cache, backbone=PictureMeans(stop_at=1)))
    again = job(settings, cache=cache)
    start_s = again.start_s()
    if start_s is None:
        start_s = float(video.index.pts_s[again.start_frame()])
    assert start_s > 5
    rest = read_frames(video, short_side_px=224, fps=fps, start_s=start_s)
    resumed = extract_features(rest, again)
    for name in ("values", "starts_s", "ends_s", "label_logits"):
        np.testing.assert_allclose(getattr(resumed, name), getattr(whole, name), atol=1e-5)
    assert resumed.n_frames == whole.n_frames
    assert resumed.fps == pytest.approx(whole.fps, rel=1e-9)
