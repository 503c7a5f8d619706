"""The queue of analyses: every job once, also when workers die."""

import subprocess
import sys
import time
from dataclasses import replace
from threading import Event

import pytest
from click.testing import CliRunner

from app import bootstrap
from app.cli.group import cli
from app.domain.errors import Cancelled, EngineError, MediaError, ProjectError
from app.services.ports import QueueCounts
from app.services.working import Worker, queue_of
from app.storage.server import ServerProjects
from tests.factories import make_video
from tests.fakes import FakeLocalizer

# A worker as a process: writes a line for every job it begins, and takes a while over each.
WORKER = """
import sys, time
from pathlib import Path
from threading import Event
from app.services.working import Worker, WorkerWatch
from app.storage.server import ServerProjects
from tests.fakes import FakeLocalizer

class Slow(FakeLocalizer):
    def localize(self, video, *, progress, cancel):
        print(video.stem, flush=True)
        for _ in range(10):
            time.sleep(0.01)
        if sys.argv[3] == "stuck":
            time.sleep(600)
        return super().localize(video, progress=progress, cancel=cancel)

store = ServerProjects(Path(sys.argv[2])).open(Path(sys.argv[1]))
store.queue.lease_s = 3.0
worker = Worker(store, Slow(), name=sys.argv[4])
worker.work(lambda *_: None, Event())
print("done", worker.n_done, flush=True)
store.close()
"""


@pytest.fixture
def place(postgres, server_template):
    return postgres.new_place(like=server_template)


@pytest.fixture
def shared(place, tmp_path):
    store = ServerProjects(tmp_path / "servers").open(place)
    yield store
    store.close()


def filled(store, n):
    for number in range(n):
        store.add_video(make_video(f"v{number:02}"))
    return store.queue.put([video.id for video in store.videos()])


def started(place, folder, name, how=""):
    arguments = [sys.executable, "-c", WORKER, str(place), str(folder), how, name]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_a_job_waits_once(shared):
    assert filled(shared, 2) == 2
    assert shared.queue.put(["v00", "v01", "v01"]) == 0
    job = shared.queue.take("one")
    assert (job.video_id, job.n_tries) == ("v00", 1)
    assert shared.queue.put(["v00"]) == 0
    assert shared.queue.counts() == QueueCounts(1, 1, 0, 0)
    assert shared.queue.take("two").video_id == "v01"
    assert shared.queue.take("three") is None


def test_two_workers_and_one_that_dies_do_twenty_jobs_once_each(shared, place, tmp_path):
    assert filled(shared, 20) == 20
    stuck = started(place, tmp_path, "stuck", "stuck")
    assert stuck.stdout.readline().strip() == "v00"
    workers = [started(place, tmp_path, name) for name in ("one", "two")]
    stuck.kill()
    stuck.wait(10)
    stuck.stdout.close()
    said = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    begun = [word for words in said for word in words if word.startswith("v")]
    # The dead one's job was done by one of the others, and none was begun twice.
    assert sorted(begun) == [f"v{n:02}" for n in range(20)]
    assert all(len(words) > 2 for words in said)
    assert shared.queue.counts() == QueueCounts(0, 0, 20, 0)
    assert [len(shared.runs_of(video.id)) for video in shared.videos()] == [1] * 20


def test_a_worker_that_lost_its_job_stores_nothing(shared):
    filled(shared, 1)
    shared.queue.lease_s = -1.0
    slow = shared.queue.take("slow")
    shared.queue.lease_s = 60.0
    quick = Worker(shared, FakeLocalizer(), name="quick")
    quick.work(lambda *_: None, Event())
    assert quick.n_done == 1
    assert not shared.queue.keep(slow, "slow")
    shared.queue.fail(slow, "slow", "too late")
    shared.queue.give_back(slow, "slow")
    assert shared.queue.counts() == QueueCounts(n_done=1)


def test_the_heart_beats_while_one_works(shared):
    filled(shared, 1)
    shared.queue.lease_s = 0.6

    class Slow(FakeLocalizer):
        def localize(self, video, *, progress, cancel):
            time.sleep(1.5)
            assert shared.queue.take("thief") is None
            return super().localize(video, progress=progress, cancel=cancel)

    worker = Worker(shared, Slow())
    worker.work(lambda *_: None, Event())
    assert (worker.n_done, shared.queue.counts().n_done) == (1, 1)


def test_a_video_that_cannot_be_read_fails_and_the_others_go_on(shared):
    filled(shared, 2)

    class Picky(FakeLocalizer):
        def localize(self, video, *, progress, cancel):
            if video.stem == "v00":
                raise MediaError("It is no video.")
            return super().localize(video, progress=progress, cancel=cancel)

    worker = Worker(shared, Picky())
    worker.work(lambda *_: None, Event())
    assert (worker.n_done, worker.n_failed) == (1, 1)
    assert shared.queue.counts() == QueueCounts(n_done=1, n_failed=1)


@pytest.mark.parametrize("stopper", [Cancelled(), EngineError("No weights.")])
def test_what_stops_a_worker_gives_the_job_back(shared, stopper):
    filled(shared, 1)
    cancel = Event()

    class Stopped(FakeLocalizer):
        def localize(self, video, *, progress, cancel):
            stop.set()
            raise stopper

    stop = cancel if isinstance(stopper, Cancelled) else Event()
    with pytest.raises(type(stopper)):
        Worker(shared, Stopped()).work(lambda *_: None, cancel)
    assert shared.queue.counts() == QueueCounts(n_waiting=1)
    assert shared.queue.take("next").n_tries == 1


def test_a_job_whose_workers_die_again_and_again_fails(shared):
    filled(shared, 1)
    shared.queue.lease_s = -1.0
    for _ in range(3):
        assert shared.queue.take("mortal") is not None
    assert shared.queue.take("mortal") is None
    assert shared.queue.counts() == QueueCounts(n_failed=1)


def test_a_removed_video_is_not_analysed(shared):
    filled(shared, 1)
    shared.remove_video("v00")
    assert shared.queue.take("one") is None


def test_a_file_has_no_queue(files, tmp_path):
    store = files.create(tmp_path / "p.pgcn")
    with pytest.raises(ProjectError, match="no queue"):
        queue_of(store)
    assert store.colleagues is None
    store.close()


def test_the_verbs_fill_and_empty_a_queue(shared, place, monkeypatch):
    filled(shared, 0)
    for number in range(3):
        shared.add_video(make_video(f"v{number}"))
    build = bootstrap.build_parts

    def fake_parts():
        return replace(build(), localizer=FakeLocalizer())

    monkeypatch.setattr(bootstrap, "build_parts", fake_parts)
    url = str(place).replace("postgresql:/", "postgresql://", 1)
    added = CliRunner().invoke(cli, ["enqueue", url])
    assert (added.exit_code, added.stdout.split(".")[0]) == (0, "3 added")
    worked = CliRunner().invoke(cli, ["worker", url])
    assert worked.exit_code == 0, worked.output
    assert "3 analysed, 0 failed." in worked.stderr
    assert all(video.last_run_id for video in shared.videos())
    again = CliRunner().invoke(cli, ["enqueue", url])
    assert "0 added. 0 waiting, 0 being analysed, 3 done" in again.stdout
