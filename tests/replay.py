"""What a project file says, read by plain SQLite and JSON: nothing of the program is used.

A state is, by video id, (annotations, verdicts): annotation id to (label, start, end, suggestion),
and suggestion id to a verdict that is not pending.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

State = dict[str, tuple[dict[str, tuple[Any, ...]], dict[str, str]]]


def state_of(project: Path) -> State:
    """Return what the tables say; videos where nothing was done are left out."""
    found: State = {}
    with closing(sqlite3.connect(project)) as file:
        for video, key, *rest in file.execute(
            "SELECT video_id, id, label_id, start_s, end_s, suggestion_id FROM annotations"
        ):
            _of(found, video)[0][key] = tuple(rest)
        for video, key, verdict in file.execute(
            "SELECT video_id, suggestion_id, verdict FROM verdicts JOIN suggestions ON id = "
            "suggestion_id WHERE verdict != 'pending'"
        ):
            _of(found, video)[1][key] = verdict
    return found


def replayed(project: Path) -> State:
    """Return what the standing acts of the history make of an untouched project."""
    found: State = {}
    with closing(sqlite3.connect(project)) as file:
        acts = file.execute("SELECT video_id, edit FROM history WHERE NOT is_undone ORDER BY id")
        for video, text in acts:
            _apply(json.loads(text), *_of(found, video))
    for _, judged in found.values():
        for key in [key for key, verdict in judged.items() if verdict == "pending"]:
            del judged[key]
    return {video: parts for video, parts in found.items() if parts[0] or parts[1]}


def acts_of(project: Path) -> list[tuple[int, int]]:
    """Return (id, whether undone) of every act in order."""
    with closing(sqlite3.connect(project)) as file:
        return file.execute("SELECT id, is_undone FROM history ORDER BY id").fetchall()


def is_whole(project: Path) -> bool:
    """Whether SQLite finds every page, index and key in order."""
    with closing(sqlite3.connect(project)) as file:
        pages = file.execute("PRAGMA integrity_check").fetchall()
        keys = file.execute("PRAGMA foreign_key_check").fetchall()
    return pages == [("ok",)] and keys == []


def in_state_form(annotations: Iterable[Any], suggestions: Iterable[Any]) -> tuple[Any, Any]:
    """Return a timeline's entries in the form of a state."""
    owned = {
        a.id: (a.label_id, a.segment.start_s, a.segment.end_s, a.suggestion_id) for a in annotations
    }
    judged = {s.id: s.verdict.value for s in suggestions if s.verdict.value != "pending"}
    return owned, judged


def _of(state: State, video: str) -> tuple[dict[str, tuple[Any, ...]], dict[str, str]]:
    return state.setdefault(video, ({}, {}))


def _apply(edit: dict[str, Any], owned: dict[str, Any], judged: dict[str, str]) -> None:
    match edit["kind"]:
        case "several":
            for one in edit["edits"]:
                _apply(one, owned, judged)
        case "add":
            new = edit["annotation"]
            assert new["id"] not in owned
            owned[new["id"]] = (new["label"], *new["segment"], new["suggestion"])
        case "remove":
            del owned[edit["id"]]
        case "move":
            label, _, _, source = owned[edit["id"]]
            owned[edit["id"]] = (label, *edit["segment"], source)
        case "relabel":
            owned[edit["id"]] = (edit["label"], *owned[edit["id"]][1:])
        case "judge":
            judged[edit["id"]] = edit["verdict"]
