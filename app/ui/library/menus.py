"""The menu of one video, or of several that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.project import VideoEntry
from app.services.sheets import SheetChange
from app.ui.language import translate

# In the caption of an act, which is kept in English; what follows is a name or a tag.
ASSIGN, UNASSIGN = "Assign video to", "Unassign video"
TAG, UNTAG = "Tag video", "Untag video"
EMPTY, NOT_EMPTY = "Nothing in video", "Something in video"


@dataclass(frozen=True, slots=True)
class MenuHands:
    """What the entries of the menu call.

    Attributes:
        change: Sheet change and caption.
        ask_name: A person who is not listed is to be named.
        ask_tag: A tag that is not listed is to be named.
    """

    open: Callable[[], object]
    detect: Callable[[], object]
    change: Callable[[SheetChange, str], object]
    ask_name: Callable[[], object]
    ask_tag: Callable[[], object]
    show_runs: Callable[[], object]
    find_file: Callable[[], object]
    find_folder: Callable[[], object]
    remove: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Known:
    """Names to choose from.

    Attributes:
        me: The person's own.
    """

    people: Sequence[str]
    tags: Sequence[str]
    me: str = ""


def fill_menu(menu: QMenu, videos: Sequence[VideoEntry], known: Known, hands: MenuHands) -> None:
    """Add what can be done with videos; what changes nothing works in a read-only project too."""
    one = videos[0] if len(videos) == 1 else None
    if one is not None:
        _add(menu, translate("Library", "Open"), hands.open)
    if any(video.is_missing for video in videos):
        if one is not None:
            _add(menu, translate("Library", "Find the file…"), hands.find_file)
        _add(menu, translate("Library", "Find missing files in a folder…"), hands.find_folder)
    _add(menu, translate("Library", "Detect actions"), hands.detect)
    if one is not None:
        _add(menu, translate("Library", "Runs…"), hands.show_runs).setEnabled(
            one.last_run_id is not None
        )
    menu.addSeparator()
    _fill_empty(menu, videos, hands)
    _fill_people(menu.addMenu(translate("Library", "Assign to")), videos, known, hands)
    _fill_tags(menu.addMenu(translate("Library", "Tags")), videos, known, hands)
    menu.addSeparator()
    _add(menu, translate("Library", "Remove from project (the file stays)"), hands.remove)


def _fill_empty(menu: QMenu, videos: Sequence[VideoEntry], hands: MenuHands) -> None:
    is_empty = all(video.sheet.is_empty for video in videos)
    caption = NOT_EMPTY if is_empty else EMPTY
    change = SheetChange(is_empty=not is_empty)
    action = _add(
        menu, translate("Library", "Nothing here"), partial(hands.change, change, caption)
    )
    action.setCheckable(True)
    action.setChecked(is_empty)
    action.setToolTip(empty_tip())


def empty_tip() -> str:
    """Say what "Nothing here" does."""
    return translate("Library", "None of the labels happens in it; what waits is rejected")


def _fill_people(menu: QMenu, videos: Sequence[VideoEntry], known: Known, hands: MenuHands) -> None:
    names = dict.fromkeys([*([known.me] if known.me else []), *known.people])
    for name in names:
        change = partial(hands.change, SheetChange(assignee=name), f"{ASSIGN} {name}")
        action = _add(menu, name, change)
        action.setCheckable(True)
        action.setChecked(all(video.sheet.assignee == name for video in videos))
    _add(menu, translate("Library", "Somebody else…"), hands.ask_name)
    menu.addSeparator()
    nobody = partial(hands.change, SheetChange(assignee=""), UNASSIGN)
    _add(menu, translate("Library", "Nobody"), nobody)


def _fill_tags(menu: QMenu, videos: Sequence[VideoEntry], known: Known, hands: MenuHands) -> None:
    for tag in known.tags:
        is_on = all(tag in video.sheet.tags for video in videos)
        change = SheetChange(drop_tag=tag) if is_on else SheetChange(add_tag=tag)
        caption = f"{UNTAG if is_on else TAG} {tag}"
        action = _add(menu, tag, partial(hands.change, change, caption))
        action.setCheckable(True)
        action.setChecked(is_on)
    _add(menu, translate("Library", "New tag…"), hands.ask_tag)


def _add(menu: QMenu, words: str, act: Callable[[], object]) -> QAction:
    action: QAction = menu.addAction(words.replace("&", "&&"))
    action.triggered.connect(lambda _on: act())
    return action


def new_menu(parent: QWidget, *, is_editable: bool) -> QMenu:
    """Return an empty menu that goes when it is closed."""
    menu = QMenu(parent)
    menu.setEnabled(is_editable)
    menu.setToolTipsVisible(True)
    return menu
