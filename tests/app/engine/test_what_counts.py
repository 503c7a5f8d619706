"""From a person's acts to what a network is taught: each kind of act, as decision 11 has it."""

from types import SimpleNamespace

import numpy as np
import pytest

from app.domain import edits
from app.domain.edits import SetSheet
from app.domain.segment import Segment
from app.domain.timeline import Sheet
from app.services.corrections import corrections_of, write_corrections
from app.services.editing import ProjectEditor
from app.storage.files import SqliteProjectFiles
from pgcn_core.finetuning.corrections import read_corrections
from pgcn_core.finetuning.examples import with_hard_negatives
from pgcn_core.preparing import list_video, whole_frames
from pgcn_core.training.pools import BACKGROUND, FOREGROUND, INCOMPLETE, make_pools
from pgcn_core.training.settings import PoolSettings
from tests.factories import make_graph, make_run, make_suggestion, make_video

FPS, N_FRAMES = 25.0, 1500
SUGGESTED = {
    "accepted": (2, 6),
    "relabelled": (10, 14),
    "moved": (20, 23),
    "rejected": (40, 40.4),
    "rejected-beside": (48, 50.6),
}
# As the engine proposes: two that lie on actions, four of background.
PROPOSED = np.array([(2, 5.5), (20.5, 25), (28, 32), (33, 37), (44, 48), (55, 59)])


@pytest.fixture
def store(tmp_path):
    store = SqliteProjectFiles().create(tmp_path / "p.pgcn")
    label = store.ensure_labels(["jump", "throw"])["jump"]
    for video_id in ("full", "empty"):
        store.add_video(make_video(video_id))
        found = [
            make_suggestion(f"{video_id}-{name}", *span, label_id=label.id, run_id=video_id)
            for name, span in SUGGESTED.items()
        ]
        store.record_run(make_run(video_id, video_id=video_id), found, make_graph())
    yield store
    store.close()


def corrected(store, tmp_path):
    """Do one act of each kind, and return both videos as the engine reads them."""
    ids = {one.name: one.id for one in store.labels()}
    acts = [
        lambda t: edits.accept(t, "full-accepted"),
        lambda t: edits.relabel(t, "full-relabelled", ids["throw"]),
        lambda t: edits.accept(t, "full-moved", segment=Segment(20, 25)),
        lambda _: edits.draw(ids["throw"], Segment(50, 52)),
        lambda t: edits.reject(t, "full-rejected"),
        lambda t: edits.reject(t, "full-rejected-beside"),
    ]
    for act in acts:
        timeline = store.timeline("full")
        ProjectEditor(store).do(timeline, act(timeline), "Act")
    timeline = store.timeline("empty")
    ProjectEditor(store).do(timeline, SetSheet(Sheet(is_empty=True)), "Nothing here")
    write_corrections(corrections_of(store), tmp_path / "c.json")
    found = read_corrections(tmp_path / "c.json")
    assert found.labels == ("jump", "throw")
    return {one.video_id: one for one in found.videos}


def taught(video, proposed=PROPOSED):
    """Return what of each kind a network is shown, as (start, end, label) in seconds."""
    sequence = SimpleNamespace(n_frames=N_FRAMES, fps=FPS)
    listed = list_video(video.video_id, sequence, (video.truth, video.label_idx), proposed)
    rejected = whole_frames(video.rejected, FPS, N_FRAMES)
    rule = PoolSettings(whole_list=True)
    pools = with_hard_negatives(make_pools(listed, rule), listed, rejected, rule)
    return {
        kind: {
            (float(start / FPS), float(end / FPS), int(pools.label_idx[row]))
            for row in pools.of(kind)
            for start, end in [pools.frames[row]]
        }
        for kind in (FOREGROUND, INCOMPLETE, BACKGROUND)
    }


def test_accepted_relabelled_moved_and_added_are_what_is_there(store, tmp_path):
    found = taught(corrected(store, tmp_path)["full"])
    assert {(2.0, 6.0, 0), (10.0, 14.0, 1), (20.0, 25.0, 0), (50.0, 52.0, 1)} <= found[FOREGROUND]
    # Where the moved one was before, and under its old label, nothing is said.
    everything = set().union(*found.values())
    assert not any((start, end) == (20.0, 23.0) for start, end, _ in everything)
    assert (10.0, 14.0, 0) not in everything


def test_rejected_is_background_or_incomplete_and_as_much_as_the_rest(store, tmp_path):
    found = taught(corrected(store, tmp_path)["full"])
    assert (40.0, 40.4, -1) in found[BACKGROUND]
    # Half of what is background fooled a network.
    assert len(found[BACKGROUND]) == 2
    # This one begins before the throw that was drawn and ends in it.
    assert (48.0, 50.6, 1) in found[INCOMPLETE]


def test_nothing_here_teaches_background_alone(store, tmp_path):
    empty = corrected(store, tmp_path)["empty"]
    assert len(empty.truth) == 0
    found = taught(empty)
    assert (found[FOREGROUND], found[INCOMPLETE]) == (set(), set())
    # What was suggested there is wrong without being judged one by one.
    assert {(float(a), float(b), -1) for a, b in SUGGESTED.values()} <= found[BACKGROUND]


def test_what_was_not_judged_at_all_teaches_nothing(store, tmp_path):
    """Without "nothing here" and with suggestions waiting, a video is no example."""
    videos = corrected(store, tmp_path)
    assert set(videos) == {"full", "empty"}
    timeline = store.timeline("empty")
    ProjectEditor(store).do(timeline, SetSheet(Sheet()), "Something here")
    assert [one["name"] for one in corrections_of(store)["videos"]] == ["full"]
