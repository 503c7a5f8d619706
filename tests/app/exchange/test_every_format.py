"""What holds for every row of the table: round trips as its card says, and no crash on damage."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.registry import FORMATS
from app.services.exchange_check import compare
from app.services.exchange_values import (
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)

BOTH = [one for one in FORMATS.values() if one.encode and one.decode]
DURATION_S = 600.0
FRAMES_S = np.arange(15000) / 25.0

plain_text = st.text(st.sampled_from("abcXYZ àé_-1"), min_size=1, max_size=8).map(
    lambda text: f"l{text.strip()}"
)
times = st.floats(0, DURATION_S, allow_nan=False)


@st.composite
def some_segments(draw):
    start_s = draw(st.floats(0, DURATION_S - 1))
    length_s = draw(st.floats(0.2, DURATION_S - start_s))
    source = draw(st.sampled_from(["annotation", "suggestion"]))
    score = draw(st.floats(0, 3)) if source == "suggestion" else None
    segment = Segment(start_s, start_s + length_s)
    note = draw(st.sampled_from(["", "a note", 'a "quoted", one', "1 < 2 & 3"]))
    return ExchangedSegment(draw(plain_text), segment, score, note, source)


@st.composite
def some_contents(draw):
    videos = tuple(
        ExchangedVideo(
            f"{name}.mp4", DURATION_S, 25.0, tuple(draw(st.lists(some_segments(), max_size=5))),
            width_px=1280, height_px=720, frame_times_s=lambda: FRAMES_S,
        )
        for name in draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True))
    )  # fmt: skip
    names = Contents(videos).label_names
    return Contents(videos, tuple(ExchangedLabel(name, "#0072b2") for name in ("idle", *names)))


def ids(chosen):
    return chosen.card.id


@pytest.mark.parametrize("chosen", BOTH, ids=ids)
@given(contents=some_contents())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_within_what_the_card_says(chosen, contents, tmp_path_factory):
    exchange = FileExchange()
    file = tmp_path_factory.mktemp("out") / f"x{chosen.card.suffixes[0]}"
    for base in chosen.card.time_bases:  # every unit of it
        options = ExportOptions(time_base=base)
        said = exchange.write(chosen.card.id, contents, file, options)
        told = compare(contents, said, chosen.carried(options), declared_fps=0.0)
        assert told.differences == ()
        assert file.exists()
