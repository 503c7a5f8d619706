"""What the window remembers between two starts. A damaged file never stops the start."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args

from PySide6.QtCore import QByteArray, QSettings

from app.ui.language import LanguageChoice

T = TypeVar("T")
ThemeChoice = Literal["system", "dark", "light", "contrast"]
LabelColours = Literal["project", "safe", "contrast"]


class Kept(Generic[T]):
    """One of the settings, an attribute of ``Preferences``.

    Args:
        key: Under which it is kept.
        read: Makes it of the text that is kept, '' where there is none.
        write: Makes what is kept of it; itself, where nothing is given.
    """

    def __init__(
        self, key: str, read: Callable[[str], T], write: Callable[[T], object] | None = None
    ) -> None:
        self._key, self._read, self._write = key, read, write

    def __get__(self, holder: Preferences, _kind: type | None = None) -> T:
        return self._read(holder.text(self._key))

    def __set__(self, holder: Preferences, value: T) -> None:
        holder.keep(self._key, self._write(value) if self._write else value)


def _one_of(choices: tuple[str, ...], usual: str) -> Callable[[str], Any]:
    return lambda text: text if text in choices else usual


def _number(usual: float, most: float) -> Callable[[str], float]:
    """Return what reads a number in [0, most]; what is none counts as absent."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            return usual
        return value if 0.0 <= value <= most else usual

    return read


def _words(text: str) -> Sequence[str]:
    return tuple(text.split())


def _is_not_off(text: str) -> bool:
    return text.lower() != "false"


def _is_on(text: str) -> bool:
    return text.lower() == "true"


class Preferences:
    """Small settings of the window, in one INI file.

    Args:
        file: Where they are kept; it need not exist. Unreadable content counts as absent.

    Attributes:
        views_folder: Beside that file; where a person left off in each project.
        waiting_folder: Beside that file; which videos of each project wait for the engine.
        theme: Colours of the window; the system's unless chosen otherwise.
        label_colours: Where the colours of labels come from; the project unless chosen otherwise.
        language: Language of the window; the system's unless chosen otherwise.
        reduces_motion: Whether nothing is to move that nobody holds; off unless chosen.
        keymap_json: The person's keys as ``Keymap.to_json`` wrote them, or ''.
        recent_commands: Actions called by name, newest first.
        servers: Addresses of projects on servers, newest first; never with a password.
        person: The name of who sits here, for "mine"; the system's name for them unless chosen.
        library_order: How the library is sorted, as the library wrote it, or ''.
        detects_by_itself: Whether a video without a run is analysed unasked; on by default.
        loops_selection: Whether a selected segment is played in a loop; on by default.
        moves_tags: Whether tags given while playing are moved by the learned reaction; on by
            default.
        snaps_not_to: Names of what dragged edges do not snap to; none unless chosen.
        following: Name of how the timeline follows the playhead, or ''.
        placed_panels: Names of the panels that the docks' state knows; none before they were
            written down.
        hidden_strips: Strips of the timeline that are switched off.
        graph_json: Which edges of the proposal graph show, as ``WebChoice`` wrote it, or ''.
        loop_lead_in_s: How long before a segment its loop begins, seconds; 1 unless chosen
            otherwise.
        edge_tolerance_s: How far two annotators' boundaries may be apart and still agree, seconds.
    """

    theme: Kept[ThemeChoice] = Kept("window/theme", _one_of(get_args(ThemeChoice), "system"))
    label_colours: Kept[LabelColours] = Kept(
        "window/label_colours", _one_of(get_args(LabelColours), "project")
    )
    language: Kept[LanguageChoice] = Kept(
        "window/language", _one_of(get_args(LanguageChoice), "system")
    )
    reduces_motion = Kept("window/reduces_motion", _is_on)
    keymap_json = Kept("window/keys", str)
    recent_commands: Kept[Sequence[str]] = Kept("window/commands", _words, " ".join)
    servers: Kept[Sequence[str]] = Kept("window/servers", _words, " ".join)
    person = Kept("window/person", lambda text: text or _login_name())
    library_order = Kept("library/order", str)
    detects_by_itself = Kept("detection/by_itself", _is_not_off)
    loops_selection = Kept("review/loops_selection", _is_not_off)
    moves_tags = Kept("tagging/moves_tags", _is_not_off)
    snaps_not_to: Kept[Collection[str]] = Kept(
        "timeline/snaps_not_to",
        lambda text: frozenset(text.split()),
        lambda names: " ".join(sorted(names)),
    )
    following = Kept("timeline/following", str)
    placed_panels: Kept[Sequence[str]] = Kept("window/panels", _words, " ".join)
    hidden_strips: Kept[Sequence[str]] = Kept("timeline/hidden_strips", _words, " ".join)
    graph_json = Kept("timeline/graph", str)
    loop_lead_in_s = Kept("player/loop_lead_in_s", _number(1.0, 10.0))
    edge_tolerance_s = Kept("agreement/edge_tolerance_s", _number(0.2, 10.0))
    _loudness = Kept("player/volume", _number(1.0, 1.0))
    _is_muted = Kept("player/muted", _is_on)

    def __init__(self, file: Path) -> None:
        self.views_folder = file.parent / "views"
        self.waiting_folder = file.parent / "waiting"
        self._values = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, key: str) -> str:
        """Return what is kept under a key, or ''."""
        value = self._values.value(key)
        return "" if value is None else str(value)

    def keep(self, key: str, value: object) -> None:
        """Keep a value under a key."""
        self._values.setValue(key, value)

    @property
    def volume(self) -> tuple[float, bool]:
        """Loudness of the sound in [0, 1], and whether it is muted."""
        return self._loudness, self._is_muted

    @volume.setter
    def volume(self, how: tuple[float, bool]) -> None:
        self._loudness, self._is_muted = how

    def geometry(self) -> tuple[QByteArray, QByteArray]:
        """Return the window's place and the docks' state; empty when never saved."""
        return self._bytes("window/geometry"), self._bytes("window/docks")

    def keep_geometry(self, geometry: QByteArray, docks: QByteArray, panels: Sequence[str]) -> None:
        """Remember the window's place, the docks' state, and the names of the panels in it."""
        self.keep("window/geometry", geometry)
        self.keep("window/docks", docks)
        self.placed_panels = panels

    def last_video(self, project: Path) -> str:
        """Return the id of the video that was open last in a project, or ''."""
        return self.text(_project_key(project))

    def keep_last_video(self, project: Path, video_id: str) -> None:
        """Remember which video of a project is open."""
        self.keep(_project_key(project), video_id)

    def take_lane_view(self, project: Path) -> object:
        """Return a project's lanes as older versions kept them here, once; None without any."""
        key = _project_key(project, "lanes")
        text = self.text(key)
        self._values.remove(key)
        try:
            return json.loads(text) if text else None
        except ValueError:
            return None

    def annotator(self, project: Path) -> str:
        """Return with whom a project was compared last, or ''."""
        return self.text(_project_key(project, "annotator"))

    def keep_annotator(self, project: Path, name: str) -> None:
        """Remember with whom a project is compared."""
        self.keep(_project_key(project, "annotator"), name)

    def save(self) -> None:
        """Write the file now; a file that cannot be written is left as it is."""
        self._values.sync()

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
