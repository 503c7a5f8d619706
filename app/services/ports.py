"""What the use cases need from the rooms beside them; implemented in storage, exchange, engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.domain.edits import Edit, OnVideos, Several
from app.domain.errors import StudioError
from app.domain.evidence import RunEvidence
from app.domain.label_edits import LABEL_EDITS, LabelEdit, LabelSet
from app.domain.labels import Label
from app.domain.opinions import Opinion, Reading, Ruling
from app.domain.project import Run, RunGraph, RunSummary, VideoEntry
from app.domain.reaction import Tap
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Changes, Doubt, Suggestion, Timeline
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
    FormatId,
    Made,
)
from app.services.review_columns import ReviewColumns, RunColumns

# Total of a stage that is not part of a work, told once that is known.
NOTHING_TO_DO = -1


class Progress(Protocol):
    """Told how far a stage has come; called from the working thread, often."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Report ``done`` of ``total`` steps of ``stage``.

        A total of 0 means not known yet, and ``NOTHING_TO_DO`` that this work goes without.
        """


# ---------------------------------------------------------------- the project file
@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act of a person, as stored.

    Attributes:
        video_id: The video it is on, '' for acts on the labels of the project or on several videos.
        edit: What was done.
        inverse: What undoes it.
        caption: Words for the history, such as "Accept High jump".
        is_undone: Whether it stands undone (and can be redone).
    """

    id: int
    video_id: str
    caption: str
    edit: Edit | LabelEdit | OnVideos
    inverse: Edit | LabelEdit | OnVideos
    is_undone: bool

    def on_videos(self, *, is_back: bool) -> dict[str, Edit]:
        """Return what does it again, or undoes it (``is_back``), by video id."""
        edit = self.inverse if is_back else self.edit
        if isinstance(edit, OnVideos):
            return dict(edit.edits)
        return {} if isinstance(edit, LABEL_EDITS) else {self.video_id: edit}


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the history, without what was changed.

    Attributes:
        video_id: The video it is on, '' for acts on the labels of the project or on several videos.
        made_at: When it was done, UTC.
        is_on_videos: Whether it is on several videos.
        is_long: Whether it touches so much that it should not be turned in a window's thread.
        author: Who did it, where several people work on one server; else ''.
    """

    id: int
    video_id: str
    caption: str
    is_undone: bool
    made_at: datetime
    author: str = ""
    is_on_videos: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How much of a project has a label, as it was given; merging is not seen to.

    Attributes:
        n_waiting: Suggestions that stand on timelines and that nobody judged.
    """

    label_id: str
    n_annotations: int
    n_waiting: int


@dataclass(frozen=True, slots=True)
class Way:
    """The acts between the present state and another moment of the history.

    Attributes:
        entries: In the order they are to be turned.
        is_back: True when they are to be undone, False when redone.
    """

    entries: tuple[HistoryEntry, ...]
    is_back: bool

    def changes_of(self, video_id: str) -> Changes:
        """Return what the acts on a video touch."""
        every = (one.on_videos(is_back=False).get(video_id) for one in self.entries)
        return Several(tuple(edit for edit in every if edit is not None)).changes

    def edits_back(self, video_id: str) -> list[Edit]:
        """Return what takes the turning of the acts on a video back, in order."""
        every = [one.on_videos(is_back=not self.is_back) for one in reversed(self.entries)]
        return [edits[video_id] for edits in every if video_id in edits]

    def label_edits_back(self) -> list[LabelEdit]:
        """Return what takes the turning of the acts on the labels back, in order."""
        every = [self._back(one) for one in reversed(self.entries)]
        return [edit for edit in every if isinstance(edit, LABEL_EDITS)]

    def _back(self, entry: HistoryEntry) -> Edit | LabelEdit | OnVideos:
        return entry.edit if self.is_back else entry.inverse


@dataclass(frozen=True, slots=True)
class Restored:
    """A damaged project that is whole again.

    Attributes:
        aside: Where the damaged file lies now.
        backup: The copy that took its place.
        made_at: When that copy was made, UTC.
    """

    project: Path
    aside: Path
    backup: Path
    made_at: datetime


@dataclass(frozen=True, slots=True)
class TwoSides:
    """What two annotators have on one video.

    Attributes:
        mine: My annotations, by start.
        theirs: What the other one says, by start.
        upheld: Rulings on mine against them, by annotation id.
        has_mine: Whether I have worked on the video: drawn or judged anything, or said that
            nothing is in it.
    """

    video_id: str
    duration_s: float
    fps: float
    mine: tuple[Annotation, ...]
    theirs: tuple[Opinion, ...]
    upheld: Mapping[str, Ruling]
    has_mine: bool = True


@dataclass(frozen=True, slots=True)
class NewAct:
    """What an act does on one video; it has been applied and is to be stored.

    Attributes:
        timeline: The video's, or a part of it, as the edit left it.
    """

    timeline: Timeline
    edit: Edit
    inverse: Edit


@dataclass(frozen=True, slots=True, eq=False)
class DeletedRuns:
    """Runs that were deleted, whole, so that they can come back.

    Attributes:
        runs: One mapping of columns each.
        suggestions: Likewise.
    """

    runs: tuple[Mapping[str, Any], ...]
    suggestions: tuple[Mapping[str, Any], ...]

    @property
    def n_runs(self) -> int:
        """How many runs were deleted."""
        return len(self.runs)


@dataclass(frozen=True, slots=True)
class News:
    """What other people have done since one last looked.

    Attributes:
        revision: Of the project now; where the next look begins.
        is_new: Whether others have changed anything.
        video_ids: On whose timelines.
    """

    revision: int
    is_new: bool = False
    video_ids: frozenset[str] = frozenset()


class Colleagues(Protocol):
    """The others who work on the same project at the same time.

    Attributes:
        me: My own name among them.
        begin: Revision of the project when it was opened here.
    """

    me: str
    begin: int

    def news(self, since: int) -> News:
        """Return what others have done since a revision.

        Raises:
            ProjectError: the server cannot be reached.
        """


@dataclass(frozen=True, slots=True)
class Job:
    """A video that somebody is to analyse.

    Attributes:
        n_tries: How often it was begun, this time too.
    """

    id: int
    video_id: str
    n_tries: int


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many analyses wait, are being made, are done, and cannot be made."""

    n_waiting: int = 0
    n_taken: int = 0
    n_done: int = 0
    n_failed: int = 0


class JobQueue(Protocol):
    """Videos that wait to be analysed by any computer that is free.

    Raises from any method:
        ProjectError: the server cannot be reached.
    """

    lease_s: float

    def put(self, video_ids: Sequence[str]) -> int:
        """Let videos wait, but those that do so already; return how many are new."""

    def take(self, worker: str) -> Job | None:
        """Take the job that has waited longest, or whose worker was not heard of; maybe none."""

    def keep(self, job: Job, worker: str) -> bool:
        """Say that one still works on it; False when somebody else has it by now."""

    def finish(self, job: Job, worker: str, result: FinishedRun) -> bool:
        """Store the run and end the job in one transaction; False when it is another's by now."""

    def fail(self, job: Job, worker: str, failure: str) -> None:
        """Say in words why a job cannot be done."""

    def give_back(self, job: Job, worker: str) -> None:
        """Let somebody else do a job."""

    def counts(self) -> QueueCounts:
        """Return how things stand."""


@dataclass(frozen=True, slots=True, eq=False)
class FinishedRun:
    """A run with all that it found, to be stored.

    Attributes:
        warning: What went wrong though the run is there, such as a full disk of the cache.
    """

    run: Run
    suggestions: Sequence[Suggestion]
    graph: RunGraph
    evidence: RunEvidence | None = None
    warning: StudioError | None = None


@dataclass(frozen=True, slots=True)
class RunName:
    """Which model ran over which video."""

    video_id: str
    run_id: str
    model_name: str


class ProjectStore(Protocol):
    """One open project. Every method that changes it returns after the change is durable.

    Attributes:
        path: The file.
        project_id: The same wherever the file is moved.
        read_only_reason: Why it can only be read, as a sentence; '' when it can be changed.
        backup_folder: Where its backups lie.
        migration_copy: The copy made when an older file was brought up, or None.
        colleagues: Who else works on it; None for a file, which one program at a time may change.
        queue: Analyses that wait for any computer; None for a file.

    Raises from any method:
        ProjectError: the file is damaged, locked, read-only, newer, or the disk is full.
    """

    path: Path
    project_id: str
    read_only_reason: str
    backup_folder: Path
    migration_copy: Path | None
    colleagues: Colleagues | None
    queue: JobQueue | None

    def videos(self) -> list[VideoEntry]:
        """Return every video in the order it was added."""

    def video(self, video_id: str) -> VideoEntry | None:
        """Return one video with its counts; None when it is not in the project."""

    def add_video(self, video: VideoEntry) -> VideoEntry:
        """Add a video; known content (by fingerprint) returns its entry with the path renewed."""

    def relink(self, paths: Mapping[str, Path]) -> None:
        """Note where the files of videos are now, by video id."""

    def remove_video(self, video_id: str) -> None:
        """Put a video aside with its timeline and runs (never the file)."""

    def restore_video(self, video_id: str) -> None:
        """Take back that a video was removed."""

    def labels(self) -> list[Label]:
        """Return the labels in order."""

    def ensure_labels(
        self, names: Iterable[str], colors: Mapping[str, str] | None = None
    ) -> dict[str, Label]:
        """Return the label of each name, adding those that are new.

        New ones have the colour given for their name (``#rrggbb``), else the next of the palette.

        A renamed label is found by its former names too; a merged one is returned itself.
        """

    def label_counts(self) -> list[LabelCount]:
        """Return how much every label has; those that have nothing are left out."""

    def commit_labels(
        self, labels: LabelSet, edit: LabelEdit, inverse: LabelEdit, caption: str
    ) -> HistoryEntry:
        """Store an edit of the labels that has been applied, with its row of the history."""

    def keep_tap(self, tap: Tap, video_id: str) -> None:
        """Remember what was pressed for an annotation."""

    def taps(self) -> list[tuple[Tap, float, float]]:
        """Return every tap whose annotation is there, with its start and end now."""

    def timeline(self, video_id: str) -> Timeline:
        """Return annotations and the newest run's suggestions (plus those already judged)."""

    def commit_edit(
        self, timeline: Timeline, edit: Edit, inverse: Edit, caption: str
    ) -> HistoryEntry:
        """Store an edit that has been applied: touched rows and history row in one transaction.

        Acts that stood undone, on whatever video, are dropped from the history.
        """

    def commit_together(self, parts: Sequence[NewAct], caption: str) -> HistoryEntry:
        """Store one act on several videos, in one transaction."""

    def part(self, video_id: str, changes: Changes) -> Timeline:
        """Return a timeline with only these entries on it, enough to turn acts that touch them."""

    def parts(self, touched: Mapping[str, Changes]) -> list[Timeline]:
        """Return such timelines of many videos; of those that are not in the project, none."""

    def way_to(self, act_id: int) -> Way:
        """Return the acts to turn to come to the moment after an act; 0 is before the first."""

    def is_far(self, act_id: int) -> bool:
        """Say whether so much lies on that way that a window's thread should not walk it."""

    def commit_turn(
        self, timelines: Sequence[Timeline], way: Way, labels: LabelSet | None = None
    ) -> None:
        """Store that acts have been undone or redone, in one transaction.

        On these timelines and, where acts on them were among those turned, on the labels.
        """

    def next_act(self, *, is_undone: bool) -> Act | None:
        """Return the act that undo (``is_undone``) or redo would turn."""

    def acts(self, first: int, count: int) -> list[Act]:
        """Return acts of all videos, oldest first, undone ones last: a page of the history."""

    def n_acts(self) -> tuple[int, int]:
        """Return how many acts stand, and how many there are with those undone."""

    def history(self, video_id: str) -> list[HistoryEntry]:
        """Return the acts on one video whole, oldest first, undone ones last."""

    def review_columns(self, cancel: Event) -> ReviewColumns:
        """Return what is to be reviewed in the whole project.

        Raises:
            Cancelled: the flag was set.
        """

    def judged_at(self, count: int) -> list[datetime]:
        """Return when the newest ``count`` judging acts were done, UTC, oldest first."""

    def back_up(self) -> Path | None:
        """Copy the file into the folder of backups if it changed since the newest one."""

    def record_run(
        self,
        run: Run,
        suggestions: Sequence[Suggestion],
        graph: RunGraph,
        evidence: RunEvidence | None = None,
    ) -> None:
        """Store a run; human annotations and verdicts are never touched."""

    def run(self, run_id: str) -> Run:
        """Return a run."""

    def run_graph(self, run_id: str) -> RunGraph:
        """Return the proposal graph of a run."""

    def runs_of(self, video_id: str) -> list[RunSummary]:
        """Return the runs over a video, newest first."""

    def show_run(self, video_id: str, run_id: str) -> None:
        """Put a run's suggestions on the timeline in place of the present one's."""

    def delete_runs(self, run_ids: Sequence[str]) -> DeletedRuns:
        """Delete runs that nobody worked on and that are not shown; the others stay."""

    def restore_runs(self, deleted: DeletedRuns) -> None:
        """Bring deleted runs back as they were."""

    def suggestions_of_run(self, run_id: str) -> list[Suggestion]:
        """Return all that a run found, by start, with the verdicts on it."""

    def run_names(self) -> list[RunName]:
        """Return every run with its model's name, newest first."""

    def run_columns(self, run_ids: Sequence[str], cancel: Event) -> RunColumns:
        """Return all that some runs found, and all annotations.

        Raises:
            Cancelled: the flag was set.
        """

    def readings(self) -> list[Reading]:
        """Return which annotator has worked on which video, by annotator."""

    def put_readings(
        self, annotator: str, source: str, said: Mapping[str, Sequence[Opinion]]
    ) -> None:
        """Make what an annotator says of these videos exactly this; rulings stay."""

    def drop_annotator(self, annotator: str) -> None:
        """Forget an annotator with all they say; annotations stay as they are."""

    def two_sides(self, annotator: str) -> list[TwoSides]:
        """Return mine and theirs for every video an annotator has worked on."""

    def run_evidence(self, run_id: str) -> RunEvidence | None:
        """Return what the engine said of every proposal; None for a run of an older program."""

    def close(self) -> None:
        """Close the file; later calls fail."""


class ProjectFiles(Protocol):
    """Makes and opens project files."""

    def create(self, path: Path) -> ProjectStore:
        """Make a new project file; refuses to overwrite one."""

    def open(self, path: Path) -> ProjectStore:
        """Open a project file, migrating an older one after a backup; maybe only to be read."""

    def open_copy(self, path: Path) -> ProjectStore:
        """Open a copy of another person's project to be read; the file itself stays untouched."""

    def restore(self, path: Path) -> Restored:
        """Put the newest whole backup in the place of a damaged project, which is kept aside."""


# ---------------------------------------------------------------- the engine
@dataclass(frozen=True, slots=True)
class FoundSegment:
    """One detection, label by name.

    Attributes:
        doubt: How unsure the model is of it; None where it does not say.
    """

    label: str
    segment: Segment
    score: float
    proposal_idx: int
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Localization:
    """What the engine found in one video.

    Attributes:
        warning: What went wrong on the way though all was found, or None.
    """

    found: tuple[FoundSegment, ...]
    graph: RunGraph
    model_name: str
    is_trained: bool
    note: str
    settings_json: str
    evidence: RunEvidence | None = None
    warning: StudioError | None = None


class Localizer(Protocol):
    """Runs the bundled engine."""

    def localize(self, video: Path, *, progress: Progress, cancel: Event) -> Localization:
        """Analyse one video; resumes from cached features.

        Raises:
            MediaError: the video cannot be decoded.
            EngineError: weights or settings do not fit.
            Cancelled: the flag was set; finished features are kept.
        """


@dataclass(frozen=True, slots=True, eq=False)
class MediaFacts:
    """What a video file says of itself, with the true time of every frame.

    Attributes:
        pts_s: (T,) float64 seconds, strictly increasing, first is 0.
        warning: One sentence when part of the file is unreadable, else empty.
        unreadable_after_s: Where a damaged file ends too early, or None.
        heavy: What makes it slow to scrub, in two or three words such as "4K"; '' when nothing.
    """

    path: Path
    fingerprint: str
    duration_s: float
    fps: float
    width_px: int
    height_px: int
    is_vfr: bool
    has_audio: bool
    pts_s: NDArray[np.float64]
    warning: str = ""
    unreadable_after_s: float | None = None
    heavy: str = ""


class FrameAccess(AbstractContextManager["FrameAccess"], Protocol):
    """Decoded pictures of one open video, from entering to leaving; owned by one thread."""

    def exact(
        self, frame_idx: int, *, cancel: Callable[[], bool] | None = None
    ) -> NDArray[np.uint8]:
        """Return frame ``frame_idx`` as (H, W, 3) uint8 RGB.

        Raises:
            Cancelled: ``cancel``, asked between decoded frames, said that nobody waits any more.
        """

    def nearest_keyframe(self, frame_idx: int) -> tuple[int, NDArray[np.uint8]]:
        """Return a quick picture near a frame: its number and its pixels."""

    def proxy(self, frame_idx: int) -> NDArray[np.uint8] | None:
        """Return the small picture of exactly this frame; None without a proxy.

        None as well when ``exact`` has the frame ready.
        """

    def prepare_back(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        """Decode in an idle moment what steps back from ``frame_idx`` will need.

        Raises:
            Cancelled: ``cancel`` said that there is something else to do; the next call goes on.
        """

    def prepare_scrub(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        """Decode in an idle moment the quick pictures around ``frame_idx``.

        Raises:
            Cancelled: ``cancel`` said that there is something else to do; the next call goes on.
        """


class SoundAccess(AbstractContextManager["SoundAccess"], Protocol):
    """The sound of one open video, from entering to leaving; owned by one thread."""

    rate_hz: int

    def blocks(
        self, start_s: float, end_s: float, *, tempo: float = 1.0
    ) -> Iterator[NDArray[np.float32]]:
        """Yield (n, 2) float32 samples of [start_s, end_s) on the clock of the pictures.

        Silence fills holes, so that exactly the span is covered.

        Args:
            start_s: Seconds since the first frame.
            end_s: Where it ends, seconds.
            tempo: Media seconds per second; the pitch stays.
        """


class FrameSource(Protocol):
    """Opens videos for probing and for the player.

    Raises from any method:
        MediaError: the file cannot be opened or decoded.
    """

    def probe(self, video: Path, *, progress: Progress | None = None) -> MediaFacts:
        """Return the facts of a file without decoding it; ``progress`` hears of the indexing."""

    def fingerprint(self, video: Path) -> str:
        """Return the hash of a file's content without looking for frames; quick."""

    def access(self, video: Path, *, max_height_px: int) -> FrameAccess:
        """Return a reader of its frames, to be entered in the thread that will use it."""

    def sound(self, video: Path) -> SoundAccess:
        """Return a reader of its sound, to be entered in the thread that will use it."""


class ProxyShop(Protocol):
    """Small stand-ins of heavy videos, kept by their content."""

    def has(self, fingerprint: str) -> bool:
        """Say whether there is a proxy of this content."""

    def make(self, video: Path, *, progress: Progress, cancel: Event) -> None:
        """Make the proxy of a video; its readers use it from then on.

        Raises:
            MediaError: the video cannot be read, or the proxy has not its frames and is discarded.
            EngineError: the disk is full or cannot be written.
            Cancelled: the flag was set; nothing is left behind.
        """

    def delete(self, fingerprint: str) -> None:
        """Delete a proxy; the video itself stays.

        Raises:
            OSError: the file cannot be removed.
        """


@dataclass(frozen=True, slots=True, eq=False)
class SoundEnvelope:
    """How loud a video is over time.

    Attributes:
        bins_per_s: Bins in a second; bin k covers [k, k + 1) / bins_per_s seconds.
        low: (B,) int8 lowest sample of each bin, full scale -127.
        high: (B,) int8 highest sample.
    """

    bins_per_s: int
    low: NDArray[np.int8]
    high: NDArray[np.int8]


class VideoSurvey(Protocol):
    """What a whole video looks and sounds like at a glance; kept on disk by its content.

    Raises from any method:
        MediaError: the file cannot be opened or decoded.
        Cancelled: the flag was set.
    """

    def sound(
        self, video: Path, fingerprint: str, *, progress: Progress, cancel: Event
    ) -> SoundEnvelope | None:
        """Return the envelope of the sound, None without any."""

    def cuts(
        self, video: Path, fingerprint: str, *, progress: Progress, cancel: Event
    ) -> NDArray[np.float64]:
        """Return (C,) increasing seconds, the first frame of each shot but the first."""


# ---------------------------------------------------------------- exchange
class Exchange(Protocol):
    """Reads and writes interchange formats.

    Raises from any method:
        ExchangeError: the format is unknown, the file is not of it, or cannot be written.
    """

    def cards(self) -> Sequence[FormatCard]:
        """Return every format, in the order of a list to choose from."""

    def carried(self, format_id: FormatId, options: ExportOptions) -> Carries:
        """Return what a format keeps under these options."""

    def encode(
        self, format_id: FormatId, contents: Contents, options: ExportOptions
    ) -> Mapping[str, bytes]:
        """Return the files by name; a single one is named ''."""

    def write(
        self, format_id: FormatId, contents: Contents, file: Path, options: ExportOptions
    ) -> Contents:
        """Write atomically, then read back and return what the files say.

        Each file is written whole or the old one stays. Formats of several files make a folder.
        """

    def make(
        self,
        format_id: FormatId,
        contents: Contents,
        file: Path,
        options: ExportOptions,
        *,
        progress: Progress,
        cancel: Event,
    ) -> Made:
        """Make files of the videos themselves, open them again and compare; for media formats.

        Raises:
            MediaError: a video breaks off while it is read; one that is not there is told instead.
            EngineError: the disk is full or refuses.
            Cancelled: the flag was set; finished files stay, nothing half is left.
        """

    def outline(self, format_id: FormatId, contents: Contents, options: ExportOptions) -> str:
        """Return in words what ``make`` would make."""

    def read(
        self,
        format_id: FormatId,
        file: Path,
        known: Sequence[ExchangedVideo] = (),
        options: ExportOptions | None = None,
    ) -> Contents:
        """Read all of a file or folder; ``known`` are the project's videos, for their frames."""

    def detect(self, file: Path) -> FormatId | None:
        """Return the format a file looks like, or None."""
