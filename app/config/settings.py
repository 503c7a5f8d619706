"""What the person has set, as JSON. A bad file costs its bad entries, never the start."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from app.config.durable import replace_file

VERSION = 1
COLD_START: Literal["cold-start"] = "cold-start"


class Settings(BaseModel):
    """How the engine is run; what the window remembers of itself is kept by the window.

    Attributes:
        device: Where the networks run.
        flow: Optical flow; ``auto`` is tvl1 on a GPU and the draft dis on a CPU.
        hardware_decoding: ``auto`` lets a graphics device decode videos where one is there and
            shows the first picture right (docs/decisions/0008).
        checkpoint: Folder of the trained P-GCN to use; None, which older settings have, for the
            one that comes with the program; ``cold-start`` for none at all.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = VERSION
    device: Literal["auto", "cpu", "cuda"] = "auto"
    flow: Literal["auto", "tvl1", "dis", "none"] = "auto"
    hardware_decoding: Literal["auto", "off"] = "off"
    checkpoint: Literal["cold-start"] | Path | None = None


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings as found, and a sentence for everything that could not be used."""

    settings: Settings
    warnings: tuple[str, ...]


def load_settings(file: Path) -> LoadedSettings:
    """Read the settings; whatever is missing or bad has its default."""
    try:
        value = json.loads(file.read_bytes())
    except FileNotFoundError:
        return LoadedSettings(Settings(), ())
    except OSError as error:
        return LoadedSettings(
            Settings(), (f"{file.name} cannot be read: {str(error.strerror).lower()}.",)
        )
    except (ValueError, RecursionError):
        return LoadedSettings(Settings(), (f"{file.name} is not JSON; the defaults are used.",))
    if not isinstance(value, dict):
        return LoadedSettings(Settings(), (f"{file.name} holds no settings; defaults are used.",))
    return _sift(value)


def save_settings(settings: Settings, file: Path) -> None:
    """Write the settings whole, making the folder if need be.

    Raises:
        OSError: they cannot be written; the old file stays.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    current = settings.model_copy(update={"version": VERSION})
    replace_file(file, current.model_dump_json(indent=2).encode())


def _sift(value: dict[str, Any]) -> LoadedSettings:
    """Keep the good entries of an object."""
    warnings = [
        f"There is no setting {key!r}." for key in value if key not in Settings.model_fields
    ]
    version = value.get("version")
    if isinstance(version, int) and version > VERSION:
        warnings.append("The settings are of a newer PGCN Studio; what is known is used.")
    try:
        return LoadedSettings(Settings.model_validate(value), tuple(warnings))
    except ValidationError as error:
        bad = {str(one["loc"][0]): one["msg"] for one in error.errors() if one["loc"]}
    warnings += [f"The setting {key!r} has its default: {reason}." for key, reason in bad.items()]
    good = {key: entry for key, entry in value.items() if key not in bad}
    return LoadedSettings(Settings.model_validate(good), tuple(warnings))
