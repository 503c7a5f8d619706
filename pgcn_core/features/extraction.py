"""Room 2's verb: frames become a sequence of features, resumable and in bounded memory."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from threading import Event

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import FeatureSettings, Stream
from pgcn_core.errors import OutputError, VideoError, WeightsError
from pgcn_core.features.backbone import Backbone
from pgcn_core.features.cache import FeatureCache, FeaturePart
from pgcn_core.features.inputs import InputMaker, input_maker
from pgcn_core.features.plan import ChunkPlan, plan_chunks
from pgcn_core.features.products import FeatureSequence
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.video.products import FrameBatch

# Raised whenever this room's code changes its numbers.
CODE_VERSION = 1

_log = logging.getLogger(__name__)


def log_failure(failure: OutputError) -> None:
    """Say in the log that features cannot be kept."""
    _log.warning("%s", failure)


def feature_fingerprint(
    video_fingerprint: str, stream: Stream, settings: FeatureSettings, weights_fingerprint: str
) -> str:
    """Return the hash of all that makes a feature sequence what it is.

    The backend and the device are not part of it: they agree to 1e-3. Settings of the other mode
    or stream are not either, so changing them invalidates nothing.
    """
    facts = {
        "code": CODE_VERSION,
        "video": video_fingerprint,
        "stream": stream,
        "weights": weights_fingerprint,
        "plan": asdict(plan_chunks(settings)),
        "fps": settings.fps,
        "short_side_px": settings.short_side_px,
        "crop_px": settings.crop_px,
        "flow": asdict(settings.flow) if stream == "flow" else None,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FeatureJob:
    """Everything about one extraction but the frames.

    Take a turn of the cache and ask ``finished`` first; if it gives nothing, read frames from
    ``start_s`` (or frame ``start_frame``) on and hand them to ``extract_features``.

    Attributes:
        video_fingerprint: From ``VideoInfo``.
        backbone: The network; it decides the stream.
        settings: How frames are sampled and cut into snippets.
        n_frames_expected: Sampled frames of the whole video, for progress only; 0 if not known.
        cache: Where finished work is kept; None keeps nothing.
        on_cache_failure: Told once when the cache cannot be written; work goes on without it.
    """

    video_fingerprint: str
    backbone: Backbone
    settings: FeatureSettings
    n_frames_expected: int = 0
    cache: FeatureCache | None = None
    on_cache_failure: Callable[[OutputError], None] = log_failure

    @property
    def stream(self) -> Stream:
        """Return which stream is extracted."""
        return self.backbone.stream

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint its sequence will carry."""
        return feature_fingerprint(
            self.video_fingerprint, self.stream, self.settings, self.backbone.fingerprint
        )

    def finished(self) -> FeatureSequence | None:
        """Return the whole sequence where the cache has it."""
        return self.cache.load(self.fingerprint) if self.cache else None

    def start_frame(self) -> int:
        """Return the first sampled frame that is still needed; 0 unless work was interrupted."""
        parts = self.cache.load_parts(self.fingerprint) if self.cache else []
        return len(parts) * plan_chunks(self.settings).step_frames

    def start_s(self) -> float | None:
        """Return the time of ``start_frame``; None where only the frame index tells (no fps)."""
        return self.start_frame() / self.settings.fps if self.settings.fps else None


def extract_features(
    frames: Iterable[FrameBatch],
    job: FeatureJob,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> FeatureSequence:
    """Return the features of one stream of one video.

    Snippet l of dense mode covers frames [8l, 8l + 16), of clips mode
    [stride l, stride l + window), where a clip's vector is the mean of its vectors in time. A video
    shorter than one snippet is made longer by repeating its last frame, so L >= 1.

    Args:
        frames: Batches at ``settings.fps`` and ``settings.short_side_px``, from
            ``job.start_frame()`` on; at least one frame.
        job: Network, settings and cache.
        progress: Told frames done; each frame counts half when read (and its flow known) and half
            when the network is done with it.
        cancel: Heard within a second. Finished pieces stay in the cache.

    Raises:
        VideoError: no frames came.
        SettingsError: sizes the network cannot take.
        WeightsError: the network gives numbers that are not finite; they are not kept.
        Cancelled: the flag was set.
    """
    plan = plan_chunks(job.settings)
    keeper = _Keeper(job)
    cutter = _Cutter(job, plan, keeper.parts)
    report = _Reporter(progress, job, cutter)
    for chunk in cutter.chunks(frames, report.tell, cancel):
        part = _part_of(chunk, job, plan, cancel)
        if chunk.last:
            return keeper.finish(part, cutter.n_frames, cutter.fps)
        keeper.add(part)
        report.tell()
    raise VideoError("The video has no frames.", "Check that it plays.")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A piece of the video: pictures (T, crop, crop, C) and (T + 1,) times, the end included."""

    idx: int
    pictures: NDArray[np.generic]
    times_s: NDArray[np.float64]
    maker: InputMaker
    last: bool


class _Cutter:
    """Collects frames until a piece is whole; holds little more than one piece."""

    def __init__(self, job: FeatureJob, plan: ChunkPlan, done: list[FeaturePart]) -> None:
        self._plan = plan
        self._maker = input_maker(job.stream, job.settings, job.backbone.device)
        self._set_fps = job.settings.fps
        self._chunk_idx = len(done)
        self._first = len(done) * plan.step_frames
        self._began_s = float(done[0].starts_s[0]) if done else None
        self.n_frames = self._first
        self._pictures: list[NDArray[np.generic]] = []
        self._shown_s: list[NDArray[np.float64]] = []

    @property
    def first_frame(self) -> int:
        """Return the first frame of the piece being collected."""
        return self._first

    @property
    def fps(self) -> float:
        """Return the rate of all frames so far, frames per second."""
        if self._set_fps:
            return self._set_fps
        length_s = float(np.concatenate(self._shown_s)[-1]) - (self._began_s or 0.0)
        return (self.n_frames - 1) / length_s if length_s > 0 else 25.0

    def chunks(
        self, frames: Iterable[FrameBatch], tell: Callable[[], None], cancel: Event | None
    ) -> Iterator[_Chunk]:
        """Yield every piece, the last one marked."""
        for batch in frames:
            raise_if_cancelled(cancel)
            self._take(self._maker.feed(batch.pixels, cancel), batch.pts_s)
            tell()
            # One picture more than a piece proves that the piece is not the last.
            while self._held() > self._plan.chunk_frames:
                yield self._cut(self._plan.chunk_frames, last=False)
        if self.n_frames > self._first:
            self._take(self._maker.finish(), np.zeros(0))
            while self._held() > self._plan.chunk_frames:
                yield self._cut(self._plan.chunk_frames, last=False)
            yield self._cut(self._held(), last=True)

    def _take(self, pictures: NDArray[np.generic], shown_s: NDArray[np.float64]) -> None:
        if self._began_s is None:
            self._began_s = float(shown_s[0])
        self._pictures.append(pictures)
        self._shown_s.append(shown_s)
        self.n_frames += len(shown_s)

    def _held(self) -> int:
        return sum(len(pictures) for pictures in self._pictures)

    def _cut(self, count: int, *, last: bool) -> _Chunk:
        """Return the next piece and let go of what the following ones do not need."""
        pictures = np.concatenate(self._pictures)
        times_s = self._times_s(count)
        chunk = _Chunk(self._chunk_idx, pictures[:count], times_s, self._maker, last)
        step = self._plan.step_frames
        if not last:
            self._pictures = [pictures[step:].copy()]
            self._shown_s = [np.concatenate(self._shown_s)[step:]]
            self._first += step
            self._chunk_idx += 1
        return chunk

    def _times_s(self, count: int) -> NDArray[np.float64]:
        """Return (count + 1,) seconds: the start of each frame of the piece, and its end.

        Frames sampled at a rate lie at k / fps; otherwise their own times count.
        """
        if self._set_fps:
            return (self._first + np.arange(count + 1)) / self._set_fps
        shown_s = np.concatenate(self._shown_s)
        return np.append(shown_s, shown_s[-1] + 1 / self.fps)[: count + 1]


class _Reporter:
    """Counts each frame half when read and half when through the network."""

    def __init__(self, progress: Progress, job: FeatureJob, cutter: _Cutter) -> None:
        self._progress = progress
        self._stage = f"{job.stream} features"
        self._expected = job.n_frames_expected
        self._cutter = cutter

    def tell(self) -> None:
        """Report how far reading and the network have come."""
        read = self._cutter.n_frames
        done = (read + self._cutter.first_frame) // 2
        self._progress(self._stage, done, max(self._expected, read) if self._expected else 0)


def _part_of(chunk: _Chunk, job: FeatureJob, plan: ChunkPlan, cancel: Event | None) -> FeaturePart:
    """Run one piece through the network and keep the vectors that are its own."""
    wanted = plan.padded_frames(len(chunk.pictures), first=chunk.idx == 0)
    pictures = chunk.pictures
    if wanted > len(pictures):
        pictures = np.concatenate([pictures, pictures[-1:].repeat(wanted - len(pictures), axis=0)])
    count = plan.n_vectors(len(pictures))
    kept = plan.kept(chunk.idx, count, last=chunk.last)
    clips = chunk.maker.to_network(pictures)
    if plan.mode == "dense":
        values = job.backbone.features(clips[None], cancel)[0][kept.start : kept.stop]
    else:
        values = _clip_values(clips, count, job.backbone, plan, cancel)
    if not np.isfinite(values).all():
        raise WeightsError(
            f"The {job.stream} network gives numbers that are not finite.",
            "Import other weights, or set features.backend to torch.",
        )
    first = np.array(kept, dtype=np.int64) * plan.stride_frames
    end = np.minimum(first + plan.window_frames, len(chunk.times_s) - 1)
    return FeaturePart(
        values=values,
        starts_s=chunk.times_s[first],
        ends_s=chunk.times_s[end],
        label_logits=job.backbone.label_logits(values),
    )


def _clip_values(
    frames: NDArray[np.float32],
    count: int,
    backbone: Backbone,
    plan: ChunkPlan,
    cancel: Event | None,
) -> NDArray[np.float32]:
    """Return (count, D): each clip on its own, averaged over its vectors.

    How P-GCN's authors made one vector of a clip's seven is not known; the mean is assumed.
    A GPU takes all clips of the piece at once, a CPU gains nothing from that.
    """
    starts = [idx * plan.stride_frames for idx in range(count)]
    clips = [frames[:, start : start + plan.window_frames] for start in starts]
    if backbone.device.type != "cpu" and clips:
        return backbone.features(np.stack(clips), cancel).mean(axis=1)
    values = [backbone.features(clip[None].copy(), cancel)[0].mean(axis=0) for clip in clips]
    return np.stack(values) if values else np.zeros((0, 1024), dtype=np.float32)


class _Keeper:
    """Collects finished pieces, in memory and, while that works, on disk."""

    def __init__(self, job: FeatureJob) -> None:
        self._job = job
        self._cache = job.cache
        self._fingerprint = job.fingerprint
        self.parts = self._cache.load_parts(self._fingerprint) if self._cache else []

    def add(self, part: FeaturePart) -> None:
        """Keep a piece that is not the last."""
        self.parts.append(part)
        self._write(lambda cache: cache.append_part(self._fingerprint, part))

    def finish(self, part: FeaturePart, n_frames: int, fps: float) -> FeatureSequence:
        """Join all pieces; the whole sequence takes the place of the pieces on disk."""
        arrays = [kept.arrays() for kept in [*self.parts, part]]
        joined = FeaturePart(
            **{name: np.concatenate([one[name] for one in arrays]) for name in arrays[0]}
        )
        plan = plan_chunks(self._job.settings)
        sequence = FeatureSequence(
            stream=self._job.stream,
            values=joined.values,
            starts_s=joined.starts_s,
            ends_s=joined.ends_s,
            n_frames=n_frames,
            fps=fps,
            stride_frames=plan.stride_frames,
            window_frames=plan.window_frames,
            label_logits=joined.label_logits,
            fingerprint=self._fingerprint,
        )
        self._write(lambda cache: cache.store(sequence))
        return sequence

    def _write(self, action: Callable[[FeatureCache], None]) -> None:
        """Write to the cache; after one failure, leave it alone."""
        if self._cache is None:
            return
        try:
            action(self._cache)
        except OutputError as failure:
            self._cache = None
            self._job.on_cache_failure(failure)
