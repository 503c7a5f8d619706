"""The engine's failures in the program's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import Cancelled, EngineError, MediaError
from pgcn_core import errors as engine_errors


@contextmanager
def translated() -> Iterator[None]:
    """Raise the engine's named failures as the program's; let bugs through as they are."""
    try:
        yield
    except engine_errors.Cancelled:
        raise Cancelled from None
    except engine_errors.VideoError as error:
        raise MediaError(error.sentence, error.next_step) from error
    except engine_errors.PgcnError as error:
        raise EngineError(error.sentence, error.next_step, error.exit_code) from error
    except (MemoryError, RuntimeError) as error:
        if not _is_want_of_memory(error):
            raise
        raise EngineError(
            "There is not enough memory for this.",
            "Close other programs, then try again: what was finished is kept.",
        ) from error


def _is_want_of_memory(error: MemoryError | RuntimeError) -> bool:
    """Say whether an allocation failed; torch raises plain errors on a CPU, its own on a GPU."""
    return (
        isinstance(error, MemoryError)
        or type(error).__name__ == "OutOfMemoryError"
        or any(words in str(error) for words in ("can't allocate memory", "not enough memory"))
    )
