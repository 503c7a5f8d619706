"""The text files of THUMOS14: a folder of annotations, and one file of detections.

Annotations: ``LABEL_test.txt`` or ``LABEL_val.txt``, lines ``video start end``, seconds;
``Ambiguous_test.txt`` holds what is not to be counted. Detections: lines
``video start end class score``, the class by its number among the 101 of the challenge.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.activitynet import RowList, TruthList
from pgcn_core.evaluation.products import DetectionTable
from pgcn_core.text_files import read_text

_NEXT_STEP = "Correct the file, or choose another one."
_SUBSETS = {"test": "test", "val": "validation"}
LABELS = {
    7: "BaseballPitch",
    9: "BasketballDunk",
    12: "Billiards",
    21: "CleanAndJerk",
    22: "CliffDiving",
    23: "CricketBowling",
    24: "CricketShot",
    26: "Diving",
    31: "FrisbeeCatch",
    33: "GolfSwing",
    36: "HammerThrow",
    40: "HighJump",
    45: "JavelinThrow",
    51: "LongJump",
    68: "PoleVault",
    79: "Shotput",
    85: "SoccerPenalty",
    92: "TennisSwing",
    93: "ThrowDiscus",
    97: "VolleyballSpiking",
}


def read_thumos_truth(folder: Path) -> TruthList:
    """Read every annotation file of a folder, by name.

    Raises:
        EvaluationFileError: there is none, or a line does not follow the format.
    """
    truth = TruthList()
    files = sorted(folder.glob("*_test.txt")) + sorted(folder.glob("*_val.txt"))
    for file in files:
        label, _, subset = file.stem.rpartition("_")
        for number, (video, *numbers) in _lines(file, n_columns=3):
            start_s, end_s = _numbers(file, number, numbers)
            truth.durations_s[video] = math.nan
            truth.subsets[video] = _SUBSETS[subset]
            truth.rows.add(video, label, (start_s, end_s), 1.0)
    if not truth.subsets:
        raise EvaluationFileError(
            f"{folder} holds no annotations such as Diving_test.txt.", "Choose another folder."
        )
    return truth


def read_thumos_detections(file: Path) -> DetectionTable:
    """Read a detections file. A class number outside the 20 keeps its number as its label.

    Raises:
        EvaluationFileError: the file cannot be read, or a line does not follow the format.
    """
    found = RowList()
    for number, (video, *numbers) in _lines(file, n_columns=5):
        start_s, end_s, label, score = _numbers(file, number, numbers)
        if label != int(label):
            raise _refused(file, number, f"the class should be a whole number, not {numbers[2]}")
        name = LABELS.get(int(label), f"class {int(label)}")
        found.add(Path(video).stem, name, (start_s, end_s), score)
    return found.table()


def _lines(file: Path, *, n_columns: int) -> Iterator[tuple[int, list[str]]]:
    lines = read_text(file, EvaluationFileError).splitlines()
    for number, line in enumerate(lines, start=1):
        columns = line.split()
        if columns and len(columns) != n_columns:
            raise _refused(file, number, f"{n_columns} columns are expected, not {len(columns)}")
        if columns:
            yield number, columns


def _numbers(file: Path, number: int, columns: list[str]) -> list[float]:
    try:
        values = [float(column) for column in columns]
    except ValueError:
        values = [math.nan]
    if not all(math.isfinite(value) for value in values):
        raise _refused(file, number, f"numbers are expected, not {' '.join(columns)!r}")
    return values


def _refused(file: Path, number: int, what: str) -> EvaluationFileError:
    return EvaluationFileError(f"{file.name}, line {number}: {what}.", _NEXT_STEP)
