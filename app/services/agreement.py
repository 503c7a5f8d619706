"""How far a person and another annotator agree, over all videos both have worked on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.agreement import DEFAULT_TIOU, Tally, tally, total
from app.domain.disagreements import TOLERANCE_S, Disagreement, find
from app.domain.labels import stand_ins
from app.domain.opinions import Opinion, Ruling
from app.domain.segment import Segment
from app.domain.timeline import Annotation
from app.services.ports import ProjectStore, TwoSides


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One label, or one video, with its counts."""

    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures of two annotators.

    Attributes:
        project: Name of the project.
        annotator: The other one.
        min_tiou: From which tIoU on two segments are the same action.
        labels: Each label either of them used, over all videos.
        videos: Each video, over all labels.
        whole: All of it, pooled.
        only_theirs: Videos they have worked on and I have not; they count nowhere.
        n_open: Disagreements nobody has settled.
        n_settled: Disagreements that are settled.
    """

    project: str
    annotator: str
    min_tiou: float
    labels: tuple[AgreementRow, ...]
    videos: tuple[AgreementRow, ...]
    whole: Tally
    only_theirs: tuple[str, ...]
    n_open: int
    n_settled: int


@dataclass(frozen=True, slots=True)
class VideoPlaces:
    """The disagreements of one video.

    Attributes:
        n_gone: Settled ones that left nothing to show: my annotation was removed.
    """

    video_id: str
    places: tuple[Disagreement, ...]
    n_gone: int = 0

    @property
    def n_open(self) -> int:
        """How many nobody has settled."""
        return sum(one.ruling is Ruling.OPEN for one in self.places)

    @property
    def n_settled(self) -> int:
        """How many are settled."""
        return len(self.places) - self.n_open + self.n_gone


def measure(store: ProjectStore, annotator: str, *, min_tiou: float = DEFAULT_TIOU) -> Agreement:
    """Return how far I and another annotator agree.

    Raises:
        ProjectError: the project cannot be read.
    """
    sides = store.two_sides(annotator)
    labels = store.labels()
    names = {video.id: video.name for video in store.videos()}
    standing = stand_ins(labels)
    both = [side for side in sides if side.has_mine]
    used = _labels_used(both, standing)
    cells = {
        (side.video_id, label_id): one
        for side in both
        for label_id, one in _cells(side, used, standing, min_tiou)
    }
    found = [places_of(side, standing) for side in both]
    return Agreement(
        store.path.stem,
        annotator,
        min_tiou,
        tuple(
            AgreementRow(one.name, total(cells[side.video_id, one.id] for side in both))
            for one in labels
            if one.id in used
        ),
        tuple(
            AgreementRow(names[side.video_id], total(cells[side.video_id, one] for one in used))
            for side in both
        ),
        total(cells.values()),
        tuple(names[side.video_id] for side in sides if not side.has_mine),
        sum(one.n_open for one in found),
        sum(one.n_settled for one in found),
    )


def all_places(
    store: ProjectStore, annotator: str, *, tolerance_s: float = TOLERANCE_S
) -> list[VideoPlaces]:
    """Return the disagreements of every video both have worked on, in the order of the library.

    Boundaries closer than ``tolerance_s`` agree.

    Raises:
        ProjectError: the project cannot be read.
    """
    standing = stand_ins(store.labels())
    sides = store.two_sides(annotator)
    both = [side for side in sides if side.has_mine]
    return [places_of(side, standing, tolerance_s=tolerance_s) for side in both]


def places_of(
    side: TwoSides, standing: Mapping[str, str], *, tolerance_s: float = TOLERANCE_S
) -> VideoPlaces:
    """Return the disagreements of one video."""
    places = find(side.mine, side.theirs, side.upheld, standing=standing, tolerance_s=tolerance_s)
    mine = {one.id for one in side.mine}
    n_gone = sum(r is Ruling.THEIRS and one not in mine for one, r in side.upheld.items())
    return VideoPlaces(side.video_id, tuple(places), n_gone)


def _labels_used(sides: Sequence[TwoSides], standing: Mapping[str, str]) -> set[str]:
    mine = {one.label_id for side in sides for one in side.mine}
    theirs = {one.label_id for side in sides for one in side.theirs}
    return {standing.get(one, one) for one in mine | theirs}


def _cells(
    side: TwoSides, used: set[str], standing: Mapping[str, str], min_tiou: float
) -> Iterator[tuple[str, Tally]]:
    """Give the counts of one video for each label of all videos."""
    mine, theirs = _by_label(side.mine, standing), _by_label(side.theirs, standing)
    neither = tally((), (), duration_s=side.duration_s, fps=side.fps)
    for label_id in used:
        if label_id not in mine and label_id not in theirs:
            yield label_id, neither
            continue
        yield (
            label_id,
            tally(
                mine.get(label_id, ()),
                theirs.get(label_id, ()),
                duration_s=side.duration_s,
                fps=side.fps,
                min_tiou=min_tiou,
            ),
        )


def _by_label(
    ones: Sequence[Annotation] | Sequence[Opinion], standing: Mapping[str, str]
) -> dict[str, list[Segment]]:
    found: dict[str, list[Segment]] = {}
    for one in ones:
        found.setdefault(standing.get(one.label_id, one.label_id), []).append(one.segment)
    return found
