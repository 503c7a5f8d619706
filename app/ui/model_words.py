"""What the list of models and a fine-tuning refuse, for translation."""

from __future__ import annotations

from app.ui.language import QT_TRANSLATE_NOOP

MODEL_WORDS = (
    QT_TRANSLATE_NOOP(
        "Refusals", "Free some space, or look at the permissions of the program's folders."
    ),
    QT_TRANSLATE_NOOP(
        "Refusals", "Close other programs, then try again: what was finished is kept."
    ),
    QT_TRANSLATE_NOOP("Refusals", "There is not enough memory for this."),
    QT_TRANSLATE_NOOP(
        "Refusals", "{name} does not say what it was to learn: {file} is missing or damaged."
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} is being fine-tuned by another window or program."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is missing or damaged."),
    QT_TRANSLATE_NOOP("Refusals", "Export the corrections again."),
    QT_TRANSLATE_NOOP("Refusals", "Free some space, or choose another folder."),
    QT_TRANSLATE_NOOP("Refusals", "Start a new fine-tuning; kept features are used again."),
    QT_TRANSLATE_NOOP("Refusals", "Wait for it, or choose another name."),
    QT_TRANSLATE_NOOP("Refusals", "{name} holds no network."),
    QT_TRANSLATE_NOOP("Refusals", "{name} came with the program."),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be removed: {reason}."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is in use."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is no model of this program."),
    QT_TRANSLATE_NOOP("Refusals", "Choose one by its name."),
    QT_TRANSLATE_NOOP("Refusals", "Close what has its files open, or remove the folder yourself."),
    QT_TRANSLATE_NOOP("Refusals", "Finish or discard that one first."),
    QT_TRANSLATE_NOOP("Refusals", "It stays."),
    QT_TRANSLATE_NOOP("Refusals", "No other model was in use before."),
    QT_TRANSLATE_NOOP("Refusals", "Remove the folder yourself."),
    QT_TRANSLATE_NOOP("Refusals", "The unfinished fine-tuning {child} goes on from {name}."),
    QT_TRANSLATE_NOOP("Refusals", "Use another model first."),
    QT_TRANSLATE_NOOP("Refusals", "Choose a model by its name."),
    QT_TRANSLATE_NOOP("Refusals", "The choice of model cannot be saved: {reason}."),
    QT_TRANSLATE_NOOP("Refusals", "Which model was in use before is not known: {name} is damaged."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Resume it: what was finished is kept. Close other programs if memory is short."
    ),
    QT_TRANSLATE_NOOP("Refusals", "Fine-tuning {name} ended unexpectedly."),
    QT_TRANSLATE_NOOP(
        "Refusals", "The system ended the fine-tuning of {name}, most likely for want of memory."
    ),
    QT_TRANSLATE_NOOP("Refusals", "The card of the model {name} is damaged."),
    QT_TRANSLATE_NOOP("Refusals", "Copy the model again."),
)
