import os
import subprocess
import sys
import threading
import time

import numpy as np

from app.domain.errors import MediaError
from app.ui.player.surface import DROP_HINT
from app.ui.player.widget import PlayerWidget
from tests.app.ui.player.conftest import FakeAccess, facts_of, number_in
from tests.places import REPO


def test_every_slot_runs_in_the_windows_thread_and_decoding_in_one_other(
    player, qtbot, heard, opened
):
    access = opened(n=60, fail_on={55: MediaError("Bad.", "Skip it.")})
    player.scrub_to(27 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (27, True))
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx >= 30)
    player.go_to(55 / 25)
    qtbot.waitUntil(lambda: bool(heard.failures))
    player.close_video()
    assert heard.threads == {threading.get_ident()}
    assert len(access.threads) == 1
    assert threading.get_ident() not in access.threads


def test_a_frame_that_fails_is_told_and_others_still_work(player, qtbot, heard, opened):
    opened(fail_on={5: MediaError("The frame cannot be decoded.", "Try the next one.")})
    player.go_to(5 / 25)
    qtbot.waitUntil(lambda: bool(heard.failures))
    assert heard.failures == [("The frame cannot be decoded.", "Try the next one.")]
    assert player.surface.words == "The frame cannot be decoded. Try the next one."
    player.surface.grab()
    player.step(1)
    qtbot.waitUntil(lambda: number_in(player) == 6)
    assert player.surface.words == ""


def test_a_removed_file_is_told_and_the_next_video_opens(player, qtbot, heard, opened, tmp_path):
    def open_missing():
        (tmp_path / "gone.mp4").read_bytes()
        raise AssertionError

    with qtbot.waitSignal(player.failed) as failed:
        player.show_video(facts_of(np.arange(3) / 25), open_missing)
    assert failed.args[0] == "The video cannot be read: No such file or directory."
    assert "still in its place" in failed.args[1]
    assert failed.args[0] in player.surface.words
    player.step(1)
    opened()
    assert player.surface.words == ""


def test_a_video_without_frames_is_told(player, heard):
    player.show_video(facts_of(np.zeros(0)), FakeAccess)
    assert heard.failures == [("This video has no frames.", "Open another video.")]
    assert player.facts is None


def test_a_bug_in_the_decoder_reaches_the_crash_log(player, qtbot, heard, opened):
    opened(fail_on={5: KeyError("bug")})
    with qtbot.captureExceptions() as caught:
        player.go_to(5 / 25)
        qtbot.waitUntil(lambda: bool(heard.failures) and bool(caught))
    assert caught[0][0] is KeyError
    assert heard.failures[0][0] == "The player broke down."


def test_closing_while_decoding_waits_for_the_thread(player, opened):
    access = opened(slow_s=0.1)
    player.play()
    player.scrub_to(1.0)
    player.close_video()
    assert access.is_closed
    assert player.facts is None
    assert player.surface.words == DROP_HINT


def test_a_decoder_that_hangs_does_not_hang_the_window(player, qtbot, opened):
    access = opened()
    access.gate.clear()
    player.go_to(1.0)
    qtbot.wait(20)
    began_s = time.monotonic()
    player.close_video()
    # It hangs for good; what a busy machine adds to the second it is waited for is no matter.
    assert time.monotonic() - began_s < 4.5
    access.gate.set()
    qtbot.waitUntil(lambda: access.is_closed)


def test_the_next_video_does_not_wait_for_the_last_and_hears_nothing_of_it(
    player, qtbot, heard, opened
):
    first = opened()
    first.gate.clear()
    player.go_to(31 / 25)
    qtbot.wait(20)
    opened(n=10)
    first.gate.set()
    qtbot.waitUntil(lambda: first.is_closed)
    qtbot.wait(20)
    assert heard.shown == [(0, True), (0, True)]
    assert player.frame_idx == number_in(player) == 0


def test_clear_says_where_to_drop_a_video(player, opened):
    opened()
    player.clear()
    assert player.surface.image.isNull()
    assert player.surface.words == DROP_HINT


def test_slow_opening_names_the_file(player, qtbot):
    access = FakeAccess()
    access.gate.clear()
    player.show_video(facts_of(np.arange(3) / 25), lambda: access)
    assert player.surface.words == ""
    qtbot.waitUntil(lambda: player.surface.words == "Opening match.mp4…")
    access.gate.set()
    qtbot.waitUntil(lambda: not player.surface.image.isNull())


def test_a_widget_deleted_with_a_video_open_takes_its_thread_along(qtbot):
    access = FakeAccess(slow_s=0.05)
    widget = PlayerWidget()
    with qtbot.waitSignal(widget.frame_shown):
        widget.show_video(facts_of(np.arange(50) / 25), lambda: access)
    widget.play()
    qtbot.wait(30)
    widget.deleteLater()
    qtbot.waitUntil(lambda: access.is_closed)


def test_a_program_that_ends_with_a_video_open_ends_cleanly(tmp_path):
    program = """
import numpy as np
from PySide6.QtWidgets import QApplication
from app.ui.player.widget import PlayerWidget
from tests.app.ui.player.conftest import FakeAccess, facts_of
app = QApplication([])
player = PlayerWidget()
player.show_video(facts_of(np.arange(50) / 25), lambda: FakeAccess(slow_s=0.05))
player.play()
raise SystemExit(3)
"""
    file = tmp_path / "program.py"
    file.write_text(program, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    command = [sys.executable, str(file)]
    ended = subprocess.run(
        command, check=False, cwd=REPO, env=env, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (3, "")
