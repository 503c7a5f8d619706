"""The set of the worked example in docs/own-data.md."""

from pgcn_core.preparing import read_annotations
from pgcn_core.video.opening import open_video
from tests.moving_squares import place_of, write_set


def test_videos_and_labels_belong_together(tmp_path):
    write_set(tmp_path, n_videos=1, n_frames=100)
    found = read_annotations(tmp_path / "labels.csv")
    assert found.labels == ("grow", "slide")
    info = open_video(tmp_path / "video_1.mp4").info
    assert info.n_frames == 100
    assert (found.segments["video_1"] <= info.duration_s).all()


def test_the_square_moves_only_in_an_action():
    actions = [("slide", 10, 40)]
    assert place_of(5, actions) == place_of(50, actions) == (16, 24)
    assert place_of(15, actions) == (88, 24)
