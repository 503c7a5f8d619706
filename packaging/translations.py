"""Brings the translations up to date: ``python packaging/translations.py``.

Collects the texts of the window into every ``resources/translations/*.ts`` and compiles each into
the ``.qm`` beside it. Both are committed, so that no installation needs Qt's tools. A new language
begins with ``python packaging/translations.py fr``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
BASE = "pgcn_studio"


def collect(into: Path) -> None:
    """Merge the texts of ``app/ui`` into a ``.ts`` file; texts that are gone are dropped.

    Raises:
        subprocess.CalledProcessError: lupdate failed, or warned of a text it cannot read.
    """
    options = ["-silent", "-warnings-are-errors", "-no-obsolete", "-sort-messages"]
    # Line numbers would change the file with every edit of the source, and relative paths do too.
    _run("pyside6-lupdate", *options, "-locations", "none", "-extensions", "py", "app/ui",
         "-ts", str(into))  # fmt: skip


def compile_into(source: Path, target: Path) -> None:
    """Compile a ``.ts`` file into a ``.qm`` file.

    Raises:
        subprocess.CalledProcessError: lrelease failed.
    """
    _run("pyside6-lrelease", "-silent", str(source), "-qm", str(target))


def main(languages: Sequence[str]) -> None:
    """Update the given languages, or all there are."""
    files = [FOLDER / f"{BASE}_{one}.ts" for one in languages] or sorted(FOLDER.glob("*.ts"))
    for source in files:
        collect(source)
        compile_into(source, source.with_suffix(".qm"))
        n_open = source.read_text(encoding="utf-8").count('type="unfinished"')
        print(f"{source.relative_to(ROOT)}: {n_open} texts wait for a translation")


def _run(tool: str, *arguments: str) -> None:
    # Beside this interpreter: another Qt of the system may speak another dialect.
    found = shutil.which(tool, path=str(Path(sys.executable).parent)) or tool
    subprocess.run([found, *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
