"""What is written is read back to the bit; what is foreign or cannot be written is told."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.format import Incoming
from app.exchange.registry import FORMATS
from app.exchange.report_content import ReportPictures, report_content
from app.services.coach_report import Table
from app.services.exchange_values import (
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    plain_name,
)
from app.services.exporting import export_contents
from tests.places import shared_dir

JUMP = ExchangedSegment("High jump", Segment(1 / 3, 0.1 + 0.2 + 5), None)
THROW = ExchangedSegment('Throw, "discus"\n', Segment(0.0, 1e-6), 2.718281828459045)
VIDEO = ExchangedVideo("v_abc.mp4", 82.73, 25.0, (JUMP, THROW))


def encode(format_id, videos, **how):
    return FORMATS[format_id].encode(Contents(tuple(videos)), ExportOptions(**how))


def decode(format_id, text, **how):
    incoming = Incoming("x", text.encode(), options=ExportOptions(**how))
    return list(FORMATS[format_id].decode(incoming).videos)


def write(format_id, videos, file):
    return FileExchange().write(format_id, Contents(tuple(videos)), file, ExportOptions())


def read(format_id, file):
    return list(FileExchange().read(format_id, file).videos)


A_BUSY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
IN_ONE_FILE = ("activitynet", "activitynet-results", "csv", "pgcn-json")
times = st.floats(0, 1e5, allow_nan=False)
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
a_segment = st.builds(
    ExchangedSegment,
    names,
    st.tuples(times, times).filter(lambda e: e[0] != e[1]).map(lambda e: Segment(min(e), max(e))),
    st.one_of(st.none(), st.floats(0, 10)),
)
some_videos = st.lists(
    st.builds(
        ExchangedVideo, names, times, st.floats(1, 120), st.lists(a_segment, min_size=1).map(tuple)
    ),
    max_size=3,
    unique_by=lambda video: plain_name(video.name),
)


@given(some_videos)
@A_BUSY_MACHINE
def test_ground_truth_keeps_everything_but_scores(videos):
    found = decode("activitynet", encode("activitynet", videos))
    assert found == [
        replace(
            video,
            name=plain_name(video.name),
            segments=tuple(replace(one, score=None) for one in video.segments),
        )
        for video in videos
    ]


@given(some_videos)
@A_BUSY_MACHINE
def test_results_keep_segments_and_scores(videos):
    found = decode("activitynet-results", encode("activitynet-results", videos))
    for meant, said in zip(videos, found, strict=True):
        assert said.name == plain_name(meant.name)
        assert said.segments == tuple(
            replace(one, score=1.0 if one.score is None else one.score, source="suggestion")
            for one in meant.segments
        )


@given(some_videos)
@A_BUSY_MACHINE
def test_csv_keeps_names_segments_and_scores(videos):
    found = decode("csv", encode("csv", videos))
    assert [(v.name, v.segments) for v in found] == [(v.name, v.segments) for v in videos]


def test_ground_truth_has_what_the_evaluation_demands():
    said = json.loads(encode("activitynet", [VIDEO]))
    assert set(said) == {"version", "taxonomy", "database"}
    video = said["database"]["abc"]
    assert (video["subset"], video["duration"]) == ("training", 82.73)
    assert video["annotations"][0] == {"segment": [1 / 3, 0.1 + 0.2 + 5], "label": "High jump"}
    leaves = [node["nodeName"] for node in said["taxonomy"] if node["parentName"] == "Root"]
    assert leaves == ["High jump", THROW.label]


def test_results_have_what_the_evaluation_demands():
    said = json.loads(encode("activitynet-results", [VIDEO]))
    assert set(said) == {"version", "results", "external_data"}
    assert [one["score"] for one in said["results"]["abc"]] == [1.0, THROW.score]


def test_the_csv_a_person_opens():
    text = encode("csv", [replace(VIDEO, segments=(JUMP,))])
    assert text == (
        "video,label,start_s,end_s,score\r\nv_abc.mp4,High jump,0.3333333333333333,5.3,\r\n"
    )


def test_csv_of_other_hands_is_read():
    text = "\ufefflabel,end_s,video,start_s,who\nJump,2.5,a.mp4,1,me\nJump,3,a.mp4,3,me\n"
    (video,) = decode("csv", text)
    assert video.segments == (ExchangedSegment("Jump", Segment(1, 2.5)),)
    assert (video.name, video.n_unusable) == ("a.mp4", 1)


@pytest.mark.parametrize("format_id", IN_ONE_FILE)
def test_nothing_is_written_and_read_as_nothing(format_id, tmp_path):
    write(format_id, [], tmp_path / "x")
    assert read(format_id, tmp_path / "x") == []


@pytest.mark.parametrize("format_id", IN_ONE_FILE)
def test_a_name_that_means_two_videos_is_refused(format_id, tmp_path):
    with pytest.raises(ExchangeError, match="Rename"):
        write(format_id, [VIDEO, VIDEO], tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_id", IN_ONE_FILE)
@pytest.mark.parametrize("content", [b"", b"{", b'{"a": 1}', b"[" * 5000, b"\xff\xfe", b"a,b\n1,2"])
def test_foreign_files_are_told(format_id, content, tmp_path):
    file = tmp_path / "x"
    file.write_bytes(content)
    with pytest.raises(ExchangeError) as caught:
        read(format_id, file)
    assert caught.value.next_step


@pytest.mark.parametrize("format_id", IN_ONE_FILE)
def test_a_truncated_file_is_told(format_id, tmp_path):
    file = tmp_path / "x"
    write(format_id, [VIDEO], file)
    file.write_bytes(file.read_bytes()[:-22])
    with pytest.raises(ExchangeError):
        read(format_id, file)


@pytest.mark.parametrize(
    "segment", ['["1","2"]', "[1]", "[1,2,3]", "[1,NaN]", "[true,2]", "null", "[1,1e999]"]
)
def test_times_that_are_none_are_told(segment):
    text = f'{{"database":{{"a":{{"annotations":[{{"label":"x","segment":{segment}}}]}}}}}}'
    with pytest.raises(ExchangeError, match="ground-truth"):
        decode("activitynet", text)


@pytest.mark.parametrize("line", ["a,b,x,2,", "a,b,1,nan,", "a,,1,2,", "a,b,1", 'a,"b'])
def test_a_bad_line_is_named(line):
    with pytest.raises(ExchangeError, match="Line 2"):
        decode("csv", f"video,label,start_s,end_s,score\n{line}")


def test_a_missing_folder_or_a_name_that_is_no_text_is_told(tmp_path):
    with pytest.raises(ExchangeError, match="There is no folder"):
        write("csv", [VIDEO], tmp_path / "none" / "x.csv")
    odd = replace(VIDEO, name="\udcff.mp4")
    with pytest.raises(ExchangeError, match="not text"):
        write("csv", [odd], tmp_path / "x.csv")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ExchangeError, match="There is no file"):
        read("csv", tmp_path / "none.csv")


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "x.csv"
    write("csv", [], file)
    before = file.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.config.durable.os.fsync", full)
    with pytest.raises(ExchangeError, match="no room left"):
        write("csv", [VIDEO], file)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def official(name):
    shared = shared_dir()
    file = shared / "data" / "activitynet_annotations" / name if shared else None
    if file is None or not file.exists():
        pytest.skip("the official ActivityNet files are not here")
    return file


def test_the_official_ground_truth_is_read():
    videos = read("activitynet", official("activity_net.v1-2.min-missing-removed.json"))
    assert len(videos) == 8907
    assert sum(video.n_unusable for video in videos) == 9
    assert videos[0].segments[0] == ExchangedSegment("Washing dishes", Segment(1.63552, 6.1409))
    again = decode("activitynet", encode("activitynet", videos))
    assert [v.segments for v in again] == [v.segments for v in videos]


def test_the_official_results_are_read():
    file = official("sample_detection_prediction.json")
    videos = read("activitynet-results", file)
    assert len(videos) == 4926
    assert sum(video.n_unusable for video in videos) == 3


def test_two_videos_of_one_name_are_told_with_their_folders():
    twins = [replace(VIDEO, path=Path(f"/games/{where}/v_abc.mp4")) for where in ("home", "away")]
    with pytest.raises(ExchangeError, match=r"home/v_abc\.mp4 and away/v_abc\.mp4 would both"):
        encode("csv", twins)


def test_our_own_json_holds_two_videos_of_one_name_by_their_content(tmp_path):
    twins = [
        replace(VIDEO, fingerprint="a" * 64, segments=(JUMP,)),
        replace(VIDEO, fingerprint="b" * 64, segments=(THROW,)),
    ]
    report = export_contents(FileExchange(), "pgcn-json", Contents(tuple(twins)), tmp_path / "x")
    assert (report.checked.n_same, report.checked.differences) == (2, ())
    assert [one.segments for one in read("pgcn-json", tmp_path / "x")] == [(JUMP,), (THROW,)]


def test_the_bar_of_the_longest_label_fills_its_column():
    ones = tuple(
        ExchangedSegment(label, Segment(0.0, end_s))
        for label, end_s in (("Dribble", 2.0), ("Pass", 8.0), ("Goal", 4.0))
    )
    contents = Contents((ExchangedVideo("a.mp4", 20.0, 25.0, ones),))
    report = report_content(
        contents, "Game", ReportPictures({}, frozenset()), "en", date(2026, 11, 23)
    )
    tables = [one for blocks in report.sections for one in blocks if isinstance(one, Table)]
    assert [(row.cells[0], row.share) for row in tables[0].rows] == [
        ("Dribble", 0.25),
        ("Pass", 1.0),
        ("Goal", 0.5),
    ]
