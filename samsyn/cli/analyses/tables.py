"""Named columns of a file as text, by the readers' own way in: CSV (also gzipped), Parquet, Excel, OpenDocument, GeoJSON,
GeoPackage and shape files.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from samsyn.cli.analyses.words import UsageError

SHEETS = ("xlsx", "ods", "ole")
_part: ContextVar[tuple[Path | None, str, str]] = ContextVar("part", default=(None, "", ""))


@dataclass(frozen=True)
class Table:
    """Columns of text of equal length, by the names that were asked for; `rows` their numbers in the file."""

    path: Path
    rows: Any  # int64; a line of text, a row of a sheet, else the first is 1
    columns: dict[str, Any]  # pa.Array of string, never null
    cut: int  # rows left out: another number of cells than the heading

    def __len__(self) -> int:
        return len(self.rows)


def options(parser: argparse.ArgumentParser) -> None:
    """Add --sheet and --layer to a method that reads a file."""
    if any(action.dest == "file" for action in parser._actions):
        parser.add_argument(
            "--sheet", default="", metavar="BLAD", help="bladet i FIL, när kalkylarket har flera"
        )
        parser.add_argument(
            "--layer", default="", metavar="LAGER", help="lagret i FIL, när kartfilen har flera"
        )


@contextmanager
def part_of(given: argparse.Namespace) -> Iterator[None]:
    """Read options.file by its --sheet and --layer; other files of the command by what they hold."""
    parts = getattr(given, "file", None), getattr(given, "sheet", ""), getattr(given, "layer", "")
    token = _part.set(parts)
    try:
        yield
    finally:
        _part.reset(token)


def part(path: Path) -> tuple[str, str]:
    """Return the sheet and the layer that somebody chose in this file, "" for none."""
    file, sheet, layer = _part.get()
    return (sheet, layer) if path == file else ("", "")


def form_of(path: Path) -> str:
    """Return csv, parquet, xlsx, ods, ole or layers, else what the readers refuse. Raises UsageError and SourceError."""
    from samsyn.cli.analyses import layers
    from samsyn.sources import glimpse

    if not path.is_file():
        raise UsageError(
            f"Filen {path} finns inte. Vi letade där du sa. Kontrollera sökvägen och försök igen."
        )
    try:
        form = glimpse.form_of(path)
        form = "layers" if layers.holds(path, form) else form
    except OSError as error:
        raise _closed(path, error) from error
    sheet, layer = part(path)
    for option, is_given, is_right in (("sheet", sheet, form in SHEETS), ("layer", layer, form == "layers")):
        if is_given and not is_right:
            what = "blad" if option == "sheet" else "lager"
            raise UsageError(
                f"Valet --{option} går inte att använda. Filen {path.name} har inga {what}. Kör igen utan --{option}."
            )
    return form


def _closed(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"Filen {path} gick inte att öppna. Systemet svarade: {error.strerror}. Kontrollera att du får läsa den."
    )


def read(path: Path, names: Sequence[str]) -> Table:
    """Return the columns with these headings. Raises UsageError and SourceError in three sentences."""
    from samsyn.cli.analyses import layers

    form = form_of(path)
    try:
        if form == "layers":
            return layers.table(path, names)
        return _collected(path, names, _batches(path, form, names))
    except OSError as error:
        raise _closed(path, error) from error


def heading(path: Path) -> tuple[str, ...]:
    """Return the headings of a file. Raises UsageError and SourceError."""
    from samsyn.cli.analyses import layers
    from samsyn.sources.rows import open_rows

    form = form_of(path)
    if form == "layers":
        return tuple(layers.features(path, []).values)
    return _sheet(path, []).heading if form in SHEETS else open_rows(path).heading


def _batches(path: Path, form: str, names: Sequence[str]) -> tuple[dict[str, int], list[Any]]:
    """Return the place of each column, and batches of text. Raises SourceError."""
    from samsyn.sources import columns
    from samsyn.sources.arrow_text import CsvText, from_parquet, from_rows
    from samsyn.sources.rows import open_rows, wrong_form

    if form in SHEETS:
        opened = _sheet(path, names)
    elif form in ("csv", "parquet"):
        opened = open_rows(path)
    else:
        raise wrong_form(path, form)
    places = {name: columns.chosen(path, opened.heading, name) for name in names}
    wanted = list(places.values())
    if form == "csv":
        return places, list(CsvText(path, len(opened.heading), wanted))
    if form == "parquet":
        return places, [
            replace(batch, rows=batch.rows - 1) for batch in from_parquet(path, opened.heading, wanted)
        ]
    return places, list(from_rows(opened, wanted))


def _sheet(path: Path, names: Sequence[str]) -> Any:
    """Return the rows of the sheet that was chosen, else of the only one that is shown and has the columns."""
    from samsyn.sources import columns, faults, sheets
    from samsyn.sources.rows import from_grid

    wanted = part(path)[0]
    opened: dict[str, Any] = {}
    for grid in (sheets.load(path, wanted),) if wanted else sheets.load_visible(path):
        rows = tuple(row for row in grid.rows if any(map(str.strip, row[1])))
        if rows:
            filled = replace(grid, rows=rows)
            opened[grid.sheet] = from_grid(path, filled, lambda cells: columns.has_all(cells, *names))
    if not opened:
        raise faults.empty(path)
    has_all = {name: columns.has_all(rows.heading, *names) for name, rows in opened.items()}
    return opened[only(path, has_all, "blad", "--sheet")]


def only(path: Path, has_all: dict[str, bool], what: str, option: str) -> str:
    """Return the one sheet or layer that has all the columns, or the only one there is. Raises UsageError."""
    from samsyn.sources import faults

    right = [name for name, is_right in has_all.items() if is_right] or list(has_all)
    if len(right) == 1:
        return right[0]
    none = "" if has_all[right[0]] else ", och inget av dem har alla kolumner som du gav"
    raise UsageError(
        f"Filen {path.name} har flera {what}{none}. De heter: {faults.listed(right)}. Välj ett med {option}."
    )


def _collected(path: Path, names: Sequence[str], found: tuple[dict[str, int], list[Any]]) -> Table:
    import numpy as np
    import pyarrow as pa

    from samsyn.sources import faults

    places, batches = found
    batches = [batch for batch in batches if len(batch.rows)] or batches[:1]
    rows = np.concatenate([batch.rows for batch in batches]) if batches else np.array([], np.int64)
    if not len(rows):
        raise faults.only_heading(path)
    text = {
        name: pa.chunked_array([batch.columns[place] for batch in batches], pa.string()).combine_chunks()
        for name, place in ((name, places[name]) for name in names)
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
