"""A window over a project file in a folder of its own."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

# Before anything makes a QApplication: test machines have no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.storage.files import SqliteProjectFiles
from tests.app.ui.window.model_hands import busy
from tests.app.ui.window_rig import Rig
from tests.learners import FakeModels, HeldTuner


@pytest.fixture
def make_rig(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Rig]]:
    folder = tmp_path / "athletics"
    folder.mkdir()
    made: list[Rig] = []

    def make(frames=None, proxies=None) -> Rig:
        rig = Rig(qtbot, folder, SqliteProjectFiles(), frames, proxies)
        made.append(rig)
        return rig

    yield make
    for rig in made:
        rig.localizer.gate.set()
        if isValid(rig.window):
            rig.window.close()
            rig.window.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def rig(make_rig: Callable[..., Rig]) -> Rig:
    return make_rig()


@pytest.fixture
def models(tmp_path):
    return FakeModels(tmp_path / "models")


@pytest.fixture
def tuner(models):
    made = HeldTuner(models)
    yield made
    made.open()


@pytest.fixture
def room(rig, models, tuner):
    """The window with somebody who learns."""
    rig.window.models.take(models, models, tuner)
    rig.until(lambda: not busy(rig))
    return rig
