"""What of a project fine-tuning may learn from."""

import json

import pytest

from app.domain import edits
from app.domain.edits import SetSheet
from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.domain.timeline import Sheet
from app.services.corrections import corrections_of, write_corrections
from app.services.editing import ProjectEditor
from app.storage.files import SqliteProjectFiles
from tests.factories import make_graph, make_run, make_suggestion, make_video


@pytest.fixture
def store(tmp_path):
    store = SqliteProjectFiles().create(tmp_path / "p.pgcn")
    for name in ("a", "b", "c"):
        store.add_video(make_video(name))
    yield store
    store.close()


def suggest(store, video_id, *spans):
    label = store.ensure_labels(["jump"])["jump"]
    found = [
        make_suggestion(f"{video_id}{n}", *span, label_id=label.id, run_id=f"run-{video_id}")
        for n, span in enumerate(spans)
    ]
    store.record_run(make_run(f"run-{video_id}", video_id=video_id), found, make_graph())
    return label


def act(store, video_id, make):
    timeline = store.timeline(video_id)
    ProjectEditor(store).do(timeline, make(timeline), "Act")


def test_accepted_moved_drawn_and_rejected_all_count(store):
    label = suggest(store, "a", (1, 2), (3, 4), (5, 6))
    throw = store.ensure_labels(["throw"])["throw"]
    act(store, "a", lambda t: edits.accept(t, "a0", segment=Segment(1, 2.5)))
    act(store, "a", lambda t: edits.reject(t, "a1"))
    act(store, "a", lambda t: edits.relabel(t, "a2", throw.id))
    act(store, "a", lambda _: edits.draw(label.id, Segment(8, 9)))
    found = corrections_of(store)
    assert found["labels"] == ["jump", "throw"]
    (video,) = found["videos"]
    assert (video["name"], video["rejected"]) == ("a", [[3, 4]])
    assert video["annotations"] == [
        {"segment": [1, 2.5], "label": "jump"},
        {"segment": [5, 6], "label": "throw"},
        {"segment": [8, 9], "label": "jump"},
    ]


def test_a_video_with_a_suggestion_that_waits_does_not_count(store):
    suggest(store, "a", (1, 2), (3, 4))
    act(store, "a", lambda t: edits.accept(t, "a0"))
    with pytest.raises(ExchangeError, match="No video of this project is reviewed whole"):
        corrections_of(store)
    act(store, "a", lambda t: edits.reject(t, "a1"))
    assert len(corrections_of(store)["videos"]) == 1


def test_nothing_here_counts_though_suggestions_wait(store):
    suggest(store, "b", (1, 2))
    act(store, "b", lambda _: SetSheet(Sheet(is_empty=True)))
    (video,) = corrections_of(store)["videos"]
    # Whoever says so has rejected what was suggested there.
    assert (video["annotations"], video["rejected"]) == ([], [[1, 2]])


def test_an_annotation_says_otherwise_than_nothing_here(store):
    label = suggest(store, "b", (1, 2))
    act(store, "b", lambda _: SetSheet(Sheet(is_empty=True)))
    act(store, "b", lambda _: edits.draw(label.id, Segment(4, 5)))
    with pytest.raises(ExchangeError):
        corrections_of(store)


def test_what_was_scored_too_low_to_be_asked_about_waits_for_nobody(store):
    """Every suggestion of the factory has 0.9."""
    suggest(store, "a", (1, 2), (3, 4))
    act(store, "a", lambda t: edits.accept(t, "a0"))
    with pytest.raises(ExchangeError):
        corrections_of(store, min_score=0.9)
    (video,) = corrections_of(store, min_score=0.91)["videos"]
    # It was neither accepted nor rejected: nothing is said of it.
    assert (len(video["annotations"]), video["rejected"]) == (1, [])
    suggest(store, "b", (1, 2))
    assert len(corrections_of(store, min_score=0.91)["videos"]) == 1


def test_names_tell_videos_apart(store, tmp_path):
    twin = make_video("a-twin", path=tmp_path / "elsewhere" / "a.mp4")
    store.add_video(twin)
    label = store.ensure_labels(["jump"])["jump"]
    for video_id in ("a", "a-twin", "c"):
        act(store, video_id, lambda _: edits.draw(label.id, Segment(1, 2)))
    names = [one["name"] for one in corrections_of(store)["videos"]]
    assert sorted(names) == ["a-a", "a-a-twin", "c"]


def test_the_file_is_the_engines(store, tmp_path):
    label = store.ensure_labels(["jump"])["jump"]
    act(store, "a", lambda _: edits.draw(label.id, Segment(1, 2)))
    write_corrections(corrections_of(store), tmp_path / "c.json")
    assert json.loads((tmp_path / "c.json").read_text())["format"] == "pgcn-corrections"
    from pgcn_core.finetuning.corrections import read_corrections  # noqa: PLC0415 - the other side

    assert read_corrections(tmp_path / "c.json").videos[0].video_id == "a"
    with pytest.raises(ExchangeError, match="cannot be written"):
        write_corrections({}, tmp_path / "none" / "c.json")
