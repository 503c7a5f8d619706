from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.timeline import Sheet
from app.domain.video_state import VideoState, Work, state_of
from app.ui.library.item_model import LibraryModel, LibraryRow, sheet_words
from app.ui.library.panel import HINT_PAGE, LIST_PAGE, NO_MATCH_PAGE, LibraryPanel
from app.ui.library.words import ICONS, NAMES, TONES, describe
from tests.factories import make_video

VIDEO = make_video()


def row(video_id="v1", **changes):
    return LibraryRow(replace(make_video(video_id), **changes), VideoState.NEW)


@pytest.mark.parametrize(
    ("changes", "work", "words"),
    [
        ({}, Work.IDLE, "New"),
        ({}, Work.WAITING, "Waiting for analysis"),
        ({}, Work.WORKING, "Analysing, 42%"),
        ({}, Work.FAILED, "Analysis failed"),
        ({"n_annotations": 1}, Work.IDLE, "1 annotation"),
        ({"n_pending": 3, "last_run_id": "r"}, Work.IDLE, "3 to review"),
        ({"n_pending": 3, "n_judged": 1, "last_run_id": "r"}, Work.IDLE, "1 of 4 reviewed"),
        ({"n_annotations": 2, "n_judged": 5, "last_run_id": "r"}, Work.IDLE, "Done, 2 annotations"),
        ({"last_run_id": "r"}, Work.IDLE, "Nothing found: have a look"),
        ({"sheet": Sheet(is_empty=True)}, Work.IDLE, "Nothing here"),
        ({"is_missing": True, "n_pending": 3}, Work.IDLE, "File is missing"),
    ],
)
def test_states_in_words(changes, work, words):
    video = replace(VIDEO, **changes)
    assert describe(video, state_of(video, work), 0.42).words == words


def test_no_state_is_told_by_colour_alone():
    for told in (NAMES, ICONS, TONES):
        assert set(told) == set(VideoState)
    assert len(set(ICONS.values())) == len(set(NAMES.values())) == len(VideoState)


def test_the_model_keeps_its_promises(qtmodeltester):
    model = LibraryModel()
    qtmodeltester.check(model)
    model.show_rows([row("v1"), row("v2")])
    qtmodeltester.check(model)


def test_new_content_is_a_change_and_videos_behind_are_inserted(qtbot):
    model = LibraryModel()
    with qtbot.waitSignal(model.modelReset):
        model.show_rows([row("v1"), row("v2")])
    with qtbot.waitSignal(model.dataChanged) as changed, qtbot.assertNotEmitted(model.modelReset):
        model.show_rows([row("v1"), row("v2", n_pending=3)])
    assert changed.args[0].row() == 1
    with qtbot.waitSignal(model.rowsInserted) as new, qtbot.assertNotEmitted(model.modelReset):
        model.show_rows([row("v1"), row("v2", n_pending=3), row("v3")])
    assert new.args[1:] == [2, 2]
    with qtbot.waitSignal(model.modelReset):
        model.show_rows([row("v2"), row("v3")])
    assert model.place_of("v2") == 0
    assert model.place_of("v1") == -1


def test_a_file_that_is_still_to_be_read_becomes_its_video_in_place(qtbot):
    path = Path("/videos/v1.mp4").absolute()
    model = LibraryModel()
    waiting = LibraryRow(replace(make_video(""), path=path), None)
    model.show_rows([waiting])
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == (
        "v1.mp4, Waiting to be read"
    )
    assert model.ids == []
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_rows([LibraryRow(make_video("v1", path=path), VideoState.NEW)])
    assert model.ids == ["v1"]


def test_who_and_what_is_noted_stands_in_one_line():
    video = replace(VIDEO, sheet=Sheet("blurred", ("final", "ask"), "Ute"))
    assert sheet_words(video) == "Ute  #final  #ask  ✎"
    assert sheet_words(VIDEO) == ""
    model = LibraryModel()
    model.show_rows([LibraryRow(video, VideoState.NEW)])
    assert "blurred" in model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)


def test_an_empty_library_says_what_to_do_and_an_empty_search_what_to_undo(qtbot):
    panel = LibraryPanel()
    qtbot.addWidget(panel)
    assert panel._pages.currentIndex() == HINT_PAGE
    panel.show_rows([row()], 1)
    assert panel._pages.currentIndex() == LIST_PAGE
    panel.show_rows([], 1)
    assert panel._pages.currentIndex() == NO_MATCH_PAGE
    panel.show_rows([], 0)
    assert panel._pages.currentIndex() == HINT_PAGE


def test_the_selection_outlives_a_search(qtbot):
    panel = LibraryPanel()
    qtbot.addWidget(panel)
    panel.show_rows([row("v1"), row("v2"), row("v3")], 3)
    panel.view.select(["v2", "v3"], "v3")
    panel.show_rows([row("v3"), row("v2")], 3)
    assert panel.view.selected_ids == ["v3", "v2"]
    assert panel.view.currentIndex().row() == 0
