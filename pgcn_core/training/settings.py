"""Everything that shapes a training, each default with its source."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from pgcn_core.config import (
    AtLeastZero,
    Count,
    GraphSettings,
    ModelSettings,
    Positive,
    ProposalSettings,
    Share,
    Stream,
)
from pgcn_core.errors import SettingsError

_NO_OTHER_KEYS = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """Which proposals a network learns from, and how they are drawn (data/dataset_cfg.yaml)."""

    __pydantic_config__ = _NO_OTHER_KEYS

    foreground_tiou: Share = 0.7  # foreground: best tIoU above; ground truth joins them
    incomplete_tiou: Share = 0.3  # incomplete: best tIoU below ...
    incomplete_overlap: AtLeastZero = 0.01  # ... and more than this part of it inside an action
    background_tiou: Share = 0.01  # background: not incomplete, best tIoU below ...
    background_coverage: AtLeastZero = 0.02  # ... and longer than this share of the video
    # Centres drawn of each kind per video: 1 : 6 : 1.
    n_foreground: Count = 1
    n_incomplete: Count = 6
    n_background: Count = 1
    # A video without any of a kind: leave its places empty, or fill them with foreground as the
    # released code does; those are then punished as not complete (pgcn_dataset.py:359-370).
    fill_empty: Literal["skip", "foreground"] = "skip"
    # Only the first ``proposals.max_proposals`` lines of a video's list count; the released code
    # takes the whole list, however long (io.py:7-33). Ground truth always counts.
    whole_list: bool = False
    repeats: Count = 20  # times every video is drawn from in one epoch


@dataclass(frozen=True, slots=True)
class NeighbourSettings:
    """Neighbours sampled around each centre while training (paper Eq. 10)."""

    __pydantic_config__ = _NO_OTHER_KEYS

    sampled: Count = 4  # N_s, Table 7


@dataclass(frozen=True, slots=True)
class OptimiserSettings:
    """Stochastic gradient descent and its schedule (pgcn_opts.py; paper section 4.2)."""

    __pydantic_config__ = _NO_OTHER_KEYS

    rgb_rate: Positive = 0.001  # paper; the released code has 0.01 for both
    flow_rate: Positive = 0.01
    momentum: Share = 0.9
    weight_decay: AtLeastZero = 5e-4
    bias_rate_factor: Positive = 2.0  # biases learn twice as fast and do not decay
    bias_weight_decay: AtLeastZero = 0.0
    milestones: tuple[Count, ...] = (15, 30, 45)  # epochs after which the rate falls ...
    rate_factor: Positive = 0.1  # ... to this part
    epochs: Count = 70
    batch_videos: Count = 32
    completeness_weight: AtLeastZero = 0.5
    regression_weight: AtLeastZero = 0.5
    hard_share: Share = 0.17  # share of incomplete proposals of a video that count, at least one

    def rate(self, stream: Stream) -> float:
        """Return the first learning rate of a stream."""
        return self.rgb_rate if stream == "rgb" else self.flow_rate


@dataclass(frozen=True, slots=True)
class SelectionSettings:
    """How the best epoch is found: on training videos held out for it, never on a test list."""

    __pydantic_config__ = _NO_OTHER_KEYS

    validation_share: Annotated[float, Field(ge=0, lt=1)] = 0.2
    every_epochs: Count = 5
    patience: Count | None = None  # validations without a better one before it stops
    tious: Annotated[tuple[Share, ...], Field(min_length=1)] = (0.3, 0.4, 0.5, 0.6, 0.7)
    nms_tiou: Share = 0.35
    top_k: Count = 2000


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole training but for its data, stream and seed."""

    __pydantic_config__ = _NO_OTHER_KEYS

    pools: PoolSettings = field(default_factory=PoolSettings)
    neighbours: NeighbourSettings = field(default_factory=NeighbourSettings)
    proposals: ProposalSettings = field(default_factory=ProposalSettings)
    graph: GraphSettings = field(default_factory=GraphSettings)
    model: ModelSettings = field(default_factory=lambda: ModelSettings(aggregation="mean"))
    optimiser: OptimiserSettings = field(default_factory=OptimiserSettings)
    selection: SelectionSettings = field(default_factory=SelectionSettings)

    def to_dict(self) -> dict[str, Any]:
        """Return plain nested dicts for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Recipe:
        """Read what ``to_dict`` wrote.

        Raises:
            SettingsError: a value is of the wrong type or out of range, or a key is unknown.
        """
        try:
            return TypeAdapter(cls).validate_python(values)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise SettingsError(
                f"The training setting {where!r} is wrong: {first['msg']}.", "Correct it."
            ) from error

    def checked(self) -> Recipe:
        """Return it when every value is in its range.

        Raises:
            SettingsError: one is not.
        """
        return Recipe.from_dict(self.to_dict())
