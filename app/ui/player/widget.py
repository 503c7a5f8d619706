"""The player: one open video, exact frames, nothing that blocks the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.segment import Edge
from app.services.ports import FrameAccess, MediaFacts
from app.tasks.relay import Relay
from app.ui.player.edge_view import EdgeView
from app.ui.player.frame_loader import (
    EdgePictures,
    FrameLoader,
    Picture,
    PlaySession,
    Request,
    Rest,
    ShowEdge,
    ShowExactly,
    ShowQuickly,
)
from app.ui.player.looping import Looping
from app.ui.player.marks import Marks
from app.ui.player.play_plan import first_at, frame_at
from app.ui.player.playback import Playback
from app.ui.player.sound import OpenSound, PlayerSound
from app.ui.player.sound_controls import SoundControls
from app.ui.player.speaker import OpenSpeaker, open_device
from app.ui.player.surface import Badge, PictureSurface
from app.ui.player.transport import SPEEDS, TransportBar
from app.ui.player.words import broke_down, drop_hint, indexing, no_frames, opening

JOIN_S = 1.0
# Opening usually takes less; words that flash up for a moment only disturb.
SLOW_OPENING_MS = 300


class PlayerWidget(QWidget):
    """Shows one video.

    The playhead is the frame asked for; the picture follows it as fast as it can be decoded.
    Scrubbing pauses; a quick click (``scrub_to`` then ``go_to`` before the exact frame came) plays
    on from the new place.

    Attributes:
        time_changed: The playhead's time, when it moved to another frame.
        frame_shown: frame_idx of the picture shown, whether it is the playhead's own frame.
        playing_changed: Whether it plays.
        edge_shown: Whether both frames of an edge on its way are the exact ones.
        looping_changed: Whether playing repeats a span.
        failed: sentence, next step.
    """

    time_changed = Signal(float)
    frame_shown = Signal(int, bool)
    playing_changed = Signal(bool)
    edge_shown = Signal(bool)
    looping_changed = Signal(bool)
    failed = Signal(str, str)

    def __init__(
        self, parent: QWidget | None = None, *, open_speaker: OpenSpeaker = open_device
    ) -> None:
        super().__init__(parent)
        self._facts: MediaFacts | None = None
        self._loaders = Relay[FrameLoader](self)
        self._frame_idx = 0
        self._is_exact = False
        self._plays_on = False
        self._speed = 1.0
        self._is_reverse = False
        self._edge: tuple[Edge, ShowEdge] | None = None
        self.sound = PlayerSound(open_speaker, self)
        self.marks = Marks(self)
        self.looping = Looping(self.marks, self)
        self._playback = Playback(self.sound.heard_s, self)
        self._slow_opening = QTimer(self, singleShot=True)
        self.surface = PictureSurface(self)
        self.bar = TransportBar(self)
        self.sound_controls = SoundControls(self.sound, self)
        self.bar.add_right(self.sound_controls)
        self._lay_out()
        self._connect()
        self._show_controls()

    # ------------------------------------------------------------ what it shows
    @property
    def facts(self) -> MediaFacts | None:
        """The open video, or None."""
        return self._facts

    @property
    def frame_idx(self) -> int:
        """The playhead's frame."""
        return self._frame_idx

    @property
    def time_s(self) -> float:
        """The playhead's time: the true time of its frame."""
        return float(self._facts.pts_s[self._frame_idx]) if self._facts else 0.0

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._playback.session is not None

    @property
    def is_looping(self) -> bool:
        """Whether playing repeats a span."""
        return self.looping.span is not None

    @property
    def speed(self) -> float:
        """Media seconds per second, whichever way it runs."""
        return self._speed

    @property
    def is_reverse(self) -> bool:
        """Whether it plays backwards."""
        return self.is_playing and self._is_reverse

    # ------------------------------------------------------------ opening, closing
    def show_video(
        self,
        facts: MediaFacts,
        open_access: Callable[[], FrameAccess],
        open_sound: OpenSound | None = None,
    ) -> None:
        """Open a video at its first frame, paused; returns at once.

        Args:
            facts: What is known of the file; the frame times rule everything.
            open_access: Makes the reader; called and entered in the decoding thread.
            open_sound: Likewise of the sound; without it the video is silent.
        """
        self._leave_video("")
        if facts.pts_s.size == 0:
            self._tell_failure(*no_frames())
            return
        self._facts = facts
        self._frame_idx = 0
        self.looping.reset(facts.duration_s)
        loader = FrameLoader(open_access)
        self._loaders.take_on(loader)
        loader.loaded.connect(self._on_loaded)
        loader.edge_loaded.connect(self._on_edge_loaded)
        loader.play_loaded.connect(self._playback.look)
        loader.failed.connect(self._on_failed)
        loader.crashed.connect(self._on_crashed)
        loader.start()
        self.sound.open(open_sound if facts.has_audio else None)
        self._slow_opening.start(SLOW_OPENING_MS)
        self._ask(ShowExactly(0))
        self._show_controls()
        self.time_changed.emit(self.time_s)

    def clear(self) -> None:
        """Show no video, but where to drop one; returns at once."""
        self._leave_video(drop_hint())

    def show_opening(self, name: str, percent: int) -> None:
        """Say how far a video on its way has been indexed; nothing is shown before."""
        if self._facts is None:
            self.surface.show_hint(opening(name))
            self.surface.show_notes(indexing(percent))

    @Slot()
    def close_video(self) -> None:
        """Show no video and wait for the decoding threads, up to a second."""
        self._leave_video(drop_hint())
        until_s = time.monotonic() + JOIN_S
        self._loaders.wait(until_s)
        self.sound.wait(until_s)

    # ------------------------------------------------------------ moving
    @Slot(float)
    def go_to(self, time_s: float) -> None:
        """Move to the frame on screen at ``time_s``; playing goes on from there."""
        if self._facts:
            self._go_to_frame(frame_at(self._facts.pts_s, time_s))

    @Slot(float)
    def scrub_to(self, time_s: float) -> None:
        """Move with a quick picture near ``time_s`` at once; the exact frame follows on rest."""
        if self._facts is None:
            return
        if self.is_playing:
            self.pause()
            self._plays_on = True
        frame_idx = frame_at(self._facts.pts_s, time_s)
        if frame_idx != self._frame_idx:
            self._ask(ShowQuickly(frame_idx))
            self._move(frame_idx)

    @Slot(int)
    def step(self, n_frames: int) -> None:
        """Pause and move by whole frames, forward or back, up to the ends."""
        if self._facts is None:
            return
        self.pause()
        last_idx = len(self._facts.pts_s) - 1
        self._go_to_frame(min(max(self._frame_idx + n_frames, 0), last_idx))

    @Slot()
    def go_to_start(self) -> None:
        """Move to the first frame."""
        self.go_to(0.0)

    @Slot()
    def go_to_end(self) -> None:
        """Pause on the last frame."""
        if self._facts:
            self.step(len(self._facts.pts_s))

    # ------------------------------------------------------------ an edge on its way
    def show_edge(self, edge: Edge, time_s: float) -> None:
        """Show the frames on both sides of a boundary at ``time_s`` in place of the picture.

        Something near is shown at once, the exact frames when the boundary rests. The playhead
        goes along; ``end_edge``, or moving in any other way, brings the picture back.
        """
        if self._facts is None:
            return
        self.pause()
        after_idx = first_at(self._facts.pts_s, time_s)
        n_frames = len(self._facts.pts_s)
        asked = ShowEdge(
            after_idx - 1 if after_idx > 0 else None, after_idx if after_idx < n_frames else None
        )
        if self._edge == (edge, asked):
            return
        self._ask(asked)
        self._edge = (edge, asked)
        self._move(min(after_idx, n_frames - 1))

    @Slot()
    def end_edge(self) -> None:
        """Show the playhead's own picture again."""
        if self._edge is not None:
            self._ask(ShowExactly(self._frame_idx))

    # ------------------------------------------------------------ playing
    @Slot()
    def play(self) -> None:
        """Play from the playhead; from the start (of the loop) when nothing is left to play."""
        if not self.is_playing:
            self._play(is_reverse=False)

    def shuttle(self, direction: int) -> None:
        """Play on (+1) or backwards (-1); twice as fast with each call the same way."""
        is_reverse = direction < 0
        if not self.is_playing:
            if not is_reverse or self._frame_idx > 0 or self.is_looping:
                self._play(is_reverse=is_reverse)
        elif is_reverse == self._is_reverse:
            self.set_speed(2 * self._speed)
        else:
            self.set_speed(1.0)
            self._is_reverse = is_reverse
            self._begin()
            self._show_speed()

    def step_speed(self, direction: int) -> None:
        """Take the next faster (+1) or slower (-1) speed of the list."""
        if direction > 0:
            self.set_speed(next((x for x in SPEEDS if x > self._speed), SPEEDS[-1]))
        else:
            self.set_speed(next((x for x in reversed(SPEEDS) if x < self._speed), SPEEDS[0]))

    @Slot()
    def pause(self) -> None:
        """Stop on the picture that is shown."""
        self._plays_on = False
        if not self.is_playing:
            return
        self._playback.stop()
        self.sound.stop()
        self._ask(self._rest())
        self._show_controls()
        self.playing_changed.emit(False)  # noqa: FBT003 - a signal's argument

    @Slot()
    def toggle_play(self) -> None:
        """Play or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    @Slot(float)
    def set_speed(self, x: float) -> None:
        """Play at ``x`` media seconds per second, kept within 0.1 and 8; the way stays."""
        self._speed = min(max(abs(x), SPEEDS[0]), SPEEDS[-1])
        self._show_speed()
        self._playback.set_speed(self._speed)
        self._sound_from_here()

    def loop(self, start_s: float, end_s: float) -> None:
        """Repeat [start_s, end_s) and its lead-in; a playhead outside jumps in when it plays.

        Raises:
            ValueError: the span is empty.
        """
        self.looping.set_span((start_s, end_s))

    @Slot()
    def end_loop(self) -> None:
        """Play on past the span."""
        self.looping.set_span(None)

    def offer_loop(self, span: tuple[float, float] | None) -> None:
        """Say what the loop button repeats, such as the selected segment.

        None means what lies between the in and out marks, or the whole video. A running loop
        follows.
        """
        self.looping.offer(span)

    @Slot()
    def toggle_loop(self) -> None:
        """Repeat what is offered, or no longer."""
        if self.is_looping:
            self.end_loop()
        else:
            self.looping.begin()
            self._show_controls()

    def set_shortcuts(self, shortcuts: Mapping[str, str]) -> None:
        """Name the window's keys in the tooltips, by button (see TransportBar.pressed)."""
        self.bar.set_shortcuts(shortcuts)

    # ------------------------------------------------------------ inside
    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.surface, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self._playback.began.connect(self.sound.release)
        self.sound.state_changed.connect(self._sound_from_here)
        self._playback.due.connect(self._on_due)
        self._playback.ended.connect(self._on_ended)
        self._slow_opening.timeout.connect(self._say_opening)
        self.surface.clicked.connect(self.toggle_play)
        self.bar.speed_picked.connect(self.set_speed)
        self.looping.changed.connect(self._follow_loop)
        self.looping.toggled.connect(self.looping_changed)
        self.bar.lead_in_picked.connect(self.looping.set_lead_in)
        self.bar.pressed.connect(self._on_button)
        self.bar.show_lead_in(self.looping.lead_in_s)
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.close_video)

    def _ask(self, request: Request) -> None:
        if self._edge is not None and not isinstance(request, ShowEdge):
            self._edge = None
            self.surface.show_edge(None)
        if self._loaders.current is not None:
            self._loaders.current.ask(request)

    def _rest(self) -> Request:
        # Either ends the decoding ahead. A session without a picture yet left an old one standing,
        # and one that plays proxies left a small one.
        return Rest(self._frame_idx) if self._is_exact else ShowExactly(self._frame_idx)

    def _go_to_frame(self, frame_idx: int) -> None:
        plays_on = self._plays_on
        self._plays_on = False
        is_there = frame_idx == self._frame_idx and self._is_exact
        self._move(frame_idx)
        if self.is_playing:
            self._begin()
        elif plays_on:
            self.play()
        elif not is_there:
            self._ask(ShowExactly(frame_idx))

    def _move(self, frame_idx: int) -> None:
        if frame_idx != self._frame_idx:
            self._frame_idx, self._is_exact = frame_idx, False
            self._show_place()
            self.time_changed.emit(self.time_s)

    def _begin(self) -> None:
        if self._facts is None:
            return
        plan = self.looping.plan(self._facts, is_reverse=self._is_reverse)
        session = PlaySession(plan, self._frame_idx, self._speed, self.surface.shown_px)
        self._playback.begin(session)
        self._ask(session)
        self.sound.play(plan, session.begin.frame_idx, 0.0, self._speed)

    def _play(self, *, is_reverse: bool) -> None:
        if self._facts and self._loaders.current:
            self._is_reverse = is_reverse
            self._begin()
            self._show_speed()
            self._show_controls()
            self.playing_changed.emit(True)  # noqa: FBT003 - a signal's argument

    @Slot()
    def _sound_from_here(self) -> None:
        """Let the sound go on with what plays: at another speed, or because it is ready now."""
        session = self._playback.session
        if session is not None:
            at_s = self._playback.media_s()
            self.sound.play(session.plan, session.begin.frame_idx, at_s, self._speed)
            if session.clock is not None:
                self.sound.release()

    def _show_speed(self) -> None:
        self.bar.show_speed(-self._speed if self.is_reverse else self._speed)

    @Slot()
    def _follow_loop(self) -> None:
        self.bar.show_lead_in(self.looping.lead_in_s)
        self._show_controls()
        if self.is_playing:
            self._begin()

    def _present(self, picture: Picture) -> None:
        self._slow_opening.stop()
        self._is_exact = picture.is_exactly(self._frame_idx)
        self.surface.show_picture(picture.image)
        self._show_place(is_proxy=picture.is_proxy and picture.frame_idx == self._frame_idx)
        self.frame_shown.emit(picture.frame_idx, self._is_exact)

    def _show_place(self, *, is_proxy: bool = False) -> None:
        if self._facts is None:
            return
        is_vfr, ends_s = self._facts.is_vfr, self._facts.unreadable_after_s
        badge = Badge(self.time_s, self._frame_idx, self._is_exact, is_vfr, ends_s, is_proxy)
        self.surface.show_badge(badge)
        self.bar.show_time(self.time_s, self._facts.duration_s)

    def _show_controls(self) -> None:
        self.bar.set_usable(on=self._facts is not None)
        self.bar.show_playing(is_playing=self.is_playing)
        self._show_speed()
        self.bar.show_looping(is_looping=self.is_looping)
        if self._facts is None:
            self.bar.show_time(0.0, 0.0)

    def _leave_video(self, hint: str) -> None:
        self.pause()
        self._slow_opening.stop()
        self._loaders.let_go()
        self.sound.close()
        self.marks.clear()
        self.bar.close_place()
        self._facts = None
        self._frame_idx = 0
        self._is_exact = False
        self.looping.reset(0.0)
        self.surface.show_hint(hint)
        self._show_controls()

    def _tell_failure(self, sentence: str, next_step: str) -> None:
        self.pause()
        self._slow_opening.stop()
        self._is_exact = False
        self.surface.show_problem(sentence, next_step)
        self.failed.emit(sentence, next_step)

    # ------------------------------------------------------------ what is heard
    def _is_heard(self) -> bool:
        """Whether the signal now being received comes from the open video's thread."""
        loader = self._loaders.current
        return loader is not None and self.sender() is loader

    @Slot(object)
    def _on_loaded(self, picture: Picture) -> None:
        # Pictures of a video just left are still on their way; and playing shows its own.
        if not self._is_heard() or self.is_playing:
            return
        self._present(picture)
        if self._is_exact:
            self._plays_on = False

    @Slot(object)
    def _on_edge_loaded(self, pictures: EdgePictures) -> None:
        # What was asked for while the edge was elsewhere is no longer wanted.
        if not self._is_heard() or self._edge is None or pictures.asked != self._edge[1]:
            return
        view = EdgeView.of(self._edge[0], pictures)
        self.surface.show_edge(view)
        self.edge_shown.emit(view.is_exact)

    @Slot(object)
    def _on_due(self, picture: Picture) -> None:
        if self._loaders.current is not None:
            self._loaders.current.took_picture()
        has_moved = picture.frame_idx != self._frame_idx
        self._frame_idx = picture.frame_idx
        self._present(picture)
        if has_moved:
            self.time_changed.emit(self.time_s)

    @Slot()
    def _on_ended(self) -> None:
        self.sound.stop()
        self._ask(self._rest())
        self._show_controls()
        self.playing_changed.emit(False)  # noqa: FBT003 - a signal's argument

    @Slot(str, str)
    def _on_failed(self, sentence: str, next_step: str) -> None:
        if self._is_heard():
            self._tell_failure(sentence, next_step)

    @Slot(object)
    def _on_crashed(self, error: BaseException) -> None:
        if self._is_heard():
            self._tell_failure(*broke_down())
        # Out of this slot it reaches the program's crash log.
        raise error

    @Slot()
    def _say_opening(self) -> None:
        if self._facts and self.surface.image.isNull():
            self.surface.show_hint(opening(self._facts.path.name))

    @Slot(str)
    def _on_button(self, name: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "go_to_start": self.go_to_start,
            "go_to_end": self.go_to_end,
            "step_back": partial(self.step, -1),
            "step_forward": partial(self.step, 1),
            "play": self.toggle_play,
            "play_loop": self.toggle_loop,
        }
        acts[name]()
