"""Checkpoints: our own (safetensors and a JSON card) and the released code's, read safely."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from pgcn_core.cards import read_card
from pgcn_core.config import ModelSettings, Stream
from pgcn_core.errors import CheckpointError, OutputError, reason_of
from pgcn_core.foreign_files import DamagedFile, UnsafeFile, load_torch
from pgcn_core.model import Pgcn
from pgcn_core.runtime import data_dir

CARD_NAME = "card.json"
# Format 2 may keep numbers in half precision, and what all labels share once.
FORMAT = 2
_PLAIN_FORMAT = 1
STREAMS: tuple[Stream, ...] = ("rgb", "flow")
_STATS = "reg_stats"
# The heads with rows for every label, and how many for each.
_ROWS_PER_LABEL = {"completeness_fc": 1, "regressor_fc": 2}


@dataclass(frozen=True, slots=True)
class StreamCheckpoint:
    """The trained network of one stream.

    Attributes:
        settings: Shape of the network.
        state: The 14 float32 tensors of ``Pgcn.state_dict``.
        reg_stats: (2, 2) float64: mean, then standard deviation, of centre shift and log duration
            ratio over the training proposals. Without it offsets cannot be decoded.
    """

    settings: ModelSettings
    state: Mapping[str, Tensor]
    reg_stats: Tensor

    def build(self) -> Pgcn:
        """Return the network on the CPU, in evaluation mode."""
        model = Pgcn(self.settings)
        model.load_state_dict(dict(self.state))
        model.offset_stats.copy_(self.reg_stats)
        return model.eval()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A P-GCN of one or two streams that can be shipped.

    Attributes:
        labels: K names, in the order of the network's columns.
        streams: What was trained.
        card: Free facts for a person: name, training data, mAP, parents, licence.
    """

    labels: tuple[str, ...]
    streams: Mapping[Stream, StreamCheckpoint]
    card: Mapping[str, Any] = field(default_factory=dict)

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What the networks were trained to see: ``graph``, ``pooling``, ``context_ratio``.

        Empty for a checkpoint that does not say, such as the released code's.
        """
        inputs = self.card.get("inputs", {})
        return inputs if isinstance(inputs, Mapping) else {}

    def save(self, folder: Path, *, is_compact: bool = False) -> None:
        """Write one safetensors file per stream and the card.

        A compact one keeps weights in half precision, and rows of a head that are the same for
        every label once; older programs refuse it.

        Every file is whole before one of them takes the place of an older one, so a full disk
        leaves the checkpoint that was there as it was.

        Raises:
            OutputError: the folder cannot be written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder, prefix=".saving-") as draft:
                for file in self._write_into(Path(draft), is_compact=is_compact):
                    file.replace(folder / file.name)
        except (OSError, SafetensorError) as error:
            raise OutputError(
                f"The checkpoint could not be written to {folder}: {reason_of(error)}.",
                "Check free space and permissions.",
            ) from error

    def _write_into(self, folder: Path, *, is_compact: bool) -> list[Path]:
        """Return the files written, the card last: it vouches for the others."""
        files = []
        for stream, one in self.streams.items():
            state = _compact(one) if is_compact else one.state
            tensors = {key: value.contiguous() for key, value in state.items()}
            files.append(folder / f"{stream}.safetensors")
            save_file({**tensors, _STATS: one.reg_stats}, files[-1])
        card = folder / CARD_NAME
        version = FORMAT if is_compact else _PLAIN_FORMAT
        text = json.dumps({"format": version} | self._to_json(), indent=2, ensure_ascii=False)
        card.write_text(text + "\n", encoding="utf-8")
        return [*files, card]

    def _to_json(self) -> dict[str, Any]:
        return {
            "labels": list(self.labels),
            "streams": {stream: asdict(one.settings) for stream, one in self.streams.items()},
            "card": dict(self.card),
        }

    @classmethod
    def load(cls, folder: Path) -> Checkpoint:
        """Read what ``save`` wrote.

        Raises:
            CheckpointError: a file is missing, damaged, of a newer format or of another shape.
        """
        card = read_card(folder / CARD_NAME, _Card, "checkpoint", FORMAT)
        if not card.streams:
            raise CheckpointError(f"{folder.name} holds no stream.", "Copy the checkpoint again.")
        streams = {
            stream: _read_stream(folder / f"{stream}.safetensors", settings)
            for stream, settings in card.streams.items()
        }
        for stream, one in streams.items():
            if one.settings.n_labels != len(card.labels):
                raise CheckpointError(
                    f"{folder.name} names {len(card.labels)} labels, but its {stream} network has "
                    f"{one.settings.n_labels}.",
                    "Use the card that came with these weights.",
                )
        return cls(card.labels, streams, card.card)


@dataclass(frozen=True, slots=True)
class _Card:
    format: int
    labels: tuple[str, ...]
    streams: dict[Stream, ModelSettings]
    card: dict[str, Any]


def _read_stream(path: Path, settings: ModelSettings) -> StreamCheckpoint:
    try:
        tensors = load_file(path)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(
            f"The weights {path.name} are missing or damaged.", "Copy the checkpoint again."
        ) from error
    stats = tensors.pop(_STATS, None)
    return _checked(path.name, _whole(tensors, settings.n_labels), stats, settings)


def _compact(one: StreamCheckpoint) -> dict[str, Tensor]:
    """Return the weights in half precision, equal rows of a head once."""
    small = {key: value.half() for key, value in one.state.items()}
    for key, value in small.items():
        rows = _ROWS_PER_LABEL.get(key.split(".")[0])
        if rows is not None and torch.equal(value, _repeated(value[:rows], len(value) // rows)):
            small[key] = value[:rows].clone()
    return small


def _whole(tensors: Mapping[str, Tensor], n_labels: int) -> dict[str, Tensor]:
    """Return the weights with rows for every label where they were kept once."""
    whole = dict(tensors)
    for key, value in tensors.items():
        rows = _ROWS_PER_LABEL.get(key.split(".")[0])
        if rows is not None and value.ndim and len(value) == rows:
            whole[key] = _repeated(value, n_labels)
    return whole


def _repeated(rows: Tensor, times: int) -> Tensor:
    return rows.repeat(times, *[1] * (rows.ndim - 1))


def import_official(path: Path) -> StreamCheckpoint:
    """Read a checkpoint of the released code, e.g. ``RGB_cpt.pth``, without running its pickle.

    Both containers of torch are read, on the CPU; the ``module.`` before every name is taken off
    (pgcn_test.py:182). The shape of the network is read from the tensors. Edges are rectified, as
    the released code does.

    Raises:
        CheckpointError: the file is missing, unsafe, damaged, lacks ``reg_stats``, or is not a
            P-GCN.
    """
    content = _load_weights(path)
    if not isinstance(content, Mapping) or not isinstance(content.get("state_dict"), Mapping):
        raise CheckpointError(
            f"{path.name} holds no state_dict.", "Choose a checkpoint of the P-GCN release."
        )
    state = {
        str(key).removeprefix("module."): value for key, value in content["state_dict"].items()
    }
    settings = _shape_of(path.name, state)
    return _checked(path.name, state, content.get(_STATS), settings)


def _load_weights(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    if not path.exists():
        raise CheckpointError(f"There is no file {path}.", "Choose another file.")
    try:
        return load_torch(path)
    except UnsafeFile as error:
        raise CheckpointError(
            f"{path.name} is not a file of plain weights, so it was not opened: "
            "loading it could run code.",
            "Save its state_dict and reg_stats again with torch.save.",
        ) from error
    except DamagedFile as error:
        raise CheckpointError(
            f"{path.name} is damaged or not a torch file.", "Download or copy it again."
        ) from error


def _shape_of(name: str, state: Mapping[str, Any]) -> ModelSettings:
    first, head = state.get("Act_GCN.gc1.weight"), state.get("completeness_fc.weight")
    if not (isinstance(first, Tensor) and isinstance(head, Tensor)) or first.ndim != 2:
        raise CheckpointError(
            f"{name} is not a P-GCN: Act_GCN.gc1.weight or completeness_fc.weight is missing.",
            "Choose a checkpoint of the P-GCN release.",
        )
    return ModelSettings(
        n_labels=head.shape[0] if head.ndim else 0,
        feature_dim=first.shape[0],
        hidden_dim=first.shape[1],
        edge_relu=True,
    )


def _checked(
    name: str, state: Mapping[str, Any], stats: object, settings: ModelSettings
) -> StreamCheckpoint:
    """Return the checkpoint when every tensor is there, of its shape, and finite."""
    if not isinstance(stats, Tensor) or stats.shape != (2, 2) or not stats.isfinite().all():
        raise CheckpointError(
            f"{name} has no usable reg_stats (2 x 2), so its segment boundaries cannot be decoded.",
            "Export it again with the statistics of its training set.",
        )
    with torch.device("meta"):
        wanted = {key: value.shape for key, value in Pgcn(settings).state_dict().items()}
    for key, shape in wanted.items():
        _check_tensor(name, key, state.get(key), shape)
    foreign = sorted(set(state) - set(wanted))
    if foreign:
        raise CheckpointError(
            f"{name} holds {foreign[0]!r}, which no P-GCN has.", "Choose another checkpoint."
        )
    floats = {key: state[key].float() for key in wanted}
    return StreamCheckpoint(settings, floats, stats.to(torch.float64))


def _check_tensor(name: str, key: str, value: object, shape: torch.Size) -> None:
    if not isinstance(value, Tensor):
        raise CheckpointError(f"{name} lacks the weights {key!r}.", "Choose another checkpoint.")
    if value.shape != shape:
        raise CheckpointError(
            f"{name}: {key} has shape {tuple(value.shape)}, expected {tuple(shape)}.",
            "Its parts come from different networks.",
        )
    if not value.isfinite().all():
        raise CheckpointError(f"{name}: {key} holds numbers that are not finite.", "Train again.")


def fingerprint_of(folder: Path) -> str:
    """Return the hash of a checkpoint's card and weights; the same wherever the folder lies.

    Raises:
        CheckpointError: a file cannot be read.
    """
    digest = hashlib.sha256()
    names = [CARD_NAME, *(f"{stream}.safetensors" for stream in STREAMS)]
    try:
        for file in (folder / name for name in names):
            if file.exists():
                digest.update(file.name.encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    except OSError as error:
        raise CheckpointError(
            f"The checkpoint {folder.name} cannot be read: {error}.", "Copy it again."
        ) from error
    return digest.hexdigest()


def checkpoints_dir() -> Path:
    """Return where checkpoints are kept."""
    return data_dir() / "checkpoints"


def list_checkpoints(folder: Path | None = None) -> list[Path]:
    """Return the folders that hold a checkpoint, by name; none when the folder is not there."""
    return sorted(path.parent for path in (folder or checkpoints_dir()).glob(f"*/{CARD_NAME}"))
