"""The data sets to reproduce on, each with the recipe that all rows of its tables change.

The recipes are short, so that some hundreds of trainings end within an hour or two on one core.
They were chosen by the mAP of P-GCN on a quarter of the training videos of split 1, held out; see
``docs/reproduction.md``. The paper's dropout suits its 8,700 steps, not these 150.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pgcn_core.config import FusionSettings, ModelSettings
from pgcn_core.proposals.bsn.settings import BsnSettings, BsnTrainingSettings
from pgcn_core.reproduction import kitchen, workout
from pgcn_core.reproduction.products import DataSplit
from pgcn_core.reproduction.proposals import MakerSettings
from pgcn_core.reproduction.units import LARGEST_DEVIATIONS, SCALE, UnitSettings, as_units
from pgcn_core.training.settings import OptimiserSettings, PoolSettings, Recipe, SelectionSettings

StudyName = Literal["50salads", "gtea", "workout"]


@dataclass(frozen=True, slots=True)
class Study:
    """One data set and how it is trained on.

    Attributes:
        name: Of the data set.
        n_splits: How many splits it has.
        read: Reads a split by its number from the data's folder.
        recipe: What every row changes.
        units: How features become units, in plain values.
        makers: How proposals are made.
        fusion: Weights of the streams.
        stream_names: What the streams are, for a person.
    """

    name: StudyName
    n_splits: int
    read: Callable[[Path, int], DataSplit]
    recipe: Recipe
    units: Mapping[str, float]
    makers: MakerSettings
    fusion: FusionSettings = field(default_factory=FusionSettings)
    stream_names: Mapping[str, str] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """Return what shapes the files of a split, as plain values."""
        return {"study": self.name, "units": dict(self.units), "makers": asdict(self.makers)}


def find_study(name: StudyName) -> Study:
    """Return a study by its name."""
    return {"50salads": _salads, "gtea": _gtea, "workout": _workout}[name]()


def _recipe(epochs: int, falls_after: int, rates: tuple[float, float]) -> Recipe:
    return Recipe(
        pools=PoolSettings(repeats=20),
        model=ModelSettings(
            aggregation="mean", hidden_dim=128, activity_dropout=0.5, gcn_dropout=0.5
        ),
        optimiser=OptimiserSettings(
            rgb_rate=rates[0],
            flow_rate=rates[1],
            milestones=(falls_after,),
            epochs=epochs,
            batch_videos=16,
        ),
        # All training videos are learned from, and the last epoch counts.
        selection=SelectionSettings(validation_share=0.0, every_epochs=epochs),
    )


def _makers(window_units: int) -> MakerSettings:
    return MakerSettings(
        bsn=BsnSettings(window_units=window_units, temporal_hidden=128, evaluation_hidden=128),
        bsn_training=BsnTrainingSettings(validation_share=0.0),
    )


def _salads() -> Study:
    return _kitchen(
        "50salads",
        UnitSettings(4, 4),
        _recipe(3, 2, (0.02, 0.01)),
        # Video first: not chosen on held-out videos, whose video features have been learned.
        FusionSettings(rgb_weight=3.0, flow_weight=1.0),
        {"rgb": "video", "flow": "accelerometers"},
    )


def _gtea() -> Study:
    return _kitchen(
        "gtea",
        UnitSettings(4, 8),
        _recipe(6, 4, (0.02, 0.01)),
        FusionSettings(),
        {"rgb": "video"},
    )


def _kitchen(
    name: kitchen.KitchenName,
    units: UnitSettings,
    recipe: Recipe,
    fusion: FusionSettings,
    stream_names: Mapping[str, str],
) -> Study:
    return Study(
        name,
        kitchen.n_splits(name),
        lambda folder, number: as_units(kitchen.read_split(folder, name, number), number, units),
        recipe,
        {**asdict(units), "scale": SCALE, "largest": LARGEST_DEVIATIONS},
        _makers(128),
        fusion,
        stream_names,
    )


def _workout() -> Study:
    return Study(
        "workout",
        workout.N_SPLITS,
        workout.read_split,
        _recipe(2, 1, (0.04, 0.04)),
        {"stride_frames": workout.STRIDE_FRAMES, "window_frames": workout.ROW_FRAMES},
        _makers(128),
        stream_names={"rgb": "RGB", "flow": "flow"},
    )
