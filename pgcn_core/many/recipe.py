"""How an engine is made, small enough to travel, and the hash of all that shapes its results."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgcn_core.config import Settings
from pgcn_core.errors import SettingsError

if TYPE_CHECKING:
    from pgcn_core.pipeline import Engine

# Raised whenever results of the same inputs become others.
RESULT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """What ``load_engine`` is told.

    Attributes:
        settings: As asked for, before they are fitted to the networks.
        checkpoint: Folder of a trained P-GCN, or None.
        device: auto, cpu, cuda or cuda:N.
        cache: Folder of the feature cache, or None.
    """

    settings: Settings
    checkpoint: Path | None = None
    device: str = "auto"
    cache: Path | None = None

    def load(self) -> Engine:
        """Load the networks.

        Raises:
            PgcnError: a setting, the weights or a file that is named cannot be used.
        """
        from pgcn_core.pipeline import load_engine  # noqa: PLC0415 - loads torch

        return load_engine(
            self.settings, checkpoint=self.checkpoint, device=self.device, cache=self.cache
        )

    def identity(self) -> Identity:
        """Return what its results hang on; the feature networks are looked up, not loaded.

        The device, the backend and the places of files are not part of it: features agree to 1e-3
        wherever they are made, and a file counts by its content.

        Raises:
            PgcnError: weights, checkpoint, device or a file that is named cannot be used.
        """
        from pgcn_core.checkpoints import Checkpoint, fingerprint_of  # noqa: PLC0415 - torch
        from pgcn_core.features.weights import find_weights  # noqa: PLC0415 - torch
        from pgcn_core.runtime import pick_device  # noqa: PLC0415 - beside its use
        from pgcn_core.settling import settle  # noqa: PLC0415 - torch

        pick_device(self.device)
        trained = Checkpoint.load(self.checkpoint) if self.checkpoint else None
        settled = settle(self.settings, trained)
        values, named = _without_places(settled)
        facts = {
            "version": RESULT_VERSION,
            "settings": values,
            "weights": {one: find_weights(one).sha256 for one in settled.features.streams},
            "checkpoint": fingerprint_of(self.checkpoint) if self.checkpoint else "",
        }
        return Identity(_hash(facts), named)


@dataclass(frozen=True, slots=True)
class Identity:
    """What results hang on besides the video.

    Attributes:
        fingerprint: Hash of settings, weights, checkpoint and the content of named files.
        asks_for_name: Whether a list from elsewhere is asked about the video by its name.
    """

    fingerprint: str
    asks_for_name: bool = False

    def key(self, video_fingerprint: str, name: str) -> str:
        """Return the name of a video's output: 64 hexadecimal digits.

        Args:
            video_fingerprint: Of the video's content.
            name: Its file name without suffix; counts only where a list is asked by name.
        """
        facts = {
            "video": video_fingerprint,
            "engine": self.fingerprint,
            "name": name if self.asks_for_name else "",
        }
        return _hash(facts)


def _without_places(settings: Settings) -> tuple[dict[str, Any], bool]:
    """Return the settings with files by their content, and whether one is asked by video name."""
    from pgcn_core.video_labels import KINETICS  # noqa: PLC0415 - loads numba

    values = settings.to_dict()
    del values["features"]["backend"]
    proposals, detections = values["proposals"], values["detections"]
    named = [(proposals, "list_file"), (detections, "video_label_names")]
    if detections["video_labels"] != KINETICS:
        named.append((detections, "video_labels"))
    asks = any(table[key] for table, key in named)
    for table, key in [*named, (proposals, "bsn_checkpoint")]:
        if table[key]:
            table[key] = _content(Path(table[key]))
    return values, asks


def _content(place: Path) -> str:
    """Return the hash of a file, or of all files in a folder."""
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    digest = hashlib.sha256()
    try:
        for file in (file for file in files if not file.is_dir()):
            digest.update(file.relative_to(place).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SettingsError(
            f"{place} cannot be read: {reason}.", "Check where it is named."
        ) from error
    return digest.hexdigest()


def _hash(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
