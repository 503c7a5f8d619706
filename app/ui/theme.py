"""Colours, fonts and icons: one palette a theme, icons drawn in the palette's text colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from app.ui.preferences import ThemeChoice

ICON_SIZES_PX = (16, 24, 32, 48)
SPACING_PX = 8

W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme as ``#rrggbb``."""

    window: str
    base: str
    raised: str
    line: str
    text: str
    faint: str
    accent: str
    on_accent: str
    good: str
    bad: str
    warn: str
    problem_back: str


THEMES: dict[str, Colours] = {
    "dark": Colours(
        window="#1e2126", base="#16181c", raised="#2a2e35", line="#3a3f48", text="#e4e7eb",
        faint="#98a1ad", accent="#3d8bd4", on_accent="#ffffff", good="#58b97c", bad="#e0685f",
        warn="#e3a83b", problem_back="#4a2a28",
    ),
    "light": Colours(
        window="#f1f2f4", base="#ffffff", raised="#e6e8ec", line="#c4c9d1", text="#1c2026",
        faint="#5b6470", accent="#1f6fb8", on_accent="#ffffff", good="#1e7f45", bad="#b8362c",
        warn="#9a6700", problem_back="#f8dedb",
    ),
    # Every text at 7:1 or more (WCAG 2.1 AAA).
    "contrast": Colours(
        window="#000000", base="#000000", raised="#1a1a1a", line="#ffffff", text="#ffffff",
        faint="#d8d8d8", accent="#ffd400", on_accent="#000000", good="#5dff9b", bad="#ff9a8f",
        warn="#ffd400", problem_back="#5a0000",
    ),
}  # fmt: skip


def colours_of(palette: QPalette) -> Colours:
    """Return the theme a palette belongs to; a stranger's is judged by its window colour."""
    window = palette.color(QPalette.ColorRole.Window)
    for colours in THEMES.values():
        if QColor(colours.window) == window:
            return colours
    return THEMES["dark" if window.lightness() < 128 else "light"]


def make_palette(colours: Colours) -> QPalette:
    """Return the Qt palette of a theme."""
    role = QPalette.ColorRole
    palette = QPalette()
    for place, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.raised),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.faint),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.Mid, colours.line),
    ):
        palette.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(colours.faint).darker(130))
    return palette


def style_sheet(colours: Colours) -> str:
    """Return the few rules that a palette cannot say."""
    return f"""
QToolTip {{ color: {colours.text}; background: {colours.raised};
            border: 1px solid {colours.line}; }}
QMainWindow::separator {{ background: {colours.base}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {colours.accent}; }}
QDockWidget {{ font-weight: 600; }}
QDockWidget::title {{ background: {colours.window}; padding: 6px 8px; }}
QToolBar {{ background: {colours.window}; border: 0; border-bottom: 1px solid {colours.base};
            spacing: 4px; padding: 3px 6px; }}
QPushButton, QToolBar QToolButton {{ padding: 5px 10px; border: 1px solid {colours.line};
            border-radius: 4px; background: {colours.raised}; color: {colours.text}; }}
QToolBar QToolButton {{ border-color: transparent; background: transparent; }}
QPushButton:hover, QToolBar QToolButton:hover {{ border-color: {colours.accent}; }}
QPushButton:pressed, QToolBar QToolButton:pressed {{ background: {colours.base}; }}
QPushButton:default {{ background: {colours.accent}; color: {colours.on_accent};
            border-color: {colours.accent}; }}
QPushButton:disabled, QToolBar QToolButton:disabled {{ color: {colours.faint}; }}
QToolBar QToolButton:checked {{ background: {colours.raised}; border-color: {colours.line}; }}
QProgressBar {{ border: 0; border-radius: 3px; background: {colours.base}; max-height: 6px; }}
QProgressBar::chunk {{ border-radius: 3px; background: {colours.accent}; }}
QListView, QTreeView, QTableView {{ border: 0; background: {colours.base}; }}
QPlainTextEdit {{ border: 1px solid {colours.line}; border-radius: 3px; }}
QPlainTextEdit:focus {{ border-color: {colours.accent}; }}
QLabel[role="faint"] {{ color: {colours.faint}; }}
QLabel[role="title"] {{ font-size: 15px; font-weight: 600; }}
QFrame[role="toast"] {{ background: {colours.raised}; border: 1px solid {colours.accent};
            border-radius: 6px; }}
QFrame[role="toast"] QLabel {{ border: 0; }}
QFrame[role="problem"] {{ background: {colours.problem_back}; }}
"""


def apply_theme(choice: ThemeChoice) -> None:
    """Give the running program a theme; ``system`` is light or dark as the desktop is."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    colours = THEMES[system_theme() if choice == "system" else choice]
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(make_palette(colours))
    app.setStyleSheet(style_sheet(colours))


def system_theme() -> str:
    """Return what the desktop asks for; footage is judged best on dark, so dark if it does not."""
    asked = QGuiApplication.styleHints().colorScheme()
    return "light" if asked == Qt.ColorScheme.Light else "dark"


def in_role(widget: W, role: str) -> W:
    """Return the widget, looking as ``style_sheet`` says of the role."""
    widget.setProperty("role", role)
    return widget


def icon(name: str) -> QIcon:
    """Return an icon of ``resources/icons`` in the colour of the palette's text."""
    palette = QGuiApplication.palette()
    drawn = QIcon()
    normal = palette.color(QPalette.ColorRole.ButtonText)
    faint = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    for size_px in ICON_SIZES_PX:
        drawn.addPixmap(tinted(name, normal, size_px), QIcon.Mode.Normal)
        drawn.addPixmap(tinted(name, faint, size_px), QIcon.Mode.Disabled)
    return drawn


def tinted(name: str, colour: QColor, size_px: int) -> QPixmap:
    """Return an icon as a square pixmap in one colour."""
    picture = QPixmap(size_px, size_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(_svg(name))).render(painter, QRectF(0, 0, size_px, size_px))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(picture.rect(), colour)
    painter.end()
    return picture


@cache
def _svg(name: str) -> bytes:
    return files("resources").joinpath("icons", f"{name}.svg").read_bytes()
