"""Trainings by name: the paper's two data sets, every row of its Tables 3 to 7, its Figure 3.

Figure 3 compares makers of proposals and kinds of features. A preset of it fixes the maker, which
``pgcn prepare --maker`` makes the list with, and the stream; the features are those of the files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pgcn_core.config import (
    BranchNetwork,
    GraphSettings,
    ModelSettings,
    ProposalMaker,
    ProposalSettings,
    Settings,
    Stream,
)
from pgcn_core.errors import SettingsError
from pgcn_core.training.settings import (
    NeighbourSettings,
    OptimiserSettings,
    PoolSettings,
    Recipe,
    SelectionSettings,
)


@dataclass(frozen=True, slots=True)
class Preset:
    """A named training.

    Attributes:
        says: One line about it.
        recipe: Its settings; labels and feature width come from the data.
        stream: What it is trained on; None where that is the person's to say.
    """

    says: str
    recipe: Recipe
    stream: Stream | None = None


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
        pools=PoolSettings(fill_empty="foreground", whole_list=True),
        proposals=ProposalSettings(pooling="official"),
        graph=GraphSettings(mode="official"),
        model=ModelSettings(edge_relu=True),
        optimiser=OptimiserSettings(rgb_rate=0.01),
    )


def _model(**changes: Any) -> Recipe:
    recipe = _thumos14()
    return replace(recipe, model=replace(recipe.model, **changes))


def _graph(**changes: Any) -> Recipe:
    recipe = _thumos14()
    return replace(recipe, graph=replace(recipe.graph, **changes))


def _sampled(count: int) -> Recipe:
    return replace(_thumos14(), neighbours=NeighbourSettings(count))


def _proposals_of(maker: ProposalMaker) -> Recipe:
    recipe = _thumos14()
    proposals = Settings(proposals=recipe.proposals).with_makers((maker,)).proposals
    return replace(recipe, proposals=proposals)


def _networks(first: BranchNetwork, second: BranchNetwork) -> Recipe:
    return _model(activity_network=first, completeness_network=second)


Rows = Mapping[str, tuple[str, Callable[[], Recipe]]]
_DATA_SETS: Rows = {
    "thumos14": ("THUMOS14 as the paper trains it: 20 labels, lists of 600 proposals", _thumos14),
    "activitynet1.3": (
        "ActivityNet 1.3: 200 labels, lists of 100 proposals, features rescaled to 100 units",
        _activitynet,
    ),
    "official/thumos14": ("THUMOS14 as the released code trains it: 8 + 2 slots", _released),
}
_TABLES: Rows = {
    "table3/mlp-mlp": ("no graph in either branch", lambda: _networks("mlp", "mlp")),
    "table3/mlp-gcn": ("a graph for completeness only", lambda: _networks("mlp", "gcn")),
    "table3/gcn-mlp": ("a graph for activity only", lambda: _networks("gcn", "mlp")),
    "table3/gcn-gcn": ("P-GCN", _thumos14),
    "table4/mean-mean": ("mean pooling in both branches", lambda: _networks("mean", "mean")),
    "table4/mean-gcn": ("mean pooling for activity", lambda: _networks("mean", "gcn")),
    "table4/gcn-mean": ("mean pooling for completeness", lambda: _networks("gcn", "mean")),
    "table4/gcn-gcn": ("P-GCN", _thumos14),
    "table5/cos": ("cosine without self-addition", lambda: _model(self_addition=False)),
    "table5/cos-self-add": ("cosine with self-addition: P-GCN", _thumos14),
    "table5/embed-cos": (
        "cosine of embedded features, without self-addition",
        lambda: _model(edge_function="embedded", self_addition=False),
    ),
    "table5/embed-cos-self-add": (
        "cosine of embedded features, with self-addition",
        lambda: _model(edge_function="embedded"),
    ),
    "table6/both": ("contextual and surrounding edges: P-GCN", _thumos14),
    "table6/no-surrounding": ("contextual edges only", lambda: _graph(surrounding=False)),
    "table6/no-contextual": ("surrounding edges only", lambda: _graph(contextual=False)),
    "depth/1": ("one graph convolution", lambda: _model(depth=1)),
    "depth/2": ("two: P-GCN", _thumos14),
    "depth/3": ("three graph convolutions", lambda: _model(depth=3)),
}
_FIGURE_3: tuple[tuple[ProposalMaker, Stream], ...] = (
    ("tag", "rgb"),
    ("tag", "flow"),
    ("bsn", "rgb"),
    ("bsn", "flow"),
)
_ROWS: Rows = {
    **_DATA_SETS,
    **_TABLES,
    **{
        f"table7/ns-{count}": (
            f"{count} sampled neighbour{'s' if count > 1 else ''}",
            partial(_sampled, count),
        )
        for count in (1, 2, 3, 4, 5, 10)
    },
    **{
        f"fig3/{maker}-{stream}": (
            f"{maker.upper()} proposals, {stream} features",
            partial(_proposals_of, maker),
        )
        for maker, stream in _FIGURE_3
    },
}


def list_presets() -> dict[str, Preset]:
    """Return every preset by name, data sets first."""
    return {name: Preset(says, make(), stream_of(name)) for name, (says, make) in _ROWS.items()}


def stream_of(name: str) -> Stream | None:
    """Return the stream that a preset is trained on, or None where any will do."""
    fixed: dict[str, Stream] = {f"fig3/{maker}-{stream}": stream for maker, stream in _FIGURE_3}
    return fixed.get(name)


def find_preset(name: str) -> Recipe:
    """Return the recipe of a name.

    Raises:
        SettingsError: there is none.
    """
    if name not in _ROWS:
        raise SettingsError(
            f"There is no preset {name!r}.", "See them all with: pgcn train --list-presets"
        )
    return _ROWS[name][1]()
