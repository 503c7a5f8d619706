"""The headless verbs of the models: models, promote, roll-back, fine-tune."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from app import bootstrap
from app.domain.errors import Cancelled, EngineError
from app.engine.console import cancelled_by_ctrl_c, progress_bars
from app.services.fine_tuning import FineTuneReport, FineTuneRequest
from app.services.learning import learning_request
from app.services.model_registry import ModelRecord, ModelRegistry, Worth

_FILE = click.Path(path_type=Path)
COLD_START = "cold-start"


def model_commands(parts: Callable[[], bootstrap.Parts]) -> tuple[click.Command, ...]:
    """Return the verbs; ``parts`` builds what they are made of."""
    return (
        _models_command(parts),
        _promote_command(parts),
        _roll_back_command(parts),
        _fine_tune_command(parts),
    )


def _models_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    @click.command("models")
    @click.option("--json", "as_json", is_flag=True, help="Write all that is known as JSON.")
    def models(*, as_json: bool) -> None:
        """List the models: where each comes from, and what it was worth on held-out videos."""
        registry = build().registry
        if as_json:
            click.echo(json.dumps(_listed(registry), indent=1, ensure_ascii=False))
            return
        chosen, records = registry.chosen, registry.records()
        click.echo(f"{'*' if chosen is None else ' '} {COLD_START}")
        for record in records:
            parent = _name_in(records, record.parent)
            click.echo(f"{'*' if record.folder == chosen else ' '} {_line(record, parent)}")
        for folder in registry.unfinished():
            click.echo(f"  {folder.name}: unfinished; go on with fine-tune --resume")

    return models


def _promote_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    @click.command("promote")
    @click.argument("name")
    def promote(name: str) -> None:
        """Use the model NAME, or cold-start, from the next run on."""
        registry = build().registry
        registry.promote(_named(registry, name))
        _tell_use(registry)

    return promote


def _roll_back_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    @click.command("roll-back")
    def roll_back() -> None:
        """Use the model that was in use before the last promotion."""
        registry = build().registry
        registry.roll_back()
        _tell_use(registry)

    return roll_back


@dataclass(frozen=True, slots=True)
class _Asked:
    """What ``fine-tune`` was asked."""

    project: Path
    name: str | None
    parent: str | None
    hold_out: tuple[str, ...]
    min_score: float
    resume: bool


def _fine_tune_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    @click.command("fine-tune")
    @click.argument("project", type=_FILE)
    @click.option("--name", help="Of the new model.  [default: the project's]")
    @click.option("--parent", help="Model to go on from, or cold-start.  [default: the one in use]")
    @click.option("--hold-out", multiple=True, help="A video's name; again for more.")
    @click.option(
        "--min-score",
        type=click.FloatRange(0),
        default=0.0,
        show_default=True,
        help="Raw score from which a suggestion has to be judged.",
    )
    @click.option("--resume", is_flag=True, help="Go on where it stopped.")
    def fine_tune(**options: Any) -> None:
        """Learn from PROJECT's reviewed videos, measure on others, keep the model."""
        parts = build()
        request = _request(parts, _Asked(**options))
        report = _learned(parts, request)
        _tell_worth(report)
        click.echo(str(report.folder))

    return fine_tune


def _request(parts: bootstrap.Parts, asked: _Asked) -> FineTuneRequest:
    registry = parts.registry
    if asked.resume:
        return registry.request_to_go_on(_interrupted(registry, asked))
    parent = registry.chosen if asked.parent is None else _named(registry, asked.parent)
    with bootstrap.opened(parts, asked.project) as store:
        return learning_request(
            store,
            registry,
            asked.name or store.path.stem,
            parent=parent,
            held_out=asked.hold_out or None,
            min_score=asked.min_score,
        )


def _interrupted(registry: ModelRegistry, asked: _Asked) -> Path:
    """Return the folder to go on in: the named one, else the project's newest."""
    begun = registry.unfinished()
    if asked.name is not None:
        found = [folder for folder in begun if folder.name == asked.name]
    else:
        projects = {asked.project.absolute(), bootstrap.project_file(asked.project).absolute()}
        found = [one for one in begun if registry.request_to_go_on(one).project in projects]
    if not found:
        raise EngineError(
            f"No fine-tuning of {asked.name or asked.project.name} was interrupted.",
            "pgcn-studio models lists those that were; leave --resume out for a new one.",
        )
    return found[0]


def _learned(parts: bootstrap.Parts, request: FineTuneRequest) -> FineTuneReport:
    with cancelled_by_ctrl_c() as cancel, progress_bars(request.out.name) as progress:
        try:
            return parts.fine_tuner.fine_tune(request, progress=progress, cancel=cancel)
        except Cancelled:
            raise Cancelled("The last finished epoch is kept: go on with --resume.") from None


def _named(registry: ModelRegistry, name: str) -> Path | None:
    """Return the folder of a model by its folder's name, its own name, or its path."""
    if name == COLD_START:
        return None
    records = registry.records()
    by_folder = [one.folder for one in records if one.folder.name == name]
    by_name = [one.folder for one in records if one.name == name]
    found = by_folder or by_name
    if found:
        return found[0]
    if Path(name).is_dir():
        return Path(name).absolute()
    raise EngineError(f"There is no model {name}.", "pgcn-studio models lists them.")


def _name_in(records: Sequence[ModelRecord], folder: Path | None) -> str:
    """Return what a model is called."""
    if folder is None:
        return COLD_START
    return next((one.name for one in records if one.folder == folder), folder.name)


def _line(record: ModelRecord, parent: str) -> str:
    if record.is_parent_gone:
        parent += " (removed)"
    words = [record.name]
    if record.is_default:
        words.append("came with the program")
    else:
        words.append(f"from {parent}, learned from {_videos(len(record.learned_from))}")
    if record.worth is not None:
        worth = record.worth
        words.append(
            f"mAP at tIoU {worth.tiou:g} {worth.before:.3f} before, {worth.after:.3f} after "
            f"({_gain(worth)})"
        )
    return ": ".join([words[0], "; ".join(words[1:])])


def _videos(n: int) -> str:
    """Return how many videos."""
    return "1 video" if n == 1 else f"{n} videos"


def _gain(worth: Worth | FineTuneReport) -> str:
    if worth.gain_low is None or worth.gain_high is None:
        return "fewer than five videos with annotations held out: too few to be sure"
    return f"{worth.gain_low:+.3f} to {worth.gain_high:+.3f}"


def _resampled(report: FineTuneReport) -> str:
    told = _gain(report)
    return told if report.gain_low is None else f"95 % of resampled gains {told}"


def _listed(registry: ModelRegistry) -> dict[str, Any]:
    chosen = registry.chosen
    return {
        "in_use": str(chosen) if chosen else None,
        "models": [_plain(registry, record) for record in registry.records()],
        "unfinished": [str(folder) for folder in registry.unfinished()],
    }


def _plain(registry: ModelRegistry, record: ModelRecord) -> dict[str, Any]:
    card, worth = registry.card(record.folder), record.worth
    return {
        "folder": str(record.folder),
        "name": record.name,
        "made_at": record.made_at.isoformat() if record.made_at else None,
        "parent": str(record.parent) if record.parent else None,
        "is_parent_gone": record.is_parent_gone,
        "is_default": record.is_default,
        "labels": list(record.labels),
        "learned_from": list(record.learned_from),
        "held_out": list(record.held_out),
        "project": str(card.project) if card.project else None,
        "settings": dict(card.settings),
        "worth": None
        if worth is None
        else {
            "tiou": worth.tiou,
            "before": worth.before,
            "after": worth.after,
            "gain_low": worth.gain_low,
            "gain_high": worth.gain_high,
            "labels": [
                {"label": one.label, "n": one.n_truths, "before": one.before, "after": one.after}
                for one in card.labels
            ],
        },
    }


def _tell_use(registry: ModelRegistry) -> None:
    click.echo(f"New runs use: {_name_in(registry.records(), registry.chosen)}")


def _tell_worth(report: FineTuneReport) -> None:
    learned, held_out = len(report.learned_from), len(report.held_out)
    click.echo(f"Learned from {_videos(learned)}, held out {held_out}.", err=True)
    if not held_out:
        click.echo("Nothing was held out: its worth was not measured.", err=True)
    elif report.before is None or report.after is None:
        click.echo("Nothing happens in what was held out: its worth was not measured.", err=True)
    else:
        click.echo(
            f"Held-out mAP at tIoU 0.5: {report.before:.3f} before, {report.after:.3f} after "
            f"({_resampled(report)}).",
            err=True,
        )
    click.echo(f"Use it with: pgcn-studio promote '{report.folder.name}'", err=True)
