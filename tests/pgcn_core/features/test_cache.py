import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import SafetensorError

from pgcn_core.errors import Cancelled, OutputError
from pgcn_core.features import sequence_files
from pgcn_core.features.cache import FeatureCache, FeaturePart
from pgcn_core.features.products import FeatureSequence
from tests.places import REPO


def part(seed: int, count: int = 3) -> FeaturePart:
    rng = np.random.default_rng(seed)
    return FeaturePart(
        values=rng.random((count, 8), dtype=np.float32),
        starts_s=np.arange(count) * 0.32,
        ends_s=np.arange(count) * 0.32 + 0.64,
        label_logits=rng.random((count, 4), dtype=np.float32),
    )


def sequence(fingerprint: str = "f") -> FeatureSequence:
    one = part(0)
    return FeatureSequence(
        "flow", one.values, one.starts_s, one.ends_s, 32, 25.0, 8, 16, one.label_logits, fingerprint
    )


def same(left: object, right: object) -> bool:
    names = ("values", "starts_s", "ends_s", "label_logits")
    return all(np.array_equal(getattr(left, name), getattr(right, name)) for name in names)


def test_what_is_stored_is_loaded(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path / "new")
    assert cache.load("f") is None
    cache.store(sequence())
    found = cache.load("f")
    assert found is not None
    assert same(found, sequence())
    assert (found.stream, found.n_frames, found.fps, found.fingerprint) == ("flow", 32, 25.0, "f")
    assert found.values.dtype == np.float32
    assert found.starts_s.dtype == np.float64


@pytest.mark.parametrize("damage", ["truncate", "flip", "empty", "rename"])
def test_a_damaged_file_counts_as_none_and_goes(tmp_path: Path, damage: str) -> None:
    cache = FeatureCache(tmp_path)
    cache.store(sequence())
    path = next(tmp_path.glob("*.safetensors"))
    content = bytearray(path.read_bytes())
    if damage == "truncate":
        path.write_bytes(content[:-5])
    elif damage == "flip":
        content[-3] ^= 255
        path.write_bytes(content)
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        path = path.rename(tmp_path / "g.safetensors")
    assert cache.load("g" if damage == "rename" else "f") is None
    assert not path.exists()


def test_pieces_come_back_in_order_and_go_when_the_whole_is_stored(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path)
    assert cache.load_parts("f") == []
    for seed in range(3):
        cache.append_part("f", part(seed))
    assert [same(p, part(seed)) for seed, p in enumerate(cache.load_parts("f"))] == [True] * 3
    cache.store(sequence())
    assert cache.load_parts("f") == []


@settings(max_examples=30, deadline=None)
@given(cut=st.integers(min_value=0, max_value=2000))
def test_a_write_cut_anywhere_costs_only_its_own_piece(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    cache = FeatureCache(folder)
    cache.append_part("f", part(0))
    cache.append_part("f", part(1))
    journal = folder / "f.journal"
    size = journal.stat().st_size
    one = size // 2
    os.truncate(journal, min(cut, size))
    whole = min(cut, size) // one
    assert len(cache.load_parts("f")) == whole
    cache.append_part("f", part(7))
    again = cache.load_parts("f")
    assert len(again) == whole + 1
    assert same(again[-1], part(7))


def test_a_flipped_bit_in_the_journal_is_seen(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path)
    cache.append_part("f", part(0))
    cache.append_part("f", part(1))
    content = bytearray((tmp_path / "f.journal").read_bytes())
    content[-1] ^= 1
    (tmp_path / "f.journal").write_bytes(content)
    assert len(cache.load_parts("f")) == 1


def test_eviction_takes_what_was_used_longest_ago(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path)
    for age, name in enumerate("abc"):
        cache.store(sequence(name))
        os.utime(tmp_path / f"{name}.safetensors", (1000 + age, 1000 + age))
    one = cache.size_bytes() // 3
    assert cache.load("a") is not None
    assert cache.evict(2 * one + 8) == 1
    assert [cache.load(name) is not None for name in "abc"] == [True, False, True]
    cache.clear()
    assert cache.size_bytes() == 0


def test_an_empty_cache_has_no_size(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path / "none")
    assert cache.size_bytes() == 0
    assert cache.evict(0) == 0


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be kept"):
        FeatureCache(tmp_path / "file").store(sequence())


# ------------------------------------------------------------- two programs


HOLD = """
import sys
from pathlib import Path
from pgcn_core.features.cache import FeatureCache
with FeatureCache(Path(sys.argv[1])).turn("f"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that is making the sequence f."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPO,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_program_waits_for_the_first(tmp_path: Path, holder) -> None:
    cache = FeatureCache(tmp_path)
    with cache.turn("another"):
        pass
    cancel = Event()
    Timer(0.3, cancel.set).start()
    with pytest.raises(Cancelled), cache.turn("f", cancel):
        pytest.fail("both hold it")
    Timer(0.3, lambda: holder.stdin.write("go on\n") and holder.stdin.flush()).start()
    began = time.monotonic()
    with cache.turn("f"):
        assert time.monotonic() - began > 0.2


def test_a_killed_program_lets_go(tmp_path: Path, holder) -> None:
    holder.kill()
    with FeatureCache(tmp_path).turn("f", Event()):
        pass


def test_without_a_place_for_locks_work_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with FeatureCache(tmp_path / "file" / "below").turn("f"):
        pass


def test_a_full_disk_is_named_and_the_pieces_before_it_stay(tmp_path: Path, full_disk) -> None:
    cache = FeatureCache(tmp_path)
    cache.append_part("f", part(0))
    with full_disk(1500), pytest.raises(OutputError, match=r"(?i)features cannot be kept"):
        cache.append_part("f", part(1, count=300))
    with full_disk(1500), pytest.raises(OutputError, match=r"(?i)features cannot be kept"):
        cache.store(replace(sequence("g"), values=np.ones((3, 4000), np.float32)))
    assert [same(one, part(0)) for one in cache.load_parts("f")] == [True]
    assert cache.load("g") is None
    assert not list(tmp_path.glob("*.part"))
    cache.append_part("f", part(2))
    assert len(cache.load_parts("f")) == 2


def test_a_sequence_is_kept_whole_or_not_at_all(tmp_path, monkeypatch):
    def full(_sequence, file):
        file.write_bytes(b"half of it")
        raise SafetensorError("No space left on device")

    file = tmp_path / "rgb" / "a.safetensors"
    sequence_files.keep_sequence(sequence(), file)
    monkeypatch.setattr(sequence_files, "write_sequence", full)
    with pytest.raises(OutputError, match=r"a\.safetensors cannot be written: no space left"):
        sequence_files.keep_sequence(sequence("other"), file)
    assert list(file.parent.iterdir()) == [file]
    assert sequence_files.read_sequence(file).fingerprint == "f"
