"""Named columns of a file as text: CSV (also gzipped), Parquet, Excel and OpenDocument, by the readers' own way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.cli.analyses.words import UsageError


@dataclass(frozen=True)
class Table:
    """Columns of text of equal length, by the names that were asked for; `rows` their numbers in the file."""

    path: Path
    rows: Any  # int64
    columns: dict[str, Any]  # pa.Array of string, never null
    cut: int  # rows left out: another number of cells than the heading

    def __len__(self) -> int:
        return len(self.rows)


def read(path: Path, names: Sequence[str]) -> Table:
    """Return the columns with these headings. Raises UsageError and SourceError in three sentences."""
    import numpy as np
    import pyarrow as pa

    from samsyn.sources import columns, faults, glimpse
    from samsyn.sources.arrow_text import CsvText, from_parquet, from_rows
    from samsyn.sources.rows import open_rows

    if not path.is_file():
        raise UsageError(
            f"Filen {path} finns inte. Vi letade där du sa. Kontrollera sökvägen och försök igen."
        )
    try:
        form = glimpse.form_of(path)
        known = None if form in ("csv", "parquet") else (lambda heading: columns.has_all(heading, *names))
        opened = open_rows(path, known)
        places = {name: columns.chosen(path, opened.heading, name) for name in names}
        wanted = list(places.values())
        if form == "csv":
            batches = list(CsvText(path, len(opened.heading), wanted))
        elif form == "parquet":
            batches = list(from_parquet(path, opened.heading, wanted))
        else:
            batches = list(from_rows(opened, wanted))
    except OSError as error:
        raise UsageError(
            f"Filen {path} gick inte att öppna. Systemet svarade: {error.strerror}. "
            "Kontrollera att du får läsa den."
        ) from error
    batches = [batch for batch in batches if len(batch.rows)] or batches[:1]
    rows = np.concatenate([batch.rows for batch in batches]) if batches else np.array([], np.int64)
    if not len(rows):
        raise faults.only_heading(path)
    text = {
        name: pa.chunked_array([batch.columns[place] for batch in batches], pa.string()).combine_chunks()
        for name, place in places.items()
    }
    return _without_blank(Table(path, rows, text, sum(batch.refused for batch in batches)))


def _without_blank(table: Table) -> Table:
    """Leave out rows in which every column that was asked for is empty at the end of the file."""
    import numpy as np
    import pyarrow.compute as pc

    filled = np.zeros(len(table), bool)
    for column in table.columns.values():
        filled |= pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)
    last = int(np.flatnonzero(filled)[-1]) + 1 if filled.any() else 0
    text = {name: column.slice(0, last) for name, column in table.columns.items()}
    return Table(table.path, table.rows[:last], text, table.cut)


def cell_error(table: Table, place: int, name: str, wanted: str) -> UsageError:
    found = table.columns[name][place].as_py().strip()
    return UsageError(
        f"Rad {table.rows[place]} i filen {table.path.name} gick inte att använda. "
        f"I kolumnen ”{name}” står ”{found[:60]}”, där vi väntade oss {wanted}. Rätta cellen och kör igen."
    )


def numbers(table: Table, name: str) -> list[float | None]:
    """Return a column of numbers, None where a cell is empty or says that there is none. Raises UsageError."""
    from samsyn.sources.cells import CellError, value_and_state

    found: list[float | None] = []
    for place, text in enumerate(table.columns[name].to_pylist()):
        try:
            found.append(value_and_state(text)[0])
        except CellError as error:
            raise cell_error(table, place, name, "ett tal") from error
    return found


def every_number(table: Table, name: str, *, is_count: bool = False) -> list[float]:
    """Return a column of numbers of 0 or more without gaps, whole ones when they are counts. Raises UsageError."""
    wanted = "ett antal, ett heltal från 0 och uppåt" if is_count else "ett tal från 0 och uppåt"
    full = []
    for place, value in enumerate(numbers(table, name)):
        if value is None or value < 0 or (is_count and not value.is_integer()):
            raise cell_error(table, place, name, wanted)
        full.append(value)
    return full
