"""What a person does while watching: shuttle, marks, places, sound, and the edge on its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Slot

from app.domain.segment import Edge
from app.ui.document import Document
from app.ui.player.place_field import NoSuchPlace, place_in
from app.ui.player.play_plan import frames_at
from app.ui.player.widget import PlayerWidget
from app.ui.preferences import Preferences
from app.ui.timeline.widget import TimelineWidget

ZOOM_FACTOR = 1.5
WATCHING_ACTIONS = (
    "slower", "faster", "mark_in", "mark_out", "clear_marks", "go_to_place", "previous_edge",
    "next_edge", "mute", "picture_in", "picture_out", "picture_fit",
)  # fmt: skip


class Watching(QObject):
    """Wires the player's own comforts to the timeline, the document and what is remembered.

    Args:
        document: Says how far a video on its way has been indexed.
        player: What is watched.
        timeline: Where marks are drawn, and where edges are.
        preferences: Keep volume and lead-in.
    """

    def __init__(
        self,
        document: Document,
        player: PlayerWidget,
        timeline: TimelineWidget,
        preferences: Preferences,
    ) -> None:
        super().__init__(player)
        self._player, self._timeline = player, timeline
        self._preferences = preferences
        volume, is_muted = preferences.volume
        player.sound.set_volume(volume, is_muted=is_muted)
        player.sound_controls.show_sound()
        player.looping.set_lead_in(preferences.loop_lead_in_s)
        document.video_indexing.connect(player.show_opening)
        player.bar.place_typed.connect(self._go_to_place)
        player.bar.lead_in_picked.connect(self._keep_lead_in)
        player.sound_controls.changed.connect(self._keep_volume)
        player.marks.changed.connect(self._show_marks)
        timeline.edge_dragging.connect(self._show_edge)
        timeline.edge_ended.connect(player.end_edge)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for each of ``WATCHING_ACTIONS`` and for the shuttle keys."""
        player = self._player
        return {
            "shuttle_back": partial(player.shuttle, -1),
            "shuttle_stop": self._stop,
            "shuttle_on": partial(player.shuttle, 1),
            "slower": partial(player.step_speed, -1),
            "faster": partial(player.step_speed, 1),
            "mark_in": lambda: player.marks.set_in(player.time_s),
            "mark_out": lambda: player.marks.set_out(player.time_s),
            "clear_marks": player.marks.clear,
            "go_to_place": player.bar.ask_place,
            "previous_edge": partial(self._step_edge, -1),
            "next_edge": partial(self._step_edge, 1),
            "mute": player.sound_controls.toggle_mute,
            "picture_in": partial(player.surface.zoom, ZOOM_FACTOR),
            "picture_out": partial(player.surface.zoom, 1 / ZOOM_FACTOR),
            "picture_fit": player.surface.fit,
        }

    def _stop(self) -> None:
        self._player.pause()
        self._player.set_speed(1.0)

    def _step_edge(self, direction: int) -> None:
        """Go to the next or previous beginning or end of a segment on the lanes."""
        facts, here = self._player.facts, self._player.frame_idx
        if facts is None:
            return
        # By frames: an edge between two frames is on the screen with the one before it.
        frames = frames_at(facts.pts_s, self._timeline.board.edges_s())
        beside = frames[frames > here] if direction > 0 else frames[frames < here]
        self._player.pause()
        if len(beside):
            wanted = int(beside.min() if direction > 0 else beside.max())
            self._player.go_to(float(facts.pts_s[wanted]))

    @Slot(str)
    def _go_to_place(self, text: str) -> None:
        facts = self._player.facts
        if facts is None:
            return
        try:
            frame_idx = place_in(text, facts.pts_s, facts.duration_s)
        except NoSuchPlace as reason:
            self._player.bar.place_field.refuse(str(reason))
            return
        self._player.bar.close_place()
        self._player.go_to(float(facts.pts_s[frame_idx]))

    @Slot(str, str, float)
    def _show_edge(self, _entry_id: str, edge: str, time_s: float) -> None:
        self._player.show_edge(cast("Edge", edge), time_s)

    @Slot(object, object)
    def _show_marks(self, in_s: float | None, out_s: float | None) -> None:
        self._timeline.set_in_out(in_s, out_s)
        self._player.looping.follow()

    @Slot(float)
    def _keep_lead_in(self, lead_in_s: float) -> None:
        self._preferences.loop_lead_in_s = lead_in_s

    @Slot(float, bool)
    def _keep_volume(self, volume: float, is_muted: bool) -> None:  # noqa: FBT001 - a signal's
        self._preferences.volume = (volume, is_muted)
