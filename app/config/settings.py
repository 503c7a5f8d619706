"""What the person has set, as JSON. A bad file costs its bad entries, never the start."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.config.durable import replace_file

VERSION = 1
N_RECENT = 10


class Settings(BaseModel):
    """Everything a person can set that is not part of a project.

    Attributes:
        recent_projects: Newest first, at most ``N_RECENT``.
        window_geometry: Base64 of what the window system gave, or empty.
        window_state: Base64 of the arrangement of the panels, or empty.
        lead_in_s: How much before a segment playing it starts.
        min_score: Suggestions below are hidden.
        quality: ``draft`` uses the quick optical flow.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = VERSION
    theme: Literal["system", "light", "dark"] = "system"
    language: str = ""
    recent_projects: tuple[Path, ...] = ()
    last_folder: Path | None = None
    window_geometry: str = ""
    window_state: str = ""
    playback_speed: Annotated[float, Field(gt=0, le=16, allow_inf_nan=False)] = 1.0
    lead_in_s: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 1.0
    auto_advance: bool = True
    min_score: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    analyse_on_add: bool = True
    device: Literal["auto", "cpu", "cuda"] = "auto"
    quality: Literal["full", "draft"] = "full"

    def with_recent(self, project: Path) -> Settings:
        """Return the settings with a project as the newest of the recent ones."""
        others = tuple(path for path in self.recent_projects if path != project)
        return self.model_copy(update={"recent_projects": (project, *others)[:N_RECENT]})


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
        return LoadedSettings(Settings(), (f"{file.name} cannot be read: {error.strerror}.",))
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
