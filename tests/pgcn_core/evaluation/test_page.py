"""The report page: self-contained, well-formed, and telling what was measured."""

import json
import re

import pytest

from pgcn_core.evaluation.page import MOST_CLIPS, PageFrame, evaluation_page
from pgcn_core.evaluation.page_words import Tongue
from pgcn_core.evaluation.whole import evaluate_whole
from tests.pages import CheckedPage
from tests.pgcn_core.evaluation.tables import comparison, random_case
from tests.pgcn_core.evaluation.test_commands import files, pgcn  # noqa: F401 - a fixture

# What is the same in both languages, beside the names of the made-up case.
SAME = {
    "Average precision, %", "Evaluation", "Label", "Labels", "Video", "mAP over tIoU, %",
    "mAP_N, %",
}  # fmt: skip
EVIL = "<script>alert(\"1\")</script> & 'more'"


def page_of(truth, found, tious=(0.5, 0.75), frame=None, **more):
    whole = evaluate_whole(comparison(truth, found, **more), tious)
    text = evaluation_page(whole, frame or PageFrame("Evaluation"))
    return text, CheckedPage(text)


@pytest.mark.parametrize("seed", range(3))
def test_well_formed_and_nothing_is_loaded(seed):
    truth, found = random_case(seed)
    text, page = page_of(truth, found, durations={f"v{k}": 200.0 for k in range(6)})
    assert page.faults == []
    assert "://" not in text
    assert "default-src 'none'" in text


def test_every_link_leads_somewhere():
    _, page = page_of(*random_case(1))
    assert len(page.anchors) >= 6
    assert {one.removeprefix("#") for one in page.anchors} <= page.ids


def test_names_stay_text():
    truth = [(EVIL, EVIL, 0, 10), (EVIL, "b", 20, 30)]
    found = [(EVIL, EVIL, 0, 10, 0.9), (EVIL, EVIL, 20, 30, 0.8), (EVIL, EVIL + "2", 0, 1, 0.1)]
    text, page = page_of(truth, found, frame=PageFrame(EVIL, [EVIL], {EVIL: EVIL}))
    assert "<script" not in text
    assert page.faults == []
    # Head, line, label in table, curve and lists.
    assert page.text.count(EVIL) >= 6


def test_the_numbers_are_those_measured():
    truth = [("a", "x", 0, 10), ("a", "y", 20, 30)]
    found = [("a", "x", 0, 10, 0.9), ("a", "y", 23, 33, 0.812), ("a", "z", 3, 4, 0.5)]
    _, page = page_of(truth, found, (0.5, 0.75))
    assert "mAP at tIoU 0.5" in page.text
    assert "100.0 %" in page.text
    assert "75.0 %" in page.text
    assert "No annotation of these, so they are in no mean: z." in page.text
    assert "score from 0.812: precision 100.0 %, recall 100.0 %" in page.text


def test_the_lists_name_each_clip():
    truth = [("a", "x", 3700, 3710), ("a", "y", 20, 30)]
    found = [("a", "x", 3707, 3717, 0.9), ("a", "x", 50, 60.25, 0.4)]
    _, page = page_of(truth, found, (0.5,), PageFrame("E", (), {"a": "long video.mp4"}))
    for words in (
        "long video.mp4", "Localization: 1", "Background: 1", "Missed: 2", "1:01:47.00",
        "x, 1:01:40.00 to 1:01:50.00, tIoU 0.18", "1:00.25",
    ):  # fmt: skip
        assert words in page.text, words


def test_long_lists_are_cut_and_say_so():
    truth = [("a", "x", 0, 1), *(("a", "x", 10 * k, 10 * k + 1) for k in range(1, 50))]
    found = [("a", "x", 10 * k + 4, 10 * k + 5, 0.5) for k in range(MOST_CLIPS + 30)]
    text, page = page_of(truth, found, (0.5,))
    assert f"Background: {MOST_CLIPS + 30}" in page.text
    assert f"The first {MOST_CLIPS} are listed." in page.text
    assert text.count("<tr>") < MOST_CLIPS + 150


def test_nothing_found_at_all():
    _, page = page_of([("a", "x", 0, 10)], [])
    assert page.faults == []
    assert "Missed: 1" in page.text


def test_the_command_writes_it(files):  # noqa: F811 - the fixture
    out, page_file = files / "out.json", files / "page.html"
    code, table, _ = pgcn(
        "evaluate", files / "found.json", "--ground-truth", files / "truth.json",
        "--html", page_file, "--json", out,
    )  # fmt: skip
    assert code == 0
    page = CheckedPage(page_file.read_text())
    assert page.faults == []
    assert "Evaluation of found.json" in page.text
    assert "fixed: mAP_N" in table
    values = json.loads(out.read_text())
    assert values["subset"] == ["validation"]
    assert values["errors"]["ground_truth"] == 2
    assert set(values["recall"]) == set(values["map"])


def test_a_page_that_cannot_be_written_is_told_at_once(files):  # noqa: F811 - the fixture
    code, _, err = pgcn(
        "evaluate", files / "found.json", "--ground-truth", files / "truth.json",
        "--html", files / "none" / "page.html",
    )  # fmt: skip
    assert code == 7
    assert "--html" in err


def test_a_german_page_says_nothing_in_english():
    """Rendering it looks every word up, so one that is missing fails here, too."""
    truth, found = random_case(1)
    pages = []
    for language in ("en", "de"):
        whole = evaluate_whole(
            comparison(truth, found, durations={f"v{k}": 2000.0 for k in range(6)}), (0.5, 0.75)
        )
        text = evaluation_page(whole, PageFrame("Evaluation", tongue=Tongue(language)))
        pages.append(CheckedPage(text))
    english, german = ([one for one in page.read if one] for page in pages)
    assert pages[1].faults == []
    assert len(english) == len(german)
    same = {a for a, b in zip(english, german, strict=True) if a == b}
    assert {one for one in same - SAME if re.search("[a-z]{2}", one)} == set()


def test_german_numbers_have_commas():
    truth = [("a", "x", 0, 10), ("a", "y", 0, 10)]
    whole = evaluate_whole(comparison(truth, [("a", "x", 0, 8.5, 0.8125)]), (0.5,))
    frame = PageFrame("E", (), {"a": "1.5 m.mp4"}, Tongue("de"))
    page = CheckedPage(evaluation_page(whole, frame))
    assert "mAP bei tIoU 0,5" in page.text
    assert "50,0 %" in page.text
    assert "Wert ab 0,812: Precision 100,0 %, Recall 100,0 %" in page.text
    # A name is nobody's number.
    assert "1.5 m.mp4" in page.text
    assert "Übersehen: 1" in page.text


def test_the_command_writes_a_german_page(files):  # noqa: F811 - the fixture
    page_file = files / "page.html"
    pgcn(
        "evaluate", files / "found.json", "--ground-truth", files / "truth.json",
        "--html", page_file, "--language", "de",
    )  # fmt: skip
    page = CheckedPage(page_file.read_text())
    assert "Auswertung von found.json" in page.text
    assert "Regel: activitynet. Teilmenge: " in page.text
