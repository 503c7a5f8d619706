"""The words of the settings of formats, which are defined below the window, for translation."""

from __future__ import annotations

from app.ui.language import QT_TRANSLATE_NOOP

SETTING_WORDS = (
    QT_TRANSLATE_NOOP("Settings", "Cut"),
    QT_TRANSLATE_NOOP(
        "Settings",
        "exact encodes anew, to the frame; copy is fast and begins at the keyframe "
        "before; auto copies where that adds no more than the tolerance.",
    ),
    QT_TRANSLATE_NOOP("Settings", "auto"),
    QT_TRANSLATE_NOOP("Settings", "exact"),
    QT_TRANSLATE_NOOP("Settings", "copy"),
    QT_TRANSLATE_NOOP("Settings", "Tolerance"),
    QT_TRANSLATE_NOOP(
        "Settings", "What auto may add at either end of a copied clip. Nothing is ever cut off."
    ),
    QT_TRANSLATE_NOOP("Settings", "File names"),
    QT_TRANSLATE_NOOP(
        "Settings",
        "Fields: {n}, {video}, {label}, {i} (number within the label), {start}, {end}, "
        "{duration}, {score}. A / makes a folder.",
    ),
    QT_TRANSLATE_NOOP("Settings", "Before"),
    QT_TRANSLATE_NOOP("Settings", "Seconds that are shown before each segment."),
    QT_TRANSLATE_NOOP("Settings", "After"),
    QT_TRANSLATE_NOOP("Settings", "Seconds that are shown after each segment."),
    QT_TRANSLATE_NOOP("Settings", "Order"),
    QT_TRANSLATE_NOOP(
        "Settings", "By video and time, best score first, by label, or as the layer lists them."
    ),
    QT_TRANSLATE_NOOP("Settings", "time"),
    QT_TRANSLATE_NOOP("Settings", "score"),
    QT_TRANSLATE_NOOP("Settings", "label"),
    QT_TRANSLATE_NOOP("Settings", "listed"),
    QT_TRANSLATE_NOOP("Settings", "Quality"),
    QT_TRANSLATE_NOOP("Settings", "Of what is encoded anew; the size of the file follows it."),
    QT_TRANSLATE_NOOP("Settings", "high"),
    QT_TRANSLATE_NOOP("Settings", "medium"),
    QT_TRANSLATE_NOOP("Settings", "small"),
    QT_TRANSLATE_NOOP("Settings", "Sound"),
    QT_TRANSLATE_NOOP("Settings", "Whether the sound goes along."),
    QT_TRANSLATE_NOOP("Settings", "Lines"),
    QT_TRANSLATE_NOOP(
        "Settings", "Of the picture; auto takes the shape most segments have, at most 1080 lines."
    ),
    QT_TRANSLATE_NOOP("Settings", "Frames a second"),
    QT_TRANSLATE_NOOP("Settings", "auto takes the rate most segments have."),
    QT_TRANSLATE_NOOP("Settings", "Title cards"),
    QT_TRANSLATE_NOOP("Settings", "A card before each segment with its label, video and time."),
    QT_TRANSLATE_NOOP("Settings", "Card length"),
    QT_TRANSLATE_NOOP("Settings", "How long a card is shown."),
    QT_TRANSLATE_NOOP("Settings", "Even sound"),
    QT_TRANSLATE_NOOP("Settings", "Every segment is brought to the same loudness."),
    QT_TRANSLATE_NOOP("Settings", "Fades"),
    QT_TRANSLATE_NOOP("Settings", "From black and to black at every segment, pictures and sound."),
    QT_TRANSLATE_NOOP("Settings", "Pictures of each"),
    QT_TRANSLATE_NOOP(
        "Settings", "1: the middle of the segment; 3: its first, middle and last frame."
    ),
    QT_TRANSLATE_NOOP("Settings", "Columns"),
    QT_TRANSLATE_NOOP("Settings", "Segments side by side."),
    QT_TRANSLATE_NOOP("Settings", "Rows of a page"),
    QT_TRANSLATE_NOOP("Settings", "More make further pages."),
    QT_TRANSLATE_NOOP("Settings", "Picture width"),
    QT_TRANSLATE_NOOP("Settings", "Of one picture."),
    QT_TRANSLATE_NOOP("Settings", "As"),
    QT_TRANSLATE_NOOP("Settings", "A page for browsers, or A4 pages."),
    QT_TRANSLATE_NOOP("Settings", "html"),
    QT_TRANSLATE_NOOP("Settings", "pdf"),
    QT_TRANSLATE_NOOP("Settings", "Pictures at most"),
    QT_TRANSLATE_NOOP("Settings", "One for each segment; 0 for none."),
    QT_TRANSLATE_NOOP("Settings", "Language"),
    QT_TRANSLATE_NOOP("Settings", "Of the report."),
    QT_TRANSLATE_NOOP("Settings", "en"),
    QT_TRANSLATE_NOOP("Settings", "de"),
    QT_TRANSLATE_NOOP("Settings", "Features"),
    QT_TRANSLATE_NOOP(
        "Settings",
        "extract makes those that are not there yet, which takes long; kept takes those "
        "that the analysis left.",
    ),
    QT_TRANSLATE_NOOP("Settings", "extract"),
    QT_TRANSLATE_NOOP("Settings", "kept"),
    QT_TRANSLATE_NOOP("Settings", "none"),
    QT_TRANSLATE_NOOP("Settings", "Validation"),
    QT_TRANSLATE_NOOP("Settings", "Share of the videos that are set aside to validate on."),
    QT_TRANSLATE_NOOP("Settings", "Seed"),
    QT_TRANSLATE_NOOP("Settings", "Another one sets other videos aside."),
)
STAGE_WORDS = (
    QT_TRANSLATE_NOOP("Stages", "Clips"),
    QT_TRANSLATE_NOOP("Stages", "Reel"),
    QT_TRANSLATE_NOOP("Stages", "Pictures"),
    QT_TRANSLATE_NOOP("Stages", "Pages"),
    QT_TRANSLATE_NOOP("Stages", "Writing features"),
    QT_TRANSLATE_NOOP("Stages", "Waiting for the analysis"),
)
