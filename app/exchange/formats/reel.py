"""One highlight film of the segments, with a card before each that says what is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.exchange.format import Format, Making
from app.exchange.scenes import (
    AFTER,
    BEFORE,
    CRF,
    ORDER,
    QUALITY,
    SOUND,
    Scene,
    clock,
    known_facts,
    required,
    scenes,
)
from app.services.exchange_values import (
    Carries,
    Contents,
    ExportOptions,
    FormatCard,
    Made,
    MadeFile,
    Setting,
)
from app.services.media import CardText, MadeReel, Painter, Picture, ReelOrder, ReelShot

CARDS = Setting(
    "cards", "Title cards", default=True,
    tip="A card before each segment with its label, video and time.",
)  # fmt: skip
CARD_LENGTH = Setting(
    "card-length", "Card length", 1.5, low=0.2, high=10.0, unit="s", tip="How long a card is shown."
)
FADE = Setting(
    "fade", "Fades", 0.3, high=5.0, unit="s",
    tip="From black and to black at every segment, pictures and sound.",
)  # fmt: skip
SIZE = Setting(
    "size", "Lines", "auto", ("auto", "1080", "720", "480"),
    tip="Of the picture; auto takes the shape most segments have, at most 1080 lines.",
)  # fmt: skip
RATE = Setting(
    "rate", "Frames a second", "auto", ("auto", "24", "25", "30", "50", "60"),
    tip="auto takes the rate most segments have.",
)  # fmt: skip
EVEN = Setting(
    "even-sound", "Even sound", default=True, tip="Every segment is brought to the same loudness."
)


def outline(contents: Contents, options: ExportOptions) -> str:
    """Return the list of shots with where each begins in the reel."""
    at_s = 0.0
    card_s = options.number(CARD_LENGTH) if options.is_on(CARDS) else 0.0
    lines = []
    for scene in scenes(contents, options):
        lines.append(f"{clock(at_s)}   {scene.one.label}, {scene.video.name} {_when(scene)}")
        at_s += card_s + scene.end_s - scene.start_s
    return "\n".join([*lines, f"{clock(at_s)}   end"])


def make(contents: Contents, options: ExportOptions, making: Making) -> Made:
    """Write the reel; segments of videos that are not there are left out and told.

    Raises:
        ExchangeError: there is no segment to show.
        MediaError: a video breaks off while it is read.
        EngineError: the disk is full or refuses.
        Cancelled: the person stopped it; nothing is left, and an older reel stays.
    """
    found = required(scenes(contents, options))
    facts, left_out = known_facts(found, making)
    there = required([scene for scene in found if scene.path in facts])
    painter = making.tools.painter() if options.is_on(CARDS) else None
    order = ReelOrder(
        shots=tuple(_shot(scene, painter) for scene in there),
        out=making.file,
        lines=_whole(options.text(SIZE)),
        fps=float(_whole(options.text(RATE))),
        fade_s=options.number(FADE),
        card_s=options.number(CARD_LENGTH),
        crf=CRF[options.text(QUALITY)],
        has_sound=options.is_on(SOUND),
        is_even=options.is_on(EVEN),
        marks={"title": options.title},
    )
    made = making.tools.shop.reel(order, progress=making.progress, cancel=making.cancel)
    return Made((MadeFile(made.file, _words(made)),), left_out, made.differences)


def _shot(scene: Scene, painter: Painter | None) -> ReelShot:
    card: Callable[[tuple[int, int]], Picture] | None = None
    if painter is not None:
        text = CardText(scene.one.label, (scene.video.name, _when(scene)), scene.color)
        card = partial(painter.card, text)
    return ReelShot(scene.path, scene.start_s, scene.end_s, scene.one.label, card)


def _when(scene: Scene) -> str:
    segment = scene.one.segment
    return f"{clock(segment.start_s)} - {clock(segment.end_s)}"


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _words(made: MadeReel) -> str:
    n_shots = len(made.starts_s)
    return (
        f"{n_shots} {'segment' if n_shots == 1 else 'segments'}, {clock(made.duration_s)}, "
        f"{made.width_px} x {made.height_px}, {made.fps:.4g} frames/s, {made.n_frames} frames"
    )


FORMAT = Format(
    FormatCard(
        id="reel",
        name="Highlight reel",
        summary="One film of all chosen segments, with title cards, fades, and even sound.",
        suffixes=(".mp4",),
        carries=Carries(layers=True, scores=True, notes=True, origin_scores=True),
        direction="out",
        is_media=True,
        settings=(
            ORDER, QUALITY, BEFORE, AFTER, SIZE, RATE, CARDS, CARD_LENGTH, SOUND, EVEN, FADE,
        ),
    ),
    make=make,
    outline=outline,
)  # fmt: skip
