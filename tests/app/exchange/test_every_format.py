"""What holds for every row of the table: round trips as its card says, and no crash on damage."""

import random
import time

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


SAMPLE = Contents(
    tuple(
        ExchangedVideo(
            f"{name}.mp4", DURATION_S, 25.0,
            tuple(
                ExchangedSegment(
                    "jump" if at % 2 else "throw", Segment(at * 20.0, at * 20.0 + 8.04)
                )
                for at in range(6)
            ),
            width_px=1280, height_px=720, frame_times_s=lambda: FRAMES_S,
        )
        for name in "ab"
    ),
    (ExchangedLabel("jump", "#0072b2"), ExchangedLabel("throw", "#d55e00")),
)  # fmt: skip


def mutated(data, dice):
    """Return bytes with some cut out, doubled, changed or put in from somewhere else."""
    parts = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at, length = dice.randrange(len(parts) + 1), dice.randint(0, 40)
        other = dice.choice([
            b"", bytes(dice.randbytes(3)), b"NaN", b"-1", b"1e999", b"null", b'"', b"<", b">", b"{",
            b"9" * 400, b"\n", b"&x;", b"../", bytes(parts[at : at + 30]) * 2,
        ])  # fmt: skip
        parts[at : at + length] = other
    return bytes(parts)


@pytest.mark.parametrize("chosen", BOTH, ids=ids)
def test_damaged_files_are_read_or_told_and_never_crash(chosen):
    exchange = FileExchange()
    files = dict(exchange.encode(chosen.card.id, SAMPLE, ExportOptions()))
    dice = random.Random(7)
    started = time.monotonic()
    n_told = 0
    for _ in range(1000):
        name = dice.choice(sorted(files))
        damaged = files | {name: mutated(files[name], dice)}
        data = b"" if chosen.card.is_folder else damaged[name]
        incoming = Incoming("x" + chosen.card.suffixes[0], data, damaged, SAMPLE.videos)
        try:
            contents = chosen.decode(incoming)
        except ExchangeError:
            n_told += 1
        else:
            assert isinstance(contents, Contents)
    assert n_told > 0
    assert time.monotonic() - started < 30
