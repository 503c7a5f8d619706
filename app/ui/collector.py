"""Keeps the interpreter's search for garbage from stopping the window.

A hundred thousand suggestions are some hundred thousand objects, and a full search looks at each
of them while it holds the interpreter: 75 to 110 ms, four times while such a video is read in a
thread, and now and then later, in the middle of an act. They are in no cycle, so they are freed
without any search when the video closes; searching among them finds nothing.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject

from app.ui.document import Document

# New objects until the youngest are searched, and how many such searches until the next older.
# Reading a hundred thousand suggestions stays below a full search; a day's work does not.
THRESHOLDS = (10_000, 20, 20)


class Collector(QObject):
    """Leaves what a video brings out of later searches.

    Make one for each program: what it sets holds for the whole process.

    Args:
        document: Opens videos.
    """

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        gc.set_threshold(*THRESHOLDS)
        document.video_opened.connect(self._leave_out)
        document.timeline_replaced.connect(self._leave_out)

    def _leave_out(self) -> None:
        # Moves lists of objects from one to another; looks at none of them.
        gc.freeze()
