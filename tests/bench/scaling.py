"""How graph and forward pass grow with the proposals: each size in a fresh process.

``python -m tests.bench.scaling N`` prints one row: seconds, and the memory beyond what was there.
"""

import gc
import json
import subprocess
import sys
from pathlib import Path

import click
import numpy as np
import torch

from pgcn_core.config import GraphSettings
from pgcn_core.graph import build_graph
from pgcn_core.model import graph_tensors
from tests.bench.crowds import features_of, proposals_of
from tests.bench.networks import network_of
from tests.bench.timing import one_thread, seconds

SIZES = (100, 300, 1000, 3000, 10_000)
ROOT = Path(__file__).resolve().parents[2]
MIB = 2**20


def memory_bytes(what: str) -> int:
    """What the kernel's books say of this process: VmRSS now, VmHWM the most since ``forget``."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"the kernel does not tell {what}")


def forget() -> int:
    """Let the most be what it is now; return that."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return memory_bytes("VmRSS")


def measure(n: int) -> dict[str, float]:
    """One stream in paper mode; the video grows with N, so that crowding stays the same."""
    small = proposals_of(200, 60.0)
    model = network_of(edge_relu=False)

    def forward(segments: np.ndarray, rows: tuple[torch.Tensor, ...]) -> None:
        with torch.inference_mode():
            model(*rows, graph_tensors(build_graph(segments, GraphSettings())))

    def rows_of(size: int) -> tuple[torch.Tensor, ...]:
        return tuple(torch.from_numpy(features_of(size, dim)) for dim in (1024, 3072))

    forward(small, rows_of(len(small)))
    segments, rows = proposals_of(n, 0.24 * n), rows_of(n)
    before = forget()
    graph = build_graph(segments, GraphSettings())
    graph_s = min(seconds(lambda: build_graph(segments, GraphSettings()))[0] for _ in range(3))
    graph_bytes = memory_bytes("VmHWM")
    forward_s = min(seconds(lambda: forward(segments, rows))[0] for _ in range(3))
    return {
        "n": n,
        "edges": int(graph.neighbours.size),
        "graph_s": graph_s,
        "forward_s": forward_s,
        "graph_peak_mib": (graph_bytes - before) / MIB,
        "forward_peak_mib": (memory_bytes("VmHWM") - before) / MIB,
    }


def scaling(sizes: tuple[int, ...] = SIZES) -> list[dict[str, float]]:
    """One row per size."""
    rows = []
    for n in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.scaling", str(n)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        rows.append(json.loads(done.stdout))
    return rows


if __name__ == "__main__":
    one_thread()
    click.echo(json.dumps(measure(int(sys.argv[1]))))
