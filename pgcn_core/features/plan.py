"""How a stream of frames is cut into pieces the network takes, and what is kept of each.

The trunk sees 44 frames before and 47 after the 16 of a vector. In dense mode pieces therefore
overlap and the six vectors at each inner edge are dropped: what is left is what one pass over the
whole video would give, to rounding. The piece sizes are part of every fingerprint all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from pgcn_core.config import FeatureSettings
from pgcn_core.errors import SettingsError
from pgcn_core.features.i3d import FRAMES_PER_VECTOR, MIN_FRAMES, REACH_FRAMES, VECTOR_FRAMES

# 27 of 39 vectors are kept; a larger piece keeps more and takes more memory and longer to resume.
_DENSE_FRAMES = 320
_MARGIN_VECTORS = -(-REACH_FRAMES // FRAMES_PER_VECTOR)
# Clips of one piece in clips mode: what a GPU takes at once and what a resumed run may lose.
_CLIPS_PER_PIECE = 8


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """Pieces of equal length at equal steps; only the last may be shorter.

    Attributes:
        mode: dense or clips.
        chunk_frames: Frames of a piece.
        step_frames: Frames from one piece to the next.
        window_frames: Frames one vector stands for.
        stride_frames: Frames from one vector to the next.
        margin_vectors: Vectors dropped at an inner edge.
    """

    mode: str
    chunk_frames: int
    step_frames: int
    window_frames: int
    stride_frames: int
    margin_vectors: int

    def padded_frames(self, n_frames: int, *, first: bool) -> int:
        """Return how long a piece becomes by repeating its last frame.

        In clips mode only a video shorter than one clip is made longer; frames after the last
        whole clip are left out, as in the official features.
        """
        if self.mode == "clips":
            return max(n_frames, self.window_frames) if first else n_frames
        whole = -(-n_frames // FRAMES_PER_VECTOR) * FRAMES_PER_VECTOR
        return max(whole, MIN_FRAMES)

    def n_vectors(self, n_frames: int) -> int:
        """Return how many vectors a piece of this (padded) length gives."""
        return max((n_frames - self.window_frames) // self.stride_frames + 1, 0)

    def kept(self, chunk_idx: int, n_vectors: int, *, last: bool) -> range:
        """Return which vectors of a piece are part of the sequence."""
        first = self.margin_vectors if chunk_idx else 0
        return range(first, n_vectors if last else n_vectors - self.margin_vectors)


def plan_chunks(settings: FeatureSettings) -> ChunkPlan:
    """Return the pieces of a mode.

    Raises:
        SettingsError: sizes the network cannot take.
    """
    if settings.crop_px < 224 or settings.crop_px % 32:
        raise SettingsError(f"The crop of {settings.crop_px} px does not suit I3D.", "Use 224 px.")
    if settings.mode == "dense":
        return _dense(settings)
    window, stride = settings.window_frames, settings.stride_frames
    if window < MIN_FRAMES or window % FRAMES_PER_VECTOR or stride < 1:
        raise SettingsError(
            f"Clips of {window} frames at a stride of {stride} do not suit I3D.",
            "Use a multiple of 8 frames, at least 16; the official features have 64 and 8.",
        )
    length = window + (_CLIPS_PER_PIECE - 1) * stride
    return ChunkPlan("clips", length, _CLIPS_PER_PIECE * stride, window, stride, 0)


def _dense(settings: FeatureSettings) -> ChunkPlan:
    if settings.stride_frames != FRAMES_PER_VECTOR:
        raise SettingsError(
            f"Dense features come every {FRAMES_PER_VECTOR} frames, not {settings.stride_frames}.",
            "Set stride_frames to 8, or mode to clips.",
        )
    vectors = (_DENSE_FRAMES - VECTOR_FRAMES) // FRAMES_PER_VECTOR + 1
    step = (vectors - 2 * _MARGIN_VECTORS) * FRAMES_PER_VECTOR
    return ChunkPlan(
        "dense", _DENSE_FRAMES, step, VECTOR_FRAMES, FRAMES_PER_VECTOR, _MARGIN_VECTORS
    )
