"""Excel (.xlsx) and OpenDocument (.ods) as rows of text, through calamine, behind the checks of sheet_guard."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from samsyn.sources import faults, sheet_guard
from samsyn.sources.contract import N_, SourceError


@dataclass(frozen=True)
class Grid:
    """One sheet: rows of text with their numbers in the sheet, the first is 1.

    Merged cells all hold the text of the first; a formula without a value holds the formula, from its "=".
    """

    sheet: str
    sheets: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    merged: tuple[str, ...] = ()  # "A5:A8"
    formulas: tuple[str, ...] = field(default=())  # "C7"


def as_text(value: Any) -> str:
    """Return a cell as text: whole numbers without decimals, dates in ISO form."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def load(path: Path, sheet: str = "") -> Grid:
    """Return a sheet: the one named, else the first that holds something. Raises SourceError."""
    return _guarded(path, lambda form, formulas: (_load(path, sheet, form, formulas),))[0]


def load_visible(path: Path) -> tuple[Grid, ...]:
    """Return every sheet that is shown and holds something. Raises SourceError."""
    return _guarded(path, lambda form, formulas: _load_visible(path, form, formulas))


Formulas = dict[str, dict[tuple[int, int], str]]


def _guarded(path: Path, work: Callable[[str, Formulas], tuple[Grid, ...]]) -> tuple[Grid, ...]:
    """Let no error of the library out. Raises SourceError."""
    from samsyn.sources.glimpse import form_of

    form = form_of(path)
    if form not in ("xlsx", "ods", "ole"):
        raise faults.cut(path)
    formulas = sheet_guard.check(path, form)
    try:
        return work(form, formulas)
    except SourceError:
        raise
    except OSError as error:
        if faults.is_the_disks(error):
            raise
        raise faults.cut(path) from error
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise faults.cut(path) from error  # calamine's own errors, its panics among them


def _load_visible(path: Path, form: str, formulas: Formulas) -> tuple[Grid, ...]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        names = tuple(one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible)
        shown = [(name, book.get_sheet_by_name(name)) for name in names]
        return tuple(
            _grid(sheet, names, _formulas_of(path, form, name, formulas))
            for name, sheet in shown
            if sheet.height
        )


def _load(path: Path, wanted: str, form: str, formulas: Formulas) -> Grid:
    from python_calamine import CalamineWorkbook

    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        names = tuple(book.sheet_names)
        if wanted and wanted not in names:
            raise SourceError(
                N_(
                    "Filen {file} har inget blad som heter ”{sheet}”. Bladen i filen är: {sheets}. "
                    "Välj ett av dem."
                ),
                file=path.name,
                sheet=wanted,
                sheets=faults.listed(names),
            )
        for name in [wanted] if wanted else names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height or name == names[-1] or wanted:
                return _grid(sheet, names, _formulas_of(path, form, name, formulas))
    raise faults.empty(path)


def _grid(sheet: Any, names: tuple[str, ...], formulas: dict[tuple[int, int], str]) -> Grid:
    cells = [[as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    width = max((len(row) for row in cells), default=0)
    for (row, column), formula in formulas.items():
        if row <= len(cells) and column <= width and not cells[row - 1][column - 1]:
            cells[row - 1][column - 1] = formula
    merged = [_merge(cells, first, last) for first, last in sheet.merged_cell_ranges or ()]
    return Grid(
        sheet.name,
        names,
        tuple(enumerate(cells, start=1)),
        tuple(filter(None, merged)),
        tuple(f"{_letters(column)}{row}" for row, column in sorted(formulas)),
    )


def _merge(cells: list[list[str]], first: tuple[int, int], last: tuple[int, int]) -> str:
    """Give every cell of a merged range the text of the first; return the range's name, "" when it is empty."""
    (top, left), (bottom, right) = first, last
    if top >= len(cells) or left >= len(cells[top]) or not cells[top][left]:
        return ""
    for row in cells[top : bottom + 1]:
        for column in range(left, min(right + 1, len(row))):
            row[column] = cells[top][left]
    return f"{_letters(left + 1)}{top + 1}:{_letters(right + 1)}{bottom + 1}"


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _formulas_of(path: Path, form: str, name: str, formulas: Formulas) -> dict[tuple[int, int], str]:
    """Return the formulas without value of one sheet: its name leads through the workbook to its file."""
    if form != "xlsx" or not any(formulas.values()):
        return {}
    with zipfile.ZipFile(path) as archive:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book):
        attributes = dict(re.findall(r"([\w:]+)=\"([^\"]*)\"", tag))
        if attributes.get("name") != name:
            continue
        for link in re.findall(r"<Relationship\s[^>]*>", links):
            parts = dict(re.findall(r"(\w+)=\"([^\"]*)\"", link))
            if parts.get("Id") == attributes.get("r:id"):
                target = parts.get("Target", "").removeprefix("/xl/").removeprefix("/")
                return formulas.get(f"xl/{target}", {})
    return {}
