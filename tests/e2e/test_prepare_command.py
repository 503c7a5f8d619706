"""``pgcn prepare``: labelled videos become what ``pgcn train`` reads."""

import json

import pytest

from pgcn_core.__main__ import main
from pgcn_core.features.sequence_files import read_sequence
from pgcn_core.proposals.files import read_proposal_list


@pytest.fixture
def labels(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("video,label,start_s,end_s\ngood,run,0.1,0.9\ngood,jump,50,60\n")
    return path


def test_good_videos_are_prepared_and_bad_ones_named(commands, videos, labels, tmp_path):
    out = tmp_path / "own"
    args = ("prepare", videos / "good.mp4", videos / "notes.mp4", videos / "other.mp4")
    args = (*args, "--labels", labels, "--out", out, "--flow", "none", "--device", "cpu")
    done = commands.inside(main, *args)
    assert done.code == 3, done
    assert done.out.strip() == str(out)
    assert "notes.mp4 is not a video" in done.err
    assert "good.mp4: 1 labelled actions" in done.err
    assert "good.mp4: labels outside the video, left out: 1." in done.err
    assert "other.mp4 has no label" in done.err
    good, other = read_proposal_list(out / "proposals.txt")
    assert (good.video_id, other.video_id) == ("good", "other")
    features = out / "features" / "rgb" / "good.safetensors"
    sequence = read_sequence(features)
    assert sequence.n_frames == good.n_frames
    assert len(good.proposal_frames) > 0
    assert good.best_tiou.max() > 0
    assert (out / "labels.txt").read_text() == "jump\nrun\n"
    database = json.loads((out / "ground_truth.json").read_text())["database"]
    assert database["good"]["annotations"] == [{"segment": [0.1, 0.9], "label": "run"}]
    written = features.stat().st_mtime_ns
    assert commands.inside(main, *args).code == 3
    assert features.stat().st_mtime_ns == written, "what is there is not written again"


def test_a_full_disk_is_named_and_the_next_run_goes_on(
    commands, videos, labels, tmp_path, full_disk
):
    out = tmp_path / "own"
    args = ("prepare", videos / "other.mp4", videos / "good.mp4", "--labels", labels, "--out", out)
    args = (*args, "--flow", "none", "--device", "cpu")
    first = commands.inside(main, *args[:2], *args[3:])
    assert first.code == 0, first
    features = out / "features" / "rgb"
    written = (features / "other.safetensors").stat().st_mtime_ns
    listed = (out / "proposals.txt").read_bytes()
    with full_disk(2000):
        full = commands.inside(main, *args)
    assert (full.code, full.out) == (7, "")
    assert "good.safetensors cannot be written" in full.complaints[-1]
    assert full.complaints[-1].endswith("Free some space, or choose another --out.")
    # What was there stays, and nothing half done lies beside it.
    assert [file.name for file in features.iterdir()] == ["other.safetensors"]
    assert (out / "proposals.txt").read_bytes() == listed
    again = commands.inside(main, *args)
    assert again.code == 0, again
    assert (features / "other.safetensors").stat().st_mtime_ns == written
    assert read_sequence(features / "good.safetensors").n_frames == 32
    assert [one.video_id for one in read_proposal_list(out / "proposals.txt")] == ["other", "good"]


def test_what_is_wrong_is_said_before_networks_are_loaded(commands, videos, labels, tmp_path):
    def run(*args):
        return commands.inside(main, "prepare", *args, "--out", tmp_path / "own")

    run(videos / "good.mp4", "--labels", tmp_path / "none.csv").refused(9, "There is no file")
    twin = tmp_path / "good.avi"
    run(videos / "good.mp4", twin, "--labels", labels).refused(5, "named good")
    (tmp_path / "file").touch()
    done = commands.inside(
        main, "prepare", videos / "good.mp4", "--labels", labels, "--out", tmp_path / "file" / "x"
    )
    done.refused(7, "cannot be made")


def listed_with(commands, videos, labels, out, *more):
    args = ("prepare", videos / "good.mp4", "--labels", labels, "--out", out)
    done = commands.inside(main, *args, "--flow", "none", "--device", "cpu", *more)
    assert done.code == 0, done
    (listed,) = read_proposal_list(out / "proposals.txt")
    return {tuple(row) for row in listed.proposal_frames.tolist()}


def test_the_maker_of_proposals_can_be_chosen(commands, videos, labels, tmp_path):
    sliding = listed_with(commands, videos, labels, tmp_path / "a", "--maker", "sliding")
    tag = listed_with(commands, videos, labels, tmp_path / "a", "--maker", "tag")
    assert tag
    assert sliding != tag
    both = ("--maker", "sliding", "--maker", "tag")
    assert listed_with(commands, videos, labels, tmp_path / "a", *both) >= tag | sliding


def test_a_trained_bsn_makes_the_list(commands, videos, labels, tmp_path):
    out, bsn = tmp_path / "a", tmp_path / "bsn"
    before = listed_with(commands, videos, labels, out)
    args = ("train-proposals", "--features", out / "features/rgb", "--ground-truth",
            out / "ground_truth.json", "--out", bsn, "--epochs", "2", "--hidden", "8",
            "--validation-share", "0", "--device", "cpu")  # fmt: skip
    done = commands.inside(main, *args)
    assert done.code == 0, done
    found = listed_with(commands, videos, labels, out, "--bsn", bsn)
    assert found
    assert found != before
    assert listed_with(commands, videos, labels, out, "--maker", "bsn", "--bsn", bsn) == found
    args = ("prepare", videos / "good.mp4", "--labels", labels, "--out", out, "--maker", "bsn")
    commands.inside(main, *args, "--flow", "none", "--device", "cpu").refused(5, "trained BSN")
