"""SoccerNet v2: spots with a label at a time of one half, in whole milliseconds.

A spot has no end. We write the segment's start as the spot and its end in ``position_end``, which
the toolkit passes over; read back, a spot without it becomes one second long, and that is said.
Annotations stand in ``annotations`` (``Labels-v2.json``), suggestions in ``predictions``
(``results_spotting.json``), each with its confidence.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.exchange.checked_json import validate_json
from app.exchange.format import Format, Incoming, foreign, segment_or_none, unique_names, video_of
from app.exchange.plain_numbers import number_or_none
from app.exchange.unnamed_video import video_name_of
from app.exchange.whole_times import whole_ms
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
    Source,
)

SPOT_S = 1.0
_FORM = "a SoccerNet v2 file"
_GAME_TIME = re.compile(r"\s*([12])\s*-")


class _Spot(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)
    label: str
    position: str | int
    position_end: str | int | None = None
    gameTime: str = ""  # noqa: N815 - SoccerNet's word
    confidence: str | float | None = None


class _File(BaseModel):
    UrlLocal: str = ""
    annotations: list[_Spot] | None = None
    predictions: list[_Spot] | None = None


def encode(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return the spots of one video; a name that starts with ``2_`` is the second half.

    Raises:
        ExchangeError: two videos share one name.
    """
    unique_names(contents.videos, str)
    video = contents.videos[0] if contents.videos else ExchangedVideo("", 0.0, 0.0, ())
    half = 2 if video.name.startswith("2_") else 1
    said = {
        "UrlLocal": video.name,
        "UrlYoutube": "",
        "annotations": [_spot(one, half) for one in video.segments if one.source == "annotation"],
        "predictions": [_spot(one, half) for one in video.segments if one.source == "suggestion"],
    }
    return json.dumps(said, ensure_ascii=False, allow_nan=False)


def decode(incoming: Incoming) -> Contents:
    """Return the video of a file, or both halves of a game.

    Raises:
        ExchangeError: it is not of SoccerNet, or a position is not a time.
    """
    found = validate_json(_File, incoming.text, _FORM)
    if found.annotations is None and found.predictions is None:
        raise foreign(_FORM, "it has neither annotations nor predictions")
    spots: list[tuple[Source, _Spot]] = [("annotation", one) for one in found.annotations or ()]
    spots += [("suggestion", one) for one in found.predictions or ()]
    if not spots and not found.UrlLocal:
        return Contents(())
    by_half: dict[str, list[ExchangedSegment | None]] = {}
    for source, one in spots:
        by_half.setdefault(_half(one), []).append(_segment(one, source))
    halves = list(by_half.items()) or [("1", [])]
    videos = tuple(
        video_of(_name(found, half, len(halves), incoming), segments) for half, segments in halves
    )
    n_points = sum(one.position_end is None for _, one in spots)
    return Contents(videos, (), _remarks(n_points))


def _spot(one: ExchangedSegment, half: int) -> dict[str, Any]:
    start_ms, end_ms = whole_ms(one.segment)
    minutes, seconds = divmod(start_ms // 1000, 60)
    said: dict[str, Any] = {
        "gameTime": f"{half} - {minutes:02d}:{seconds:02d}",
        "label": one.label,
        "position": str(start_ms),
        "position_end": str(end_ms),
        "team": "not applicable",
        "visibility": "visible",
    }
    if one.score is not None:
        said |= {"half": str(half), "confidence": repr(one.score)}
    return said


def _half(one: _Spot) -> str:
    said = _GAME_TIME.match(one.gameTime)
    return said.group(1) if said else "1"


def _name(found: _File, half: str, n_halves: int, incoming: Incoming) -> str:
    """Return the video of a half: as the file, the project or the dataset names it."""
    local = found.UrlLocal.replace("\\", "/").rsplit("/", 1)[-1]
    if n_halves == 1 and "." in local:
        return local
    own = [one.name for one in incoming.known if one.name.startswith(f"{half}_")]
    if own:
        return own[0]
    return f"{half}_720p.mkv" if local or n_halves > 1 else video_name_of(incoming)


def _segment(one: _Spot, source: Source) -> ExchangedSegment | None:
    start_s = _seconds(one.position)
    end_s = start_s + SPOT_S if one.position_end is None else _seconds(one.position_end)
    segment = segment_or_none(start_s, end_s)
    said = one.confidence
    score = number_or_none(said) if isinstance(said, str) else said
    return (
        ExchangedSegment(one.label, segment, score, "", source) if segment and one.label else None
    )


def _seconds(position: str | int) -> float:
    ms = number_or_none(str(position)[:400])
    if ms is None:
        raise foreign(_FORM, f"the position {str(position)[:40]!r} is not a time")
    return ms / 1000


def _remarks(n_points: int) -> tuple[str, ...]:
    if not n_points:
        return ()
    return (f"{n_points} spots have no end; each became one second long.",)


FORMAT = Format(
    FormatCard(
        id="soccernet",
        name="SoccerNet v2 (JSON)",
        summary="Spots of a match by half; ends are kept in a field of ours.",
        suffixes=(".json",),
        carries=Carries(scores=True, layers=True, several_videos=False, time_step_s=0.001),
        layer="both",
        time_bases=("milliseconds",),
    ),
    encode,
    decode,
    lambda _name, head: b'"UrlLocal"' in head or b'"gameTime"' in head,
)
