"""Small trainings for tests."""

from dataclasses import replace

from pgcn_core.config import ModelSettings
from pgcn_core.training.dataset import DataSource, read_training_data
from pgcn_core.training.settings import (
    OptimiserSettings,
    PoolSettings,
    Recipe,
    SelectionSettings,
)
from tests.synthetic_actions import LABELS, Size, write_set

SMALL = Recipe(
    pools=PoolSettings(repeats=4),
    model=ModelSettings(
        n_labels=3,
        feature_dim=16,
        hidden_dim=16,
        aggregation="mean",
        activity_dropout=0.3,
        gcn_dropout=0.3,
    ),
    optimiser=OptimiserSettings(rgb_rate=0.003, flow_rate=0.003, epochs=2, batch_videos=4),
    selection=SelectionSettings(every_epochs=1, validation_share=0.25),
)


def small(**changes):
    """The small recipe with fields of its parts changed: ``small(optimiser={"epochs": 3})``."""
    return replace(SMALL, **{k: replace(getattr(SMALL, k), **v) for k, v in changes.items()})


def source_of(folder, stream="rgb"):
    return DataSource(folder / stream, folder / "proposals.txt", LABELS, stream)


def make_data(folder, recipe=SMALL, *, stream="rgb", seed=0, n_videos=8):
    if not (folder / "proposals.txt").exists():
        write_set(folder, Size(n_videos=n_videos, dim=16, n_frames=800, n_proposals=32, noise=0.3))
    return read_training_data(source_of(folder, stream), recipe, seed)
