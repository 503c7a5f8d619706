import json

import numpy as np
import pytest

from pgcn_core.config import ProposalSettings
from pgcn_core.errors import ProposalFileError
from pgcn_core.evaluation.recall import VideoProposals, average_recall
from pgcn_core.proposals.files import read_listed_segments
from pgcn_core.proposals.lists import ListedProposals, read_proposal_lists
from pgcn_core.proposals.propose import take_listed
from tests.pgcn_core.sequences import sequence
from tests.places import shared_dir

FRAMES = "# 0\na/video_a\n200\n1\n0\n2\n0 0 0 20 60\n0 0 0 150 260\n"
FRACTIONS = "# 0\nvideo_a\n1\n1\n0\n2\n0 0 0 0.1 0.3\n0 0 0 0.75 1.3\n"


def put(path, text):
    path.write_text(text)
    return path


@pytest.mark.parametrize(("text", "unit"), [(FRAMES, "frames"), (FRACTIONS, "fractions")])
def test_text_lists_in_either_unit(tmp_path, text, unit):
    listed = read_proposal_lists(put(tmp_path / "list.txt", text)).of("video_a")
    assert listed.unit == unit
    segments, scores = listed.in_seconds(10.0)
    np.testing.assert_allclose(segments, [[1.0, 3.0], [7.5, 10.0]])
    assert scores is None


def test_fractions_of_a_video_whose_frames_are_told(tmp_path):
    text = FRACTIONS.replace("a\n1\n1\n", "a\n200\n1\n").replace("1.3", "1.0")
    listed = read_proposal_lists(put(tmp_path / "list.txt", text)).of("video_a")
    np.testing.assert_allclose(listed.in_seconds(10.0)[0], [[1.0, 3.0], [7.5, 10.0]])


def test_tables_of_bsn_and_bmn(tmp_path):
    put(tmp_path / "v_one.csv", "xmin,xmax,xmin_score,xmax_score,iou_score\n0.1,0.5,0.5,0.4,0.5\n")
    put(
        tmp_path / "two.csv", "xmin,xmax,clr_score,reg_socre,score\n0,1.005,1,1,0.7\n0.5,.5,1,1,1\n"
    )
    lists = read_proposal_lists(tmp_path)
    segments, scores = lists.of("one").in_seconds(20.0)
    np.testing.assert_allclose(segments, [[2.0, 10.0]])
    np.testing.assert_allclose(scores, [0.1])
    segments, scores = lists.of("two").in_seconds(20.0)
    assert (segments.tolist(), scores.tolist()) == ([[0.0, 20.0]], [0.7])
    assert read_proposal_lists(tmp_path / "two.csv").of("two").scores.tolist() == [0.7, 1.0]
    empty = read_proposal_lists(put(tmp_path / "none.csv", "xmin,xmax,score\n")).of("none")
    assert empty.in_seconds(3.0)[0].shape == (0, 2)


def test_activitynet_json(tmp_path):
    rows = [{"segment": [1, 2.5], "score": 0.2}, {"segment": [0, 30], "score": 0.9}]
    path = put(tmp_path / "p.json", json.dumps({"results": {"one": rows, "two": []}}))
    lists = read_proposal_lists(path)
    segments, scores = lists.of("one").in_seconds(20.0)
    assert segments.tolist() == [[1.0, 2.5], [0.0, 20.0]]
    assert scores.tolist() == [0.2, 0.9]
    assert len(lists.of("v_two").segments) == 0


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("p.json", "{", "p.json is not JSON: line 1"),
        ("p.json", "[]", "p.json has no 'results'"),
        ("p.json", '{"results": {"a": 3}}', "p.json: a should be a list"),
        ("p.json", '{"results": {"a": [{"segment": [1, 2]}]}}', "a, proposal 1 has no 'segment'"),
        ("p.json", '{"results": {"a": [{"segment": [1, 2], "score": 3}]}}', "between 0 and 1"),
        (
            "p.json",
            '{"results": {"a": [{"segment": [2, 1], "score": 1}]}}',
            "1 ends before it starts",
        ),
        ("p.csv", "start,end\n1,2\n", "p.csv has no columns xmin and xmax"),
        ("p.csv", "xmin,xmax\n0.5,0.4\n", "p.csv, line 2 ends before it starts"),
        ("p.csv", "xmin,xmax\n" + "1" * 200_000, "p.csv is not a CSV table: field larger"),
        ("p.csv", "xmin,xmax\n1\n", "p.csv, line 2: a number is missing"),
        ("p.csv", "xmin,xmax\n1,nan\n", "p.csv, line 2: a number is missing"),
        ("p.csv", "xmin,xmax\n10,40\n", "p.csv: xmin and xmax are not fractions"),
        ("p.txt", FRAMES + FRAMES, "p.txt lists video_a twice"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, name, text, sentence):
    with pytest.raises(ProposalFileError) as caught:
        read_proposal_lists(put(tmp_path / name, text))
    assert sentence in caught.value.sentence


def test_an_empty_folder_a_missing_file_and_a_video_that_is_not_there(tmp_path):
    with pytest.raises(ProposalFileError, match="no CSV file"):
        read_proposal_lists(tmp_path)
    with pytest.raises(ProposalFileError, match="There is no file"):
        read_proposal_lists(tmp_path / "none.csv")
    lists = read_proposal_lists(put(tmp_path / "list.txt", FRAMES))
    with pytest.raises(ProposalFileError, match=r"list\.txt lists no proposals of video_b"):
        lists.of("video_b")


def test_scored_lists_are_sorted_and_capped_unscored_ones_keep_their_order():
    sequences = [sequence(20)]
    segments = np.array([[0.0, 2.0], [1.0, 3.0], [2.0, 4.0]])
    scored = ListedProposals(segments, np.array([0.1, 0.9, 0.5]), "seconds")
    taken = take_listed(scored, sequences, ProposalSettings(max_proposals=2), 5.0)
    assert taken.segments.tolist() == [[1.0, 3.0], [2.0, 4.0]]
    assert taken.actionness.tolist() == pytest.approx([0.9, 0.5])
    plain = take_listed(
        ListedProposals(segments[::-1], None, "seconds"), sequences, ProposalSettings(), 5.0
    )
    assert plain.segments.tolist() == segments[::-1].tolist()
    assert ((plain.actionness >= 0) & (plain.actionness <= 1)).all()
    with pytest.raises(ProposalFileError, match="no proposal inside the video"):
        take_listed(
            ListedProposals(segments + 9, None, "seconds"), sequences, ProposalSettings(), 5.0
        )


def test_the_real_normalised_list_gives_its_recall():
    shared = shared_dir()
    if shared is None or not (shared / "data/proposals").is_dir():
        pytest.skip("the real proposal lists are not here")
    path = shared / "data/proposals/anet12_tag_val_normalized_proposal_list.txt"
    lists = read_proposal_lists(path)
    videos = []
    for one in read_listed_segments(path):
        # Whatever the length of the video, recall of fractions is that of seconds.
        duration_s = 10.0 + len(one.video_id) * 7
        proposals, _ = lists.of(one.video_id).in_seconds(duration_s)
        if len(one.truth):
            videos.append(VideoProposals(one.truth * duration_s, proposals))
    assert len(lists.videos) == 2383
    measured = average_recall(videos, (100,), (0.5, 0.7, 0.9), share="each")
    assert measured.recall[0].round(3).tolist() == [0.848, 0.697, 0.394]
