"""What is looked for in the library, and in which order, as it was left in each project."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.library_search import Order, Wanted
from app.domain.video_state import VideoState
from app.ui.library.filter_bar import FilterBar
from app.ui.view_keeper import ViewKeeper
from app.ui.view_memory import LibraryView


class LibraryMemory(QObject):
    """Joins the filters to what is remembered of a project.

    Args:
        filters: What is looked for.
        keeper: Remembers it.
    """

    def __init__(self, filters: FilterBar, keeper: ViewKeeper) -> None:
        super().__init__(filters)
        self._filters = filters
        self._keeper = keeper
        self._is_recalling = False
        keeper.library_recalled.connect(self._recall)
        filters.changed.connect(self._keep)

    def _recall(self, view: LibraryView) -> None:
        self._is_recalling = True
        # A project that was never looked at is sorted like the one before.
        if view.order in {order.value for order in Order}:
            self._filters.set_order(Order(view.order), is_reversed=view.is_reversed)
        known = {state.value for state in VideoState}
        self._filters.set_wanted(
            Wanted(
                text=view.text,
                states=frozenset(VideoState(one) for one in view.states if one in known),
                tags=frozenset(view.tags),
                assignee=view.assignee,
                only_missing=view.only_missing,
            )
        )
        self._is_recalling = False

    def _keep(self) -> None:
        if self._is_recalling:
            return
        wanted = self._filters.wanted
        self._keeper.keep_library(
            LibraryView(
                order=self._filters.order.value,
                is_reversed=self._filters.is_reversed,
                text=wanted.text,
                states=sorted(state.value for state in wanted.states),
                tags=sorted(wanted.tags),
                assignee=wanted.assignee,
                only_missing=wanted.only_missing,
            )
        )
