"""What may befall an analysis: the program goes on, says it, and repeats nothing finished."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.bench.robustness import rounds
from tests.places import REPO
from tests.program import Program, empty
from tests.small_engine import FIRST_PIECE, NEXT_PIECE, small_localizer
from tests.videos import make_video

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="counts what Linux counts"
)
# Three pieces: 320 frames, then two that begin 216 frames on.
N_FRAMES = FIRST_PIECE + 2 * NEXT_PIECE - 50
N_PIECES = 3


@pytest.fixture(scope="module")
def long_video(tmp_path_factory) -> Path:
    return make_video(tmp_path_factory.mktemp("v") / "long.mp4", n_frames=N_FRAMES)


@pytest.fixture(scope="module")
def short_video(tmp_path_factory) -> Path:
    return make_video(tmp_path_factory.mktemp("v") / "short.mp4", n_frames=40)


@pytest.fixture
def long(long_video, tmp_path) -> Path:
    return Path(shutil.copy(long_video, tmp_path / "long.mp4"))


@pytest.fixture
def short(short_video, tmp_path) -> Path:
    return Path(shutil.copy(short_video, tmp_path / "short.mp4"))


@pytest.fixture
def calls(tmp_path) -> Path:
    return tmp_path / "calls.txt"


@pytest.fixture
def start(qapp, tmp_path, calls):
    """Return what starts the program; it is ended after the test."""
    running = []

    def started(project: Path | None = None, **how) -> Program:
        make = partial(small_localizer, tmp_path / "cache", calls, **how)
        running.append(Program(tmp_path / "own", make, project))
        return running[-1]

    yield started
    for one in running:
        one.close()


def pieces(calls: Path) -> list[tuple[int, int]]:
    """Return process and frames of each piece the network saw."""
    if not calls.exists():
        return []
    return [tuple(map(int, line.split())) for line in calls.read_text().splitlines()]


def child_of(program: Program) -> int:
    return program.localizer._child.process.pid


def journals(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("cache/*.journal"))


# --- pause, cancel, kill -9 ----------------------------------------------------------------------


@pytest.mark.slow
def test_pause_and_resume_repeat_no_finished_piece(start, long, calls, tmp_path):
    program = start(piece_s=0.4)
    (video,) = program.add([long])
    program.analysis.start([video])
    program.until(lambda: journals(tmp_path))
    program.analysis.pause()
    program.until(lambda: program.analysis.current is None)
    assert video not in program.recorded
    n_seen = len(pieces(calls))
    assert journals(tmp_path)
    program.analysis.resume()
    program.until_idle()
    assert video in program.recorded
    # The piece it was in when it was paused is seen again, none that was finished.
    assert len(pieces(calls)) <= N_PIECES + 1
    assert n_seen < len(pieces(calls))
    assert program.problems == []


def test_a_killed_child_is_told_and_the_next_run_goes_on(start, long, short, calls, tmp_path):
    program = start(piece_s=0.4)
    first, second = program.add([long, short])
    program.analysis.start([first, second])
    program.until(lambda: journals(tmp_path))
    os.kill(child_of(program), signal.SIGKILL)
    program.until_idle()
    ((sentence, step),) = program.problems
    assert sentence == ("long.mp4: The engine ended unexpectedly while it analysed long.mp4.")
    assert "it goes on where it stopped" in step
    assert first not in program.recorded
    assert second in program.recorded, "the queue stopped with it"
    killed = {pid for pid, _ in pieces(calls)}
    program.detect([first])
    assert first in program.recorded
    of_long = [frames for _, frames in pieces(calls) if frames > 60]
    assert len(of_long) <= N_PIECES + 1
    assert len({pid for pid, _ in pieces(calls)} - killed) <= 1


KILLED = """
import sys
from functools import partial
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.program import Program, live
from tests.small_engine import small_localizer

if __name__ == "__main__":
    folder, videos = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    qapp = QApplication([])
    make = partial(small_localizer, folder / "cache", folder / "calls.txt", piece_s=0.4)
    program = Program(folder / "own", make)
    program.analysis.start(program.add(videos))
    while not list(folder.glob("cache/*.journal")):
        live(20)
    live(500)
    print("working", flush=True)
    live(100_000)
"""


@pytest.mark.slow
def test_a_killed_program_goes_on_at_the_next_start(start, long, short, calls, tmp_path):
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    args = [sys.executable, str(script), str(tmp_path), str(long), str(short)]
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    program = subprocess.Popen(args, stdout=-1, text=True, cwd=REPO, env=env)
    assert program.stdout.readline() == "working\n"
    program.kill()
    program.communicate()
    again = start(tmp_path / "own" / "robust.pgcn")
    again.until(lambda: len(again.recorded) == 2)
    again.until_idle()
    assert len(again.document.videos) == 2
    of_long = [frames for _, frames in pieces(calls) if frames > 60]
    assert len(of_long) <= N_PIECES + 1
    assert again.problems == []


# --- memory --------------------------------------------------------------------------------------


def test_too_little_memory_is_a_sentence_and_costs_one_video(start, long, short, calls, tmp_path):
    program = start(ill="memory", once=tmp_path / "ill")
    first, second = program.add([long, short])
    program.detect([first, second])
    assert program.problems == [
        (
            "long.mp4: There is not enough memory to analyse long.mp4.",
            "Close other programs and try again: what is finished is kept.",
        )
    ]
    assert first not in program.recorded
    assert second in program.recorded
    # The child that had none is gone, with all it held.
    assert len({pid for pid, _ in pieces(calls)}) == 2
    program.detect([first])
    assert first in program.recorded


# --- the video goes away -------------------------------------------------------------------------


def test_a_video_deleted_before_its_turn_is_told(start, long, short, tmp_path):
    program = start(piece_s=0.2)
    first, second = program.add([long, short])
    program.analysis.start([first, second])
    program.until(lambda: journals(tmp_path))
    short.unlink()
    program.until_idle()
    assert first in program.recorded
    ((sentence, step),) = program.problems
    assert sentence == f"short.mp4: There is no file {short}."
    assert step


@pytest.mark.slow
def test_a_disk_pulled_out_is_told_and_no_half_of_it_is_kept(start, short, calls, tmp_path):
    """An unmounted disk gives nothing more of an open file; nor does one cut to nothing."""
    # More than FFmpeg reads ahead.
    long = make_video(tmp_path / "long.mp4", n_frames=N_FRAMES, size=(320, 240), gop=1)
    program = start(piece_s=0.3)
    first, second = program.add([long, short])
    content = long.read_bytes()
    program.analysis.start([first, second])
    program.until(lambda: program.analysis.share(first) > 0.06)
    os.truncate(long, 0)
    program.until_idle()
    assert program.recorded == [second]
    ((sentence, _),) = program.problems
    assert sentence == "long.mp4: long.mp4 is empty."
    long.write_bytes(content)
    program.detect([first])
    assert program.recorded == [second, first]
    assert len([one for one in pieces(calls) if one[1] > 60]) <= N_PIECES + 1


@pytest.mark.slow
def test_a_video_that_is_gone_for_a_while_goes_on_when_it_is_back(
    start, long, short, calls, tmp_path
):
    program = start(piece_s=0.3)
    first, second = program.add([long, short])
    program.analysis.start([first, second])
    program.until(lambda: pieces(calls))
    program.analysis.pause()
    program.until(lambda: program.analysis.current is None)
    away = long.rename(tmp_path / "away.mp4")
    program.analysis.resume()
    program.until_idle()
    assert program.recorded == [second]
    ((sentence, _),) = program.problems
    assert sentence == f"long.mp4: There is no file {long}."
    away.rename(long)
    program.detect([first])
    assert program.recorded == [second, first]
    assert len([one for one in pieces(calls) if one[1] > 60]) <= N_PIECES + 1


# --- the disk is full ----------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 2 MB, or a skip where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(file: Path) -> None:
    """Write until nothing more goes in."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4096))


def test_a_cache_that_may_not_grow_is_told_and_the_run_is_there(start, long, tmp_path):
    program = start(ill="disk")
    (video,) = program.add([long])
    program.detect([video])
    assert video in program.recorded
    ((sentence, step),) = program.problems
    assert sentence.startswith(f"long.mp4: Features cannot be kept in {tmp_path / 'cache'}: ")
    assert "work goes on without it" in step


@pytest.mark.slow
def test_a_full_disk_of_the_cache_is_told_and_the_next_run_goes_on(
    qapp, long, calls, tmp_path, small_disk
):
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2_000_000))
    make = partial(small_localizer, small_disk / "cache", calls)
    program = Program(tmp_path / "own", make)
    try:
        (video,) = program.add([long])
        program.detect([video])
        assert video in program.recorded
        ((sentence, _),) = program.problems
        assert "No space left on device" in sentence
        assert list(small_disk.glob("cache/*.safetensors")) == []
        program.window.notices.close_all()
        ballast.unlink()
        program.detect([video])
        assert program.problems == []
    finally:
        program.close()


@pytest.mark.slow
def test_a_full_disk_of_the_project_is_told_and_only_the_recording_is_repeated(
    start, long, calls, tmp_path, small_disk
):
    project = start()
    kept = project.add([long])
    project.close()
    moved = Path(shutil.move(tmp_path / "own" / "robust.pgcn", small_disk / "robust.pgcn"))
    program = start(moved)
    ballast = small_disk / "ballast"
    fill(ballast)
    program.detect(kept)
    assert kept[0] not in program.recorded
    sentences = [sentence for sentence, _ in program.problems]
    assert any("The disk is full" in one for one in sentences), sentences
    n_seen = len(pieces(calls))
    assert n_seen == N_PIECES
    ballast.unlink()
    program.detect(kept)
    assert kept[0] in program.recorded
    assert len(pieces(calls)) == n_seen, "finished features were made again"


# --- again and again -----------------------------------------------------------------------------


@pytest.mark.slow
def test_24_analyses_and_cancels_leave_nothing_behind(qapp, long, short, tmp_path):
    empty(tmp_path / "cache")
    make = partial(small_localizer, tmp_path / "cache", tmp_path / "calls.txt", piece_s=0.3)
    program = Program(tmp_path / "own", make)
    try:
        found = rounds(program, short, long, tmp_path / "cache", 24)
    finally:
        program.close()
    warm = max(found[:4], key=lambda one: one.children)
    rest = found[4:]
    assert len(found) == 24
    assert max(one.threads for one in rest) <= warm.threads
    # The project file's pool opens another connection when two threads read at once, up to four;
    # each is a handle of the file and one of its log.
    assert max(one.handles for one in rest) <= warm.handles + 4
    # One fewer where a cancel was not heard in time and the child was ended.
    assert {one.children for one in rest} <= {warm.children, warm.children - 1}
    assert max(one.rss_mb for one in rest) < warm.rss_mb + 25
    assert max(one.child_rss_mb for one in rest) < warm.child_rss_mb + 60
