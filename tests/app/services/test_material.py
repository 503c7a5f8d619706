"""What a fine-tuning learns from, and what it is measured on."""

from pathlib import Path

import pytest

from app.domain import edits
from app.domain.edits import SetSheet
from app.domain.errors import EngineError, ExchangeError
from app.domain.segment import Segment
from app.domain.timeline import Sheet
from app.services.editing import ProjectEditor
from app.services.material import free_name, held_out_of, material_of
from app.storage.files import SqliteProjectFiles
from tests.factories import make_video
from tests.learners import make_record


@pytest.fixture
def store(tmp_path):
    store = SqliteProjectFiles().create(tmp_path / "p.pgcn")
    for name in "abcde":
        store.add_video(make_video(name))
    yield store
    store.close()


def act(store, video_id, edit):
    ProjectEditor(store).do(store.timeline(video_id), edit, "Act")


def annotate(store, video_id, label="jump", n=1):
    label_id = store.ensure_labels([label])[label].id
    for k in range(n):
        act(store, video_id, edits.draw(label_id, Segment(k * 2.0, k * 2.0 + 1)))


def call_empty(store, video_id):
    act(store, video_id, SetSheet(Sheet(is_empty=True)))


def video(name, *labels):
    return {"name": name, "annotations": [{"segment": [0, 1], "label": one} for one in labels]}


NAMES = [f"v{number}" for number in range(12)]


def test_what_is_there_is_counted(store):
    for name in "abc":
        annotate(store, name, n=2)
    call_empty(store, "d")
    found = material_of(store, [], None)
    assert (found.n_videos, found.n_annotations, found.n_rejected, found.n_empty) == (4, 6, 0, 1)
    assert sorted((*found.learned, *found.held_out)) == ["a", "b", "c", "d"]
    assert len(found.held_out) == 1
    assert found.held_out[0] != "d"
    assert found.project == store.path


def test_nothing_one_video_and_no_annotation_are_refused(store):
    with pytest.raises(ExchangeError, match="No video of this project is reviewed whole"):
        material_of(store, [], None)
    call_empty(store, "a")
    with pytest.raises(EngineError, match="One corrected video"):
        material_of(store, [], None)
    call_empty(store, "b")
    with pytest.raises(EngineError, match="no annotation to learn from"):
        material_of(store, [], None)


def test_a_quarter_is_held_out_the_same_every_time_and_one_more_video_moves_none():
    videos = [video(name, "jump") for name in NAMES]
    found = held_out_of(videos, (), ())
    assert len(found) == 3
    assert held_out_of(videos[::-1], (), ()) == found
    assert len(set(held_out_of([*videos, video("new", "jump")], (), ())) & set(found)) >= 2


def test_what_an_ancestor_learned_from_is_never_held_out():
    videos = [video(name, "jump") for name in NAMES]
    before = held_out_of(videos, (), ())
    learned = set(NAMES) - set(before) - {"v0"}
    assert set(held_out_of(videos, (), learned)) <= {*before, "v0"}
    assert held_out_of(videos, (), NAMES) == ()


def test_what_an_ancestor_was_measured_on_stays_held_out():
    videos = [video(name, "jump") for name in NAMES]
    others = sorted(set(NAMES) - set(held_out_of(videos, (), ())))[:3]
    assert held_out_of(videos, others, ()) == tuple(others)


def test_every_label_stays_in_what_is_learned():
    videos = [video("a", "jump"), video("b", "jump"), video("c", "throw"), video("d", "turn")]
    assert held_out_of(videos, (), ())[0] in {"a", "b"}
    assert held_out_of([video("a", "jump"), video("b", "throw")], (), ()) == ()


def test_the_ancestors_are_followed_and_a_circle_ends(store):
    for name in "abcde":
        annotate(store, name)
    first, second = Path("first"), Path("second")
    records = [
        make_record(second, first, learned_from=("a", "b"), held_out=()),
        make_record(first, second, learned_from=("c",), held_out=("e",)),
    ]
    assert material_of(store, records, second).held_out == ("e",)
    assert material_of(store, records, Path("unknown")).n_videos == 5


def test_a_name_is_free():
    assert free_name("club", []) == "club"
    assert free_name("club", ["Club", "club 2"]) == "club 3"
