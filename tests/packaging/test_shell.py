"""Programs that fail: the sentence says why, the log has the rest."""

import sys
from pathlib import Path

import pytest
from studio_setup.report import Report, SetupError
from studio_setup.shell import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path, Report(tmp_path / "deep" / "setup.log"))


def python(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def test_output_comes_back_and_goes_to_the_log(shell: Shell) -> None:
    assert shell.must_run(python("print('made it')"), "trying") == "made it\n"
    assert "made it" in shell.report.log_path.read_text()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full: trying failed."),
        ("Temporary failure in name resolution", "The package index cannot be reached: trying"),
        ("first\nERROR: no wheel fits\nlast", "Trying failed: ERROR: no wheel fits"),
        ("only this", "Trying failed: only this"),
        ("", "Trying failed: it said nothing"),
    ],
)
def test_failures_are_named(shell: Shell, said: str, sentence: str) -> None:
    with pytest.raises(SetupError) as caught:
        shell.must_run(python(f"import sys; print({said!r}); sys.exit(3)"), "trying")
    assert caught.value.sentence.startswith(sentence)
    assert "run the same command again" in caught.value.next_step.lower()
    assert str(shell.report.log_path) in caught.value.next_step


def test_a_missing_program_is_status_127(shell: Shell) -> None:
    assert shell.run(["no-such-program-here"]).status == 127


def test_extra_environment_reaches_the_program(shell: Shell) -> None:
    text = "import os; print(os.environ['A_WORD'])"
    assert shell.run(python(text), {"A_WORD": "heard"}).output == "heard\n"
