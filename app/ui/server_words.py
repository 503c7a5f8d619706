"""What is refused about projects on a server; see ``app.ui.refusals``."""

from app.ui.language import QT_TRANSLATE_NOOP

SERVER_WORDS = (
    QT_TRANSLATE_NOOP("Refusals", "{url} is not the address of a project."),
    QT_TRANSLATE_NOOP("Refusals", "Write it as postgresql://name@server/database."),
    QT_TRANSLATE_NOOP("Refusals", "The address has a password in it, which others could read."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Leave it out, and put it into the file .pgpass or the variable PGPASSWORD."
    ),
    QT_TRANSLATE_NOOP("Refusals", "{who} has changed the same meanwhile, so nothing was stored."),
    QT_TRANSLATE_NOOP("Refusals", "Somebody else"),
    QT_TRANSLATE_NOOP("Refusals", "Choose whose version stays."),
    QT_TRANSLATE_NOOP("Refusals", "Somebody else has just changed the labels."),
    QT_TRANSLATE_NOOP("Refusals", "Look at them again, then repeat the step."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Somebody else has changed the same since, so this step stays as it is."
    ),
    QT_TRANSLATE_NOOP("Refusals", "The next undo or redo passes it over."),
    QT_TRANSLATE_NOOP("Refusals", "The database {name} belongs to something else."),
    QT_TRANSLATE_NOOP("Refusals", "Use an empty database of its own for the project."),
    QT_TRANSLATE_NOOP("Refusals", "The server lets you look at {name}, but not change it."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Projects on a server need the package psycopg, which is not installed."
    ),
    QT_TRANSLATE_NOOP("Refusals", "There is a character in the text that the server cannot store."),
    QT_TRANSLATE_NOOP("Refusals", "Type the text anew instead of pasting it."),
    QT_TRANSLATE_NOOP("Refusals", "The server of {name} cannot be reached."),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "What was done before is stored there; check the network, then repeat the last step.",
    ),
    QT_TRANSLATE_NOOP("Refusals", "The server of {name} did not let you in."),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "Check the name in the address, and the password in the file .pgpass or in PGPASSWORD.",
    ),
    QT_TRANSLATE_NOOP("Refusals", "There is no database {name} on the server."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Check the address, or ask whoever looks after the server to make it."
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} is held up by somebody else's change."),
    QT_TRANSLATE_NOOP("Refusals", "Nothing was changed; repeat the last step in a moment."),
    QT_TRANSLATE_NOOP("Refusals", "You lack the right to use {name} on the server."),
    QT_TRANSLATE_NOOP("Refusals", "Ask whoever looks after the server for it."),
    QT_TRANSLATE_NOOP("Refusals", "The server's disk is full, so {name} could not be changed."),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "Tell whoever looks after the server; everything before the last step is stored.",
    ),
    QT_TRANSLATE_NOOP("Refusals", "This can be done with project files only, not on a server."),
    QT_TRANSLATE_NOOP("Refusals", "Export the annotations from there, then use the file."),
    QT_TRANSLATE_NOOP("Refusals", "A project file has no queue for other computers."),
    QT_TRANSLATE_NOOP("Refusals", "Name the address of a project on a server."),
)
