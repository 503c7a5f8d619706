"""Bytes of real files, changed one by one, never give anything but the two named failures."""

import io
import os

import numpy as np
import pytest
import torch

from pgcn_core.foreign_files import DamagedFile, UnsafeFile, load_array, load_torch


def torch_bytes(*, is_zip):
    content = io.BytesIO()
    held = {"state_dict": {"weight": torch.arange(6.0).reshape(2, 3)}}
    torch.save(held, content, _use_new_zipfile_serialization=is_zip)
    return content.getvalue()


def array_bytes(save):
    content = io.BytesIO()
    save(content, np.arange(40.0).reshape(8, 5))
    return content.getvalue()


def changed(content, rng):
    """Cut it short, take a piece out, or change a few of its first bytes."""
    kind, at = rng.integers(3), int(rng.integers(len(content)))
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + content[at + int(rng.integers(1, 60)) :]
    other = bytearray(content)
    for place in rng.integers(min(len(content), 600), size=3):
        other[place] = rng.integers(256)
    return bytes(other)


FILES = {
    "legacy.pth": (load_torch, torch_bytes(is_zip=False)),
    "zip.pth": (load_torch, torch_bytes(is_zip=True)),
    "one.npy": (load_array, array_bytes(np.save)),
    "one.npz": (load_array, array_bytes(np.savez_compressed)),
}


@pytest.mark.filterwarnings("ignore")  # of what the bytes would mean
@pytest.mark.parametrize("name", FILES)
def test_changed_bytes_are_damage_and_nothing_else(tmp_path, name):
    load, content = FILES[name]
    rng = np.random.default_rng(3)
    refused = 0
    for _ in range(150):
        (tmp_path / name).write_bytes(changed(content, rng))
        try:
            load(tmp_path / name)
        except (DamagedFile, UnsafeFile):
            refused += 1
    assert refused > 75


def test_whole_files_are_read(tmp_path):
    for name, (load, content) in FILES.items():
        (tmp_path / name).write_bytes(content)
        held = load(tmp_path / name)
        values = held["state_dict"]["weight"].numpy() if isinstance(held, dict) else held
        assert values.ravel()[:3].tolist() == [0, 1, 2]


def test_a_tensor_that_the_file_does_not_hold(tmp_path):
    content = FILES["legacy.pth"][1]
    at = content.index(b"cpu") - 20
    key = bytes(one for one in content[at : at + 19] if chr(one).isdigit())
    (tmp_path / "x.pth").write_bytes(content.replace(key, key[:-1] + b"x", 1))
    with pytest.raises((DamagedFile, UnsafeFile)):
        load_torch(tmp_path / "x.pth")


def test_code_several_arrays_objects_and_nothing(tmp_path):
    torch.save({"run": os.system}, tmp_path / "code.pt")
    with pytest.raises(UnsafeFile):
        load_torch(tmp_path / "code.pt")
    np.savez(tmp_path / "two.npz", a=np.zeros(1), b=np.zeros(1))
    with pytest.raises(DamagedFile, match="2 arrays"):
        load_array(tmp_path / "two.npz")
    np.save(tmp_path / "objects.npy", np.array([{}], object))
    for name in ("objects.npy", "nothing.npy"):
        with pytest.raises(DamagedFile):
            load_array(tmp_path / name)
