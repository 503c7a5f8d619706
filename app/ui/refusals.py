"""Refusals made below the window, in its language.

Domain, services, storage, interchange and engine say in English what they refuse: that is what logs
and the command line hold. Here their sentences are turned round where they are shown, as captions
are.
"""

from __future__ import annotations

import re
from functools import cache

from app.domain.errors import StudioError
from app.ui.engine_words import ENGINE_WORDS
from app.ui.exchange_words import EXCHANGE_WORDS
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.model_words import MODEL_WORDS
from app.ui.server_words import SERVER_WORDS

_OWN = (
    QT_TRANSLATE_NOOP("Refusals", "This suggestion has been accepted already."),
    QT_TRANSLATE_NOOP("Refusals", "This suggestion has been rejected already."),
    QT_TRANSLATE_NOOP("Refusals", "This annotation is on the timeline already."),
    QT_TRANSLATE_NOOP("Refusals", "There is no selected segment to split here."),
    QT_TRANSLATE_NOOP("Refusals", "Put the playhead inside one."),
    QT_TRANSLATE_NOOP("Refusals", "It takes two segments to merge."),
    QT_TRANSLATE_NOOP("Refusals", "Select another one of the same label."),
    QT_TRANSLATE_NOOP("Refusals", "Segments of different labels cannot be merged."),
    QT_TRANSLATE_NOOP("Refusals", "Give them one label first."),
    QT_TRANSLATE_NOOP("Refusals", "There is no annotation to delete."),
    QT_TRANSLATE_NOOP("Refusals", "Suggestions are rejected with X."),
    QT_TRANSLATE_NOOP("Refusals", "One of these segments is not on the timeline any more."),
    QT_TRANSLATE_NOOP("Refusals", "There is nothing here to change."),
    QT_TRANSLATE_NOOP("Refusals", "Select other segments."),
    QT_TRANSLATE_NOOP(
        "Refusals", "The segment ends at {end} s, but the video is over at {over} s."
    ),
    QT_TRANSLATE_NOOP("Refusals", "This annotation is not on the timeline any more."),
    QT_TRANSLATE_NOOP("Refusals", "This suggestion is not on the timeline any more."),
    QT_TRANSLATE_NOOP("Refusals", "A segment needs two finite times."),
    QT_TRANSLATE_NOOP("Refusals", "A segment cannot run from {start} s to {end} s."),
    QT_TRANSLATE_NOOP("Refusals", "Its start must be before its end and not before the video."),
    QT_TRANSLATE_NOOP("Refusals", "The original of {name} cannot be kept: {reason}."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Free some space, or check that the folder of backups can be written."
    ),
    QT_TRANSLATE_NOOP("Refusals", "There is no video in the folder {name}."),
    QT_TRANSLATE_NOOP("Refusals", "Add a file by its name if its suffix is unusual."),
    QT_TRANSLATE_NOOP("Refusals", "The name of {name} is not text."),
    QT_TRANSLATE_NOOP("Refusals", "Rename the file, then add it again."),
    QT_TRANSLATE_NOOP("Refusals", "This act is not the next one to undo or redo."),
    QT_TRANSLATE_NOOP("Refusals", "Earlier changes are still being stored."),
    QT_TRANSLATE_NOOP("Refusals", "Undo later acts first, and redo in the order they were done."),
    QT_TRANSLATE_NOOP("Refusals", "Try again in a moment."),
    QT_TRANSLATE_NOOP("Refusals", "No backup could be made in {name}: {reason}."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Free space or allow writing there; the project itself is stored as always."
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} was made by a newer PGCN Studio."),
    QT_TRANSLATE_NOOP("Refusals", "Update PGCN Studio, then open the project again."),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} is of an older PGCN Studio and has to be changed to be opened. {reason}",
    ),
    QT_TRANSLATE_NOOP("Refusals", "Copy it to a folder of your own and open the copy."),
    QT_TRANSLATE_NOOP("Refusals", "{name} exists already."),
    QT_TRANSLATE_NOOP("Refusals", "Open it, or choose another name for the new project."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is not a PGCN Studio project."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Choose a file that ends in .pgcn, or open a backup if it was one."
    ),
    QT_TRANSLATE_NOOP("Refusals", "The folder {name} does not exist."),
    QT_TRANSLATE_NOOP("Refusals", "Make it, or choose another folder."),
    QT_TRANSLATE_NOOP("Refusals", "Close it there, then try again."),
    QT_TRANSLATE_NOOP("Refusals", "There is no file {name}."),
    QT_TRANSLATE_NOOP("Refusals", "It may have been moved; look for it and open it there."),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be read: {reason}."),
    QT_TRANSLATE_NOOP("Refusals", "Check that it is a file and that you may read it."),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be made: {reason}."),
    QT_TRANSLATE_NOOP("Refusals", "Choose another folder."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is damaged."),
    QT_TRANSLATE_NOOP("Refusals", "The newest whole backup was made on {moment}: {backup}."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is damaged, and there is no whole backup of it."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Look for a copy on another disk; the damaged file is left as it is."
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} could not be copied whole."),
    QT_TRANSLATE_NOOP("Refusals", "Check the disk."),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be restored: {reason}."),
    QT_TRANSLATE_NOOP("Refusals", "Copy {backup} to a folder of your own and open the copy."),
    QT_TRANSLATE_NOOP("Refusals", "{name} has been closed."),
    QT_TRANSLATE_NOOP("Refusals", "Open the project again."),
    QT_TRANSLATE_NOOP("Refusals", "Nothing was changed."),
    QT_TRANSLATE_NOOP("Refusals", "{name} has been moved, deleted or replaced while it was open."),
    QT_TRANSLATE_NOOP("Refusals", "Put the file back in its place, or open it where it is now."),
    QT_TRANSLATE_NOOP(
        "Refusals", "This names a label, suggestion or video that the project does not have."
    ),
    QT_TRANSLATE_NOOP("Refusals", "Reopen the project and repeat the last step."),
    QT_TRANSLATE_NOOP("Refusals", "This video is not in the project any more."),
    QT_TRANSLATE_NOOP("Refusals", "Add it again."),
    QT_TRANSLATE_NOOP("Refusals", "A label needs a name."),
    QT_TRANSLATE_NOOP("Refusals", "This run is not in the project any more."),
    QT_TRANSLATE_NOOP("Refusals", "Analyse the video again."),
    QT_TRANSLATE_NOOP("Refusals", "The engine ended unexpectedly while it analysed {name}."),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "Detect again: it goes on where it stopped. Close other programs if memory is short.",
    ),
    QT_TRANSLATE_NOOP("Refusals", "There is not enough memory to analyse {name}."),
    QT_TRANSLATE_NOOP("Refusals", "There is not enough memory to fine-tune {name}."),
    QT_TRANSLATE_NOOP("Refusals", "There is not enough memory to load the networks."),
    QT_TRANSLATE_NOOP("Refusals", "There is not enough memory for this."),
    QT_TRANSLATE_NOOP("Refusals", "There is not enough memory to {doing}."),
    QT_TRANSLATE_NOOP("Refusals", "Close other programs and try again: what is finished is kept."),
    QT_TRANSLATE_NOOP("Refusals", "Features cannot be kept in {folder}: {reason}."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Free some space or choose another cache folder; work goes on without it."
    ),
    QT_TRANSLATE_NOOP("Refusals", "The training could not be saved in {folder}: {reason}."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Free some space; the last finished epoch before this one is kept."
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} is not open any more."),
    QT_TRANSLATE_NOOP("Refusals", "Open it again."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is in use by another program."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Close the other program, or wait until it is done, then try again."
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be changed: the file or its folder is read-only."),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "Allow writing to both, or copy the project to a folder of your own and open the copy.",
    ),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "Close the project and open it again: it is then restored from its newest whole backup.",
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be read or written."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Check that the disk is connected and that you may write to the folder."
    ),
    QT_TRANSLATE_NOOP("Refusals", "The disk is full, so {name} could not be changed."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Free some space and repeat the last step; everything before it is stored."
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} is read-only ({reason}), so it can only be looked at."),
    QT_TRANSLATE_NOOP("Refusals", "{name} can only be read: its folder cannot be written."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is open in {reason}, so it can only be read here."),
    QT_TRANSLATE_NOOP(
        "Refusals", "{name} can only be read: its folder cannot be written ({reason})."
    ),
    QT_TRANSLATE_NOOP("Refusals", "another program"),
    QT_TRANSLATE_NOOP("Refusals", "another window or program on this computer (process {pid})"),
    QT_TRANSLATE_NOOP("Refusals", "a program on the computer {host} (process {pid})"),
    QT_TRANSLATE_NOOP("Refusals", "The proxy of {name} does not have its frames."),
    QT_TRANSLATE_NOOP("Refusals", "It is not used; the video itself can be reviewed as usual."),
    QT_TRANSLATE_NOOP(
        "Refusals", "A proxy of {name} takes up to {wanted} GB and {folder} has {free} GB left."
    ),
    QT_TRANSLATE_NOOP("Refusals", "A proxy of {name} cannot be written to {folder}: {reason}."),
    QT_TRANSLATE_NOOP("Refusals", "Check that the folder can be written to."),
    QT_TRANSLATE_NOOP("Refusals", "There is no room left for a proxy of {name}."),
    QT_TRANSLATE_NOOP("Refusals", "No picture of {name} can be decoded."),
    QT_TRANSLATE_NOOP("Refusals", "Check the disk it lies on."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is not a video."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is empty."),
    QT_TRANSLATE_NOOP("Refusals", "{name} has changed since it was opened."),
    QT_TRANSLATE_NOOP(
        "Refusals", "The picture of {name} is coded in a way this program cannot decode."
    ),
    QT_TRANSLATE_NOOP("Refusals", "Convert it to H.264 first."),
    QT_TRANSLATE_NOOP("Refusals", "Check whether it was moved or renamed."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is a folder, not a video."),
    QT_TRANSLATE_NOOP("Refusals", "Choose a file inside it."),
    QT_TRANSLATE_NOOP("Refusals", "There is no permission to read {name}."),
    QT_TRANSLATE_NOOP("Refusals", "Change its permissions, or ask its owner to."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is not whole: its table of frames (moov) is missing."),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "Copy or download it again; if the camera itself stopped short, an MP4 repair "
        "tool may help.",
    ),
    QT_TRANSLATE_NOOP("Refusals", "{name} has sound but no picture."),
    QT_TRANSLATE_NOOP("Refusals", "{name} contains no frames."),
    QT_TRANSLATE_NOOP("Refusals", "Check that the recording succeeded."),
    QT_TRANSLATE_NOOP("Refusals", "The frames of {name} have no times."),
    QT_TRANSLATE_NOOP("Refusals", "Put it into an MP4 or MKV file first."),
    QT_TRANSLATE_NOOP("Refusals", "{name} has no sound that can be decoded."),
    QT_TRANSLATE_NOOP("Refusals", "The sound of {name} cannot be read."),
    QT_TRANSLATE_NOOP("Refusals", "Free some space there, then make the proxy again."),
    QT_TRANSLATE_NOOP("Refusals", "Copy it again from where it was recorded."),
    QT_TRANSLATE_NOOP("Refusals", "Choose a video file such as MP4, MOV, MKV, AVI or TS."),
    QT_TRANSLATE_NOOP(
        "Refusals", "“{name}” is merged into “{other}”, and new runs still find it by that name."
    ),
    QT_TRANSLATE_NOOP("Refusals", "Separate it again, or choose another name."),
    QT_TRANSLATE_NOOP("Refusals", "There is a label “{name}” already."),
    QT_TRANSLATE_NOOP("Refusals", "Merge the two, or choose another name."),
    QT_TRANSLATE_NOOP("Refusals", "“{name}” cannot be merged into itself."),
    QT_TRANSLATE_NOOP("Refusals", "Choose another label."),
    QT_TRANSLATE_NOOP("Refusals", "“{name}” is not merged."),
    QT_TRANSLATE_NOOP("Refusals", "{key} gives “{name}” already."),
    QT_TRANSLATE_NOOP("Refusals", "Choose another key, or take it from there."),
    QT_TRANSLATE_NOOP("Refusals", "There is no label here to change."),
    QT_TRANSLATE_NOOP("Refusals", "The label stands there already."),
    QT_TRANSLATE_NOOP("Refusals", "“{name}” stands for other labels."),
    QT_TRANSLATE_NOOP("Refusals", "Separate them first."),
    QT_TRANSLATE_NOOP("Refusals", "“{name}” is merged into another label already."),
    QT_TRANSLATE_NOOP("Refusals", "This label is not in the project any more."),
    QT_TRANSLATE_NOOP("Refusals", "A label cannot be merged into itself."),
    QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} takes {taken} features a snippet; the bundled feature network gives {given}.",
    ),
    QT_TRANSLATE_NOOP("Refusals", "Choose a P-GCN that was trained on I3D features."),
    QT_TRANSLATE_NOOP("Refusals", "The engine ended unexpectedly while it looked at a run."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Select the segment again. Close other programs if memory is short."
    ),
    QT_TRANSLATE_NOOP("Refusals", "The engine ended unexpectedly while it measured."),
    QT_TRANSLATE_NOOP("Refusals", "Measure again. Close other programs if memory is short."),
    QT_TRANSLATE_NOOP("Refusals", "This suggestion has been put off already."),
    QT_TRANSLATE_NOOP("Refusals", "This suggestion has been judged already."),
    QT_TRANSLATE_NOOP("Refusals", "Only open ones can wait."),
    QT_TRANSLATE_NOOP("Refusals", "{name} is another file: its content is not that of {other}."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Nothing was changed. Choose the file itself; its name may be another now."
    ),
    QT_TRANSLATE_NOOP("Refusals", "There are annotations on this video, so it is not empty."),
    QT_TRANSLATE_NOOP("Refusals", "Delete them first."),
    QT_TRANSLATE_NOOP("Refusals", "An agreement cannot be written as {suffix}."),
    QT_TRANSLATE_NOOP("Refusals", "Use .html, .csv or .json."),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be written: {reason}."),
    QT_TRANSLATE_NOOP("Refusals", "Choose another folder, or free some space."),
    QT_TRANSLATE_NOOP("Refusals", "The other annotator needs a name."),
    QT_TRANSLATE_NOOP("Refusals", "Type one."),
    QT_TRANSLATE_NOOP("Refusals", "The format of {name} is not known."),
    QT_TRANSLATE_NOOP("Refusals", "Choose the format it is in."),
    QT_TRANSLATE_NOOP("Refusals", "No video of this project is reviewed whole."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Judge every suggestion of a video, or say that nothing happens in it."
    ),
    QT_TRANSLATE_NOOP("Refusals", "One corrected video cannot be learned from and held out."),
    QT_TRANSLATE_NOOP("Refusals", "Go through another video first."),
    QT_TRANSLATE_NOOP("Refusals", "There is no annotation to learn from in the corrected videos."),
    QT_TRANSLATE_NOOP("Refusals", "Accept or draw some segments first."),
    QT_TRANSLATE_NOOP("Refusals", "There is no folder {name}."),
    QT_TRANSLATE_NOOP("Refusals", "Name one with --clips."),
    QT_TRANSLATE_NOOP("Refusals", "{name} lacks a folder of clips with a label, or one without."),
    QT_TRANSLATE_NOOP("Refusals", "The one without is named {names}."),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be cut without encoding it anew."),
    QT_TRANSLATE_NOOP(
        "Refusals", "Choose the cut exact, or auto, which encodes such clips to the frame."
    ),
    QT_TRANSLATE_NOOP("Refusals", "This FFmpeg cannot encode video."),
    QT_TRANSLATE_NOOP("Refusals", "Install PyAV from its own wheel."),
    QT_TRANSLATE_NOOP("Refusals", "{name} cannot be written to {folder}: {reason}."),
    QT_TRANSLATE_NOOP("Refusals", "Check that the folder is there and can be written to."),
    QT_TRANSLATE_NOOP("Refusals", "There is no room left for {name} in {folder}."),
    QT_TRANSLATE_NOOP("Refusals", "Free some space there, or choose another disk."),
)
REFUSALS = (*_OWN, *EXCHANGE_WORDS, *ENGINE_WORDS, *MODEL_WORDS, *SERVER_WORDS)
# Holes that hold words of the program; the others hold names that people gave.
_SAID_HERE = {"reason", "who", "what", "form", "whole", "shape", "step"}
_HOLE = re.compile(r"\\{(\w+)\\}")


def refusal_words(sentence: str) -> str:
    """Return a sentence from below in the language of the window; an unknown one as it is."""
    for pattern, template in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            values = {
                name: refusal_words(value) if name in _SAID_HERE else value
                for name, value in found.groupdict().items()
            }
            return translate("Refusals", template).format(**values)
    return sentence


def failure_words(error: StudioError) -> str:
    """Return what went wrong and what to do about it, in the language of the window."""
    return f"{refusal_words(error.sentence)} {refusal_words(error.next_step)}".strip()


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    # What says most by itself is tried first: a hole may hold anything.
    said_most = sorted(REFUSALS, key=lambda one: -len(re.sub(r"\{\w+\}", "", one)))
    return [(re.compile(_HOLE.sub(r"(?P<\1>.+?)", re.escape(one))), one) for one in said_most]
