"""From clips to a network that finds what people marked, on real files with a plain network."""

import dataclasses
import json
from itertools import pairwise
from pathlib import Path
from threading import Event

import av
import numpy as np
import pytest
import torch

from pgcn_core import pipeline, settling
from pgcn_core.checkpoints import CARD_NAME, Checkpoint, StreamCheckpoint, fingerprint_of
from pgcn_core.config import GraphSettings, ModelSettings, Settings
from pgcn_core.errors import Cancelled, CheckpointError, TrainingError
from pgcn_core.features.cache import FeatureCache
from pgcn_core.finetuning.composing import Clip, compose, divide, plan_videos
from pgcn_core.finetuning.corrections import CorrectedVideo, Corrections
from pgcn_core.finetuning.finetune import FineTuneOptions, default_recipe, fine_tune
from pgcn_core.pipeline import load_engine, localize, with_checkpoint
from pgcn_core.video.opening import open_video
from tests.pgcn_core.features.networks import PictureMeans, entry

RED, GRAY = (230, 20, 20), (90, 90, 90)


def clip(folder, name, colour, n_frames):
    path = folder / f"{name}.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(n_frames):
            pixels = np.full((64, 96, 3), colour, np.uint8)
            pixels[:8, : number % 90] = 200
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    red = [clip(folder, f"red{n}", RED, 50 + 10 * n) for n in range(2)]
    return red, [clip(folder, f"gray{n}", GRAY, 60) for n in range(2)]


@pytest.fixture(scope="module")
def corrections(clips, tmp_path_factory):
    folder = tmp_path_factory.mktemp("videos")
    red, gray = clips
    videos = []
    for number, plan in enumerate(plan_videos({"red": red}, gray, 6, 5, seed=1)):
        made = compose(plan, folder / f"v{number}.mp4")
        idx = np.zeros(len(made.segments), np.int64)
        rejected = np.zeros((0, 2)) if number else np.array([[0.2, 0.6]])
        videos.append(CorrectedVideo(made.path, made.path.stem, made.segments, idx, rejected))
    return Corrections(("red",), tuple(videos))


class Means400(PictureMeans):
    """As ``PictureMeans``, with as many labels as Kinetics; the first is red."""

    def __init__(self, stream="rgb", **more):
        super().__init__(stream, **more)
        self._head_weight = np.zeros((400, 1024), np.float32)
        self._head_bias = np.zeros(400, np.float32)
        self._head_weight[0, 0] = 1.0


@pytest.fixture
def engine(monkeypatch, tmp_path):
    monkeypatch.setattr(
        settling, "find_weights", lambda stream: dataclasses.replace(entry(stream), inflated=True)
    )
    monkeypatch.setattr(pipeline, "load_backbone", lambda stream, **_: Means400(stream))
    made = load_engine(Settings.paper(), device="cpu")
    return dataclasses.replace(made, cache=FeatureCache(tmp_path / "cache"))


def short():
    recipe = default_recipe(None)
    optimiser = dataclasses.replace(recipe.optimiser, epochs=3, milestones=(2,))
    return dataclasses.replace(recipe, optimiser=optimiser)


def test_a_fine_tuned_network_finds_on_other_videos_what_was_marked(engine, corrections, tmp_path):
    options = FineTuneOptions(tmp_path / "out", recipe=short())
    result = fine_tune(corrections, engine, Settings.paper(), options)
    assert set(result.learned_from) | set(result.held_out) == {f"v{n}" for n in range(6)}
    assert not set(result.learned_from) & set(result.held_out)
    assert result.outcome.after > result.outcome.before + 0.1
    said = json.loads((tmp_path / "out" / "outcome.json").read_text())
    assert said["outcome"]["after"] == result.outcome.after
    assert said["held_out"] == list(result.held_out)
    assert {one["video"] for one in said["outcome"]["clips"]} <= {
        str(one.path) for one in corrections.videos if one.video_id in result.held_out
    }
    assert any(one["is_annotated"] and one["after"] > 0 for one in said["outcome"]["clips"])
    assert said["fingerprint"] == fingerprint_of(tmp_path / "out")
    card = Checkpoint.load(tmp_path / "out")
    assert card.labels == ("red",)
    assert card.card["training"]["rgb"]["parents"] == ["Kinetics-400 cold start"]
    child = with_checkpoint(engine, Settings.paper(), tmp_path / "out")
    again = localize(corrections.videos[0].path, child)
    assert (again.is_trained, again.model_name) == (True, "out")


def test_a_child_goes_on_from_its_parent_and_learns_a_new_label(engine, corrections, tmp_path):
    first = FineTuneOptions(tmp_path / "one", recipe=short(), held_out=frozenset())
    assert fine_tune(corrections, engine, Settings.paper(), first).outcome is None
    card_file = tmp_path / "one" / CARD_NAME
    card = json.loads(card_file.read_text())
    asked = {"makers": ["sliding"], "detections": {"min_score": 0.125}}
    card["card"]["inputs"] |= asked
    card_file.write_text(json.dumps(card))
    parent = with_checkpoint(engine, Settings.paper(), tmp_path / "one")
    blue = Corrections(("blue",), corrections.videos)
    second = FineTuneOptions(tmp_path / "two", parent=tmp_path / "one")
    result = fine_tune(blue, parent, Settings.paper(), second)
    child = Checkpoint.load(tmp_path / "two")
    assert child.labels == ("red", "blue")
    assert asked.items() <= child.inputs.items()
    before = Checkpoint.load(tmp_path / "one").streams["rgb"].reg_stats
    assert torch.equal(child.streams["rgb"].reg_stats, before)
    assert result.outcome.labels[0].label == "blue"


def test_what_cannot_be_learned_from_is_told(engine, corrections, tmp_path):
    one = Corrections(("red",), corrections.videos[:1])
    options = FineTuneOptions(tmp_path / "out", recipe=short())
    with pytest.raises(TrainingError, match="cannot be learned from and held out"):
        fine_tune(one, engine, Settings.paper(), options)
    nobody = dataclasses.replace(options, learn_from=frozenset())
    with pytest.raises(TrainingError, match="no annotation to learn from"):
        fine_tune(corrections, engine, Settings.paper(), nobody)
    # A slip in a name must not turn into a training on everything that measures nothing.
    slip = dataclasses.replace(options, held_out=frozenset({"nobody"}))
    with pytest.raises(TrainingError, match="No corrected video is named nobody") as told:
        fine_tune(corrections, engine, Settings.paper(), slip)
    assert corrections.videos[0].video_id in told.value.next_step
    with pytest.raises(CheckpointError):
        fine_tune(
            corrections,
            engine,
            Settings.paper(),
            dataclasses.replace(options, parent=tmp_path / "none"),
        )


def test_cancelled_and_resumed_it_ends_with_the_same_weights(engine, corrections, tmp_path):
    whole = FineTuneOptions(tmp_path / "whole", recipe=short(), held_out=frozenset())
    fine_tune(corrections, engine, Settings.paper(), whole)
    broken = dataclasses.replace(whole, out=tmp_path / "broken")
    cancel = Event()

    def stop_in_the_second_epoch(stage, done, total):
        if stage.startswith("Epoch 2"):
            cancel.set()

    with pytest.raises(Cancelled):
        fine_tune(
            corrections, engine, Settings.paper(), broken,
            progress=stop_in_the_second_epoch, cancel=cancel,
        )  # fmt: skip
    fine_tune(corrections, engine, Settings.paper(), dataclasses.replace(broken, resume=True))
    one, other = (Checkpoint.load(tmp_path / name).streams["rgb"] for name in ("whole", "broken"))
    for name, value in one.state.items():
        assert torch.equal(value, other.state[name])


def test_a_composed_video_has_its_actions_where_it_says(clips, tmp_path):
    red, gray = clips
    plan = [Clip(gray[0]), Clip(red[0], "red"), Clip(gray[1], speed=1.25, is_mirrored=True)]
    made = compose(plan, tmp_path / "v.mp4")
    assert made.segments.tolist() == [[2.4, 4.4]]
    assert made.labels == ("red",)
    video = open_video(made.path)
    assert video.info.n_frames == 60 + 50 + 48
    assert (video.info.width_px, video.info.height_px) == (340, 256)


def test_plans_keep_actions_apart_and_leave_some_videos_empty():
    red, gray = [Path("r0"), Path("r1")], [Path(f"g{n}") for n in range(3)]
    plans = plan_videos({"red": red}, gray, 16, 10, seed=3)
    assert [sum(bool(one.label) for one in plan) == 0 for plan in plans].count(True) == 2
    for plan in plans:
        assert len(plan) == 10
        shown = [bool(one.label) for one in plan]
        assert not any(one and other for one, other in pairwise(shown))
    assert plans == plan_videos({"red": red}, gray, 16, 10, seed=3)


def test_clips_are_divided_once_and_for_all():
    paths = [Path(f"c{n}") for n in range(6)]
    learn, measure = divide(paths, 1 / 3, 0)
    assert len(measure) == 2
    assert sorted(learn + measure) == paths
    with pytest.raises(TrainingError, match="One clip"):
        divide(paths[:1], 0.5, 0)


def test_a_child_sees_what_its_parent_saw():
    shape = ModelSettings(n_labels=2, hidden_dim=4)
    stream = StreamCheckpoint(shape, {}, torch.zeros(2, 2))
    graph = dataclasses.asdict(GraphSettings(contextual_tiou=0.6))
    inputs = {"graph": graph, "pooling": "official", "context_ratio": 0.25}
    plain = default_recipe(None)
    recipe = default_recipe(Checkpoint(("a", "b"), {"rgb": stream}, {"inputs": inputs}))
    assert recipe.graph.contextual_tiou == 0.6
    assert (recipe.proposals.pooling, recipe.proposals.context_ratio) == ("official", 0.25)
    assert recipe.model == shape
    assert recipe.optimiser.rgb_rate == plain.optimiser.rgb_rate / 10
    assert default_recipe(Checkpoint(("a", "b"), {"rgb": stream})).graph == plain.graph
