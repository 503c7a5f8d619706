"""What is refused below the window is said in its language."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.domain.errors import StudioError
from app.storage import database, server_database
from app.ui.language import speak
from app.ui.notices import NoticeBar
from app.ui.refusals import REFUSALS, refusal_words
from pgcn_core.errors import PgcnError
from pgcn_core.pipeline import Engine
from tests.places import REPO

# Handed on from where they are made, which is looked at as well.
HANDED_ON = {
    "reason", "sentence.format(name=path.name)", "next_step", "self.read_only_reason",
    "error.sentence", "error.next_step", "str(error)", "sentence.format(name=name)",
    "str(error).splitlines()[0] if str(error) else 'damaged'", "file_form",
    "f'at {place}: {reason}' if place else reason", "_INSTALL_STEP",
}  # fmt: skip


# Either of them is a sentence of its own below.
ALTERNATIVES = {"proposal_list.py: 'a number' if count == 1 else f'{count} numbers'"}


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


def raised(folder, kinds, places=slice(2)):
    """Yield what calls of some names are told: file, sentence, and its source."""
    where = Path(REPO, folder)
    for path in sorted(where.rglob("*.py")) if where.is_dir() else [where]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            one.targets[0].id: as_said(one.value, {})
            for one in tree.body
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant | ast.JoinedStr)
            and isinstance(one.targets[0], ast.Name)
        }  # fmt: skip
        for node in ast.walk(tree):
            called = getattr(node, "func", None)
            if getattr(called, "id", getattr(called, "attr", "")) in kinds:
                for said in node.args[places]:
                    yield path.name, as_said(said, constants), ast.unparse(said)


def unknown_of(found):
    """Return what a window in German would say in English."""
    told = list(found)
    assert told
    strange = {f"{file}: {source}" for file, said, source in told if said is None
               and source not in HANDED_ON}  # fmt: skip
    return strange | {
        f"{file}: {said}" for file, said, _ in told if said and refusal_words(said) == said
    }


@pytest.mark.parametrize("folder", ["domain", "services", "storage", "exchange", "engine"])
def test_every_refusal_of_the_program_is_known(german, folder):
    assert unknown_of(raised(f"app/{folder}", kinds_of(StudioError))) == set()


def test_every_reason_why_a_file_is_not_what_it_should_be_is_known(german):
    for names, places in (
        ({"foreign"}, slice(2)),
        ({"bad_line"}, slice(0, 3, 2)),
        ({"_bad_line"}, slice(1, 2)),
        ({"validate_json", "read_xml"}, slice(2, 3)),
        ({"_bad"}, slice(1)),
    ):
        assert unknown_of(raised("app/exchange", names, places)) - ALTERNATIVES == set()


@pytest.mark.parametrize(
    "room",
    [
        "video", "cards.py", "checkpoints.py", "features/cache.py", "features/extraction.py",
        "features/loading.py", "features/weights.py", "features/weights_files.py", "pipeline.py",
        "revisiting.py", "runtime.py", "config.py", "finetuning/corrections.py",
        "finetuning/finetune.py", "training/log.py", "training/state.py", "training/train.py",
        "training/holding_out.py",
    ],
)  # fmt: skip
def test_every_refusal_of_the_engine_that_a_window_can_show_is_known(german, room):
    assert unknown_of(raised(f"pgcn_core/{room}", kinds_of(PgcnError))) == set()


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
    for template in REFUSALS:
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


@pytest.mark.parametrize("is_trained", [True, False])
@pytest.mark.parametrize("without_flow", [True, False])
def test_what_a_run_says_of_itself_is_said_in_german(german, is_trained, without_flow):
    made = SimpleNamespace(is_trained=is_trained, without_flow=without_flow, model_name="club")
    note = Engine.note.fget(made)
    said = refusal_words(note)
    assert said != note
    assert said.startswith("Bewertet vom" if is_trained else "Kein trainiertes")
