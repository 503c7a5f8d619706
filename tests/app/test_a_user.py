"""A machine plays a person over the real document and file, and checks what must always hold.

What the file says is read by plain SQLite, and the history is replayed without the program.
"""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.domain import edits, several
from app.domain.errors import EditRefused
from app.domain.project import Run
from app.domain.segment import Segment
from app.domain.timeline import DURATION_SLACK_S, Verdict
from tests.factories import make_graph, make_suggestion, make_video
from tests.replay import acts_of, in_state_form, is_whole, replayed, state_of
from tests.sessions import make_document, open_project, settle

DURATION_S = 60.0
times = st.floats(0, DURATION_S, allow_nan=False)
picks = st.integers(0, 1000)
choices = st.lists(picks, min_size=1, max_size=4)


def picked(entries, pick):
    """Return an id. Ids are drawn anew in each replay, so they must not say what is picked."""
    every = sorted(entries, key=lambda one: (one.segment, type(one).__name__, one.label_id))
    return every[pick % len(every)].id


class Person(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.videos = [self.folder / "films" / name for name in ("a.mp4", "b.mp4")]
        self.videos[0].parent.mkdir()
        self.document = make_document()
        self.problems = []
        self.document.problem.connect(lambda *words: self.problems.append(words))
        project = self.folder / "work" / "p.pgcn"
        project.parent.mkdir()
        self.document.create(project)
        settle(self.document)
        for n, path in enumerate(self.videos, start=1):
            path.write_text(path.name)
            self.store.add_video(make_video(f"video-{n}", path=path, duration_s=DURATION_S))
        self.labels = [one.id for one in self.store.ensure_labels(["a", "b", "c"]).values()]
        self.n_runs = self.n_kills = 0
        self.document.close()
        open_project(self.document, project)

    @property
    def store(self):
        return self.document.store

    @property
    def timeline(self):
        return self.document.video.timeline

    def act(self, make_edit):
        """Do an edit that may be refused; a refusal must change nothing."""
        before = (dict(self.timeline.annotations), dict(self.timeline.suggestions))
        n_problems = len(self.problems)
        try:
            is_done = self.document.do(make_edit(), "act")
        except EditRefused:
            is_done = False
        if not is_done:
            assert before == (self.timeline.annotations, self.timeline.suggestions)
        else:
            assert len(self.problems) == n_problems

    def annotation(self, pick):
        return picked(self.timeline.annotations.values(), pick)

    def suggestion(self, pick):
        return picked(self.timeline.suggestions.values(), pick)

    def entry(self, pick):
        timeline = self.timeline
        return picked([*timeline.annotations.values(), *timeline.suggestions.values()], pick)

    has_annotation = precondition(lambda self: self.timeline.annotations)
    has_suggestion = precondition(lambda self: self.timeline.suggestions)
    has_entry = precondition(lambda self: self.timeline.annotations or self.timeline.suggestions)

    # ------------------------------------------------------------ acts
    @rule(start_s=times, length_s=times, label=picks)
    def draw(self, start_s, length_s, label):
        label_id = self.labels[label % len(self.labels)]
        self.act(lambda: edits.draw(label_id, Segment(start_s, start_s + length_s)))

    @has_suggestion
    @rule(pick=picks)
    def accept(self, pick):
        self.act(lambda: edits.accept(self.timeline, self.suggestion(pick)))

    @has_suggestion
    @rule(pick=picks)
    def reject(self, pick):
        self.act(lambda: edits.reject(self.timeline, self.suggestion(pick)))

    @has_entry
    @rule(pick=picks, label=picks)
    def relabel(self, pick, label):
        label_id = self.labels[label % len(self.labels)]
        self.act(lambda: edits.relabel(self.timeline, self.entry(pick), label_id))

    @has_entry
    @rule(pick=picks, edge=st.sampled_from(["start", "end"]), time_s=st.floats(-5, DURATION_S + 5))
    def drag_edge(self, pick, edge, time_s):
        self.act(lambda: edits.drag_edge(self.timeline, self.entry(pick), edge, time_s))

    @has_annotation
    @rule(pick=picks)
    def delete(self, pick):
        self.act(lambda: edits.delete(self.timeline, self.annotation(pick)))

    @has_entry
    @rule(
        chosen=choices,
        time_s=times,
        act=st.sampled_from(["retime", "split", "merge", "duplicate", "delete", "reject"]),
    )
    def act_on_several(self, chosen, time_s, act):
        ids = [self.entry(pick) for pick in chosen]
        if act == "retime":
            self.act(lambda: several.retime(self.timeline, self.moved(ids, time_s - 30)))
            return
        more = (time_s,) if act == "split" else ()
        self.act(lambda: getattr(several, act)(self.timeline, ids, *more))

    def moved(self, ids, by_s):
        """The segments of some entries, later by so much; earlier than the video none begins."""
        found = {one: self.timeline.find(one).segment for one in ids}
        return {
            one: Segment(max(old.start_s + by_s, 0), max(old.start_s + by_s, 0) + old.duration_s)
            for one, old in found.items()
        }

    # ------------------------------------------------------------ the history
    @rule()
    def undo(self):
        self.document.undo()
        settle(self.document)

    @rule()
    def redo(self):
        self.document.redo()
        settle(self.document)

    @rule(pick=picks)
    def go_to(self, pick):
        moments = [0, *(act_id for act_id, _ in acts_of(self.store.path))]
        act_id = moments[pick % len(moments)]
        self.document.go_to_act(act_id)
        settle(self.document)
        standing = [each for each, is_undone in acts_of(self.store.path) if not is_undone]
        assert max(standing, default=0) == act_id

    @rule()
    def undo_all_and_redo_all(self):
        before = state_of(self.store.path)
        newest = self.store.next_act(is_undone=True)
        self.document.go_to_act(0)
        settle(self.document)
        assert state_of(self.store.path) == {}
        assert self.document.undo_caption == ""
        if newest is not None:
            self.document.go_to_act(newest.id)
            settle(self.document)
        assert state_of(self.store.path) == before

    # ------------------------------------------------------------ the world
    @rule(found=st.lists(st.tuples(times, st.floats(0.1, 5)), max_size=4))
    def a_run_arrives(self, found):
        annotations = dict(self.timeline.annotations)
        judged = {
            one.id: one.verdict
            for one in self.timeline.suggestions.values()
            if one.verdict is not Verdict.PENDING
        }
        self.n_runs += 1
        video_id = self.timeline.video_id
        run = Run(f"run-{self.n_runs}", video_id, datetime.now(UTC), "cold start", False, "", "{}")
        inside = [(start_s, min(start_s + length_s, DURATION_S)) for start_s, length_s in found]
        suggestions = [
            make_suggestion(f"{run.id}-{i}", *ends, label_id=self.labels[0], run_id=run.id)
            for i, ends in enumerate(inside)
            if ends[0] < ends[1]
        ]
        self.store.record_run(run, suggestions, make_graph())
        self.document.reload_timeline(video_id)
        settle(self.document)
        assert self.timeline.annotations == annotations
        assert (
            judged.items() <= {s.id: s.verdict for s in self.timeline.suggestions.values()}.items()
        )

    @rule(number=picks)
    def switch_video(self, number):
        videos = self.document.videos
        self.document.open_video(videos[number % len(videos)].id)
        settle(self.document)

    @rule()
    def reopen(self):
        path = self.store.path
        self.document.close()
        open_project(self.document, path)

    @rule()
    def kill(self):
        """Go on with the files as they lie there while the program works."""
        self.n_kills += 1
        was = self.store.path
        left = self.folder / f"killed-{self.n_kills}"
        shutil.copytree(was.parent, left)
        self.document.close()
        open_project(self.document, left / was.name)
        assert self.document.read_only_reason == ""

    @rule()
    def back_up(self):
        copy = self.store.back_up()
        if copy is not None:
            assert is_whole(copy)
            assert state_of(copy) == state_of(self.store.path)

    # ------------------------------------------------------------ what always holds
    @invariant()
    def the_screen_says_what_the_file_says(self):
        on_disk = state_of(self.store.path).get(self.timeline.video_id, ({}, {}))
        timeline = self.timeline
        shown = in_state_form(timeline.annotations.values(), timeline.suggestions.values())
        assert shown == on_disk
        assert self.store.timeline(timeline.video_id).suggestions == timeline.suggestions

    @invariant()
    def the_history_makes_the_file(self):
        assert replayed(self.store.path) == state_of(self.store.path)
        acts = acts_of(self.store.path)
        assert [undone for _, undone in acts] == sorted(undone for _, undone in acts)

    @invariant()
    def every_segment_is_valid_and_inside(self):
        for one in self.timeline.annotations.values():
            segment = one.segment
            assert 0 <= segment.start_s < segment.end_s <= DURATION_S + DURATION_SLACK_S

    @invariant()
    def what_was_accepted_is_owned(self):
        owned = {one.suggestion_id for one in self.timeline.annotations.values()} - {None}
        accepted = {
            one.id for one in self.timeline.suggestions.values() if one.verdict is Verdict.ACCEPTED
        }
        assert owned == accepted

    def teardown(self):
        if hasattr(self, "document"):
            self.document.close()
            self.document.deleteLater()
            shutil.rmtree(self.folder)


def test_a_person(qapp):
    run_state_machine_as_test(
        Person, settings=settings(max_examples=10, stateful_step_count=25, deadline=None)
    )


@pytest.mark.slow
def test_a_person_for_a_long_day(qapp):
    run_state_machine_as_test(
        Person, settings=settings(max_examples=60, stateful_step_count=60, deadline=None)
    )
