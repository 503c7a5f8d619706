"""Every interchange format in one table, and the files around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.config.durable import replace_file
from app.domain.errors import ExchangeError
from app.exchange.activitynet import (
    decode_ground_truth,
    decode_results,
    encode_ground_truth,
    encode_results,
)
from app.exchange.csv_segments import decode_csv, encode_csv
from app.services.ports import ExchangedVideo, FormatId


@dataclass(frozen=True, slots=True)
class Format:
    """One interchange format: text from videos, and videos from text.

    Attributes:
        name: For a list to choose from.
        suffix: What its files end in.
    """

    name: str
    suffix: str
    encode: Callable[[Sequence[ExchangedVideo]], str]
    decode: Callable[[str], list[ExchangedVideo]]


FORMATS: dict[FormatId, Format] = {
    "activitynet": Format(
        "ActivityNet ground truth", ".json", encode_ground_truth, decode_ground_truth
    ),
    "activitynet-results": Format("ActivityNet results", ".json", encode_results, decode_results),
    "csv": Format("CSV table", ".csv", encode_csv, decode_csv),
}


class FileExchange:
    """Reads and writes the files of ``FORMATS``; the program's ``Exchange``."""

    def write(self, format_id: FormatId, videos: Sequence[ExchangedVideo], file: Path) -> None:
        """Write a file whole after reading its text back; a failure leaves the old one.

        Raises:
            ExchangeError: the format cannot say it, or the file cannot be written.
        """
        chosen = FORMATS[format_id]
        text = chosen.encode(videos)
        _check_says(chosen, text, videos)
        try:
            replace_file(file, text.encode())
        except UnicodeEncodeError:
            raise ExchangeError(
                "A name or label holds characters that are not text.", "Rename it, then try again."
            ) from None
        except OSError as error:
            raise _not_written(file, error) from error

    def read(self, format_id: FormatId, file: Path) -> list[ExchangedVideo]:
        """Read every video of a file.

        Raises:
            ExchangeError: the file cannot be read or is not of the format.
        """
        try:
            text = file.read_bytes().decode()
        except UnicodeDecodeError:
            raise ExchangeError(
                f"{file.name} is not UTF-8 text.", "Save it as UTF-8, or choose another file."
            ) from None
        except FileNotFoundError:
            raise ExchangeError(
                f"There is no file {file}.", "Check whether it was moved or renamed."
            ) from None
        except OSError as error:
            raise ExchangeError(
                f"{file.name} cannot be read: {(error.strerror or str(error)).lower()}.",
                "Check that the file is there and that you may read it.",
            ) from error
        return FORMATS[format_id].decode(text)


def _not_written(file: Path, error: OSError) -> ExchangeError:
    if not file.parent.is_dir():
        return ExchangeError(
            f"There is no folder {file.parent} to write {file.name} in.",
            "Make it, or choose another one.",
        )
    if file.is_dir():
        return ExchangeError(f"{file} is a folder.", "Choose a file inside it.")
    return ExchangeError(
        f"{file.name} cannot be written: {(error.strerror or str(error)).lower()}.",
        "Choose another folder, or free some space.",
    )


def _check_says(chosen: Format, text: str, videos: Sequence[ExchangedVideo]) -> None:
    """Raise when the text does not say every segment again, to the bit."""
    meant = [(one.label, one.segment) for video in videos for one in video.segments]
    said = [(one.label, one.segment) for video in chosen.decode(text) for one in video.segments]
    if meant != said:
        raise ExchangeError(
            f"{chosen.name} cannot hold these annotations unchanged.",
            "Look for empty or unusual labels, or choose another format.",
        )
