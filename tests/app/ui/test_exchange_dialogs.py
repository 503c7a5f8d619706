"""What a person sees and does before labels go out or come in."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.errors import ExchangeError
from app.exchange.registry import FORMATS
from app.services.exchange_losses import Loss
from app.services.exporting import ExportPreview
from app.ui.dialogs.export import ExportChoices, ExportDialog
from app.ui.setting_words import SETTING_WORDS

VIDEOS = (("v1", "a.mp4"), ("v2", "b.mp4"))
LABELS = (("l1", "jump"), ("l2", "throw"))
CARDS = [one.card for one in FORMATS.values()]


@pytest.fixture
def dialog(qtbot):
    choices = ExportChoices(Path("/p/games.pgcn"), CARDS, VIDEOS, LABELS)
    dialog = ExportDialog(choices, lambda _: None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_every_format_that_can_be_written_is_there_and_suggests_its_own_file(dialog):
    suggested = []
    for card in CARDS:
        dialog.choose(card.id)
        assert dialog.request.format_id == card.id
        assert dialog.request.selection.layer == card.layer
        suggested.append(dialog.file.name)
    assert suggested[:3] == ["games.json", "games-activitynet-results.json", "games-thumos14"]
    assert len(set(suggested)) == len(suggested)


def test_arrow_keys_choose_a_format_and_return_exports(dialog, qtbot):
    dialog._formats.setFocus()
    qtbot.keyClick(dialog._formats, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.asked) as seen:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert seen.args[0].format_id == "activitynet-results"


def test_space_leaves_a_video_out_and_asks_for_a_new_preview(dialog, qtbot):
    assert dialog.request.selection.video_ids is None
    dialog._videos.setFocus()
    dialog._videos.setCurrentRow(0)
    with qtbot.waitSignal(dialog.changed) as seen:
        qtbot.keyClick(dialog._videos, Qt.Key.Key_Space)
    assert seen.args[0].selection.video_ids == {"v2"}


def test_the_preview_tells_what_is_lost_and_old_ones_are_passed_over(dialog):
    dialog.choose("csv")
    old = dialog.request
    lost = (Loss("overlaps", 3, "3 overlapping segments would be lost or merged."),)
    dialog.show_preview(old, ExportPreview("video,label", (), 5, 1, lost))
    assert dialog._text.toPlainText() == "video,label"
    assert "3 overlapping segments" in dialog._losses.text()
    dialog.choose("pgcn-json")
    dialog.show_preview(old, ExportPreview("old", (), 5, 1, ()))
    assert dialog._text.toPlainText() == "video,label"
    dialog.show_preview(dialog.request, ExchangeError("It cannot.", "Do this."))
    assert dialog._losses.text() == "It cannot. Do this."


def test_without_a_file_nothing_can_be_exported(dialog):
    dialog._file.clear()
    assert not dialog._export.isEnabled()
    dialog._ask_file()
    assert dialog._file.text() == ""


def test_a_media_format_asks_for_its_own_settings(dialog, qtbot):
    dialog.choose("clips")
    form = dialog._settings
    assert form.isVisible()
    assert dialog.request.options.settings == ()
    with qtbot.waitSignal(dialog.changed):
        form.field("before").selectAll()
        qtbot.keyClicks(form.field("before"), "2.5")
        qtbot.keyClick(form.field("sound"), Qt.Key.Key_Space)
        form.field("cut").setCurrentIndex(1)
    assert dict(dialog.request.options.settings) == {"before": 2.5, "sound": False, "cut": "exact"}
    line = form.field("template")
    line.selectAll()
    qtbot.keyClicks(line, "{{n}".replace("{{", "{"))
    assert dict(dialog.request.options.settings)["template"] == "{n}"
    dialog.choose("reel")
    assert dialog.request.options.settings == ()
    assert dialog.file.name == "games-reel.mp4"
    dialog.choose("csv")
    assert not form.isVisible()


def test_a_preview_of_media_has_no_losses(dialog):
    dialog.choose("clips")
    dialog.show_preview(dialog.request, ExportPreview("00:01 a", (), 1, 1, ()))
    assert dialog._text.toPlainText() == "00:01 a"
    assert dialog._losses.text() == ""
    assert not dialog._heading.isVisible()


def test_a_report_speaks_the_language_of_the_window(dialog, monkeypatch):
    monkeypatch.setattr("app.ui.dialogs.setting_form.spoken_language", lambda: "de")
    dialog.choose("report")
    assert dialog.request.options.settings == (("language", "de"),)


def test_every_setting_has_words_for_translators():
    for card in CARDS:
        for one in card.settings:
            words = [one.name, one.tip, *(c for c in one.choices if not c.isdigit())]
            assert set(words) <= set(SETTING_WORDS), one.id


def test_columns_and_times_are_asked_of_a_table_alone(dialog):
    dialog.choose("csv")
    assert dialog._columns.isVisible()
    assert dialog._base.isVisible()
    dialog._columns.setText("video, label,start,end")
    assert dialog.request.options.columns == ("video", "label", "start", "end")
    dialog.choose("pgcn-json")
    assert not dialog._columns.isVisible()
    assert dialog.request.options.columns == ()
