"""A project whose detections and annotations are known by hand, for everything that measures it.

Three videos of 60 s. Labels "High jump" (J) and "Throw discus" (D); times in seconds.

    video-1   annotated J 0-10, D 20-30, J 40-50
              found     J 0-10 .9 right, J 0-9 .8 double, J 20-30 .7 wrong label, D 22-36 .6
                        localization, J 24-40 .5 confusion, D 55-58 .4 background
    video-2   annotated D 10-20
              found     D 10-20 .95 right, <script> 30-35 .3 of a label nobody annotated
    video-3   not reviewed: its only suggestion waits

At tIoU 0.5: J has 2 annotations; its detections by score are right, double, wrong, confusion, so AP
is 1/2. D has 2; by score right (video-2), localization (tIoU 8/16 = 0.5, which is right at 0.5),
background: AP 1. J 40-50 is missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.domain.project import Run
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Suggestion, Verdict
from app.services.editing import ProjectEditor
from tests.factories import make_graph, make_run, make_video

J, D, X = "High jump", "Throw discus", "<script>alert(1)</script>"
FOUND = {
    "video-1": [
        (J, 0, 10, 0.9), (J, 0, 9, 0.8), (J, 20, 30, 0.7), (D, 22, 36, 0.6), (J, 24, 40, 0.5),
        (D, 55, 58, 0.4),
    ],
    "video-2": [(D, 10, 20, 0.95), (X, 30, 35, 0.3)],
    "video-3": [(J, 1, 2, 0.5)],
}  # fmt: skip
ANNOTATED = {"video-1": [(J, 0, 10), (D, 20, 30), (J, 40, 50)], "video-2": [(D, 10, 20)]}


def fill(store: Any, paths: dict[str, Path] | None = None) -> Any:
    """Put the project into a store that is empty; return the store."""
    labels = store.ensure_labels([J, D, X])
    ids = {name: label.id for name, label in labels.items()}
    for video_id, found in FOUND.items():
        path = (paths or {}).get(video_id)
        store.add_video(make_video(video_id, path=path))
        record(store, video_id, f"run-{video_id}", found, ids)
        annotated = ANNOTATED.get(video_id)
        if annotated is not None:
            review(store, video_id, annotated, ids)
    return store


def record(
    store: Any,
    video_id: str,
    run_id: str,
    found: Iterable[tuple[str, float, float, float]],
    ids: dict[str, str],
    model: str = "cold start",
) -> None:
    """Record a run that found these."""
    plain = make_run(run_id, video_id=video_id)
    run = Run(plain.id, video_id, plain.made_at, model, False, "", "{}")
    suggestions = [
        Suggestion(f"{run_id}-{k}", run_id, ids[label], Segment(start_s, end_s), score, 0)
        for k, (label, start_s, end_s, score) in enumerate(found)
    ]
    store.record_run(run, suggestions, make_graph(max(len(suggestions), 1)))


def review(
    store: Any, video_id: str, annotated: Iterable[tuple[str, float, float]], ids: dict[str, str]
) -> None:
    """Annotate these by hand and reject every suggestion, as a person would who draws all anew."""
    from app.domain import edits, several  # noqa: PLC0415 - beside its use

    editor, timeline = ProjectEditor(store), store.timeline(video_id)
    for label, start_s, end_s in annotated:
        editor.do(timeline, edits.draw(ids[label], Segment(start_s, end_s)), "Draw")
    waiting = [s.id for s in timeline.suggestions.values() if s.verdict is Verdict.PENDING]
    if waiting:
        editor.do(timeline, several.reject(timeline, waiting), "Reject")


def annotation_of(store: Any, video_id: str, start_s: float) -> Annotation:
    """Return the annotation of a video that begins then."""
    owned = store.timeline(video_id).annotations.values()
    return next(one for one in owned if one.segment.start_s == start_s)
