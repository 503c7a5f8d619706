"""A document without a window, and a person who works at it by a plan of chance.

As a program it waits for lines ``PROJECT JOURNAL SEED`` and works at each in a process of its own,
to be killed; before each act it writes to the journal what it begins, and what is shown after it.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from app.domain import edits, several
from app.domain.errors import EditRefused
from app.domain.segment import Segment
from app.domain.timeline import Verdict
from app.exchange.files import FileExchange
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from app.ui.backup_keeper import BackupKeeper
from app.ui.document import Document
from tests.fakes import FakeFrameSource
from tests.replay import in_state_form


def make_document() -> Document:
    frames = FakeFrameSource()
    return Document(ProjectService(SqliteProjectFiles(), frames), frames, FileExchange())


def settle(document: Document) -> None:
    """Wait until nothing is read in the background any more."""
    loop, clock = QEventLoop(), QTimer(interval=1)
    clock.timeout.connect(lambda: document.is_busy or loop.quit())
    clock.start()
    loop.exec()


def open_project(document: Document, project: Path) -> None:
    document.open(project)
    settle(document)
    document.open_video(document.videos[0].id)
    settle(document)


class Person:
    """Chooses acts by chance and does them."""

    def __init__(self, document: Document, seed: int) -> None:
        self.document = document
        self.chance = random.Random(seed)

    @property
    def timeline(self):
        return self.document.video.timeline

    def act(self, say: Callable[[str], None] = lambda _words: None) -> None:
        """Do one thing; what cannot be done now is not done."""
        name, do = self.chance.choice(
            [
                ("edit", self.edit), ("edit", self.edit), ("edit", self.edit), ("edit", self.edit),
                ("undo", self.document.undo), ("redo", self.document.redo),
                ("go_to", self.go_to), ("switch", self.switch),
            ]
        )  # fmt: skip
        say(name)
        do()
        settle(self.document)

    def go_to(self) -> None:
        acts = self.document.store.acts(0, 10_000)[-12:]
        if acts:
            self.document.go_to_act(self.chance.choice(acts).id)

    def switch(self) -> None:
        self.document.open_video(self.chance.choice(self.document.videos).id)

    def edit(self) -> None:
        shown = [*self.timeline.annotations]
        shown += [
            s.id for s in self.timeline.suggestions.values() if s.verdict is not Verdict.ACCEPTED
        ]
        some = self.chance.sample(shown, min(len(shown), self.chance.randint(1, 4)))
        try:
            made = self._made(some)
        except EditRefused:
            return
        self.document.do(made, "Act")

    def _made(self, some: list[str]) -> edits.Edit:
        timeline, chance = self.timeline, self.chance
        label = chance.choice(self.document.labels).id
        start_s = chance.uniform(0, 50)
        makers = [
            lambda: edits.draw(label, Segment(start_s, start_s + chance.uniform(0.1, 9))),
            lambda: several.retime(timeline, self._moved(some, chance.uniform(-9, 9))),
            lambda: several.split(timeline, some, start_s),
            lambda: several.merge(timeline, some),
            lambda: several.duplicate(timeline, some),
            lambda: several.delete(timeline, some),
            lambda: several.relabel(timeline, some, label),
            lambda: several.accept(timeline, some),
            lambda: several.reject(timeline, some),
        ]
        return chance.choice(makers)()

    def _moved(self, some: list[str], by_s: float) -> dict[str, Segment]:
        found = {one: self.timeline.find(one).segment for one in some}
        last_s = self.timeline.duration_s
        starts = {one: min(max(s.start_s + by_s, 0), last_s - s.duration_s)
                  for one, s in found.items()}  # fmt: skip
        return {one: Segment(starts[one], starts[one] + s.duration_s) for one, s in found.items()}


def work_until_killed(project: Path, journal: Path, seed: int) -> None:
    QCoreApplication([])
    file = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(value: object) -> None:
        os.write(file, (json.dumps(value) + "\n").encode())

    document = make_document()
    keeper = BackupKeeper(document)
    open_project(document, project)
    person = Person(document, seed)
    while True:
        write({"shown": _shown(document)})
        person.act(lambda words: write({"begin": words}))
        if person.chance.random() < 0.05:
            keeper.back_up()


def _shown(document: Document) -> object:
    if document.video is None:
        return None
    timeline = document.video.timeline
    owned, judged = in_state_form(timeline.annotations.values(), timeline.suggestions.values())
    acts = [(act.id, int(act.is_undone)) for act in document.store.acts(0, 100_000)]
    return {"video": timeline.video_id, "owned": owned, "judged": judged, "acts": acts}


def main() -> None:
    for line in sys.stdin:
        project, journal, seed = line.split("\t")
        pid = os.fork()
        if pid == 0:
            work_until_killed(Path(project), Path(journal), int(seed))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        os.waitpid(pid, 0)
        sys.stdout.write("gone\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
