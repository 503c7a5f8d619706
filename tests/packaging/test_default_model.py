"""The maker of the shipped P-GCN: people who move, what is learned, and what is measured."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from default_model.examples import GRAPH, PROPOSALS, Example, targets_of
from default_model.figure import Camera, Looks, draw
from default_model.learning import LearningSettings, SharedHeads, learn
from default_model.measuring import scored, worth_of
from default_model.motion import JOINTS, Motion, read_motion
from default_model.recipe import DETECTIONS
from default_model.scenes import plan_shots, render, truth_of
from make_default_model import main

from pgcn_core.checkpoints import Checkpoint
from pgcn_core.config import FusionSettings, ModelSettings
from pgcn_core.detections import Detections
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.finetuning.composing import FPS, SIZE_PX, ComposedVideo
from pgcn_core.graph import build_graph
from pgcn_core.model import graph_tensors
from pgcn_core.proposals.propose import propose
from pgcn_core.streams import run_stream
from tests.pgcn_core.sequences import sequence
from tests.places import shared_dir

UPRIGHT = [1.0, 0.0, 0.0, 0.0]
SMALL = LearningSettings(
    ModelSettings(n_labels=400, hidden_dim=4, activity_dropout=0.0, gcn_dropout=0.0),
    epochs=6,
    regression=0.0,
)


def frame(dt=0.5, root=(2.0, 0.9, 3.0), turn=UPRIGHT, knee=0.0):
    limb = [*UPRIGHT, knee, *UPRIGHT, *UPRIGHT, 0.0]
    return [dt, *root, *turn, *UPRIGHT, *UPRIGHT, *limb, *limb]


def motion_file(folder, frames, loop="wrap"):
    file = folder / "humanoid3d_bow.txt"
    file.write_text(json.dumps({"Loop": loop, "Frames": frames}))
    return file


def at(joints, name):
    return joints[JOINTS.index(name)].round(3).tolist()


# --- motion ------------------------------------------------------------------------------------


def test_a_person_who_stands_is_as_tall_as_its_bones(tmp_path):
    motion = read_motion(motion_file(tmp_path, [frame(), frame()]))
    assert motion.name == "bow"
    joints = motion.joints[0]
    assert at(joints, "root") == [0.0, 0.9, 0.0]
    assert at(joints, "head") == [0.0, 1.535, 0.0]
    assert at(joints, "right_ankle") == [0.0, round(0.9 - 0.422 - 0.41, 3), 0.085]
    assert at(joints, "left_ankle")[2] == -0.085


def test_a_quarter_turn_about_z_lays_it_on_its_back(tmp_path):
    quarter = [np.sqrt(0.5), 0.0, 0.0, np.sqrt(0.5)]
    joints = read_motion(motion_file(tmp_path, [frame(turn=quarter)] * 2)).joints[0]
    assert at(joints, "head") == [-0.635, 0.9, 0.0]


def test_turns_follow_each_other_where_the_one_before_ended(tmp_path):
    frames = [frame(), frame(root=(2.5, 0.9, 3.0)), frame(root=(3.0, 0.9, 3.0))]
    walk = read_motion(motion_file(tmp_path, frames))
    assert walk.duration_s == 1.0
    assert at(walk.at(0.25), "root") == [0.25, 0.9, 0.0]
    assert at(walk.at(2.25), "root") == [2.25, 0.9, 0.0]
    once = read_motion(motion_file(tmp_path, frames, loop="none"))
    assert at(once.at(2.25), "root") == [0.25, 0.9, 0.0]


def test_other_files_are_refused(tmp_path):
    with pytest.raises(ValueError, match="no frames of 44 numbers"):
        read_motion(motion_file(tmp_path, [[0.1, 1.0]] * 3))


# --- pictures ----------------------------------------------------------------------------------


def test_a_camera_sees_what_it_looks_at_in_the_middle():
    camera = Camera(azimuth=0.0, distance_m=4.0, height_m=1.0, focal=1.0)
    seen = camera.see(np.array([[0.0, 1.0, 0.0], [0.0, 2.0, 0.0]]), np.zeros(2), (340, 256))
    assert seen[0].tolist() == [170.0, 128.0, 4.0]
    # A metre up at four metres is a quarter of the picture's height.
    assert seen[1].tolist() == [170.0, 64.0, 4.0]


def standing(tmp_path):
    return read_motion(motion_file(tmp_path, [frame(), frame()]))


def test_a_person_is_drawn_where_it_stands(tmp_path):
    picture = np.full((256, 340, 3), 255, np.uint8)
    looks = Looks((200, 0, 0), (0, 200, 0), (0, 0, 200), (90, 60, 40), (5, 5, 5))
    draw(picture, standing(tmp_path).joints[0], Camera(0.0, 4.0, 1.0), np.zeros(2), looks)
    rows, columns = np.nonzero((picture != 255).any(axis=2))
    assert 100 < columns.min() < columns.max() < 240
    assert rows.max() - rows.min() > 100
    assert (picture[:, :40] == 255).all()


def test_rest_and_action_take_turns_and_the_truth_is_the_actions():
    shots = plan_shots(["kick"], 30.0, np.random.default_rng(1))
    assert [shot.is_action for shot in shots] == [n % 2 == 1 for n in range(len(shots))]
    assert shots[0].is_cut
    truth = truth_of(shots)
    lengths = [shot.duration_s for shot in shots if shot.is_action]
    assert np.allclose(truth[:, 1] - truth[:, 0], lengths)
    assert truth[0, 0] == shots[0].duration_s
    assert truth_of(shots[:1]).shape == (0, 2)


def test_a_rendered_video_has_a_picture_for_every_frame(tmp_path):
    motions: dict[str, Motion] = {name: standing(tmp_path) for name in ("walk", "kick")}
    shots = [
        replace(shot, duration_s=0.2)
        for shot in plan_shots(["kick"], 20.0, np.random.default_rng(2))
    ]
    place = np.full((1, SIZE_PX[1], SIZE_PX[0], 3), 128, np.uint8)
    pictures = list(render(shots, motions, [place], np.random.default_rng(3)))
    assert len(pictures) == len(shots) * round(0.2 * FPS)
    assert {one.shape for one in pictures} == {(256, 340, 3)}
    assert {one.dtype for one in pictures} == {np.dtype(np.uint8)}
    again = list(render(shots, motions, [place], np.random.default_rng(3)))
    assert all(np.array_equal(one, other) for one, other in zip(pictures, again, strict=True))


# --- what is learned -----------------------------------------------------------------------------


def example(seed=0):
    rng = np.random.default_rng(seed)
    features = np.abs(rng.normal(size=(60, 1024))).astype(np.float32)
    features[20:35, :40] += 1.5
    logits = rng.normal(size=(60, 400)).astype(np.float32)
    logits[20:35, 7] += 25
    one = sequence(60, values=features, logits=logits)
    duration_s = float(one.ends_s[-1])
    proposals = propose([one], PROPOSALS, duration_s)
    graph = build_graph(proposals.segments, GRAPH, fps=one.fps)
    truth = np.array([[one.starts_s[20] + 1.28, one.ends_s[34] - 1.28]])
    video = ComposedVideo(None, truth, (kinetics_labels()[7],))
    return Example(video, duration_s, {"rgb": one}, proposals, graph, {}).pooled_as(PROPOSALS)


def head():
    rng = np.random.default_rng(5)
    return rng.normal(0, 0.03, (400, 1024)).astype(np.float32), np.zeros(400, np.float32)


def test_targets_by_hand():
    segments = np.array([[0.0, 2.0], [2.0, 6.0], [8.0, 9.0]])
    targets = targets_of(segments, np.array([[1.0, 5.0]]))
    assert targets.tiou.tolist() == [0.2, 0.6, 0.0]
    assert targets.inside.tolist() == [0.5, 0.75, 0.0]
    assert targets.offsets[1].tolist() == [-0.25, 0.0]
    assert targets.offsets[0].round(6).tolist() == [1.0, round(float(np.log(2)), 6)]
    assert targets_of(segments, np.empty((0, 2))).tiou.tolist() == [0, 0, 0]


def test_the_network_says_what_the_shared_heads_say():
    torch.manual_seed(1)
    heads = SharedHeads(head(), SMALL).eval()
    one = example()
    pooled = one.pooled["rgb"]
    activity = torch.from_numpy(np.ascontiguousarray(pooled.activity))
    with torch.no_grad():
        said = heads(activity, torch.from_numpy(pooled.completeness), graph_tensors(one.graph))
    made = heads.as_pgcn(np.array([[0.0, 0.0], [1.0, 1.0]]))
    found = run_stream(made.build(), pooled, one.graph)
    assert np.allclose(found.activity_logits[:, 0], said.background, atol=1e-4)
    assert np.allclose(found.activity_logits[:, 1:], said.labels, atol=1e-4)
    likeliest = said.labels.argmax(dim=1).numpy()
    rows = np.arange(len(likeliest))
    mine = said.completeness.numpy()
    assert np.allclose(found.completeness_logits[rows, likeliest], mine, atol=1e-4)
    assert np.allclose(found.offsets, said.offsets.numpy()[:, None], atol=1e-4)


def test_learning_is_repeatable_and_leaves_labels_and_ends_alone():
    lessons = [example(0), example(1)]
    made, again = (learn(lessons, "rgb", head(), SMALL, seed=3) for _ in range(2))
    for name, value in made.state.items():
        assert torch.equal(value, again.state[name]), name
    weight, _ = head()
    labels = made.state["activity_fc.weight"][1:, 1024:].numpy()
    assert np.allclose(labels, weight - weight.mean(axis=0), atol=1e-6)
    assert not made.state["regressor_fc.weight"].any()
    assert made.reg_stats.tolist() == [[0, 0], [1, 1]]
    found = scored(lessons[0], {"rgb": made.build()}, DETECTIONS, FusionSettings())
    assert (found.score <= 1).all()


def test_ends_are_learned_when_they_are_asked_for():
    made = learn([example(0)], "rgb", head(), replace(SMALL, regression=0.5), seed=3)
    assert made.state["regressor_fc.weight"].any()
    assert made.reg_stats[1].min() > 0


# --- what is measured ----------------------------------------------------------------------------


def test_worth_by_hand():
    one = example()
    (start, end) = one.video.segments[0]

    def found(*rows):
        spans = np.array([row[:2] for row in rows], np.float64).reshape(-1, 2)
        idx = np.array([row[2] for row in rows], np.int64)
        return Detections(spans, idx, np.linspace(1, 0.5, len(rows), dtype=np.float32), idx)

    right = worth_of([one], [found((start, end, 7))])
    assert right.map == (1.0, 1.0, 1.0)
    assert (right.recall, right.best_tiou, right.n_right, right.n_false) == (1.0, 1.0, 1, 0.0)
    wrong = worth_of([one], [found((start, end, 8), (0.0, 0.5, 7))])
    assert wrong.map == (0.0, 0.0, 0.0)
    # Recall asks for no label.
    assert (wrong.recall, wrong.best_tiou, wrong.n_right, wrong.n_false) == (1.0, 0.0, 0, 1.0)
    assert worth_of([one], [found()]).n_suggestions == 0


@pytest.mark.slow
def test_the_whole_way_over_one_rendered_video(tmp_path):
    shared = shared_dir()
    if shared is None:
        pytest.skip("the motions are not here")
    options = ["--data", shared / "data", "--work", tmp_path / "work", "--out", tmp_path / "made"]
    done = CliRunner().invoke(main, [*map(str, options), "--videos", "1"])
    assert done.exit_code == 0, done.output
    made = Checkpoint.load(tmp_path / "made")
    assert made.labels == kinetics_labels()
    assert made.inputs["backbone"]["rgb"]
    assert (tmp_path / "work" / "rendered_00.mp4").exists()
