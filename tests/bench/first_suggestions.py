"""From an opened engine to the first suggestions: ``python -m tests.bench.first_suggestions``.

OpenVINO beside torch, features and all, nothing cached, all CPUs.
"""

import json
from dataclasses import replace

import click

from pgcn_core.config import Settings
from pgcn_core.pipeline import load_engine, localize
from pgcn_core.video.opening import open_video
from tests.bench.engine import real_video
from tests.bench.timing import side_by_side


def main() -> None:
    """Measure the whole path of one clip."""
    video = real_video()
    paper = Settings.paper().with_flow("dis")
    engines = [
        load_engine(replace(paper, features=replace(paper.features, backend=name)), device="cpu")
        for name in ("openvino", "torch")
    ]
    row = side_by_side(*(lambda e=e: localize(video, e) for e in engines), 3)
    length_s = round(open_video(video).info.duration_s, 2)
    click.echo(json.dumps({**row, "video": video.name, "video_s": length_s}))


if __name__ == "__main__":
    main()
