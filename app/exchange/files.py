"""The files around the formats: written whole, read back, recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Event

from app.domain.errors import ExchangeError
from app.exchange.format import Format, Incoming, Making, unique_names
from app.exchange.registry import FORMATS
from app.exchange.writing import not_written, write_file
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
    FormatId,
    Made,
)
from app.services.media import MediaTools
from app.services.ports import FrameSource, Progress

# No annotation file comes near this; what is larger is something else, and would fill the memory.
MAX_FILE_BYTES = 1 << 30
_HEAD_BYTES = 4096
_MOST_LOOKED_AT = 100


class FileExchange:
    """Reads and writes the files of ``FORMATS``; the program's ``Exchange``.

    Args:
        tools: Who cuts, joins and paints, for formats made of the videos; None does without them.
        frames: Opens videos for single pictures; likewise.
    """

    def __init__(self, tools: MediaTools | None = None, frames: FrameSource | None = None) -> None:
        self._making = None if tools is None or frames is None else (tools, frames)

    def cards(self) -> Sequence[FormatCard]:
        return [one.card for one in FORMATS.values()]

    def carried(self, format_id: FormatId, options: ExportOptions) -> Carries:
        return _format(format_id).carried(options)

    def encode(
        self, format_id: FormatId, contents: Contents, options: ExportOptions
    ) -> Mapping[str, bytes]:
        """Return the files by name; a single one is named ''.

        A format of one video gives a file for each of several videos.

        Raises:
            ExchangeError: the format cannot say it.
        """
        chosen = _format(format_id)
        if chosen.encode is None and chosen.make is not None:
            raise ExchangeError(
                f"{chosen.card.name} is made of the videos.", "Choose another format."
            )
        if chosen.encode is None:
            raise ExchangeError(f"{chosen.card.name} can only be read.", "Choose another format.")
        if chosen.carried(options).several_videos or len(contents.videos) <= 1:
            return _files(chosen.encode(contents, options))
        files: dict[str, bytes] = {}
        stems = unique_names(contents.videos, lambda name: Path(name).stem)
        for stem, video in zip(stems, contents.videos, strict=True):
            encoded = _files(chosen.encode(Contents((video,), contents.labels), options))
            files[stem + chosen.card.suffix(options.variant)] = encoded[""]
        return files

    def write(
        self, format_id: FormatId, contents: Contents, file: Path, options: ExportOptions
    ) -> Contents:
        """Write what ``encode`` gives, and return what a reader finds in it.

        It is decoded before anything is written, so that a failure leaves the old file;
        ``replace_file`` then compares what is on the disk with it, byte by byte.

        Raises:
            ExchangeError: the format cannot say it, or the file cannot be written.
        """
        files = self.encode(format_id, contents, options)
        said = self._said(format_id, contents, files, file, options)
        is_folder = set(files) != {""}
        for name, data in files.items():
            target = file / _inside(name) if is_folder else file
            try:
                if is_folder:
                    file.mkdir(exist_ok=True)
            except OSError as error:
                raise not_written(target, error) from error
            write_file(target, data)
        return said

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
        """Make files of the videos themselves.

        Raises:
            ExchangeError: there is nothing to show, or a file cannot be written.
            MediaError: a video breaks off while it is read.
            EngineError: the disk is full or refuses.
            Cancelled: the person stopped it; finished files stay, nothing half is left.
        """
        chosen = _format(format_id)
        if chosen.make is None:
            raise ExchangeError(
                f"{chosen.card.name} is not made of videos.", "Choose another format."
            )
        if self._making is None:
            raise ExchangeError(
                f"{chosen.card.name} cannot be made here.", "Export it from the program."
            )
        tools, frames = self._making
        if not file.absolute().parent.is_dir():
            raise ExchangeError(
                f"There is no folder {file.parent} to write {file.name} in.",
                "Make it, or choose another one.",
            )
        if file.is_dir() and not chosen.card.is_folder:
            raise ExchangeError(f"{file} is a folder.", "Choose another name.")
        if file.exists() and chosen.card.is_folder and not file.is_dir():
            raise ExchangeError(f"{file} is no folder.", "Choose another name.")
        return chosen.make(contents, options, Making(file, tools, frames, progress, cancel))

    def outline(self, format_id: FormatId, contents: Contents, options: ExportOptions) -> str:
        """Return in words what ``make`` would make."""
        chosen = _format(format_id)
        return chosen.outline(contents, options) if chosen.outline else ""

    def read(
        self,
        format_id: FormatId,
        file: Path,
        known: Sequence[ExchangedVideo] = (),
        options: ExportOptions | None = None,
    ) -> Contents:
        """Read all of a file, or of a folder for formats of several files.

        Raises:
            ExchangeError: the file cannot be read or is not of the format.
        """
        chosen = _format(format_id)
        options = options or ExportOptions()
        if not file.is_dir():
            return _decode(chosen, Incoming(file.name, _bytes(file), {}, known, options))
        files = {one.name: _bytes(one) for one in _members(chosen, file)}
        return _decode_folder(chosen, file.name, files, known, options)

    def detect(self, file: Path) -> FormatId | None:
        """Return the format a file looks like: by its content, else by a suffix only one has.

        A folder is what the first of its files is that are looked at.
        """
        if not file.is_dir():
            return _looks_like(file)
        found = (_looks_like(one) for one in _files_in(file)[:_MOST_LOOKED_AT])
        return next((one for one in found if one is not None), None)

    def _said(
        self,
        format_id: FormatId,
        contents: Contents,
        files: Mapping[str, bytes],
        file: Path,
        options: ExportOptions,
    ) -> Contents:
        chosen = FORMATS[format_id]
        if chosen.decode is None or not chosen.carried(options).readable:
            return contents
        if set(files) == {""}:
            incoming = Incoming(file.name, files[""], {}, contents.videos, options)
            return _decode(chosen, incoming)
        return _decode_folder(chosen, file.name, files, contents.videos, options)


def _format(format_id: FormatId) -> Format:
    if format_id not in FORMATS:
        raise ExchangeError(
            f"There is no format {format_id}.", f"The formats are {', '.join(FORMATS)}."
        )
    return FORMATS[format_id]


def _files(encoded: str | bytes | Mapping[str, str | bytes]) -> dict[str, bytes]:
    parts = {"": encoded} if isinstance(encoded, str | bytes) else encoded
    try:
        return {
            name: part if isinstance(part, bytes) else part.encode() for name, part in parts.items()
        }
    except UnicodeEncodeError:
        raise ExchangeError(
            "A name or label holds characters that are not text.", "Rename it, then try again."
        ) from None


def _inside(name: str) -> str:
    """Return a file name that stays in its folder.

    Raises:
        ExchangeError: it would not.
    """
    if name in {"", ".", ".."} or any(sign in name for sign in "/\\\0"):
        raise ExchangeError(
            f"{name!r} cannot be the name of a file.", "Rename the label or the video."
        )
    return name


def _decode(chosen: Format, incoming: Incoming) -> Contents:
    if chosen.decode is None:
        raise ExchangeError(f"{chosen.card.name} can only be written.", "Choose another format.")
    try:
        return chosen.decode(incoming)
    except RecursionError:
        raise ExchangeError(
            f"{incoming.name} is nested too deep.", "Export it again, or choose another file."
        ) from None


def _decode_folder(
    chosen: Format,
    name: str,
    files: Mapping[str, bytes],
    known: Sequence[ExchangedVideo],
    options: ExportOptions,
) -> Contents:
    if not files:
        raise ExchangeError(
            f"{name} holds no file of {chosen.card.name}.",
            f"Its files end in {' or '.join(chosen.card.suffixes)}.",
        )
    if chosen.card.is_folder:
        return _decode(chosen, Incoming(name, b"", files, known, options))
    return _joined(
        _decode(chosen, Incoming(one, data, {}, known, options)) for one, data in files.items()
    )


def _joined(parts: Iterable[Contents]) -> Contents:
    found = list(parts)
    labels: dict[str, ExchangedLabel] = {}
    for part in found:
        for label in part.labels:
            labels.setdefault(label.name, label)
    return Contents(
        tuple(video for part in found for video in part.videos),
        tuple(labels.values()),
        tuple(remark for part in found for remark in part.remarks),
    )


def _looks_like(file: Path) -> FormatId | None:
    name, head = file.name.lower(), _bytes(file, _HEAD_BYTES)
    readable = [one for one in FORMATS.values() if one.decode]
    fitting = [one for one in readable if name.endswith(one.card.suffixes)]
    for one in [*fitting, *readable]:
        if one.recognize is not None and one.recognize(name, head):
            return one.card.id
    unsure = [one for one in fitting if one.recognize is None]
    return unsure[0].card.id if len(unsure) == 1 else None


def _members(chosen: Format, folder: Path) -> list[Path]:
    return [one for one in _files_in(folder) if one.name.lower().endswith(chosen.card.suffixes)]


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.is_file())
    except OSError as error:
        raise _not_read(folder, error) from error


def _bytes(file: Path, limit: int = MAX_FILE_BYTES + 1) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(limit)
    except FileNotFoundError:
        raise ExchangeError(
            f"There is no file {file}.", "Check whether it was moved or renamed."
        ) from None
    except OSError as error:
        raise _not_read(file, error) from error
    if len(data) > MAX_FILE_BYTES:
        raise ExchangeError(f"{file.name} is larger than 1 GiB.", "Split it, then try again.")
    return data


def _not_read(file: Path, error: OSError) -> ExchangeError:
    return ExchangeError(
        f"{file.name} cannot be read: {(error.strerror or str(error)).lower()}.",
        "Check that the file is there and that you may read it.",
    )
