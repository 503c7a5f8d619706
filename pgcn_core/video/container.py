"""Opening the file itself: which stream is the video, and every way a file can fail to be one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from pgcn_core.errors import VideoError
from pgcn_core.video.products import VideoInfo

_CHUNK_BYTES = 1 << 20
# Demuxers that would show a text file or a still picture as video, or follow links to other files.
_NOT_VIDEO_FORMATS = {"tty", "image2", "hls", "dash", "concat", "sdp", "rtsp"}
# Said aloud, it keeps a colon in the name from naming another protocol.
_FILE_PROTOCOL = "file:"
_PICK_VIDEO = "Choose a video file such as MP4, MOV, MKV, AVI or TS."
_MAX_BROKEN_READS = 64  # in a row; past that the rest of the file is given up
_COPY_AGAIN = "Copy it again from where it was recorded."


def fingerprint(path: Path) -> str:
    """Return a hash of the file's size and its first, middle and last MiB; the name is not in it.

    Raises:
        VideoError: the file is missing, a directory, not readable or empty.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            digest = hashlib.blake2b(size.to_bytes(8, "little"), digest_size=16)
            for start in (0, max(0, (size - _CHUNK_BYTES) // 2), max(0, size - _CHUNK_BYTES)):
                file.seek(start)
                digest.update(file.read(_CHUNK_BYTES))
    except OSError as error:
        raise _file_failure(path, error) from error
    if size == 0:
        raise VideoError(f"{path.name} is empty.", _COPY_AGAIN)
    return digest.hexdigest()


@contextmanager
def open_container(
    path: Path, hardware: HWAccel | None = None
) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open the file for demuxing; closed on leaving.

    Args:
        path: The file.
        hardware: A device that decodes in place of the processor.

    Yields:
        The container and its video stream, decoding with frame threads.

    Raises:
        VideoError: the file cannot be opened, or holds no video that can be decoded.
    """
    try:
        container = av.open(
            f"{_FILE_PROTOCOL}{path}",
            options={"protocol_whitelist": "file"},
            metadata_errors="replace",
            hwaccel=hardware,
        )
    except OSError as error:
        raise _file_failure(path, error) from error
    except av.FFmpegError as error:
        raise _not_video(path) from error
    with container:
        stream = _video_stream(container, path)
        stream.thread_type = "AUTO"
        yield container, stream


@contextmanager
def open_unchanged(
    info: VideoInfo, hardware: HWAccel | None = None
) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a video again, after making sure that it still is the file its index was made of.

    Raises:
        VideoError: the file has gone, or its content is another.
    """
    check_unchanged(info)
    with open_container(info.path, hardware) as opened:
        yield opened


def check_unchanged(info: VideoInfo) -> None:
    """Make sure that a file is still what its index was made of.

    Raises:
        VideoError: the file has gone, or its content is another.
    """
    if fingerprint(info.path) != info.fingerprint:
        raise VideoError(f"{info.path.name} has changed since it was opened.", "Open it again.")


def drain(stream: VideoStream) -> list[VideoFrame]:
    """Return the frames the decoder still holds; damaged ones are passed over."""
    for _ in range(_MAX_BROKEN_READS):
        try:
            return list(stream.decode(None))
        except av.EOFError:
            return []
        except av.FFmpegError:
            continue  # one damaged frame ends the call; the ones behind it are still to be had
    return []


def decode(stream: VideoStream, packet: Packet[VideoStream]) -> list[VideoFrame]:
    """Return the frames a packet completes; none where it is damaged."""
    try:
        return list(stream.decode(packet))
    except av.FFmpegError:
        return []


def demux(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """Yield the stream's packets that hold data, passing over places that cannot be read.

    Raises:
        VideoError: the file itself is gone.
    """
    broken = 0
    while broken < _MAX_BROKEN_READS:
        try:
            for packet in container.demux(stream):
                if packet.size:
                    broken = 0
                    yield packet
        except av.FFmpegError as error:
            broken += 1
            if isinstance(error, OSError):
                _check_readable(Path(container.name.removeprefix(_FILE_PROTOCOL)))
        else:
            return


def damaged(path: Path) -> VideoError:
    """Return the failure of a file that opens but from which no picture can be had."""
    return VideoError(f"No picture of {path.name} can be decoded.", _COPY_AGAIN)


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    names = set(container.format.name.split(","))
    if names & _NOT_VIDEO_FORMATS or container.format.name.endswith("_pipe"):
        raise _not_video(path)
    # A cover picture is a "video" stream of one frame; it is not what the person means.
    videos = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not videos:
        if container.streams.audio:
            raise VideoError(f"{path.name} has sound but no picture.", _PICK_VIDEO)
        raise _not_video(path)
    default = [stream for stream in videos if stream.disposition & Disposition.default]
    stream = (default or videos)[0]
    if stream.codec_context is None:
        raise VideoError(
            f"The picture of {path.name} is coded in a way this program cannot decode.",
            "Convert it to H.264 first.",
        )
    return stream


def _check_readable(path: Path) -> None:
    """Tell a lost disk or file from damaged data: only the first is a reason to stop."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise _file_failure(path, error) from error


def _file_failure(path: Path, error: OSError) -> VideoError:
    if isinstance(error, FileNotFoundError):
        return VideoError(f"There is no file {path}.", "Check whether it was moved or renamed.")
    if isinstance(error, IsADirectoryError):
        return VideoError(f"{path} is a folder, not a video.", "Choose a file inside it.")
    if isinstance(error, PermissionError):
        return VideoError(
            f"There is no permission to read {path}.",
            "Change its permissions, or ask its owner to.",
        )
    reason = (error.strerror or str(error)).lower()
    return VideoError(f"{path} cannot be read: {reason}.", "Check the disk it lies on.")


def _not_video(path: Path) -> VideoError:
    boxes = _top_level_boxes(path)
    if "ftyp" in boxes and "moov" not in boxes:
        return VideoError(
            f"{path.name} is not whole: its table of frames (moov) is missing.",
            "Copy or download it again; if the camera itself stopped short, an MP4 repair tool may "
            "help.",
        )
    return VideoError(f"{path.name} is not a video.", _PICK_VIDEO)


def _top_level_boxes(path: Path) -> list[str]:
    """Return the names of an MP4's outermost boxes, as far as they can be followed."""
    names: list[str] = []
    with path.open("rb") as file:
        end = file.seek(0, 2)
        position = 0
        while position + 8 <= end and len(names) < 64:
            file.seek(position)
            header = file.read(16)
            size = int.from_bytes(header[:4], "big")
            if size == 1:
                size = int.from_bytes(header[8:16], "big")
            names.append(header[4:8].decode("latin-1"))
            position += size if size >= 8 else end
    return names
