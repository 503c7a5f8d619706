"""The queue between decoder and loudspeaker, and what the controls say."""

import time
from dataclasses import replace

import miniaudio
import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.domain.errors import MediaError
from app.ui.player.sound import SoundState
from app.ui.player.sound_queue import SoundQueue
from app.ui.player.speaker import DeviceSpeaker, open_device
from app.ui.player.widget import PlayerWidget
from tests.app.ui.player.conftest import FakeAccess, facts_of
from tests.app.ui.player.speakers import TestSpeaker


def ramp(first: int, n: int) -> np.ndarray:
    return np.repeat(np.arange(first, first + n, dtype=np.float32)[:, None], 2, axis=1)


def test_nothing_is_heard_before_it_is_released():
    queue = SoundQueue(100)
    stretch = queue.begin(2.0, 1.0)
    assert queue.put(stretch, ramp(1, 30))
    assert not queue.pull(5).any()
    assert queue.heard_s(time.monotonic(), 0.0) is None
    queue.release()
    assert queue.pull(5)[:, 0].tolist() == [1, 2, 3, 4, 5]
    assert queue.pull(3)[:, 1].tolist() == [6, 7, 8]


def test_what_is_heard_is_what_was_pulled_less_the_latency():
    queue = SoundQueue(100)
    stretch = queue.begin(2.0, 2.0)
    queue.put(stretch, ramp(0, 50))
    queue.release()
    queue.pull(10)
    now = time.monotonic()
    assert queue.heard_s(now + 0.05, 0.05) == pytest.approx(2.0, abs=0.02)
    assert queue.heard_s(now + 0.10, 0.05) == pytest.approx(2.1, abs=0.02)
    # Never past what was pulled, never before the beginning.
    assert queue.heard_s(now + 9.0, 0.05) == pytest.approx(2.2)
    assert queue.heard_s(now, 5.0) == 2.0


def test_a_starved_loudspeaker_gets_silence_and_the_clock_waits():
    queue = SoundQueue(100)
    stretch = queue.begin(0.0, 1.0)
    queue.put(stretch, ramp(1, 4))
    queue.release()
    assert queue.pull(6)[:, 0].tolist() == [1, 2, 3, 4, 0, 0]
    queue.pull(100)
    assert queue.heard_s(time.monotonic() + 5, 0.0) == pytest.approx(0.04)
    queue.close(stretch)
    assert queue.heard_s(time.monotonic() + 5, 0.0) is None


def test_an_old_stretch_is_refused_and_forgotten():
    queue = SoundQueue(100)
    old = queue.begin(0.0, 1.0)
    queue.put(old, ramp(1, 30))
    new = queue.begin(5.0, 1.0)
    assert not queue.put(old, ramp(1, 30))
    queue.close(old)
    queue.put(new, ramp(100, 30))
    queue.release()
    assert queue.pull(1)[0, 0] == 100


def test_room_is_bounded():
    queue = SoundQueue(100)
    stretch = queue.begin(0.0, 1.0)
    assert queue.has_room()
    queue.put(stretch, ramp(0, 101))
    assert not queue.has_room()
    queue.end()
    assert queue.has_room()


def test_a_device_pulls_at_its_pace():
    pulled: list[int] = []

    def pull(n_samples):
        pulled.append(n_samples)
        return np.zeros((n_samples, 2), np.float32)

    speaker = DeviceSpeaker(pull, 48_000, [miniaudio.Backend.NULL])
    began_s = time.monotonic()
    time.sleep(0.5)
    speaker.close()
    played_s = sum(pulled) / 48_000
    # A busy machine may pull later, never ahead of the clock by more than the device buffers.
    assert 0 < played_s < time.monotonic() - began_s + 0.25
    n_pulls = len(pulled)
    time.sleep(0.06)
    assert len(pulled) == n_pulls
    assert 0 < speaker.latency_s < 0.1


def test_without_a_device_there_is_none(monkeypatch):
    def refuse(**_how):
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", refuse)
    assert open_device(lambda n: np.zeros((n, 2), np.float32), 48_000) is None


class FakeSound:
    rate_hz = 48_000

    def __init__(self, error: Exception | None = None):
        self.error = error

    def blocks(self, start_s, end_s, *, tempo=1.0):
        if self.error:
            raise self.error
        yield np.zeros((round((end_s - start_s) * 48_000), 2), np.float32)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def deaf(qtbot):
    """A player on a machine without a loudspeaker, with a video that has sound."""
    player = PlayerWidget(open_speaker=lambda _pull, _rate_hz: None)
    qtbot.addWidget(player)
    player.show()
    facts = facts_of(np.arange(40) / 25)
    with qtbot.waitSignal(player.frame_shown):
        player.show_video(replace_audio(facts), FakeAccess, FakeSound)
    yield player
    player.close_video()


def replace_audio(facts):
    return replace(facts, has_audio=True)


def test_without_a_device_the_wall_is_the_clock_and_the_button_says_so(deaf, qtbot):
    qtbot.waitUntil(lambda: deaf.sound.state is SoundState.NO_DEVICE)
    button = deaf.sound_controls.mute_button
    assert not button.isEnabled()
    assert button.toolTip().startswith("No audio device")
    began_s = time.monotonic()
    deaf.play()
    qtbot.waitUntil(lambda: not deaf.is_playing)
    assert time.monotonic() - began_s >= 1.5
    assert deaf.frame_idx == 39


def test_a_silent_video_says_so(player, opened):
    opened()
    assert player.sound.state is SoundState.NONE
    assert player.sound_controls.mute_button.toolTip() == "This video has no sound"


def test_sound_that_cannot_be_decoded_leaves_the_pictures_alone(qtbot):
    player = PlayerWidget(open_speaker=TestSpeaker)
    qtbot.addWidget(player)
    player.show()
    facts = replace_audio(facts_of(np.arange(40) / 25))
    with qtbot.waitSignal(player.frame_shown):
        player.show_video(facts, FakeAccess, lambda: FakeSound(MediaError("Broken.")))
    qtbot.waitUntil(lambda: player.sound.state is SoundState.READY)
    player.play()
    qtbot.waitUntil(lambda: player.sound.state is SoundState.FAILED)
    qtbot.waitUntil(lambda: not player.is_playing)
    assert player.frame_idx == 39
    player.close_video()


def test_muting_and_volume_by_hand(qtbot):
    player = PlayerWidget(open_speaker=TestSpeaker)
    qtbot.addWidget(player)
    player.show()
    told = []
    player.sound_controls.changed.connect(lambda *how: told.append(how))
    player.show_video(replace_audio(facts_of(np.arange(40) / 25)), FakeAccess, FakeSound)
    qtbot.waitUntil(lambda: player.sound.state is SoundState.READY)
    controls = player.sound_controls
    qtbot.mouseClick(controls.mute_button, Qt.MouseButton.LeftButton)
    assert controls.mute_button.toolTip() == "Unmute"
    controls.slider.setValue(40)
    assert controls.mute_button.toolTip() == "Mute"
    assert told == [(1.0, True), (0.4, False)]
    player.close_video()


def test_a_bug_in_the_sound_reaches_the_crash_log(qtbot):
    player = PlayerWidget(open_speaker=TestSpeaker)
    qtbot.addWidget(player)
    with qtbot.captureExceptions() as caught:
        player.show_video(
            replace_audio(facts_of(np.arange(40) / 25)),
            FakeAccess,
            lambda: FakeSound(KeyError("x")),
        )
        qtbot.waitUntil(lambda: player.sound.state is SoundState.READY)
        player.play()
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is KeyError
    assert player.sound.state is SoundState.FAILED
    player.close_video()
