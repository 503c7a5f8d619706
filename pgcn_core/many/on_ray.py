"""Many videos on several processes or machines, with Ray.

Nothing leaves the machine unless a cluster is named: usage statistics and the dashboard are off,
and a cluster of our own listens on 127.0.0.1 only.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import socket
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from pgcn_core.errors import PgcnError, SettingsError
from pgcn_core.many.folder import Failure
from pgcn_core.many.one import Job, bug, output_of
from pgcn_core.many.recipe import Recipe
from pgcn_core.many.round import Take
from pgcn_core.runtime import install_command, no_progress, raise_if_cancelled

LOCAL = "local"
# A video is given to so many workers before it is told to be what ends them.
MOST_ATTEMPTS = 3
# So many workers ended in a row, with nothing finished in between, are not the fault of one video.
MOST_DEATHS = 6
# How long the door of a cluster is knocked at.
_KNOCK_S = 5.0
# How long a cancel flag may go unseen.
_POLL_S = 0.2
# A worker is given so many cores where their number is not said.
_CORES_EACH = 4
# Results are small; by default Ray would set a third of the memory aside for them.
_STORE_BYTES = 100 * 2**20
_MINE = Path(__file__).parents[2]


class VideoWorker:
    """Lives in a process of its own: an engine, loaded at the first video and kept."""

    def __init__(self, recipe: Recipe, n_threads: int) -> None:
        self._recipe = recipe
        self._n_threads = n_threads
        self._engine: Any = None

    def output(self, path: Path) -> dict[str, Any] | Failure | PgcnRefusal:
        """Return a video's output, why it has none, or why none can be looked at here."""
        try:
            if self._engine is None:
                self._engine = self._loaded()
            return output_of(path, self._engine, no_progress, None)
        except PgcnError as error:
            return PgcnRefusal(Failure.of(error))

    def _loaded(self) -> Any:  # noqa: ANN401 - an Engine, whose module loads torch
        import torch  # noqa: PLC0415 - in the worker only

        torch.set_num_threads(self._n_threads)
        return self._recipe.load()


@dataclass(frozen=True, slots=True)
class PgcnRefusal:
    """What would befall every video: missing weights, a full disk."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class RayWorkers:
    """``Workers`` under Ray.

    Args:
        recipe: How each makes its engine.
        address: Of a running cluster, or ``local`` for one of our own that ends with us.
        count: How many; 0 leaves it to the machine.
    """

    recipe: Recipe
    address: str = LOCAL
    count: int = 0

    def __call__(self, jobs: Sequence[Job], take: Take, cancel: Event) -> None:
        """See ``Workers``.

        Raises:
            SettingsError: Ray is not installed, the cluster is not there, or workers keep ending.
        """
        ray = _ray()
        on_gpu = _wants_gpu(self.recipe.device)
        with _joined(ray, self.address, self._local_count(on_gpu=on_gpu)):
            cores = int(ray.cluster_resources().get("CPU", 1))
            count = min(self.count or self._default(ray, cores, on_gpu=on_gpu), len(jobs))
            here = _cores() if self.address == LOCAL else cores
            needs = {"num_cpus": 1 if self.address == LOCAL else max(1, cores // count)}
            needs |= {"num_gpus": 1} if on_gpu else {}
            remote = ray.remote(VideoWorker).options(max_restarts=0, **needs)
            crew = _Crew(ray, remote, (self.recipe, max(1, here // count)), deque(jobs))
            crew.work(count, take, cancel)

    def _local_count(self, *, on_gpu: bool) -> int:
        return self.count or (_gpus() if on_gpu else max(1, _cores() // _CORES_EACH))

    def _default(self, ray: Any, cores: int, *, on_gpu: bool) -> int:  # noqa: ANN401 - a module
        if on_gpu:
            return max(1, int(ray.cluster_resources().get("GPU", 1)))
        return cores if self.address == LOCAL else max(1, cores // _CORES_EACH)


@dataclass
class _Crew:
    """Hands a video to each idle worker, and takes a new one for each that ended."""

    ray: Any
    remote: Any
    told: tuple[Recipe, int]
    waiting: deque[Job]
    attempts: Counter[str] = field(default_factory=Counter)
    busy: dict[Any, tuple[Any, Job]] = field(default_factory=dict)
    n_deaths: int = 0

    def work(self, count: int, take: Take, cancel: Event) -> None:
        idle = [self.remote.remote(*self.told) for _ in range(count)]
        while self.waiting or self.busy:
            raise_if_cancelled(cancel)
            while idle and self.waiting:
                worker, job = idle.pop(), self.waiting.popleft()
                self.busy[worker.output.remote(job.path.absolute())] = (worker, job)
            done, _ = self.ray.wait(list(self.busy), timeout=_POLL_S)
            for answer in done:
                worker, job = self.busy.pop(answer)
                idle.append(self._taken(answer, worker, job, take))

    def _taken(self, answer: Any, worker: Any, job: Job, take: Take) -> Any:  # noqa: ANN401 - Ray's handles
        """Hand an answer over; return the worker that goes on."""
        try:
            output = self.ray.get(answer)
        except self.ray.exceptions.RayActorError:
            self._put_back(job, take)
            return self.remote.remote(*self.told)
        except self.ray.exceptions.RayError as error:
            output = bug(job.path, error)
        if isinstance(output, PgcnRefusal):
            raise _refused(output.failure)
        self.n_deaths = 0
        take(job, output)
        return worker

    def _put_back(self, job: Job, take: Take) -> None:
        """Try a video again whose worker ended, unless it has ended too many."""
        self.attempts[job.key] += 1
        self.n_deaths += 1
        if self.n_deaths >= MOST_DEATHS:
            raise SettingsError(
                f"{self.n_deaths} workers ended unexpectedly one after the other.",
                "Ask for fewer with --workers: the memory may be too small for so many.",
            )
        if self.attempts[job.key] < MOST_ATTEMPTS:
            self.waiting.append(job)
            return
        take(job, Failure(
            f"{job.path.name} ended the worker that looked at it, {MOST_ATTEMPTS} times.",
            "Ask for fewer with --workers if memory is short; else leave this video out.",
        ))  # fmt: skip


def check_ray() -> None:
    """Find out before hours are spent whether Ray is there; nothing is loaded.

    Raises:
        SettingsError: it is not installed.
    """
    if importlib.util.find_spec("ray") is None:
        raise SettingsError("Ray is not installed.", f"Run: {install_command('ray')}.")


def _ray() -> Any:  # noqa: ANN401 - a module that may not be there
    check_ray()
    # Read at import: no statistics to anybody, devices are ours to hide, and of a worker that
    # ended we speak ourselves.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_DEDUP_LOGS_SKIP_REGEX", ".")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray  # noqa: PLC0415 - an extra, and slow to load

    return ray


@contextlib.contextmanager
def _joined(ray: Any, address: str, n_local: int) -> Iterator[None]:  # noqa: ANN401 - a module
    """Join a cluster, or start one of our own that leaves nothing behind."""
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    scratch = None
    if address == LOCAL:
        # Short, because the path of a socket in it may not be longer than 107 characters.
        scratch = tempfile.mkdtemp(prefix="pgcn-ray-")
        quiet |= {
            "num_cpus": n_local,
            "include_dashboard": False,
            "object_store_memory": _STORE_BYTES,
            "_node_ip_address": "127.0.0.1",
            "_temp_dir": scratch,
        }
    else:
        _knock(address)
    try:
        # Stdout is for results; what Ray has to say all the same goes where messages go.
        with contextlib.redirect_stdout(sys.stderr):
            with _importable():
                _init(ray, address, quiet)
            yield
    finally:
        ray.shutdown()
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def _init(ray: Any, address: str, how: dict[str, Any]) -> None:  # noqa: ANN401 - a module
    try:
        ray.init(address=address, **how)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        if address == LOCAL:
            raise SettingsError(
                f"Ray cannot be started here: {_first_line(error)}.", "Leave --ray out."
            ) from error
        raise _no_cluster(address, error) from error


def _knock(address: str) -> None:
    """Find out at once whether anybody answers: Ray would try for two minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK_S).close()
    except (OSError, OverflowError) as error:
        raise _no_cluster(address, error) from error


def _no_cluster(address: str, error: BaseException) -> SettingsError:
    return SettingsError(
        f"There is no Ray cluster at {address}: {_first_line(error)}.",
        "Check the address, or leave it out for a cluster on this machine alone.",
    )


@contextlib.contextmanager
def _importable() -> Iterator[None]:
    """Let workers find this package where it is not installed; they inherit the environment."""
    before = os.environ.get("PYTHONPATH")
    if str(_MINE) in sys.path:
        os.environ["PYTHONPATH"] = os.pathsep.join([str(_MINE), *([before] if before else [])])
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("PYTHONPATH", None)
        else:
            os.environ["PYTHONPATH"] = before


def _refused(failure: Failure) -> PgcnError:
    error = PgcnError(failure.sentence, failure.next_step)
    error.exit_code = failure.exit_code
    return error


def _wants_gpu(device: str) -> bool:
    from pgcn_core.runtime import pick_device  # noqa: PLC0415 - beside its use

    return pick_device(device).type == "cuda"


def _gpus() -> int:
    import torch  # noqa: PLC0415 - beside its use

    return torch.cuda.device_count()


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
