"""The system's file dialogs, one small question each; tests put their own answers in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.project import PROJECT_SUFFIX, VIDEO_SUFFIXES
from app.ui.language import translate

VIDEO_PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))


class FileDialogs:
    """Asks the person for files. Every method returns nothing when the dialog was left."""

    def new_project(self, parent: QWidget) -> Path | None:
        """Ask where a new project file shall be."""
        name, _ = QFileDialog.getSaveFileName(
            parent, translate("Dialogs", "New project"), "", _project_filter()
        )
        return with_suffix(name, PROJECT_SUFFIX)

    def project(self, parent: QWidget) -> Path | None:
        """Ask for a project file."""
        name, _ = QFileDialog.getOpenFileName(
            parent, translate("Dialogs", "Open project"), "", _project_filter()
        )
        return Path(name) if name else None

    def videos(self, parent: QWidget) -> list[Path]:
        """Ask for video files."""
        names, _ = QFileDialog.getOpenFileNames(
            parent, translate("Dialogs", "Import videos"), "", _video_filter()
        )
        return [Path(name) for name in names]

    def folder(self, parent: QWidget) -> Path | None:
        """Ask for a folder of videos."""
        name = QFileDialog.getExistingDirectory(
            parent, translate("Dialogs", "Import every video of a folder")
        )
        return Path(name) if name else None

    def moved_file(self, parent: QWidget, name: str) -> Path | None:
        """Ask where the file of a video is now."""
        title = translate("Dialogs", "Where is {name} now?").format(name=name)
        found, _ = QFileDialog.getOpenFileName(parent, title, "", _video_filter())
        return Path(found) if found else None

    def moved_folder(self, parent: QWidget) -> Path | None:
        """Ask below which folder moved files are to be looked for."""
        name = QFileDialog.getExistingDirectory(
            parent, translate("Dialogs", "Look for the missing files in")
        )
        return Path(name) if name else None

    def model(self, parent: QWidget) -> Path | None:
        """Ask for the folder of a checkpoint."""
        name = QFileDialog.getExistingDirectory(
            parent, translate("Dialogs", "Choose the folder of a trained P-GCN")
        )
        return Path(name) if name else None

    def annotations(self, parent: QWidget) -> Path | None:
        """Ask for a file of labels, in any format."""
        name, _ = QFileDialog.getOpenFileName(parent, translate("Dialogs", "Import annotations"))
        return Path(name) if name else None

    def second_annotator(self, parent: QWidget) -> Path | None:
        """Ask for another person's work: a project, or a file of labels in any format."""
        every = translate("Dialogs", "All files (*)")
        name, _ = QFileDialog.getOpenFileName(
            parent,
            translate("Dialogs", "Compare with another annotator"),
            "",
            f"{_project_filter()};;{every}",
        )
        return Path(name) if name else None

    def report(self, parent: QWidget, suggested: Path) -> Path | None:
        """Ask where a report shall be written."""
        kinds = translate("Dialogs", "Web page (*.html);;Table (*.csv)")
        name, _ = QFileDialog.getSaveFileName(
            parent, translate("Dialogs", "Save the report"), str(suggested), kinds
        )
        return with_suffix(name, suggested.suffix)

    def page(self, parent: QWidget, suggested: Path) -> Path | None:
        """Ask where a page shall be written."""
        name, _ = QFileDialog.getSaveFileName(
            parent,
            translate("Dialogs", "Save the report"),
            str(suggested),
            translate("Dialogs", "Web page (*.html)"),
        )
        return with_suffix(name, suggested.suffix)

    def export(self, parent: QWidget, suggested: Path) -> Path | None:
        """Ask where an export shall be written."""
        name, _ = QFileDialog.getSaveFileName(
            parent, translate("Dialogs", "Export to"), str(suggested)
        )
        return with_suffix(name, suggested.suffix)


def with_suffix(name: str, suffix: str) -> Path | None:
    """Return the path, with the suffix when it was left out; None for no name."""
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(suffix)


def _video_filter() -> str:
    kinds = translate("Dialogs", "Videos ({patterns});;All files (*)")
    return kinds.format(patterns=VIDEO_PATTERNS)


def _project_filter() -> str:
    return translate("Dialogs", "PGCN Studio projects ({pattern})").format(
        pattern=f"*{PROJECT_SUFFIX}"
    )
