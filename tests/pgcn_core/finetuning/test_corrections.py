"""Files of corrections: what they say, and what is wrong with those that say nothing."""

import json

import numpy as np
import pytest

from pgcn_core.errors import TrainingError
from pgcn_core.finetuning.corrections import read_corrections


def written(folder, **changes):
    content = {
        "format": "pgcn-corrections",
        "version": 1,
        "labels": ["jump", "throw"],
        "videos": [
            {
                "path": "a.mp4",
                "annotations": [
                    {"segment": [1.5, 4], "label": "throw"},
                    {"segment": [5, 6], "label": "jump"},
                ],
                "rejected": [[7, 9.5]],
            },
            {"path": "/far/b.mp4", "name": "other b"},
        ],
    } | changes
    file = folder / "c.json"
    file.write_text(json.dumps(content))
    return file


def test_what_a_file_says(tmp_path):
    found = read_corrections(written(tmp_path))
    one, other = found.videos
    assert found.labels == ("jump", "throw")
    assert (one.path, one.video_id) == (tmp_path / "a.mp4", "a")
    assert (str(other.path), other.video_id) == ("/far/b.mp4", "other b")
    np.testing.assert_array_equal(one.truth, [[1.5, 4], [5, 6]])
    np.testing.assert_array_equal(one.label_idx, [1, 0])
    np.testing.assert_array_equal(one.rejected, [[7, 9.5]])
    assert other.truth.shape == other.rejected.shape == (0, 2)


def video(**changes):
    return [{"path": "a.mp4"} | changes]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": "other"}, "no file of corrections: format"),
        ({"version": 2}, "newer program"),
        ({"labels": []}, "labels"),
        ({"labels": ["jump", "jump"]}, "the label 'jump' twice"),
        ({"videos": []}, "videos"),
        ({"videos": video() + video()}, "the video 'a' twice"),
        ({"videos": video(name="b") + video(path="b.mp4")}, "the video 'b' twice"),
        ({"videos": video(rejected=[[3, 3]])}, "nothing lies between 3 and 3 s"),
        ({"videos": video(rejected=[[-1, 3]])}, "rejected"),
        (
            {"videos": video(annotations=[{"segment": [1, 2], "label": "run"}])},
            "does not list the label 'run'",
        ),
    ],
)
def test_a_file_that_makes_no_sense_is_told(tmp_path, changes, words):
    with pytest.raises(TrainingError, match=words):
        read_corrections(written(tmp_path, **changes))


def test_what_is_no_json_is_told(tmp_path):
    file = tmp_path / "c.json"
    file.write_text("{")
    with pytest.raises(TrainingError, match="no file of corrections"):
        read_corrections(file)
