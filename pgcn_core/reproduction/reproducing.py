"""All runs of the tables that were asked for: prepared once, shared, resumed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from threading import Event

import torch

from pgcn_core.output import make_folder, write_json
from pgcn_core.reproduction.claims import TABLES, Row, TableName
from pgcn_core.reproduction.proposals import Maker, train_maker, write_proposals, write_split
from pgcn_core.reproduction.runs import Run, RunResult, perform, read_result, split_folder
from pgcn_core.reproduction.studies import Study, StudyName, find_study
from pgcn_core.reproduction.tables import RowResults
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.training.presets import change_by_row
from pgcn_core.training.settings import Recipe

PREPARING_STAGE = "Preparing splits"
RUNNING_STAGE = "Training and testing"
_READY = "ready.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for.

    Attributes:
        study: The data set.
        tables: Which of the paper's.
        splits: Numbers of the splits.
        seeds: Of the trainings.
        epochs: Instead of the recipe's; None keeps them.
    """

    study: Study
    tables: tuple[TableName, ...]
    splits: tuple[int, ...]
    seeds: tuple[int, ...]
    epochs: int | None = None

    def run(self, row: Row, split: int, seed: int) -> Run:
        """Return one training of a row."""
        recipe = change_by_row(row.preset, self.study.recipe)
        if self.epochs is not None:
            recipe = _lasting(recipe, self.epochs)
        return Run(self.study, split, row.maker, recipe, seed)

    def runs(self) -> list[Run]:
        """Return every training once: all rows of a seed before the next seed."""
        every = {
            run.key: run
            for seed in self.seeds
            for table in self.tables
            for row in TABLES[table].rows
            for split in self.splits
            for run in [self.run(row, split, seed)]
        }
        return list(every.values())

    def results(self, table: TableName, out: Path) -> dict[str, RowResults]:
        """Return what is finished of a table, by the keys of its rows."""
        return {row.key: dict(self._finished(row, out)) for row in TABLES[table].rows}

    def _finished(self, row: Row, out: Path) -> Iterator[tuple[tuple[int, int], RunResult]]:
        for split in self.splits:
            for seed in self.seeds:
                result = read_result(self.run(row, split, seed), out)
                if result is not None:
                    yield (split, seed), result


def reproduce(
    plan: Plan,
    data: Path,
    out: Path,
    *,
    workers: int = 1,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> None:
    """Do every run of a plan that is not finished.

    Args:
        plan: What is asked for.
        data: Folder of the data set.
        out: Folder of files and results.
        workers: Processes; 1 stays in this one.
        progress: Told the runs done.
        cancel: Heard between batches.

    Raises:
        FeatureError: the data cannot be read.
        OutputError: ``out`` cannot be written.
        Cancelled: the flag was set; finished runs are kept.
    """
    waiting = [run for run in plan.runs() if read_result(run, out) is None]
    needed = sorted({(run.split, run.maker) for run in waiting})
    for number, (split, maker) in enumerate(needed):
        raise_if_cancelled(cancel)
        progress(PREPARING_STAGE, number, len(needed))
        _prepare(plan.study, split, maker, data, out)
    if needed:
        make_folder(out / plan.study.name / "runs")
    for done, _ in enumerate(_performed(waiting, out, workers, cancel)):
        progress(RUNNING_STAGE, done + 1, len(waiting))


def _performed(
    waiting: Sequence[Run], out: Path, workers: int, cancel: Event | None
) -> Iterator[None]:
    if workers == 1:
        for run in waiting:
            perform(run, out, cancel=cancel)
            yield
        return
    # torch does not survive a fork.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        names: tuple[StudyName, ...] = tuple(run.study.name for run in waiting)
        futures = [
            pool.submit(_perform_by_name, name, run.split, run.maker, run.recipe, run.seed, out)
            for name, run in zip(names, waiting, strict=True)
        ]
        try:
            for future in as_completed(futures):
                future.result()
                raise_if_cancelled(cancel)
                yield
        finally:
            for future in futures:
                future.cancel()


def _perform_by_name(
    name: StudyName, split: int, maker: Maker, recipe: Recipe, seed: int, out: Path
) -> None:
    """Do a run in a process of its own; a study's reader cannot travel there, its name can."""
    torch.set_num_threads(1)
    perform(Run(find_study(name), split, maker, recipe, seed), out)


def _prepare(study: Study, split: int, maker: Maker, data: Path, out: Path) -> None:
    """Write the files of a split, unless they are there and made with the same settings."""
    folder = split_folder(study, split, out)
    wanted = study.settings()
    ready = folder / _READY
    there = _read_ready(ready)
    if there.get("settings") != json.loads(json.dumps(wanted)):
        shutil.rmtree(folder, ignore_errors=True)
        there = {"makers": []}
    if maker in there["makers"]:
        return
    read = study.read(data, split)
    if not there["makers"]:
        write_split(read, folder)
    bsn = train_maker(read, folder, study.makers)
    write_proposals(read, maker, folder, bsn, study.makers)
    write_json({"settings": wanted, "makers": [*there["makers"], maker]}, ready)


def _read_ready(file: Path) -> dict[str, list[str]]:
    try:
        held: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held


def _lasting(recipe: Recipe, epochs: int) -> Recipe:
    """Return a recipe of other length, whose rate falls after the same share of it."""
    usual = recipe.optimiser
    falls = tuple(max(round(each * epochs / usual.epochs), 1) for each in usual.milestones)
    optimiser = replace(usual, epochs=epochs, milestones=falls)
    selection = replace(recipe.selection, every_epochs=epochs)
    return replace(recipe, optimiser=optimiser, selection=selection)
