"""A small kitchen split: features that say the label with some noise, two videos a person."""

import numpy as np

from pgcn_core.reproduction.kitchen import KitchenSplit, KitchenVideo, label_runs

LABELS = ("cut", "mix", "pour")


def kitchen_video(video_id, rng, streams=("rgb", "flow"), n_frames=120):
    lengths = rng.integers(12, 30, 12)
    labels = np.repeat(np.cumsum(rng.integers(1, 4, 12)) % 4, lengths)[:n_frames].astype(np.int64)
    features = {
        stream: (np.eye(6)[labels] + 0.2 * rng.normal(size=(n_frames, 6))).astype(np.float32)
        for stream in streams
    }
    runs, label_idx = label_runs(labels)
    return KitchenVideo(video_id, 2.5, features, labels, runs / 2.5, label_idx - 1)


def kitchen_split(people=3, seed=0, streams=("rgb", "flow")):
    rng = np.random.default_rng(seed)
    train = [
        kitchen_video(f"{person:02d}-{take}", rng, streams)
        for person in range(people)
        for take in (1, 2)
    ]
    test = [kitchen_video("99-1", rng, streams)]
    return KitchenSplit("kitchen split 1", LABELS, 2.5, tuple(train), tuple(test))
