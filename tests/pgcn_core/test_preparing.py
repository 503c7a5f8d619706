"""Own data: annotations of both kinds, and the numbers of the proposal list."""

import json

import numpy as np
import pytest

from pgcn_core.errors import EvaluationFileError
from pgcn_core.features.products import FeatureSequence
from pgcn_core.preparing import (
    best_truth,
    cut_to_video,
    list_video,
    read_annotations,
    whole_frames,
)
from pgcn_core.proposals.files import format_proposal_list, read_proposal_list

HEADING = "video,label,start_s,end_s\n"


def csv_of(folder, text):
    path = folder / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_segments(tmp_path):
    text = "label,video,end_s,start_s,who\nrun,a,4,1,x\njump,b.mp4,2.5,0.5,y\nrun,b.mp4,9,3,y\n"
    found = read_annotations(csv_of(tmp_path, text))
    assert found.labels == ("jump", "run")
    np.testing.assert_array_equal(found.segments["a"], [[1, 4]])
    np.testing.assert_array_equal(found.segments["b.mp4"], [[0.5, 2.5], [3, 9]])
    np.testing.assert_array_equal(found.label_idx["b.mp4"], [0, 1])


def test_activitynet_ground_truth(tmp_path):
    one = {"segment": [1, 4], "label": "run"}
    ambiguous = {"segment": [5, 6], "label": "Ambiguous"}
    path = tmp_path / "truth.json"
    video = {"subset": "training", "duration": 9, "annotations": [one, ambiguous]}
    path.write_text(json.dumps({"database": {"a": video}}))
    found = read_annotations(path)
    assert found.labels == ("run",)
    np.testing.assert_array_equal(found.segments["a"], [[1, 4]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("video,label,start_s\n", "no column 'end_s'"),
        (HEADING, "labels no segment"),
        (HEADING + "a,run,1\n", "line 2 is not whole"),
        (HEADING + "a,run,one,2\n", "line 2: start and end should be seconds"),
        (HEADING + "a,run,3,2\n", "from 3 to 2 s"),
        (HEADING + "a,run,nan,2\n", "from nan to 2 s"),
        (HEADING + 'a,"run\nfast",1,2\n', r"the label 'run\\nfast' is not one line"),
    ],
)
def test_a_bad_table_is_told(tmp_path, text, words):
    with pytest.raises(EvaluationFileError, match=words):
        read_annotations(csv_of(tmp_path, text))


def test_spaces_around_a_label_are_no_part_of_it(tmp_path):
    rows = [{"segment": [1, 4], "label": "run "}, {"segment": [5, 6], "label": "run"}]
    path = tmp_path / "truth.json"
    path.write_text(json.dumps({"database": {"a": {"duration": 9, "annotations": rows}}}))
    found = read_annotations(path)
    assert (found.labels, found.label_idx["a"].tolist()) == (("run",), [0, 0])
    rows[0]["label"] = " "
    path.write_text(json.dumps({"database": {"a": {"duration": 9, "annotations": rows}}}))
    with pytest.raises(EvaluationFileError, match="the label '' is not one line"):
        read_annotations(path)


def test_annotations_are_cut_to_the_video_and_counted():
    truth = np.array([[1.0, 4], [8, 12], [9, 10.03], [11, 12], [-2, 3], [5, 4]])
    clipped, inside, is_cut = cut_to_video(truth, 10.0, 0.04)
    assert clipped[1].tolist() == [8, 10]
    assert inside.tolist() == [True, True, True, False, True, False]
    assert is_cut.tolist() == [False, True, False, False, True, False]
    assert [len(one) for one in cut_to_video(truth[:0], 10.0, 0.04)] == [0, 0, 0]


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(EvaluationFileError, match="There is no file"):
        read_annotations(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(HEADING.encode() + b"\xff\xfe,run,1,2\n")
    with pytest.raises(EvaluationFileError, match="UTF-8"):
        read_annotations(tmp_path / "latin.csv")


def test_the_best_truth_of_a_proposal():
    frames = np.array([[0, 10], [5, 25], [50, 60], [40, 45]])
    truth = np.array([[0, 10], [10, 30], [40, 50]])
    best, tiou, overlap = best_truth(frames, truth)
    np.testing.assert_array_equal(best, [0, 1, -1, 2])
    np.testing.assert_allclose(tiou, [1, 15 / 25, 0, 0.5])
    np.testing.assert_allclose(overlap, [1, 15 / 20, 0, 1])
    best, tiou, overlap = best_truth(frames, truth[:0])
    assert (best == -1).all()
    assert not tiou.any()
    assert not overlap.any()


def test_frames_stay_inside_and_are_never_empty():
    segments = np.array([[0.0, 0.001], [3.99, 4.2], [1.0, 2.0]])
    np.testing.assert_array_equal(whole_frames(segments, 25.0, 100), [[0, 1], [99, 100], [25, 50]])


def test_the_list_reads_back(tmp_path):
    values = np.ones((5, 4), np.float32)
    starts = np.arange(5) * 0.32
    one = FeatureSequence(
        "rgb", values, starts, starts + 0.64, 100, 25.0, 8, 16, np.zeros((5, 0), np.float32), ""
    )
    truth = (np.array([[1.0, 2.0], [3.0, 3.8]]), np.array([1, 0]))
    proposals = np.array([[1.0, 2.2], [0.0, 0.4], [2.9, 4.0]])
    listed = list_video("a", one, truth, proposals)
    empty = list_video("b", one, (np.zeros((0, 2)), np.zeros(0, np.int64)), proposals)
    path = tmp_path / "proposals.txt"
    path.write_text(format_proposal_list([listed, empty]))
    back, second = read_proposal_list(path)
    assert (back.video_id, back.n_frames) == ("a", 100)
    for name in ("truth_frames", "truth_label_idx", "proposal_frames", "proposal_label_idx"):
        np.testing.assert_array_equal(getattr(back, name), getattr(listed, name))
    for name in ("best_tiou", "overlap_self", "coverage"):
        np.testing.assert_allclose(getattr(back, name), getattr(listed, name), atol=5e-5)
    np.testing.assert_array_equal(back.proposal_label_idx, [1, -1, 0])
    assert len(second.truth_frames) == 0
