"""A program killed in the middle of work has lost nothing it said was stored."""

import os
import signal
import subprocess
import sys

import pytest

from tests.factories import make_video
from tests.places import REPO

WORKER = """
import sys
from pathlib import Path
from app.domain.edits import draw
from app.domain.segment import Segment
from app.services.editing import TimelineEditor
from app.storage.files import SqliteProjectFiles

store = SqliteProjectFiles().open(Path(sys.argv[1]))
editor = TimelineEditor(store, store.timeline("video-1"))
label = store.labels()[0].id
for number in range(100_000):
    edit = draw(label, Segment(number, number + 1))
    editor.do(edit, "Draw")
    print(edit.annotation.id, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_acknowledged_edits_survive_a_kill(files, tmp_path):
    store = files.create(tmp_path / "p.pgcn")
    store.add_video(make_video(duration_s=1e6))
    store.ensure_labels(["a"])
    store.close()
    acknowledged: set[str] = set()
    for n_edits in (1, 17, 60):
        acknowledged |= _work_until_killed(store.path, n_edits)
        again = files.open(store.path)
        timeline, history = again.timeline("video-1"), again.history("video-1")
        again.close()
        assert acknowledged <= set(timeline.annotations)
        assert {entry.edit.annotation.id for entry in history} == set(timeline.annotations)


def _work_until_killed(path, n_edits) -> set[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(path)], stdout=-1, text=True, cwd=REPO
    )
    seen = [process.stdout.readline() for _ in range(n_edits)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    whole = "".join(seen) + rest
    return set(whole[: whole.rfind("\n") + 1].split())
