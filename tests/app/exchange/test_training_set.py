"""A training set is read by ``pgcn train`` as it is, and says where every label comes from."""

import json
import re
import shlex
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from app.domain.edits import accept, draw, reject
from app.domain.errors import Cancelled, ExchangeError
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.format import Incoming
from app.exchange.formats.activitynet import decode_ground_truth
from app.exchange.formats.training_set import sliding_windows
from app.services.exchange_values import Carries, Contents, ExportOptions
from app.services.exporting import Selection, gather
from app.services.media import MediaTools, VideoFeatures
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from pgcn_core.checkpoints import Checkpoint
from pgcn_core.commands.group import cli
from pgcn_core.proposals.files import read_proposal_list
from tests.app.exchange.media_rig import MediaRig
from tests.editor import Editor
from tests.factories import make_graph, make_run, make_suggestion, make_video
from tests.fakes import FakeFrameSource, no_progress
from tests.pgcn_core.training.sets import SMALL

STRIDE, WINDOW, FPS, N_FRAMES, WIDTH = 8, 64, 25.0, 1500, 16


class FakeFeatures:
    """Features of every video but those whose name begins with ``bare``.

    Attributes:
        extracted: The videos it was asked to extract.
    """

    def __init__(self):
        self.extracted = []

    def features(self, video, *, extract, progress, cancel):
        if cancel.is_set():
            raise Cancelled
        if video.name.startswith("bare"):
            return ()
        if extract:
            self.extracted.append(video.name)
        rng = np.random.default_rng(len(video.name))
        n_units = (N_FRAMES - WINDOW) // STRIDE + 1
        return tuple(
            VideoFeatures(
                stream, rng.normal(size=(n_units, WIDTH)).astype(np.float32),
                N_FRAMES, FPS, STRIDE, WINDOW, f"{stream} of {video.name}",
            )
            for stream in ("rgb", "flow")
        )  # fmt: skip


@pytest.fixture
def shop():
    return FakeFeatures()


@pytest.fixture
def store(tmp_path):
    """Five videos of a minute; in the first each way a segment can come about."""
    store = ProjectService(SqliteProjectFiles(), FakeFrameSource()).create(tmp_path / "games")
    labels = store.ensure_labels(["jump", "throw", "unused"])
    jump, throw = labels["jump"].id, labels["throw"].id
    for name in ("v_one", "two", "three", "four", "five"):
        video = store.add_video(make_video(name))
        editor = Editor(store, video.id)
        editor.do(draw(jump, Segment(10, 16)), "Draw jump")
        editor.do(draw(throw, Segment(30, 41)), "Draw throw")
    first = store.videos()[0]
    run = replace(make_run(video_id=first.id), model_name="P-GCN of May")
    found = [
        make_suggestion(f"s{n}", n * 5.0, n * 5.0 + 4, label_id=jump, proposal_idx=n)
        for n in range(6)
    ]
    store.record_run(run, found, make_graph(40))
    editor = Editor(store, first.id)
    timeline = editor.timeline
    editor.do(accept(timeline, "s0"), "Accept")
    editor.do(accept(timeline, "s1", segment=Segment(5.5, 9)), "Accept and move")
    editor.do(accept(timeline, "s2", label_id=throw), "Accept as throw")
    editor.do(reject(timeline, "s3"), "Reject")
    yield store
    store.close()


def export(rig, store, out, **settings):
    carries = rig.exchange.carried("training-set", ExportOptions())
    contents = gather(store, carries, Selection())
    said = tuple(settings.items())
    return rig.exchange.make(
        "training-set", contents, out, ExportOptions("games", settings=said),
        progress=no_progress, cancel=rig.cancel,
    )  # fmt: skip


@pytest.fixture
def rig(qapp, tmp_path, shop):
    return MediaRig(tmp_path, shop)


@pytest.fixture
def folder(rig, store, tmp_path):
    export(rig, store, tmp_path / "set")
    return tmp_path / "set"


def loaded(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_every_file_is_there_and_the_report_says_so(rig, store, tmp_path, shop):
    made = export(rig, store, tmp_path / "set")
    assert made.files[0].words == "5 videos, 13 segments, features of 5 videos"
    assert (made.left_out, made.differences) == ((), ())
    assert len(shop.extracted) == 5
    assert sorted(one.name for one in (tmp_path / "set").iterdir()) == [
        "README.md", "category_idx.txt", "features", "features.json", "ground_truth.json",
        "history.jsonl", "labels.txt", "missing_files.txt", "proposals-validation.txt",
        "proposals.txt", "provenance.json",
    ]  # fmt: skip
    features = tmp_path / "set" / "features"
    assert sorted(one.name for one in features.iterdir()) == ["flow", "joined", "rgb"]
    rgb = np.load(features / "rgb" / "two.npy")
    joined = np.load(features / "joined" / "two.npy")
    assert rgb.shape == (180, WIDTH)
    assert np.array_equal(joined[:, :WIDTH], rgb)
    assert joined.shape == (180, 2 * WIDTH)


def test_the_ground_truth_has_subsets_ids_and_frames_of_the_features(folder):
    database = loaded(folder, "ground_truth.json")["database"]
    assert set(database) == {"one", "two", "three", "four", "five"}
    subsets = [one["subset"] for one in database.values()]
    assert (subsets.count("training"), subsets.count("validation")) == (4, 1)
    two = database["two"]
    assert (two["duration"], two["fps"], two["frame"]) == (60.0, FPS, N_FRAMES)
    assert two["annotations"][1] == {"segment": [30.0, 41.0], "label": "throw", "label_id": 1}
    labels = (folder / "labels.txt").read_text()
    # A label nobody used has nothing to be learned from.
    assert labels == "jump\nthrow\n" == (folder / "category_idx.txt").read_text()
    said = decode_ground_truth(Incoming("g", (folder / "ground_truth.json").read_bytes()))
    assert said.n_segments == 13


def test_the_split_stays_when_nothing_changes_and_follows_the_seed(rig, store, tmp_path):
    def aside(out, **settings):
        export(rig, store, tmp_path / out, **settings)
        database = loaded(tmp_path / out, "ground_truth.json")["database"]
        return {name for name, one in database.items() if one["subset"] == "validation"}

    assert aside("a") == aside("b")
    assert len({frozenset(aside(f"s{seed}", seed=float(seed))) for seed in range(5)}) > 1
    assert len(aside("half", validation=50.0)) == 2
    assert aside("none", validation=0.0) == set()
    # A video set aside is in its own list.
    listed = {one.video_id for one in read_proposal_list(tmp_path / "a" / "proposals.txt")}
    kept = read_proposal_list(tmp_path / "a" / "proposals-validation.txt")
    assert listed | {one.video_id for one in kept} == {"one", "two", "three", "four", "five"}
    assert not listed & {one.video_id for one in kept}


def test_pgcn_train_takes_the_commands_of_the_card(folder, monkeypatch):
    card = (folder / "README.md").read_text()
    calls = re.findall(r"^pgcn (train .*)$", card, re.MULTILINE)
    assert len(calls) == 2
    (folder / "recipe.json").write_text(json.dumps(SMALL.to_dict()))
    monkeypatch.chdir(folder)
    for call in calls:
        more = ["--recipe", "recipe.json", "--epochs", "1", "--device", "cpu"]
        done = CliRunner().invoke(cli, [*shlex.split(call), *more])
        assert done.exit_code == 0, done.output
    checkpoint = Checkpoint.load(folder / "checkpoint")
    assert checkpoint.labels == ("jump", "throw")
    assert set(checkpoint.streams) == {"rgb", "flow"}


def test_every_label_says_where_it_comes_from(folder):
    found = loaded(folder, "provenance.json")
    assert found["origins"]["v_one.mp4"] == {
        "drawn": 2, "accepted": 1, "moved": 1, "relabelled": 1, "rejected": 1, "not judged": 2,
    }  # fmt: skip
    moved = next(one for one in found["segments"]["v_one.mp4"] if one["origin"] == "moved")
    assert moved["segment"] == [5.5, 9.0]
    assert moved["suggested"]["segment"] == [5.0, 9.0]
    assert [one["segment"] for one in found["rejected"]["v_one.mp4"]] == [[15.0, 19.0]]
    assert found["runs"][0]["model"] == "P-GCN of May"
    acts = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
    assert [one["act"] for one in acts[-4:]] == [
        "Accept", "Accept and move", "Accept as throw", "Reject",
    ]  # fmt: skip
    card = (folder / "README.md").read_text()
    assert "| 1 | suggestions accepted with other boundaries |" in card
    assert "14 acts of people" in card
    assert "4 of the videos had no run" in card


def test_what_other_engines_take_for_granted_is_so(rig, store, tmp_path):
    """As seen in the data sets of ActionFormer and OpenTAD, which were run on such a folder."""
    label = store.ensure_labels(["jump"])["jump"]
    quiet, bare = (store.add_video(make_video(name)) for name in ("quiet", "bare"))
    Editor(store, bare.id).do(draw(label.id, Segment(1, 2)), "Draw")
    carries = rig.exchange.carried("training-set", ExportOptions())
    contents = gather(store, carries, Selection(with_empty=True))
    folder = tmp_path / "set"
    rig.exchange.make(
        "training-set", contents, folder, ExportOptions("games"),
        progress=no_progress, cancel=rig.cancel,
    )  # fmt: skip
    database = loaded(folder, "ground_truth.json")["database"]
    classes = (folder / "category_idx.txt").read_text().splitlines()
    blocked = (folder / "missing_files.txt").read_text().splitlines()
    assert (database["bare"]["subset"], blocked) == ("missing", ["bare"])
    assert database["quiet"]["subset"] in {"background", "validation"}
    used = {
        name: one for name, one in database.items() if one["subset"] in {"training", "validation"}
    }
    assert len(used) >= 5
    for name, one in used.items():
        # A folder of one array each, rows in time, and no file missing.
        rows = np.load(folder / "features" / "joined" / f"{name}.npy", allow_pickle=False)
        assert rows.dtype == np.float32
        assert rows.shape == ((one["frame"] - WINDOW) // STRIDE + 1, 2 * WIDTH)
        # One takes the rate, the other frames by duration: both count the same frames.
        assert one["frame"] / one["duration"] == pytest.approx(one["fps"], abs=0.5 / 60)
        assert one["annotations"] or one["subset"] != "training"
        for each in one["annotations"]:
            assert classes[each["label_id"]] == each["label"]
            # Row n is about the middle of its window: frame n * stride + window / 2.
            at = (np.array(each["segment"]) * one["fps"] - WINDOW / 2) / STRIDE
            assert at[0] < len(rows)
            assert (at * STRIDE + WINDOW / 2) / one["fps"] == pytest.approx(each["segment"])
    # Every label of the file is counted, also of videos that are passed over.
    every = {each["label"] for one in database.values() for each in one["annotations"]}
    card = (folder / "README.md").read_text()
    assert every == set(classes)
    assert f"`num_classes: {len(every)}`" in card
    for setting in ("`dataset_name: anet`", "`default_fps: ~`", "`offset_frames=32`"):
        assert setting in card
    assert quiet.name == "quiet.mp4"


def test_videos_without_features_are_told_and_not_listed(rig, store, tmp_path):
    video = store.add_video(make_video("bare"))
    label = store.ensure_labels(["jump"])["jump"]
    Editor(store, video.id).do(draw(label.id, Segment(1, 2)), "Draw")
    made = export(rig, store, tmp_path / "set")
    assert made.left_out == ("bare.mp4 has no features yet, so it is not in the lists.",)
    assert (tmp_path / "set" / "missing_files.txt").read_text() == "bare\n"
    assert "bare" in loaded(tmp_path / "set", "ground_truth.json")["database"]
    for name in ("proposals.txt", "proposals-validation.txt"):
        assert "bare" not in (tmp_path / "set" / name).read_text()


def test_features_are_kept_made_or_left_out_as_asked(rig, store, tmp_path, shop):
    export(rig, store, tmp_path / "kept", features="kept")
    assert shop.extracted == []
    assert (tmp_path / "kept" / "features" / "rgb" / "two.npy").exists()
    made = export(rig, store, tmp_path / "none", features="none")
    assert len(made.left_out) == 5
    assert not (tmp_path / "none" / "features").exists()
    assert "There are no features yet" in (tmp_path / "none" / "README.md").read_text()


def test_a_folder_of_something_else_is_left_alone(rig, store, tmp_path):
    out = tmp_path / "mine"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(ExchangeError, match="is not empty"):
        export(rig, store, out)
    assert [one.name for one in out.iterdir()] == ["thesis.txt"]
    # A training set is brought up to date.
    export(rig, store, tmp_path / "set")
    export(rig, store, tmp_path / "set")


def test_it_stops_when_it_is_asked_to(rig, store, tmp_path):
    rig.cancel.set()
    with pytest.raises(Cancelled):
        export(rig, store, tmp_path / "set")


def test_without_an_engine_the_labels_go_out_alone(qapp, store, tmp_path):
    rig = MediaRig(tmp_path)
    made = export(rig, store, tmp_path / "set")
    assert len(made.left_out) == 5
    assert isinstance(rig.exchange, FileExchange)
    assert MediaTools(None, None).features is None


def test_chosen_entries_go_out_alone_with_the_score_they_were_suggested_with(store):
    timeline = store.timeline(store.videos()[0].id)
    accepted = next(one for one in timeline.annotations.values() if one.suggestion_id == "s1")
    chosen = Selection(entry_ids=frozenset({accepted.id, "s4"}))

    def scores(carries, layer="annotations"):
        found = gather(store, carries, replace(chosen, layer=layer)).videos
        return [(one.segment.start_s, one.score) for video in found for one in video.segments]

    assert scores(Carries(origin_scores=True)) == [(5.5, 0.9)]
    assert scores(Carries()) == [(5.5, None)]
    assert sorted(scores(Carries(), "both")) == [(5.5, 0.9), (20.0, 0.9)]


def test_provenance_goes_out_only_where_it_is_carried(store):
    assert gather(store, Carries(), Selection()).provenance is None
    assert isinstance(gather(store, Carries(), Selection()), Contents)


@pytest.mark.parametrize("duration_s", [0.0, 0.5, 3.0, 60.0, 7200.0])
def test_windows_cover_a_video_and_are_not_too_many(duration_s):
    windows = sliding_windows(duration_s)
    assert bool(windows) == (duration_s > 0)
    assert len(windows) < 320
    assert all(one.end_s <= duration_s for one in windows)
    if windows:
        assert windows[-1] == Segment(0.0, duration_s)
