"""Frames of a video become the network's input, one stream at a time, in bounded memory."""

from __future__ import annotations

from threading import Event
from typing import Protocol

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import FeatureSettings, Stream
from pgcn_core.errors import SettingsError
from pgcn_core.features.flow import compute_flow, normalise_flow, to_grey

# Flow is computed on the crop and this much around it: pixels farther out hardly change it, and on
# a 16:9 picture this saves two fifths of the time.
_FLOW_BORDER_PX = 16


class InputMaker(Protocol):
    """Turns frames, as they come, into pictures for the network, one per frame."""

    def feed(self, pixels: NDArray[np.uint8], cancel: Event | None) -> NDArray[np.generic]:
        """Return the (n, crop, crop, C) pictures that (T, H, W, 3) uint8 frames complete."""

    def finish(self) -> NDArray[np.generic]:
        """Return what was still owed when the video ended."""

    def to_network(self, pictures: NDArray[np.generic]) -> NDArray[np.float32]:
        """Return (C, T, crop, crop) float32 in [-1, 1] from (T, crop, crop, C)."""


def input_maker(stream: Stream, settings: FeatureSettings, device: torch.device) -> InputMaker:
    """Return the maker of a stream."""
    if stream == "rgb":
        return RgbInput(settings.crop_px)
    return FlowInput(settings, device)


def centre_crop(pixels: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Return the middle of (T, H, W, ...) frames; a frame smaller than that is an error.

    Raises:
        SettingsError: the frames are smaller than the crop.
    """
    rows, columns = pixels.shape[1:3]
    if rows < height or columns < width:
        raise SettingsError(
            f"Frames of {columns} x {rows} px are smaller than the crop of {width} px.",
            "Set short_side_px to 256.",
        )
    top, left = (rows - height) // 2, (columns - width) // 2
    return pixels[:, top : top + height, left : left + width]


class RgbInput:
    """The centre of each frame; kept as bytes until the network wants it."""

    def __init__(self, crop_px: int) -> None:
        self._crop_px = crop_px

    def feed(
        self,
        pixels: NDArray[np.uint8],
        cancel: Event | None,  # noqa: ARG002 - cropping takes no time
    ) -> NDArray[np.generic]:
        """Return one crop per frame."""
        return centre_crop(pixels, self._crop_px, self._crop_px).copy()

    def finish(self) -> NDArray[np.generic]:
        """Return nothing: every frame has its picture already."""
        return np.zeros((0, self._crop_px, self._crop_px, 3), dtype=np.uint8)

    def to_network(self, pictures: NDArray[np.generic]) -> NDArray[np.float32]:
        """Scale bytes to [-1, 1]."""
        scaled = np.ascontiguousarray(pictures.transpose(3, 0, 1, 2), dtype=np.float32)
        scaled *= np.float32(2 / 255)
        scaled -= np.float32(1)
        return scaled


class FlowInput:
    """The flow from each frame to the next.

    T frames have T - 1 flows. The last one is repeated (a single frame gets zero flow), so that
    vector l of flow and vector l of RGB stand for the same frames and both streams have the same L.
    """

    def __init__(self, settings: FeatureSettings, device: torch.device) -> None:
        self._settings = settings.flow
        self._crop_px = settings.crop_px
        self._device = device
        self._previous: NDArray[np.uint8] | None = None
        self._last = np.zeros((1, self._crop_px, self._crop_px, 2), dtype=np.float32)

    def feed(self, pixels: NDArray[np.uint8], cancel: Event | None) -> NDArray[np.generic]:
        """Return the flows that became known: one fewer than frames at first, then as many."""
        grey = self._prepared(pixels)
        if self._previous is not None:
            grey = np.concatenate([self._previous[None], grey])
        self._previous = grey[-1].copy()
        flow = compute_flow(grey, self._settings, device=self._device, cancel=cancel)
        flow = normalise_flow(self._cropped(flow), self._settings.clamp_px)
        if len(flow):
            self._last = flow[-1:].copy()
        return flow

    def finish(self) -> NDArray[np.generic]:
        """Return the last flow once more."""
        return self._last

    def to_network(self, pictures: NDArray[np.generic]) -> NDArray[np.float32]:
        """Move the channels to the front."""
        return np.ascontiguousarray(pictures.transpose(3, 0, 1, 2), dtype=np.float32)

    def _prepared(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return grey frames at the flow's size, cut to the crop and its border."""
        grey = to_grey(pixels)
        rows, columns = grey.shape[1:]
        scale = self._settings.short_side_px / min(rows, columns)
        if scale != 1:
            size = (round(columns * scale), round(rows * scale))
            grey = np.stack([cv2.resize(g, size, interpolation=cv2.INTER_AREA) for g in grey])
        wanted = self._crop_px + 2 * _FLOW_BORDER_PX
        rows, columns = (min(side, wanted) for side in grey.shape[1:])
        return centre_crop(grey, rows, columns)

    def _cropped(self, flow: NDArray[np.float32]) -> NDArray[np.float32]:
        rows, columns = flow.shape[1:3]
        if min(rows, columns) < self._crop_px:
            raise SettingsError(
                f"Flow of {columns} x {rows} px is smaller than the crop of {self._crop_px} px.",
                "Set the flow's short_side_px to 256.",
            )
        top, left = (rows - self._crop_px) // 2, (columns - self._crop_px) // 2
        return flow[:, top : top + self._crop_px, left : left + self._crop_px]
