"""The order in which models were in use, as a small file beside them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.config.durable import replace_file
from app.domain.errors import EngineError

VERSION = 1
# More than anybody goes back.
LONGEST = 100

_log = logging.getLogger(__name__)


class _Order(BaseModel):
    model_config = ConfigDict(frozen=True)

    format: Literal["pgcn-models-in-use"] = "pgcn-models-in-use"
    version: Annotated[int, Field(ge=1, le=VERSION)] = VERSION
    before: tuple[Path | None, ...] = ()


class ModelsInUse:
    """Which models were in use before the present one; None among them is the cold start.

    Args:
        file: Where they are kept; it may not be there.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def before(self) -> tuple[Path | None, ...]:
        """Return them, the last one last.

        Raises:
            EngineError: the file is damaged.
        """
        try:
            return _Order.model_validate_json(self._file.read_bytes()).before
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError) as error:
            raise EngineError(
                f"Which model was in use before is not known: {self._file.name} is damaged.",
                "Choose a model by its name.",
            ) from error

    def known_before(self) -> tuple[Path | None, ...]:
        """Return the same, or nothing where the file is damaged: it is written anew."""
        try:
            return self.before()
        except EngineError as error:
            _log.warning("%s", error)
            return ()

    def remember(self, before: tuple[Path | None, ...]) -> None:
        """Keep them, the file whole or as it was.

        Raises:
            EngineError: they cannot be kept.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            order = _Order(before=before[-LONGEST:])
            replace_file(self._file, order.model_dump_json(indent=1).encode())
        except OSError as error:
            raise choice_not_kept(error) from error


def choice_not_kept(error: OSError) -> EngineError:
    """Return what a person reads when a choice of model cannot be saved."""
    return EngineError(
        f"The choice of model cannot be saved: {(error.strerror or str(error)).lower()}.",
        "Free some space, or look at the permissions of the program's folders.",
        7,
    )
