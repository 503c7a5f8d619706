"""What each action of the table does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from app.ui.analysis import AnalysisController
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.files import FileDialogs
from app.ui.document import Document
from app.ui.exchange_desk import ExchangeDesk
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.player.widget import PlayerWidget
from app.ui.review.desk import ReviewDesk
from app.ui.review.reviewing import Reviewer
from app.ui.timeline.widget import TimelineWidget

ZOOM_FACTOR = 1.5
NO_PROJECT = (
    QT_TRANSLATE_NOOP("Window", "No project is open."),
    QT_TRANSLATE_NOOP("Window", "Make one with Ctrl+N, or drop videos on the window."),
)


@dataclass(frozen=True, slots=True)
class CommandParts:
    """What the actions act on."""

    document: Document
    analysis: AnalysisController
    reviewer: Reviewer
    desk: ReviewDesk
    player: PlayerWidget
    timeline: TimelineWidget
    files: FileDialogs


class Commands(QObject):
    """The handlers of ``ACTIONS`` that need no more than the parts.

    Args:
        parts: What they act on.
        window: Parent of the dialogs.
    """

    def __init__(self, parts: CommandParts, window: QWidget) -> None:
        super().__init__(window)
        self._parts = parts
        self._window = window
        self._exchange = ExchangeDesk(parts.document, window)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for each action; those of other rooms are not in it."""
        return {**self._project(), **self._watching(), **self._reviewing(), **self._shaping()}

    def _detect(self) -> None:
        """Analyse the open video."""
        wanted = self._parts.document.wanted_video_id
        if wanted:
            self._parts.analysis.start([wanted])
        else:
            self._parts.document.problem.emit(
                translate("Window", "No video is open."),
                translate("Window", "Drop one on the window, or choose one in the library."),
            )

    def _project(self) -> dict[str, Callable[..., object]]:
        parts = self._parts
        return {
            "new_project": self._new_project,
            "open_project": self._open_project,
            "import_videos": self._import_videos,
            "import_folder": self._import_folder,
            "import_annotations": self._import_annotations,
            "export": self._export,
            "undo": parts.reviewer.undo,
            "redo": parts.reviewer.redo,
            "detect": self._detect,
            "detect_all": parts.analysis.start_missing,
            "stop": parts.analysis.stop,
            "about": self._show_about,
        }

    def _watching(self) -> dict[str, Callable[..., object]]:
        player, timeline, desk = self._parts.player, self._parts.timeline, self._parts.desk
        return {
            "play": player.toggle_play,
            "frame_back": partial(player.step, -1),
            "frame_on": partial(player.step, 1),
            "second_back": partial(self._jump, -1.0),
            "second_on": partial(self._jump, 1.0),
            "to_begin": partial(player.go_to, 0.0),
            "to_end": self._to_end,
            "zoom_in": partial(timeline.zoom, ZOOM_FACTOR),
            "zoom_out": partial(timeline.zoom, 1 / ZOOM_FACTOR),
            "fit": timeline.fit,
            "zoom_selection": desk.zoom_to_selection,
        }

    def _reviewing(self) -> dict[str, Callable[..., object]]:
        reviewer, desk = self._parts.reviewer, self._parts.desk
        return {
            "set_start": partial(desk.set_edge, "start"),
            "set_end": partial(desk.set_edge, "end"),
            "delete": desk.delete,
            "next_pending": partial(reviewer.step_pending, 1),
            "previous_pending": partial(reviewer.step_pending, -1),
            "next_entry": partial(reviewer.step_entry, 1),
            "previous_entry": partial(reviewer.step_entry, -1),
            "accept": desk.accept,
            "reject": desk.reject,
            "relabel": desk.ask_label,
            "snooze": desk.snooze,
            **{f"label_{n}": partial(desk.label_number, n) for n in range(1, 10)},
        }

    def _shaping(self) -> dict[str, Callable[..., object]]:
        timeline, desk, shaper = self._parts.timeline, self._parts.desk, self._parts.desk.shaper
        return {
            "nudge_back": partial(shaper.nudge, "whole", -1),
            "nudge_on": partial(shaper.nudge, "whole", 1),
            "nudge_start_back": partial(shaper.nudge, "start", -1),
            "nudge_start_on": partial(shaper.nudge, "start", 1),
            "nudge_end_back": partial(shaper.nudge, "end", -1),
            "nudge_end_on": partial(shaper.nudge, "end", 1),
            "draw_marked": self._draw_marked,
            "edit_times": desk.edit_times,
            "split": desk.split,
            "merge": shaper.merge,
            "duplicate": shaper.duplicate,
            "select_lane": timeline.select_lane,
            "select_none": timeline.select_none,
        }

    def _draw_marked(self) -> None:
        span = self._parts.player.marks.span
        if span is None:
            first = translate("Review", "Mark where it begins (I) and where it ends (O) first.")
            self._parts.reviewer.told.emit(first)
            return
        self._parts.desk.take_drawn("", *span)

    # ------------------------------------------------------------ files
    def _new_project(self) -> None:
        path = self._parts.files.new_project(self._window)
        if path is not None:
            self._parts.document.create(path)

    def _open_project(self) -> None:
        path = self._parts.files.project(self._window)
        if path is not None:
            self._parts.document.open(path)

    def _import_videos(self) -> None:
        self._parts.document.open_paths(self._parts.files.videos(self._window))

    def _import_folder(self) -> None:
        folder = self._parts.files.folder(self._window)
        if folder is not None:
            self._parts.document.open_paths([folder])

    def _import_annotations(self) -> None:
        if self._parts.document.path is None:
            self._parts.document.problem.emit(*(translate("Window", words) for words in NO_PROJECT))
            return
        file = self._parts.files.annotations(self._window)
        if file is not None:
            self._exchange.show_import(file)

    def _export(self) -> None:
        if self._parts.document.path is None:
            self._parts.document.problem.emit(*(translate("Window", words) for words in NO_PROJECT))
            return
        self._exchange.show_export(self._ask_export_file, self._parts.reviewer.selected_ids)

    def _ask_export_file(self, suggested: Path) -> Path | None:
        return self._parts.files.export(self._window, suggested)

    def _show_about(self) -> None:
        dialog = AboutDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # ------------------------------------------------------------ moving
    def _jump(self, by_s: float) -> None:
        player = self._parts.player
        player.go_to(max(player.time_s + by_s, 0.0))

    def _to_end(self) -> None:
        facts = self._parts.player.facts
        if facts is not None:
            self._parts.player.pause()
            self._parts.player.go_to(float(facts.pts_s[-1]))
