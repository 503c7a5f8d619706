"""The sound of the open video: decodes ahead in a thread, plays, and tells what is heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.errors import StudioError
from app.services.ports import SoundAccess
from app.tasks.relay import Relay
from app.tasks.worker import Worker
from app.ui.language import QT_TRANSLATE_NOOP
from app.ui.player.play_plan import PlayPlan
from app.ui.player.sound_queue import Samples, SoundQueue
from app.ui.player.speaker import OpenSpeaker, Speaker, open_device

OpenSound = Callable[[], SoundAccess]

# Slower or faster than this, speech is no longer understood: it is muted.
TEMPOS = (0.5, 2.0)


class SoundState(Enum):
    """Whether the open video can be heard."""

    NONE = QT_TRANSLATE_NOOP("Player", "This video has no sound")
    READY = QT_TRANSLATE_NOOP("Player", "Mute")
    NO_DEVICE = QT_TRANSLATE_NOOP("Player", "No audio device: the video plays without sound")
    FAILED = QT_TRANSLATE_NOOP("Player", "The sound of this video cannot be decoded")


@dataclass(frozen=True, slots=True)
class Feed:
    """Asks for the sound of a stretch of playing.

    Attributes:
        stretch: Its number in the queue.
        from_s: Media seconds since playing began at ``frame_idx``.
    """

    stretch: int
    plan: PlayPlan
    frame_idx: int
    from_s: float
    tempo: float


class SoundThread(Worker[Feed]):
    """Opens loudspeaker and decoder, then fills the queue as asked until closed.

    Attributes:
        told: The SoundState, once it is known, and when it changes.
        crashed: Any other exception; a bug of ours.
    """

    told = Signal(object)
    crashed = Signal(object)

    def __init__(self, open_access: OpenSound, open_speaker: OpenSpeaker) -> None:
        super().__init__()
        self._open_access = open_access
        self._open_speaker = open_speaker
        self.queue: SoundQueue | None = None
        self.latency_s = 0.0

    def run(self) -> None:
        """Called by Qt in the new thread."""
        speaker: Speaker | None = None
        try:
            with self._open_access() as access:
                queue = SoundQueue(access.rate_hz)
                speaker = self._open_speaker(self._pull, access.rate_hz)
                if speaker is None:
                    self.told.emit(SoundState.NO_DEVICE)
                    return
                self.queue, self.latency_s = queue, speaker.latency_s
                self.told.emit(SoundState.READY)
                self._serve(access, queue)
        except (StudioError, OSError):
            # The pictures tell what is wrong with the file; without sound they still play.
            self.told.emit(SoundState.FAILED)
        except BaseException as error:  # noqa: BLE001 - the thread's last stop; told as a bug
            self.told.emit(SoundState.FAILED)
            self.crashed.emit(error)
        finally:
            self.queue = None
            if speaker is not None:
                speaker.close()

    def _pull(self, n_samples: int) -> Samples:
        queue = self.queue
        if queue is None:
            return SoundQueue(1).pull(n_samples)
        samples = queue.pull(n_samples)
        self._mailbox.nudge()
        return samples

    def _serve(self, access: SoundAccess, queue: SoundQueue) -> None:
        while (feed := self._mailbox.take()) is not None:
            if self._fill(access, queue, feed):
                queue.close(feed.stretch)

    def _fill(self, access: SoundAccess, queue: SoundQueue, feed: Feed) -> bool:
        """Put the sound of a stretch; return whether all of it was put."""
        for start_s, end_s in feed.plan.spans_from(feed.frame_idx, feed.from_s):
            for block in access.blocks(start_s, end_s, tempo=feed.tempo):
                if not self._mailbox.wait_until(queue.has_room):
                    return False
                if not queue.put(feed.stretch, block):
                    return False
        return True


class PlayerSound(QObject):
    """The sound beside the pictures.

    Attributes:
        state_changed: ``state`` is another.
    """

    state_changed = Signal()

    def __init__(
        self, open_speaker: OpenSpeaker = open_device, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._open_speaker = open_speaker
        self._threads = Relay[SoundThread](self)
        self._volume = 1.0
        self._is_muted = False
        self.state = SoundState.NONE

    def open(self, open_access: OpenSound | None) -> None:
        """Take the sound of a video, None for one without; returns at once."""
        self.close()
        if open_access is None:
            return
        thread = SoundThread(open_access, self._open_speaker)
        self._threads.take_on(thread)
        thread.told.connect(self._take_state)
        thread.crashed.connect(self._raise)
        thread.start()

    def close(self) -> None:
        """Be silent and let the thread end; returns at once."""
        self.stop()
        self._threads.let_go()
        self._set_state(SoundState.NONE)

    def wait(self, until_s: float) -> None:
        """Wait for threads that are ending, until a monotonic time."""
        self._threads.wait(until_s)

    @property
    def volume(self) -> float:
        """Loudness in [0, 1]."""
        return self._volume

    @property
    def is_muted(self) -> bool:
        """Whether it is silenced; it still is the clock."""
        return self._is_muted

    def set_volume(self, volume: float, *, is_muted: bool) -> None:
        """Set the loudness and whether it is silenced."""
        self._volume, self._is_muted = min(max(volume, 0.0), 1.0), is_muted
        self._apply_gain()

    def play(self, plan: PlayPlan, frame_idx: int, from_s: float, speed: float) -> None:
        """Prepare the sound of playing; it is heard from ``release`` on.

        Args:
            plan: What plays.
            frame_idx: Where playing began.
            from_s: Media seconds since then.
            speed: Media seconds per second; where no ear follows there is no sound.
        """
        thread, queue = self._threads.current, self._queue
        if thread is None or queue is None:
            return
        if plan.is_reverse or not TEMPOS[0] <= speed <= TEMPOS[1]:
            queue.end()
            return
        stretch = queue.begin(from_s, speed)
        thread.ask(Feed(stretch, plan, frame_idx, from_s, speed))

    @Slot()
    def release(self) -> None:
        """Let what was prepared be heard."""
        if self._queue is not None:
            self._queue.release()

    def stop(self) -> None:
        """Be silent."""
        if self._queue is not None:
            self._queue.end()

    def heard_s(self, now_s: float) -> float | None:
        """Return the media seconds heard at a monotonic time; None when nothing is."""
        thread, queue = self._threads.current, self._queue
        if thread is None or queue is None:
            return None
        return queue.heard_s(now_s, thread.latency_s)

    @property
    def _queue(self) -> SoundQueue | None:
        thread = self._threads.current
        return thread.queue if thread is not None else None

    def _apply_gain(self) -> None:
        if self._queue is not None:
            self._queue.gain = 0.0 if self._is_muted else self._volume

    def _set_state(self, state: SoundState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit()

    @Slot(object)
    def _take_state(self, state: SoundState) -> None:
        if self.sender() is self._threads.current:
            self._apply_gain()
            self._set_state(state)

    @Slot(object)
    def _raise(self, error: BaseException) -> None:
        # Out of this slot it reaches the program's crash log.
        raise error
