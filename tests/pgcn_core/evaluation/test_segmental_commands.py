import json

import pytest
from click.testing import CliRunner

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.frame_labels import read_label_folders, read_label_segments
from pgcn_core.evaluation.segmental_commands import evaluate_segmentation


def folder(path, **videos):
    path.mkdir()
    for name, text in videos.items():
        (path / f"{name}.txt").write_text(text)
    return path


def lines(letters):
    return "\n".join(letters) + "\n"


def run(*arguments):
    return CliRunner().invoke(evaluate_segmentation, [str(one) for one in arguments])


def test_folders_by_hand(tmp_path):
    # Of three true segments two are found, one of two predicted thirds only by half.
    truth = folder(tmp_path / "truth", one=lines("aaaabbcccc"))
    found = folder(tmp_path / "found", one=lines("aaaaccaacc"), other="a\n")
    out = tmp_path / "numbers.json"
    done = run(found, "--ground-truth", truth, "--json", out)
    assert done.exit_code == 0, done.output
    values = json.loads(out.read_text())
    assert values["videos"] == 1
    assert values["accuracy"] == pytest.approx(0.6)
    assert values["edit"] == pytest.approx(0.5)
    assert values["f1"] == pytest.approx({"0.1": 4 / 7, "0.25": 4 / 7, "0.5": 4 / 7})
    assert "F1@50" in done.output
    assert "1 videos" in done.output


def test_background_is_named(tmp_path):
    truth = folder(tmp_path / "truth", one=lines("aaxxbb"))
    found = folder(tmp_path / "found", one=lines("aaaxbb"))
    out = tmp_path / "numbers.json"
    run(found, "--ground-truth", truth, "--background", "x", "--json", out)
    assert json.loads(out.read_text())["f1"]["0.5"] == 1.0
    run(found, "--ground-truth", truth, "--overlap", "0.6", "--json", out)
    assert json.loads(out.read_text())["f1"] == {"0.6": pytest.approx(2 / 3)}


def test_only_some_frames_count(tmp_path):
    truth = folder(tmp_path / "truth", one=lines("abcabcabc"))
    found = folder(tmp_path / "found", one=lines("axxayyazz"))
    out = tmp_path / "numbers.json"
    run(found, "--ground-truth", truth, "--every", 3, "--json", out)
    assert json.loads(out.read_text())["accuracy"] == 1.0


def test_result_files_of_ms_tcn(tmp_path):
    truth = folder(tmp_path / "truth", one=lines(["pour", "pour", "cut"]))
    found = tmp_path / "found"
    found.mkdir()
    (found / "one").write_text("### Frame level recognition: ###\npour cut cut")
    read = read_label_folders(found, truth)
    assert read.labels == ("cut", "pour")
    assert read.predicted[0].tolist() == [1, 0, 0]
    assert read.truth[0].tolist() == [1, 1, 0]


def test_a_missing_prediction_is_told(tmp_path):
    truth = folder(tmp_path / "truth", one="a\n", two="a\n")
    found = folder(tmp_path / "found", one="a\n")
    with pytest.raises(EvaluationFileError, match="holds no labels of two"):
        read_label_folders(found, truth)
    with pytest.raises(EvaluationFileError, match="holds no file"):
        read_label_folders(folder(tmp_path / "none"), truth)


def test_lengths_must_agree(tmp_path):
    truth = folder(tmp_path / "truth", one="a\na\n")
    found = folder(tmp_path / "found", one="a\n")
    done = run(found, "--ground-truth", truth)
    assert isinstance(done.exception, EvaluationFileError)


def annotated(path, duration, rows):
    one = {"subset": "test", "annotations": rows}
    one |= {"duration": duration} if duration else {}
    path.write_text(json.dumps({"database": {"v": one}}))
    return path


def test_segments_by_hand(tmp_path):
    rows = [{"segment": [0, 2], "label": "a"}, {"segment": [3, 4], "label": "b"}]
    truth = annotated(tmp_path / "truth.json", 4, rows)
    found = tmp_path / "found.json"
    scored = [
        {"segment": [0, 3], "label": "b", "score": 0.2},
        {"segment": [0, 2], "label": "a", "score": 0.9},
        {"segment": [3, 4], "label": "b", "score": 0.5},
    ]
    found.write_text(json.dumps({"results": {"v": scored}}))
    read = read_label_segments(found, truth, None, (2.0, "background"))
    names = [read.labels[idx] for idx in read.truth[0]]
    assert names == ["a"] * 4 + ["background"] * 2 + ["b"] * 2
    assert [read.labels[idx] for idx in read.predicted[0]] == ["a"] * 4 + ["b"] * 4
    done = run(found, "--ground-truth", truth, "--fps", 2)
    assert done.exit_code == 0, done.output
    assert "75.0" in done.output


def test_a_video_without_predictions_is_all_background(tmp_path):
    truth = annotated(tmp_path / "truth.json", 2, [{"segment": [0, 1], "label": "a"}])
    found = tmp_path / "found.json"
    found.write_text(json.dumps({"results": {}}))
    read = read_label_segments(found, truth, "test", (1.0, "background"))
    assert [read.labels[idx] for idx in read.predicted[0]] == ["background"] * 2


def test_segments_need_a_duration(tmp_path):
    truth = annotated(tmp_path / "truth.json", None, [{"segment": [0, 1], "label": "a"}])
    found = tmp_path / "found.json"
    found.write_text(json.dumps({"results": {}}))
    with pytest.raises(EvaluationFileError, match="no duration for v"):
        read_label_segments(found, truth, None, (1.0, "background"))


@pytest.mark.parametrize("text", ["", "0", "1.5", "a"])
def test_overlaps_lie_above_zero_up_to_one(tmp_path, text):
    truth = folder(tmp_path / "truth", one="a\n")
    done = run(truth, "--ground-truth", truth, "--overlap", text)
    assert done.exit_code == 2
    assert "is not a list such as" in done.output
