"""Hand-computed values of the formats of this room, and their schema."""

import json
from importlib.resources import files

import numpy as np
import pytest

from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.format import Incoming
from app.exchange.formats.pgcn_json import schema
from app.exchange.formats.proposal_list import match
from app.exchange.frame_clock import RateClock, TrueClock
from app.exchange.registry import FORMATS
from app.services.exchange_values import (
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)

EXCHANGE = FileExchange()
JUMP = ExchangedSegment("HighJump", Segment(2.0, 4.0))


def test_best_tiou_and_inside_by_hand():
    best, tiou, inside = match(np.array([[3.0, 5], [8, 9]]), np.array([[0.0, 1], [2, 4]]))
    assert best[0] == 1
    np.testing.assert_allclose(tiou, [1 / 3, 0.0])
    np.testing.assert_allclose(inside, [0.5, 0.0])


def test_a_proposal_list_computes_its_matches_from_the_annotations():
    video = ExchangedVideo(
        "video_test_0000004.mp4", 10.0, 25.0, (JUMP,),
        proposals=(Segment(3, 5), Segment(8, 9)),
    )  # fmt: skip
    written = EXCHANGE.encode("proposal-list", Contents((video,)), ExportOptions())
    assert written["proposals.txt"].decode() == (
        "# 1\nvideo_test_0000004\n250\n1\n1\n12 50 100\n2\n"
        "12 0.3333 0.5000 75 125\n0 0.0000 0.0000 200 225\n"
    )
    fractions = EXCHANGE.encode(
        "proposal-list", Contents((video,)), ExportOptions(time_base="fraction")
    )
    assert b"\n1\n1\n1\n12 0.2 0.4\n2\n12 0.3333 0.5000 0.3" in fractions["proposals.txt"]


def test_thumos_lines_have_two_spaces_and_a_file_for_each_label():
    video = ExchangedVideo("video_test_0000324.mp4", 60.0, 25.0, (JUMP,))
    contents = Contents((video,), (ExchangedLabel("Diving"),))
    written = EXCHANGE.encode("thumos14", contents, ExportOptions(variant="test"))
    assert written == {
        "Diving_test.txt": b"",
        "HighJump_test.txt": b"video_test_0000324  2.0 4.0\n",
    }
    detections = EXCHANGE.encode("thumos14-detections", contents, ExportOptions())
    assert detections["detections.txt"] == b"video_test_0000324 2.0 4.0 40 1.0\n"


def test_a_label_that_is_a_path_stays_in_its_folder(tmp_path):
    video = ExchangedVideo("a.mp4", 60.0, 25.0, (ExchangedSegment("../x", Segment(1, 2)),))
    with pytest.raises(ExchangeError, match="cannot be the name of a file"):
        EXCHANGE.write("thumos14", Contents((video,)), tmp_path / "out", ExportOptions())
    assert not (tmp_path / "x_val.txt").exists()


def test_a_table_in_frames_with_chosen_columns():
    video = ExchangedVideo("a.mp4", 60.0, 25.0, (JUMP,))
    options = ExportOptions(
        time_base="frames", variant="tab", columns=("label", "start", "end", "video")
    )
    text = EXCHANGE.encode("csv", Contents((video,)), options)[""].decode()
    assert text == "label\tstart_frame\tend_frame\tvideo\r\nHighJump\t50\t100\ta.mp4\r\n"
    again = FORMATS["csv"].decode(Incoming("x", text.encode(), known=(video,)))
    assert again.videos[0].segments == (JUMP,)
    with pytest.raises(ExchangeError, match="frame rate of a video is not known"):
        FORMATS["csv"].decode(Incoming("x", text.encode()))
    with pytest.raises(ExchangeError, match="no column colour"):
        EXCHANGE.encode("csv", Contents((video,)), ExportOptions(columns=("colour",)))


def test_the_schema_beside_the_program_is_the_one_it_reads_by():
    stored = files("resources").joinpath("schemas", "pgcn-studio-1.schema.json").read_text()
    assert json.loads(stored) == schema()


def test_a_newer_version_is_told():
    text = b'{"format": "pgcn-studio", "version": 2, "videos": []}'
    with pytest.raises(ExchangeError, match="of version 2"):
        FORMATS["pgcn-json"].decode(Incoming("x", text))


def test_true_frames_are_not_counted_by_the_rate():
    clock = TrueClock(np.array([0.0, 0.1, 0.5, 0.6]), 0.7, 25.0)
    assert [clock.frame(t) for t in (0.0, 0.29, 0.31, 0.7, 0.74)] == [0, 1, 2, 4, 5]
    assert [clock.time_s(n) for n in (2, 4)] == [0.5, 0.7]
    assert clock.time_s(5) == pytest.approx(0.74)
    assert RateClock(29.97).frame(RateClock(29.97).time_s(294)) == 294
