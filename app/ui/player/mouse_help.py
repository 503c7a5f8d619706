"""What the mouse does on the picture, for the sheet of keys."""

from app.ui.language import QT_TRANSLATE_NOOP

PICTURE_WORDS = (
    (QT_TRANSLATE_NOOP("Player", "Play or pause"), QT_TRANSLATE_NOOP("Player", "Click")),
    (QT_TRANSLATE_NOOP("Player", "Zoom"), QT_TRANSLATE_NOOP("Player", "Ctrl+wheel")),
    (
        QT_TRANSLATE_NOOP("Player", "Move what is zoomed"),
        QT_TRANSLATE_NOOP("Player", "Drag"),
    ),
    (QT_TRANSLATE_NOOP("Player", "All of it"), QT_TRANSLATE_NOOP("Player", "Double click")),
)
