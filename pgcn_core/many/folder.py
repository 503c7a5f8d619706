"""The folder of results: an output a video, named by content, an index, and all in one file."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pgcn_core.errors import PgcnError
from pgcn_core.output import make_folder, write_json, write_pieces
from pgcn_core.results import names_of

INDEX_NAME = "index.json"
RESULTS_NAME = "results.json"
OUTPUTS = "videos"
_INDEX_VERSION = 1


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a video has no output: a sentence and a next step, small enough to travel."""

    sentence: str
    next_step: str = ""
    exit_code: int = 1

    @classmethod
    def of(cls, error: PgcnError) -> Failure:
        """Return the words of a named failure."""
        return cls(error.sentence, error.next_step, error.exit_code)

    def __str__(self) -> str:
        return f"{self.sentence} {self.next_step}".strip()


class ResultFolder:
    """Outputs of many videos; every file in it is written whole or not at all.

    Args:
        folder: Made at once.

    Raises:
        OutputError: it cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._outputs = folder / OUTPUTS
        make_folder(self._outputs)

    def output(self, key: str) -> Path:
        """Return where the output of a key lies or would lie."""
        return self._outputs / f"{key}.json"

    def read(self, key: str) -> dict[str, Any] | None:
        """Return a finished output, or None; one that is damaged or another's counts as none."""
        try:
            found = json.loads(self.output(key).read_bytes())
            is_whole = found["external_data"]["key"] == key and isinstance(found["results"], dict)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if is_whole else None

    def keep(self, key: str, output: dict[str, Any]) -> None:
        """Write the output of a video.

        Raises:
            OutputError: it cannot be written.
        """
        output["external_data"]["key"] = key
        write_json(output, self.output(key))

    def write_index(self, outcomes: Mapping[Path, str | Failure]) -> None:
        """Say which output is whose; videos of earlier calls stay in it.

        Args:
            outcomes: The key of a video's output, or why it has none.

        Raises:
            OutputError: it cannot be written.
        """
        videos = self._known() | {
            str(path): self._entry(outcome) for path, outcome in outcomes.items()
        }
        write_json({"version": _INDEX_VERSION, "videos": videos}, self._folder / INDEX_NAME)

    def write_results(self, keys: Mapping[Path, str]) -> Path:
        """Write the detections of some videos as one ActivityNet results file, one by one.

        Raises:
            OutputError: it cannot be written.
        """
        file = self._folder / RESULTS_NAME
        write_pieces(_pieces(self._named(keys)), file)
        return file

    def _named(self, keys: Mapping[Path, str]) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, key in zip(names_of(list(keys)), keys.values(), strict=True):
            output = self.read(key)
            if output is not None:
                yield name, output

    def _entry(self, outcome: str | Failure) -> dict[str, Any]:
        if isinstance(outcome, Failure):
            return {"problem": outcome.sentence, "next_step": outcome.next_step}
        return {"output": self.output(outcome).relative_to(self._folder).as_posix()}

    def _known(self) -> dict[str, Any]:
        """Return what the index says; a damaged one is made anew."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            videos = json.loads((self._folder / INDEX_NAME).read_bytes())["videos"]
            if isinstance(videos, dict):
                return videos
        return {}


def _pieces(named: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    """Yield a results file piece by piece: thousands of videos need not fit in memory at once."""
    notes: set[str] = set()
    yield '{\n "version": "VERSION 1.3",\n "results": {'
    between = "\n"
    for name, output in named:
        (detections,) = output["results"].values()
        yield f"{between}  {json.dumps(name)}: {json.dumps(detections, allow_nan=False)}"
        between = ",\n"
        notes.add(output["external_data"]["details"])
    told = {"used": True, "details": "; ".join(sorted(notes))}
    yield f'\n }},\n "external_data": {json.dumps(told)}\n}}\n'
