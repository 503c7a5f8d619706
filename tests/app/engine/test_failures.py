"""The engine's failures in the program's words."""

from threading import Event

import pytest

from app.domain.errors import Cancelled, EngineError, MediaError
from app.engine.failures import translated
from app.engine.fine_tuner import EngineFineTuner
from app.services.fine_tuning import FineTuneRequest
from pgcn_core import errors as engine_errors
from tests.fakes import no_progress


@pytest.mark.parametrize(
    ("raised", "kind", "code"),
    [
        (engine_errors.VideoError, MediaError, 3),
        (engine_errors.WeightsError, EngineError, 4),
        (engine_errors.CheckpointError, EngineError, 4),
        (engine_errors.SettingsError, EngineError, 5),
        (engine_errors.OutputError, EngineError, 7),
    ],
)
def test_named_failures_keep_their_words_and_code(raised, kind, code):
    with pytest.raises(kind) as caught, translated():
        raise raised("It is so.", "Do this.")
    assert type(caught.value) is kind
    assert caught.value.sentence == "It is so."
    assert caught.value.next_step == "Do this."
    assert caught.value.exit_code == code
    assert str(caught.value) == "It is so. Do this."


def test_stopping_is_no_failure():
    with pytest.raises(Cancelled), translated():
        raise engine_errors.Cancelled


def test_bugs_come_through():
    with pytest.raises(KeyError), translated():
        raise KeyError("ours")


class OutOfMemoryError(RuntimeError):
    """Called as the one of torch on a GPU."""


@pytest.mark.parametrize(
    "raised",
    [
        MemoryError(),
        RuntimeError(
            "[enforce fail at alloc_cpu.cpp:1] DefaultCPUAllocator: can't allocate memory"
        ),
        OutOfMemoryError("CUDA out of memory."),
    ],
)
def test_want_of_memory_is_told(raised):
    with pytest.raises(EngineError, match="not enough memory for this"), translated():
        raise raised


def test_want_of_memory_names_the_fine_tuning(tmp_path, monkeypatch):
    tuner = EngineFineTuner(tmp_path / "cache")

    def hungry(*_):
        raise MemoryError

    monkeypatch.setattr(tuner, "_fine_tune", hungry)
    (tmp_path / "c.json").write_text('{"videos": []}')
    request = FineTuneRequest(tmp_path / "c.json", tmp_path / "club")
    with pytest.raises(EngineError, match="not enough memory to fine-tune club"):
        tuner.fine_tune(request, progress=no_progress, cancel=Event())


def test_other_errors_of_torch_stay_bugs():
    with pytest.raises(RuntimeError, match="shapes"), translated():
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")
