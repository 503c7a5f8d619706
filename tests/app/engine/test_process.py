"""A localizer in a process of its own: results, failures, cancelling, and a child that dies."""

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from app.domain.errors import Cancelled, EngineError, MediaError
from app.engine.process import ProcessLocalizer
from app.services.ports import Localization
from tests.fakes import FakeLocalizer, no_progress
from tests.places import REPO

FAILURES = {
    "bad": MediaError("bad holds no video.", "Choose another file."),
    "weights": EngineError("No weights.", "Install them.", 4),
    "bug": KeyError("ours"),
}


class Scripted:
    """Does what the video's name says."""

    def localize(self, video: Path, *, progress, cancel) -> Localization:
        progress("RGB features", 0, 1)
        if video.name in FAILURES:
            raise FAILURES[video.name]
        if video.name == "crash":
            os._exit(11)
        if video.name == "deaf":
            time.sleep(60)
        while video.name == "slow" and not cancel.is_set():
            time.sleep(0.02)
        return FakeLocalizer().localize(video, progress=progress, cancel=cancel)


@pytest.fixture(scope="module")
def localizer():
    made = ProcessLocalizer(Scripted)
    yield made
    made.close()


def test_result_and_progress_come_through(localizer):
    told = []
    result = localizer.localize(
        Path("good"), progress=lambda *step: told.append(step), cancel=Event()
    )
    expected = FakeLocalizer().localize(Path("good"), progress=no_progress, cancel=Event())
    assert result.found == expected.found
    assert ("RGB features", 0, 1) in told


@pytest.mark.parametrize(
    ("name", "kind", "code"), [("bad", MediaError, 3), ("weights", EngineError, 4)]
)
def test_named_failures_keep_sentence_step_and_code(localizer, name, kind, code):
    with pytest.raises(kind) as caught:
        localizer.localize(Path(name), progress=no_progress, cancel=Event())
    assert caught.value.sentence
    assert caught.value.next_step
    assert caught.value.exit_code == code


def test_a_bug_stays_a_bug(localizer):
    with pytest.raises(RuntimeError, match="KeyError: 'ours'"):
        localizer.localize(Path("bug"), progress=no_progress, cancel=Event())


def test_a_crash_costs_one_video(localizer):
    with pytest.raises(EngineError, match="ended unexpectedly while it analysed crash"):
        localizer.localize(Path("crash"), progress=no_progress, cancel=Event())
    assert localizer.localize(Path("good"), progress=no_progress, cancel=Event()).found


@pytest.mark.parametrize("name", ["slow", "deaf"])
def test_cancel_is_heard_within_a_second(localizer, name):
    cancel, begun = Event(), Event()
    took_s = []

    def work() -> None:
        with pytest.raises(Cancelled):
            localizer.localize(Path(name), progress=lambda *_: begun.set(), cancel=cancel)
        took_s.append(time.monotonic())

    thread = Thread(target=work)
    thread.start()
    assert begun.wait(20)
    asked_s = time.monotonic()
    cancel.set()
    thread.join(5)
    assert took_s[0] - asked_s < 1.0
    assert localizer.localize(Path("good"), progress=no_progress, cancel=Event()).found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts what Linux counts")
def test_a_child_that_was_ended_leaves_no_handle_behind(localizer):
    def end_one() -> int:
        cancel = Event()
        with pytest.raises(Cancelled):
            localizer.localize(Path("deaf"), progress=lambda *_: cancel.set(), cancel=cancel)
        return len(list(Path("/proc/self/fd").iterdir()))

    gc.disable()
    try:
        first = end_one()
        assert [end_one(), end_one()] == [first, first]
    finally:
        gc.enable()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_ctrl_c_of_the_terminal_does_not_reach_the_child(localizer):
    localizer.localize(Path("good"), progress=no_progress, cancel=Event())
    child = localizer._child.process
    os.kill(child.pid, signal.SIGINT)
    time.sleep(0.2)
    assert child.is_alive()
    localizer.localize(Path("good"), progress=no_progress, cancel=Event())
    assert localizer._child.process is child


OWNER = """
import sys
from pathlib import Path
from threading import Event
from app.engine.process import ProcessLocalizer
from tests.app.engine.orphan import Forever

if __name__ == "__main__":
    def progress(stage, done, total):
        print(stage, flush=True)
    ProcessLocalizer(Forever).localize(Path("x"), progress=progress, cancel=Event())
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")
def test_the_child_ends_with_a_program_that_was_killed(tmp_path):
    script = tmp_path / "owner.py"
    script.write_text(OWNER)
    owner = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=-1,
        text=True,
        cwd=REPO,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    )
    child = int(owner.stdout.readline())
    owner.kill()
    owner.communicate()
    deadline = time.monotonic() + 5
    while is_there(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_there(child)


def is_there(process_id: int) -> bool:
    """Return whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
