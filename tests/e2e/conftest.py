"""The real commands in processes of their own, over small videos and weights made here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from pgcn_core.features.weights import import_weights
from tests.pgcn_core.features.networks import random_state
from tests.places import REPO
from tests.running import run_main
from tests.videos import make_sound, make_video

LABEL_IDX = 99


@dataclass(frozen=True)
class Commands:
    """Both commands with folders of their own."""

    folder: Path

    def env(self, **changed: str) -> dict[str, str]:
        own = {
            "PGCN_DATA_DIR": str(self.folder / "data"),
            "PGCN_CONFIG_DIR": str(self.folder / "config"),
            "PYTHONPATH": str(REPO),
            "OMP_NUM_THREADS": "1",
        }
        return {**os.environ, **own, **changed}

    def start(
        self, module: str, args: Sequence[object], cwd: Path | None = None, **changed: str
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, args)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd or REPO,
            env=self.env(**changed),
            # A group of its own, so that Ctrl-C reaches it as from a terminal.
            start_new_session=True,
        )

    def _run(self, module: str, args: Sequence[object], changed: dict[str, str]) -> Done:
        process = self.start(module, args, **changed)
        out, err = process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return Done(process.returncode, out, err)

    def pgcn(self, *args: object, **changed: str) -> Done:
        return self._run("pgcn_core", args, changed)

    def localize(self, *args: object, **changed: str) -> Done:
        return self.pgcn("localize", *args, "--flow", "none", "--device", "cpu", **changed)

    def inside(self, main: Callable[[], None], *args: object, **changed: str) -> Done:
        """Run a command in this process: what is refused early need not wait for a new one."""
        env = self.env(**changed)
        with pytest.MonkeyPatch.context() as patch:
            for name in ("PGCN_DATA_DIR", "PGCN_CONFIG_DIR"):
                patch.setenv(name, env[name])
            return Done(*run_main(main, "command", *args))

    def studio(self, *args: object, **changed: str) -> Done:
        return self._run("app", args, changed)


@dataclass(frozen=True)
class Done:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """What it said is wrong, a line each."""
        return [line for line in self.err.splitlines() if line.startswith(("pgcn: ", "pgcn-st"))]

    def refused(self, code: int, *words: str) -> str:
        """Assert that it ended in one sentence with a next step; return both."""
        assert self.code == code, self
        assert self.out == "", self
        (line,) = self.complaints
        sentence = line.partition(": ")[2]
        assert sentence.endswith(".")
        assert ". " in sentence, "no next step"
        for word in words:
            assert word in sentence
        return sentence


@pytest.fixture(scope="session")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Weights of no training, whose head is sure of one label; RGB alone on the CPU."""
    folder = tmp_path_factory.mktemp("commands")
    (folder / "config").mkdir()
    settings = {"flow": "none", "device": "cpu"}
    (folder / "config" / "settings.json").write_text(json.dumps(settings))
    state = random_state(3, n_labels=400)
    state["logits.conv3d.weight"] *= 0.01
    state["logits.conv3d.bias"] = torch.zeros(400)
    state["logits.conv3d.bias"][LABEL_IDX] = 60.0  # far above the background
    save_file(state, folder / "made_here.safetensors")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGCN_DATA_DIR", str(folder / "data"))
        import_weights(folder / "made_here.safetensors")
    return Commands(folder)


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of good and bad videos."""
    folder = tmp_path_factory.mktemp("videos")
    good = make_video(folder / "good.mp4", n_frames=32)
    make_video(folder / "other.mp4", n_frames=24, size=(64, 96))
    make_video(folder / "one.mp4", n_frames=1)
    faststart = make_video(
        folder / "whole.mp4", n_frames=100, muxer_options={"movflags": "faststart"}
    )
    data = faststart.read_bytes()
    (folder / "cut.mp4").write_bytes(data[: len(data) * 6 // 10])
    data = good.read_bytes()
    (folder / "no moov.mp4").write_bytes(data[: data.index(b"moov") - 4])
    (folder / "truncated.mp4").write_bytes(data[: len(data) // 2])
    make_sound(folder / "song.m4a")
    make_video(folder / "no times.h264", n_frames=10)
    (folder / "empty.mp4").touch()
    (folder / "notes.mp4").write_text("A list of matches.\n" * 50)
    (folder / "folder.mp4").mkdir()
    return folder


# What each is called in the sentence, and which words have to be in it.
BAD = {
    "notes.mp4": "is not a video",
    "empty.mp4": "is empty",
    "truncated.mp4": "is not whole",
    "no moov.mp4": "moov",
    "song.m4a": "sound but no picture",
    "no times.h264": "no times",
    "missing.mp4": "There is no file",
}


@pytest.fixture
def make_long():
    """Return what makes a video of more than one piece of features."""
    return lambda path: make_video(path, n_frames=400)
