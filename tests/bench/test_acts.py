"""The acts of ``tests.bench.gui`` come about, and one that does not is not measured."""

import pytest

from tests.bench import acts

N, DURATION_S = 300, 120


def test_every_act_is_found_in_the_project_file(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(acts, "N_ACTS", 3)
    found = acts.measured(tmp_path, N, DURATION_S)
    assert list(found) == ["open", "next_entry", "accept", "reject", "undo"]
    assert all(row["longest_turn_cpu_ms"] > 0 for row in found.values())


def test_an_act_that_does_nothing_ends_the_measurement(qtbot, tmp_path):
    crowd = acts.Crowd(tmp_path, N, DURATION_S)
    crowd.open()
    with pytest.raises(AssertionError, match="accept"):
        acts.checked(crowd, "accept")
    crowd.window.close()
