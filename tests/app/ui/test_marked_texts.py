"""Every text in the source of the window is marked for translation, or stands on a list here."""

import ast
import re
from pathlib import Path

import pytest

from tests.places import REPO

MARKS = {"translate", "QT_TRANSLATE_NOOP"}
# Their arguments are names, styles or patterns; what is raised is for us, or said below the window.
SILENT = {
    "setObjectName", "setProperty", "setStyleSheet", "compile", "cast", "Signal", "Slot", "caption",
    "QSettings", "TypeVar", "value", "setValue", "warning", "ValueError",
}  # fmt: skip
# Looks like a text: two words, or one with a capital.
TEXT = re.compile(r"[A-Za-z]{2,}[,.:]? +[a-z“(]|^[A-Z][a-z]+(…|\.)?$")
# Keys, names of their own, identities in settings, and English captions kept in the project.
NAMES = {
    "PGCN Studio", "LosslessCut", "English", "Deutsch", "Home", "Left", "Space", "Right", "End",
    "Up", "Down", "Fusion", "Library", "Review", "Timeline", "History", "Why",
    "Evaluation", "Labels", "Models", "Sorting", "Stages",
    "Undo", "Redo", "Accept", "Reject", "Label as", "Delete", "Draw", "Move", "Relabel", "Nudge",
    "Split", "Merge", "Duplicate", "Captions", "Player", "Window", "Actions", "Dialogs", "Mmm",
    "Queue", "Put off", "put off", "Del", "Enter", "Return", "Esc", "Backspace", "Keep mine",
    "Take theirs", "Keep both",
    "Disagreements", "Notes", "Note on", "Describe video", "Assign video to", "Unassign video",
    "Tag video", "Untag video", "Nothing in video", "Something in video",
    "d MMMM yyyy, HH:mm:ss", "a video.mp4", "88 Mmm",
}  # fmt: skip
FILES = sorted((REPO / "app" / "ui").rglob("*.py"))
# A style sheet, and shortcuts in Qt's form.
EXCEPT = {"theme.py", "keymap.py", "language.py"}


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def loose(source: str) -> list[str]:
    """What looks like words for a person and is not marked."""
    found: list[str] = []
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        text = words_of(node)
        if TEXT.search(text) and text not in NAMES:
            found.append(text)
        waiting += inside(node)
    return found


def inside(node: ast.AST) -> list[ast.AST]:
    """The parts of a node in which there may be texts of their own."""
    if called(node) in MARKS | SILENT or isinstance(node, ast.Raise | ast.Compare | ast.Subscript):
        return list(getattr(node, "keywords", ()))
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return []  # a docstring
    if isinstance(node, ast.JoinedStr):
        return [part for part in node.values if not isinstance(part, ast.Constant)]
    return [part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.arguments)]


def words_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "0" for one in parts)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_is_marked(file: Path):
    if file.name not in EXCEPT:
        assert loose(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "n_loose"),
    [
        ('box.setText("Something went wrong.")', 1),
        ('button = QPushButton("Stop")', 1),
        ('told.emit(f"{n} videos added")', 1),
        ('box.setText(translate("Window", "Something went wrong."))', 0),
        ('translate("Window", "Opening {name}…").format(name=name)', 0),
        ('raise ValueError("this is for us")', 0),
        ('panel.setObjectName("Library dock")', 0),
        ('def f():\n    """Return a thing."""\n    return "frame_back"', 0),
    ],
)
def test_the_watch_sees(source: str, n_loose: int):
    assert len(loose(source)) == n_loose
