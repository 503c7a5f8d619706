"""``pgcn localize`` into a folder: named by content, resumable, one process or a Ray cluster."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from pgcn_core.__main__ import main
from tests.e2e.conftest import BAD
from tests.e2e.test_pgcn_command import checkpoint

needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="Ray is not installed: pip install '.[ray]'"
)
GOOD = ("good.mp4", "other.mp4", "one.mp4")


def localize(commands, *args):
    return commands.inside(main, "localize", *args, "--flow", "none", "--device", "cpu")


def outputs(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "videos").iterdir()}


def index(folder: Path) -> dict[str, dict[str, str]]:
    return json.loads((folder / "index.json").read_text())["videos"]


@pytest.fixture(scope="module")
def filled(commands, videos, tmp_path_factory) -> Path:
    """A folder filled by one process from three good videos and a bad one."""
    out = tmp_path_factory.mktemp("many") / "found"
    inputs = [videos / name for name in (*GOOD, "notes.mp4")]
    done = localize(commands, *inputs, "--out", out)
    assert done.code == 3
    assert done.out == f"{out}\n"
    assert done.err.endswith(
        "1 of 4 without results:\npgcn: notes.mp4 is not a video. Choose a video file such as MP4, "
        "MOV, MKV, AVI or TS.\n"
    )
    assert "4 of 4: notes.mp4: notes.mp4 is not a video." in done.err
    return out


def test_outputs_are_found_by_the_index(videos, filled):
    assert sorted(outputs(filled)) == sorted(
        Path(one["output"]).name for one in index(filled).values() if "output" in one
    )
    assert len(outputs(filled)) == 3
    bad = index(filled)[str(videos / "notes.mp4")]
    assert BAD["notes.mp4"] in bad["problem"]
    whole = json.loads((filled / "results.json").read_text())
    assert list(whole["results"]) == ["good", "other", "one"]
    one = json.loads((filled / index(filled)[str(videos / "good.mp4")]["output"]).read_text())
    assert one["results"]["good"] == whole["results"]["good"]
    assert one["external_data"]["video"]["duration_s"] == pytest.approx(1.28)


def test_the_same_as_into_a_file(commands, videos, filled, tmp_path):
    out = tmp_path / "found.json"
    assert localize(commands, *[videos / name for name in GOOD], "--out", out).code == 0
    whole = json.loads((filled / "results.json").read_text())
    assert json.loads(out.read_text()) == whole


def test_what_is_finished_is_not_done_again(commands, videos, filled, tmp_path):
    out = shutil.copytree(filled, tmp_path / "found")
    moved = shutil.copy(videos / "good.mp4", tmp_path / "renamed.mp4")
    stamps = {file: file.stat().st_mtime_ns for file in (out / "videos").iterdir()}
    done = localize(commands, moved, *[videos / name for name in GOOD], "--out", out)
    assert done.code == 0
    assert "4 of 4 were finished already." in done.err
    assert "Loading" not in done.err, "networks were loaded for nothing"
    assert {file: file.stat().st_mtime_ns for file in (out / "videos").iterdir()} == stamps
    assert index(out)[str(moved)] == index(out)[str(videos / "good.mp4")]
    assert str(videos / "notes.mp4") in index(out), "earlier calls are forgotten"


def test_a_damaged_output_is_made_again(commands, videos, filled, tmp_path):
    out = shutil.copytree(filled, tmp_path / "found")
    file = out / index(out)[str(videos / "good.mp4")]["output"]
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    done = localize(commands, *[videos / name for name in GOOD], "--out", out)
    assert (done.code, file.read_bytes()) == (0, whole)
    assert "2 of 3 were finished already." in done.err


def test_another_engine_is_another_output(commands, videos, filled, tmp_path):
    out = shutil.copytree(filled, tmp_path / "found")
    mine = checkpoint(tmp_path / "mine")
    done = localize(commands, videos / "good.mp4", "--out", out, "--checkpoint", mine)
    assert done.code == 0
    assert len(outputs(out)) == 4
    copied = shutil.copytree(mine, tmp_path / "elsewhere")
    done = localize(commands, videos / "good.mp4", "--out", out, "--checkpoint", copied)
    assert "1 of 1 were finished already." in done.err, "the place of a checkpoint is no content"


def test_a_list_of_videos(commands, videos, tmp_path):
    text = f"# those of Monday\n\n{videos / 'one.mp4'}\n{videos / 'one.mp4'}\n"
    (tmp_path / "list.txt").write_text(text)
    out = tmp_path / "found"
    done = localize(commands, "--list", tmp_path / "list.txt", "--out", out)
    assert (done.code, list(index(out))) == (0, [str(videos / "one.mp4")])
    (tmp_path / "list.txt").write_text("# nothing\n")
    localize(commands, "--list", tmp_path / "list.txt", "--out", out).refused(5, "names no video")
    localize(commands, "--list", tmp_path / "no.txt", "--out", out).refused(5, "There is no file")


def test_command_lines_that_make_no_sense(commands, videos, tmp_path):
    assert localize(commands, "--out", tmp_path / "found").code == 2
    wrong = localize(commands, videos / "one.mp4", "--out", tmp_path / "found", "--workers", 2)
    assert (wrong.code, "add --ray" in wrong.err) == (2, True)


def test_without_ray_it_says_how_to_get_it(commands, videos, tmp_path, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "ray" else real(name, *a)
    )
    done = localize(commands, videos / "one.mp4", "--out", tmp_path / "found", "--ray")
    done.refused(5, "Ray is not installed.", '-m pip install "pgcn-studio[ray]"')
    assert not (tmp_path / "found").exists()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs SIGINT to a process group")
def test_ctrl_c_keeps_what_is_finished(commands, videos, tmp_path, make_long):
    out = tmp_path / "found"
    slow = make_long(tmp_path / "long.mp4")
    args = ["localize", videos / "one.mp4", slow, "--out", out, "--flow", "none", "--device", "cpu"]
    cache = {"PGCN_CACHE_DIR": str(tmp_path / "cache")}
    process = commands.start("pgcn_core", args, **cache)
    stop_when(process, lambda: (out / "videos").is_dir() and outputs(out))
    assert index(out) == {str(videos / "one.mp4"): {"output": f"videos/{next(iter(outputs(out)))}"}}


def stop_when(process, is_so) -> None:
    deadline = time.monotonic() + 280
    while not is_so() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "pgcn: Stopped. Run the same again to go on where it stopped." in err


# --- Ray -----------------------------------------------------------------------------------------


@needs_ray
def test_a_local_cluster_gives_the_same(commands, videos, filled, tmp_path):
    out = tmp_path / "found"
    inputs = [videos / name for name in (*GOOD, "notes.mp4", "truncated.mp4")]
    done = commands.localize(*inputs, "--out", out, "--workers", 2, "--ray")
    assert done.code == 3, done.err
    assert outputs(out) == outputs(filled)
    assert len(done.complaints) == 2
    assert BAD["truncated.mp4"] in done.complaints[1] + done.complaints[0]
    again = commands.localize(*inputs, "--out", out, "--ray")
    assert "3 of 5 were finished already." in again.err


@needs_ray
def test_a_cluster_that_is_not_there(commands, videos, tmp_path):
    done = commands.localize(videos / "one.mp4", "--out", tmp_path / "x", "--ray", "127.0.0.1:9")
    done.refused(5, "There is no Ray cluster at 127.0.0.1:9")


def workers_of(group: int) -> list[int]:
    """Return the processes under Ray that look at videos, of one command."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name = (folder / "cmdline").read_bytes()
            session = int((folder / "stat").read_text().rpartition(")")[2].split()[3])
        except (OSError, IndexError):
            continue
        if name.startswith(b"ray::VideoWorker.output") and session == group:
            found.append(int(folder.name))
    return found


@pytest.fixture
def under_ray(commands, videos, tmp_path, make_long):
    """A command that has begun to look at a long and a short video, with its folder."""
    out = tmp_path / "found"
    args = ["localize", videos / "one.mp4", make_long(tmp_path / "long.mp4"), "--out", out]
    args += ["--flow", "none", "--device", "cpu", "--workers", 1, "--ray"]
    return commands.start("pgcn_core", args, PGCN_CACHE_DIR=str(tmp_path / "cache")), out


def until(is_so, process) -> None:
    deadline = time.monotonic() + 280
    while not is_so():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


@needs_ray
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")
def test_a_killed_worker_is_replaced_and_goes_on_from_its_features(under_ray, tmp_path):
    process, out = under_ray
    until(lambda: list(tmp_path.glob("cache/features/*.journal")), process)
    (journal,) = tmp_path.glob("cache/features/*.journal")
    (worker,) = workers_of(process.pid)
    before = journal.stat().st_size
    os.kill(worker, signal.SIGKILL)
    until(lambda: [one for one in workers_of(process.pid) if one != worker], process)
    assert journal.stat().st_size >= before
    shown, err = process.communicate(timeout=200)
    assert (process.returncode, shown) == (0, f"{out}\n"), err
    assert "worker died" not in err
    assert len(outputs(out)) == 2


@needs_ray
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")
def test_ctrl_c_under_ray_ends_all_of_it_and_keeps_what_is_finished(under_ray, tmp_path):
    process, out = under_ray
    stop_when(process, lambda: list(tmp_path.glob("cache/features/*.journal")))
    assert len(outputs(out)) == 1
    assert len(index(out)) == 1
    deadline = time.monotonic() + 20
    while workers_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not workers_of(process.pid)
