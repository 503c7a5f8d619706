"""What the window remembers between two starts. A damaged file never stops the start."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, QSettings

from app.ui.language import LanguageChoice

ThemeChoice = Literal["system", "dark", "light", "contrast"]
LabelColours = Literal["project", "safe", "contrast"]


class Preferences:
    """Small settings of the window, in one INI file.

    Args:
        file: Where they are kept; it need not exist. Unreadable content counts as absent.

    Attributes:
        views_folder: Beside that file; where a person left off in each project.
        waiting_folder: Beside that file; which videos of each project wait for the engine.
    """

    def __init__(self, file: Path) -> None:
        self.views_folder = file.parent / "views"
        self.waiting_folder = file.parent / "waiting"
        self._values = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeChoice:
        """Colours of the window; the system's unless chosen otherwise."""
        found = self._values.value("window/theme")
        return found if found in get_args(ThemeChoice) else "system"

    @theme.setter
    def theme(self, name: ThemeChoice) -> None:
        self._values.setValue("window/theme", name)

    @property
    def label_colours(self) -> LabelColours:
        """Where the colours of labels come from; the project unless chosen otherwise."""
        found = self._values.value("window/label_colours")
        return found if found in get_args(LabelColours) else "project"

    @label_colours.setter
    def label_colours(self, name: LabelColours) -> None:
        self._values.setValue("window/label_colours", name)

    @property
    def language(self) -> LanguageChoice:
        """Language of the window; the system's unless chosen otherwise."""
        found = self._values.value("window/language")
        return found if found in get_args(LanguageChoice) else "system"

    @language.setter
    def language(self, choice: LanguageChoice) -> None:
        self._values.setValue("window/language", choice)

    @property
    def reduces_motion(self) -> bool:
        """Whether nothing is to move that nobody holds; off unless chosen."""
        return str(self._values.value("window/reduces_motion", "false")).lower() == "true"

    @reduces_motion.setter
    def reduces_motion(self, on: bool) -> None:
        self._values.setValue("window/reduces_motion", on)

    @property
    def keymap_json(self) -> str:
        """The person's keys as ``Keymap.to_json`` wrote them, or ''."""
        return str(self._values.value("window/keys") or "")

    @keymap_json.setter
    def keymap_json(self, text: str) -> None:
        self._values.setValue("window/keys", text)

    @property
    def recent_commands(self) -> tuple[str, ...]:
        """Actions called by name, newest first."""
        return tuple(str(self._values.value("window/commands") or "").split())

    @recent_commands.setter
    def recent_commands(self, action_ids: Sequence[str]) -> None:
        self._values.setValue("window/commands", " ".join(action_ids))

    @property
    def servers(self) -> tuple[str, ...]:
        """Addresses of projects on servers, newest first; never with a password."""
        return tuple(str(self._values.value("window/servers") or "").split())

    @servers.setter
    def servers(self, addresses: Sequence[str]) -> None:
        self._values.setValue("window/servers", " ".join(addresses))

    @property
    def person(self) -> str:
        """The name of who sits here, for "mine"; the system's name for them unless chosen."""
        return str(self._values.value("window/person") or "") or _login_name()

    @person.setter
    def person(self, name: str) -> None:
        self._values.setValue("window/person", name)

    @property
    def library_order(self) -> str:
        """How the library is sorted, as the library wrote it, or ''."""
        return str(self._values.value("library/order") or "")

    @library_order.setter
    def library_order(self, text: str) -> None:
        self._values.setValue("library/order", text)

    @property
    def detects_by_itself(self) -> bool:
        """Whether a video without a run is analysed unasked; on by default."""
        return self._flag("detection/by_itself")

    @detects_by_itself.setter
    def detects_by_itself(self, on: bool) -> None:
        self._values.setValue("detection/by_itself", on)

    @property
    def loops_selection(self) -> bool:
        """Whether a selected segment is played in a loop; on by default."""
        return self._flag("review/loops_selection")

    @loops_selection.setter
    def loops_selection(self, on: bool) -> None:
        self._values.setValue("review/loops_selection", on)

    @property
    def moves_tags(self) -> bool:
        """Whether tags given while playing are moved by the learned reaction; on by default."""
        return self._flag("tagging/moves_tags")

    @moves_tags.setter
    def moves_tags(self, on: bool) -> None:
        self._values.setValue("tagging/moves_tags", on)

    @property
    def snaps_not_to(self) -> frozenset[str]:
        """Names of what dragged edges do not snap to; none unless chosen."""
        return frozenset(str(self._values.value("timeline/snaps_not_to") or "").split())

    @snaps_not_to.setter
    def snaps_not_to(self, names: Iterable[str]) -> None:
        self._values.setValue("timeline/snaps_not_to", " ".join(sorted(names)))

    @property
    def following(self) -> str:
        """Name of how the timeline follows the playhead, or ''."""
        return str(self._values.value("timeline/following") or "")

    @following.setter
    def following(self, name: str) -> None:
        self._values.setValue("timeline/following", name)

    @property
    def loop_lead_in_s(self) -> float:
        """How long before a segment its loop begins, seconds; 1 unless chosen otherwise."""
        return self._number("player/loop_lead_in_s", 1.0, 10.0)

    @loop_lead_in_s.setter
    def loop_lead_in_s(self, lead_in_s: float) -> None:
        self._values.setValue("player/loop_lead_in_s", lead_in_s)

    @property
    def volume(self) -> tuple[float, bool]:
        """Loudness of the sound in [0, 1], and whether it is muted."""
        is_muted = str(self._values.value("player/muted", "false")).lower() == "true"
        return self._number("player/volume", 1.0, 1.0), is_muted

    @volume.setter
    def volume(self, how: tuple[float, bool]) -> None:
        self._values.setValue("player/volume", how[0])
        self._values.setValue("player/muted", how[1])

    def geometry(self) -> tuple[QByteArray, QByteArray]:
        """Return the window's place and the docks' state; empty when never saved."""
        return self._bytes("window/geometry"), self._bytes("window/docks")

    def keep_geometry(self, geometry: QByteArray, docks: QByteArray, panels: Iterable[str]) -> None:
        """Remember the window's place, the docks' state, and the names of the panels in it."""
        self._values.setValue("window/geometry", geometry)
        self._values.setValue("window/docks", docks)
        self._values.setValue("window/panels", " ".join(panels))

    @property
    def placed_panels(self) -> tuple[str, ...]:
        """Names of the panels that the docks' state knows; none before they were written down."""
        return tuple(str(self._values.value("window/panels") or "").split())

    def last_video(self, project: Path) -> str:
        """Return the id of the video that was open last in a project, or ''."""
        return str(self._values.value(_project_key(project)) or "")

    def keep_last_video(self, project: Path, video_id: str) -> None:
        """Remember which video of a project is open."""
        self._values.setValue(_project_key(project), video_id)

    @property
    def hidden_strips(self) -> tuple[str, ...]:
        """Strips of the timeline that are switched off."""
        return tuple(str(self._values.value("timeline/hidden_strips") or "").split())

    @hidden_strips.setter
    def hidden_strips(self, names: Sequence[str]) -> None:
        self._values.setValue("timeline/hidden_strips", " ".join(names))

    @property
    def graph_json(self) -> str:
        """Which edges of the proposal graph show, as ``WebChoice`` wrote it, or ''."""
        return str(self._values.value("timeline/graph") or "")

    @graph_json.setter
    def graph_json(self, text: str) -> None:
        self._values.setValue("timeline/graph", text)

    def take_lane_view(self, project: Path) -> object:
        """Return a project's lanes as older versions kept them here, once; None without any."""
        key = _project_key(project, "lanes")
        text = str(self._values.value(key) or "")
        self._values.remove(key)
        try:
            return json.loads(text) if text else None
        except ValueError:
            return None

    @property
    def edge_tolerance_s(self) -> float:
        """How far two annotators' boundaries may be apart and still agree, seconds."""
        return self._number("agreement/edge_tolerance_s", 0.2, 10.0)

    @edge_tolerance_s.setter
    def edge_tolerance_s(self, tolerance_s: float) -> None:
        self._values.setValue("agreement/edge_tolerance_s", tolerance_s)

    def annotator(self, project: Path) -> str:
        """Return with whom a project was compared last, or ''."""
        return str(self._values.value(_project_key(project, "annotator")) or "")

    def keep_annotator(self, project: Path, name: str) -> None:
        """Remember with whom a project is compared."""
        self._values.setValue(_project_key(project, "annotator"), name)

    def save(self) -> None:
        """Write the file now; a file that cannot be written is left as it is."""
        self._values.sync()

    def _flag(self, key: str) -> bool:
        return str(self._values.value(key, "true")).lower() != "false"

    def _number(self, key: str, usual: float, most: float) -> float:
        """Return a number in [0, most]; what is none counts as absent."""
        try:
            value = float(str(self._values.value(key, usual)))
        except ValueError:
            return usual
        return value if 0.0 <= value <= most else usual

    def _bytes(self, key: str) -> QByteArray:
        value = self._values.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()


def _project_key(project: Path, group: str = "last_video") -> str:
    # A slash would open a group in the INI file.
    return f"{group}/" + str(project).replace("/", "|").replace("\\", "|")


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A system without a user database has no name for anybody.
        return ""
