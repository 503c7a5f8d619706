"""Trainings by name: the two data sets of the paper and every row of its Tables 3 to 7."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pgcn_core.config import BranchNetwork, GraphSettings, ModelSettings, ProposalSettings
from pgcn_core.errors import SettingsError
from pgcn_core.training.settings import (
    NeighbourSettings,
    OptimiserSettings,
    PoolSettings,
    Recipe,
    SelectionSettings,
)

Change = Callable[[Recipe], Recipe]


@dataclass(frozen=True, slots=True)
class Preset:
    """A named training.

    Attributes:
        says: One line about it.
        recipe: Its settings; labels and feature width come from the data.
    """

    says: str
    recipe: Recipe


def _thumos14() -> Recipe:
    return Recipe(
        proposals=ProposalSettings(pooling="paper", max_proposals=600),
        selection=SelectionSettings(tious=(0.1, 0.2, 0.3, 0.4, 0.5)),
    )


def _activitynet() -> Recipe:
    return Recipe(
        pools=PoolSettings(
            incomplete_tiou=0.6,
            incomplete_overlap=0.0,
            background_tiou=0.1,
            background_coverage=0.0,
            repeats=5,
        ),
        proposals=ProposalSettings(pooling="official_rescaled", max_proposals=100),
        model=ModelSettings(n_labels=200, aggregation="mean"),
        selection=SelectionSettings(
            tious=tuple(round(0.5 + 0.05 * step, 2) for step in range(10)), nms_tiou=0.4, top_k=100
        ),
    )


def _released() -> Recipe:
    return Recipe(
        pools=PoolSettings(fill_empty="foreground"),
        proposals=ProposalSettings(pooling="official"),
        graph=GraphSettings(mode="official"),
        model=ModelSettings(edge_relu=True),
        optimiser=OptimiserSettings(rgb_rate=0.01),
    )


def _model(**changes: Any) -> Change:
    return lambda base: replace(base, model=replace(base.model, **changes))


def _graph(**changes: Any) -> Change:
    return lambda base: replace(base, graph=replace(base.graph, **changes))


def _sampled(count: int) -> Change:
    return lambda base: replace(base, neighbours=NeighbourSettings(count))


def _networks(first: BranchNetwork, second: BranchNetwork) -> Change:
    return _model(activity_network=first, completeness_network=second)


def _slots(base: Recipe) -> Recipe:
    # Slots are shares of a whole already, so they are summed.
    graph = replace(base.graph, mode="official")
    model = replace(base.model, edge_relu=True, aggregation="sum")
    return replace(base, graph=graph, model=model)


def _as_it_is(base: Recipe) -> Recipe:
    return base


_DATA_SETS: Mapping[str, tuple[str, Callable[[], Recipe]]] = {
    "thumos14": ("THUMOS14 as the paper trains it: 20 labels, lists of 600 proposals", _thumos14),
    "activitynet1.3": (
        "ActivityNet 1.3: 200 labels, lists of 100 proposals, features rescaled to 100 units",
        _activitynet,
    ),
    "official/thumos14": ("THUMOS14 as the released code trains it: 8 + 2 slots", _released),
}
# Every row of the ablations is a change of one recipe, THUMOS14's in the paper.
_TABLES: Mapping[str, tuple[str, Change]] = {
    "table3/mlp-mlp": ("no graph in either branch", _networks("mlp", "mlp")),
    "table3/mlp-gcn": ("a graph for completeness only", _networks("mlp", "gcn")),
    "table3/gcn-mlp": ("a graph for activity only", _networks("gcn", "mlp")),
    "table3/gcn-gcn": ("P-GCN", _as_it_is),
    "table4/mean-mean": ("mean pooling in both branches", _networks("mean", "mean")),
    "table4/mean-gcn": ("mean pooling for activity", _networks("mean", "gcn")),
    "table4/gcn-mean": ("mean pooling for completeness", _networks("gcn", "mean")),
    "table4/gcn-gcn": ("P-GCN", _as_it_is),
    "table5/cos": ("cosine without self-addition", _model(self_addition=False)),
    "table5/cos-self-add": ("cosine with self-addition: P-GCN", _as_it_is),
    "table5/embed-cos": (
        "cosine of embedded features, without self-addition",
        _model(edge_function="embedded", self_addition=False),
    ),
    "table5/embed-cos-self-add": (
        "cosine of embedded features, with self-addition",
        _model(edge_function="embedded"),
    ),
    "table6/both": ("contextual and surrounding edges: P-GCN", _as_it_is),
    "table6/no-surrounding": ("contextual edges only", _graph(surrounding=False)),
    "table6/no-contextual": ("surrounding edges only", _graph(contextual=False)),
    "table6/slots": ("the released code's graph: 8 + 2 slots, no negative edges", _slots),
    "depth/1": ("one graph convolution", _model(depth=1)),
    "depth/2": ("two: P-GCN", _as_it_is),
    "depth/3": ("three graph convolutions", _model(depth=3)),
    **{
        f"table7/ns-{count}": (
            f"{count} sampled neighbour{'s' if count > 1 else ''}",
            _sampled(count),
        )
        for count in (1, 2, 3, 4, 5, 10)
    },
}


def list_presets() -> dict[str, Preset]:
    """Return every preset by name, data sets first."""
    sets = {name: Preset(says, make()) for name, (says, make) in _DATA_SETS.items()}
    rows = {name: Preset(says, change(_thumos14())) for name, (says, change) in _TABLES.items()}
    return {**sets, **rows}


def find_preset(name: str) -> Recipe:
    """Return the recipe of a name.

    Raises:
        SettingsError: there is none.
    """
    if name in _DATA_SETS:
        return _DATA_SETS[name][1]()
    return change_by_row(name, _thumos14())


def change_by_row(name: str, base: Recipe) -> Recipe:
    """Return a recipe with what a row of the tables changes.

    Args:
        name: Such as ``table3/mlp-mlp``.
        base: What the rows of its table have in common.

    Raises:
        SettingsError: there is no such row.
    """
    if name not in _TABLES:
        raise SettingsError(
            f"There is no preset {name!r}.", "See them all with: pgcn train --list-presets"
        )
    return _TABLES[name][1](base)
