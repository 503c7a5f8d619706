"""An evaluation as files: one HTML page, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.config.durable import replace_file
from app.domain.errors import ExchangeError
from app.domain.project import VideoEntry
from app.services.evaluating import PageHead, ProjectEvaluation
from app.services.evaluation_words import words

_AGAINST = (
    "{whose}, against the annotations of {n} reviewed videos ({reviewed} of {all} are reviewed)."
)
_AGAINST_ONE = (
    "{whose}, against the annotations of 1 reviewed video ({reviewed} of {all} are reviewed)."
)
_LEARNED = "Left out, since the model learned from them: {names}."
_FLATTERED = "Learned from and counted all the same, which flatters the model: {names}."
_WITHOUT_RUN = "Left out, since they have no such run: {names}."


def write_evaluation(text: str, file: Path) -> None:
    """Write a report whole, or leave an older file as it was.

    Raises:
        ExchangeError: the file cannot be written.
    """
    try:
        replace_file(file, text.encode(errors="backslashreplace"))
    except OSError as error:
        raise ExchangeError(
            f"{file.name} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Choose another folder, or free some space.",
        ) from error


def as_json(found: ProjectEvaluation) -> str:
    """Return an evaluation for programs: what ``pgcn evaluate --errors`` writes, and its videos."""
    scope = found.scope
    values: dict[str, Any] = {
        "project": found.project,
        "model": found.request.model or None,
        "videos": [one.name for one in scope.measured],
        "learned_from": [one.name for one in scope.learned],
        "learned_from_counted": scope.counts_learned,
        "without_run": [one.name for one in scope.without_run],
        "reviewed": scope.n_reviewed,
        **(found.measured.values if found.measured else {}),
    }
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"


def head_of(found: ProjectEvaluation, language: str = "en") -> PageHead:
    """Return the head of a page in a language."""
    title = words("{project}: evaluation", language).format(project=found.project)
    return PageHead(title, about_words(found, language), language)


def about_words(found: ProjectEvaluation, language: str = "en") -> list[str]:
    """Say what was measured and what was left out, in lines for the head of a report."""
    scope, model = found.scope, found.request.model
    whose = words("Runs of {model}" if model else "The run that each video shows", language)
    n_measured = len(scope.measured)
    lines = [
        words(_AGAINST_ONE if n_measured == 1 else _AGAINST, language).format(
            whose=whose.format(model=model),
            n=n_measured,
            reviewed=scope.n_reviewed,
            all=scope.n_videos,
        )
    ]
    if scope.learned:
        told = words(_FLATTERED if scope.counts_learned else _LEARNED, language)
        lines.append(told.format(names=_names(scope.learned)))
    if scope.without_run:
        lines.append(words(_WITHOUT_RUN, language).format(names=_names(scope.without_run)))
    return lines


def _names(videos: Iterable[VideoEntry]) -> str:
    return ", ".join(sorted(one.name for one in videos))


def nothing_words(found: ProjectEvaluation) -> tuple[str, str]:
    """Say why nothing could be measured, and what to do."""
    scope = found.scope
    if not scope.n_reviewed:
        return (
            "No video of this project is reviewed whole.",
            "Judge every suggestion of a video, or say that nothing happens in it.",
        )
    if scope.measured:
        return (
            "Nothing is annotated in the reviewed videos.",
            "Accept or draw a segment; then there is something to find.",
        )
    if scope.learned and not scope.counts_learned:
        return (
            "The model has learned from every reviewed video.",
            "Review one that it has not seen, or count those too.",
        )
    return (
        "No reviewed video has such a run.",
        "Choose another model, or run the detection on them.",
    )
