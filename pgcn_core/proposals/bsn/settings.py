"""Everything that shapes a BSN, each default with its source; kept in its checkpoint.

Sources: the paper (Lin et al., ECCV 2018) and its authors' two releases, both for ActivityNet:
"first", wzmsltw/BSN-boundary-sensitive-network @ 7b101fc (TensorFlow), and "second",
wzmsltw/BSN-boundary-sensitive-network.pytorch @ 627b6f1. Where they disagree it is said.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from pgcn_core.config import AtLeastZero, Count, Positive, Share
from pgcn_core.errors import SettingsError

_NO_OTHER_KEYS = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class BsnSettings:
    """Lengths, networks and proposal features (section numbers are those of the BSN paper)."""

    __pydantic_config__ = _NO_OTHER_KEYS

    # "windows": as many units as the video has, trained in overlapping windows (THUMOS14).
    # "rescaled": every video resized to a fixed number of units (ActivityNet).
    lengths: Literal["windows", "rescaled"] = "windows"
    # Units of a window, or of a whole rescaled video (section 4.2; 100 for ActivityNet). In
    # windows it is also the longest proposal.
    window_units: Annotated[int, Field(ge=2)] = 128
    temporal_hidden: Count = 512  # channels of the first two convolutions; section 3.3, both
    evaluation_hidden: Count = 512  # of the perceptron; section 3.3. Both releases have 256
    # A unit may be a boundary when it is a peak or above this share of the highest probability of
    # the video: both releases. They also take the first and the last unit in any case; here those
    # need to be higher than their one neighbour.
    boundary_share: Share = 0.5
    # Points that actionness is read at: inside, and around each boundary; section 3.3, both. The
    # releases read each as a mean of four points close by.
    centre_points: Annotated[int, Field(ge=2)] = 16
    side_points: Annotated[int, Field(ge=2)] = 8
    # ... to this part of the duration on either side; section 3.3, both.
    side_ratio: Positive = 0.2

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return dataclasses.asdict(self)


@dataclass(frozen=True, slots=True)
class BsnTrainingSettings:
    """How a BSN learns (sections 3.4 and 4.2)."""

    __pydantic_config__ = _NO_OTHER_KEYS

    # The regions a unit is told to call a boundary: this part of the action on either side
    # (section 3.4). Both releases take half of it.
    boundary_ratio: Positive = 0.1
    overlap: Share = 0.5  # share of a unit inside a region that makes it positive; both releases
    actionness_weight: AtLeastZero = 2.0  # section 3.4, both
    window_shift: Share = 0.5  # of a window's length, between training windows; section 4.2
    batch_windows: Count = 16  # section 4.2, both
    temporal_rate: Positive = 0.001  # section 4.2, both
    # Section 4.2 and the first. The second has 0.01, for a perceptron that multiplies the output
    # of either layer by 0.1; without that it is ten times too fast.
    evaluation_rate: Positive = 0.001
    batch_proposals: Count = 256  # section 4.2; the releases take all of 16 videos
    epochs: Count = 20  # of either network; section 4.2, both
    # Of the epochs, to a tenth; section 4.2, the first. The second: every 7 epochs, and 10.
    rate_falls_after: Share = 0.5
    temporal_weight_decay: AtLeastZero = 1e-4  # the second; the first 1e-3
    evaluation_weight_decay: AtLeastZero = 1e-4  # the first; the second 1e-5
    patience: Count | None = None  # epochs without a lower loss before a network is left as it is
    # The perceptron sees this many proposals for each window that a video is long, best boundaries
    # first: both releases, whose videos are one window each, ...
    proposals_per_window: Count = 500
    # ... those above and below these tIoU and those between in shares of 1 : 1 : 2 (low last). The
    # tIoU are section 3.4's, the shares both releases'. The first has 0.6 and 0.2.
    positive_tiou: Share = 0.7
    negative_tiou: Share = 0.3
    validation_share: Annotated[float, Field(ge=0, lt=1)] = 0.2

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return dataclasses.asdict(self)


def checked(settings: BsnSettings) -> BsnSettings:
    """Return settings whose every value is in its range.

    Raises:
        SettingsError: one is not.
    """
    return TypeAdapter(BsnSettings).validate_python(_valid(BsnSettings, settings.to_dict()))


def checked_training(settings: BsnTrainingSettings) -> BsnTrainingSettings:
    """Return training settings whose every value is in its range.

    Raises:
        SettingsError: one is not.
    """
    values = _valid(BsnTrainingSettings, settings.to_dict())
    return TypeAdapter(BsnTrainingSettings).validate_python(values)


def _valid(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    try:
        TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"The BSN setting {where!r} is wrong: {first['msg']}.", "Correct it."
        ) from error
    return values
