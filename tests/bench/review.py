"""How quick the queue is among 200,000 suggestions of 1,000 videos.

``python -m tests.bench.review [--json FILE]``; absolute numbers are this machine's. Reading happens
in a thread; all else is done while a person waits.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np

from app.domain import edits
from app.domain.project import Run
from app.domain.timeline import Doubt, Suggestion
from app.services.calibration import calibrate
from app.services.review_queue import Choice, Order, ReviewQueue, Scope
from app.storage.files import SqliteProjectFiles
from app.storage.store import SqliteProjectStore
from tests.factories import make_graph, make_run, make_suggestion, make_video

N_VIDEOS, N_EACH, N_LABELS = 1000, 200, 20
N_TURNS = 20
Numbers = dict[str, float]


def fill(store: SqliteProjectStore) -> None:
    """Write the project: a run of 200 suggestions over each of 1,000 videos."""
    labels = [one.id for one in store.ensure_labels([f"L{k}" for k in range(N_LABELS)]).values()]
    chance, graph = np.random.default_rng(0), make_graph()
    for number in range(N_VIDEOS):
        video_id, run_id = f"v{number}", f"r{number}"
        store.add_video(make_video(video_id, duration_s=3600))
        run: Run = replace(make_run(run_id), video_id=video_id)
        store.record_run(run, suggestions_of(run_id, labels, chance), graph)


def suggestions_of(run_id: str, labels: list[str], chance: np.random.Generator) -> list[Suggestion]:
    """Return a run's suggestions, all drawn."""
    start_s = chance.uniform(0, 3580, N_EACH).tolist()
    numbers = chance.random((N_EACH, 4)).tolist()
    return [
        make_suggestion(
            f"{run_id}-{k}", start_s[k], start_s[k] + 1 + 8 * length, run_id=run_id, score=score,
            label_id=labels[k % len(labels)], doubt=Doubt(margin, entropy, 0.1),
        )
        for k, (length, score, margin, entropy) in enumerate(numbers)
    ]  # fmt: skip


def paces(act: Callable[[int], object]) -> Numbers:
    """Return median and longest of some turns, ms."""
    taken = []
    for k in range(N_TURNS):
        began = time.perf_counter()
        act(k)
        taken.append((time.perf_counter() - began) * 1e3)
    return {"p50_ms": float(np.median(taken)), "max_ms": max(taken)}


def measured(folder: Path) -> dict[str, object]:
    """Return every row."""
    store = SqliteProjectFiles().create(folder / "review.pgcn")
    fill(store)
    began = time.perf_counter()
    columns = store.review_columns(Event())
    read_s = time.perf_counter() - began
    queue = ReviewQueue(columns)
    made_s = time.perf_counter() - began - read_s
    rows: dict[str, object] = {"n": queue.n, "read_s": read_s, "made_s": made_s}
    for order in Order:
        rows[f"order_{order.value}"] = paces(lambda k, o=order: queue.listed(Choice(o)))
        rows[f"next_{order.value}"] = paces(lambda k, o=order: queue.beside(Choice(o), 999 * k, 1))
    label = queue.label_at(0)
    rows["filter_label"] = paces(lambda k: queue.listed(Choice(label_id=label)))
    rows["filter_videos"] = paces(lambda k: queue.listed(Choice(scope=Scope.FRESH)))
    rows["slider_counts"] = paces(lambda k: queue.counts(Choice(min_score=k / N_TURNS)))
    rows["labels_waiting"] = paces(lambda k: queue.labels_waiting(Choice()))
    timeline = store.timeline("v7")

    def act(k: int) -> None:
        edit = edits.accept(timeline, f"r7-{k}")
        edit.apply(timeline)
        queue.refresh(timeline, edit.changes)
        queue.beside(Choice(Order.INFORMATIVE), queue.row(f"r7-{k}"), 1)

    rows["act_and_next"] = paces(act)
    chance = np.random.default_rng(0)
    rows["calibrate_5000"] = paces(
        lambda k: calibrate(
            queue.columns.suggestions.score[:5000], chance.random(5000) < 0.6,
            queue.columns.suggestions.spans.label[:5000],
        )
    )  # fmt: skip
    store.close()
    return rows


def main(argv: list[str]) -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        text = json.dumps(measured(Path(name)), indent=2)
    sys.stdout.write(text + "\n")
    if asked.json is not None:
        asked.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
