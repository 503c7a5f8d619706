"""The two JSON forms of ActivityNet: ground truth and results.

Seconds are floats and keep every bit. Videos go by their plain name: file name without suffix and
without a leading ``v_`` (the evaluation kit's ids omit it). Source: the challenge's
``eval_detection.py`` names the keys it demands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, RootModel

from app.exchange.checked_json import StrictModel, dump_json, validate_json
from app.exchange.format import Format, Incoming, segment_or_none, unique_names, video_of
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExportOptions,
    FormatCard,
)

VERSION = "VERSION 1.3"
TRUTH_FORM = "an ActivityNet ground-truth file"
# A person's annotation has no score; the results form demands one, and a person is sure.
SCORE_OF_A_PERSON = 1.0
_BSN_MARK, _HEAD_BYTES = b'"duration_second"', 4096
SUBSETS = ("training", "validation", "testing")

_Length = Annotated[float, Field(ge=0)]


class _Labelled(StrictModel):
    segment: Annotated[list[float], Field(min_length=2, max_length=2)]
    label: Annotated[str, Field(min_length=1)]


class _Scored(_Labelled):
    score: float


class _Video(StrictModel):
    duration: _Length = 0.0
    fps: _Length = 0.0
    annotations: list[_Labelled] = Field(default=[])


class _GroundTruth(StrictModel):
    database: dict[str, _Video]


class _BsnVideo(StrictModel):
    duration_second: _Length
    annotations: list[_Labelled] = Field(default=[])


class _BsnVideos(RootModel[dict[str, _BsnVideo]]):
    """BSN's and BMN's form: the videos alone, without ``database`` around them."""


class _Results(StrictModel):
    results: dict[str, list[_Scored]]


def encode_ground_truth(contents: Contents, options: ExportOptions) -> str:
    """Return the ground-truth form; every video is of the subset the variant names.

    Raises:
        ExchangeError: two videos share one id.
    """
    database = {
        video_id: {
            "subset": options.variant or SUBSETS[0],
            "duration": video.duration_s,
            **({"fps": video.fps} if video.fps > 0 else {}),
            "annotations": [_labelled(one) for one in video.segments],
        }
        for video_id, video in zip(unique_names(contents.videos), contents.videos, strict=True)
    }
    taxonomy = _taxonomy(contents.label_names)
    return dump_json({"version": VERSION, "taxonomy": taxonomy, "database": database}, levels=4)


def decode_ground_truth(incoming: Incoming) -> Contents:
    """Return the videos of a ground-truth file; only ``database`` is demanded of it.

    BSN's form, which begins with the videos, is read too.

    Raises:
        ExchangeError: the text is not of this form.
    """
    if _BSN_MARK in incoming.data[:_HEAD_BYTES]:
        bare = validate_json(_BsnVideos, incoming.text, TRUTH_FORM)
        database = {
            name: _Video(duration=one.duration_second, annotations=one.annotations)
            for name, one in bare.root.items()
        }
    else:
        database = validate_json(_GroundTruth, incoming.text, TRUTH_FORM).database
    videos = tuple(
        video_of(
            name, [_segment(item) for item in one.annotations],
            duration_s=one.duration, fps=one.fps,
        )
        for name, one in database.items()
    )  # fmt: skip
    return Contents(videos)


def encode_results(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return the results form; segments without a score are written with 1.0.

    Raises:
        ExchangeError: two videos share one id.
    """
    results = {
        video_id: [_scored(one) for one in video.segments]
        for video_id, video in zip(unique_names(contents.videos), contents.videos, strict=True)
    }
    external = {"used": False, "details": ""}
    return dump_json({"version": VERSION, "results": results, "external_data": external}, levels=3)


def decode_results(incoming: Incoming) -> Contents:
    """Return the videos of a results file; all in it is suggested, each with its score.

    Raises:
        ExchangeError: the text is not of this form.
    """
    found = validate_json(_Results, incoming.text, "an ActivityNet results file")
    return Contents(
        tuple(
            video_of(name, [_suggestion(item) for item in one])
            for name, one in found.results.items()
        )
    )


def _labelled(one: ExchangedSegment) -> dict[str, Any]:
    return {"segment": [one.segment.start_s, one.segment.end_s], "label": one.label}


def _scored(one: ExchangedSegment) -> dict[str, Any]:
    score = SCORE_OF_A_PERSON if one.score is None else one.score
    return {**_labelled(one), "score": score}


def _taxonomy(labels: Sequence[str]) -> list[dict[str, Any]]:
    """Return one root with every label below it."""
    root = {"nodeId": 0, "nodeName": "Root", "parentId": None, "parentName": None}
    leaves = [
        {"nodeId": number, "nodeName": label, "parentId": 0, "parentName": "Root"}
        for number, label in enumerate(sorted(labels), start=1)
    ]
    return [root, *leaves]


def _segment(found: _Labelled) -> ExchangedSegment | None:
    """Return the segment, or None for one without length (the official files hold a few)."""
    segment = segment_or_none(found.segment[0], found.segment[1])
    return ExchangedSegment(found.label, segment) if segment else None


def _suggestion(found: _Scored) -> ExchangedSegment | None:
    one = _segment(found)
    return replace(one, score=found.score, source="suggestion") if one else None


GROUND_TRUTH = Format(
    FormatCard(
        id="activitynet",
        name="ActivityNet ground truth (JSON)",
        summary="Annotations with label and seconds, ready for training and evaluation.",
        suffixes=(".json",),
        carries=Carries(full_names=False, durations=True),
        variants=SUBSETS,
    ),
    encode_ground_truth,
    decode_ground_truth,
    lambda _name, head: any(one in head for one in (b'"database"', b'"taxonomy"', _BSN_MARK)),
)
RESULTS = Format(
    FormatCard(
        id="activitynet-results",
        name="ActivityNet results (JSON)",
        summary="Suggestions with their scores and your corrections; rejected ones are left out.",
        suffixes=(".json",),
        carries=Carries(full_names=False, scores=True, annotations=False),
        layer="both",
    ),
    encode_results,
    decode_results,
    lambda _name, head: b'"results"' in head,
)
