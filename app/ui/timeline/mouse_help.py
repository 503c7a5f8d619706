"""What the mouse does on the timeline, for the sheet of keys."""

from app.ui.language import QT_TRANSLATE_NOOP

MOUSE_WORDS = (
    (
        QT_TRANSLATE_NOOP("Timeline", "Scrub"),
        QT_TRANSLATE_NOOP("Timeline", "Drag ruler or empty place"),
    ),
    (
        QT_TRANSLATE_NOOP("Timeline", "Choose, then what is beneath"),
        QT_TRANSLATE_NOOP("Timeline", "Click"),
    ),
    (QT_TRANSLATE_NOOP("Timeline", "Add or take out"), QT_TRANSLATE_NOOP("Timeline", "Ctrl+click")),
    (
        QT_TRANSLATE_NOOP("Timeline", "Choose up to here"),
        QT_TRANSLATE_NOOP("Timeline", "Shift+click"),
    ),
    (
        QT_TRANSLATE_NOOP("Timeline", "Rubber band"),
        QT_TRANSLATE_NOOP("Timeline", "Shift+drag, Ctrl adds"),
    ),
    (
        QT_TRANSLATE_NOOP("Timeline", "Move, or to another lane"),
        QT_TRANSLATE_NOOP("Timeline", "Drag segments"),
    ),
    (QT_TRANSLATE_NOOP("Timeline", "Move one edge"), QT_TRANSLATE_NOOP("Timeline", "Drag an edge")),
    (QT_TRANSLATE_NOOP("Timeline", "Draw a segment"), QT_TRANSLATE_NOOP("Timeline", "Ctrl+drag")),
    (
        QT_TRANSLATE_NOOP("Timeline", "Go on past the view"),
        QT_TRANSLATE_NOOP("Timeline", "Hold a drag at an edge"),
    ),
    (
        QT_TRANSLATE_NOOP("Timeline", "No snapping"),
        QT_TRANSLATE_NOOP("Timeline", "Alt while dragging"),
    ),
    (QT_TRANSLATE_NOOP("Timeline", "Take a drag back"), QT_TRANSLATE_NOOP("Timeline", "Esc")),
    (
        QT_TRANSLATE_NOOP("Timeline", "Zoom where the mouse is"),
        QT_TRANSLATE_NOOP("Timeline", "Wheel"),
    ),
    (
        QT_TRANSLATE_NOOP("Timeline", "Pan, with a throw"),
        QT_TRANSLATE_NOOP("Timeline", "Middle drag or Shift+wheel"),
    ),
)
