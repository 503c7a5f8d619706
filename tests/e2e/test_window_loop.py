"""The whole loop in the real window with the real engine: correct, learn, promote, go back.

Only the feature network is another: it says how red a picture is, and costs nothing.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.config import paths
from app.config.settings import load_settings
from app.engine.model_registry import EngineModelRegistry
from app.engine.models import EngineModels
from app.engine.process import ProcessLocalizer
from app.engine.tuning_process import ProcessFineTuner
from tests.app.engine.coloured_videos import write_coloured
from tests.app.engine.plain_tuner import plain_localizer, plain_tuner

ENGINE_MS = 120_000
CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
N_VIDEOS = 5

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path) -> Path:
    """Videos in which red is an action."""
    made = tmp_path / "reds"
    made.mkdir()
    write_coloured(made, N_VIDEOS)
    return made


class PlainModels(EngineModels):
    """The program's models over the plain network, which must not reach this process."""

    is_made = False

    def _make_localizer(self):
        if not self.is_made:
            return super()._make_localizer()
        return partial(plain_localizer, self._cache, self._settings.checkpoint)


def plain_parts():
    """The parts of the program over the plain network."""
    cache, checkpoints = paths.cache_dir() / "features", paths.data_dir() / "checkpoints"
    file = paths.settings_file()
    models = PlainModels(load_settings(file).settings, file, cache, checkpoints, Path("nowhere"))
    models.is_made = True
    models.localizer = ProcessLocalizer(models._make_localizer())
    return replace(
        bootstrap.build_parts(),
        localizer=models.localizer,
        explainer=models.explainer,
        models=models,
        registry=EngineModelRegistry(models, checkpoints),
        fine_tuner=ProcessFineTuner(partial(plain_tuner, cache)),
    )


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    """The program as it starts, with folders of its own."""
    for name in ("DATA", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"PGCN_{name}_DIR", str(tmp_path / name.lower()))
    made = bootstrap.build_window(plain_parts())
    made._preferences.loops_selection = False
    made.show()
    yield made
    made.close()
    made.deleteLater()


def until(qtbot, is_so):
    qtbot.waitUntil(is_so, timeout=ENGINE_MS)


def open_video(qtbot, window, entry):
    window._document.open_video(entry.id)
    until(qtbot, lambda: bool(window._document.video))
    until(qtbot, lambda: window._document.video.entry.id == entry.id)


def correct(qtbot, window, entry, start_s, end_s):
    """Reject what the cold start suggests, and draw both actions."""
    document = window._document
    open_video(qtbot, window, entry)
    for one in list(document.video.timeline.suggestions.values()):
        window.reviewer.select(one.id)
        qtbot.keyClick(window, Qt.Key.Key_X)
    for span in ((start_s, end_s), (5.0, 7.0)):
        window.timeline.segment_drawn.emit("", *span)
        field = window.desk.picker._field
        qtbot.keyClicks(field, "red")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(document.video.timeline.annotations) == 2


def test_correct_learn_promote_and_back(qtbot, window, folder):
    document, analysis, models = window._document, window._analysis, window.models
    window.open_paths(sorted(folder.glob("*.mp4")))
    until(qtbot, lambda: len(document.videos) == N_VIDEOS)
    until(qtbot, lambda: all(one.last_run_id for one in document.videos))
    until(qtbot, lambda: analysis.current is None)
    assert [one.sentence for one in window.notices.notices] == []

    *corrected, left = document.videos
    for number, entry in enumerate(corrected):
        correct(qtbot, window, entry, 1.0 + 0.25 * number, 3.0 + 0.25 * number)
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    window.timeline.setFocus()
    # One key, one popup, Return.
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_T, CTRL)
    until(qtbot, models.popup.isVisible)
    until(qtbot, lambda: "Reading" not in models.popup.words)
    assert "4 corrected videos: 8 annotations" in models.popup.words
    assert "1 video is held out" in models.popup.words
    qtbot.keyClick(models.popup.name, Qt.Key.Key_Return)
    curves = models.panel.training.curves
    until(qtbot, lambda: bool(curves.values.get("rgb")))
    until(qtbot, lambda: not models.training.is_on)
    assert [one.sentence for one in window.notices.notices] == []

    # The card of what was learned.
    tree, card = models.panel.tree, models.panel.card
    until(qtbot, lambda: len(tree.rows()) == 2 and tree.record is not None)
    assert tree.rows() == [(0, "Cold start"), (1, document.path.stem)]
    assert tree.record.worth is not None
    assert len(curves.values["rgb"]) == 10
    until(qtbot, lambda: card.labels.rowCount() == 1)
    record = tree.record
    assert (len(record.learned_from), len(record.held_out)) == (3, 1)

    # Promote: the one that nobody reviewed is analysed again by the new network.
    runs = {one.id: one.last_run_id for one in document.videos}
    qtbot.mouseClick(card.use, LEFT)
    until(qtbot, lambda: window.toast.words.endswith("1 video is analysed again."))
    until(qtbot, lambda: document.shelf.video(left.id).last_run_id != runs[left.id])
    until(qtbot, lambda: analysis.current is None)
    store = document.store
    assert store.run(document.shelf.video(left.id).last_run_id).is_trained
    assert all(document.shelf.video(one.id).last_run_id == runs[one.id] for one in corrected)
    assert all(document.shelf.video(one.id).n_annotations == 2 for one in corrected)

    # And back.
    window.actions_by_id["model_back"].trigger()
    until(qtbot, lambda: window.actions_by_id["model"].iconText() == "Model: Cold start")
    until(qtbot, lambda: document.shelf.video(left.id).last_run_id == runs[left.id])
    assert [one.sentence for one in window.notices.notices] == []
