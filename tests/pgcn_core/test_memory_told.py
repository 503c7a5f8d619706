"""What libraries say of missing memory becomes one sentence; everything else stays what it was."""

import errno

import click
import pytest

from pgcn_core.console import run_command
from pgcn_core.errors import Cancelled, CheckpointError, OutOfMemory
from pgcn_core.runtime import memory_told


@pytest.mark.parametrize(
    "said",
    [
        MemoryError(),
        MemoryError("Unable to allocate 184. MiB for an array"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: can't allocate"
                     " memory: you tried to allocate 1 bytes."),
        RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError("Exception from src/inference: std::bad_alloc"),
        RuntimeError("can't start new thread"),
        # Seen of OpenVINO and of FFmpeg, which starts threads, where the system gave no more.
        RuntimeError("Exception from src/plugins/intel_cpu/src/node.cpp:794: [CPU] Concat node with"
                     " name 'x' Check 'ptr' failed: Failed to allocate 385351680 bytes of memory"),
        RuntimeError("[CPU] Convolution node with name 'Multiply_24642' can't alloc"),
        BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
    ],
)  # fmt: skip
def test_missing_memory_is_a_sentence_with_a_next_step(said):
    with pytest.raises(OutOfMemory) as caught, memory_told("analyse a.mp4"):
        raise said
    assert caught.value.sentence == "There is not enough memory to analyse a.mp4."
    assert caught.value.next_step.startswith("Close other programs")
    assert caught.value.exit_code == 13
    assert caught.value.__cause__ is said


def test_a_bug_stays_a_bug():
    with pytest.raises(RuntimeError, match="shapes"), memory_told("analyse a.mp4"):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")
    with pytest.raises(KeyError), memory_told("analyse a.mp4"):
        raise KeyError("ours")
    with pytest.raises(PermissionError), memory_told("analyse a.mp4"):
        raise PermissionError(errno.EACCES, "Permission denied")


def test_a_command_line_says_it_too(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["pgcn"])

    @click.command()
    def hungry():
        raise MemoryError

    with pytest.raises(SystemExit) as ended:
        run_command(hungry, "pgcn", CheckpointError, Cancelled)
    assert ended.value.code == 13
    assert capsys.readouterr().err.startswith("pgcn: There is not enough memory to do this. Close")
