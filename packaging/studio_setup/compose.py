"""Join stretches of clips into one untrimmed video; run by the environment's Python.

``python compose.py PLAN.json OUT.mp4``: the plan is a list of ``clip`` (beside the plan),
``from_s`` and ``to_s``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

WIDTH_PX, HEIGHT_PX, FPS = 480, 360, 25

Picture = npt.NDArray[np.uint8]


def cover(frame: av.VideoFrame) -> Picture:
    """Scale a frame to cover the output and crop its centre; (H, W, 3) uint8."""
    scale = max(WIDTH_PX / frame.width, HEIGHT_PX / frame.height)
    width, height = round(frame.width * scale), round(frame.height * scale)
    picture = frame.reformat(width=width, height=height, format="rgb24").to_ndarray()
    left, top = (width - WIDTH_PX) // 2, (height - HEIGHT_PX) // 2
    return np.ascontiguousarray(picture[top : top + HEIGHT_PX, left : left + WIDTH_PX])


def sampled(path: Path, from_s: float, to_s: float) -> Iterator[Picture]:
    """Yield the picture on screen at every output frame's time of ``[from_s, to_s)``."""
    n_frames = round((to_s - from_s) * FPS)
    given = 0
    picture = None
    # The data set's AVI headers hold bytes that are no text.
    with av.open(str(path), metadata_errors="ignore") as container:
        for frame in container.decode(container.streams.video[0]):
            starts_s = float(frame.time or 0.0)
            while picture is not None and given < n_frames and from_s + given / FPS < starts_s:
                yield picture
                given += 1
            if given == n_frames:
                return
            picture = cover(frame)
    if picture is None or n_frames - given > FPS:
        raise ValueError(f"{path.name} ends before {to_s} s")
    for _ in range(given, n_frames):
        yield picture


def write(plan: list[dict[str, object]], folder: Path, out: Path) -> None:
    """Encode the plan's pieces one after the other."""
    with av.open(str(out), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"crf": "23", "g": "50"})
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        number = 0
        for piece in plan:
            from_s, to_s = float(str(piece["from_s"])), float(str(piece["to_s"]))
            for picture in sampled(folder / str(piece["clip"]), from_s, to_s):
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, FPS)
                container.mux(stream.encode(frame))
                number += 1
        container.mux(stream.encode(None))


if __name__ == "__main__":
    plan_path, out_path = Path(sys.argv[1]), Path(sys.argv[2])
    write(json.loads(plan_path.read_text(encoding="utf-8")), plan_path.parent, out_path)
