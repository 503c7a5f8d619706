"""How good the first suggestions are: ``python -m tests.bench.coldstart [--json OUT]``.

Over the labelled footage that is here: the set-up's sample, and below the shared folder a high jump
with known boundaries, trimmed clips (the whole clip is the action), and footage without action.
Two more untrimmed videos are joined from these clips as the sample is. A few dozen seconds of each
kind: enough to see a change for the worse, far too little for an mAP that means anything.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click
import numpy as np

from pgcn_core.config import Settings
from pgcn_core.evaluation.average_precision import LabelledSegments, average_precision
from pgcn_core.pipeline import LocalizedVideo, load_engine, localize
from pgcn_core.runtime import cache_dir
from pgcn_core.segments import pairwise_tiou
from tests.footage import sample_video
from tests.places import REPO, shared_dir

sys.path.insert(0, str(REPO / "packaging"))
from studio_setup.compose import write

MAP_TIOU = 0.5
Truth = tuple[float, float, str]
# (clip, from_s, to_s, label) one after the other; no label: background.
Plan = tuple[tuple[str, float, float, str | None], ...]
CAR, BOTTLE, PERSON = (
    "car-detection.mp4",
    "bottle-detection.mp4",
    "one-by-one-person-detection.mp4",
)
CARTWHEEL = "tv_hmdb51_Turnk_r_Pippi_Michel_cartwheel_f_cm_np2_le_med_6.avi"
JOINED: dict[str, Plan] = {
    "joined_a": (
        (CAR, 0, 4, None),
        ("demo.mp4", 0, 6, "arm wrestling"),
        (BOTTLE, 0, 4, None),
        ("v_GGSY1Qvo990.mp4", 0, 9, "clean and jerk"),
        (PERSON, 0, 4, None),
    ),
    "joined_b": (
        (PERSON, 20, 25, None),
        ("test_video_structuralize.mp4", 1, 9, "shooting basketball"),
        (CAR, 8, 12, None),
        ("v_BaseballPitch_g01_c01.avi", 0, 3.5, "catching or throwing baseball"),
        (BOTTLE, 20, 25, None),
        (CARTWHEEL, 0, 2.8, "cartwheeling"),
        (CAR, 18, 22, None),
    ),
}
TRIMMED = {
    "v_GGSY1Qvo990.mp4": "clean and jerk",
    "demo.mp4": "arm wrestling",
    "test_video_structuralize.mp4": "shooting basketball",
    "test.mp4": "cleaning pool",
    "tv_basketball.mp4": "dunking basketball",
    "tv_v_SoccerJuggling_g23_c01.avi": "juggling soccer ball",
    "v_BaseballPitch_g01_c01.avi": "catching or throwing baseball",
    "baseball.mp4": "hitting baseball",
    CARTWHEEL: "cartwheeling",
}
HIGH_JUMP = "workout_i3d_twostream/highjump.mp4"


@dataclass(frozen=True)
class Footage:
    """A video and what is known about it; ``kind`` is untrimmed, trimmed or background."""

    path: Path
    kind: str
    truth: tuple[Truth, ...] = ()


@dataclass(frozen=True)
class Row:
    """What one video gave.

    Attributes:
        n_suggestions: How many an annotator sees.
        best_tiou: Per true action, of the best suggestion with the right label; 0 for none.
        top_label_right: Whether the first suggestion has a right label; None for background.
    """

    video: str
    kind: str
    duration_s: float
    n_suggestions: int
    best_tiou: list[float]
    top_label_right: bool | None
    suggestions: list[tuple[float, float, str, float]]


def footage(folder: Path) -> Iterator[Footage]:
    """Yield what there is; joined videos are written into ``folder``."""
    sample = sample_video()
    if sample is not None:
        known = json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))
        found = known["database"][sample.stem]["annotations"]
        truth = tuple((*one["segment"], one["label"]) for one in found)
        yield Footage(sample, "untrimmed", truth)
    shared = shared_dir()
    if shared is None:
        return
    clips = shared / "data" / "real_clips"
    yield Footage(shared / "data" / HIGH_JUMP, "untrimmed", ((8.86, 15.01, "high jump"),))
    for name, plan in JOINED.items():
        yield joined(name, plan, clips, folder)
    for name, label in TRIMMED.items():
        yield Footage(clips / name, "trimmed", ((0.0, float("inf"), label),))
    for name in (BOTTLE, CAR, PERSON):
        yield Footage(clips / name, "background")


def joined(name: str, plan: Plan, clips: Path, folder: Path) -> Footage:
    """Write a video of some clips one after the other, as the set-up makes its sample."""
    pieces = [{"clip": clip, "from_s": a, "to_s": b} for clip, a, b, _ in plan]
    out = folder / f"{name}.mp4"
    write(pieces, clips, out)
    ends_s = np.cumsum([b - a for _, a, b, _ in plan])
    truth = tuple(
        (float(end_s - (b - a)), float(end_s), label)
        for (_, a, b, label), end_s in zip(plan, ends_s, strict=True)
        if label is not None
    )
    return Footage(out, "untrimmed", truth)


def row_of(one: Footage, found: LocalizedVideo) -> Row:
    """Compare one video's suggestions with what is known."""
    names = np.array([found.labels[k] for k in found.detections.label_idx])
    best = []
    for start_s, end_s, label in one.truth:
        right = found.detections.segments[names == label]
        true = np.array([[start_s, min(end_s, found.info.duration_s)]])
        best.append(float(pairwise_tiou(true, right).max(initial=0.0)))
    labels = {label for _, _, label in one.truth}
    return Row(
        video=one.path.stem,
        kind=one.kind,
        duration_s=round(found.info.duration_s, 2),
        n_suggestions=len(names),
        best_tiou=[round(tiou, 2) for tiou in best],
        top_label_right=(len(names) > 0 and names[0] in labels) if labels else None,
        suggestions=[
            (round(float(a), 2), round(float(b), 2), str(name), round(float(score), 2))
            for (a, b), name, score in zip(
                found.detections.segments, names, found.detections.score, strict=True
            )
        ],
    )


def mean_ap(videos: list[tuple[Footage, LocalizedVideo]]) -> float:
    """Return the mAP at tIoU 0.5 of the labels of untrimmed videos; background counts against."""
    used = [(one, found) for one, found in videos if one.kind != "trimmed"]
    labels = sorted({label for one, _ in used for _, _, label in one.truth})
    values = []
    for label in labels:
        true = [
            (v, a, b, 1.0)
            for v, (one, _) in enumerate(used)
            for a, b, name in one.truth
            if name == label
        ]
        detected = [
            (v, *found.detections.segments[m], found.detections.score[m])
            for v, (_, found) in enumerate(used)
            for m in range(len(found.detections))
            if found.labels[found.detections.label_idx[m]] == label
        ]
        both = [_labelled(rows) for rows in (true, detected)]
        values.append(float(average_precision(*both, np.array([MAP_TIOU]))[0]))
    return statistics.fmean(values) if values else float("nan")


def _labelled(rows: list[tuple[float, ...]]) -> LabelledSegments:
    table = np.array(rows, np.float64).reshape(-1, 4)
    return LabelledSegments(table[:, 0].astype(np.int64), table[:, 1:3], table[:, 3])


def measured(all_footage: list[Footage], flow_weight: float) -> dict[str, object]:
    """Localize everything with the inflated flow network at this weight; 0 leaves flow out."""
    settings = Settings.paper().with_flow("dis")
    cold = replace(
        settings.coldstart,
        leaves_out_stand_in=flow_weight == 0,
        inflated_flow_weight=flow_weight,
    )
    engine = load_engine(replace(settings, coldstart=cold), cache=cache_dir() / "features")
    videos = [(one, localize(one.path, engine)) for one in all_footage]
    rows = [row_of(one, found) for one, found in videos]
    by_kind = {kind: [row for row in rows if row.kind == kind] for kind in ("untrimmed", "trimmed")}
    return {
        "flow_weight": flow_weight,
        f"map_at_{MAP_TIOU}": round(mean_ap(videos), 3),
        **{
            f"{kind}_mean_best_tiou": round(
                statistics.fmean([tiou for row in some for tiou in row.best_tiou] or [0.0]), 3
            )
            for kind, some in by_kind.items()
        },
        "trimmed_top_label_right": sum(bool(row.top_label_right) for row in by_kind["trimmed"]),
        "n_trimmed": len(by_kind["trimmed"]),
        "suggestions_with_action": sum(r.n_suggestions for r in rows if r.kind != "background"),
        "suggestions_in_background": sum(r.n_suggestions for r in rows if r.kind == "background"),
        "rows": [asdict(row) for row in rows],
    }


@click.command()
@click.option("--json", "out", type=click.Path(path_type=Path), help="Also write all rows here.")
@click.option(
    "--flow-weight",
    "weights",
    type=float,
    multiple=True,
    default=(0.0,),
    help="Of the stand-in flow network; may be given more than once.",
)
def main(out: Path | None, weights: tuple[float, ...]) -> None:
    """Measure the cold start on the labelled footage that is here."""
    with tempfile.TemporaryDirectory() as folder:
        found = list(footage(Path(folder)))
        tables = [measured(found, weight) for weight in weights]
    for row in tables[0]["rows"]:
        click.echo(f"{row['kind']:11}{row['video'][:34]:36}{row['best_tiou']}")
        for start_s, end_s, label, score in row["suggestions"]:
            click.echo(f"{'':13}{score:4.2f} {start_s:7.2f}-{end_s:7.2f}  {label}")
    for table in tables:
        click.echo(json.dumps({name: one for name, one in table.items() if name != "rows"}))
    if out is not None:
        out.write_text(json.dumps(tables, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
