"""Which strips and edges of the graph a person wants to see, from one start to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject

from app.ui.actions import ActionSet
from app.ui.preferences import Preferences
from app.ui.timeline.strips.backdrop import STRIP_NAMES
from app.ui.timeline.web import WebChoice
from app.ui.timeline.widget import TimelineWidget

STRIP_ACTIONS = {f"strip_{name}": name for name in STRIP_NAMES}


class TimelineLooks(QObject):
    """Keeps what the timeline shows in step with menus and preferences.

    Args:
        timeline: What is looked at.
        preferences: Where all is remembered.
        actions: The switches.
    """

    def __init__(
        self,
        timeline: TimelineWidget,
        preferences: Preferences,
        actions: ActionSet,
    ) -> None:
        super().__init__(timeline)
        self._timeline = timeline
        self._preferences = preferences
        self._actions = actions
        self._shown = [name for name in STRIP_NAMES if name not in preferences.hidden_strips]
        for action_id, name in STRIP_ACTIONS.items():
            actions[action_id].setChecked(name in self._shown)
        timeline.show_strips(self._shown)
        timeline.set_web_choice(_read(preferences.graph_json))
        self._follow_graph()
        timeline.web_choice_changed.connect(self._follow_graph)
        self.reduce_motion(preferences.reduces_motion)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for each action."""
        strips = {key: partial(self._switch, name) for key, name in STRIP_ACTIONS.items()}
        return {**strips, "graph_all": self._show_all_edges, "all_lanes": self._show_all_lanes}

    def _switch(self, name: str, on: bool) -> None:  # noqa: FBT001 - a toggle's argument
        self._shown = [one for one in STRIP_NAMES if (on if one == name else one in self._shown)]
        self._preferences.hidden_strips = [one for one in STRIP_NAMES if one not in self._shown]
        self._timeline.show_strips(self._shown)

    def _show_all_edges(self, on: bool) -> None:  # noqa: FBT001 - a toggle's argument
        self._timeline.set_web_choice({**self._timeline.web_choice(), "shows_all": on})

    def _follow_graph(self) -> None:
        choice = self._timeline.web_choice()
        self._preferences.graph_json = json.dumps(choice)
        self._actions["graph_all"].setChecked(WebChoice.from_json(choice).shows_all)

    def _show_all_lanes(self) -> None:
        self._timeline.set_lane_view({**self._timeline.lane_view(), "hidden": [], "solo": []})

    def reduce_motion(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Let nothing move that nobody holds, or as the system wants it."""
        self._timeline.set_reduced_motion(on=on)


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
