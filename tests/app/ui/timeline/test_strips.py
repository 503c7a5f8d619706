"""Hand-computed curves and pyramids, and bands that come and go."""

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.services.ports import SoundEnvelope
from app.ui.timeline.bands import cut_columns
from app.ui.timeline.chrome import frames_in_view
from app.ui.timeline.geometry import RULER_PX, Strips, TimeAxis
from app.ui.timeline.strips.curves import score_levels, upper_envelope
from app.ui.timeline.strips.film import FilmStrip
from app.ui.timeline.strips.waveform import FOLD, LEAST_BINS, Waveform
from tests.fakes import FakeFrameAccess


def axis(start_s, span_s, width_px, duration_s=1000.0):
    return TimeAxis(duration_s, 0.0, width_px, start_s, span_s)


def envelope(high, bins_per_s=1):
    high = np.array(high, np.int8)
    return SoundEnvelope(bins_per_s, -high, high)


# ------------------------------------------------------------ curves
def test_the_upper_envelope_by_hand():
    segments = np.array([[0, 10], [2, 4], [3, 6], [12, 13]], np.float64)
    curve = upper_envelope(segments, np.array([0.2, 0.9, 0.5, 0.1], np.float32))
    assert curve.times_s.tolist() == [0, 2, 3, 4, 6, 10, 12, 13]
    np.testing.assert_allclose(curve.values, [0.2, 0.9, 0.9, 0.5, 0.2, 0.0, 0.1])
    np.testing.assert_allclose(curve.columns(axis(0, 14, 7)), [0.2, 0.9, 0.5, 0.2, 0.2, 0.0, 0.1])
    assert upper_envelope(segments[:0], np.empty(0, np.float32)).columns(axis(0, 4, 4)).sum() == 0


def test_the_envelope_equals_the_plain_way():
    chance = np.random.default_rng(3)
    begin = chance.integers(0, 50, 60)
    segments = np.column_stack([begin, begin + chance.integers(1, 9, 60)]).astype(np.float64)
    values = chance.random(60).astype(np.float32)
    curve = upper_envelope(segments, values)
    for time_s in np.arange(0.5, 59):
        covers = (segments[:, 0] <= time_s) & (time_s < segments[:, 1])
        step = np.searchsorted(curve.times_s, time_s, side="right") - 1
        inside = 0 <= step < len(curve.values)
        found = curve.values[step] if inside else 0.0
        assert found == (values[covers].max() if covers.any() else 0.0)


def test_score_levels_show_the_highest():
    lanes = np.array([0, 0, 1])
    spans = np.array([[0, 6], [2, 4], [-50, 500]], np.float64)
    levels = score_levels(lanes, spans, np.array([0.25, 1.0, 0.5]), 2, 8)
    assert levels.tolist() == [[2, 2, 8, 8, 2, 2, 0, 0], [4] * 8]


# ------------------------------------------------------------ sound
def test_a_short_sound_has_one_level_and_columns_by_hand():
    wave = Waveform.of(envelope([1, 9, 3, 4, 7, 2]))
    assert len(wave.levels) == 1
    assert wave.peak == 9
    low, high = wave.columns(axis(0, 8, 4))
    assert high.tolist() == [9, 4, 7, 0]
    assert low.tolist() == [-9, -4, -7, 0]
    assert wave.columns(axis(1, 2, 4))[1].tolist() == [9, 9, 3, 3]


def test_each_level_is_the_extremes_of_the_one_below():
    high = np.random.default_rng(0).integers(0, 127, 3 * FOLD * LEAST_BINS + 3)
    wave = Waveform.of(envelope(high))
    assert [len(low) for low, _ in wave.levels] == [6147, 1537]
    assert wave.levels[1][1][0] == high[:4].max()
    assert wave.levels[1][1][-1] == high[-3:].max()
    assert wave.columns(axis(0, 6147, 1, 6147))[1].tolist() == [high.max()]
    assert Waveform.of(envelope([0] * 10)).peak == 127


# ------------------------------------------------------------ bands and cuts
def test_bands_give_way_to_lanes():
    wished = [("film", 46), ("sound", 34)]
    high = Strips.split(1000, 500, has_graph=False, bands=wished)
    assert [(b.top_px, b.height_px) for b in high.bands] == [(RULER_PX, 46), (RULER_PX + 46, 34)]
    assert high.lanes_top_px == RULER_PX + 80
    low = Strips.split(1000, 215, has_graph=False, bands=wished)
    assert [b.name for b in low.bands] == ["film", "sound"]
    assert low.bands_px < 60
    assert Strips.split(1000, 170, has_graph=False, bands=wished).bands == ()


def test_bands_come_and_go_with_what_they_show(shown):
    board = shown.board
    top = board.strips.lanes_top_px
    shown.resize(1168, 420)
    shown.set_sound(Waveform.of(envelope([5] * 100)))
    shown.set_actionness(upper_envelope(np.array([[1.0, 9.0]]), np.ones(1, np.float32)))
    assert [b.name for b in board.strips.bands] == ["sound", "actionness"]
    assert board.strips.lanes_top_px == top + board.strips.bands_px
    shown.grab()
    shown.show_strips(["sound"])
    assert [b.name for b in board.strips.bands] == ["sound"]
    shown.show_timeline(None, (), None)
    assert board.strips.bands == ()


def test_cuts_in_view_are_drawn_once_a_pixel(shown):
    shown.set_cuts(np.array([40.0, 10.0, 10.001, 99.0]))
    assert shown.board.cuts_s.tolist() == [10.0, 10.001, 40.0, 99.0]
    left = shown.board.axis.left_px
    assert cut_columns(shown.board).tolist() == [left + 100, left + 400, left + 990]
    shown.show_strips([])
    assert cut_columns(shown.board).tolist() == []


def test_the_ruler_ticks_true_frames_once_they_stand_apart(shown):
    board = shown.board
    assert len(frames_in_view(board)) == 0
    board.set_axis(board.axis.window(10.0, 1.0))
    np.testing.assert_allclose(frames_in_view(board), 10 + np.arange(25) / 25)
    shown.set_time(10.5)
    shown.grab()


# ------------------------------------------------------------ film
def test_the_film_shows_the_frame_of_each_tile(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    film = FilmStrip(lambda: FakeFrameAccess(1000), np.arange(1000) / 25, 1.0, parent)
    view = TimeAxis(40.0, 0.0, 400.0, 0.0, 2.0)
    assert film.tiles(view, 40) == []
    qtbot.waitUntil(
        lambda: len(film._pictures) >= 10 and all(n for _, n in film._pictures.values())
    )
    tiles = film.tiles(view, 40)
    assert [left for left, _ in tiles][:4] == [0, 40, 80, 120]
    # A tile of 0.2 s: its middle, 0.1 s, is frame 2; the keyframe there is too far, so it is exact.
    numbers = [image.pixelColor(5, 5).red() for _, image in tiles]
    assert all(isinstance(image, QImage) for _, image in tiles)
    middles = (np.arange(len(tiles)) + 0.5) * 5
    assert np.abs(np.array(numbers) - middles)[:10].max() <= 2.5
    film.close()
    qtbot.waitUntil(lambda: not isValid(film))
