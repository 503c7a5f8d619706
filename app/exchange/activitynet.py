"""The two JSON forms of ActivityNet: ground truth and results.

Seconds are floats and keep every bit. Videos go by their plain name: file name without suffix and
without a leading ``v_`` (the evaluation kit's ids omit it). Source: the challenge's
``eval_detection.py`` names the keys it demands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.errors import EditRefused, ExchangeError
from app.domain.segment import Segment
from app.services.exchanging import plain_name
from app.services.ports import ExchangedSegment, ExchangedVideo

VERSION = "VERSION 1.3"
# A person's annotation has no score; the results form demands one, and a person is sure.
SCORE_OF_A_PERSON = 1.0

_STRICT = ConfigDict(strict=True, allow_inf_nan=False)
_Length = Annotated[float, Field(ge=0)]


class _Labelled(BaseModel):
    model_config = _STRICT
    segment: Annotated[list[float], Field(min_length=2, max_length=2)]
    label: Annotated[str, Field(min_length=1)]


class _Scored(_Labelled):
    score: float


class _Video(BaseModel):
    model_config = _STRICT
    duration: _Length = 0.0
    fps: _Length = 0.0
    annotations: list[_Labelled] = []


class _GroundTruth(BaseModel):
    model_config = _STRICT
    database: dict[str, _Video]


class _Results(BaseModel):
    model_config = _STRICT
    results: dict[str, list[_Scored]]


def encode_ground_truth(videos: Sequence[ExchangedVideo]) -> str:
    """Return the ground-truth form; every video is of the subset ``training``.

    Raises:
        ExchangeError: two videos share one id.
    """
    ids = _ids(videos)
    database = {
        video_id: {
            "subset": "training",
            "duration": video.duration_s,
            **({"fps": video.fps} if video.fps > 0 else {}),
            "annotations": [_labelled(one) for one in video.segments],
        }
        for video_id, video in zip(ids, videos, strict=True)
    }
    return _dump({"version": VERSION, "taxonomy": _taxonomy(videos), "database": database})


def decode_ground_truth(text: str) -> list[ExchangedVideo]:
    """Return the videos of a ground-truth file; only ``database`` is demanded of it.

    Raises:
        ExchangeError: the text is not of this form.
    """
    try:
        found = _GroundTruth.model_validate_json(text)
    except ValidationError as error:
        raise _foreign("an ActivityNet ground-truth file", error) from error
    return [
        _video(name, one.annotations, duration_s=one.duration, fps=one.fps)
        for name, one in found.database.items()
    ]


def encode_results(videos: Sequence[ExchangedVideo]) -> str:
    """Return the results form; segments without a score are written with 1.0.

    Raises:
        ExchangeError: two videos share one id.
    """
    results = {
        video_id: [_scored(one) for one in video.segments]
        for video_id, video in zip(_ids(videos), videos, strict=True)
    }
    external = {"used": False, "details": ""}
    return _dump({"version": VERSION, "results": results, "external_data": external})


def decode_results(text: str) -> list[ExchangedVideo]:
    """Return the videos of a results file, with scores.

    Raises:
        ExchangeError: the text is not of this form.
    """
    try:
        found = _Results.model_validate_json(text)
    except ValidationError as error:
        raise _foreign("an ActivityNet results file", error) from error
    return [_video(name, one, duration_s=0.0, fps=0.0) for name, one in found.results.items()]


def _ids(videos: Sequence[ExchangedVideo]) -> list[str]:
    by_id: dict[str, str] = {}
    for video in videos:
        video_id = plain_name(video.name)
        if video_id in by_id:
            raise ExchangeError(
                f"{by_id[video_id]} and {video.name} would both be written as {video_id}.",
                "Rename one of the files, or export to CSV.",
            )
        by_id[video_id] = video.name
    return list(by_id)


def _labelled(one: ExchangedSegment) -> dict[str, Any]:
    return {"segment": [one.segment.start_s, one.segment.end_s], "label": one.label}


def _scored(one: ExchangedSegment) -> dict[str, Any]:
    score = SCORE_OF_A_PERSON if one.score is None else one.score
    return {**_labelled(one), "score": score}


def _taxonomy(videos: Iterable[ExchangedVideo]) -> list[dict[str, Any]]:
    """Return one root with every label below it."""
    labels = sorted({one.label for video in videos for one in video.segments})
    root = {"nodeId": 0, "nodeName": "Root", "parentId": None, "parentName": None}
    leaves = [
        {"nodeId": number, "nodeName": label, "parentId": 0, "parentName": "Root"}
        for number, label in enumerate(labels, start=1)
    ]
    return [root, *leaves]


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


def _video(
    name: str, found: Sequence[_Labelled], *, duration_s: float, fps: float
) -> ExchangedVideo:
    segments = [one for one in map(_segment, found) if one is not None]
    n_unusable = len(found) - len(segments)
    return ExchangedVideo(name, duration_s, fps, tuple(segments), n_unusable)


def _segment(found: _Labelled) -> ExchangedSegment | None:
    """Return the segment, or None for one without length (the official files hold a few)."""
    try:
        segment = Segment(found.segment[0], found.segment[1])
    except EditRefused:
        return None
    return ExchangedSegment(found.label, segment, getattr(found, "score", None))


def _foreign(form: str, error: ValidationError) -> ExchangeError:
    first = error.errors(include_url=False)[0]
    place = " > ".join(map(str, first["loc"]))
    reason = first["msg"][:1].lower() + first["msg"][1:]
    if first["type"] == "json_invalid":
        reason = f"it is not JSON ({first['ctx']['error']})"
    return ExchangeError(
        f"The file is not {form}: {f'at {place}: ' if place else ''}{reason}.",
        "Choose the format it was written in, or export it again.",
    )
