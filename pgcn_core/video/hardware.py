"""Whether a graphics device decodes a video, and decodes it right."""

from __future__ import annotations

import sys

import av
import numpy as np
from av.codec.hwaccel import HWAccel, hwdevices_available
from av.video.frame import VideoFrame

from pgcn_core.errors import VideoError
from pgcn_core.video.container import decode, demux, drain, open_container
from pgcn_core.video.products import VideoInfo

# In the order they are tried; what the library was not built with is passed over.
_DEVICES = {
    "darwin": ("videotoolbox",),
    "win32": ("d3d11va", "dxva2", "cuda"),
    "linux": ("vaapi", "cuda"),
}
# Grey levels of 255; a right decoder differs by rounding, a wrong one by whole pictures.
_MOST_MEAN_DIFFERENCE = 2.0
_PROBE_PACKETS = 64


def pick_hardware(info: VideoInfo) -> HWAccel | None:
    """Return the first device that shows the first picture as software does; None without one.

    A device that is not there, refuses the codec, gives nothing, or gives another picture is passed
    over without a word: software decodes everything.
    """
    offered = set(hwdevices_available())
    names = [name for name in _DEVICES.get(sys.platform, ()) if name in offered]
    if not names:
        return None
    wanted = _first_frame(info, None)
    for name in names:
        found = _first_frame(info, _device(name))
        if wanted is not None and found is not None and is_same_picture(wanted, found):
            return _device(name)
    return None


def is_same_picture(wanted: VideoFrame, found: VideoFrame) -> bool:
    """Say whether two pictures differ by no more than decoders round."""
    if (wanted.width, wanted.height, wanted.pts) != (found.width, found.height, found.pts):
        return False
    pair = [frame.to_ndarray(format="gray").astype(np.int16) for frame in (wanted, found)]
    return float(np.abs(pair[0] - pair[1]).mean()) <= _MOST_MEAN_DIFFERENCE


def _device(name: str) -> HWAccel:
    return HWAccel(device_type=name, allow_software_fallback=False)


def _first_frame(info: VideoInfo, hardware: HWAccel | None) -> VideoFrame | None:
    try:
        with open_container(info.path, hardware) as (container, stream):
            for number, packet in enumerate(demux(container, stream)):
                frames = decode(stream, packet)
                if frames or number >= _PROBE_PACKETS:
                    return frames[0] if frames else None
            return next(iter(drain(stream)), None)
    # The binding tells an absent device or codec in any of these, by device and by system.
    except (VideoError, av.FFmpegError, RuntimeError, ValueError):
        return None
