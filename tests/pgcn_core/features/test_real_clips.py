"""The bundled network on real footage: does it still know what it sees?"""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
import torch

from pgcn_core.config import FeatureSettings, FlowSettings
from pgcn_core.errors import WeightsError
from pgcn_core.features.backbone import Backbone
from pgcn_core.features.extraction import FeatureJob, extract_features
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.features.loading import load_backbone
from pgcn_core.features.products import FeatureSequence
from pgcn_core.features.weights import import_weights, list_weights
from pgcn_core.video.products import FrameBatch
from tests.places import shared_dir

CPU = torch.device("cpu")


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGCN_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("PGCN_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="module")
def rgb(cache: None) -> Backbone:
    try:
        return load_backbone("rgb", device=CPU)
    except WeightsError as missing:
        pytest.skip(str(missing))


def clip_path(name: str) -> Path:
    shared = shared_dir()
    if shared is None or not (shared / "data" / "real_clips" / name).is_file():
        pytest.skip(f"{name} is not here")
    return shared / "data" / "real_clips" / name


def frames_of(path: Path, n_frames: int) -> Iterator[FrameBatch]:
    """The first frames at 25 fps, short side 256, read with PyAV alone."""
    with av.open(path) as container:
        stream = container.streams.video[0]
        sampled = 0
        for frame in container.decode(stream):
            while frame.time is not None and sampled / 25 <= frame.time + 1e-6:
                scale = 256 / min(frame.width, frame.height)
                size = {"width": round(frame.width * scale), "height": round(frame.height * scale)}
                pixels = frame.to_ndarray(format="rgb24", **size)
                yield FrameBatch(pixels[None], np.array([sampled / 25]))
                sampled += 1
                if sampled == n_frames:
                    return


def features_of(name: str, backbone: Backbone, settings: FeatureSettings) -> FeatureSequence:
    path = clip_path(name)
    return extract_features(frames_of(path, 144), FeatureJob(name, backbone, settings))


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings", [FeatureSettings(), FeatureSettings(mode="clips", stride_frames=40)]
)
@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("v_GGSY1Qvo990.mp4", "clean and jerk"),
        ("demo.mp4", "arm wrestling"),
        ("test_video_structuralize.mp4", "shooting basketball"),
    ],
)
def test_the_action_is_the_first_guess(
    rgb: Backbone, name: str, label: str, settings: FeatureSettings
) -> None:
    sequence = features_of(name, rgb, settings)
    scores = sequence.label_logits.mean(axis=0)
    assert kinetics_labels()[int(scores.argmax())] == label


@pytest.mark.slow
def test_inflated_flow_runs_on_a_real_clip(rgb: Backbone) -> None:
    assert [entry.inflated for entry in list_weights()] == [False, True]
    flow = load_backbone("flow", device=CPU)
    settings = FeatureSettings(flow=FlowSettings(method="tvl1"))
    path = clip_path("demo.mp4")
    sequence = extract_features(frames_of(path, 24), FeatureJob("demo", flow, settings))
    assert sequence.values.shape == (2, 1024)
    assert np.isfinite(sequence.values).all()
    assert sequence.values.std() > 0.01


def test_an_official_checkpoint_is_recognised() -> None:
    shared = shared_dir()
    if shared is None or not (shared / "golden" / "mini" / "rgb_cpt_legacy.pth").is_file():
        pytest.skip("the golden numbers are not here")
    with pytest.raises(WeightsError, match="P-GCN checkpoint"):
        import_weights(shared / "golden" / "mini" / "rgb_cpt_legacy.pth")
