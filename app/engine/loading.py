"""What the person's settings mean for the engine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pgcn_core.config import Settings

Flow = Literal["auto", "tvl1", "dis", "none"]


def engine_settings(flow: Flow, device: str, checkpoint: Path | None) -> Settings:
    """Return the settings of all runs; features kept for one of them serve the others.

    Args:
        flow: Optical flow; ``auto`` is tvl1 on a GPU, the draft dis on a CPU, and none for a P-GCN
            of RGB alone.
        device: auto, cpu, cuda or cuda:N.
        checkpoint: Folder of a trained P-GCN, or None for the cold start.

    Raises:
        CheckpointError: the folder holds none.
        SettingsError: the device is not there.
    """
    paper = Settings.paper()
    if flow != "auto":
        return paper.with_flow(flow)
    if checkpoint is not None and _sees_pictures_only(checkpoint):
        return paper.with_flow("none", by_name=False)
    from pgcn_core.settling import with_suitable_flow  # noqa: PLC0415 - loads torch

    return with_suitable_flow(paper, device)


def _sees_pictures_only(checkpoint: Path) -> bool:
    """Whether a trained P-GCN has no network for flow."""
    from pgcn_core.checkpoints import Checkpoint  # noqa: PLC0415 - loads torch

    return "flow" not in Checkpoint.load(checkpoint).streams
