import numpy as np
import pytest

from app.ui.player.place_field import NoSuchPlace, place_in

PTS_S = np.arange(10_000) / 25


@pytest.mark.parametrize(
    ("text", "frame_idx"),
    [
        ("0", 0), ("f0", 0), ("F 1234", 1234), ("f9999", 9999), ("1:23.44", 2086),
        ("1:23.45", 2086), ("83,44", 2086), (" 0:04 ", 100), ("0:01:00", 1500), (".5", 12),
        ("400", 9999),
    ],
)  # fmt: skip
def test_times_and_frames(text, frame_idx):
    assert place_in(text, PTS_S, 400.0) == frame_idx


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("f10000", "The last frame is 9999."),
        ("6:40.1", "The video ends after 400.00 s."),
        ("", "Type a time or a frame"),
        ("later", "Type a time or a frame"),
        ("1:2:3:4", "Type a time or a frame"),
        ("-3", "Type a time or a frame"),
    ],
)
def test_what_is_no_place_says_why(text, reason):
    with pytest.raises(NoSuchPlace, match=reason):
        place_in(text, PTS_S, 400.0)
