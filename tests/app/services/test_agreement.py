"""From another person's file to the figures of agreement, through the real store."""

import csv
import io
import json

import pytest

from app.domain.edits import SetSheet, draw
from app.domain.errors import EditRefused, ExchangeError
from app.domain.opinions import Ruling
from app.domain.segment import Segment
from app.domain.timeline import Sheet
from app.exchange.files import FileExchange
from app.services.agreement import all_places, measure
from app.services.agreement_report import as_csv, as_html, as_json, as_text, write_report
from app.services.importing import plan_import
from app.services.projects import ProjectService
from app.services.second_opinions import PROJECT_FORMAT, WorkReader, drop_annotator, take_second
from app.storage.files import SqliteProjectFiles
from tests.editor import Editor
from tests.factories import make_video
from tests.fakes import FakeFrameSource

MINE = {"a": [("jump", 0, 6), ("throw", 20, 30)], "b": [("jump", 10, 20)]}
BEN = {"a": [("jump", 0, 6), ("throw", 22, 30)], "b": [("Jump", 40, 50)], "c": [("jump", 1, 2)]}


def make_project(path, work, videos="abcd"):
    store = ProjectService(SqliteProjectFiles(), FakeFrameSource()).create(path)
    for name in videos:
        video = store.add_video(make_video(f"{path.stem}-{name}", fingerprint=name))
        editor = Editor(store, video.id)
        for label, start_s, end_s in work.get(name, ()):
            label_id = store.ensure_labels([label])[label].id
            editor.do(draw(label_id, Segment(start_s, end_s)), "Draw")
    return store


@pytest.fixture
def mine(tmp_path):
    store = make_project(tmp_path / "mine", MINE)
    yield store
    store.close()


@pytest.fixture
def ben(tmp_path):
    store = make_project(tmp_path / "ben", BEN)
    Editor(store, "ben-d").do(SetSheet(Sheet(is_empty=True)), "Empty")
    store.close()
    return store.path


@pytest.fixture
def reader():
    frames = FakeFrameSource()
    return WorkReader(ProjectService(SqliteProjectFiles(), frames), FileExchange(), frames)


def take(reader, mine, file, who="Ben", format_id=""):
    _, contents = reader.read(mine, file, format_id)
    return take_second(mine, plan_import(mine, contents), who, file.name)


def test_another_project_is_taken_video_by_video(reader, mine, ben):
    before = {one.id: mine.timeline(one.id).annotations for one in mine.videos()}
    assert reader.read(mine, ben)[0] == PROJECT_FORMAT
    report = take(reader, mine, ben)
    # Ben's videos a, b and c have segments, and of d he says that there is nothing in it.
    assert (report.n_videos, report.n_opinions, report.unmatched) == (4, 4, ())
    assert {one.id: mine.timeline(one.id).annotations for one in mine.videos()} == before
    # "Jump" is his spelling of my "jump".
    assert [one.name for one in mine.labels()] == ["jump", "throw"]


def test_a_video_they_have_not_looked_at_says_nothing(reader, mine, tmp_path):
    other = make_project(tmp_path / "eve", {"a": BEN["a"]})
    other.close()
    assert take(reader, mine, other.path, "Eve").n_videos == 1
    assert [one.name for one in measure(mine, "Eve").videos] == ["mine-a.mp4"]


def test_the_figures_are_those_computed_by_hand(reader, mine, ben):
    take(reader, mine, ben)
    got = measure(mine, "Ben")
    # Videos of 60 s at 25 frames/s. I have not worked on c and d.
    assert got.only_theirs == ("mine-c.mp4", "mine-d.mp4")
    jump, throw = got.labels
    # jump: 1 matched of 2 + 2; 150 frames both; each 400 of 3000.
    assert (jump.tally.n_matched, jump.tally.f1) == (1, 0.5)
    assert (jump.tally.n_frames, jump.tally.n_frames_both) == (3000, 150)
    by_chance = (400 / 3000) ** 2 + (2600 / 3000) ** 2
    assert jump.tally.kappa == pytest.approx((2500 / 3000 - by_chance) / (1 - by_chance))
    assert (throw.tally.f1, throw.tally.start_bias_s, throw.tally.end_bias_s) == (1.0, 2.0, 0.0)
    assert got.whole.f1 == pytest.approx(2 * 2 / 6)
    assert got.whole.n_frames == 6000
    # throw differs at its start; jump in b is one only I have and one only Ben has.
    assert (got.n_open, got.n_settled) == (3, 0)
    kinds = [[one.kind for one in video.places] for video in all_places(mine, "Ben")]
    assert kinds == [["boundaries"], ["only-mine", "only-theirs"]]


def test_a_file_of_any_format_will_do(reader, mine, tmp_path):
    file = tmp_path / "ada.csv"
    file.write_text("video,label,start_s,end_s\nmine-a.mp4,jump,0,6\nx.mp4,jump,1,2\n")
    report = take(reader, mine, file, "Ada", "csv")
    assert (report.n_videos, report.n_opinions, report.unmatched) == (1, 1, ("x.mp4",))


def test_an_unknown_format_is_refused(reader, mine, tmp_path):
    (tmp_path / "x.dat").write_text("?")
    with pytest.raises(ExchangeError, match="not known"):
        reader.read(mine, tmp_path / "x.dat")


def test_an_annotator_needs_a_name(reader, mine, ben):
    with pytest.raises(EditRefused, match="name"):
        take(reader, mine, ben, "  ")


def test_the_same_file_again_changes_nothing(reader, mine, ben):
    take(reader, mine, ben)
    before = mine.two_sides("Ben")
    take(reader, mine, ben)
    assert mine.two_sides("Ben") == before


def test_who_is_dropped_can_be_brought_back_with_the_rulings(reader, mine, ben):
    take(reader, mine, ben)
    before = mine.two_sides("Ben")
    sources, said = drop_annotator(mine, "Ben")
    assert mine.readings() == []
    mine.put_readings("Ben", sources["mine-a"], said)
    assert mine.two_sides("Ben") == before


def test_the_report_says_the_same_in_every_form(reader, mine, ben, tmp_path):
    take(reader, mine, ben)
    got = measure(mine, "Ben")
    value = json.loads(as_json(got))
    assert value["labels"]["throw"]["f1"] == 1.0
    assert value["disagreements"] == {"open": 3, "settled": 0}
    rows = list(csv.DictReader(io.StringIO(as_csv(got))))
    assert [row["name"] for row in rows] == ["jump", "throw", "mine-a.mp4", "mine-b.mp4", "All"]
    assert float(rows[1]["start_theirs_less_mine_s"]) == 2.0
    page = as_html(got)
    assert "mine: agreement with Ben" in page
    assert "http" not in page
    assert "+2.000 s" in page
    assert "+2.000 s" in as_text(got)
    german = as_html(got, "de")
    assert "<html lang=de>" in german
    assert "Übereinstimmung mit" in german
    assert "+2,000 s" in german
    assert "agreement" not in german
    assert "Grenzen, Median" in as_text(got, "de")
    write_report(got, tmp_path / "r.html")
    assert (tmp_path / "r.html").read_text() == page
    with pytest.raises(ExchangeError, match=r"cannot be written as \.pdf"):
        write_report(got, tmp_path / "r.pdf")
    with pytest.raises(ExchangeError, match="cannot be written"):
        write_report(got, tmp_path / "no folder" / "r.csv")


def test_names_of_a_file_are_no_html(mine, tmp_path):
    mine.put_readings("<b>Ben", "x", {"mine-a": []})
    assert "<b>Ben" not in as_html(measure(mine, "<b>Ben"))


def test_nothing_compared_has_dashes(mine):
    got = measure(mine, "nobody")
    assert got.whole.f1 is None
    assert "\N{EN DASH}" in as_text(got)
    assert json.loads(as_json(got))["total"]["kappa"] is None


def test_what_was_settled_is_counted_though_it_is_gone(reader, mine, ben):
    from app.domain.disagreements import settle  # noqa: PLC0415

    take(reader, mine, ben)
    lone = all_places(mine, "Ben")[1].places[0]
    timeline = mine.timeline("mine-b")
    Editor(mine, "mine-b").do(settle(timeline, lone, "Ben", Ruling.THEIRS), "Take")
    got = measure(mine, "Ben")
    # I have worked on b still, though nothing of mine is left there.
    assert (got.n_open, got.n_settled, len(got.videos)) == (2, 1, 2)
