"""Brings another annotator's work beside one's own: of a project file, or of any format we read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from app.domain.errors import EditRefused, ExchangeError
from app.domain.opinions import Opinion
from app.domain.project import PROJECT_SUFFIX, VideoEntry
from app.services.exchange_values import Carries, Contents, ExportOptions, FormatId
from app.services.exporting import Selection, gather, known_video
from app.services.importing import DiffRow, ImportPlan
from app.services.ports import Exchange, FrameSource, ProjectStore
from app.services.projects import ProjectService

PROJECT_FORMAT = "project"
_OPINIONS = UUID("5f0c7c1e-6a57-4bd2-9d6b-6a1f7a1ad1b2")
_THEIRS = frozenset({"new", "known", "changed"})


@dataclass(frozen=True, slots=True)
class SecondReport:
    """What came of reading another annotator's work.

    Attributes:
        n_videos: Videos of this project they have worked on.
        unmatched: Videos of theirs that this project does not have, or has more than one of.
        n_left_out: Segments left behind: outside the video, or of a label that was left out.
    """

    annotator: str
    n_videos: int
    n_opinions: int
    unmatched: tuple[str, ...]
    n_left_out: int


@dataclass(frozen=True, slots=True)
class WorkReader:
    """Reads another person's work, whatever kind of file it is in."""

    projects: ProjectService
    exchange: Exchange
    frames: FrameSource

    def read(
        self,
        store: ProjectStore,
        file: Path,
        format_id: FormatId = "",
        options: ExportOptions | None = None,
    ) -> tuple[FormatId, Contents]:
        """Return the format of a file and all it says.

        Args:
            store: My project; its videos tell formats that count frames what those are.
            file: Another project, or a file or folder of any format that can be read.
            format_id: '' for the one the file looks like.
            options: Time base and rate, of formats that leave them open.

        Raises:
            ExchangeError: the format is not known, or the file is not of it.
            ProjectError: the other project cannot be read.
        """
        if file.suffix.lower() == PROJECT_SUFFIX:
            return PROJECT_FORMAT, self._of_project(file)
        chosen = format_id or self.exchange.detect(file) or ""
        if not chosen:
            raise ExchangeError(
                f"The format of {file.name} is not known.", "Choose the format it is in."
            )
        # Finding the true frames reads whole files; only formats that count them need it.
        options = options or ExportOptions()
        counts = self.exchange.carried(chosen, options).frames == "true"
        known = [known_video(one, self.frames if counts else None) for one in store.videos()]
        return chosen, self.exchange.read(chosen, file, known, options)

    def _of_project(self, file: Path) -> Contents:
        other = self.projects.open_copy(file)
        try:
            seen = frozenset(one.id for one in other.videos() if _is_worked_on(one))
            return gather(other, Carries(), Selection(video_ids=seen, with_empty=True))
        finally:
            other.close()


def take_second(store: ProjectStore, plan: ImportPlan, annotator: str, source: str) -> SecondReport:
    """Keep what a plan of ``plan_import`` says as another annotator's; nothing of mine changes.

    Read again, the annotator's videos say what the newer file says; what was chosen stays.

    Args:
        store: My project.
        plan: Videos matched, labels mapped.
        annotator: Who it is.
        source: Name of the file.

    Raises:
        EditRefused: the annotator has no name.
        ProjectError: the project cannot be changed.
    """
    annotator = annotator.strip()
    if not annotator:
        raise EditRefused("The other annotator needs a name.", "Type one.")
    rows = [(video, list(_their_rows(video.rows))) for video in plan.videos if video.entry]
    names = dict.fromkeys(row.label for _, ones in rows for row in ones)
    ids = {name: label.id for name, label in store.ensure_labels(names).items()}
    said: dict[str, dict[str, Opinion]] = {}
    for video, ones in rows:
        assert video.entry is not None, "only matched videos are here"
        mine = said.setdefault(video.entry.id, {})
        for row in ones:
            opinion = _opinion(annotator, video.entry.id, ids[row.label], row)
            mine[opinion.id] = opinion
    store.put_readings(annotator, source, {one: tuple(o.values()) for one, o in said.items()})
    n_left = plan.counts["outside"] + plan.counts["skipped"]
    n_unusable = sum(video.incoming.n_unusable for video, _ in rows)
    n_opinions = sum(map(len, said.values()))
    return SecondReport(annotator, len(said), n_opinions, plan.unmatched, n_left + n_unusable)


def drop_annotator(
    store: ProjectStore, annotator: str
) -> tuple[dict[str, str], Mapping[str, tuple[Opinion, ...]]]:
    """Forget an annotator; return the source and the opinions of each video, to bring them back.

    Raises:
        ProjectError: the project cannot be changed.
    """
    sources = {one.video_id: one.source for one in store.readings() if one.annotator == annotator}
    sides = store.two_sides(annotator)
    store.drop_annotator(annotator)
    return sources, {side.video_id: side.theirs for side in sides}


def _is_worked_on(video: VideoEntry) -> bool:
    # A video nobody has looked at says nothing: its silence would count as "nothing happens".
    return video.n_annotations > 0 or video.n_judged > 0 or video.sheet.is_empty


def _their_rows(rows: tuple[DiffRow, ...]) -> Iterator[DiffRow]:
    seen: set[tuple[str, float, float]] = set()
    for row in rows:
        key = (row.label, row.segment.start_s, row.segment.end_s)
        if row.kind in _THEIRS and key not in seen:
            seen.add(key)
            yield row


def _opinion(annotator: str, video_id: str, label_id: str, row: DiffRow) -> Opinion:
    segment = row.segment
    words = (annotator, video_id, label_id, repr(segment.start_s), repr(segment.end_s))
    return Opinion(uuid5(_OPINIONS, "\n".join(words)).hex, annotator, label_id, segment)
