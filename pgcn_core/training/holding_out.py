"""What every training asks of its videos: features of one width, some held out to validate on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from pgcn_core.errors import FeatureError, TrainingError
from pgcn_core.training.draws import name_key


class NamedVideo(Protocol):
    """A video of a training set."""

    @property
    def video_id(self) -> str:
        """Its name, unique in the set."""


V = TypeVar("V", bound=NamedVideo)


def check_widths(widths: Iterable[tuple[str, int]]) -> None:
    """Raise ``FeatureError`` unless all videos have features of one width.

    Args:
        widths: Each video's name and its D; at least one.
    """
    (first, width), *others = widths
    for video_id, other in others:
        if other != width:
            raise FeatureError(
                f"Features of {video_id} have {other} numbers, those of {first} {width}.",
                "Extract all with one network.",
            )


def split(videos: Sequence[V], share: float, seed: int) -> tuple[tuple[V, ...], tuple[V, ...]]:
    """Return videos to train on and videos to validate on; which is which depends on their names.

    Adding a video moves no other across unless the share calls for it. At least one stays on each
    side unless ``share`` is 0.

    Raises:
        TrainingError: one video cannot be split.
    """
    if share == 0:
        return tuple(videos), ()
    if len(videos) < 2:
        raise TrainingError(
            "One video with ground truth cannot be split into training and validation.",
            "Add videos, or set the validation share to 0.",
        )
    count = min(max(round(share * len(videos)), 1), len(videos) - 1)
    order = sorted(range(len(videos)), key=lambda n: name_key(f"{seed}/{videos[n].video_id}"))
    held_out = set(order[:count])
    return (
        tuple(one for number, one in enumerate(videos) if number not in held_out),
        tuple(one for number, one in enumerate(videos) if number in held_out),
    )
