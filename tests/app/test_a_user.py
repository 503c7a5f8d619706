"""A machine plays a person over the real store, and checks what must always hold."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain import edits
from app.domain.errors import EditRefused
from app.domain.project import Run
from app.domain.segment import Segment
from app.domain.timeline import DURATION_SLACK_S, Verdict
from app.services.editing import TimelineEditor
from app.storage.files import SqliteProjectFiles
from tests.factories import make_graph, make_suggestion, make_video

DURATION_S = 60.0
times = st.floats(0, DURATION_S, allow_nan=False)
picks = st.integers(0, 1000)


class Person(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.files = SqliteProjectFiles()
        self.store = self.files.create(self.folder / "p.pgcn")
        self.store.add_video(make_video(duration_s=DURATION_S))
        self.labels = [one.id for one in self.store.ensure_labels(["a", "b", "c"]).values()]
        self.n_runs = 0
        self.look()

    def look(self):
        self.editor = TimelineEditor(self.store, self.store.timeline("video-1"))

    @property
    def timeline(self):
        return self.editor.timeline

    def act(self, make_edit):
        """Do an edit that may be refused; a refusal must change nothing."""
        before = (dict(self.timeline.annotations), dict(self.timeline.suggestions))
        try:
            self.editor.do(make_edit(), "act")
        except EditRefused:
            assert before == (self.timeline.annotations, self.timeline.suggestions)

    def annotation(self, pick):
        return sorted(self.timeline.annotations)[pick % len(self.timeline.annotations)]

    def suggestion(self, pick):
        return sorted(self.timeline.suggestions)[pick % len(self.timeline.suggestions)]

    def entry(self, pick):
        every = sorted([*self.timeline.annotations, *self.timeline.suggestions])
        return every[pick % len(every)]

    has_annotation = precondition(lambda self: self.timeline.annotations)
    has_suggestion = precondition(lambda self: self.timeline.suggestions)
    has_entry = precondition(lambda self: self.timeline.annotations or self.timeline.suggestions)

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

    @rule()
    def undo(self):
        standing = [entry for entry in self.editor.history() if not entry.is_undone]
        if standing:
            self.editor.undo(standing[-1])

    @rule()
    def redo(self):
        undone = [entry for entry in self.editor.history() if entry.is_undone]
        if undone:
            self.editor.redo(undone[0])

    @rule(found=st.lists(st.tuples(times, st.floats(0.1, 5)), max_size=4))
    def a_run_arrives(self, found):
        annotations = dict(self.timeline.annotations)
        judged = {
            one.id: one.verdict
            for one in self.timeline.suggestions.values()
            if one.verdict is not Verdict.PENDING
        }
        self.n_runs += 1
        run = Run(f"run-{self.n_runs}", "video-1", datetime.now(UTC), "cold start", False, "", "{}")
        inside = [(start_s, min(start_s + length_s, DURATION_S)) for start_s, length_s in found]
        suggestions = [
            make_suggestion(f"{run.id}-{i}", *ends, label_id=self.labels[0], run_id=run.id)
            for i, ends in enumerate(inside)
            if ends[0] < ends[1]
        ]
        self.store.record_run(run, suggestions, make_graph())
        self.look()
        assert self.timeline.annotations == annotations
        assert (
            judged.items() <= {s.id: s.verdict for s in self.timeline.suggestions.values()}.items()
        )

    @rule()
    def reopen(self):
        self.store.close()
        self.store = self.files.open(self.folder / "p.pgcn")
        self.editor = TimelineEditor(self.store, self.timeline)

    @rule()
    def undo_all_and_redo_all(self):
        before = (dict(self.timeline.annotations), dict(self.timeline.suggestions))
        standing = [entry for entry in self.editor.history() if not entry.is_undone]
        undone = [self.editor.undo(entry) for entry in reversed(standing)]
        assert self.timeline.annotations == {}
        verdicts = {one.verdict for one in self.timeline.suggestions.values()}
        assert verdicts <= {Verdict.PENDING}
        for entry in reversed(undone):
            self.editor.redo(entry)
        assert before == (self.timeline.annotations, self.timeline.suggestions)

    @invariant()
    def the_file_says_what_memory_says(self):
        stored = self.store.timeline("video-1")
        assert stored.annotations == self.timeline.annotations
        assert stored.suggestions == self.timeline.suggestions

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
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)


TestPerson = Person.TestCase
TestPerson.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
