"""Takes a P-GCN out in the form of the released code: ``RGB_cpt.pth``, ``Flow_cpt.pth``."""

from __future__ import annotations

import io
from collections import OrderedDict
from dataclasses import fields
from pathlib import Path

import torch

from pgcn_core.checkpoints import STREAMS, Checkpoint, StreamCheckpoint
from pgcn_core.config import ModelSettings
from pgcn_core.errors import CheckpointError
from pgcn_core.output import check_output, make_folder, write_bytes, write_text

FILE_NAMES = {"rgb": "RGB_cpt.pth", "flow": "Flow_cpt.pth"}
LABEL_FILE = "labels.txt"
# What the released network is not told and always does so (pgcn_models.py). Widths and labels are
# read from the tensors; dropout is off in inference; ReLU of cosines is told apart below.
_ITS_OWN = (
    "activity_network",
    "completeness_network",
    "edge_function",
    "self_addition",
    "aggregation",
    "depth",
)
_HIDDEN_DIM = 512


def export_official(folder: Path, out: Path) -> list[Path]:
    """Write a checkpoint as files that the released code and ``import_official`` read.

    One file a stream in torch's container of before 1.6, which torch 1.0.1 opens, every name with
    ``module.`` before it (pgcn_train.py:129-134), and the labels, which those files do not hold.

    Args:
        folder: Of a checkpoint of ours.
        out: Folder to write in; made when it is not there.

    Returns:
        The files, the labels last.

    Raises:
        CheckpointError: the checkpoint cannot be read, or does what the layout cannot carry.
        OutputError: a file cannot be written; those of that name stay as they were.
    """
    checkpoint = Checkpoint.load(folder)
    for stream, one in checkpoint.streams.items():
        _refuse_other_networks(f"The {stream} network of {folder.name}", one.settings)
    make_folder(out)
    written = []
    for stream in STREAMS:
        if stream in checkpoint.streams:
            file = out / FILE_NAMES[stream]
            check_output(file)
            write_bytes(official_content(checkpoint.streams[stream]), file)
            written.append(file)
    labels = out / LABEL_FILE
    write_text("".join(f"{label}\n" for label in checkpoint.labels), labels)
    return [*written, labels]


def official_content(one: StreamCheckpoint) -> bytes:
    """Return what the released trainer would have saved of a network.

    ``epoch`` and ``best_loss`` matter to a resumed training only; a training that is resumed from
    this one starts anew.
    """
    state = OrderedDict((f"module.{key}", value.contiguous()) for key, value in one.state.items())
    content = {
        "epoch": 0,
        "state_dict": state,
        "best_loss": float("inf"),
        "reg_stats": one.reg_stats.contiguous(),
    }
    file = io.BytesIO()
    torch.save(content, file, _use_new_zipfile_serialization=False)
    return file.getvalue()


def what_changes(folder: Path) -> list[str]:
    """Return a sentence for everything the released code would do differently with a checkpoint.

    Raises:
        CheckpointError: it cannot be read.
    """
    checkpoint = Checkpoint.load(folder)
    networks = [one.settings for one in checkpoint.streams.values()]
    said = ["The released code makes its own graph and features; these files hold weights alone."]
    if not all(one.edge_relu for one in networks):
        said.append(
            "It counts negative cosines as 0, which this network was not trained with; cosines of "
            "I3D features are never negative."
        )
    widths = {one.hidden_dim for one in networks} - {_HIDDEN_DIM}
    if widths:
        said.append(
            f"It is written for {_HIDDEN_DIM} hidden units and has to be changed to "
            f"{' and '.join(str(one) for one in sorted(widths))}."
        )
    return said


def _refuse_other_networks(name: str, settings: ModelSettings) -> None:
    wanted = ModelSettings()
    for one in fields(ModelSettings):
        value = getattr(settings, one.name)
        if one.name in _ITS_OWN and value != getattr(wanted, one.name):
            raise CheckpointError(
                f"{name} has {one.name} = {str(value).lower()}; the official layout can carry "
                f"{str(getattr(wanted, one.name)).lower()} only.",
                "Keep it as a checkpoint folder of PGCN Studio.",
            )
