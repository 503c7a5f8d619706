"""Short videos in which red is an action, and the corrections that say so."""

import json
from pathlib import Path

import av
import numpy as np

RED, GRAY = (230, 20, 20), (90, 90, 90)
FPS = 25


def write_coloured(folder: Path, n_videos: int) -> Path:
    """Write videos of eight seconds, two reds in each, and return their corrections."""
    videos = []
    for number in range(n_videos):
        spans = [(1.0 + 0.25 * number, 3.0 + 0.25 * number), (5.0, 7.0)]
        path = folder / f"v{number}.mp4"
        _write(path, spans)
        videos.append(
            {
                "path": path.name,
                "name": path.stem,
                "annotations": [{"segment": span, "label": "red"} for span in spans],
                "rejected": [[4.0, 4.5]],
            }
        )
    file = folder / "corrections.json"
    content = {"format": "pgcn-corrections", "version": 1, "labels": ["red"], "videos": videos}
    file.write_text(json.dumps(content))
    return file


def _write(path: Path, spans) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(8 * FPS):
            is_red = any(start <= number / FPS < end for start, end in spans)
            pixels = np.full((64, 96, 3), RED if is_red else GRAY, np.uint8)
            pixels[:8, : number % 90] = 200
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))
