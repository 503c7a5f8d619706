"""The whole path over a network that costs nothing, in both modes, trained and cold."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import torch

from pgcn_core import pipeline
from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint
from pgcn_core.config import ModelSettings, ProposalSettings, Settings, UncertaintySettings
from pgcn_core.errors import Cancelled, CheckpointError, SettingsError, VideoError
from pgcn_core.model import Pgcn
from pgcn_core.pipeline import LAST_STAGE, STAGES, Engine, load_engine, localize
from tests.pgcn_core.features.networks import PictureMeans
from tests.videos import make_video

LABELS = ("jump", "throw", "run")


@pytest.fixture(autouse=True)
def _cheap_backbones(monkeypatch):
    monkeypatch.setattr(pipeline, "load_backbone", lambda stream, **_how: PictureMeans(stream))
    monkeypatch.setattr(pipeline, "kinetics_labels", lambda: LABELS)


@pytest.fixture(scope="module")
def video(tmp_path_factory) -> Path:
    return make_video(tmp_path_factory.mktemp("video") / "match.mp4", n_frames=60)


def rgb_only(settings: Settings) -> Settings:
    return settings.with_flow("none")


def official_short() -> Settings:
    """The released code's settings with clips that fit a video of two seconds."""
    settings = Settings.official()
    features = dataclasses.replace(settings.features, window_frames=16)
    return rgb_only(dataclasses.replace(settings, features=features))


def save_checkpoint(folder: Path, *streams: str, feature_dim: int = 1024) -> Path:
    torch.manual_seed(1)
    shape = ModelSettings(n_labels=len(LABELS), feature_dim=feature_dim, hidden_dim=16)
    stats = torch.tensor([[0.01, -0.02], [0.1, 0.2]], dtype=torch.float64)

    def network() -> StreamCheckpoint:
        state = {name: value.clone() for name, value in Pgcn(shape).state_dict().items()}
        return StreamCheckpoint(shape, state, stats)

    Checkpoint(LABELS, {stream: network() for stream in streams}).save(folder)
    return folder


def check(result, duration_s: float) -> None:
    """What holds for every result."""
    n_proposals, graph = len(result.proposals.segments), result.graph
    assert n_proposals >= 1
    assert graph.indptr.shape == (n_proposals + 1,)
    assert len(graph.neighbours) == len(graph.kind) == len(result.edge_weights)
    assert result.edge_weights.dtype == np.float32
    assert (np.abs(result.edge_weights) <= 1 + 1e-6).all()
    found = result.detections
    assert (found.segments[:, 0] < found.segments[:, 1]).all()
    assert (found.segments >= 0).all()
    assert (found.segments <= duration_s).all()
    assert set(found.label_idx.tolist()) <= set(range(len(result.labels)))
    assert (np.diff(found.score) <= 0).all()
    assert set(found.proposal_idx.tolist()) <= set(range(n_proposals))
    doubt = result.uncertainty
    assert doubt.margin.shape == doubt.entropy.shape == found.score.shape
    assert ((doubt.margin >= 0) & (doubt.entropy <= 1)).all()
    assert (doubt.spread is not None) == result.is_trained
    assert doubt.spread is None or doubt.spread.shape == found.score.shape


@pytest.mark.parametrize("make", [lambda: rgb_only(Settings.paper()), official_short])
@pytest.mark.parametrize("trained", [False, True])
def test_both_modes_trained_and_cold(video, tmp_path, make, trained):
    settings = make()
    folder = save_checkpoint(tmp_path / "mine", "rgb") if trained else None
    engine = load_engine(settings, checkpoint=folder, device="cpu")
    result = localize(video, engine)
    check(result, 2.4)
    assert len(result.detections.score) > 0 or not trained
    assert result.labels == LABELS
    assert result.is_trained is trained
    assert result.model_name == ("mine" if trained else "Kinetics-400 cold start")
    assert ("No trained P-GCN" in result.note) is not trained
    assert result.info.n_frames == 60


def test_the_cold_start_has_its_own_thresholds(video):
    settings = rgb_only(Settings.paper())
    engine = load_engine(settings, device="cpu")
    assert engine.settings.detections.top_k == settings.coldstart.top_k
    assert engine.settings.fusion.flow_weight == settings.coldstart.flow_weight
    assert not engine.is_trained


def test_doubt_repeats_and_can_be_left_out(video, tmp_path):
    folder = save_checkpoint(tmp_path / "mine", "rgb")
    settings = rgb_only(Settings.paper())
    spreads = [
        localize(video, load_engine(settings, checkpoint=folder, device="cpu")).uncertainty.spread
        for _ in range(2)
    ]
    np.testing.assert_array_equal(*spreads)
    without = dataclasses.replace(settings, uncertainty=UncertaintySettings(draws=0))
    result = localize(video, load_engine(without, checkpoint=folder, device="cpu"))
    assert result.uncertainty.spread is None
    assert len(result.uncertainty.margin) == len(result.detections)


def test_two_streams_are_fused_and_share_one_graph(video, tmp_path):
    settings = Settings.paper().with_flow("dis")
    folder = save_checkpoint(tmp_path / "both", "rgb", "flow")
    told: list[tuple[str, int, int]] = []
    engine = load_engine(settings, checkpoint=folder, device="cpu")
    result = localize(video, engine, progress=lambda *step: told.append(step))
    check(result, 2.4)
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == [STAGES["rgb"], STAGES["flow"], LAST_STAGE]
    for stage in stages:
        steps = [(done, total) for name, done, total in told if name == stage]
        assert steps[-1][0] == steps[-1][1], "every stage ends whole"
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_one_proposal_is_enough(video, tmp_path):
    settings = dataclasses.replace(
        rgb_only(Settings.paper()), proposals=ProposalSettings(max_proposals=1)
    )
    folder = save_checkpoint(tmp_path / "mine", "rgb")
    result = localize(video, load_engine(settings, checkpoint=folder, device="cpu"))
    check(result, 2.4)
    assert len(result.proposals.segments) == 1
    assert len(result.edge_weights) == len(result.graph.neighbours)


@pytest.mark.parametrize("n_frames", [1, 15, 17])
def test_the_shortest_videos(tmp_path, n_frames):
    video = make_video(tmp_path / "short.mp4", n_frames=n_frames)
    check(localize(video, load_engine(rgb_only(Settings.paper()), device="cpu")), n_frames / 25)


def test_without_a_rate_every_frame_counts(tmp_path):
    video = make_video(tmp_path / "fast.mp4", n_frames=60, fps=50)
    settings = rgb_only(Settings.paper())
    settings = dataclasses.replace(
        settings, features=dataclasses.replace(settings.features, fps=None)
    )
    told: list[int] = []
    engine = load_engine(settings, device="cpu", cache=tmp_path / "cache")
    result = localize(video, engine, progress=lambda _stage, _done, total: told.append(total))
    check(result, 1.2)
    assert max(told) == 60


def test_the_same_again_comes_from_the_cache(video, tmp_path):
    engine = load_engine(rgb_only(Settings.paper()), device="cpu", cache=tmp_path / "cache")
    first = localize(video, engine)
    backbone = engine.backbones["rgb"]
    n_calls = len(backbone.calls)
    again = localize(video, engine)
    assert len(backbone.calls) == n_calls
    assert np.array_equal(first.detections.segments, again.detections.segments)
    assert np.array_equal(first.detections.score, again.detections.score)


def test_a_stopped_run_goes_on_where_it_was(tmp_path):
    video = make_video(tmp_path / "long.mp4", n_frames=700)
    settings = rgb_only(Settings.paper())
    engine = load_engine(settings, device="cpu", cache=tmp_path / "cache")
    backbone = engine.backbones["rgb"]
    backbone.stop_at = 2
    with pytest.raises(Cancelled):
        localize(video, engine)
    backbone.stop_at = None
    resumed = localize(video, engine)
    fresh = load_engine(settings, device="cpu")
    whole = localize(video, fresh)
    assert len(backbone.calls) == len(fresh.backbones["rgb"].calls)
    assert np.allclose(resumed.detections.segments, whole.detections.segments)
    assert np.allclose(resumed.detections.score, whole.detections.score)


def test_a_flag_that_is_set_stops_it_at_once(video):
    cancel = Event()
    cancel.set()
    engine = load_engine(rgb_only(Settings.paper()), device="cpu")
    with pytest.raises(Cancelled):
        localize(video, engine, cancel=cancel)


def test_a_video_that_goes_while_it_is_read(tmp_path):
    video = make_video(tmp_path / "match.mp4", n_frames=60)
    engine = load_engine(rgb_only(Settings.paper()), device="cpu")
    real = pipeline.open_video

    def open_and_lose(path, **how):
        opened = real(path, **how)
        path.unlink()
        return opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "open_video", open_and_lose)
        with pytest.raises(VideoError, match="There is no file"):
            localize(video, engine)


# --- what does not fit -------------------------------------------------------------------------


def load(settings: Settings, folder: Path) -> Engine:
    return load_engine(settings, checkpoint=folder, device="cpu")


def test_checkpoints_that_do_not_fit(tmp_path):
    rgb = save_checkpoint(tmp_path / "rgb", "rgb")
    with pytest.raises(CheckpointError, match="has no flow network"):
        load(Settings.paper().with_flow("dis"), rgb)
    foreign = save_checkpoint(tmp_path / "foreign", "rgb", feature_dim=64)
    with pytest.raises(CheckpointError, match="takes 64 features a snippet"):
        load(rgb_only(Settings.paper()), foreign)
    with pytest.raises(CheckpointError, match="There is no checkpoint"):
        load(rgb_only(Settings.paper()), tmp_path / "none")


def test_a_fusion_that_weighs_nothing(tmp_path):
    settings = rgb_only(Settings.paper())
    fusion = dataclasses.replace(settings.fusion, rgb_weight=0.0)
    folder = save_checkpoint(tmp_path / "rgb", "rgb")
    with pytest.raises(SettingsError, match="None of the streams has a weight"):
        load(dataclasses.replace(settings, fusion=fusion), folder)


def test_a_graph_that_cannot_be_made_is_told_before_features_are(tmp_path):
    settings = rgb_only(Settings.official())
    graph = dataclasses.replace(settings.graph, sampled_slots=40)
    with pytest.raises(SettingsError, match="40 slots cannot be sampled from 10"):
        load_engine(dataclasses.replace(settings, graph=graph), device="cpu")


@pytest.mark.parametrize("name", ["tpu", "cuda:x", "cpu:0", "", "CUDA"])
def test_devices_there_are_not(name):
    with pytest.raises(SettingsError, match="There is no device called"):
        load_engine(rgb_only(Settings.paper()), device=name)
