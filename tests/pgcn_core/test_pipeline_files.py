"""The whole path with proposals and labels that come from files."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from pgcn_core.commands.group import cli
from pgcn_core.config import Settings
from pgcn_core.errors import CheckpointError, ProposalFileError, SettingsError, VideoLabelError
from pgcn_core.pipeline import load_engine, localize
from pgcn_core.proposals.bsn.checkpoint import save_bsn
from pgcn_core.proposals.bsn.maker import Bsn
from pgcn_core.proposals.bsn.networks import ProposalEvaluation, TemporalEvaluation
from pgcn_core.proposals.bsn.settings import BsnSettings
from tests.pgcn_core.test_pipeline_modes import (
    LABELS,
    _cheap_backbones,  # noqa: F401 - a fixture that uses itself
    check,
    rgb_only,
    save_checkpoint,
    video,  # noqa: F401 - a fixture
)


def engine(tmp_path, **files):
    settings = rgb_only(Settings.paper()).with_files(**files)
    folder = save_checkpoint(tmp_path / "mine", "rgb")
    return load_engine(settings, checkpoint=folder, device="cpu")


def put(path, text):
    path.write_text(text)
    return str(path)


def rows(*segments):
    return [{"segment": list(one), "score": 0.5} for one in segments]


def tiny_bsn(folder, streams=("rgb",), dim=1024):
    settings = BsnSettings(temporal_hidden=8, evaluation_hidden=8)
    temporal, evaluation = TemporalEvaluation(dim, 8), ProposalEvaluation(32, 8)
    save_bsn(Bsn(settings, streams, dim, 2.0, temporal, evaluation), folder)
    return str(folder)


def test_an_imported_list_stands_instead_of_the_makers(video, tmp_path):  # noqa: F811
    listed = put(
        tmp_path / "p.json", json.dumps({"results": {"match": rows([0, 1], [1, 2], [0, 9])}})
    )
    result = localize(video, engine(tmp_path, proposals=listed))
    check(result, 2.4)
    assert result.proposals.segments.tolist() == [[0, 1], [1, 2], [0, 2.4]]
    # Also in the cold start, whose makers are its own.
    cold = load_engine(rgb_only(Settings.paper()).with_files(proposals=listed), device="cpu")
    assert len(localize(video, cold).proposals.segments) == 3


def test_a_video_that_is_not_listed_is_named(video, tmp_path):  # noqa: F811
    listed = put(tmp_path / "p.json", json.dumps({"results": {"other": rows([0, 1])}}))
    with pytest.raises(ProposalFileError, match=r"p\.json lists no proposals of match"):
        localize(video, engine(tmp_path, proposals=listed))


def test_a_bsn_proposes(video, tmp_path):  # noqa: F811
    torch.manual_seed(0)
    result = localize(video, engine(tmp_path, bsn=tiny_bsn(tmp_path / "bsn")))
    check(result, 2.4)
    settings = rgb_only(Settings.paper()).with_files(bsn=str(tmp_path / "bsn"))
    check(localize(video, load_engine(settings, device="cpu")), 2.4)


def test_a_bsn_that_is_not_there_or_does_not_fit_is_named(tmp_path):
    with pytest.raises(CheckpointError, match="There is no BSN in"):
        engine(tmp_path, bsn=str(tmp_path / "none"))
    tiny_bsn(tmp_path / "flow", ("rgb", "flow"), 2048)
    with pytest.raises(CheckpointError, match="trained with flow features"):
        engine(tmp_path, bsn=str(tmp_path / "flow"))
    tiny_bsn(tmp_path / "narrow", dim=128)
    with pytest.raises(CheckpointError, match="takes 128 features a unit"):
        engine(tmp_path, bsn=str(tmp_path / "narrow"))
    settings = rgb_only(Settings.paper())
    makers = dataclasses.replace(settings.proposals, makers=("bsn",))
    settings = dataclasses.replace(settings, proposals=makers)
    with pytest.raises(SettingsError, match="needs a trained BSN"):
        load_engine(settings, checkpoint=save_checkpoint(tmp_path / "mine", "rgb"), device="cpu")


def test_only_the_labels_of_the_video_are_found(video, tmp_path):  # noqa: F811
    labels = put(tmp_path / "s.json", json.dumps({"match": {"jump": 0.25, "run": 0.5, "throw": 0}}))
    one = localize(video, engine(tmp_path, video_labels=labels, top_labels=1))
    assert set(one.detections.label_idx.tolist()) == {LABELS.index("run")}
    two = localize(video, engine(tmp_path, video_labels=labels))
    assert set(two.detections.label_idx.tolist()) == {LABELS.index("run"), LABELS.index("jump")}
    check(two, 2.4)
    # Every score halves with the video's.
    halved = put(tmp_path / "h.json", json.dumps({"match": {"run": 0.25}}))
    half = localize(video, engine(tmp_path, video_labels=halved))
    np.testing.assert_allclose(half.detections.score, one.detections.score / 2, rtol=1e-6)


def test_labels_of_the_kinetics_head(video, tmp_path, monkeypatch):  # noqa: F811
    names = ("Run", "swim", "dive")  # as many as the network of these tests has
    monkeypatch.setattr("pgcn_core.pipeline.kinetics_labels", lambda: names)
    found = localize(video, engine(tmp_path, video_labels="kinetics")).detections
    assert set(found.label_idx.tolist()) == {LABELS.index("run")}


def test_video_labels_that_do_not_fit_are_named(video, tmp_path):  # noqa: F811
    other = put(tmp_path / "s.json", json.dumps({"match": {"swim": 0.5}}))
    with pytest.raises(VideoLabelError, match="no name in common"):
        localize(video, engine(tmp_path, video_labels=other))
    absent = put(tmp_path / "s.json", json.dumps({"game": {"jump": 0.5}}))
    with pytest.raises(VideoLabelError, match="has no labels of match"):
        localize(video, engine(tmp_path, video_labels=absent))


def test_the_command_goes_on_after_a_video_that_is_not_listed(video, tmp_path):  # noqa: F811
    second = tmp_path / "second.mp4"
    second.write_bytes(video.read_bytes())
    listed = put(tmp_path / "p.json", json.dumps({"results": {"match": rows([0, 1])}}))
    out = tmp_path / "out.json"
    save_checkpoint(tmp_path / "mine", "rgb")
    arguments = ["localize", str(second), str(video), "--out", str(out), "--flow", "none"]
    arguments += ["--checkpoint", str(tmp_path / "mine"), "--proposals", listed, "--no-cache"]
    done = CliRunner().invoke(cli, [*arguments, "--device", "cpu"])
    assert done.exit_code == ProposalFileError.exit_code, done.output
    assert "p.json lists no proposals of second" in done.stderr
    assert set(json.loads(out.read_text())["results"]) == {"match"}
