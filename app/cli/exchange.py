"""The headless verbs of interchange: export, import, formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import get_args

import click

from app import bootstrap
from app.cli.media import export_media, setting_options, settings_of
from app.config.durable import is_stream
from app.domain.errors import ExchangeError, StudioError
from app.domain.labels import stand_ins
from app.exchange.registry import FORMATS
from app.services.exchange_losses import Loss, losses
from app.services.exchange_values import (
    ExportOptions,
    FormatCard,
    FormatId,
    Layer,
    TimeBase,
)
from app.services.exporting import (
    ExportReport,
    ExportRequest,
    Selection,
    export_contents,
    gather,
    known_video,
)
from app.services.importing import (
    AsWhat,
    ImportPlan,
    ImportReport,
    OnChanged,
    carry_out,
    plan_import,
)
from app.services.ports import ProjectStore

_FILE = click.Path(path_type=Path)
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class _How:
    """The flags of an export or import that describe the file."""

    time_base: TimeBase | None
    variant: str
    columns: str
    fps: float
    settings: tuple[tuple[str, str | float | bool], ...] = ()

    def options(self, card: FormatCard, title: str = "") -> ExportOptions:
        """Return them for a format.

        Raises:
            ExchangeError: the format has no such time base or variant.
        """
        _check(card.name, "time base", self.time_base, card.time_bases)
        _check(card.name, "variant", self.variant, card.variants)
        columns = tuple(one.strip() for one in self.columns.split(",") if one.strip())
        return ExportOptions(
            title, self.time_base or "", self.fps, self.variant, columns, self.settings
        )


def exchange_commands(parts: Callable[[], bootstrap.Parts]) -> tuple[click.Command, ...]:
    """Return the verbs; ``parts`` builds what they are made of."""
    return _export_command(parts), _import_command(parts), _formats_command()


def _export_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    @click.command("export")
    @click.argument("project", type=_FILE)
    @_format_option(default="activitynet", can="out")
    @click.option("--out", required=True, type=_FILE, help="The file or folder to write.")
    @click.option("--layer", type=click.Choice(get_args(Layer)), help="Default: the format's own.")
    @click.option("--video", "videos", multiple=True, help="A video's name; again for more.")
    @click.option("--label", "labels", multiple=True, help="A label's name; again for more.")
    @click.option(
        "--with-empty", is_flag=True, help="Videos without a segment, too; pgcn-json has them."
    )
    @click.option("--dry-run", is_flag=True, help="Only say what would be lost or made.")
    @_file_options
    @setting_options
    def export(project: Path, format_id: FormatId, out: Path, **flags: object) -> None:
        """Write PROJECT's labels to a file, read it back, and say what it could not carry.

        Clips, reels, contact sheets and reports are made of the videos themselves; what is made is
        opened again and compared.
        """
        card = FORMATS[format_id].card
        settings = settings_of(card, flags)
        how, rest = _how(flags)
        how = replace(how, settings=settings)
        parts = build()
        options = how.options(card, project.stem)
        carries = parts.exchange.carried(format_id, options)
        with bootstrap.opened(parts, project) as store:
            selection = _selection(store, card, rest)
            contents = gather(store, carries, selection, parts.frames)
        if card.is_media:
            request = ExportRequest(format_id, selection, options, out)
            if rest["dry_run"]:
                click.echo(parts.exchange.outline(format_id, contents, options))
            else:
                export_media(parts.exchange, request, contents)
            return
        if rest["dry_run"]:
            _tell_losses(losses(contents, carries, options.fps))
            return
        report = export_contents(parts.exchange, format_id, contents, out, options)
        _tell_export(report)

    return export


def _import_command(build: Callable[[], bootstrap.Parts]) -> click.Command:
    @click.command("import")
    @click.argument("project", type=_FILE)
    @click.argument("file", type=_FILE)
    @_format_option(default=None, can="in")
    @click.option("--dry-run", is_flag=True, help="Only say what would change.")
    @click.option(
        "--changed",
        type=click.Choice(get_args(OnChanged)),
        default="keep",
        show_default=True,
        help="Annotations the file has otherwise: keep them, replace them, add the file's.",
    )
    @click.option("--map", "maps", multiple=True, metavar="OLD=NEW", help="NEW empty: leave out.")
    @click.option("--match", "matches", multiple=True, metavar="NAME=VIDEO", help="By hand.")
    @click.option(
        "--suggestions",
        type=click.Choice(get_args(AsWhat)),
        default="nothing",
        show_default=True,
        help="What the file's suggestions become; a run is there to be reviewed.",
    )
    @click.option("--all-labels", is_flag=True, help="Labels without a segment, too.")
    @_file_options
    def import_(project: Path, file: Path, format_id: FormatId | None, **flags: object) -> None:
        """Add the annotations of FILE to PROJECT; nothing of a person's is overwritten."""
        how, rest = _how(flags)
        parts = build()
        chosen = format_id or parts.exchange.detect(file)
        if chosen is None:
            raise ExchangeError(f"The format of {file.name} is not known.", "Name it: --format.")
        with bootstrap.opened(parts, project, writes=not rest["dry_run"]) as store:
            options = how.options(FORMATS[chosen].card)
            counts = parts.exchange.carried(chosen, options).frames == "true"
            frames = parts.frames if counts else None
            known = [known_video(one, frames) for one in store.videos()]
            contents = parts.exchange.read(chosen, file, known, options)
            plan = plan_import(
                store,
                contents,
                by_hand=videos_by_hand(store, named_pairs(rest["matches"])),
                labels=named_pairs(rest["maps"]),
                suggestions=rest["suggestions"],  # type: ignore[arg-type]
                takes_unused=bool(rest["all_labels"]),
            )
            if rest["dry_run"]:
                _tell_plan(plan)
                return
            report = carry_out(store, plan, file, on_changed=rest["changed"])  # type: ignore[arg-type]
        _tell_import(report, plan)

    return import_


def _formats_command() -> click.Command:
    @click.command("formats")
    @click.option("--json", "as_json", is_flag=True, help="For programs.")
    def formats(*, as_json: bool) -> None:
        """List every format: which way it goes and what it carries."""
        cards = [one.card for one in FORMATS.values()]
        if as_json:
            click.echo(json.dumps([asdict(card) for card in cards], indent=1))
            return
        width = max(len(card.id) for card in cards)
        for card in cards:
            click.echo(f"{card.id:{width}}  {card.direction:4}  {card.name}: {_carried(card)}")

    return formats


def _format_option(
    *, default: FormatId | None, can: str
) -> Callable[[click.decorators.FC], click.decorators.FC]:
    ids = [one.card.id for one in FORMATS.values() if one.card.direction in {can, "both"}]
    return click.option(
        "--format",
        "format_id",
        type=click.Choice(ids),
        default=default,
        show_default=default or "by the file",
        help="See: pgcn-studio formats.",
    )


def _file_options(command: click.decorators.FC) -> click.decorators.FC:
    """Add the flags that describe a file."""
    for option in (
        click.option(
            "--fps", default=0.0, help="Declared frame rate of formats that count frames."
        ),
        click.option("--columns", default="", help="Columns of a table, by commas."),
        click.option("--variant", default="", help="Form of the format, such as test or tab."),
        click.option("--time-base", type=click.Choice(get_args(TimeBase)), help="Unit of times."),
    ):
        command = option(command)
    return command


def _how(flags: dict[str, object]) -> tuple[_How, dict[str, object]]:
    mine = {name: flags.pop(name) for name in ("time_base", "variant", "columns", "fps")}
    return _How(**mine), flags  # type: ignore[arg-type]


def _check(name: str, thing: str, said: str | None, known: Iterable[str]) -> None:
    known = tuple(known)
    if said and said not in known:
        step = f"It has {', '.join(known)}." if known else "Leave it out."
        raise ExchangeError(f"{name} has no {thing} {said}.", step)


def _selection(store: ProjectStore, card: FormatCard, flags: dict[str, object]) -> Selection:
    every = store.labels()
    ends = stand_ins(every)
    videos = [(one.name, one.id) for one in store.videos()]
    labels = [(one.name, ends.get(one.id, one.id)) for one in every]
    layer: Layer = flags["layer"] or card.layer  # type: ignore[assignment]
    return Selection(
        layer,
        _ids("video", flags["videos"], videos),
        _ids("label", flags["labels"], labels),
        bool(flags["with_empty"]),
    )


def _ids(thing: str, names: object, known: Sequence[tuple[str, str]]) -> frozenset[str] | None:
    """Return the ids of all that go by the names; None without names."""
    wanted: tuple[str, ...] = tuple(names)  # type: ignore[arg-type]
    there = {name for name, _ in known}
    missing = next((name for name in wanted if name not in there), None)
    if missing is not None:
        raise StudioError(f"The project has no {thing} {missing}.", "Look for another spelling.")
    return frozenset(one for name, one in known if name in wanted) if wanted else None


def named_pairs(said: object) -> dict[str, str]:
    """Return what was said as OLD=NEW.

    Raises:
        StudioError: an answer has no equals sign.
    """
    found = {}
    pairs: tuple[str, ...] = tuple(said)  # type: ignore[arg-type]
    for one in pairs:
        old, sign, new = one.partition("=")
        if not sign:
            raise StudioError(f"{one} is not of the form OLD=NEW.", "Put a = between the names.")
        found[old] = new
    return found


def videos_by_hand(store: ProjectStore, pairs: dict[str, str]) -> dict[str, str]:
    """Return the video id for each name of a file.

    Raises:
        StudioError: the project has no such video, or several.
    """
    known = [(one.name, one.id) for one in store.videos()]
    found = {}
    for name, video in pairs.items():
        ids = _ids("video", [video], known) or frozenset()
        if len(ids) > 1:
            raise StudioError(
                f"The project has {len(ids)} videos called {video}.", "Match it in the window."
            )
        (found[name],) = ids
    return found


def _tell_losses(lost: tuple[Loss, ...]) -> None:
    for one in lost:
        click.echo(f"not carried: {one.sentence}", err=True)


def _tell_export(report: ExportReport) -> None:
    noun = "segment" if report.n_segments == 1 else "segments"
    click.echo(f"{report.n_segments} {noun}", err=True)
    _tell_losses(report.losses)
    if report.checked is not None:
        for difference in report.checked.differences:
            click.echo(f"read back: {difference}", err=True)
        if report.checked.is_whole:
            moved = report.checked.worst_s * 1000
            click.echo(
                f"read back: {report.checked.n_same} as written, at most {moved:.3g} ms off",
                err=True,
            )
    if not is_stream(report.file):
        click.echo(str(report.file))


def _tell_plan(plan: ImportPlan) -> None:
    for video in plan.videos:
        if video.entry is None:
            continue
        click.echo(f"{video.incoming.name}: {video.entry.name}")
        for row in video.rows:
            times = f"{row.segment.start_s:.3f} - {row.segment.end_s:.3f}"
            click.echo(f"  {row.kind:8} {times} {row.label}")
    counts = plan.counts
    click.echo(", ".join(f"{counts[kind]} {kind}" for kind in counts) or "nothing to import")
    _tell_remarks(plan)


def _tell_import(report: ImportReport, plan: ImportPlan) -> None:
    click.echo(f"{report.n_added} added, {report.n_known} known already")
    told = (
        (report.n_suggested, "suggestions to review, as a run"),
        (report.n_noted, "annotations and videos got the file's notes"),
        (report.n_labels, "labels without a segment"),
        (report.n_replaced, "moved to where the file has them"),
        (report.n_kept, "kept though the file has them otherwise (--changed)"),
        (report.n_clipped, "of them cut off at the end of their video"),
        (report.n_unusable, "left out: no length, or outside their video"),
        (report.n_skipped, "left out: suggestions (--suggestions), or labels not wanted"),
    )
    for number, words in told:
        if number:
            click.echo(f"{number} {words}", err=True)
    _tell_remarks(plan)


def _tell_remarks(plan: ImportPlan) -> None:
    for remark in plan.remarks:
        click.echo(remark, err=True)
    if plan.unused and not plan.takes_unused:
        told = f"labels without a segment, left out (--all-labels): {_few(plan.unused)}"
        click.echo(told, err=True)
    if plan.unmatched:
        click.echo(f"not in the project: {_few(plan.unmatched)}", err=True)


def _few(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are; files name thousands of videos."""
    n_more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {n_more} more" if n_more > 0 else "")


def _carried(card: FormatCard) -> str:
    kept = card.carries
    parts = [
        "scores" if kept.scores else "",
        "both layers" if kept.layers else "",
        "all labels" if kept.label_list else "",
        "colours" if kept.colors else "",
        "notes" if kept.notes else "",
        {"all": "overlaps", "other-labels": "overlaps of labels", "none": ""}[kept.overlaps],
        "one video a file" if not kept.several_videos else "several videos",
        "" if card.is_media else _precision(card),
    ]
    return ", ".join(part for part in parts if part)


def _precision(card: FormatCard) -> str:
    if card.carries.frames != "no":
        return "whole frames"
    step_s = card.carries.time_step_s
    return f"steps of {step_s * 1000:g} ms" if step_s else "exact times"
