"""The engine's failures in the program's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import (
    Cancelled,
    EngineError,
    EngineStumbled,
    MediaError,
    StudioError,
)
from pgcn_core import errors as engine_errors
from pgcn_core.runtime import is_short_of_memory


@contextmanager
def translated() -> Iterator[None]:
    """Raise the engine's named failures as the program's; let bugs through as they are."""
    try:
        yield
    except engine_errors.Cancelled:
        raise Cancelled from None
    except engine_errors.PgcnError as error:
        raise in_our_words(error) from error
    except (MemoryError, RuntimeError, OSError) as error:
        if not is_short_of_memory(error):
            raise
        raise EngineStumbled(
            "There is not enough memory for this.",
            "Close other programs and try again: what is finished is kept.",
            engine_errors.OutOfMemory.exit_code,
        ) from error


def in_our_words(error: engine_errors.PgcnError) -> StudioError:
    """Return an engine's named failure as the program's."""
    if isinstance(error, engine_errors.VideoError):
        return MediaError(error.sentence, error.next_step)
    if isinstance(error, engine_errors.OutOfMemory):
        return EngineStumbled(error.sentence, error.next_step, error.exit_code)
    return EngineError(error.sentence, error.next_step, error.exit_code)
