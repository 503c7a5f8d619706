import json

import numpy as np
import pytest

from pgcn_core.errors import EvaluationFileError, ProposalFileError, SettingsError
from pgcn_core.evaluation.products import compare
from pgcn_core.evaluation.reading import read_detections, read_proposals, read_truth

DATABASE = {
    "version": "VERSION 1.3",
    "taxonomy": [],
    "database": {
        "one": {
            "subset": "validation",
            "duration": 60.0,
            "annotations": [
                {"segment": [1, 4], "label": "jump"},
                {"segment": ["5.5", "8"], "label": "run"},
                {"segment": [20, 30], "label": "Ambiguous"},
            ],
        },
        "two": {
            "subset": "Training",
            "duration": 9.0,
            "annotations": [{"segment": [0, 2], "label": "swim"}],
        },
        "bare": {"subset": "validation", "annotations": []},
    },
}
RESULTS = {
    "version": "VERSION 1.3",
    "results": {
        "one": [
            {"label": "jump", "score": 0.9, "segment": [1, 4]},
            {"label": "fly", "score": 3, "segment": [0, 4]},
        ],
        "two": [{"label": "swim", "score": 0.5, "segment": [0, 2]}],
        "else": [{"label": "jump", "score": 0.4, "segment": [0, 2]}],
    },
    "external_data": {},
}
LIST = "# 0\nhome/one\n100\n2\n1\n1 10 60\n2\n1 0.8 0.9 12 55\n0 0 0 100 200\n"


def write(tmp_path, content, name="file.json"):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def truth_of(tmp_path, subset=None, detected=(), content=DATABASE):
    read = read_truth(write(tmp_path, content, "truth.json"))
    return read.of_subsets(read.choose(subset, detected))


def test_ground_truth(tmp_path):
    truth = truth_of(tmp_path, "validation")
    assert truth.video_ids == ("one", "bare")
    assert truth.labels == ("jump", "run", "swim")
    assert truth.other_videos == {"two"}
    np.testing.assert_array_equal(truth.duration_s, [60, np.nan])
    assert truth.rows.segments.tolist() == [[1, 4], [5.5, 8]]
    assert truth.rows.label_idx.tolist() == [0, 1]
    assert truth.ignored.segments.tolist() == [[20, 30]]


def test_subsets_are_named_in_any_case(tmp_path):
    assert truth_of(tmp_path, "training").video_ids == ("two",)
    with pytest.raises(SettingsError, match=r"'test'.*Training, validation"):
        truth_of(tmp_path, "test")


def test_without_a_name_the_subsets_of_the_detections_are_taken(tmp_path):
    assert truth_of(tmp_path, None, ("one", "else")).video_ids == ("one", "bare")
    assert truth_of(tmp_path, None, ("one", "two")).video_ids == ("one", "two", "bare")
    assert truth_of(tmp_path, None, ("else",)).video_ids == ("one", "two", "bare")


def test_the_flat_form(tmp_path):
    flat = {
        "v_one": {
            "duration_second": 60,
            "duration_frame": 1500,
            "annotations": [{"segment": [1, 4], "label": "jump"}],
        }
    }
    truth = truth_of(tmp_path, None, content=flat)
    assert (truth.video_ids, truth.duration_s.tolist()) == (("one",), [60.0])


def test_detections_meet_the_ground_truth(tmp_path):
    both = compare(
        truth_of(tmp_path, "validation"), read_detections(write(tmp_path, RESULTS, "found.json"))
    )
    assert both.video_ids == ("bare", "else", "one")
    assert both.labels == ("fly", "jump", "run", "swim")
    assert both.found.label_idx.tolist() == [1, 0, 1]
    assert both.found.video_idx.tolist() == [2, 2, 1]
    assert both.found.score.tolist() == [0.9, 3.0, 0.4]
    assert both.truth.label_idx.tolist() == [1, 2]
    assert both.ignored.video_idx.tolist() == [2]
    assert (both.n_in_other_subsets, both.n_in_unknown_videos) == (1, 1)


def test_a_second_person_s_annotations_are_detections_too(tmp_path):
    found = read_detections(write(tmp_path, DATABASE))
    assert len(found.rows) == 4
    assert set(found.rows.score) == {1.0}


def test_no_results(tmp_path):
    found = read_detections(write(tmp_path, {"results": {"one": []}}))
    assert (len(found.rows), found.rows.segments.shape) == (0, (0, 2))
    assert len(compare(truth_of(tmp_path), found).found) == 0


def detection(**changed):
    item = {"label": "jump", "score": 0.9, "segment": [1, 4], **changed}
    return {"results": {"one": [{k: v for k, v in item.items() if v != "gone"}]}}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{not json", r"file\.json is not JSON: line 1"),
        ('{"a":' * 100_000, r"file\.json is not JSON: line 1"),
        ('{"results": ' + "1" * 5000 + "}", r"file\.json is not JSON: line 1"),
        ("[1]", "is not a JSON object"),
        ({"results": []}, "results should be an object"),
        ({"results": {"one": {}}}, r"results\['one'\] should be a list"),
        ({"results": {"one": [3]}}, r"results\['one'\]\[0\] should be an object"),
        (detection(label="gone"), r"\['one'\]\[0\] has no 'label'"),
        (detection(label=3), r"\['one'\]\[0\] has no 'label'"),
        (detection(score="gone"), r"\['one'\]\[0\] has no 'score'"),
        (detection(score=float("nan")), r"\['one'\]\[0\]: score should be a number, not nan"),
        (detection(score=True), "score should be a number, not True"),
        (detection(score=10**400), "score should be a number"),
        (detection(segment="gone"), "has no 'segment'"),
        (detection(segment=[1]), "has no 'segment'"),
        (detection(segment=[1, "end"]), "end should be a number, not 'end'"),
        (detection(segment=[None, 1]), "start should be a number, not None"),
    ],
)
def test_bad_results(tmp_path, content, words):
    with pytest.raises(EvaluationFileError, match=words) as caught:
        read_detections(write(tmp_path, content))
    assert caught.value.next_step
    assert caught.value.exit_code == 9


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (RESULTS, "holds results, not ground truth"),
        ({"database": 3}, "database should be an object"),
        ({"database": {"one": 3}}, r"database\['one'\] should be an object"),
        ({"database": {"one": {}}}, r"database\['one'\] has no 'annotations'"),
        ({"version": "1.3"}, r"\['version'\] should be an object"),
        (
            {"database": {"one": {"duration": "long", "annotations": []}}},
            r"\['one'\]: duration should be a number",
        ),
        (
            {"database": {"one": {"annotations": [{"label": "x"}]}}},
            r"annotations\[0\] has no 'segment'",
        ),
    ],
)
def test_bad_ground_truth(tmp_path, content, words):
    with pytest.raises(EvaluationFileError, match=words):
        read_truth(write(tmp_path, content))


def test_files_that_are_not_there(tmp_path):
    for read in (read_truth, read_detections):
        with pytest.raises(EvaluationFileError, match="There is no file"):
            read(tmp_path / "none.json")
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"{\xff\xfe")
    with pytest.raises(EvaluationFileError, match="not UTF-8"):
        read_detections(binary)


def test_thumos_text(tmp_path):
    folder = tmp_path / "annotations"
    folder.mkdir()
    write(folder, "video_test_0000324  49.2 53.5\n\n", "BaseballPitch_test.txt")
    write(folder, "video_test_0000324  60 70\n", "Ambiguous_test.txt")
    write(folder, "video_validation_0000001  1 2\n", "Diving_val.txt")
    write(folder, "7 BaseballPitch\n", "detclasslist.txt")
    read = read_truth(folder)
    truth = read.of_subsets(read.choose("Test", ()))
    assert truth.video_ids == ("video_test_0000324",)
    assert truth.labels == ("BaseballPitch", "Diving")
    assert truth.rows.segments.tolist() == [[49.2, 53.5]]
    assert truth.ignored.segments.tolist() == [[60, 70]]
    found = read_detections(
        write(tmp_path, "video_test_0000324.mp4 49 53 7 0.87\nother 1 2 101 0.5\n", "found.txt")
    )
    assert found.video_ids == ("video_test_0000324", "other")
    assert found.labels == ("BaseballPitch", "class 101")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("v 1 2 7\n", "line 1: 5 columns are expected, not 4"),
        ("v 1 2 7 0.5\nv 1 b 7 0.5\n", "line 2: numbers are expected"),
        ("v 1 2 7 nan\n", "line 1: numbers are expected"),
        ("v 1 2 7.5 0.5\n", "line 1: the class should be a whole number"),
    ],
)
def test_bad_thumos_text(tmp_path, text, words):
    with pytest.raises(EvaluationFileError, match=words):
        read_detections(write(tmp_path, text, "found.txt"))


def test_a_folder_without_annotations(tmp_path):
    with pytest.raises(EvaluationFileError, match="holds no annotations"):
        read_truth(tmp_path)


def test_a_list_brings_its_own_ground_truth(tmp_path):
    (video,) = read_proposals(write(tmp_path, LIST, "list.txt"), None, None)
    assert video.truth.tolist() == [[10, 60]]
    assert video.proposals.tolist() == [[12, 55], [100, 200]]


def test_frames_of_a_list_become_seconds(tmp_path):
    truth = write(tmp_path, DATABASE, "truth.json")
    (video,) = read_proposals(write(tmp_path, LIST, "list.txt"), truth, None)
    assert video.truth.tolist() == [[1, 4], [5.5, 8]]
    np.testing.assert_allclose(video.proposals, [[3.6, 16.5], [30, 60]])


def test_fractions_of_a_list_become_seconds(tmp_path):
    text = "# 0\none\n1\n1\n0\n1\n1 0.8 0.9 0.25 0.5\n"
    truth = write(tmp_path, DATABASE, "truth.json")
    (video,) = read_proposals(write(tmp_path, text, "list.txt"), truth, None)
    assert video.proposals.tolist() == [[15, 30]]


def test_json_proposals_come_best_first(tmp_path):
    proposals = {
        "results": {
            "one": [{"score": 0.1, "segment": [0, 1]}, {"score": 0.2, "segment": [1, 4]}],
            "unknown": [{"score": 0.1, "segment": [0, 1]}],
        }
    }
    path, truth = write(tmp_path, proposals), write(tmp_path, DATABASE, "truth.json")
    (video,) = read_proposals(path, truth, None)
    assert video.proposals.tolist() == [[1, 4], [0, 1]]
    one, two = read_proposals(path, truth, None), read_proposals(path, truth, "training")
    assert len(one) == len(two) == 1
    assert two[0].proposals.shape == (0, 2)
    with pytest.raises(EvaluationFileError, match="no ground truth of its own"):
        read_proposals(path, None, None)


def test_bad_proposals(tmp_path):
    truth = write(tmp_path, DATABASE, "truth.json")
    with pytest.raises(EvaluationFileError, match="no 'results'"):
        read_proposals(truth, truth, None)
    with pytest.raises(ProposalFileError, match="line 2"):
        read_proposals(write(tmp_path, "video\nmany\n", "list.txt"), truth, None)
    silent = {"database": {"one": DATABASE["database"]["one"] | {"duration": None}}}
    with pytest.raises(EvaluationFileError, match="no duration for one"):
        read_proposals(
            write(tmp_path, LIST, "list.txt"), write(tmp_path, silent, "silent.json"), None
        )


def test_tables_of_bsn_are_fractions_of_each_video(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables/a.csv").write_text("xmin,xmax,score\n0.5,1,0.2\n0,0.25,0.9\n")
    truth = tmp_path / "truth.json"
    entry = {"duration": 20, "subset": "s", "annotations": [{"segment": [0, 5], "label": "x"}]}
    truth.write_text(json.dumps({"database": {"a": entry, "b": entry}}))
    first, second = read_proposals(tmp_path / "tables", truth, None)
    assert first.proposals.tolist() == [[0.0, 5.0], [10.0, 20.0]]
    assert second.proposals.shape == (0, 2)
    with pytest.raises(EvaluationFileError, match="holds no ground truth of its own"):
        read_proposals(tmp_path / "tables", None, None)
    del entry["duration"]
    truth.write_text(json.dumps({"database": {"a": entry}}))
    with pytest.raises(EvaluationFileError, match="has no duration for a"):
        read_proposals(tmp_path / "tables", truth, None)
