"""What keys do while tagging, for the sheet of keys: they are the labels' own, no actions."""

from app.ui.language import QT_TRANSLATE_NOOP

TAG_WORDS = (
    (
        QT_TRANSLATE_NOOP("Tagging", "As long as it is held"),
        QT_TRANSLATE_NOOP("Tagging", "Hold a label's key"),
    ),
    (
        QT_TRANSLATE_NOOP("Tagging", "Of the label's own length"),
        QT_TRANSLATE_NOOP("Tagging", "Tap a label's key"),
    ),
    (
        QT_TRANSLATE_NOOP("Tagging", "Several at once"),
        QT_TRANSLATE_NOOP("Tagging", "Hold several keys"),
    ),
    (
        QT_TRANSLATE_NOOP("Tagging", "Labels without a key"),
        QT_TRANSLATE_NOOP("Tagging", "1 to 9, in their order"),
    ),
)
