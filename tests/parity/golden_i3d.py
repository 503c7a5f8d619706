"""How far our I3D is from the numbers the official code printed.

A golden folder holds ``recipe.py``, one or more ``i3d*.npz`` (samples, features, logits) and the
``i3d*_info.json`` beside them (shape, mean, standard deviation and maximum of every stage). Which
clips there are, and how large they were, is read from those files.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.features.i3d import InceptionI3d

ATOL = 1e-4
CHANNELS = {"rgb": 3, "flow": 2}
FIRST_STAGE = "Conv3d_1a_7x7"
Case = tuple[str, float, float]


def load_recipe(folder: Path) -> ModuleType:
    """Return the folder's own recipe of weights and clips."""
    spec = importlib.util.spec_from_file_location("golden_recipe", folder / "recipe.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "recipe.py")
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    return recipe


def golden_network(recipe: ModuleType, stream: str) -> InceptionI3d:
    """Return the network of one stream with the recipe's weights, ready to predict."""
    network = InceptionI3d(CHANNELS[stream])
    state = {
        name: torch.from_numpy(np.asarray(recipe.tensor(f"i3d-{stream}", name, tuple(value.shape))))
        for name, value in network.state_dict().items()
    }
    network.load_state_dict(state)
    return network.eval()


def stages(network: InceptionI3d, clip: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """Return every stage's output, and the ``feat`` and ``logits`` where the clip allows them."""
    outputs = {name: value.numpy() for name, value in network.endpoints(torch.from_numpy(clip))}
    last = torch.from_numpy(outputs["Mixed_5c"])
    if last.shape[2] >= 2 and min(last.shape[3:]) >= 7:
        pooled = torch.nn.functional.avg_pool3d(last, (2, 7, 7), stride=1)
        outputs["feat"] = pooled.numpy()
        outputs["logits"] = network.logits(pooled).numpy()
    return outputs


def check_i3d(folder: Path, *, tags: str = ".*") -> list[Case]:
    """Return (case, largest error, tolerance) for every number of the folder's I3D files.

    Args:
        folder: Where the golden files lie.
        tags: Pattern of the clips to run, such as ``.*_t16``; every clip by default.
    """
    recipe = load_recipe(folder)
    infos = [json.loads(path.read_text()) for path in sorted(folder.glob("i3d*info*.json"))]
    samples: dict[str, NDArray[Any]] = {}
    for path in sorted(folder.glob("i3d*.npz")):
        with np.load(path) as arrays:
            samples.update({name: arrays[name] for name in arrays.files})
    statistics = {tag: rows for info in infos for tag, rows in info.get("endpoints", {}).items()}
    cases: list[Case] = []
    with torch.inference_mode():
        for stream in CHANNELS:
            network = golden_network(recipe, stream)
            cases += [case for info in infos for case in _check_keys(network, stream, info)]
            for tag in sorted(tag for tag in statistics if _wanted(tag, stream, tags)):
                cases += _check_clip(network, recipe, (tag, statistics[tag], samples))
    return cases


def _wanted(tag: str, stream: str, tags: str) -> bool:
    return tag.startswith(f"{stream}_") and re.fullmatch(tags, tag) is not None


def _check_keys(network: InceptionI3d, stream: str, info: dict[str, Any]) -> Iterator[Case]:
    """Compare the names, shapes and checksums of the state dict."""
    expected = info.get(stream, {})
    ours = network.state_dict()
    if "keys" in expected:
        wanted = {name: tuple(shape) for name, (shape, _kind) in expected["keys"].items()}
        wrong = set(wanted.items()) ^ {(name, tuple(value.shape)) for name, value in ours.items()}
        yield f"{stream} state dict", float(len(wrong)), 0.0
    for name, (total, _first) in expected.get("checks", {}).items():
        error = abs(float(ours[name].double().sum()) - total)
        yield f"{stream} weight {name}", error, 1e-6 * max(1.0, abs(total))


def _check_clip(
    network: InceptionI3d,
    recipe: ModuleType,
    golden: tuple[str, list[list[Any]], dict[str, NDArray[Any]]],
) -> Iterator[Case]:
    """Compare every stage of one clip: shapes and statistics, then the stored samples."""
    tag, rows, samples = golden
    outputs = stages(network, _find_clip(network, recipe, tag, rows))
    for name, shape, mean, spread, largest in rows:
        ours = _output_named(outputs, name)
        yield f"{tag} {name} shape", float(list(ours.shape) != list(shape)), 0.0
        wide = ours.astype(np.float64)
        seen = np.array([wide.mean(), wide.std(), wide.max()])
        yield f"{tag} {name} statistics", float(np.abs(seen - [mean, spread, largest]).max()), ATOL
    for key in sorted(key for key in samples if key.startswith(f"{tag}_")):
        yield key, _sample_error(outputs, key.removeprefix(f"{tag}_"), samples[key]), ATOL


def _output_named(outputs: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    """Return a stage's output under the names the golden files use."""
    return outputs[{"features": "feat", "Logits": "logits"}.get(name, name)]


def _sample_error(outputs: dict[str, NDArray[Any]], name: str, golden: NDArray[Any]) -> float:
    """Return the largest error of features or logits, or of 16 values of a stage."""
    if name.startswith("ep_"):
        flat = outputs[name.removeprefix("ep_")].ravel()
        count = len(golden)
        places = (np.arange(count) * (flat.size // count) + flat.size // 37) % flat.size
        ours = flat[places]
    else:
        ours = _output_named(outputs, name).reshape(golden.shape)
    return float(np.abs(ours.astype(np.float64) - golden).max())


def _find_clip(
    network: InceptionI3d, recipe: ModuleType, tag: str, rows: list[list[Any]]
) -> NDArray[np.float32]:
    """Return the clip behind a tag.

    The files store no clip size; the first stage halves each side and rounds up, which leaves two
    candidates per side. The right one gives the stored mean of the first stage.
    """
    stream, _, name = tag.partition("_")
    shape, mean = next((row[1], row[2]) for row in rows if row[0] == FIRST_STAGE)
    sides: list[tuple[int, ...]] = [(2 * size, 2 * size - 1) for size in shape[2:]]
    if frames := re.fullmatch(r"t(\d+)", name):
        sides[0] = (int(frames[1]),)
    best: tuple[float, NDArray[np.float32]] | None = None
    for size in itertools.product(*sides):
        clip = recipe.clip(f"{stream}-{name}", CHANNELS[stream], *size)
        first = next(network.endpoints(torch.from_numpy(clip)))[1]
        error = abs(float(first.double().mean()) - mean)
        best = min(best or (error, clip), (error, clip), key=lambda found: found[0])
        if error < 1e-6:
            break
    if best is None:
        raise ValueError(tag)
    return best[1]
