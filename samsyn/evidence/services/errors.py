"""Rows that could not be taken: kept as a table, shown in words, downloadable; and a row of the original file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from samsyn.evidence.models import DataImport
from samsyn.evidence.services.files import named_file
from samsyn.evidence.services.previews import reader_for, reader_options
from samsyn.evidence.store import figures
from samsyn.secrecy.classes import INTERNAL, SecrecyClass, every, footer
from samsyn.secrecy.rules import must_export
from samsyn.sources.contract import RowError, SourceError
from samsyn.ui.texts import say

if TYPE_CHECKING:
    import pyarrow as pa

SPELLED_OUT = 1_000


class ErrorList:
    """The errors of one run: the first 1 000 in words, all of them counted."""

    def __init__(self) -> None:
        self.refused = 0
        self._spelled: list[RowError] = []

    def add(self, errors: Iterable[RowError], refused: int) -> None:
        self.refused += refused
        for error in errors:
            if len(self._spelled) >= SPELLED_OUT:
                return
            self._spelled.append(error)

    @property
    def room(self) -> int:
        return SPELLED_OUT - len(self._spelled)

    def keep(self) -> str:
        """Write the list and return its checksum; "" for an empty one."""
        if not self._spelled:
            return ""
        import pyarrow as pa

        from samsyn.engine.figures import ERRORS

        rows = [
            {
                "row": error.row,
                "column": error.column,
                "found": error.found,
                "template": error.template,
                "facts": json.dumps(dict(error.facts), ensure_ascii=False, sort_keys=True, default=str),
            }
            for error in sorted(self._spelled, key=lambda error: error.row)
        ]
        return figures().write(pa.Table.from_pylist(rows, schema=ERRORS))


def row_errors(data_import: DataImport) -> pa.Table:
    """Return row, column, found, template and facts (JSON) of the rows that were refused, at most 1 000."""
    from samsyn.engine.figures import ERRORS

    if not data_import.errors_checksum:
        return ERRORS.empty_table()
    return figures().read(data_import.errors_checksum)


def error_text(row: Mapping[str, Any]) -> str:
    """Return one row of `row_errors` as a sentence in the page's language."""
    facts = json.loads(row["facts"])
    return say(row["template"], {**facts, "row": row["row"], "column": row["column"], "found": row["found"]})


def errors_as_csv(data_import: DataImport) -> Iterator[bytes]:
    """Return the list of errors as CSV for Excel: UTF-8 with a mark, semicolons, cells that never are formulas.

    Its last line is its secrecy class. Raises KeptError when the dataset may not leave the program.
    """
    dataset = data_import.dataset
    return _errors_as_csv(data_import, must_export(dataset) if dataset is not None else every()[INTERNAL])


def _errors_as_csv(data_import: DataImport, found: SecrecyClass) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _line([_("Rad"), _("Kolumn"), _("I cellen stod"), _("Vad som är fel")])
    for row in row_errors(data_import).to_pylist():
        yield _line([str(row["row"]), row["column"], row["found"], error_text(row)])
    yield _line([footer(found)])


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return out.getvalue().encode()


def _harmless(cell: str) -> str:
    """Return the cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def original_row(data_import: DataImport, row: int) -> list[tuple[str, str]]:
    """Return heading and cell of one row of the original file; [] when the file has no such row.

    The headings are those that the reader found: titles may stand above them. A row that is one person's answers is
    never shown, whoever asks.
    """
    if data_import.rows_are_answers:
        return []
    from samsyn.sources import rows as tables

    reader = reader_for(data_import.reader) if data_import.reader else None
    try:
        with named_file(data_import) as path:
            shown = reader.preview(path, reader_options(data_import.options), rows=1) if reader else None
            options = {**(shown.options if shown else {}), **data_import.options}
            opened = tables.open_rows(
                path, (lambda cells: True) if shown else None, sheet=str(options.get("sheet") or "")
            )
            heading = tuple(column.heading for column in shown.columns) if shown else opened.heading
            for number, cells in opened.rows:
                if number >= row:
                    return _pairs(heading, cells) if number == row else []
    except SourceError:
        return []
    return []


def _pairs(heading: tuple[str, ...], cells: list[str]) -> list[tuple[str, str]]:
    padded = [*cells, *[""] * (len(heading) - len(cells))]
    names = [*heading, *[""] * (len(padded) - len(heading))]
    return [(name, cell) for name, cell in zip(names, padded, strict=True) if name or cell]
