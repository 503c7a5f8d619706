"""What is refused below the window is said in its language."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.domain.errors import StudioError
from app.storage import database, server_database
from app.ui.language import speak
from app.ui.notices import NoticeBar
from app.ui.refusals import REFUSALS, refusal_words
from app.ui.server_refusals import SERVER_REFUSALS
from pgcn_core.errors import PgcnError
from tests.places import REPO

# Handed on from where they are made, which is looked at as well.
HANDED_ON = {
    "reason", "sentence.format(name=path.name)", "next_step", "self.read_only_reason",
    "error.sentence", "error.next_step", "sentence.format(name=name)",
}  # fmt: skip


@pytest.fixture
def german(qapp):
    speak("de")
    yield
    speak("en")
    # What was spoken before would be found until Qt has taken it away.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def kinds_of(base):
    return {base.__name__}.union(*(kinds_of(one) for one in base.__subclasses__()))


def as_said(node, constants):
    """Return a sentence with something in its holes; None when it is made elsewhere."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and node.id in constants:
        return constants[node.id]
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "7.25" for v in node.values)
    return None


def raised(folder, kinds):
    for path in sorted(Path(REPO, folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            one.targets[0].id: one.value.value
            for one in tree.body
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
            and isinstance(one.targets[0], ast.Name)
        }  # fmt: skip
        for node in ast.walk(tree):
            called = getattr(node, "func", None)
            if getattr(called, "id", getattr(called, "attr", "")) in kinds:
                for said in node.args[:2]:
                    yield path.name, as_said(said, constants), ast.unparse(said)


@pytest.mark.parametrize("folder", ["domain", "services", "storage", "engine"])
def test_every_refusal_of_the_program_is_known(german, folder):
    found = list(raised(f"app/{folder}", kinds_of(StudioError)))
    assert found
    for file, sentence, source in found:
        if sentence is None:
            assert source in HANDED_ON, f"{file}: {source}"
        else:
            assert refusal_words(sentence) != sentence, f"{file}: {sentence}"


def test_every_refusal_of_a_video_is_known(german):
    for file, sentence, source in raised("pgcn_core/video", kinds_of(PgcnError)):
        assert sentence is not None, f"{file}: {source}"
        assert refusal_words(sentence) != sentence, f"{file}: {sentence}"


def test_what_a_database_and_a_lock_say_is_known(german):
    told = [*database._SENTENCES.values(), *server_database._SENTENCES.values()]
    for sentence, next_step in told:
        for one in (sentence.format(name="a.pgcn"), next_step):
            assert refusal_words(one) != one
    for where in ("storage/files.py", "storage/locking.py", "storage/server.py"):
        path = Path(REPO, "app", where)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.JoinedStr):
                sentence = as_said(node.value, {})
                if sentence.endswith("."):
                    assert refusal_words(sentence) != sentence, sentence


def test_values_stay_and_the_longer_sentence_is_meant(german):
    told = refusal_words("my game.pgcn is damaged, and there is no whole backup of it.")
    assert told == "my game.pgcn ist beschädigt, und es gibt keine heile Sicherung davon."
    assert refusal_words("x is damaged.") == "x ist beschädigt."
    inner = refusal_words("a.pgcn is open in another program, so it can only be read here.")
    assert "einem anderen Programm" in inner
    assert refusal_words("{name} {0} 100 %") == "{name} {0} 100 %"
    assert refusal_words("") == ""
    braces = refusal_words("{odd}.pgcn is damaged.")
    assert braces == "{odd}.pgcn ist beschädigt."


def test_english_stays_english(qapp):
    for template in (*REFUSALS, *SERVER_REFUSALS):
        sentence = re.sub(r"\{\w+\}", "x", template)
        assert refusal_words(sentence) == sentence


def test_the_bar_shows_the_language_and_keeps_the_english_at_hand(qtbot, german):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    told = []
    bar.problem_shown.connect(told.append)
    bar.problem("A label needs a name.", "Open it again.")
    assert bar._text.text() == "Ein Label braucht einen Namen. Es noch einmal öffnen."
    assert bar._text.toolTip() == "A label needs a name. Open it again."
    assert told == ["A label needs a name."]
