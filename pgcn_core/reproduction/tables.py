"""What came out, beside the paper: tables in Markdown, and whether each ordering holds here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pgcn_core.reproduction.claims import RELEASED_STREAMS, Table
from pgcn_core.reproduction.runs import FUSED, TIOUS, RunResult

Floats = NDArray[np.float64]
# The tables of the paper are at this tIoU.
PAPER_TIOU = 0.5
# Student's t: a mean of n pairs this many standard errors from 0 lies outside 95 % (n from 2).
_CLEAR = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14)
_NOTHING = "-"

# (split, seed) -> result, of one row; those not finished are not there.
RowResults = Mapping[tuple[int, int], RunResult]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one row stands to another, over the (split, seed) pairs that both finished.

    Attributes:
        gain: Mean difference of their mAP, in percent points.
        error: Its standard error; NaN for one pair.
        n_ahead: Pairs in which the first is ahead.
        n_pairs: Of all.
    """

    gain: float
    error: float
    n_ahead: int
    n_pairs: int

    @property
    def says(self) -> str:
        """Return the verdict in a word or two."""
        if not self.n_pairs:
            return "not measured"
        if self.n_pairs > 1 and abs(self.gain) > clear_errors(self.n_pairs) * self.error:
            return "holds" if self.gain > 0 else "turned round"
        return "open, ahead" if self.gain > 0 else "open, behind"


def clear_errors(n_pairs: int) -> float:
    """Return how many standard errors from 0 a mean of pairs must lie to be taken for real."""
    n_free = n_pairs - 1
    return _CLEAR[n_free - 1] if n_free <= len(_CLEAR) else 1.96 + 2.4 / n_free


def map_of(result: RunResult, name: str) -> tuple[float, float]:
    """Return the mAP at 0.5 and its mean over all thresholds, in percent."""
    row = result.scores[name]
    return 100 * row[TIOUS.index(PAPER_TIOU)], 100 * float(np.mean(row))


def judge(
    ahead: RowResults, behind: RowResults, name: str, other_name: str | None = None
) -> Verdict:
    """Compare two rows pair by pair: splits differ more than rows do.

    Args:
        ahead: The row that should be ahead.
        behind: The other.
        name: A stream, or ``fused``.
        other_name: That of the other row, where it is another one.
    """
    other = other_name or name
    pairs = [
        map_of(ahead[pair], name)[0] - map_of(behind[pair], other)[0]
        for pair in sorted(ahead.keys() & behind.keys())
        if name in ahead[pair].scores and other in behind[pair].scores
    ]
    if not pairs:
        return Verdict(float("nan"), float("nan"), 0, 0)
    differences = np.array(pairs, np.float64)
    error = float("nan")
    if len(pairs) > 1:
        error = float(differences.std(ddof=1) / np.sqrt(len(pairs)))
    return Verdict(float(differences.mean()), error, int((differences > 0).sum()), len(pairs))


def columns_of(results: Mapping[str, RowResults]) -> tuple[str, ...]:
    """Return what was measured: the streams, and the fusion where there are two."""
    found = {name for row in results.values() for one in row.values() for name in one.scores}
    return tuple(name for name in ("rgb", "flow", FUSED) if name in found)


def table_text(
    table: Table,
    results: Mapping[str, RowResults],
    n_planned: int,
    stream_names: Mapping[str, str],
) -> str:
    """Return a table and its orderings in Markdown.

    Args:
        table: What it compares.
        results: Of every row, by its key.
        n_planned: Runs that a finished row has.
        stream_names: What the streams are.
    """
    columns = columns_of(results)
    head = ["row", "paper, RGB / flow"]
    head += [stream_names.get(name, name) for name in columns]
    last = columns[-1] if columns else "rgb"
    head += [f"{stream_names.get(last, last)}, mean of 0.1 to 0.7", "runs"]
    lines = [f"### {table.title}", "", _line(head), _line(["---", *["--:"] * (len(head) - 1)])]
    for row in table.rows:
        of_row = results.get(row.key, {})
        paper = f"{row.paper[0]:.2f} / {row.paper[1]:.2f}" if row.paper else _NOTHING
        cells = [_spread(of_row, name, 0) for name in columns] + [_spread(of_row, last, 1)]
        lines.append(_line([row.says, paper, *cells, _count(of_row, n_planned)]))
    lines += ["", _line(["ordering", *_verdict_heads(columns, stream_names)])]
    lines.append(_line(["---", *["---"] * len(columns)]))
    for ordering in table.orderings:
        told = f"{table.row(ordering.ahead).says} > {table.row(ordering.behind).says}"
        told += "" if ordering.claimed else " (asked here)"
        pair = results.get(ordering.ahead, {}), results.get(ordering.behind, {})
        lines.append(_line([told, *(_judged(judge(*pair, name)) for name in columns)]))
    return "\n".join(lines)


def thresholds_text(
    table: Table, results: Mapping[str, RowResults], stream_names: Mapping[str, str]
) -> str:
    """Return the mean mAP of every row at every tIoU in Markdown, of the last column.

    Args:
        table: Whose rows.
        results: Of every row, by its key.
        stream_names: What the streams are.
    """
    columns = columns_of(results)
    if not columns:
        return ""
    name = columns[-1]
    title = f"### {table.title.partition(':')[0]}, {stream_names.get(name, name)}, at every tIoU"
    head = ["row", *(f"{tiou:g}" for tiou in TIOUS)]
    lines = [title, "", _line(head), _line(["---", *["--:"] * len(TIOUS)])]
    for row in table.rows:
        found = [
            one.scores[name] for one in results.get(row.key, {}).values() if name in one.scores
        ]
        means = 100 * np.mean(found, axis=0) if found else []
        cells = [f"{mean:.1f}" for mean in means] or [_NOTHING] * len(TIOUS)
        lines.append(_line([row.says, *cells]))
    return "\n".join(lines)


def streams_text(row: RowResults, stream_names: Mapping[str, str]) -> str:
    """Return whether fusing the streams helps a row in Markdown; nothing where there is one."""
    if FUSED not in columns_of({"": row}):
        return ""
    says = [stream_names.get(name, name) for name in ("rgb", "flow")]
    paper = "RGB {:.2f}, flow {:.2f}, both {:.2f}".format(*RELEASED_STREAMS)
    lines = [f"### P-GCN, both streams against one (released code: {paper})", ""]
    lines += [_line(["ordering", FUSED]), _line(["---", "---"])]
    for name, said in zip(("rgb", "flow"), says, strict=True):
        lines.append(_line([f"fused > {said} alone", _judged(judge(row, row, FUSED, name))]))
    return "\n".join(lines)


def table_values(table: Table, results: Mapping[str, RowResults]) -> dict[str, Any]:
    """Return a table for JSON: every run, the means, the verdicts."""
    columns = columns_of(results)
    rows = {
        row.key: {
            "says": row.says,
            "paper": list(row.paper) if row.paper else None,
            "runs": [
                {
                    "split": split,
                    "seed": seed,
                    "failure": one.failure or None,
                    "map": dict(one.scores),
                }
                for (split, seed), one in sorted(results.get(row.key, {}).items())
            ],
            "mean": {name: _mean(results.get(row.key, {}), name) for name in columns},
        }
        for row in table.rows
    }
    verdicts = [
        {
            "ahead": each.ahead,
            "behind": each.behind,
            "claimed": each.claimed,
            **{
                name: _verdict_values(
                    judge(results.get(each.ahead, {}), results.get(each.behind, {}), name)
                )
                for name in columns
            },
        }
        for each in table.orderings
    ]
    return {"title": table.title, "tious": list(TIOUS), "rows": rows, "orderings": verdicts}


def _values(results: RowResults, name: str, which: int) -> Floats:
    return np.array(
        [map_of(one, name)[which] for one in results.values() if name in one.scores], np.float64
    )


def _mean(results: RowResults, name: str) -> float | None:
    values = _values(results, name, 0)
    return float(values.mean()) if len(values) else None


def _spread(results: RowResults, name: str, which: int) -> str:
    """Return mean and standard deviation over splits and seeds."""
    values = _values(results, name, which)
    if not len(values):
        return _NOTHING
    if len(values) == 1:
        return f"{values[0]:.1f}"
    return f"{values.mean():.1f} ± {values.std(ddof=1):.1f}"


def _count(results: RowResults, n_planned: int) -> str:
    failed = sum(bool(one.failure) for one in results.values())
    return f"{len(results)} of {n_planned}" + (f", {failed} failed" if failed else "")


def _verdict_heads(columns: Sequence[str], stream_names: Mapping[str, str]) -> list[str]:
    return [stream_names.get(name, name) for name in columns]


def _judged(verdict: Verdict) -> str:
    if not verdict.n_pairs:
        return verdict.says
    error = "" if np.isnan(verdict.error) else f" ± {verdict.error:.1f}"
    ahead = f"{verdict.n_ahead} of {verdict.n_pairs}"
    return f"**{verdict.says}**: {verdict.gain:+.1f}{error}, ahead in {ahead}"


def _verdict_values(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict.says,
        "gain": None if np.isnan(verdict.gain) else verdict.gain,
        "standard_error": None if np.isnan(verdict.error) else verdict.error,
        "ahead": verdict.n_ahead,
        "pairs": verdict.n_pairs,
    }


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
