"""The models: lineage, which is in use, going back, discarding, and what was interrupted."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.config.settings import COLD_START, Settings, load_settings, save_settings
from app.domain.errors import EngineError
from app.domain.segment import Segment
from app.engine.kept_request import held, keep_request
from app.engine.model_registry import ORDER_NAME, EngineModelRegistry
from app.engine.models import EngineModels
from app.services.fine_tuning import FineTuneRequest
from app.services.model_registry import Worth
from tests.app.engine.model_folders import OUTCOME, clip, model_in, plain_model_in


@pytest.fixture
def home(tmp_path):
    return tmp_path / "checkpoints"


@pytest.fixture
def make(tmp_path, home):
    """Return a registry as a new start of the program would have it."""

    # Nobody's choice would be the model that comes with the program.
    save_settings(Settings(checkpoint=COLD_START), tmp_path / "settings.json")

    def start():
        settings = load_settings(tmp_path / "settings.json").settings
        shelf = EngineModels(
            settings, tmp_path / "settings.json", tmp_path / "cache", home, tmp_path / "bundled"
        )
        return EngineModelRegistry(shelf, home)

    return start


def begun(folder, parent=None):
    """Begin a fine-tuning in a folder, as one that was killed leaves it."""
    file = folder.parent.parent / "c.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"videos": [{"path": "v.mp4"}]}))
    keep_request(FineTuneRequest(file, folder, parent, ("x",), None, 7, project=Path("/p.pgcn")))
    (folder / "training-rgb").mkdir()


def test_there_may_be_none(make):
    registry = make()
    assert (list(registry.records()), list(registry.unfinished())) == ([], [])
    assert (registry.chosen, registry.can_roll_back, registry.before_last()) == (None, False, None)


def test_a_record_says_where_it_comes_from_and_what_it_is_worth(make, home):
    parent = model_in(home / "first", finished_at="2026-10-01T08:00:00+00:00")
    child = model_in(home / "second", parent=parent, outcome=OUTCOME)
    newer, older = make().records()
    assert (newer.folder, newer.name, newer.parent) == (child, "second", parent)
    assert newer.labels == ("jump", "throw")
    assert (newer.learned_from, newer.held_out) == (("a", "b"), ("c",))
    assert newer.worth == Worth(0.5, 0.25, 0.75, 0.1, 0.6)
    assert not newer.is_parent_gone
    assert (older.folder, older.parent, older.worth) == (parent, None, None)
    assert older.made_at == datetime(2026, 10, 1, 8, tzinfo=UTC)


def test_models_nobody_fine_tuned_have_a_record_and_what_is_none_is_left_out(make, home):
    plain_model_in(home / "trained", name="By hand", made_at="2026-01-02")
    (home / "empty").mkdir()
    (home / "damaged").mkdir()
    (home / "damaged" / "card.json").write_text("{")
    (found,) = make().records()
    assert (found.name, found.made_at) == ("By hand", datetime(2026, 1, 2, tzinfo=UTC))
    with pytest.raises(EngineError, match="card of the model damaged is damaged"):
        make().card(home / "damaged")
    with pytest.raises(EngineError, match="no model in"):
        make().card(home / "empty")


def test_one_that_came_with_the_program_stays(make, home, tmp_path):
    mine = model_in(home / "mine")
    default = plain_model_in(tmp_path / "bundled" / "kinetics", name="Default")
    registry = make()
    assert [(one.folder, one.is_default) for one in registry.records()] == [
        (mine, False),
        (default, True),
    ]
    registry.promote(default)
    assert make().chosen == default
    with pytest.raises(EngineError, match="kinetics came with the program"):
        registry.discard(default)


def test_a_card_has_labels_clips_project_and_settings(make, home):
    folder = home / "m"
    begun(folder)
    (folder / "training-rgb").rmdir()
    for name in ("request.json", "corrections.json"):
        (folder / name).rename(folder.parent / name)
    folder.rename(home / "away")
    model_in(folder, outcome=OUTCOME)
    for name in ("request.json", "corrections.json"):
        (folder.parent / name).rename(folder / name)
    card = make().card(folder)
    assert [(one.label, one.n_truths) for one in card.labels] == [("throw", 4), ("jump", 1)]
    assert [(one.label, one.segment, one.gain) for one in card.clips] == [
        ("throw", Segment(5, 7), pytest.approx(0.7)),
        ("jump", Segment(9, 11), pytest.approx(0.4)),
        ("jump", Segment(1, 3), pytest.approx(-0.1)),
    ]
    assert card.clips[0].video == Path("/videos/c.mp4")
    assert card.project == Path("/p.pgcn")
    assert dict(card.settings) == {
        "seed": "3",
        "rgb epochs": "10",
        "rgb learning rate": "0.02",
    }


def test_what_nobody_would_see_change_is_no_changed_clip(make, home):
    seen = clip("jump", 1.0, 0.5, 0.51)
    unseen = [clip("jump", 3.0, 0.0, 0.004), clip("throw", 5.0, 0.0, 0.0)]
    folder = model_in(home / "m", outcome={**OUTCOME, "clips": [*unseen, seen]})
    (found,) = make().card(folder).clips
    assert found.segment == Segment(1, 3)


def test_an_outcome_of_an_older_program_reads_without_clips(make, home):
    older = {name: value for name, value in OUTCOME.items() if name != "clips"}
    folder = model_in(home / "m", outcome=older)
    said = json.loads((folder / "outcome.json").read_text())
    for name in ("fingerprint", "parent_fingerprint", "finished_at"):
        del said[name]
    (folder / "outcome.json").write_text(json.dumps(said))
    card = make().card(folder)
    assert card.clips == ()
    assert card.record.worth.after == 0.75
    assert card.record.made_at is None


def test_promoting_is_remembered_and_taken_back_in_order(make, home, tmp_path):
    one, two = model_in(home / "one"), model_in(home / "two")
    registry = make()
    registry.promote(one)
    registry.promote(two)
    registry.promote(two)  # already in use: nothing to remember
    registry = make()
    assert (registry.chosen, registry.before_last()) == (two, one)
    assert registry.roll_back() == one
    assert load_settings(tmp_path / "settings.json").settings.checkpoint == one
    assert registry.can_roll_back
    assert registry.roll_back() is None
    assert make().chosen is None
    with pytest.raises(EngineError, match="No other model was in use"):
        registry.roll_back()


def test_the_cold_start_can_be_promoted_too(make, home):
    registry = make()
    registry.promote(model_in(home / "one"))
    registry.promote(None)
    assert (registry.chosen, registry.before_last()) == (None, home / "one")


def test_what_is_no_model_is_not_promoted(make, home):
    registry = make()
    with pytest.raises(EngineError, match="no model in"):
        registry.promote(home / "none")
    assert not registry.can_roll_back


def test_a_damaged_order_is_told_and_written_anew(make, home):
    one = model_in(home / "one")
    (home / ORDER_NAME).write_text('{"format": "something else"}')
    registry = make()
    assert not registry.can_roll_back
    with pytest.raises(EngineError, match=f"{ORDER_NAME} is damaged"):
        registry.roll_back()
    registry.promote(one)
    assert registry.roll_back() is None


def test_a_choice_that_cannot_be_saved_changes_nothing(make, home, tmp_path, monkeypatch):
    one = model_in(home / "one")
    registry = make()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.engine.models.save_settings", full)
    with pytest.raises(EngineError, match="no space left on device") as caught:
        registry.promote(one)
    assert caught.value.exit_code == 7
    assert (registry.chosen, registry.can_roll_back) == (None, False)
    assert load_settings(tmp_path / "settings.json").settings == Settings(checkpoint=COLD_START)


def test_one_whose_folder_is_gone_cannot_be_gone_back_to(make, home):
    one, two = model_in(home / "one"), model_in(home / "two")
    registry = make()
    registry.promote(one)
    registry.promote(two)
    one.rename(home / "elsewhere")
    with pytest.raises(EngineError, match="no model in"):
        registry.roll_back()
    assert registry.chosen == two


def test_a_discarded_parent_is_missed_and_skipped_by_roll_back(make, home):
    parent = model_in(home / "parent")
    child = model_in(home / "child", parent=parent)
    registry = make()
    registry.promote(parent)
    registry.promote(child)
    registry.discard(parent)
    assert not parent.exists()
    (found,) = registry.records()
    assert (found.parent, found.is_parent_gone) == (parent, True)
    assert registry.roll_back() is None
    assert sorted(path.name for path in home.iterdir()) == ["child", ORDER_NAME]


def test_a_parent_that_was_renamed_is_found_by_its_hash(make, home):
    parent = model_in(home / "parent")
    model_in(home / "child", parent=parent, finished_at="2026-12-01T00:00:00+00:00")
    parent.rename(home / "renamed")
    child, _ = make().records()
    assert (child.parent, child.is_parent_gone) == (home / "renamed", False)


def test_what_must_stay_is_not_discarded(make, home, tmp_path):
    used, parent = model_in(home / "used"), model_in(home / "parent")
    begun(home / "half", parent)
    registry = make()
    registry.promote(used)
    with pytest.raises(EngineError, match="used is in use"):
        registry.discard(used)
    with pytest.raises(EngineError, match="unfinished fine-tuning half goes on from parent"):
        registry.discard(parent)
    foreign = model_in(tmp_path / "foreign")
    with pytest.raises(EngineError, match="no model of this program"):
        registry.discard(foreign)
    with held(home / "half"), pytest.raises(EngineError, match="half is being fine-tuned"):
        registry.discard(home / "half")
    assert all(folder.exists() for folder in (used, parent, foreign, home / "half"))
    registry.discard(home / "half")
    registry.discard(parent)


def test_a_model_elsewhere_is_listed_while_it_is_in_use(make, tmp_path):
    foreign = model_in(tmp_path / "foreign")
    registry = make()
    registry.promote(foreign)
    assert [one.folder for one in registry.records()] == [foreign]
    registry.promote(None)
    assert list(registry.records()) == []


def test_an_interrupted_one_is_no_model_yet_and_can_be_gone_on_with(make, home):
    plain_model_in(home / "half")  # its first stream is done
    begun(home / "half", home / "parent")
    registry = make()
    assert list(registry.records()) == []
    assert registry.unfinished() == [home / "half"]
    request = registry.request_to_go_on(home / "half")
    assert request == FineTuneRequest(
        home / "half" / "corrections.json",
        home / "half",
        home / "parent",
        ("x",),
        None,
        7,
        resume=True,
        project=Path("/p.pgcn"),
    )
    (home / "half" / "outcome.json").write_text("{}")
    assert (len(registry.records()), list(registry.unfinished())) == (1, [])


def test_one_that_forgot_what_was_asked_says_so(make, home):
    begun(home / "half")
    (home / "half" / "request.json").write_text("{")
    registry = make()
    assert registry.unfinished() == [home / "half"]
    with pytest.raises(EngineError, match="does not say what it was to learn"):
        registry.request_to_go_on(home / "half")


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Athletics", "Athletics"),
        ("a/b: c?", "a-b- c-"),
        ("  ..", "model"),
        ("", "model"),
        ("Hochsprung Übung", "Hochsprung Übung"),
    ],
)
def test_a_new_folder_is_named_as_the_model(make, home, name, folder):
    assert make().new_folder(name) == home / folder


def test_a_new_folder_is_nobody_elses(make, home):
    model_in(home / "mine")
    model_in(home / "mine 2")
    assert make().new_folder("mine") == home / "mine 3"
