"""In and out marks: a span a person set by keys, not yet a segment."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Marks(QObject):
    """Two times, either of which may be missing.

    Attributes:
        changed: In and out in seconds, None where not set.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._in_s: float | None = None
        self._out_s: float | None = None

    @property
    def span(self) -> tuple[float, float] | None:
        """The marked [in, out), or None until both are set."""
        if self._in_s is None or self._out_s is None:
            return None
        return self._in_s, self._out_s

    def set_in(self, time_s: float) -> None:
        """Begin here; an out mark that does not lie after it goes."""
        keeps = self._out_s is not None and self._out_s > time_s
        self._set(time_s, self._out_s if keeps else None)

    def set_out(self, time_s: float) -> None:
        """End here, exclusive; an in mark that does not lie before it goes."""
        keeps = self._in_s is not None and self._in_s < time_s
        self._set(self._in_s if keeps else None, time_s)

    def clear(self) -> None:
        """Mark nothing."""
        self._set(None, None)

    def _set(self, in_s: float | None, out_s: float | None) -> None:
        if (in_s, out_s) != (self._in_s, self._out_s):
            self._in_s, self._out_s = in_s, out_s
            self.changed.emit(in_s, out_s)
