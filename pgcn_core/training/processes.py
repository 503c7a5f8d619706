"""Training on several GPUs or machines: what ``torchrun`` started, working as one.

Every process makes its own videos of each batch; sums go over all of them. The first alone writes.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.distributed_c10d import Store
from torch.distributed.rendezvous import rendezvous

from pgcn_core.errors import Cancelled, PgcnError, SettingsError, TrainingError

Item = TypeVar("Item")
Value = TypeVar("Value")
# The first process may measure for this long while the others wait.
_PATIENCE = timedelta(hours=1)
_TOLD = "pgcn/told"


class AnotherEnded(TrainingError):
    """Another process of the training was killed, or failed for a reason that it has told."""


class SilentEnd(Exception):
    """This process ends because another one did, which has said why.

    Attributes:
        exit_code: Of the process.
    """

    def __init__(self, exit_code: int) -> None:
        super().__init__()
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes of one training; on its own, one that is alone.

    Every method but ``part`` has to be called by all of them, in the same order.

    Attributes:
        rank: Which one this is, from 0.
        count: How many there are.
        device: Where this one computes.
        ended: Set when the launcher wants this one to end.
    """

    rank: int = 0
    count: int = 1
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    ended: Event = field(default_factory=Event)

    @property
    def is_first(self) -> bool:
        """Whether this is the one that writes."""
        return self.rank == 0

    def part(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return the items of a batch that are this process's own, in their order."""
        low = len(items) * self.rank // self.count
        return items[low : len(items) * (self.rank + 1) // self.count]

    def total(self, values: Tensor) -> Tensor:
        """Return the sum over all processes of a tensor of one shape; the tensor itself is it.

        Raises:
            AnotherEnded: another process did.
        """
        if self.count > 1:
            self._together(partial(dist.all_reduce, values))
        return values

    def any_cancelled(self, cancel: Event | None) -> bool:
        """Return whether any process was asked to stop, so that all stop at the same step."""
        mine = self.ended.is_set() or (cancel is not None and cancel.is_set())
        return bool(self.total(torch.tensor([int(mine)])))

    def from_first(self, value: Value) -> Value:
        """Return the first process's value, which JSON can hold, in every process."""
        if self.count == 1:
            return value
        text = bytearray(json.dumps(value).encode())
        size = torch.tensor([len(text)])
        self._together(partial(dist.broadcast, size, 0))
        if not self.is_first:
            text = bytearray(int(size))
        held = torch.frombuffer(text, dtype=torch.uint8)
        self._together(partial(dist.broadcast, held, 0))
        received: Value = json.loads(bytes(text))
        return received

    def copy_from_first(self, tensors: Iterable[Tensor]) -> None:
        """Put the first process's numbers into the tensors of every other one."""
        if self.count > 1:
            for one in tensors:
                self._together(partial(dist.broadcast, one, 0))

    def add_gradients(self, parameters: Sequence[nn.Parameter], losses: Tensor) -> Tensor:
        """Give every process the sum of all gradients; return the sum of their (N,) losses.

        One message for all. A parameter without gradient counts as one of zeros.
        """
        if self.count == 1:
            return losses
        flat = [torch.zeros_like(one) if one.grad is None else one.grad for one in parameters]
        joined = torch.cat([losses.to(flat[0]), *(one.reshape(-1) for one in flat)])
        self.total(joined)
        summed = joined[: len(losses)]
        rest = torch.split(joined[len(losses) :], [one.numel() for one in parameters])
        for parameter, gradient in zip(parameters, rest, strict=True):
            parameter.grad = gradient.view_as(parameter)
        return summed

    def _together(self, work: Callable[[], Any]) -> None:
        try:
            work()
        except RuntimeError as error:
            raise AnotherEnded(
                "Another process of this training ended.",
                "The last finished epoch is kept: go on with --resume.",
            ) from error


ALONE = Processes()


@contextmanager
def launched(device: torch.device, cancel: Event) -> Iterator[Processes]:
    """Join the processes that torchrun started; without it, be alone.

    What goes wrong is told by the process it went wrong in first; the others end in silence.

    Args:
        device: What was asked for. ``cuda`` without a number becomes this process's own GPU.
        cancel: Of this process: whoever is stopped need not wonder that others end.

    Raises:
        SettingsError: there are more processes than GPUs on this machine.
        SilentEnd: another process has said what is wrong.
    """
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1 or not dist.is_available():
        yield Processes(device=device)
        return
    ended = Event()
    before = signal.signal(signal.SIGTERM, lambda *_: ended.set())
    backend = "cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo"
    store, rank, count = next(iter(rendezvous("env://")))
    dist.init_process_group(backend, store=store, rank=rank, world_size=count, timeout=_PATIENCE)
    try:
        yield Processes(rank, count, _own_device(device), ended)
    except (PgcnError, Cancelled) as error:
        was_stopped = isinstance(error, AnotherEnded) and cancel.is_set()
        told: PgcnError | Cancelled = Cancelled() if was_stopped else error
        if not _is_first_to_tell(store):
            raise SilentEnd(told.exit_code) from error
        if told is error:
            raise
        raise told from error
    finally:
        dist.destroy_process_group()
        signal.signal(signal.SIGTERM, before)


def _own_device(device: torch.device) -> torch.device:
    if device.type != "cuda" or device.index is not None:
        return device
    number = int(os.environ.get("LOCAL_RANK", "0"))
    if number >= torch.cuda.device_count():
        raise SettingsError(
            f"This machine has {torch.cuda.device_count()} GPUs, fewer than processes.",
            "Start as many processes as GPUs, or use --device cpu.",
        )
    torch.cuda.set_device(number)
    return torch.device("cuda", number)


def _is_first_to_tell(store: Store) -> bool:
    """Return whether no other process has said yet what went wrong.

    The count lies in torchrun's own store, which outlives the processes.
    """
    try:
        return store.add(_TOLD, 1) == 1
    except RuntimeError:
        return True  # the launcher is gone: better twice than not at all
