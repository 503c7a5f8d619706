"""What a person sees and does before labels go out or come in."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.exchange.registry import FORMATS
from app.services.exchange_losses import Loss
from app.services.exchange_values import ExchangedVideo
from app.services.exporting import ExportPreview
from app.services.importing import DiffRow, ImportPlan, VideoPlan
from app.ui.dialogs.export import ExportChoices, ExportDialog
from app.ui.dialogs.import_plan import ImportDialog
from app.ui.format_words import FORMAT_WORDS
from app.ui.setting_words import SETTING_WORDS
from tests.factories import make_video

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


def test_the_file_of_a_report_ends_as_its_form_does(dialog, qtbot):
    dialog.choose("report")
    assert dialog.file.name == "games.html"
    form = dialog._settings.field("as")
    form.setFocus()
    qtbot.keyClick(form, Qt.Key.Key_Down)
    assert dialog.file.name == "games.pdf"
    assert ("as", "pdf") in dialog.request.options.settings
    qtbot.keyClick(form, Qt.Key.Key_Up)
    assert dialog.file.name == "games.html"
    dialog.set_file(Path("/p/mine.text"))
    qtbot.keyClick(form, Qt.Key.Key_Down)
    assert dialog.file.name == "mine.text"


def test_the_form_of_a_format_with_two_endings_chooses_the_ending(dialog, qtbot):
    dialog.choose("losslesscut")
    assert dialog.file.suffix == ".llc"
    dialog._variant.setFocus()
    qtbot.keyClick(dialog._variant, Qt.Key.Key_Down)
    assert (dialog.request.options.variant, dialog.file.suffix) == ("csv", ".csv")


def test_a_file_that_is_there_is_only_replaced_knowingly(dialog, tmp_path):
    mine = tmp_path / "mine.json"
    mine.write_text("hours of work")
    dialog.set_file(mine)
    assert dialog._taken.isVisible()
    assert dialog._export.text() == "&Replace"
    dialog.set_file(tmp_path / "other.json")
    assert not dialog._taken.isVisible()
    assert dialog._export.text() == "&Export"
    dialog.choose("clips")
    dialog.set_file(tmp_path)
    assert not dialog._taken.isVisible()


def test_videos_without_segments_can_go_too(dialog, qtbot):
    assert not dialog.request.selection.with_empty
    with qtbot.waitSignal(dialog.changed) as seen:
        qtbot.keyClick(dialog._with_empty, Qt.Key.Key_Space)
    assert seen.args[0].selection.with_empty
    for format_id in ("csv", "pgcn-json", "clips"):
        dialog.choose(format_id)
        assert not dialog._with_empty.isVisible()
        assert not dialog.request.selection.with_empty


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


def test_only_what_is_selected_goes_out_when_asked(dialog, qtbot):
    assert not dialog._only_selected.isVisible()
    choices = ExportChoices(Path("/p/games.pgcn"), CARDS, VIDEOS, LABELS, frozenset({"a1", "s2"}))
    other = ExportDialog(choices, lambda _: None)
    qtbot.addWidget(other)
    other.show()
    assert other._only_selected.text() == "Only the &selected ones (2)"
    assert other.request.selection.entry_ids is None
    with qtbot.waitSignal(other.changed):
        qtbot.keyClick(other._only_selected, Qt.Key.Key_Space)
    assert other.request.selection.entry_ids == {"a1", "s2"}


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


def test_every_format_has_words_for_translators():
    for card in CARDS:
        words = {card.name, card.summary, *card.variants, *card.time_bases}
        assert words <= set(FORMAT_WORDS), card.id


def test_columns_and_times_are_asked_of_a_table_alone(dialog):
    dialog.choose("csv")
    assert dialog._columns.isVisible()
    assert dialog._base.isVisible()
    dialog._columns.setText("video, label,start,end")
    assert dialog.request.options.columns == ("video", "label", "start", "end")
    dialog.choose("pgcn-json")
    assert not dialog._columns.isVisible()
    assert dialog.request.options.columns == ()


def test_a_rate_is_asked_for_where_frames_are_counted_by_one(dialog, qtbot):
    dialog.choose("activitynet")
    assert not dialog._rate.isVisibleTo(dialog)
    dialog.choose("edl")
    assert dialog._rate.isVisibleTo(dialog)
    assert dialog.request.options.fps == 0
    dialog._rate.setFocus()
    dialog._rate.selectAll()
    with qtbot.waitSignal(dialog.changed) as seen:
        qtbot.keyClicks(dialog._rate, dialog._rate.locale().toString(29.97))
        qtbot.keyClick(dialog._rate, Qt.Key.Key_Tab)
    assert seen.args[0].options.fps == 29.97
    dialog.choose("activitynet")
    assert dialog.request.options.fps == 0


@pytest.fixture
def coming(qtbot):
    dialog = ImportDialog(Path("/p/found.csv"), CARDS, VIDEOS, ["jump"])
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def plan_of(*kinds):
    rows = tuple(DiffRow(kind, "jump", Segment(1, 2)) for kind in kinds)
    video = ExchangedVideo("a.mp4", 60.0, 25.0, ())
    return ImportPlan((VideoPlan(video, make_video(), "name", rows),), {"jump": "jump"})


def test_unit_and_rate_of_a_table_can_be_said(coming, qtbot):
    coming.show_plan(coming.request, "csv", plan_of("new"))
    assert coming._base.isVisibleTo(coming)
    with qtbot.waitSignal(coming.changed) as seen:
        coming._base.setFocus()
        qtbot.keyClick(coming._base, Qt.Key.Key_End)
        coming._base.activated.emit(coming._base.currentIndex())
    assert seen.args[0].options.time_base == "frames"
    coming.show_plan(coming.request, "activitynet", plan_of("new"))
    assert not coming._base.isVisibleTo(coming)


def test_suggestions_of_a_file_can_become_a_run(coming, qtbot):
    coming.show_plan(coming.request, "activitynet-results", plan_of("skipped"))
    assert not coming._import.isEnabled()
    with qtbot.waitSignal(coming.changed) as seen:
        coming._suggestions.setFocus()
        qtbot.keyClick(coming._suggestions, Qt.Key.Key_Down)
    assert seen.args[0].suggestions == "run"
    coming.show_plan(coming.request, "activitynet-results", plan_of("suggested"))
    assert coming._import.isEnabled()


def test_the_rows_of_a_plan_are_in_words(coming):
    coming.show_plan(coming.request, "activitynet", plan_of("new", "outside", "new"))
    assert [coming._rows.item(at, 0).text() for at in range(3)] == [
        "new",
        "outside the video",
        "new",
    ]
    assert coming._summary.text() == "new: 2, outside the video: 1"


def test_a_file_of_nothing_but_suggestions_says_so(coming):
    coming.show_plan(coming.request, "activitynet-results", plan_of("skipped"))
    assert "suggests is left out" in coming._summary.text()
    unwanted = replace(plan_of("skipped"), labels={"jump": ""})
    coming.show_plan(coming.request, "activitynet-results", unwanted)
    assert "suggests" not in coming._summary.text()


def test_the_other_files_of_a_folder_can_come_too(coming, qtbot):
    coming.show_plan(coming.request, "activitynet", plan_of("new"))
    assert not coming._whole_folder.isVisibleTo(coming)
    coming.show_plan(coming.request, "thumos14", plan_of("new"))
    assert coming._whole_folder.isVisibleTo(coming)
    file = coming.request.file
    with qtbot.waitSignal(coming.changed) as seen:
        qtbot.keyClick(coming._whole_folder, Qt.Key.Key_Space)
    assert (seen.args[0].file, seen.args[0].format_id) == (file.parent, "thumos14")


def test_labels_without_segments_are_asked_for(coming, qtbot):
    coming.show_plan(coming.request, "pgcn-json", plan_of())
    assert not coming._unused.isVisibleTo(coming)
    listed = replace(plan_of(), unused=("throw", "dive"))
    coming.show_plan(coming.request, "pgcn-json", listed)
    assert coming._unused.isVisibleTo(coming)
    assert not coming._import.isEnabled()
    with qtbot.waitSignal(coming.changed) as seen:
        qtbot.keyClick(coming._unused, Qt.Key.Key_Space)
    assert seen.args[0].takes_unused
    coming.show_plan(coming.request, "pgcn-json", replace(listed, takes_unused=True))
    assert coming._import.isEnabled()
