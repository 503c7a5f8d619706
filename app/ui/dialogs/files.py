"""The system's file dialogs, one small question each; tests put their own answers in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.project import PROJECT_SUFFIX, VIDEO_SUFFIXES

VIDEO_PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))
VIDEO_FILTER = f"Videos ({VIDEO_PATTERNS});;All files (*)"
PROJECT_FILTER = f"PGCN Studio projects (*{PROJECT_SUFFIX})"


class FileDialogs:
    """Asks the person for files. Every method returns nothing when the dialog was left."""

    def new_project(self, parent: QWidget) -> Path | None:
        """Ask where a new project file shall be."""
        name, _ = QFileDialog.getSaveFileName(parent, "New project", "", PROJECT_FILTER)
        return with_suffix(name, PROJECT_SUFFIX)

    def project(self, parent: QWidget) -> Path | None:
        """Ask for a project file."""
        name, _ = QFileDialog.getOpenFileName(parent, "Open project", "", PROJECT_FILTER)
        return Path(name) if name else None

    def videos(self, parent: QWidget) -> list[Path]:
        """Ask for video files."""
        names, _ = QFileDialog.getOpenFileNames(parent, "Import videos", "", VIDEO_FILTER)
        return [Path(name) for name in names]

    def folder(self, parent: QWidget) -> Path | None:
        """Ask for a folder of videos."""
        name = QFileDialog.getExistingDirectory(parent, "Import every video of a folder")
        return Path(name) if name else None

    def annotations(self, parent: QWidget) -> Path | None:
        """Ask for a file of labels, in any format."""
        name, _ = QFileDialog.getOpenFileName(parent, "Import annotations")
        return Path(name) if name else None

    def export(self, parent: QWidget, suggested: Path) -> Path | None:
        """Ask where an export shall be written."""
        name, _ = QFileDialog.getSaveFileName(parent, "Export to", str(suggested))
        return with_suffix(name, suggested.suffix)


def with_suffix(name: str, suffix: str) -> Path | None:
    """Return the path, with the suffix when it was left out; None for no name."""
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(suffix)
