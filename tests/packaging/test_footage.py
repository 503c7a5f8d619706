"""Where footage comes from: apt's own sources are read, files are checked, nothing is trusted."""

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from studio_setup import footage
from studio_setup.footage import Clip, Mirror, fetch_sports, fetch_street, find_mirror
from studio_setup.shell import Finished

from tests.packaging.fakes import FakeShell

MIRROR = "http://mirror.example/debian"
DEB822 = f"""\
# a comment
Types: deb
URIs: https://other.example/node
Suites: nodistro
Components: main
Signed-By: /other.gpg

Types: deb
URIs: {MIRROR}
Suites: trixie trixie-updates
Components: main contrib
Signed-By: /keys/debian.gpg
"""


@pytest.fixture
def etc_apt(tmp_path: Path) -> Path:
    folder = tmp_path / "apt"
    (folder / "sources.list.d").mkdir(parents=True)
    return folder


def clip_of(name: str, member: str, content: bytes) -> Clip:
    return Clip(name, member, hashlib.sha256(content).hexdigest())


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take three short byte strings for the clips."""
    juggling = clip_of("j.avi", "test/j.avi", b"juggling")
    monkeypatch.setattr(footage, "JUGGLING", juggling)
    monkeypatch.setattr(footage, "BASKETBALL", clip_of("b.mp4", "gallery/b.mp4", b"basketball"))
    monkeypatch.setattr(footage, "STREET", clip_of("s.mp4", "data/s.mp4", b"street"))


class ServingShell(FakeShell):
    """An apt and a pip that serve archives made here."""

    files: Mapping[str, bytes]

    def run(self, command: Sequence[str], extra_env: Mapping[str, str] | None = None) -> Finished:
        if "--dest" in command and self.files:
            target = Path(command[command.index("--dest") + 1]) / "p-1-py3-none-any.whl"
            with zipfile.ZipFile(target, "w") as archive:
                for name, content in self.files.items():
                    archive.writestr(name, content)
        return super().run(command, extra_env)


def source_archive(path: Path, files: Mapping[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(f"vision-0.14.1/{name}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def test_mirror_from_deb822(etc_apt: Path) -> None:
    (etc_apt / "sources.list.d" / "a.sources").write_text(DEB822)
    assert find_mirror(etc_apt) == Mirror(MIRROR, "/keys/debian.gpg")


def test_mirror_from_one_line_format(etc_apt: Path) -> None:
    lines = f"# deb x y z\ndeb [arch=amd64 signed-by=/k.gpg] {MIRROR} bookworm main non-free\n"
    (etc_apt / "sources.list").write_text(lines)
    assert find_mirror(etc_apt) == Mirror(MIRROR, "/k.gpg")


@pytest.mark.parametrize(
    "line",
    [
        "deb http://mirror.example/ubuntu noble main",
        "deb https://docker.example/linux/debian bookworm stable",
        "",
        "nonsense",
    ],
)
def test_no_debian_no_mirror(etc_apt: Path, line: str) -> None:
    (etc_apt / "sources.list").write_text(line)
    assert find_mirror(etc_apt) is None


def test_no_apt_at_all(tmp_path: Path) -> None:
    assert find_mirror(tmp_path / "nowhere") is None
    shell = FakeShell(tmp_path)
    assert not fetch_sports(tmp_path / "out", shell, tmp_path / "nowhere")
    assert shell.commands == []


def test_disabled_sources_are_left_out(etc_apt: Path) -> None:
    (etc_apt / "sources.list.d" / "a.sources").write_text(f"Enabled: no\n{DEB822}")
    assert find_mirror(etc_apt) == Mirror(MIRROR, "/keys/debian.gpg")
    only = DEB822[DEB822.index("\n\n") + 2 :]
    (etc_apt / "sources.list.d" / "a.sources").write_text(f"Enabled: no\n{only}")
    assert find_mirror(etc_apt) is None


def test_source_line() -> None:
    assert Mirror("u", "/k").source_line() == "deb-src [signed-by=/k] u bookworm main\n"
    assert Mirror("u", None).source_line() == "deb-src u bookworm main\n"


def test_apt_is_kept_off_the_system(etc_apt: Path, tmp_path: Path) -> None:
    (etc_apt / "sources.list.d" / "a.sources").write_text(DEB822)
    shell = FakeShell(tmp_path, {" update": (100, "E: no")})
    assert not fetch_sports(tmp_path / "out", shell, etc_apt)
    (line,) = shell.commands
    for setting in ("Dir::State", "Dir::State::lists", "Dir::Cache", "Dir::Etc::SourceList"):
        assert f"-o{setting}=" in line
    assert "sudo" not in line


def test_street_is_taken_from_the_wheel(known: None, tmp_path: Path) -> None:
    shell = ServingShell(tmp_path)
    shell.files = {"data/s.mp4": b"street", "data/other.mp4": b"x"}
    assert fetch_street(Path("python"), tmp_path / "out", shell)
    assert (tmp_path / "out" / "s.mp4").read_bytes() == b"street"


def test_a_changed_file_is_not_used(known: None, tmp_path: Path) -> None:
    shell = ServingShell(tmp_path)
    shell.files = {"data/s.mp4": b"something else"}
    assert not fetch_street(Path("python"), tmp_path / "out", shell)
    assert not (tmp_path / "out" / "s.mp4").exists()


def test_no_wheel_no_street(known: None, tmp_path: Path) -> None:
    shell = ServingShell(tmp_path)
    shell.files = {}
    assert not fetch_street(Path("python"), tmp_path / "out", shell)


@pytest.mark.parametrize(
    ("files", "whole", "kept"),
    [
        ({"test/j.avi": b"juggling", "gallery/b.mp4": b"basketball"}, True, {"j.avi", "b.mp4"}),
        ({"test/j.avi": b"juggling"}, False, {"j.avi"}),
        ({"test/j.avi": b"juggling", "gallery/b.mp4": b"other"}, False, {"j.avi"}),
        ({}, False, set()),
    ],
)
@pytest.mark.usefixtures("known")
def test_sports_from_the_source_archive(
    etc_apt: Path, tmp_path: Path, monkeypatch, files, whole: bool, kept: set[str]
) -> None:
    (etc_apt / "sources.list").write_text(f"deb {MIRROR} bookworm main\n")
    archive = source_archive(tmp_path / "v.orig.tar.gz", {"README": b"", **files})
    monkeypatch.setattr(footage, "_download_source", lambda mirror, folder, shell: archive)
    out = tmp_path / "out"
    assert fetch_sports(out, FakeShell(tmp_path), etc_apt) is whole
    assert {path.name for path in out.glob("*")} == kept
