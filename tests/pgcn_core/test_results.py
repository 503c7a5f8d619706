"""Results on disk: names that tell videos apart, whole files or none."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from pgcn_core.detections import Detections
from pgcn_core.errors import OutputError
from pgcn_core.output import check_output, is_stream
from pgcn_core.results import results_dict, write_results


def localized(path: str, n_found: int = 1, note: str = "a note"):
    """What ``results`` asks of a ``LocalizedVideo``."""
    starts = np.arange(n_found, dtype=np.float64)
    found = Detections(
        segments=np.stack([starts, starts + 0.1234567], axis=1),
        label_idx=np.zeros(n_found, np.int64),
        score=np.full(n_found, 1.5, np.float32),
        proposal_idx=np.zeros(n_found, np.int64),
    )
    return SimpleNamespace(
        info=SimpleNamespace(path=Path(path)), detections=found, labels=("High jump",), note=note
    )


def test_the_form():
    found = results_dict([localized("a/match.mp4")])
    assert found == {
        "version": "VERSION 1.3",
        "results": {
            "match": [{"label": "High jump", "score": 1.5, "segment": [0.0, 0.123457]}],
        },
        "external_data": {"used": True, "details": "a note"},
    }


def test_a_video_without_detections_is_named_and_notes_are_said_once():
    found = results_dict([localized("a.mp4", 0), localized("b.mp4", 0)])
    assert found["results"] == {"a": [], "b": []}
    assert found["external_data"]["details"] == "a note"
    assert results_dict([])["results"] == {}


def test_names_tell_videos_apart():
    def names(*paths):
        return list(results_dict([localized(path) for path in paths])["results"])

    assert names("a.mp4", "b.mp4") == ["a", "b"]
    assert names("a.mp4", "a.mkv", "b.mp4") == ["a.mp4", "a.mkv", "b"]
    assert names("x/a.mp4", "y/a.mp4") == ["x/a.mp4", "y/a.mp4"]


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path, monkeypatch):
    file = tmp_path / "found.json"
    file.write_text("old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left on device") as caught:
        write_results([localized("a.mp4")], file)
    assert "Free some space" in caught.value.next_step
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
    monkeypatch.undo()
    write_results([localized("a.mp4")], file)
    assert list(json.loads(file.read_text())["results"]) == ["a"]
    assert list(tmp_path.iterdir()) == [file]


def test_a_name_that_is_no_text_is_written_as_escapes(tmp_path):
    file = tmp_path / "found.json"
    write_results([localized("match\udcff.mp4")], file)
    assert list(json.loads(file.read_text())["results"]) == ["match\udcff"]


def test_output_is_checked_before_the_work(tmp_path):
    file = tmp_path / "found.json"
    check_output(file)
    assert not file.exists()
    file.write_text("old")
    check_output(file)
    assert file.read_text() == "old"
    with pytest.raises(OutputError, match="There is no folder"):
        check_output(tmp_path / "none" / "found.json")
    with pytest.raises(OutputError, match="is a folder"):
        check_output(tmp_path)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_a_device_stays_a_device(tmp_path):
    null = Path("/dev/null")
    assert is_stream(null)
    assert not is_stream(tmp_path)
    assert not is_stream(tmp_path / "none")
    check_output(null)
    write_results([localized("a.mp4")], null)
    assert null.is_char_device()
