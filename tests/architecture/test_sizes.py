"""Files and functions stay small enough to be read in one go, and are named for what they do."""

import pytest

from tests.architecture.source import (
    CODE,
    code_lines,
    functions,
    python_files,
    tracked_files,
)
from tests.places import REPO

FILE_LINES, FUNCTION_LINES, NINE_IN_TEN = 400, 60, 28
NO_NAMES = {"utils", "util", "helpers", "helper", "misc", "manager", "managers", "common"}
FOREIGN_MEDIA = {".mp4", ".avi", ".mov", ".mkv", ".webm", ".ckpt", ".pt", ".pth", ".whl"}


def test_code_lines_leaves_out_what_says_nothing() -> None:
    text = (
        '"""Doc."""\n\n# a comment\nx = 1\n\n\ndef f():\n    """Doc\n    more."""\n    return x\n'
    )
    assert code_lines(text) == {4, 7, 10}


def test_files_are_short() -> None:
    lengths = {
        str(path.relative_to(REPO)): len(code_lines(path.read_text(encoding="utf-8")))
        for path in python_files(*CODE, "tests", "bench")
    }
    assert {name: n for name, n in lengths.items() if n > FILE_LINES} == {}


def test_functions_are_short() -> None:
    found = [each for path in python_files(*CODE) for each in functions(path)]
    assert [each for each in found if each.lines > FUNCTION_LINES] == []


@pytest.mark.parametrize("room", CODE)
def test_nine_functions_in_ten_are_very_short(room: str) -> None:
    lengths = sorted(each.lines for path in python_files(room) for each in functions(path))
    assert lengths[int(0.9 * (len(lengths) - 1))] <= NINE_IN_TEN


def test_no_file_is_named_for_nothing() -> None:
    paths = [path.relative_to(REPO) for path in tracked_files()]
    stems = {path: {part.partition(".")[0].lower() for part in path.parts} for path in paths}
    assert [str(path) for path, words in stems.items() if words & NO_NAMES] == []


def test_no_footage_and_no_weights_of_others_are_committed() -> None:
    paths = [path.relative_to(REPO) for path in tracked_files()]
    assert [str(path) for path in paths if path.suffix in FOREIGN_MEDIA] == []
