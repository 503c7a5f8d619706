"""What "Why?" shows is what the files say, read and computed by a script of its own."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pytest
import torch

from app.domain.project import Run, VideoEntry
from app.domain.segment import Segment
from app.engine.explainer import EngineExplainer
from app.engine.localizer import EngineLocalizer
from app.services.analysis import analyse
from app.services.explaining import RunCase, ScoreQuestion, WhyQuestion
from app.storage.files import SqliteProjectFiles
from pgcn_core import pipeline
from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint
from pgcn_core.config import ModelSettings
from pgcn_core.errors import WeightsError
from pgcn_core.features.loading import load_backbone
from pgcn_core.model import Pgcn
from tests.factories import make_video as make_entry
from tests.fakes import no_progress
from tests.parity import explained
from tests.pgcn_core.features.networks import PictureMeans
from tests.places import REPO, shared_dir
from tests.videos import make_video

LABELS = ("jump", "throw", "run")
DEFAULT = REPO / "resources" / "models" / "kinetics400-default"


class ColourfulMeans(PictureMeans):
    """Spreads the means of the pictures over all features, so that cosines differ."""

    def features(self, clips, cancel=None):
        means = super().features(clips, cancel)
        turn = np.random.default_rng(5).normal(size=(8, 1024)).astype(np.float32)
        return np.sin(3 * (means[..., :8] @ turn)) + 0.3


def checkpoint_in(folder: Path) -> Path:
    """A network that nobody trained, whose heads say something all the same."""
    torch.manual_seed(3)
    shape = ModelSettings(n_labels=len(LABELS), hidden_dim=16)
    network = Pgcn(shape)
    for head in (network.activity_fc, network.completeness_fc, network.regressor_fc):
        torch.nn.init.normal_(head.weight, 0.0, 0.02)
    state = {name: value.clone() for name, value in network.state_dict().items()}
    stats = torch.tensor([[0.0, 0.1], [0.2, 0.2]], dtype=torch.float64)
    Checkpoint(LABELS, {"rgb": StreamCheckpoint(shape, state, stats)}).save(folder)
    return folder


def recorded(tmp_path: Path, entry: VideoEntry, checkpoint: Path) -> tuple[Run, RunCase]:
    """Analyse a video as the program does, and read the run back from the project file."""
    localizer = EngineLocalizer(
        tmp_path / "cache", device="cpu", flow="none", checkpoint=checkpoint
    )
    store = SqliteProjectFiles().create(tmp_path / "p.pgcn")
    try:
        video = store.add_video(entry)
        run = analyse(store, localizer, video, progress=no_progress, cancel=Event())
        evidence = store.run_evidence(run.id)
        assert evidence is not None
        return run, RunCase(run.id, run.settings_json, store.run_graph(run.id), evidence)
    finally:
        store.close()


def assert_same_as_the_files(tmp_path: Path, case: RunCase, checkpoint: Path) -> None:
    kept = explained.read(tmp_path / "p.pgcn", tmp_path / "cache", checkpoint)
    assert kept.run_id == case.run_id
    asked = EngineExplainer(tmp_path / "cache", checkpoint)
    asked.take(case)
    degree = np.diff(kept.graph["indptr"])
    busiest = np.argsort(-degree, kind="stable")[:3].tolist()
    n_told = 0
    for proposal in {0, len(degree) // 2, *busiest}:
        label = int(kept.evidence["label_idx"][proposal, 0])
        score, alone, did = explained.contributions(kept, proposal, label)
        why = asked.answer(WhyQuestion(proposal, kept.facts["labels"][label]), Event())
        assert why.score == pytest.approx(score, rel=2e-4)
        assert why.score_alone == pytest.approx(alone, rel=2e-4)
        theirs = [did[one] for one in why.neighbours.tolist()]
        assert len(did) == len(theirs) == degree[proposal]
        np.testing.assert_allclose(why.contributions, theirs, atol=2e-4 * score)
        n_told += np.count_nonzero(np.abs(theirs) > 1e-3 * score)
        assert kept.evidence["score"][proposal, 0] == pytest.approx(score, rel=2e-4)
        assert_edits_are_full_passes(kept, asked, proposal)
    assert n_told > 5


def assert_edits_are_full_passes(kept, asked, proposal: int) -> None:
    start, end = kept.segments[proposal].tolist()
    for span in [(start, end + 0.2), (start + 0.3 * (end - start), end)]:
        live = asked.answer(ScoreQuestion(proposal, Segment(*span)), Event())
        np.testing.assert_allclose(live.scores, explained.edited(kept, proposal, span), rtol=5e-4)


@pytest.mark.parametrize("is_default", [False, True])
def test_a_small_video(tmp_path, monkeypatch, is_default):
    monkeypatch.setattr(pipeline, "load_backbone", lambda stream, **_how: ColourfulMeans(stream))
    monkeypatch.setattr(pipeline, "kinetics_labels", lambda: LABELS)
    path = make_video(tmp_path / "match.mp4", n_frames=250)
    # The model that comes with the program pools, joins and bounds in other ways than the paper.
    checkpoint = DEFAULT if is_default else checkpoint_in(tmp_path / "mine")
    _, case = recorded(tmp_path, make_entry(path=path, duration_s=10.0), checkpoint)
    assert len(case.graph.neighbours) > 50
    assert_same_as_the_files(tmp_path, case, checkpoint)


@pytest.mark.slow
@pytest.mark.parametrize("is_default", [False, True])
def test_a_real_clip_with_real_features(tmp_path, is_default):
    shared = shared_dir()
    clip = shared / "data/real_clips/tv_v_SoccerJuggling_g23_c01.avi" if shared else None
    if clip is None or not clip.is_file():
        pytest.skip("the clip is not here")
    try:
        load_backbone("rgb", device=torch.device("cpu"), backend="auto")
    except WeightsError as missing:
        pytest.skip(str(missing))
    checkpoint = DEFAULT if is_default else checkpoint_in(tmp_path / "mine")
    _, case = recorded(tmp_path, make_entry(path=clip, duration_s=60.0), checkpoint)
    assert_same_as_the_files(tmp_path, case, checkpoint)
