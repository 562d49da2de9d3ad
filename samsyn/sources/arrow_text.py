"""Columns of text in Arrow batches with the number of each row, streamed: for files of millions of rows."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from samsyn.sources import faults, sheets, text
from samsyn.sources.rows import Rows

BLOCK = 8 << 20
MOST_CUT_ROWS = 1_000_000
SLICE = 50_000


@dataclass(frozen=True)
class CutRow:
    """A row with another number of cells than the heading."""

    row: int
    cells: int
    found: str


@dataclass(frozen=True)
class TextBatch:
    """Equal-length columns of strings (never null) by column number, and the row that each stands on."""

    rows: npt.NDArray[np.int64]
    columns: dict[int, pa.Array]
    cut: tuple[CutRow, ...] = ()
    refused: int = 0  # cut rows, those not spelled out too


class _AfterHeading(io.RawIOBase):
    """What follows the heading in a text file, as UTF-8. `lines` is how many rows the heading took."""

    def __init__(self, path: Path) -> None:
        self.source = text.Utf8(path)
        first = self.source.read(text.CHUNK)
        while first and not first.endswith(b"\n") and len(first) < text.CHUNK:
            more = self.source.read(text.CHUNK - len(first))
            if not more:
                break
            first += more
        words = first.decode("utf-8", "ignore")
        self.delimiter = text.delimiter_of(words[: text.HEAD])
        lines = io.StringIO(words, newline="")
        taken: list[str] = []
        self.row = 0
        for cells in csv.reader(_noting(lines, taken), delimiter=self.delimiter):
            self.row += 1
            if any(map(str.strip, cells)) and not (self.row == 1 and words[:4].lower() == "sep="):
                break
        self.waiting = first[len("".join(taken).encode("utf-8")) :]

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Return as much as is asked for, so that the batches become as large as the block."""
        parts, left = [], max(size, 1)
        while left > 0:
            part = self.waiting or self.source.read(left)
            if not part:
                break
            parts.append(part[:left])
            self.waiting = part[left:]
            left -= len(parts[-1])
        return b"".join(parts)


def _noting(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line


class CsvText:
    """A CSV file as batches of text columns. Pass the numbers of the columns that are wanted."""

    def __init__(self, path: Path, width: int, wanted: Sequence[int]) -> None:
        self.path, self.width, self.wanted = path, width, sorted(set(wanted))
        self.stream = _AfterHeading(path)
        self.next = self.stream.row + 1  # the number of the next row in the file
        self.cut: list[CutRow] = []
        self.cut_numbers: list[int] = []
        self.cut_count = self.cut_told = 0

    def done(self) -> int:
        return self.stream.source.file.done()

    def _note_cut(self, bad: object) -> str:
        number = int(getattr(bad, "number", None) or 0) + self.stream.row
        found = str(getattr(bad, "text", ""))
        if self.cut_count < faults.SPELLED_OUT:
            self.cut.append(CutRow(number, int(getattr(bad, "actual_columns", 0)), faults.shorten(found)))
        self.cut_numbers.append(number)
        self.cut_count += 1
        return "error" if self.cut_count > MOST_CUT_ROWS else "skip"

    def __iter__(self) -> Iterator[TextBatch]:
        with faults.guarded(self.path):
            try:
                reader = self._open()
            except pa.ArrowInvalid as error:
                if "Empty CSV" in str(error):
                    return
                raise
            for batch in reader:
                yield self._numbered(batch)
            if self.cut_numbers:
                yield self._numbered(None)

    def _open(self) -> Iterator[pa.RecordBatch]:
        from pyarrow import csv as arrow_csv

        names = [f"c{place}" for place in range(self.width)]
        wanted = [names[place] for place in self.wanted]
        return arrow_csv.open_csv(
            pa.PythonFile(self.stream, mode="r"),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.stream.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._note_cut,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                include_columns=wanted,
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                check_utf8=False,
            ),
        )

    def _numbered(self, batch: pa.RecordBatch | None) -> TextBatch:
        many = batch.num_rows if batch is not None else 0
        rows = self._numbers(many)
        cut, self.cut = tuple(self.cut), []
        refused, self.cut_told = self.cut_count - self.cut_told, self.cut_count
        arrays = [pa.array([], pa.string()) for _ in self.wanted] if batch is None else batch.columns
        columns = dict(zip(self.wanted, arrays, strict=True))
        return TextBatch(rows, columns, cut, refused)

    def _numbers(self, many: int) -> npt.NDArray[np.int64]:
        """Return the numbers of the next rows, leaving out those that were cut."""
        if not self.cut_numbers:
            rows = np.arange(self.next, self.next + many, dtype=np.int64)
        else:
            skipped = np.array(sorted(self.cut_numbers), dtype=np.int64)
            rows = np.setdiff1d(np.arange(self.next, self.next + many + len(skipped)), skipped)[:many]
        last = int(rows[-1]) if many else self.next - 1
        self.next = last + 1
        self.cut_numbers = [number for number in self.cut_numbers if number > last] if many else []
        return rows


def from_rows(rows: Rows, wanted: Sequence[int]) -> Iterator[TextBatch]:
    """Batches from rows of text: sheets, and the first rows of any file."""
    width = len(rows.heading)
    while many := list(itertools.islice(rows.rows, SLICE)):
        whole = [(row, cells) for row, cells in many if len(cells) == width]
        cut = tuple(
            CutRow(row, len(cells), faults.shorten((rows.delimiter or " ").join(cells)))
            for row, cells in many
            if len(cells) != width and any(map(str.strip, cells))
        )
        columns = {
            place: pa.array([cells[place] for _row, cells in whole], pa.string()) for place in set(wanted)
        }
        yield TextBatch(np.array([row for row, _cells in whole], dtype=np.int64), columns, cut, len(cut))


def from_parquet(path: Path, heading: Sequence[str], wanted: Sequence[int]) -> Iterator[TextBatch]:
    """Batches from Parquet, every column as text; dates as ISO, times with their offset."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with faults.guarded(path):
        file = pq.ParquetFile(path)
        places = sorted(set(wanted))
        first = 2
        for batch in file.iter_batches(batch_size=SLICE * 4, columns=[heading[place] for place in places]):
            numbers = np.arange(first, first + batch.num_rows, dtype=np.int64)
            first += batch.num_rows
            columns = {place: _as_text(batch.column(heading[place]), pc.cast) for place in places}
            yield TextBatch(numbers, columns)


def _as_text(column: pa.Array, cast: Callable[..., pa.Array]) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type) and column.type.unit in ("us", "ns"):
        column = cast(column, pa.timestamp("s", column.type.tz), safe=False)
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        column = pa.array([sheets.as_text(value) for value in column.to_pylist()], pa.string())
    return cast(column, pa.string()).fill_null("")
