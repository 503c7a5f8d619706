"""What a run says of the model that made it."""

import json

from app.domain.project import checkpoint_in, model_names, settings_with


def test_settings_say_whose_scores_a_run_has():
    kept = settings_with({"model": {"depth": 2}}, "abc")
    assert json.loads(kept) == {"model": {"depth": 2}, "checkpoint": "abc"}
    assert checkpoint_in(kept) == "abc"


def test_runs_of_older_programs_and_of_files_say_nothing():
    for kept in ("{}", '{"model": {}}', "", "not json", "[1]", '{"checkpoint": 3}'):
        assert checkpoint_in(kept) == ""


def test_a_name_is_enough_where_one_model_has_it():
    models = [("out", "1" * 64), ("cold start", ""), ("out", "1" * 64), ("out", "")]
    assert model_names(models) == {
        ("out", "1" * 64): "out", ("out", ""): "out", ("cold start", ""): "cold start",
    }  # fmt: skip


def test_several_of_one_name_have_the_beginning_of_their_fingerprints():
    models = [("out", "1" * 64), ("out", "2" * 64), ("out", ""), ("other", "1" * 64)]
    assert model_names(models) == {
        ("out", "1" * 64): "out (11111111)", ("out", "2" * 64): "out (22222222)",
        ("out", ""): "out", ("other", "1" * 64): "other",
    }  # fmt: skip
