"""Settings as they are asked for become those an engine works with, given what scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pgcn_core.checkpoints import Checkpoint
from pgcn_core.config import Settings
from pgcn_core.default_model import default_model
from pgcn_core.errors import CheckpointError, SettingsError
from pgcn_core.features.weights import find_weights
from pgcn_core.graph import check_graph
from pgcn_core.runtime import pick_device

_DEFAULTS = Settings()


def usable_model(checkpoint: Path | None) -> Path | None:
    """Return a checkpoint, or None, the cold start, for the shipped one where it does not fit.

    Its heads are those of one feature network's classifier; where other weights were imported, they
    would read numbers that mean something else.

    Raises:
        WeightsError: there are no weights for RGB.
        CheckpointError: the shipped checkpoint is damaged.
    """
    if checkpoint is None or checkpoint != default_model():
        return checkpoint
    made_for = Checkpoint.load(checkpoint).inputs.get("backbone", {})
    fits = all(find_weights(stream).sha256 == made_for.get(stream) for stream in made_for)
    return checkpoint if fits else None


def with_suitable_flow(settings: Settings, device: str = "auto") -> Settings:
    """Return the settings with the flow that suits a device, where nobody named one.

    TV-L1 on a GPU, the draft DIS where there is none.

    Raises:
        SettingsError: the device is not there.
    """
    has_gpu = pick_device(device).type == "cuda"
    return settings.with_flow("tvl1" if has_gpu else "dis", by_name=False)


def settle(settings: Settings, trained: Checkpoint | None) -> Settings:
    """Return the settings an engine really works with, given what scores the proposals.

    Raises:
        WeightsError: feature weights are missing.
        CheckpointError: the card of the checkpoint is damaged.
        SettingsError: none of the streams has a weight in the fusion, or the graph cannot be made
            or used.
    """
    if trained is None:
        check_graph(settings.graph)
        return _for_coldstart(settings)
    fitted = as_trained(settings, trained)
    check_graph(fitted.graph, (one.settings for one in trained.streams.values()))
    _check_weights(fitted)
    return fitted


def _for_coldstart(settings: Settings) -> Settings:
    """Return the settings of the cold start, without a flow that is worth nothing."""
    streams = settings.features.streams
    inflated = "flow" in streams and find_weights("flow").inflated
    cold = settings.for_coldstart(inflated_flow=inflated)
    if inflated and "rgb" in streams and cold.coldstart.leaves_out_stand_in:
        return cold.with_flow("none", by_name=False)
    return cold


def as_trained(settings: Settings, checkpoint: Checkpoint) -> Settings:
    """Return the settings with the graph and pooling of the checkpoint, which its weights expect.

    Makers of proposals and thresholds that its card names hold unless a person set others.

    Raises:
        CheckpointError: the card is damaged.
    """
    inputs = checkpoint.inputs
    if not inputs:
        return settings
    values = settings.to_dict()
    values["graph"] = inputs.get("graph", values["graph"])
    for name in ("pooling", "context_ratio"):
        values["proposals"][name] = inputs.get(name, values["proposals"][name])
    for room, name, value in _suggested(inputs):
        if values[room].get(name) == getattr(getattr(_DEFAULTS, room), name, None):
            values[room][name] = value
    try:
        return Settings.from_dict(values)
    except SettingsError as error:
        raise CheckpointError(
            f"The card of the checkpoint is damaged: {error.sentence}", "Copy it again."
        ) from error


def _suggested(inputs: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield the settings that a card suggests: room, name and value."""
    if "makers" in inputs:
        yield "proposals", "makers", inputs["makers"]
    thresholds = inputs.get("detections", {})
    for name, value in thresholds.items() if isinstance(thresholds, Mapping) else ():
        yield "detections", str(name), value


def _check_weights(settings: Settings) -> None:
    weights = {"rgb": settings.fusion.rgb_weight, "flow": settings.fusion.flow_weight}
    if not any(weights[stream] > 0 for stream in settings.features.streams):
        raise SettingsError(
            "None of the streams has a weight in the fusion.",
            "Set fusion.rgb_weight or fusion.flow_weight above 0.",
        )
