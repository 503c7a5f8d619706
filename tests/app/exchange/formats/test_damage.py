"""Damaged and hostile files: a named error or a reading, never a crash, a hang or an entity."""

import random
import time

import pytest

from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.format import Incoming
from app.exchange.registry import FORMATS
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
XML = ("cvat", "eaf", "sportscode")
N_MUTATIONS = 1000
VIDEO = ExchangedVideo(
    "a.mp4", 60.0, 25.0,
    (
        ExchangedSegment("High jump", Segment(1.5, 4.25), 0.75, "good", "suggestion"),
        ExchangedSegment("Run <up>", Segment(2.0, 3.0)),
        ExchangedSegment("High jump", Segment(3.0, 9.0)),
    ),
)  # fmt: skip
CONTENTS = Contents((VIDEO,), (ExchangedLabel("High jump", "#0072b2"), ExchangedLabel("Spike")))
# What breaks numbers, quotes, brackets, encodings and limits.
SNIPPETS = (
    b"", b"\x00", b"\xff", b'"', b"'", b"<", b">", b"&", b"&x;", b"{", b"}", b"[", b"]", b",",
    b":", b"\n", b"\n\n", b"-->", b"-", b"9" * 40, b"1e999", b"NaN", b"null", b"-1", b"0", b"true",
    b"\\u0000", b"\\ud800", b"]]>", b"<!--", b"\t", b"Infinity", b"../../x", "é".encode(),
)  # fmt: skip


def cases():
    for name in (*TOOLS, "parquet"):
        for variant in FORMATS[name].card.variants or ("",):
            files = FileExchange().encode(name, CONTENTS, ExportOptions(variant=variant))
            for file, data in files.items():
                yield pytest.param(name, data, file.endswith(".xml"), id=f"{name} {variant}{file}")


def mutated(data, rng):
    parts = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(parts) + 1)
        until = min(len(parts), at + rng.choice([0, 1, 1, 2, 5, 30]))
        kind = rng.randrange(3)
        if kind == 0:
            parts[at:until] = rng.choice(SNIPPETS)
        elif kind == 1:
            other = rng.randrange(len(parts) + 1)
            parts[at:at] = parts[other : other + rng.randint(1, 60)]
        else:
            parts[at:until] = bytes(rng.randrange(256) for _ in range(until - at))
    return bytes(parts if rng.random() < 0.8 else parts[: rng.randrange(len(parts) + 1)])


def read(name, data, *, is_xml=False):
    suffix = ".xml" if is_xml else FORMATS[name].card.suffixes[0]
    known = (VIDEO,)
    try:
        said = FORMATS[name].decode(Incoming(f"x{suffix}", data, {}, known))
    except ExchangeError as error:
        return None if error.sentence and error.next_step else pytest.fail("nothing is told")
    for video in said.videos:
        assert "/" not in video.name
        for one in video.segments:
            assert one.label
            assert 0 <= one.segment.start_s < one.segment.end_s
    return said


@pytest.mark.parametrize(("name", "data", "is_xml"), list(cases()))
def test_a_thousand_damaged_files(name, data, is_xml):
    rng = random.Random(f"{name} {len(data)}")
    started_s = time.monotonic()
    n_told = sum(read(name, mutated(data, rng), is_xml=is_xml) is None for _ in range(N_MUTATIONS))
    assert 0 < n_told < N_MUTATIONS
    assert time.monotonic() - started_s < 60


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"[" * 200_000, b"{" * 200_000, b'{"a":' * 50_000, b"<a>" * 200_000,
     b"null", b"[]", b"{}", b"a,b\n1,2", b"\x00" * 100,
     b"9" * 300_000, b"'" * 100_000, b"-->\n" * 50_000,
     b"/*" * 100_000, b"&" * 100_000],
    ids=lambda data: f"{data[:8]!r} {len(data)}",
)  # fmt: skip
def test_what_is_of_no_tool_is_told_or_empty(name, data):
    started_s = time.monotonic()
    try:
        said = read(name, data)
    except RecursionError:
        said = None  # The reader of files tells it.
    assert said is None or not any(video.segments for video in said.videos)
    assert time.monotonic() - started_s < 30


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
ROOTS = {"cvat": "annotations", "eaf": "ANNOTATION_DOCUMENT", "sportscode": "file"}


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["laughs", "file", "network"],
)
def test_entities_and_document_types_are_refused(name, doctype):
    text = f"<?xml version='1.0'?>{doctype}<{ROOTS[name]}>&a9;</{ROOTS[name]}>"
    with pytest.raises(ExchangeError, match="document type or entities"):
        FORMATS[name].decode(Incoming("x.xml", text.encode(), {}, (VIDEO,)))


@pytest.mark.parametrize("name", TOOLS)
def test_a_path_in_a_file_is_only_a_name(name):
    video = ExchangedVideo("up.mp4", 60.0, 25.0, VIDEO.segments)
    files = FileExchange().encode(name, Contents((video,)), ExportOptions())
    hostile = {
        file: data.replace(b"up.mp4", b"..\\..\\etc/up.mp4".replace(b"\\", b"/"))
        for file, data in files.items()
    }
    parts = {} if set(files) == {""} else hostile
    said = FORMATS[name].decode(Incoming("up.x", hostile.get("", b""), parts, (video,)))
    for one in said.videos:
        assert one.name in {"up.mp4", "up"}
