"""A localizer in a process of its own: results, failures, cancelling, and a child that dies."""

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from app.domain.errors import Cancelled, EngineError, MediaError
from app.engine.process import GRACE_S, WAITING_STAGE, ProcessLocalizer
from app.services.media import VideoFeatures
from app.services.ports import Localization
from tests.fakes import FakeLocalizer, no_progress
from tests.places import REPO
from tests.videos import make_video

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

    def features(self, video: Path, *, extract, progress, cancel):
        self.localize(video, progress=progress, cancel=cancel)
        values = np.arange(6, dtype=np.float32).reshape(2, 3)
        return (VideoFeatures("rgb", values, 100, 25.0, 8, 64, str(extract)),)


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


def test_what_nobody_expected_costs_the_child(localizer):
    """Nobody knows what it left behind; a refusal of one video costs nothing."""
    call = {"progress": no_progress, "cancel": Event()}
    localizer.localize(Path("good"), **call)
    child = localizer._child
    with pytest.raises(MediaError):
        localizer.localize(Path("bad"), **call)
    assert localizer._child is child
    with pytest.raises(Exception, match="ours"):
        localizer.localize(Path("bug"), **call)
    assert localizer._child is None
    assert localizer.localize(Path("good"), **call)


def test_a_crash_costs_one_video(localizer):
    with pytest.raises(EngineError, match="ended unexpectedly while it analysed crash"):
        localizer.localize(Path("crash"), progress=no_progress, cancel=Event())
    assert localizer.localize(Path("good"), progress=no_progress, cancel=Event()).found


def test_what_does_not_listen_is_ended_within_a_second():
    assert GRACE_S < 1


@pytest.mark.parametrize("name", ["slow", "deaf"])
def test_cancel_is_heard(localizer, name):
    cancel, begun = Event(), Event()

    def call():
        localizer.localize(Path(name), progress=lambda *_: begun.set(), cancel=cancel)

    assert is_stopped(call, cancel, begun)
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


def test_features_come_through(localizer):
    told = []
    (found,) = localizer.features(
        Path("good"), extract=True, progress=lambda *step: told.append(step), cancel=Event()
    )
    assert found.values.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert (found.stream, found.n_frames, found.fingerprint) == ("rgb", 100, "True")
    assert ("RGB features", 0, 1) in told
    with pytest.raises(MediaError, match="bad holds no video"):
        localizer.features(Path("bad"), extract=True, progress=no_progress, cancel=Event())
    with pytest.raises(EngineError, match="while it read the features of crash"):
        localizer.features(Path("crash"), extract=True, progress=no_progress, cancel=Event())


def is_stopped(call, cancel, begun):
    """Say whether a call that would go on for a minute or for ever ends when it is told to."""
    is_over = Event()

    def work() -> None:
        with pytest.raises(Cancelled):
            call()
        is_over.set()

    Thread(target=work).start()
    assert begun.wait(60)
    cancel.set()
    return is_over.wait(30)


@pytest.mark.parametrize("name", ["slow", "deaf"])
def test_reading_features_stops(localizer, name):
    cancel, begun = Event(), Event()

    def call():
        localizer.features(Path(name), extract=True, progress=lambda *_: begun.set(), cancel=cancel)

    assert is_stopped(call, cancel, begun)


def test_features_wait_for_the_analysis_and_the_wait_can_be_ended(localizer):
    analysis_ends, analysing = Event(), Event()

    def analyse() -> None:
        with pytest.raises(Cancelled):
            localizer.localize(
                Path("slow"), progress=lambda *_: analysing.set(), cancel=analysis_ends
            )

    thread = Thread(target=analyse)
    thread.start()
    assert analysing.wait(20)
    cancel, told = Event(), []

    def call():
        localizer.features(
            Path("good"), extract=True, progress=lambda *step: told.append(step), cancel=cancel
        )

    assert is_stopped(call, cancel, analysing)
    assert thread.is_alive()
    assert told == [(WAITING_STAGE, 0, 1)]
    analysis_ends.set()
    thread.join(5)
    assert not thread.is_alive()
    assert localizer.features(
        Path("good"), extract=False, progress=no_progress, cancel=Event()
    )  # fmt: skip


EXPORTING = """
import sys
from pathlib import Path
from threading import Event
from app.bootstrap import build_parts
from app.domain.errors import EngineError
from app.domain.segment import Segment
from app.services.exchange_values import Contents, ExchangedSegment, ExchangedVideo, ExportOptions

if __name__ == "__main__":
    video, out = map(Path, sys.argv[1:])
    parts = build_parts()
    segments = (ExchangedSegment("jump", Segment(0.2, 1.0)),)
    contents = Contents((ExchangedVideo(video.name, 1.6, 25.0, segments, path=video),))
    stages = []
    try:
        parts.exchange.make(
            "training-set", contents, out, ExportOptions(settings=(("features", "extract"),)),
            progress=lambda *step: stages.append(step[0]), cancel=Event(),
        )
    except EngineError as error:  # no networks are installed for a test
        assert "weights" in error.sentence.lower(), error
    print(*(name for name in ("torch", "openvino") if name in sys.modules), "and no more")
"""


def test_a_training_set_leaves_the_program_without_torch(tmp_path):
    video = make_video(tmp_path / "match.mp4", n_frames=40)
    script = tmp_path / "exporting.py"
    script.write_text(EXPORTING)
    homes = dict.fromkeys(
        ("HOME", "PGCN_DATA_DIR", "PGCN_CACHE_DIR", "PGCN_CONFIG_DIR"),
        str(tmp_path / "home"),
    )
    done = subprocess.run(
        [sys.executable, str(script), str(video), str(tmp_path / "set")],
        capture_output=True, text=True, check=False, cwd=REPO,
        env={**os.environ, **homes, "PYTHONPATH": str(REPO)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["and", "no", "more"]


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
    deadline = time.monotonic() + 30
    while is_there(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_there(child)


def is_there(process_id: int) -> bool:
    """Return whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
