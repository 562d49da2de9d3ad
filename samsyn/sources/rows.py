"""One way to read rows of text from CSV, gzipped CSV, Excel, OpenDocument and Parquet, with the heading found."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samsyn.sources import faults, glimpse, sheets, text
from samsyn.sources.contract import N_, SourceError

LOOK_FOR_HEADING = 40  # rows: titles and notes stand above the heading in many Excel files
Notes = list[tuple[str, dict[str, Any]]]


@dataclass
class Rows:
    """The rows under the heading, with their numbers in the file."""

    path: Path
    heading: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    done: Callable[[], int]
    encoding: str = ""
    delimiter: str = ""
    notes: Notes = field(default_factory=list)

    def peek(self, many: int) -> list[tuple[int, list[str]]]:
        """Return the first rows and keep them for the reading."""
        first = list(itertools.islice(self.rows, many))
        self.rows = itertools.chain(first, self.rows)
        return first


def open_rows(
    path: Path, is_heading: Callable[[Sequence[str]], bool] | None = None, *, sheet: str = ""
) -> Rows:
    """Open a table. `is_heading` knows the heading row; without it the first row of text is the heading.

    Raises SourceError for what is empty, broken or no table.
    """
    form = glimpse.form_of(path)
    if form == "csv":
        return _from_csv(path, is_heading)
    if form in ("xlsx", "ods", "ole"):
        return _from_sheet(path, is_heading, sheet)
    if form == "parquet":
        return _from_parquet(path)
    raise wrong_form(path, form)


def wrong_form(path: Path, form: str) -> SourceError:
    if form == "empty":
        return faults.empty(path)
    if form == "broken":
        try:
            text.encoding_of(path, text.read_head(path, 4096))
        except SourceError as error:
            return error
        return faults.binary(path)
    return faults.other_form(path, found=glimpse.FORMS[form])


def _from_csv(path: Path, is_heading: Callable[[Sequence[str]], bool] | None) -> Rows:
    source = text.CsvRows(path)
    rows = iter(source)
    heading = _heading(path, rows, is_heading)
    opened = Rows(path, heading, rows, source.done, source.encoding, source.delimiter)
    if not _ends_with_line_break(path):
        opened.notes.append(
            (N_("Sista raden slutar utan radbrytning. Kontrollera att hela filen kom med."), {})
        )
    return opened


def _ends_with_line_break(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(2) == text.GZIP:
            return True
        file.seek(max(path.stat().st_size - 2, 0))
        return any(mark in file.read() for mark in (b"\n", b"\r"))


def _from_sheet(path: Path, is_heading: Callable[[Sequence[str]], bool] | None, sheet: str) -> Rows:
    return from_grid(path, sheets.load(path, sheet), is_heading)


def from_grid(
    path: Path, grid: sheets.Grid, is_heading: Callable[[Sequence[str]], bool] | None = None
) -> Rows:
    """Open the rows of a sheet that has been read, as `open_rows` does."""
    size = path.stat().st_size
    state = {"row": 0}

    def walk() -> Iterator[tuple[int, list[str]]]:
        for row, cells in grid.rows:
            state["row"] = row
            yield row, cells

    rows = walk()
    heading = _heading(path, rows, is_heading)
    opened = Rows(path, heading, rows, lambda: size * state["row"] // max(1, len(grid.rows)))
    opened.notes.extend(sheet_notes(grid))
    return opened


def sheet_notes(grid: sheets.Grid) -> Notes:
    """Say which sheet was read, which cells were merged and which formulas have no value."""
    notes: Notes = []
    if len(grid.sheets) > 1:
        notes.append(
            (N_("Bladet ”{sheet}” lästes av {count}."), {"sheet": grid.sheet, "count": len(grid.sheets)})
        )
    if grid.merged:
        notes.append(
            (
                N_("Sammanfogade celler lästes som om texten stod i var och en: {ranges}."),
                {"ranges": faults.listed(grid.merged, 8)},
            )
        )
    if grid.formulas:
        notes.append(
            (
                N_(
                    "Celler med formel men utan uträknat värde: {cells}. Öppna filen i Excel och spara den igen."
                ),
                {"cells": faults.listed(grid.formulas, 8)},
            )
        )
    return notes


def _from_parquet(path: Path) -> Rows:
    import pyarrow.parquet as pq

    with faults.guarded(path):
        file = pq.ParquetFile(path)
        names = tuple(file.schema_arrow.names)
        total, size = max(1, file.metadata.num_rows), path.stat().st_size
    state = {"row": 1}

    def walk() -> Iterator[tuple[int, list[str]]]:
        with faults.guarded(path):
            for batch in file.iter_batches(batch_size=10_000):
                columns = [
                    [("" if v is None else sheets.as_text(v)) for v in col.to_pylist()]
                    for col in batch.columns
                ]
                for cells in zip(*columns, strict=True):
                    state["row"] += 1
                    yield state["row"], list(cells)

    return Rows(path, names, walk(), lambda: min(size, size * state["row"] // total))


def _heading(
    path: Path,
    rows: Iterator[tuple[int, list[str]]],
    is_heading: Callable[[Sequence[str]], bool] | None,
) -> tuple[str, ...]:
    """Return the heading and leave `rows` at the line under it; the widest row when none is known as a heading."""
    widest: tuple[str, ...] = ()
    for _row, cells in itertools.islice(rows, LOOK_FOR_HEADING):
        heading = tuple(cell.strip() for cell in cells)
        if any(heading) and (is_heading is None or is_heading(heading)):
            return heading
        if sum(map(bool, heading)) > sum(map(bool, widest)):
            widest = heading
    if not widest:
        raise faults.empty(path)
    return widest
