"""The evidence of a run as bytes: a compressed ``.npz`` of plain arrays and one of JSON text."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.evidence import RunEvidence

FORMAT = 1
_ARRAYS: dict[str, type[np.generic]] = {
    "label_idx": np.int32,
    "score": np.float32,
    "probability": np.float32,
    "completeness_logits": np.float32,
    "offsets": np.float32,
    "background": np.float32,
    "share": np.float32,
    "self_weight": np.float32,
}
_OPTIONAL: dict[str, type[np.generic]] = {"trees": np.int64, "video_scores": np.float64}


def evidence_to_bytes(evidence: RunEvidence) -> bytes:
    """Return the evidence as bytes."""
    facts = {
        "format": FORMAT,
        "labels": list(evidence.labels),
        "checkpoint": evidence.checkpoint,
        "feature_keys": dict(evidence.feature_keys),
        "duration_s": evidence.duration_s,
    }
    text = json.dumps(facts, ensure_ascii=False).encode()
    arrays: dict[str, NDArray[Any]] = {"facts": np.frombuffer(text, np.uint8)}
    for name, kind in {**_ARRAYS, **_OPTIONAL}.items():
        value = getattr(evidence, name)
        if value is not None:
            arrays[name] = np.asarray(value, dtype=kind)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def evidence_of(blob: bytes) -> RunEvidence:
    """Return the evidence of bytes.

    Raises:
        ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile: the bytes are none.
    """
    with np.load(io.BytesIO(blob), allow_pickle=False) as found:
        facts = json.loads(found["facts"].tobytes())
        arrays: dict[str, Any] = {name: found[name] for name in _ARRAYS}
        arrays |= {name: found[name] for name in _OPTIONAL if name in found.files}
    if facts["format"] > FORMAT:
        raise ValueError(f"evidence of format {facts['format']}")
    return RunEvidence(
        labels=tuple(facts["labels"]),
        checkpoint=facts["checkpoint"],
        feature_keys=facts["feature_keys"],
        duration_s=facts["duration_s"],
        **{name: arrays.get(name) for name in (*_ARRAYS, *_OPTIONAL)},  # type: ignore[arg-type]
    )
