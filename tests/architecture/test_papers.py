"""The papers beside the code: changelog, documents, packaging."""

import re
import tomllib

import pytest

from tests.architecture.source import tracked_files
from tests.places import REPO

TEXT = {".md", ".py", ".toml", ".yaml", ".yml", ".json", ".desktop", ".ini", ".mako", ".qss", ""}
# Written in two parts, so that this file does not hold what it looks for.
NOT_OURS = re.compile(
    "|".join(
        (
            r"(?<![\w.])/wor" + r"k/",
            r"/tmp/[a-z]/ve" + r"nv",
            r"pypi\.o" + r"rg",
            r"deb\.deb" + r"ian\.org",
            r"npmjs\.o" + r"rg",
            r"files\.pythonho" + r"sted",
            r"download\.pyto" + r"rch",
        )
    )
)
SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def text_files() -> dict[str, str]:
    """Return the text of every tracked text file by its path."""
    return {
        str(path.relative_to(REPO)): path.read_text(encoding="utf-8", errors="replace")
        for path in tracked_files()
        if path.suffix in TEXT
    }


def test_no_machine_and_no_registry_is_named() -> None:
    found = {name: NOT_OURS.findall(text) for name, text in text_files().items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_changelog_keeps_its_form() -> None:
    text = (REPO / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert releases[0] == "[Unreleased]"
    for release in releases[1:]:
        assert re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", release), release
    sections = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert sections
    assert set(sections) <= SECTIONS


def test_documents_link_to_what_exists() -> None:
    missing = []
    for path in tracked_files():
        if path.suffix != ".md":
            continue
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if "://" not in target and not (path.parent / target).exists():
                missing.append(f"{path.relative_to(REPO)}: {target}")
    assert missing == []


def test_every_dependency_says_why_it_is_here() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    why = (REPO / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    names = [re.match(r"[\w-]+", requirement)[0] for group in groups for requirement in group]
    assert [name for name in names if f"`{name}`" not in why] == []


def test_every_decision_has_its_parts() -> None:
    for path in sorted((REPO / "docs" / "decisions").glob("[0-9]*.md")):
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert {"Why", "Decision", "What follows"} <= set(headings), path.name


@pytest.mark.parametrize("word", ["Exec=pgcn-studio %F", "Type=Application", "MimeType=video/mp4"])
def test_desktop_entry(word: str) -> None:
    assert word in (REPO / "packaging" / "pgcn-studio.desktop").read_text(encoding="utf-8")
