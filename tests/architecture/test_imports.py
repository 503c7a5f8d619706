"""Who may import whom, and what starting a thing may load."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import REPO

HERE = Path(__file__).parent


def python(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=REPO,
        env={**os.environ, "PYTHONPATH": str(REPO), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def loaded_by(module: str, suspects: tuple[str, ...]) -> set[str]:
    """Return which of the suspects a fresh Python holds after importing the module."""
    text = f"import sys, {module}; print(*(n for n in {suspects!r} if n in sys.modules))"
    return set(python("-c", text).split())


def test_the_rooms_keep_their_contracts() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=REPO,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_engine_imports_with_qt_and_the_database_refused() -> None:
    n_modules = int(python(str(HERE / "engine_alone.py")))
    assert n_modules >= 10


def test_the_refusal_refuses() -> None:
    refuse = "from tests.architecture.engine_alone import Refuse; import sys;"
    text = f"{refuse} sys.meta_path.insert(0, Refuse())\ntry:\n import sqlalchemy.orm\n"
    assert "refused: sqlalchemy" in python("-c", f"{text}except ImportError as e: print(e)")


def test_opening_the_main_window_loads_neither_torch_nor_the_database() -> None:
    if not (REPO / "app" / "ui" / "main_window.py").exists():
        pytest.skip("the main window is not there yet")
    heavy = ("torch", "sqlalchemy", "pgcn_core", "numba", "openvino")
    assert loaded_by("app.ui.main_window", heavy) == set()


def test_probing_a_video_loads_no_torch() -> None:
    assert loaded_by("pgcn_core.video", ("torch", "numba", "PySide6")) == set()


def test_errors_and_settings_are_light() -> None:
    heavy = ("torch", "numba", "cv2", "av", "PySide6", "sqlalchemy")
    assert loaded_by("pgcn_core.errors", heavy) == set()
    assert loaded_by("pgcn_core.config", heavy) == set()
    assert loaded_by("app.domain.edits", heavy) == set()


def test_help_of_the_engine_loads_no_network() -> None:
    heavy = ("torch", "numba", "cv2", "av", "scipy", "openvino", "PySide6")
    assert loaded_by("pgcn_core.commands.group", heavy) == set()


def test_both_programs_hear_ctrl_c_before_they_load_anything() -> None:
    heavy = ("click", "pydantic", "numpy", "tqdm", "multiprocessing")
    assert loaded_by("pgcn_core.__main__", heavy) == set()
    assert loaded_by("app.__main__", heavy) == set()
