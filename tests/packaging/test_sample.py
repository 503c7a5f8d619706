"""The sample: the best that can be had, its truth exact, its absence no failure."""

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from studio_setup import compose, footage, sample
from studio_setup.footage import BASKETBALL, JUGGLING, STREET
from studio_setup.sample import COMPOSED, PLAN, TRUTH, ensure, ground_truth, samples_folder

from tests.footage import sample_video
from tests.packaging.fakes import FakeShell


def write_video(path: Path, *, n_frames: int, fps: int, size: tuple[int, int] = (64, 48)) -> Path:
    """Encode frames whose grey level is their number."""
    width, height = size
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(n_frames):
            picture = np.full((height, width, 3), number % 40 * 6, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def serve(monkeypatch: pytest.MonkeyPatch, *, sports: bool, street: bool) -> None:
    """Let the two packages be there or not."""

    def fetch_sports(folder: Path, shell: FakeShell) -> bool:
        if sports:
            (folder / JUGGLING.name).write_bytes(b"j")
            (folder / BASKETBALL.name).write_bytes(b"b")
        return sports

    def fetch_street(python: Path, folder: Path, shell: FakeShell) -> bool:
        if street:
            (folder / STREET.name).write_bytes(b"s")
        return street

    monkeypatch.setattr(footage, "fetch_sports", fetch_sports)
    monkeypatch.setattr(footage, "fetch_street", fetch_street)


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"PGCN_DATA_DIR": "/d", "XDG_DATA_HOME": "/x", "HOME": "/h"}, "/d/samples"),
        ({"XDG_DATA_HOME": "/x", "HOME": "/h"}, "/x/pgcn-studio/samples"),
        ({"HOME": "/h"}, "/h/.local/share/pgcn-studio/samples"),
    ],
)
def test_samples_folder(environ: dict[str, str], folder: str) -> None:
    assert samples_folder(environ) == Path(folder)


@pytest.mark.parametrize(
    ("sports", "street", "best"),
    [
        (True, False, JUGGLING.name),
        (False, True, STREET.name),
        (True, True, JUGGLING.name),  # the composing fails here
    ],
)
def test_falls_back_to_what_there_is(
    tmp_path: Path, monkeypatch, sports: bool, street: bool, best: str
) -> None:
    serve(monkeypatch, sports=sports, street=street)
    shell = FakeShell(tmp_path, {"compose.py": (1, "no encoder")})
    made = ensure(tmp_path / "samples", Path("python"), shell)
    assert made == tmp_path / "samples" / best
    assert best in (tmp_path / "samples" / "SOURCE.txt").read_text()


def test_no_footage_is_a_sentence_not_a_failure(tmp_path: Path, monkeypatch, capsys) -> None:
    serve(monkeypatch, sports=False, street=False)
    assert ensure(tmp_path / "samples", Path("python"), FakeShell(tmp_path)) is None
    assert "VIDEO=path" in capsys.readouterr().out


def test_a_broken_archive_is_not_a_failure(tmp_path: Path, monkeypatch) -> None:
    def broken(folder: Path, shell: FakeShell) -> bool:
        raise OSError("disk full")

    monkeypatch.setattr(footage, "fetch_sports", broken)
    assert ensure(tmp_path / "samples", Path("python"), FakeShell(tmp_path)) is None


def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / STREET.name).write_bytes(b"s")
    shell = FakeShell(tmp_path)
    assert ensure(tmp_path, Path("python"), shell) == tmp_path / STREET.name
    assert shell.commands == []


def test_every_boundary_of_the_plan_is_on_a_frame() -> None:
    for piece in PLAN:
        frames = (piece.to_s - piece.from_s) * compose.FPS
        assert frames == pytest.approx(round(frames), abs=1e-6)


def test_ground_truth_says_where_the_cuts_are() -> None:
    video = ground_truth()["database"]["untrimmed_sports"]
    assert video["duration"] == pytest.approx(21.0)
    assert video["annotations"] == [
        {"segment": [3.0, 9.0], "label": "juggling soccer ball"},
        {"segment": [12.0, 17.48], "label": "dunking basketball"},
    ]


def test_sampling_takes_the_picture_on_screen(tmp_path: Path) -> None:
    # 50 frames/s into 25: every second frame from 0.2 s on is number 10, 12, 14, ...
    video = write_video(tmp_path / "a.mp4", n_frames=40, fps=50)
    greys = [int(p.mean()) for p in compose.sampled(video, 0.2, 0.6)]
    assert len(greys) == 10
    assert greys == pytest.approx([6 * number for number in range(10, 30, 2)], abs=5)


def test_a_clip_that_is_too_short_is_refused(tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.mp4", n_frames=10, fps=25)
    with pytest.raises(ValueError, match=r"a\.mp4 ends before 9.0 s"):
        list(compose.sampled(video, 0.0, 9.0))


@pytest.mark.parametrize("size", [(64, 48), (120, 48), (48, 120)])
def test_cover_fills_the_picture(size: tuple[int, int]) -> None:
    white = np.full((size[1], size[0], 3), 255, np.uint8)
    picture = compose.cover(av.VideoFrame.from_ndarray(white, format="rgb24"))
    assert picture.shape == (compose.HEIGHT_PX, compose.WIDTH_PX, 3)
    assert picture.min() > 250


def test_compose_joins_the_plan(tmp_path: Path) -> None:
    for name in (STREET.name, JUGGLING.name, BASKETBALL.name):
        write_video(tmp_path / name, n_frames=250, fps=25, size=(32, 24))

    class RealShell(FakeShell):
        def run(self, command, extra_env=None):
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            return super().run(command, extra_env)

    out = tmp_path / "out"
    out.mkdir()
    assert sample.compose(tmp_path, out, Path(sys.executable), RealShell(tmp_path))
    with av.open(str(out / COMPOSED)) as container:
        stream = container.streams.video[0]
        n_frames = sum(1 for packet in container.demux(stream) if packet.size)
        assert (stream.width, stream.height, stream.average_rate) == (480, 360, 25)
    assert n_frames == 525
    assert sorted(path.name for path in out.iterdir()) == sorted([COMPOSED, TRUTH])


def test_the_fetched_sample_is_the_planned_one() -> None:
    video = sample_video()
    if video is None:
        pytest.skip("the set-up fetched no sample on this machine")
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        assert sum(1 for packet in container.demux(stream) if packet.size) == 525
    assert "sha256" in (video.parent / "SOURCE.txt").read_text()
