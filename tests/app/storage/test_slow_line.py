"""A server at the end of a slow line, and of one that goes dead."""

from pathlib import Path
from threading import Event

import pytest
from sqlalchemy.exc import DBAPIError

from app.domain.edits import MoveAnnotation, SetRemark, SetSheet, accept, draw
from app.domain.errors import ProjectError
from app.domain.segment import Segment
from app.domain.timeline import Remark, Sheet
from app.services import working
from app.storage import server_database, watched_line
from app.storage.server import ServerProjects
from tests.editor import Editor
from tests.factories import make_graph, make_run, make_suggestion, make_video
from tests.fakes import FakeLocalizer
from tests.slow_line import slow_line


@pytest.fixture
def line(postgres):
    with slow_line(postgres) as line:
        yield line


@pytest.fixture
def impatient(monkeypatch):
    """Take silence for death sooner than a person would."""
    monkeypatch.setattr(watched_line, "SILENCE_S", 0.3)
    monkeypatch.setattr(watched_line, "ASK_TIMEOUT_S", 2)
    monkeypatch.setitem(watched_line.LINE_OPTIONS, "connect_timeout", 2)


@pytest.fixture
def two(postgres, server_template, line, tmp_path):
    """Anna's store by the line and Ben's beside it."""
    servers = ServerProjects(tmp_path / "servers")
    place = postgres.new_place(like=server_template)
    anna = servers.open(line.place(place))
    ben = servers.open(Path(str(place).replace("anna@", "ben@")))
    anna.add_video(make_video())
    label = anna.ensure_labels(["High jump"])["High jump"]
    found = [make_suggestion(f"run-1-{n}", 3 + n, 4 + n, label_id=label.id) for n in range(3)]
    anna.record_run(make_run("run-1"), found, make_graph())
    yield anna, ben
    line.come_back()
    anna.close()
    ben.close()


def jump(store, start_s):
    (label,) = store.labels()
    return draw(label.id, Segment(start_s, start_s + 1))


def starts(store):
    found = store.timeline("video-1").annotations.values()
    return sorted(one.segment.start_s for one in found)


class Exchanges:
    def __init__(self, line):
        self._line = line

    def of(self, call):
        before = self._line.n_exchanges
        call()
        return self._line.n_exchanges - before


def test_an_act_is_three_exchanges(two, line):
    """The turn, what is stored, what is to be stored; on a slow line nothing else counts."""
    anna, exchanges = Editor(two[0]), Exchanges(line)
    drawn = jump(two[0], 10)
    one = drawn.annotation.id
    edits = [
        drawn,
        MoveAnnotation(one, Segment(10, 13)),
        accept(anna.timeline, "run-1-0"),
        SetRemark(one, Remark("clean", ("good",))),
        SetSheet(Sheet(note="indoors")),
    ]
    assert [exchanges.of(lambda edit=edit: anna.do(edit, "Act")) for edit in edits] == [3] * 5
    assert exchanges.of(anna.undo) == exchanges.of(anna.redo) == 7
    assert starts(two[1]) == [3, 10]
    assert two[1].timeline("video-1").annotations[one].remark == Remark("clean", ("good",))
    assert two[1].timeline("video-1").sheet.note == "indoors"


def test_what_is_read_is_one_exchange(two, line):
    anna, exchanges = two[0], Exchanges(line)
    revision = anna.colleagues.news(0).revision
    reads = {
        "timeline": lambda: anna.timeline("video-1"),
        "video": lambda: anna.video("video-1"),
        "videos": anna.videos,
        "labels": anna.labels,
        "news": lambda: anna.colleagues.news(revision),
        "next acts": anna.next_acts,
        "acts": lambda: anna.acts(0, 200),
        "run": lambda: anna.run("run-1"),
        "graph": lambda: anna.run_graph("run-1"),
        "queue": anna.queue.counts,
    }
    assert {name: exchanges.of(read) for name, read in reads.items()} == dict.fromkeys(reads, 1)


def test_what_is_read_at_once_is_of_one_moment(two):
    """Ben's act comes between the statements of what Anna reads; she sees all or nothing of it."""
    anna, ben = two
    with anna._database.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM annotations").scalar()
        Editor(ben).do(jump(ben, 7), "Draw")
        after = connection.exec_driver_sql("SELECT count(*) FROM annotations").scalar()
    assert before == after
    assert starts(anna) == [7]


def test_a_dead_line_is_known_in_seconds_and_nothing_was_stored(impatient, two, line):
    anna = Editor(two[0])
    anna.do(jump(two[0], 1), "Draw")
    edit = jump(two[0], 5)
    line.go_dead()
    with pytest.raises(ProjectError, match="cannot be reached"):
        anna.do(edit, "Draw")
    # The screen says what is stored.
    assert [one.segment.start_s for one in anna.timeline.annotations.values()] == [1]
    assert starts(two[1]) == [1]
    with pytest.raises(ProjectError, match="cannot be reached"):
        two[0].timeline("video-1")


def test_a_line_that_comes_back_is_used_again(impatient, two, line):
    anna, edit = Editor(two[0]), jump(two[0], 5)
    line.go_dead()
    with pytest.raises(ProjectError):
        anna.do(edit, "Draw")
    line.come_back()
    anna.do(jump(two[0], 7), "Draw")
    assert 7 in starts(two[1])


def test_a_slow_answer_is_no_dead_line(impatient, two):
    """The server thinks for longer than the silence that is taken for death."""
    with two[0]._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT 1 FROM pg_sleep(1)").scalar() == 1


def test_connections_that_broke_since_are_renewed_unseen(two, line):
    anna = Editor(two[0])
    anna.do(jump(two[0], 1), "Draw")
    line.break_off()
    anna.do(jump(two[1], 5), "Draw")
    line.break_off()
    assert starts(two[0]) == [1, 5]


def test_connections_that_rested_are_tried_out_first(two, line, monkeypatch):
    """A worker asks rarely; the server may have been started anew meanwhile."""
    assert two[0].queue.put(["video-1"]) == 1
    monkeypatch.setattr(server_database, "SURE_FOR_S", -1.0)
    line.break_off()
    job = two[0].queue.take("worker")
    line.break_off()
    assert two[0].queue.keep(job, "worker")


def test_what_a_worker_has_found_outlives_a_dead_line(impatient, two, line, monkeypatch):
    store = two[0]
    store.queue.put(["video-1"])
    monkeypatch.setattr(working, "WAIT_S", 0.01)
    refused = []

    def dead_at_first(call):
        def called(*arguments):
            if not refused or refused[-1] is not call:
                line.go_dead()
            try:
                return call(*arguments)
            except ProjectError:
                refused.append(call)
                line.come_back()
                raise

        return called

    ensure, finish = store.ensure_labels, store.queue.finish
    monkeypatch.setattr(store, "ensure_labels", dead_at_first(ensure))
    monkeypatch.setattr(store.queue, "finish", dead_at_first(finish))
    worker = working.Worker(store, FakeLocalizer())
    worker.work(lambda *_: None, Event())
    assert (worker.n_done, refused) == (1, [ensure, finish])
    assert len(two[1].runs_of("video-1")) == 2


def test_a_line_that_dies_within_an_act_holds_the_others_up_for_seconds_only(two, line):
    """The server ends an act that stands still; whoever waits for the turn then gets it."""
    ben = Editor(two[1])
    act = two[0]._database.writing()
    connection = act.__enter__()
    line.go_dead()
    ben.do(jump(two[1], 5), "Draw")
    line.come_back()
    with pytest.raises(DBAPIError) as cut_off:
        connection.exec_driver_sql("UPDATE videos SET note = 'half'")
    with pytest.raises(ProjectError, match="cannot be reached"):
        act.__exit__(DBAPIError, cut_off.value, None)
    assert starts(two[1]) == [5]
    assert two[1].timeline("video-1").sheet.note == ""


def test_undo_passes_over_what_a_colleague_has_undone(two):
    """Ben's act before mine stands undone: mine is still the next to undo, and to redo."""
    ben = Editor(two[1])
    ben.do(jump(two[1], 1), "Draw")
    anna = Editor(two[0])
    anna.do(jump(two[0], 5), "Draw")
    ben = Editor(two[1])
    ben.undo()
    anna = Editor(two[0])
    anna.undo()
    assert starts(two[0]) == []
    anna.redo()
    assert starts(two[0]) == [5]
