"""Apache Parquet: the rows of the table with the types said, for pandas, Polars, DuckDB and Spark.

One segment a row: ``video``, ``label``, ``start_s``, ``end_s``, ``score`` (null for annotations),
``source``, ``note``. Read back, columns may stand in any order, only the first four are demanded,
and unknown ones are passed over. Written and read by PyArrow, an optional part of the installation
(``exchange``).
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from itertools import chain
from typing import Any, get_args

from app.domain.errors import ExchangeError
from app.exchange.format import Format, Incoming, foreign, segment_or_none, unique_names, video_of
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExportOptions,
    FormatCard,
    Source,
)

COLUMNS = ("video", "label", "start_s", "end_s", "score", "source", "note")
_DEMANDED = COLUMNS[:4]
_WORDS = frozenset({"video", "label", "source", "note"})
_FORM = "a Parquet table of segments"
# A few bytes can promise any number of rows; nobody annotates this many in one file.
MAX_ROWS = 20_000_000
_MAGIC = b"PAR1"


def encode(contents: Contents, options: ExportOptions) -> bytes:  # noqa: ARG001 - one form only
    """Return the file.

    Raises:
        ExchangeError: PyArrow is missing, or two videos share one name.
    """
    arrow, parquet = _library()
    unique_names(contents.videos, str)
    rows = [(video.name, one) for video in contents.videos for one in video.segments]
    values: dict[str, list[Any]] = {
        "video": [name for name, _ in rows],
        "label": [one.label for _, one in rows],
        "start_s": [one.segment.start_s for _, one in rows],
        "end_s": [one.segment.end_s for _, one in rows],
        "score": [one.score for _, one in rows],
        "source": [one.source for _, one in rows],
        "note": [one.note for _, one in rows],
    }
    fields = [(name, arrow.string() if name in _WORDS else arrow.float64()) for name in COLUMNS]
    try:
        table = arrow.table(values, schema=arrow.schema(fields))
    except UnicodeEncodeError:
        raise ExchangeError(
            "A name or label holds characters that are not text.", "Rename it, then try again."
        ) from None
    file = io.BytesIO()
    parquet.write_table(table, file, compression="zstd")
    return file.getvalue()


def decode(incoming: Incoming) -> Contents:
    """Return the videos in the order they first appear.

    Raises:
        ExchangeError: PyArrow is missing, or the file is no such table.
    """
    columns = _read(incoming.data)
    found: dict[str, list[ExchangedSegment | None]] = {}
    for row in zip(*columns, strict=True):
        video, segment = _segment(*row)
        found.setdefault(video, []).append(segment)
    return Contents(tuple(video_of(name, segments) for name, segments in found.items()))


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional part of the installation
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise ExchangeError(
            "PyArrow is not installed.",
            "Install it with: pip install 'pgcn-studio[exchange]', or choose a table (CSV).",
        ) from None
    return pa, pq


def _read(data: bytes) -> list[list[Any]]:
    """Return the values of each of ``COLUMNS``; those that are not there are None."""
    arrow, parquet = _library()
    try:
        # Decoded in this thread: a damaged file must not bring down one that nobody waits for.
        file = parquet.ParquetFile(io.BytesIO(data), page_checksum_verification=True)
        if file.metadata.num_rows > MAX_ROWS:
            raise foreign(_FORM, f"it promises {file.metadata.num_rows} rows")
        names = set(file.schema_arrow.names)
        missing = [name for name in _DEMANDED if name not in names]
        if missing:
            raise foreign(_FORM, f"it has no column {missing[0]}")
        wanted = [name for name in COLUMNS if name in names]
        table = file.read(columns=wanted, use_threads=False)
        table.validate(full=True)
        values = {name: table.column(name).to_pylist() for name in wanted}
    except (arrow.ArrowException, OSError, ValueError, MemoryError) as error:
        raise foreign(_FORM, str(error).splitlines()[0] if str(error) else "damaged") from None
    return [values.get(name) or [None] * table.num_rows for name in COLUMNS]


def _segment(
    video: object, label: object, start_s: object, end_s: object, *others: object
) -> tuple[str, ExchangedSegment | None]:
    score, source, note = others
    words = (video, label, "annotation" if source is None else source, note or "")
    if not all(isinstance(word, str) for word in words) or not video:
        raise foreign(_FORM, "a video, label, source or note is not text")
    if source is not None and source not in get_args(Source):
        raise foreign(_FORM, f"the source {source!r} is neither {get_args(Source)}")
    start, end, *scores = _numbers(chain((start_s, end_s), () if score is None else (score,)))
    segment = segment_or_none(start, end)
    if segment is None:
        return str(video), None
    kind: Source = "suggestion" if source == "suggestion" else "annotation"
    one = ExchangedSegment(str(label), segment, scores[0] if scores else None, str(words[3]), kind)
    return str(video), one


def _numbers(values: Iterable[object]) -> list[float]:
    numbers = []
    for value in values:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise foreign(_FORM, f"{value!r} is not a finite number")
        numbers.append(float(value))
    return numbers


FORMAT = Format(
    FormatCard(
        id="parquet",
        name="Parquet table",
        summary="One row a segment, with types: pandas, Polars, DuckDB, Spark.",
        suffixes=(".parquet",),
        carries=Carries(scores=True, layers=True, notes=True, empty_videos=False),
    ),
    encode,
    decode,
    lambda _name, head: head.startswith(_MAGIC),
)
