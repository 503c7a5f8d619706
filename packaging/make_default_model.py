"""Makes the shipped P-GCN and measures it: ``python packaging/make_default_model.py --data DATA``.

DATA holds ``mocap_humanoid3d``, ``real_clips`` and ``fight_clips``; docs/default-model.md says what
of them is learned from. Finished videos and features in the work folder are taken again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from default_model.examples import Example, read_example
from default_model.footage import PARTS, Known, compose_part, render_training, whole_videos
from default_model.learning import learn
from default_model.measuring import Worth, cold_start, scored, worth_of
from default_model.recipe import (
    DETECTIONS,
    INPUTS,
    LENGTH_S,
    N_RENDERED,
    SEED,
    learning_with,
)

from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint
from pgcn_core.config import BranchNetwork, FusionSettings, Settings, Stream
from pgcn_core.default_model import default_model
from pgcn_core.detections import Detections
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.model import Pgcn
from pgcn_core.pipeline import Engine, load_engine

NETWORKS: tuple[BranchNetwork, ...] = ("gcn", "mlp")
SEEDS = (0, 1, 2)
# How much an inflated flow network weighs beside RGB, which weighs 1.
FLOW_WEIGHTS = (0.2, 0.5, 1.0)
Figures = dict[str, dict[str, Worth]]
Suggestions = Mapping[str, Sequence[Detections]]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is looked at.

    Attributes:
        learned: Rendered videos.
        parts: Composed and whole real videos by the name of their part.
    """

    learned: tuple[Example, ...]
    parts: Mapping[str, tuple[Example, ...]]


def gather(data: Path, work: Path, engine: Engine, n_rendered: int, *, measured: bool) -> Material:
    """Render, compose and extract what is not there yet."""

    def read(videos: Sequence[Known]) -> tuple[Example, ...]:
        return tuple(read_example(one, engine) for one in videos)

    work.mkdir(parents=True, exist_ok=True)
    parts = {}
    if measured:
        parts = {name: read(list(compose_part(data, work, name))) for name in PARTS}
        parts["whole"] = read(whole_videos(data))
    learned = read(list(render_training(data, work, n_rendered, LENGTH_S)))
    return Material(learned, parts)


def network_of(
    material: Material, engine: Engine, stream: Stream, network: BranchNetwork, seed: int
) -> StreamCheckpoint:
    """Learn one stream."""
    head = engine.backbones[stream].label_head
    return learn(material.learned, stream, head, learning_with(network), seed)


def figures_of(material: Material, engine: Engine) -> Figures:
    """Return the figures of the cold start, of each network and seed, and with flow beside RGB."""
    figures: Figures = {}

    def note(name: str, found: Suggestions) -> None:
        figures[name] = {part: worth_of(material.parts[part], some) for part, some in found.items()}
        click.echo(told(name, figures[name]))

    note("cold start", {part: [*map(cold_start, some)] for part, some in material.parts.items()})
    for network in NETWORKS:
        for seed in SEEDS:
            streams = {
                stream: network_of(material, engine, stream, network, seed).build()
                for stream in engine.backbones
            }
            name = f"{network}, seed {seed}"
            note(name, _found(material, {"rgb": streams["rgb"]}, 0.0))
            for weight in FLOW_WEIGHTS if "flow" in streams and network == "gcn" else ():
                note(f"{name}, flow {weight:g}", _found(material, streams, weight))
    return figures


def _found(material: Material, networks: Mapping[Stream, Pgcn], flow_weight: float) -> Suggestions:
    fusion = FusionSettings(rgb_weight=1.0, flow_weight=flow_weight)
    return {
        part: [scored(one, networks, DETECTIONS, fusion) for one in some]
        for part, some in material.parts.items()
    }


def told(name: str, figures: Mapping[str, Worth]) -> str:
    """Return lines for people, one a part."""
    lines = [
        f"{name:24}{part:12}mAP {' '.join(f'{one:.3f}' for one in worth.map)}  "
        f"AR@10 {worth.recall:.3f}  best tIoU {worth.best_tiou:.3f}  "
        f"right {worth.n_right}/{worth.n_actions}  a video {worth.n_suggestions:.1f}, "
        f"false {worth.n_false:.1f}"
        for part, worth in figures.items()
    ]
    return "\n".join(lines)


def card(n_videos: int, engine: Engine) -> dict[str, object]:
    """Return what the checkpoint says of itself."""
    inputs = INPUTS | {"backbone": {"rgb": engine.backbones["rgb"].fingerprint}}
    return {
        "name": "Kinetics-400 default",
        "about": "Class-agnostic completeness on the Kinetics classifier; see MODEL_CARD.md.",
        "trained_on": f"{n_videos} rendered videos of about {LENGTH_S:g} s; no real person",
        "licence": "MIT",
        "inputs": inputs,
    }


def _write_figures(figures: Figures, file: Path) -> None:
    text = {name: {part: asdict(one) for part, one in row.items()} for name, row in figures.items()}
    file.write_text(json.dumps(text, indent=1), encoding="utf-8")


@click.command()
@click.option("--data", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--work", required=True, type=click.Path(path_type=Path), help="Videos, features.")
@click.option("--out", type=click.Path(path_type=Path), default=default_model(), show_default=True)
@click.option("--videos", default=N_RENDERED, show_default=True, help="To render.")
@click.option(
    "--measure",
    type=click.Choice(["no", "rgb", "flow"]),
    default="no",
    show_default=True,
    help="Write WORK/figures.json; flow: also with an inflated flow stream, twice as long.",
)
def main(data: Path, work: Path, out: Path, videos: int, measure: str) -> None:
    """Make the default model."""
    asked = Settings.paper().with_flow("dis" if measure == "flow" else "none")
    engine = load_engine(asked, cache=work / "features")
    material = gather(data, work, engine, videos, measured=measure != "no")
    made = network_of(material, engine, "rgb", "gcn", SEED)
    Checkpoint(kinetics_labels(), {"rgb": made}, card(videos, engine)).save(out, is_compact=True)
    click.echo(str(out))
    if measure != "no":
        _write_figures(figures_of(material, engine), work / "figures.json")


if __name__ == "__main__":
    main()
