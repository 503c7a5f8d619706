"""The paper's tables: which trainings stand in them, its numbers, and the orders they are in.

All numbers of the paper are mAP in percent at tIoU 0.5 on THUMOS14. Those here were written down
from memory and could not be held against the paper; where not even that was possible there is none.
The two-stream number of the paper, 49.1, is in its abstract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pgcn_core.reproduction.proposals import MAKERS, Maker

TableName = Literal["3", "4", "5", "6", "7", "depth", "fig3"]
TABLE_MAKER: Maker = "bsn"  # whose proposals the paper's tables stand on
PGCN_ROW = "gcn-gcn"  # of Table 3
# mAP at 0.5 of RGB, flow and both by the released code, from its own page.
RELEASED_STREAMS = (37.23, 47.42, 49.07)


@dataclass(frozen=True, slots=True)
class Row:
    """One training of a table.

    Attributes:
        key: Names the row in its table.
        says: What is shown of it.
        preset: Its name among the presets, what it changes of the base recipe.
        maker: Of the proposals.
        paper: The paper's mAP at 0.5 of RGB and flow; None where it is not at hand.
    """

    key: str
    says: str
    preset: str
    maker: Maker = TABLE_MAKER
    paper: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Ordering:
    """Which of two rows should be ahead.

    Attributes:
        ahead: Key of the row.
        behind: Key of the other.
        claimed: Whether the paper claims it; else it is only asked here.
    """

    ahead: str
    behind: str
    claimed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        title: What it compares.
        rows: In the paper's order.
        orderings: What it shows.
    """

    title: str
    rows: tuple[Row, ...]
    orderings: tuple[Ordering, ...]

    def row(self, key: str) -> Row:
        """Return a row by its key."""
        return next(row for row in self.rows if row.key == key)


_PGCN = (37.27, 46.53)
_MLP = (34.75, 43.68)
_NO_GRAPH = Row("mlp", "MLP + MLP, no graph", "table3/mlp-mlp", paper=_MLP)

TABLES: Mapping[TableName, Table] = {
    "3": Table(
        "Table 3: graph convolution against a perceptron of the same size",
        (
            Row("mlp-mlp", "MLP + MLP", "table3/mlp-mlp", paper=_MLP),
            Row("mlp-gcn", "MLP + GCN", "table3/mlp-gcn", paper=(35.94, 44.59)),
            Row("gcn-mlp", "GCN + MLP", "table3/gcn-mlp", paper=(35.82, 45.26)),
            Row(PGCN_ROW, "GCN + GCN (P-GCN)", "table3/gcn-gcn", paper=_PGCN),
        ),
        (
            Ordering("gcn-gcn", "mlp-mlp"),
            Ordering("mlp-gcn", "mlp-mlp"),
            Ordering("gcn-mlp", "mlp-mlp"),
            Ordering("gcn-gcn", "mlp-gcn"),
            Ordering("gcn-gcn", "gcn-mlp"),
        ),
    ),
    "4": Table(
        "Table 4: graph convolution against the mean over adjacent proposals",
        (
            Row("mean-mean", "mean + mean", "table4/mean-mean"),
            Row("mean-gcn", "mean + GCN", "table4/mean-gcn"),
            Row("gcn-mean", "GCN + mean", "table4/gcn-mean"),
            Row("gcn-gcn", "GCN + GCN (P-GCN)", "table4/gcn-gcn", paper=_PGCN),
        ),
        (
            Ordering("gcn-gcn", "mean-mean"),
            Ordering("gcn-gcn", "mean-gcn"),
            Ordering("gcn-gcn", "gcn-mean"),
        ),
    ),
    "5": Table(
        "Table 5: what weighs the edges",
        (
            _NO_GRAPH,
            Row("cos", "cosine", "table5/cos", paper=(35.55, 44.83)),
            Row("cos-self", "cosine, self-addition (P-GCN)", "table5/cos-self-add", paper=_PGCN),
            Row("embed", "embedded cosine", "table5/embed-cos"),
            Row(
                "embed-self",
                "embedded cosine, self-addition",
                "table5/embed-cos-self-add",
                paper=(36.81, 46.89),
            ),
        ),
        (
            Ordering("cos-self", "cos"),
            Ordering("cos", "mlp"),
            Ordering("cos-self", "mlp"),
            Ordering("embed-self", "mlp"),
            Ordering("embed-self", "embed", claimed=False),
            Ordering("embed-self", "cos-self", claimed=False),
        ),
    ),
    "6": Table(
        "Table 6: which edges",
        (
            _NO_GRAPH,
            Row("contextual", "contextual edges alone", "table6/no-surrounding"),
            Row("surrounding", "surrounding edges alone", "table6/no-contextual"),
            Row("both", "both (P-GCN)", "table6/both", paper=_PGCN),
            Row("slots", "8 + 2 slots, as the released code", "table6/slots"),
        ),
        (
            Ordering("both", "contextual"),
            Ordering("both", "surrounding"),
            Ordering("contextual", "mlp"),
            Ordering("surrounding", "mlp"),
            Ordering("slots", "mlp", claimed=False),
            Ordering("slots", "both", claimed=False),
        ),
    ),
    "7": Table(
        "Table 7: neighbours sampled of each proposal while training",
        tuple(
            Row(
                f"ns-{count}",
                f"N_s = {count}{' (P-GCN)' if count == 4 else ''}",
                f"table7/ns-{count}",
                paper=_PGCN if count == 4 else None,
            )
            for count in (1, 2, 3, 4, 5, 10)
        ),
        (
            Ordering("ns-4", "ns-1", claimed=False),
            Ordering("ns-10", "ns-4", claimed=False),
        ),
    ),
    "depth": Table(
        "Depth: graph convolutions in a row",
        (
            Row("1", "one", "depth/1"),
            Row("2", "two (P-GCN)", "depth/2", paper=_PGCN),
            Row("3", "three", "depth/3"),
        ),
        (Ordering("2", "1", claimed=False), Ordering("2", "3", claimed=False)),
    ),
    "fig3": Table(
        "Figure 3: with and without a graph, by who made the proposals",
        tuple(
            Row(f"{maker}-{key}", f"{maker}: {says}", preset, maker)
            for maker in MAKERS
            for key, says, preset in (
                ("mlp", "MLP", "table3/mlp-mlp"),
                ("gcn", "P-GCN", "table3/gcn-gcn"),
            )
        ),
        tuple(Ordering(f"{maker}-gcn", f"{maker}-mlp") for maker in MAKERS),
    ),
}
