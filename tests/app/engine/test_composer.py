"""Long videos of short clips; what was composed before is taken as it is, where it is whole."""

from threading import Event

import pytest

from app.domain.errors import EngineError
from app.engine.composer import EngineComposer
from app.services.demo_loop import N_HELD_OUT, N_LEARN
from tests.fakes import no_progress
from tests.videos import make_video


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    for label in ("jump", "background"):
        (folder / label).mkdir()
        for number in range(3):
            make_video(folder / label / f"{label}_{number}.mp4", n_frames=12)
    return folder


def compose(clips, out):
    composer = EngineComposer(("background",))
    return composer.compose(clips, out, 0, progress=no_progress, cancel=Event())


def test_what_is_whole_is_kept_and_what_is_not_is_made_again(clips, tmp_path):
    learn, held_out = compose(clips, tmp_path)
    assert (len(learn), len(held_out)) == (N_LEARN, N_HELD_OUT)
    assert any(one.truth for one in learn)
    first, second, third = (one.path for one in learn[:3])
    first.unlink()
    second.with_suffix(".json").write_text('[["jump", 1.')
    written = third.stat().st_mtime_ns
    assert compose(clips, tmp_path) == (learn, held_out)
    assert first.exists()
    assert third.stat().st_mtime_ns == written


def test_without_a_background_it_says_what_is_missing(clips, tmp_path):
    with pytest.raises(EngineError, match="lacks a folder of clips") as told:
        EngineComposer(("quiet",)).compose(clips, tmp_path, 0, progress=no_progress, cancel=Event())
    assert "quiet" in told.value.next_step
