"""Several people on one server: no act is lost, nobody overwrites anybody unseen."""

import random
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.conflicts import EditConflict, Keep, settle
from app.domain.edits import MoveAnnotation, RelabelAnnotation, SetSheet, accept, draw, reject
from app.domain.errors import EditRefused, ProjectError
from app.domain.label_edits import LabelSet, rename
from app.domain.places import server_place
from app.domain.segment import Segment
from app.domain.timeline import Sheet, Verdict
from app.storage.server import ServerProjects
from tests.editor import Editor
from tests.factories import make_graph, make_run, make_suggestion, make_video


@pytest.fixture
def servers(tmp_path):
    return ServerProjects(tmp_path / "servers")


@pytest.fixture
def place(postgres, server_template):
    return postgres.new_place(like=server_template)


def as_user(place, user):
    return Path(str(place).replace("anna@", f"{user}@"))


@pytest.fixture
def two(servers, place):
    """Anna's and Ben's store of one project with a run over one video."""
    anna, ben = servers.open(place), servers.open(as_user(place, "ben"))
    anna.add_video(make_video())
    label = anna.ensure_labels(["High jump", "Throw discus"])["High jump"]
    found = [make_suggestion(f"run-1-{n}", 3 + n, 4 + n, label_id=label.id) for n in range(3)]
    anna.record_run(make_run("run-1"), found, make_graph())
    yield anna, ben
    anna.close()
    ben.close()


def labels(store):
    return {label.name: label.id for label in store.labels()}


def drawn(editor, start_s):
    one = draw(labels(editor.store)["High jump"], Segment(start_s, start_s + 1))
    editor.do(one, f"Draw at {start_s}")
    return one.annotation.id


def state(store):
    timeline = store.timeline("video-1")
    said = {one.id: one.verdict for one in timeline.suggestions.values()}
    return timeline.annotations, said


def test_acts_on_different_segments_do_not_meet(two):
    anna, ben = map(Editor, two)
    drawn(anna, 1)
    # Ben has not seen that yet; his act goes through and hers stays.
    ben.do(accept(ben.timeline, "run-1-0"), "Accept")
    annotations, said = state(two[0])
    assert sorted(a.segment.start_s for a in annotations.values()) == [1, 3]
    assert said["run-1-0"] is Verdict.ACCEPTED
    assert [act.author for act in two[0].acts(0, 9)] == ["anna", "ben"]


def test_the_same_segment_is_a_conflict_and_nothing_is_stored(two):
    anna, ben = map(Editor, two)
    one = drawn(anna, 1)
    ben = Editor(two[1])
    anna.do(MoveAnnotation(one, Segment(1, 5)), "Move")
    with pytest.raises(EditConflict, match="anna has changed the same") as refused:
        ben.do(MoveAnnotation(one, Segment(0.5, 2)), "Move")
    assert state(two[0])[0][one].segment == Segment(1, 5)
    # What Ben sees is what it was before his act.
    assert ben.timeline.annotations[one].segment == Segment(1, 2)
    (dispute,) = refused.value.conflict.disputes
    assert dispute.mine.annotations[0].segment == Segment(0.5, 2)
    assert dispute.theirs.annotations[0].segment == Segment(1, 5)
    assert [act.caption for act in two[0].acts(0, 9)] == ["Draw at 1", "Move"]


@pytest.mark.parametrize(
    ("keep", "wanted"),
    [
        (Keep.MINE, [Segment(0.5, 2)]),
        (Keep.THEIRS, [Segment(1, 5)]),
        (Keep.BOTH, [Segment(0.5, 2), Segment(1, 5)]),
    ],
)
def test_a_conflict_is_settled(two, keep, wanted):
    anna = Editor(two[0])
    one = drawn(anna, 1)
    ben = Editor(two[1])
    anna.do(MoveAnnotation(one, Segment(1, 5)), "Move")
    with pytest.raises(EditConflict) as refused:
        ben.do(MoveAnnotation(one, Segment(0.5, 2)), "Move")
    edit = settle(refused.value.conflict, {one: keep})
    ben = Editor(two[1])
    if edit is not None:
        ben.do(edit, "Settle")
    found = sorted(a.segment.start_s for a in state(two[0])[0].values())
    assert found == [segment.start_s for segment in wanted]
    assert (edit is None) == (keep is Keep.THEIRS)


def test_both_accepted_the_same_suggestion(two):
    anna, ben = map(Editor, two)
    anna.do(accept(anna.timeline, "run-1-1"), "Accept")
    with pytest.raises(EditConflict) as refused:
        ben.do(accept(ben.timeline, "run-1-1", segment=Segment(4.2, 4.9)), "Accept")
    conflict = refused.value.conflict
    (dispute,) = conflict.disputes
    assert dispute.key == "run-1-1"
    assert len(dispute.mine.annotations) == len(dispute.theirs.annotations) == 1
    ben = Editor(two[1])
    ben.do(settle(conflict, {"run-1-1": Keep.MINE}), "Mine")
    (kept,) = state(two[0])[0].values()
    assert kept.segment == Segment(4.2, 4.9)
    assert kept.suggestion_id == "run-1-1"


def test_one_rejected_what_the_other_accepted(two):
    anna, ben = map(Editor, two)
    anna.do(reject(anna.timeline, "run-1-1"), "Reject")
    with pytest.raises(EditConflict) as refused:
        ben.do(accept(ben.timeline, "run-1-1"), "Accept")
    (dispute,) = refused.value.conflict.disputes
    assert (dispute.mine.verdict, dispute.theirs.verdict) == (Verdict.ACCEPTED, Verdict.REJECTED)
    assert not dispute.may_keep_both
    ben = Editor(two[1])
    ben.do(settle(refused.value.conflict, {"run-1-1": Keep.MINE}), "Mine")
    annotations, said = state(two[0])
    assert (len(annotations), said["run-1-1"]) == (1, Verdict.ACCEPTED)


def test_the_note_on_a_video_is_disputed_too(two):
    anna, ben = map(Editor, two)
    anna.do(SetSheet(Sheet(note="hers")), "Note")
    with pytest.raises(EditConflict) as refused:
        ben.do(SetSheet(Sheet(note="his")), "Note")
    assert refused.value.conflict.sheets == (Sheet(note="his"), Sheet(note="hers"))
    assert two[0].timeline("video-1").sheet.note == "hers"
    Editor(two[1]).do(settle(refused.value.conflict, {}, Keep.MINE), "Mine")
    assert two[0].timeline("video-1").sheet.note == "his"


def test_undo_takes_back_only_my_own(two):
    anna = Editor(two[0])
    drawn(anna, 1)
    ben = Editor(two[1])
    drawn(ben, 10)
    anna.project.refresh()
    assert anna.project.undo_act.caption == "Draw at 1"
    anna.undo()
    assert [a.segment.start_s for a in state(two[0])[0].values()] == [10]
    assert anna.undo() is None
    # Ben sees his own act in the history, and not what Anna took back.
    assert [act.caption for act in two[1].acts(0, 9)] == ["Draw at 10"]
    assert two[1].n_acts() == (1, 1)
    assert two[0].n_acts() == (1, 2)
    # A new act of Ben's does not drop what Anna may do again.
    drawn(ben, 20)
    anna.redo()
    assert sorted(a.segment.start_s for a in state(two[0])[0].values()) == [1, 10, 20]


def test_what_others_built_on_is_passed_over_by_undo(two):
    anna = Editor(two[0])
    first, second = drawn(anna, 1), drawn(anna, 20)
    ben = Editor(two[1])
    ben.do(RelabelAnnotation(second, labels(two[1])["Throw discus"]), "Relabel")
    with pytest.raises(EditConflict, match="stays as it is"):
        anna.undo()
    assert set(state(two[0])[0]) == {first, second}
    assert anna.project.undo_act.caption == "Draw at 1"
    anna = Editor(two[0])
    anna.undo()
    assert set(state(two[0])[0]) == {second}


def test_news_are_what_others_did(two):
    anna, ben = two
    begin = anna.colleagues.news(0).revision
    drawn(Editor(anna), 1)
    mine = anna.colleagues.news(begin)
    assert (mine.is_new, mine.revision) == (False, begin + 1)
    drawn(Editor(ben), 5)
    drawn(Editor(anna), 9)
    news = anna.colleagues.news(mine.revision)
    assert (news.is_new, news.video_ids) == (True, {"video-1"})
    assert not anna.colleagues.news(news.revision).is_new
    ben.ensure_labels(["new"])
    assert anna.colleagues.news(news.revision).video_ids == frozenset()
    assert anna.colleagues.news(news.revision).is_new


def test_a_label_of_somebody_else_is_not_dropped(two):
    anna, ben = two
    before = LabelSet(anna.labels())
    edit = rename(before, labels(anna)["High jump"], "High leap")
    inverse = edit.apply(before)
    ben.ensure_labels(["of Ben"])
    with pytest.raises(EditConflict, match="labels"):
        anna.commit_labels(before, edit, inverse, "Rename")
    assert set(labels(anna)) == {"High jump", "Throw discus", "of Ben"}
    Editor(anna).project.do_on_labels(edit, "Rename")
    assert set(labels(ben)) == {"High leap", "Throw discus", "of Ben"}


def test_no_act_is_lost_in_a_crowd(two, servers, place):
    """Four programs act at once on a few segments; what is confirmed is there, in one order."""
    boards = [Editor(store) for store in two]
    shared = [drawn(boards[0], start_s) for start_s in (1, 11, 21)]
    confirmed: list[tuple[str, Segment]] = []
    guard = threading.Lock()
    refused = []

    def annotator(number):
        store = servers.open(as_user(place, "anna" if number % 2 else "ben"))
        chance = random.Random(number)
        for turn in range(12):
            editor = Editor(store)
            one = chance.choice(shared)
            segment = Segment(chance.uniform(0, 20), 30 + number + turn / 100)
            try:
                editor.do(MoveAnnotation(one, segment), f"{number} {turn}")
            except EditConflict:
                refused.append((number, turn))
            else:
                with guard:
                    confirmed.append((one, segment))
        store.close()

    threads = [threading.Thread(target=annotator, args=(n,)) for n in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(confirmed) + len(refused) == 48
    acts = [one for one in two[0].history("video-1") if isinstance(one.edit, MoveAnnotation)]
    assert {(a.edit.annotation_id, a.edit.segment) for a in acts} == set(confirmed)
    assert len(acts) == len(confirmed)
    # Every act began where the one before it on the same segment ended: none was overwritten.
    for one in shared:
        mine = [act for act in acts if act.edit.annotation_id == one]
        for earlier, later in pairwise(mine):
            assert later.inverse.segment == earlier.edit.segment
        if mine:
            assert state(two[0])[0][one].segment == mine[-1].edit.segment


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import text
from app.storage.server import ServerProjects
store = ServerProjects(Path(sys.argv[2])).open(Path(sys.argv[1]))
with store._database.writing() as connection:
    connection.execute(text("UPDATE videos SET note = 'half'"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_program_killed_in_the_midst_of_a_change_leaves_nothing(two, place, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(place), str(tmp_path)], timeout=60, check=False
    )
    assert done.returncode == -9
    drawn(Editor(two[1]), 1)
    assert two[0].timeline("video-1").sheet.note == ""


def test_a_server_that_stops_is_told_in_one_sentence_and_found_again(postgres, two):
    anna = Editor(two[0])
    drawn(anna, 1)
    postgres.stop()
    try:
        with pytest.raises(ProjectError, match="cannot be reached") as refused:
            drawn(anna, 5)
        assert refused.value.exit_code == 8
        assert len(anna.timeline.annotations) == 1
    finally:
        postgres.start()
    drawn(anna, 7)
    assert sorted(a.segment.start_s for a in state(two[1])[0].values()) == [1, 7]


def test_what_cannot_be_opened_is_told(postgres, servers, place, tmp_path):
    with pytest.raises(ProjectError, match="no database nowhere"):
        servers.open(postgres.place("nowhere", "anna"))
    with pytest.raises(ProjectError, match="cannot be reached"):
        servers.open(Path(f"postgresql:/anna@/p?host={str(tmp_path).replace('/', '%2F')}"))
    with pytest.raises(ProjectError, match="lack the right"):
        servers.open(as_user(place, "guest"))
    other = postgres.new_place()
    postgres.sql("CREATE TABLE wine (year int)", database=other.name.split("?")[0])
    with pytest.raises(ProjectError, match="belongs to something else"):
        servers.open(other)


def test_one_who_may_only_look_only_looks(postgres, servers, place, two):
    name = place.name.split("?")[0]
    postgres.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest", database=name)
    store = servers.open(as_user(place, "guest"))
    assert "look at" in store.read_only_reason
    assert len(store.videos()) == 1
    with pytest.raises(ProjectError, match="look at"):
        store.ensure_labels(["x"])
    store.close()


def test_a_text_with_a_nul_is_refused(two):
    with pytest.raises(EditRefused, match="cannot store"):
        Editor(two[0]).do(SetSheet(Sheet(note="a\x00b")), "Note")


def test_a_password_is_never_kept():
    for address in ("postgresql://a:secret@h/d", "postgresql://h/d?password=secret"):
        with pytest.raises(ProjectError, match="password in it") as refused:
            server_place(address)
        assert "secret" not in str(refused.value)
