"""Brings weights of other programs in: I3D networks, and P-GCN checkpoints of the release."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pgcn_core.checkpoints import (
    Checkpoint,
    StreamCheckpoint,
    checkpoints_dir,
    import_official,
    list_checkpoints,
)
from pgcn_core.config import Stream
from pgcn_core.errors import CheckpointError
from pgcn_core.features.labels import thumos14_labels
from pgcn_core.features.weights import InstalledWeights, import_weights
from pgcn_core.features.weights_files import is_pgcn


@dataclass(frozen=True, slots=True)
class PgcnChoices:
    """What a P-GCN file does not say of itself.

    Attributes:
        name: Folder of the checkpoint; both streams of one P-GCN go into the same.
        stream: rgb or flow; None reads it from the file's name.
        labels: K names in the order of the network's columns; None takes THUMOS14's for K = 20.
    """

    name: str = "official"
    stream: Stream | None = None
    labels: tuple[str, ...] | None = None


def import_file(file: Path, choices: PgcnChoices) -> InstalledWeights | Path:
    """Import a file, recognised by its key names; return what was installed.

    Args:
        file: I3D weights of any known layout, or ``RGB_cpt.pth`` / ``Flow_cpt.pth``.
        choices: Used for a P-GCN only.

    Returns:
        The installed I3D weights, or the folder of the P-GCN checkpoint.

    Raises:
        WeightsError: the file is missing, unsafe, damaged or of another network.
        CheckpointError: a P-GCN whose stream or labels are not known, or do not fit its partner.
        OutputError: the copy cannot be written.
    """
    if not is_pgcn(file):
        return import_weights(file)
    if choices.name in {"", ".", ".."} or Path(choices.name).name != choices.name:
        raise CheckpointError(
            f"{choices.name!r} cannot be the name of a folder.", "Choose another --name."
        )
    folder = checkpoints_dir() / choices.name
    imported = import_official(file)
    stream = choices.stream or _stream_in(file.name)
    labels = choices.labels or _labels_for(imported, file.name)
    if imported.settings.n_labels != len(labels):
        raise CheckpointError(
            f"{file.name} scores {imported.settings.n_labels} labels, but {len(labels)} are named.",
            "Give a label file with one name a line, in the order of training.",
        )
    streams = {**_partner(folder, labels), stream: imported}
    Checkpoint(labels, streams, {"source": f"imported from {file.name}"}).save(folder)
    return folder


def _partner(folder: Path, labels: tuple[str, ...]) -> dict[Stream, StreamCheckpoint]:
    """Return the streams that are in the folder already.

    Raises:
        CheckpointError: they score other labels.
    """
    if folder not in list_checkpoints():
        return {}
    present = Checkpoint.load(folder)
    if present.labels != labels:
        raise CheckpointError(
            f"The checkpoint {folder.name} scores other labels.", "Choose another --name."
        )
    return dict(present.streams)


def _stream_in(name: str) -> Stream:
    lowered = name.lower()
    if ("rgb" in lowered) == ("flow" in lowered):
        raise CheckpointError(
            f"Whether {name} is for rgb or flow is not in its name.", "Say it with --stream."
        )
    return "rgb" if "rgb" in lowered else "flow"


def _labels_for(imported: StreamCheckpoint, name: str) -> tuple[str, ...]:
    labels = thumos14_labels()
    if imported.settings.n_labels == len(labels):
        return labels
    raise CheckpointError(
        f"{name} scores {imported.settings.n_labels} labels whose names are not known.",
        "Name them in a text file, one a line, and give it with --labels.",
    )
