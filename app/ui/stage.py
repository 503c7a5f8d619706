"""Where the window stands, and where another takes its place when the language changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from app.ui.language import chosen_language, spoken_language, translate
from app.ui.main_window import MainWindow


class Stage(QObject):
    """Shows a window; after another language was chosen, a new one of the same project.

    A window reads its texts while it is built. Building it anew needs nothing that has to be
    thought of with every text; what a person sees stays, because a window always remembers it.

    Args:
        build: Makes a window in the language that is chosen now.
    """

    def __init__(self, build: Callable[[], MainWindow]) -> None:
        super().__init__(QCoreApplication.instance())
        self._build = build
        self._window: MainWindow | None = None

    @property
    def window(self) -> MainWindow | None:
        """The window shown now."""
        return self._window

    def show(self) -> MainWindow:
        """Build the window and show it."""
        window = self._window = self._build()
        # The choice comes from a dialog of the window that goes: let it end first.
        later = QTimer(window, singleShot=True, interval=0)
        later.timeout.connect(self._change_language)
        window.looks.language_chosen.connect(later.start)
        if QGuiApplication.platformName() != "offscreen":
            # A laptop's screen is smaller than the first size; painting offscreen needs none.
            window.resize(window.size().boundedTo(window.screen().availableSize()))
        window.show()
        return window

    def _change_language(self) -> None:
        old = self._window
        if old is None or chosen_language(old.language) == spoken_language():
            return
        if old.is_working or old.proxies.is_making:
            # What is half done would be stopped.
            old.tell(translate("Window", "The language changes at the next start: work goes on."))
            return
        project = old.project
        QGuiApplication.setQuitOnLastWindowClosed(False)
        old.close()
        old.deleteLater()
        new = self.show()
        QGuiApplication.setQuitOnLastWindowClosed(True)
        new.open_paths([project] if project is not None else [])
        new.looks.show_dialog()
