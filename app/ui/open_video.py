"""The video on the screen, as the document hands it to the views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.project import Run, RunGraph, VideoEntry
from app.domain.timeline import Timeline
from app.services.ports import FrameAccess, MediaFacts, SoundAccess
from app.ui.review_round import ReviewRound
from app.ui.timeline.entries import EntryTable
from app.ui.timeline.stacks import LaneStacks


@dataclass(frozen=True, slots=True, eq=False)
class OpenVideo:
    """The video on the screen.

    Attributes:
        open_access: Opens its decoder; to be called in the thread that will use it.
        run: The newest run over it, or None.
        table: The timeline's entries as columns, made where it was read.
        stacks: The table's lanes in rows, made there too.
        round: Its suggestions in the order of the review, made there too.
        open_sound: Opens the decoder of its sound, likewise; None where there is none.
        graph: Of the run, where it was read with everything else: from a server.
    """

    entry: VideoEntry
    facts: MediaFacts
    open_access: Callable[[], FrameAccess]
    timeline: Timeline
    run: Run | None
    table: EntryTable
    stacks: LaneStacks
    round: ReviewRound
    open_sound: Callable[[], SoundAccess] | None = None
    graph: RunGraph | None = None

    @property
    def run_id(self) -> str:
        """The newest run over it, or ''."""
        return self.run.id if self.run else ""
