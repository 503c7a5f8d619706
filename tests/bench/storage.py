"""Measures the project file: ``python -m tests.bench.storage [--json OUT]``.

Everything within one process on one disk, so that ratios mean something.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, registry

from app.domain.edits import draw
from app.domain.segment import Segment
from app.services.editing import ProjectEditor
from app.storage import tables
from app.storage.files import SqliteProjectFiles
from app.storage.store import SqliteProjectStore
from tests.editor import Editor
from tests.factories import make_graph, make_run, make_suggestion, make_video

N_COMMITS = 300
N_SUGGESTIONS = 100_000
N_LOADS = 3


Commit = Callable[[int], object]


def _commits_ms(*ways: Commit) -> list[list[float]]:
    """Return the times of each way; they take turns, as the disk has good and bad minutes."""
    taken = [[_ms(partial(way, i)) for way in ways] for i in range(N_COMMITS)]
    return [list(one) for one in zip(*taken, strict=True)]


def _store_commit(store: SqliteProjectStore) -> Commit:
    label, editor = store.ensure_labels(["a"])["a"], Editor(store)
    return lambda i: editor.do(draw(label.id, Segment(i, i + 1)), "Draw")


def _undos_ms(store: SqliteProjectStore) -> list[float]:
    editor = Editor(store)
    return [_ms(editor.undo) for _ in range(N_COMMITS)]


def _newest(store: SqliteProjectStore) -> int:
    _, n_acts = store.n_acts()
    return store.acts(n_acts - 1, 1)[0].id


def _bare_commit(path: Path) -> Commit:
    """The same two rows a commit, with DELETE and FULL and nothing above the driver."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE annotations (id TEXT PRIMARY KEY, start_s, end_s)")
    connection.execute("CREATE TABLE history (id INTEGER PRIMARY KEY, edit TEXT)")

    def commit(i: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO annotations VALUES (?, ?, ?)", (f"{i:032}", i, i + 1))
        connection.execute("INSERT INTO history (edit) VALUES (?)", ("x" * 150,))
        connection.execute("COMMIT")

    return commit


def _fill(store: SqliteProjectStore) -> None:
    label = store.ensure_labels(["a"])["a"]
    suggestions = [
        make_suggestion(f"s{i}", i * 0.01, i * 0.01 + 1, label_id=label.id, proposal_idx=i)
        for i in range(N_SUGGESTIONS)
    ]
    store.record_run(make_run(), suggestions, make_graph())


def _orm_ms(store: SqliteProjectStore) -> float:
    mapped = registry()
    row = type("SuggestionRow", (), {})
    mapped.map_imperatively(row, tables.suggestions)

    def load() -> None:
        with Session(store._database.engine) as session:
            session.scalars(select(row).order_by(tables.suggestions.c.start_s)).all()

    return _median_ms(load)


def _core_ms(store: SqliteProjectStore) -> float:
    s = tables.suggestions.c
    query = select(s.id, s.run_id, s.label_id, s.start_s, s.end_s, s.score, s.proposal_idx)

    def load() -> None:
        with store._database.reading() as connection:
            connection.execute(query.order_by(s.start_s)).all()

    return _median_ms(load)


def _median_ms(work: Callable[[], object]) -> float:
    return statistics.median(_ms(work) for _ in range(N_LOADS))


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _spread(taken_ms: list[float]) -> dict[str, float]:
    ordered = sorted(taken_ms)
    return {"median": statistics.median(ordered), "p99": ordered[int(len(ordered) * 0.99) - 1]}


def commit_ms(folder: Path) -> dict[str, object]:
    """Return an edit with its history row beside two rows on the bare driver."""
    store = SqliteProjectFiles().create(folder / "commits.pgcn")
    store.add_video(make_video(duration_s=1e5))
    taken = _commits_ms(_store_commit(store), _bare_commit(folder / "bare"))
    store.close()
    ours, plain = (_spread(one) for one in taken)
    ratio = {name: plain[name] / ours[name] for name in ours}
    return {**ours, "plain": plain, "ratio": ratio}


def measure(folder: Path) -> dict[str, object]:
    """Return every number, milliseconds."""
    store = SqliteProjectFiles().create(folder / "p.pgcn")
    store.add_video(make_video(duration_s=1e5))
    ours, plain = _commits_ms(_store_commit(store), _bare_commit(folder / "bare"))
    taken = {
        "commit_wal_full_ms": _spread(ours),
        "commit_delete_full_bare_driver_ms": _spread(plain),
        "walk_back_all_acts_ms": _ms(lambda: ProjectEditor(store).go_to(0)),
        "walk_forth_all_acts_ms": _ms(lambda: ProjectEditor(store).go_to(_newest(store))),
        "page_of_history_ms": _median_ms(lambda: store.acts(N_COMMITS - 200, 200)),
        "record_100k_ms": _ms(lambda: _fill(store)),
        "commit_among_100k_ms": _spread(_commits_ms(_store_commit(store))[0]),
        "undo_among_100k_ms": _spread(_undos_ms(store)),
        "back_up_100k_ms": _ms(store.back_up),
        "load_100k_domain_ms": _median_ms(lambda: store.timeline("video-1")),
        "load_100k_core_rows_ms": _core_ms(store),
        "load_100k_orm_ms": _orm_ms(store),
    }
    store.close()
    taken["reopen_100k_ms"] = _ms(lambda: SqliteProjectFiles().open(folder / "p.pgcn").close())
    return taken


@click.command()
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the numbers here.")
def main(out: Path | None) -> None:
    """Measure commits and loading of a project file."""
    with tempfile.TemporaryDirectory() as folder:
        text = json.dumps(measure(Path(folder)), indent=1)
    click.echo(text)
    if out is not None:
        out.write_text(text)


if __name__ == "__main__":
    main()
