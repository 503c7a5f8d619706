"""A round over many videos: who is finished already, who is looked at, and what is told of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from pgcn_core.errors import OutputError, VideoError
from pgcn_core.many.folder import Failure, ResultFolder
from pgcn_core.many.one import Job
from pgcn_core.many.recipe import Identity
from pgcn_core.runtime import raise_if_cancelled

# The index is the work of a moment for a hundred videos; a killed round makes it again anyway.
_INDEX_EVERY = 50

Take = Callable[[Job, dict[str, Any] | Failure], None]


class Workers(Protocol):
    """What looks at videos: this process, or several under Ray."""

    def __call__(self, jobs: Sequence[Job], take: Take, cancel: Event) -> None:
        """Look at every video and hand each output over as soon as it is there.

        Raises:
            PgcnError: none can be looked at.
            Cancelled: the flag was set.
        """


@dataclass
class Round:
    """One call over many videos.

    Attributes:
        folder: Where results go.
        told: Told a line for each video that is done.
        outcomes: The key of each video's output, or why it has none.
        n_kept: Outputs of earlier calls that were found whole.
    """

    folder: ResultFolder
    told: Callable[[str], None]
    outcomes: dict[Path, str | Failure] = field(default_factory=dict)
    n_kept: int = 0
    _paths: dict[str, list[Path]] = field(default_factory=dict)
    _n_wanted: int = 0

    def run(
        self, videos: Sequence[Path], identity: Identity, workers: Workers, cancel: Event
    ) -> None:
        """Look at every video that has no output yet; what is finished stays, however this ends.

        Raises:
            PgcnError: none can be looked at, or results cannot be written.
            Cancelled: the flag was set.
        """
        self._n_wanted = len(videos)
        with self._indexed():
            jobs = self._open_jobs(videos, identity, cancel)
            if jobs:
                workers(jobs, self._take, cancel)

    @property
    def keys(self) -> dict[Path, str]:
        """The videos that have an output, and its key."""
        return {path: one for path, one in self.outcomes.items() if isinstance(one, str)}

    @property
    def failures(self) -> dict[Path, Failure]:
        """The videos that have none, and why."""
        return {path: one for path, one in self.outcomes.items() if isinstance(one, Failure)}

    def _open_jobs(self, videos: Sequence[Path], identity: Identity, cancel: Event) -> list[Job]:
        from pgcn_core.video.container import fingerprint  # noqa: PLC0415 - loads FFmpeg

        jobs: list[Job] = []
        for path in videos:
            raise_if_cancelled(cancel)
            try:
                key = identity.key(fingerprint(path), path.stem)
            except VideoError as error:
                self._settle(path, Failure.of(error))
                continue
            if key in self._paths:  # the same content under another name
                self._paths[key].append(path)
            elif self.folder.read(key) is not None:
                self.outcomes[path] = key
                self.n_kept += 1
            else:
                self._paths[key] = [path]
                jobs.append(Job(path, key))
        return jobs

    def _take(self, job: Job, output: dict[str, Any] | Failure) -> None:
        if not isinstance(output, Failure):
            self.folder.keep(job.key, output)
        for path in self._paths[job.key]:
            self._settle(path, output if isinstance(output, Failure) else job.key, output)
        if len(self.outcomes) % _INDEX_EVERY == 0:
            self.folder.write_index(self.outcomes)

    def _settle(
        self, path: Path, outcome: str | Failure, output: dict[str, Any] | Failure | None = None
    ) -> None:
        self.outcomes[path] = outcome
        what = str(outcome) if isinstance(outcome, Failure) else _found(output)
        self.told(f"{len(self.outcomes)} of {self._n_wanted}: {path.name}: {what}")

    @contextlib.contextmanager
    def _indexed(self) -> Iterator[None]:
        """Write the index at the end; where that is all that fails on the way out, let it."""
        try:
            yield
        except BaseException:
            with contextlib.suppress(OutputError):
                self.folder.write_index(self.outcomes)
            raise
        self.folder.write_index(self.outcomes)


def _found(output: dict[str, Any] | Failure | None) -> str:
    if not isinstance(output, dict):
        return ""
    count = sum(len(one) for one in output["results"].values())
    words = f"{count} detection{'' if count == 1 else 's'}"
    until_s = output["external_data"]["video"]["unreadable_after_s"]
    return words if until_s is None else f"{words}; damaged, cannot be read after {until_s:.1f} s"
