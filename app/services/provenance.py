"""Where the labels of a project come from: what was suggested, and what people made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.domain.project import VideoEntry
from app.domain.timeline import Annotation, Suggestion, Timeline, Verdict
from app.services.exchange_values import Provenance
from app.services.ports import ProjectStore

# Boundaries that differ by less were not moved by anybody.
_SAME_S = 1e-6
_PAGE = 1000


def provenance(store: ProjectStore, videos: Mapping[str, VideoEntry]) -> Provenance:
    """Return where the annotations of some videos come from.

    Args:
        store: The project.
        videos: By id, those that go out.

    Raises:
        ProjectError: the project cannot be read.
    """
    names = {one.id: one.name for one in store.labels()}
    origins: dict[str, Mapping[str, int]] = {}
    segments: dict[str, list[Mapping[str, object]]] = {}
    rejected: dict[str, list[Mapping[str, object]]] = {}
    run_ids: set[str] = set()
    for video in videos.values():
        timeline = store.timeline(video.id)
        suggested = timeline.suggestions
        run_ids |= {one.run_id for one in suggested.values()}
        owned = sorted(timeline.annotations.values(), key=lambda one: (one.segment, one.id))
        kinds = [_kind(one, suggested.get(one.suggestion_id or "")) for one in owned]
        origins[video.name] = _counts(kinds, timeline)
        segments[video.name] = [
            _described(one, kind, suggested.get(one.suggestion_id or ""), names)
            for one, kind in zip(owned, kinds, strict=True)
        ]
        rejected[video.name] = [
            _suggestion(one, names) for one in suggested.values() if one.verdict is Verdict.REJECTED
        ]
    runs = [_run(store, run_id, videos) for run_id in sorted(run_ids)]
    return Provenance(origins, segments, rejected, runs, _acts(store, videos))


def _kind(one: Annotation, was: Suggestion | None) -> str:
    if was is None:
        # Drawn, imported, or its suggestion is of a run that is no more.
        return "drawn" if one.suggestion_id is None else "accepted"
    is_moved = (
        abs(one.segment.start_s - was.segment.start_s) > _SAME_S
        or abs(one.segment.end_s - was.segment.end_s) > _SAME_S
    )
    is_relabelled = one.label_id != was.label_id
    if is_moved and is_relabelled:
        return "moved and relabelled"
    if is_relabelled:
        return "relabelled"
    return "moved" if is_moved else "accepted"


def _counts(kinds: list[str], timeline: Timeline) -> dict[str, int]:
    verdicts = Counter(one.verdict for one in timeline.suggestions.values())
    return dict(Counter(kinds)) | {
        "rejected": verdicts[Verdict.REJECTED],
        "not judged": verdicts[Verdict.PENDING] + verdicts[Verdict.SNOOZED],
    }


def _described(
    one: Annotation, kind: str, was: Suggestion | None, names: Mapping[str, str]
) -> dict[str, object]:
    described: dict[str, object] = {
        "label": names.get(one.label_id, ""),
        "segment": [one.segment.start_s, one.segment.end_s],
        "origin": kind,
    }
    return described if was is None else described | {"suggested": _suggestion(was, names)}


def _suggestion(one: Suggestion, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "label": names.get(one.label_id, ""),
        "segment": [one.segment.start_s, one.segment.end_s],
        "score": one.score,
        "run": one.run_id,
    }


def _run(store: ProjectStore, run_id: str, videos: Mapping[str, VideoEntry]) -> dict[str, object]:
    run = store.run(run_id)
    video = videos.get(run.video_id)
    return {
        "id": run.id,
        "video": video.name if video else "",
        "made_at": run.made_at.isoformat(),
        "model": run.model_name,
        "checkpoint": run.checkpoint,
        "is_trained": run.is_trained,
        "note": run.note,
    }


def _acts(store: ProjectStore, videos: Mapping[str, VideoEntry]) -> list[dict[str, object]]:
    acts: list[dict[str, object]] = []
    first = 0
    while page := store.acts(first, _PAGE):
        acts += [
            {
                "made_at": one.made_at.isoformat(),
                "video": videos[one.video_id].name,
                "act": one.caption,
                "is_undone": one.is_undone,
            }
            for one in page
            if one.video_id in videos
        ]
        first += len(page)
    return acts
