"""A program killed at any moment has lost nothing it showed, and the file always opens.

The file is judged by plain SQLite and JSON, without the program.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.factories import make_graph, make_run, make_suggestion, make_video
from tests.places import REPO
from tests.replay import acts_of, is_whole, replayed, state_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


@pytest.fixture
def project(files, tmp_path):
    store = files.create(tmp_path / "p.pgcn")
    label, _ = store.ensure_labels(["High jump", "Throw discus"]).values()
    for n in (1, 2):
        path = tmp_path / f"{n}.mp4"
        path.write_text(f"video {n}")
        video = store.add_video(make_video(f"video-{n}", path=path))
        suggestions = [
            make_suggestion(f"s{n}-{i}", i, i + 3, label_id=label.id, run_id=f"run-{n}")
            for i in range(30)
        ]
        store.record_run(make_run(f"run-{n}", video_id=video.id), suggestions, make_graph())
    store.close()
    return store.path


@pytest.fixture
def zygote():
    """Starts a session in a forked process for each line: importing takes longer than working."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sessions"], stdin=-1, stdout=-1, text=True, cwd=REPO
    )
    yield process
    process.communicate()


def kill_one(zygote, project, journal, chance):
    """Let a session run for a random while, kill it, and return its journal."""
    seed = chance.randrange(10**9)
    zygote.stdin.write(f"{project}\t{journal}\t{seed}\n")
    zygote.stdin.flush()
    pid = int(zygote.stdout.readline())
    # Some die while they open the file, most while they work.
    if chance.random() < 0.8:
        while not journal.exists() or not journal.stat().st_size:
            time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.35))
    os.kill(pid, signal.SIGKILL)
    assert zygote.stdout.readline() == "gone\n"
    text = journal.read_text() if journal.exists() else ""
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def check(project, lines):
    """The file has everything that was shown, and at most the act that had just begun."""
    assert is_whole(project)
    state, acts = state_of(project), acts_of(project)
    assert state == replayed(project)
    assert sorted(acts, key=lambda act: (act[1], act[0])) == acts
    shown = [line["shown"] for line in lines if line.get("shown")]
    if not shown:
        return 0
    last, is_between = shown[-1], "begin" in lines[-1]
    owned, judged = state.get(last["video"], ({}, {}))
    is_same = acts == [tuple(act) for act in last["acts"]]
    assert is_same or is_between
    if is_same:
        assert {key: list(value) for key, value in owned.items()} == last["owned"]
        assert judged == last["judged"]
    elif lines[-1]["begin"] == "edit":
        # What stood before stands still, and one act came after it.
        standing = [tuple(act) for act in last["acts"] if not act[1]]
        assert acts[:-1] == standing
    else:
        assert [act_id for act_id, _ in acts] == [act_id for act_id, _ in last["acts"]]
    return len(shown) - 1


def kill_often(zygote, project, tmp_path, files, n_kills):
    chance = random.Random(n_kills)
    n_shown = 0
    for number in range(n_kills):
        lines = kill_one(zygote, project, tmp_path / f"journal-{number}", chance)
        n_shown += check(project, lines)
    store = files.open(project)
    assert store.read_only_reason == ""
    store.close()
    return n_shown


def test_ten_kills_lose_nothing_that_was_shown(zygote, project, tmp_path, files):
    assert kill_often(zygote, project, tmp_path, files, 10) > 20


@pytest.mark.slow
def test_two_hundred_kills_lose_nothing_that_was_shown(zygote, project, tmp_path, files):
    assert kill_often(zygote, project, tmp_path, files, 200) > 1000
