"""Folders of models as the engine leaves them, without a network in them."""

import json
from pathlib import Path


def model_in(
    folder: Path,
    *,
    parent: Path | None = None,
    finished_at: str = "2026-11-01T10:00:00+00:00",
    outcome: dict | None = None,
    **more,
) -> Path:
    """Write the card and the outcome of a fine-tuned model of one stream."""
    plain_model_in(folder)
    said = {
        "parent": str(parent) if parent else None,
        "parent_fingerprint": f"hash of {parent.name}" if parent else "",
        "fingerprint": f"hash of {folder.name}",
        "finished_at": finished_at,
        "seed": 3,
        "learned_from": ["a", "b"],
        "held_out": ["c"],
        "outcome": outcome,
    }
    (folder / "outcome.json").write_text(json.dumps(said | more))
    return folder


def plain_model_in(folder: Path, **card) -> Path:
    """Write the card of a model that nobody fine-tuned."""
    folder.mkdir(parents=True)
    training = {"rgb": {"epochs": 10, "recipe": {"optimiser": {"rgb_rate": 0.02}}}}
    content = {
        "format": 1,
        "labels": ["jump", "throw"],
        "streams": {"rgb": {}},
        "card": {"training": training} | card,
    }
    (folder / "card.json").write_text(json.dumps(content))
    return folder


def clip(label, start_s, before, after, *, is_annotated=True):
    return {
        "video": "/videos/c.mp4",
        "segment": [start_s, start_s + 2],
        "label": label,
        "is_annotated": is_annotated,
        "before": before,
        "after": after,
    }


OUTCOME = {
    "tiou": 0.5,
    "before": 0.25,
    "after": 0.75,
    "gain_low": 0.1,
    "gain_high": 0.6,
    "labels": [
        {"label": "jump", "n_truths": 1, "before": 0.5, "after": 1.0},
        {"label": "throw", "n_truths": 4, "before": 0.0, "after": 0.5},
    ],
    "videos": [{"video_id": "c", "before": 0.0, "after": 1.0}],
    "clips": [
        clip("jump", 1.0, 0.9, 0.8),
        clip("throw", 5.0, 0.0, 0.7),
        clip("jump", 9.0, 0.4, 0.0, is_annotated=False),
    ],
}
