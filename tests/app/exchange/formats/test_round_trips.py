"""Every variant of every format says again what its card claims: odd names, odd rates, VFR."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.format import Incoming
from app.exchange.registry import FORMATS
from app.services.exchange_check import compare
from app.services.exchange_values import (
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)

TOOLS = (
    "via3", "label-studio", "cvat", "eaf", "boris", "fiftyone", "vidat", "soccernet",
    "losslesscut", "x-anylabeling", "webvtt", "srt", "sportscode", "coco-style",
)  # fmt: skip
VARIANTS = [
    pytest.param(name, variant, id=f"{name} {variant}".strip())
    for name in TOOLS
    for variant in FORMATS[name].card.variants or ("",)
]

# A phone's video: the distance between frames runs from 8 to 67 ms.
VFR_S = np.cumsum(np.tile([0.033, 0.017, 0.067, 0.008, 0.04], 400)) - 0.033
END_S = float(VFR_S[-1]) + 0.04
odd_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
label_text = st.one_of(
    st.sampled_from(["a", "a#2", "score@a", "NOTE", "1", " x", "<b>&amp;"]), odd_text
)


@st.composite
def odd_contents(draw):
    def segment():
        start_s = draw(st.floats(0, END_S - 0.1))
        end_s = draw(st.floats(start_s, END_S, exclude_min=True))
        score = draw(st.none() | st.floats(0, 1e3))
        note = draw(st.sampled_from(["", "two\nlines", "\t'\"<&>;,|"]))
        source = draw(st.sampled_from(["annotation", "suggestion"]))
        return ExchangedSegment(draw(label_text), Segment(start_s, end_s), score, note, source)

    segments = tuple(segment() for _ in range(draw(st.integers(0, 6))))
    video = ExchangedVideo(
        draw(st.sampled_from(["v_a.mp4", "ü b.MOV", "a&b.mkv", "x.y.avi"])), END_S,
        draw(st.sampled_from([23.976, 25.0, 29.97, 30.3, 59.94])), segments,
        is_vfr=True, width_px=640, height_px=360, frame_times_s=lambda: VFR_S,
    )  # fmt: skip
    names = Contents((video,)).label_names
    labels = tuple(ExchangedLabel(name, "#0072b2") for name in [*names, "unused"])
    return Contents((video,), labels)


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
@given(contents=odd_contents())
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_odd_contents_come_back_or_are_refused(name, variant, contents):
    chosen, options = FORMATS[name], ExportOptions(variant=variant)
    try:
        files = FileExchange().encode(name, contents, options)
    except ExchangeError:
        files = {}
    if not files:
        odd = (not one.isprintable() or "-->" in one or not one.strip() for one in texts(contents))
        assert any(odd)
        return
    parts = {} if set(files) == {""} else files
    incoming = Incoming("elsewhere.x", files.get("", b""), parts, contents.videos, options)
    told = compare(contents, chosen.decode(incoming), chosen.carried(options))
    assert told.differences == ()


def texts(contents):
    for one in contents.videos[0].segments:
        yield from (one.label, one.note)


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_no_videos_are_written_and_read_as_none(name, variant):
    options = ExportOptions(variant=variant)
    files = FileExchange().encode(name, Contents(()), options)
    parts = {} if set(files) == {""} else files
    said = FORMATS[name].decode(Incoming("x", files.get("", b""), parts, (), options))
    assert said.videos == ()


@pytest.mark.parametrize("name", TOOLS)
def test_half_a_frame_and_half_a_millisecond_keep_a_length(name):
    short = ExchangedSegment("a", Segment(1.0, 1.0000001))
    video = ExchangedVideo("a.mp4", 10.0, 25.0, (short,))
    files = FileExchange().encode(name, Contents((video,)), ExportOptions())
    parts = {} if set(files) == {""} else files
    said = FORMATS[name].decode(Incoming("a.x", files.get("", b""), parts, (video,)))
    (found,) = said.videos[0].segments
    assert found.segment.start_s == pytest.approx(1.0, abs=1e-9)
    assert found.segment.duration_s > 0
    assert said.videos[0].n_unusable == 0


@pytest.mark.parametrize("name", ["label-studio", "cvat", "edl", "fcpxml", "premiere"])
def test_frames_of_an_unknown_rate_are_told(name):
    video = ExchangedVideo("a.mp4", 10.0, 0.0, (ExchangedSegment("a", Segment(1, 2)),))
    with pytest.raises(ExchangeError, match="frame rate"):
        FileExchange().encode(name, Contents((video,)), ExportOptions())
    assert FileExchange().encode(name, Contents((video,)), ExportOptions(fps=30.0))


def test_true_frames_follow_the_file_and_declared_ones_the_rate():
    start_s, end_s = float(VFR_S[1000]), float(VFR_S[1003])
    one = ExchangedSegment("a", Segment(start_s, end_s))
    video = ExchangedVideo("a.mp4", END_S, 30.0, (one,), frame_times_s=lambda: VFR_S)
    cvat = FileExchange().encode("cvat", Contents((video,)), ExportOptions())[""].decode()
    assert 'frame="1000" outside="0"' in cvat
    assert 'frame="1003" outside="1"' in cvat
    studio = FileExchange().encode("label-studio", Contents((video,)), ExportOptions())
    first, last = round(start_s * 30) + 1, round(end_s * 30)
    assert (first, last) != (1001, 1003)
    said = studio["tasks.json"].decode()
    assert f'"start": {first}' in said
    assert f'"end": {last}' in said


def test_overlapping_segments_need_no_more_tiers_than_overlap_at_once():
    starts = np.random.default_rng(3).uniform(0, 3600, 3000)
    ones = tuple(ExchangedSegment("a", Segment(s, s + 4)) for s in map(float, starts))
    video = ExchangedVideo("a.mp4", 3700.0, 25.0, ones)
    text = FileExchange().encode("eaf", Contents((video,)), ExportOptions())[""].decode()
    edges = sorted([(s, 1) for s in starts] + [(s + 4, -1) for s in starts])
    deepest = int(np.cumsum([step for _, step in edges]).max())
    assert text.count("<TIER ") == pytest.approx(deepest, abs=1)


def test_colours_that_are_none_become_ours():
    video = ExchangedVideo("a.mp4", 9.0, 25.0, (ExchangedSegment("a", Segment(1, 2)),))
    contents = Contents((video,), (ExchangedLabel("b", "red"), ExchangedLabel("a")))
    for name in ("sportscode", "vidat", "coco-style", "label-studio", "cvat"):
        files = FileExchange().encode(name, contents, ExportOptions())
        parts = {} if set(files) == {""} else files
        said = FORMATS[name].decode(Incoming("a.x", files.get("", b""), parts, (video,)))
        assert {one.name for one in said.labels} == {"a", "b"}
        assert all(len(one.color) in {0, 7} for one in said.labels), name
        assert replace(said.labels[0], color="").name == "b"
