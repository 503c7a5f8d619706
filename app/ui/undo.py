"""Undo and redo of one video's timeline: one command wraps any edit, the store keeps them all."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.domain.edits import Edit
from app.domain.errors import StudioError
from app.services.editing import TimelineEditor
from app.services.ports import HistoryEntry


class EditCommand(QUndoCommand):
    """An edit that has been applied and stored.

    Qt moves its stack whatever a command does, so a refusal is kept in ``refusal`` and the history
    moves the stack back.
    """

    def __init__(self, editor: TimelineEditor, entry: HistoryEntry) -> None:
        super().__init__(entry.caption)
        self.entry = entry
        self.refusal: StudioError | None = None
        # Pushing a command calls redo(), but what it wraps has been done already.
        self.is_move_only = True
        self._editor = editor

    def undo(self) -> None:
        """Apply and store the inverse."""
        if self._moves_only():
            return
        try:
            self.entry = self._editor.undo(self.entry)
        except StudioError as refusal:
            self.refusal = refusal

    def redo(self) -> None:
        """Apply and store the edit again."""
        if self._moves_only():
            return
        try:
            self.entry = self._editor.redo(self.entry)
        except StudioError as refusal:
            self.refusal = refusal

    def _moves_only(self) -> bool:
        moves_only, self.is_move_only = self.is_move_only, False
        return moves_only


class EditHistory(QObject):
    """The acts on one timeline, including those of earlier sessions.

    Args:
        editor: Applies and stores; its stored history is taken over, not executed.
    """

    def __init__(self, editor: TimelineEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._stack = QUndoStack(self)
        self._commands: list[EditCommand] = []
        entries = editor.history()
        for entry in entries:
            self._push(entry)
        for _ in [entry for entry in entries if entry.is_undone]:
            self._commands[self._stack.index() - 1].is_move_only = True
            self._stack.undo()

    @property
    def undo_caption(self) -> str:
        """What undo would take back, or ''."""
        return self._stack.undoText()

    @property
    def redo_caption(self) -> str:
        """What redo would do, or ''."""
        return self._stack.redoText()

    def do(self, edit: Edit, caption: str) -> None:
        """Apply an edit and store it.

        Raises:
            StudioError: refused by the timeline or the file; nothing has changed.
        """
        self._push(self._editor.do(edit, caption))

    def undo(self) -> Edit | None:
        """Undo one act and return its edit; None when there is none.

        Raises:
            StudioError: it could not be stored; nothing has changed.
        """
        if not self._stack.canUndo():
            return None
        command = self._commands[self._stack.index() - 1]
        self._stack.undo()
        if command.refusal is not None:
            command.is_move_only = True
            self._stack.redo()
            self._raise_refusal(command)
        return command.entry.edit

    def redo(self) -> Edit | None:
        """Redo one act and return its edit; None when there is none.

        Raises:
            StudioError: it could not be stored; nothing has changed.
        """
        if not self._stack.canRedo():
            return None
        command = self._commands[self._stack.index()]
        self._stack.redo()
        if command.refusal is not None:
            command.is_move_only = True
            self._stack.undo()
            self._raise_refusal(command)
        return command.entry.edit

    def _push(self, entry: HistoryEntry) -> None:
        command = EditCommand(self._editor, entry)
        # Pushing drops (and Qt deletes) what stood undone.
        del self._commands[self._stack.index() :]
        self._commands.append(command)
        self._stack.push(command)

    @staticmethod
    def _raise_refusal(command: EditCommand) -> None:
        refusal, command.refusal = command.refusal, None
        if refusal is not None:
            raise refusal
