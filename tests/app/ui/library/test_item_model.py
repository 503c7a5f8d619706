from dataclasses import replace

import pytest

from app.ui.analysis import AnalysisState
from app.ui.library.item_model import LibraryModel, LibraryRow, describe
from app.ui.library.panel import LibraryPanel
from tests.factories import make_video

VIDEO = make_video()


def row(video_id="v1", words="Not analysed"):
    return LibraryRow(make_video(video_id), words, "plain")


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({}, AnalysisState.IDLE, "Not analysed"),
        ({}, AnalysisState.WAITING, "Waiting for analysis"),
        ({}, AnalysisState.WORKING, "Analysing, 42%"),
        ({}, AnalysisState.STOPPING, "Stopping…"),
        ({}, AnalysisState.FAILED, "Analysis failed"),
        ({"n_annotations": 1}, AnalysisState.IDLE, "1 annotation"),
        ({"n_pending": 3, "last_run_id": "r"}, AnalysisState.IDLE, "3 to review"),
        ({"n_annotations": 2, "last_run_id": "r"}, AnalysisState.IDLE, "Reviewed, 2 annotations"),
        ({"last_run_id": "r"}, AnalysisState.IDLE, "Nothing there"),
    ],
)
def test_states_in_words(changes, state, words):
    assert describe(replace(VIDEO, **changes), state, 0.42)[0] == words


def test_the_model_keeps_its_promises(qtmodeltester):
    model = LibraryModel()
    qtmodeltester.check(model)
    model.show_rows([row("v1"), row("v2")])
    qtmodeltester.check(model)


def test_new_content_is_a_change_and_new_videos_are_a_reset(qtbot):
    model = LibraryModel()
    with qtbot.waitSignal(model.modelReset):
        model.show_rows([row("v1"), row("v2")])
    with qtbot.waitSignal(model.dataChanged) as changed, qtbot.assertNotEmitted(model.modelReset):
        model.show_rows([row("v1"), row("v2", "3 to review")])
    assert changed.args[0].row() == 1
    assert model.place_of("v2") == 1
    assert model.place_of("v3") == -1


def test_an_empty_library_says_what_to_do(qtbot):
    panel = LibraryPanel()
    qtbot.addWidget(panel)
    assert panel._pages.currentIndex() == 0
    panel.show_rows([row()])
    assert panel._pages.currentIndex() == 1
    panel.show_rows([])
    assert panel._pages.currentIndex() == 0
