"""Short videos to try own data with: ``python -m tests.moving_squares DIR``.

A bright square stands still, and now and then slides or grows. ``labels.csv`` says when.
"""

import csv
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

FPS, SIDE, N_FRAMES, N_VIDEOS = 25, 128, 250, 6


def write_set(folder: Path, n_videos: int = N_VIDEOS, n_frames: int = N_FRAMES) -> None:
    """Write ``video_1.mp4`` and so on, and their labels."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["video", "label", "start_s", "end_s"])
        for number in range(1, n_videos + 1):
            rng = np.random.default_rng(number)
            actions = draw_actions(rng, n_frames)
            write_video(folder / f"video_{number}.mp4", actions, n_frames, rng)
            for label, start, end in actions:
                table.writerow([f"video_{number}", label, start / FPS, end / FPS])


def draw_actions(rng: np.random.Generator, n_frames: int) -> list[tuple[str, int, int]]:
    """One of each, the first in the first half of the video, 2 to 3 s long."""
    half = n_frames // 2
    names = rng.permutation(["grow", "slide"]).tolist()
    actions = []
    for place, name in enumerate(names):
        length = int(rng.integers(half * 2 // 5, half * 3 // 5))
        start = place * half + int(rng.integers(5, half - length - 5))
        actions.append((name, start, start + length))
    return actions


def write_video(
    path: Path, actions: list[tuple[str, int, int]], n_frames: int, rng: np.random.Generator
) -> None:
    """Encode the square over a grain that stays."""
    ground = rng.integers(40, 90, (SIDE, SIDE, 3)).astype(np.uint8)
    with av.open(path, "w") as file:
        stream = file.add_stream("libx264", rate=FPS)
        stream.width = stream.height = SIDE
        stream.pix_fmt, stream.time_base = "yuv420p", Fraction(1, FPS)
        for number in range(n_frames):
            picture = ground.copy()
            left, side = place_of(number, actions)
            picture[48 : 48 + side, left : left + side] = (230, 210, 60)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            file.mux(stream.encode(frame))
        file.mux(stream.encode())


def place_of(number: int, actions: list[tuple[str, int, int]]) -> tuple[int, int]:
    """Left edge and side of the square in one frame, px."""
    for name, start, end in actions:
        if start <= number < end:
            turn = 0.5 - 0.5 * np.cos(6 * np.pi * (number - start) / (end - start))
            return (16 + int(72 * turn), 24) if name == "slide" else (16, 24 + int(48 * turn))
    return 16, 24


if __name__ == "__main__":
    write_set(Path(sys.argv[1]))
