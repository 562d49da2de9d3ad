"""What a file is, from its first 64 kB: its form, and the first rows when it is a table."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from samsyn.sources import faults, text
from samsyn.sources.contract import N_, SourceError

CHEAP_SHEET = 4 << 20  # a larger Excel file is not opened only to be recognised

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
FORMS = {
    "empty": N_("en tom fil"),
    "csv": N_("en textfil med kolumner"),
    "json": N_("JSON"),
    "xlsx": N_("en Excelfil"),
    "ods": N_("ett kalkylblad i OpenDocument"),
    "parquet": N_("Parquet"),
    "gpkg": N_("en databas (SQLite eller GeoPackage)"),
    "zip": N_("ett zip-arkiv"),
    "ole": N_("en gammal eller krypterad Excelfil"),
    "pdf": N_("en PDF"),
    "broken": N_("något som inte går att läsa"),
}


@dataclass(frozen=True)
class Glimpse:
    """form is a key of FORMS; rows are the first rows as text, only for tables."""

    form: str
    rows: tuple[tuple[str, ...], ...] = ()
    start: str = ""  # the first characters of a text

    def has_row(self, is_heading: Callable[[Sequence[str]], bool]) -> bool:
        """Say whether one of the first rows is the heading sought; titles may stand above it."""
        return any(is_heading(row) for row in self.rows)

    @property
    def heading(self) -> tuple[str, ...]:
        return self.rows[0] if self.rows else ()


def form_of(path: Path) -> str:
    """Return the form of a file from its first bytes. Raises SourceError for a broken gzip file."""
    head = text.read_head(path, 4096)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        return "empty"
    for magic, form in (
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"PAR1", "parquet"),
        (b"SQLite format 3\0", "gpkg"),
        (b"\xd0\xcf\x11\xe0", "ole"),
        (b"%PDF", "pdf"),
    ):
        if head.startswith(magic):
            return _form_of_zip(path) if form == "zip" else form
    try:
        encoding = text.encoding_of(path, head)
    except SourceError:
        return "broken"
    start = head.decode("cp1252" if encoding == "windows-1252" else encoding, "ignore").lstrip(
        "\ufeff \r\n\t"
    )
    return "json" if start[:1] in "{[" and start else "csv"


def _form_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:10_000])
            is_short = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            if is_short and archive.read("mimetype").startswith(ODS_TYPE):
                return "ods"
    except (*faults.LIBRARY_ERRORS, OSError, ValueError, RuntimeError, KeyError):
        return "zip"
    return "xlsx" if names & {"xl/workbook.xml", "xl/workbook.bin"} else "zip"


def glimpse(path: Path) -> Glimpse:
    """Return what the file looks like. Never raises for what a file holds."""
    about = path.stat()
    return _glimpse(path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=4)
def _glimpse(path: Path, size: int, changed: int) -> Glimpse:
    """All readers ask for the same file one after another: it is looked at once."""
    try:
        form = form_of(path)
        if form == "csv":
            rows = _first_csv_rows(path)
            return Glimpse(form, rows)
        if form in ("xlsx", "ods") and size <= CHEAP_SHEET:
            from samsyn.sources import sheets

            grid = sheets.load(path)
            return Glimpse(form, tuple(tuple(cells) for _row, cells in grid.rows[:40]))
        if form == "parquet":
            import pyarrow.parquet as pq

            with faults.guarded(path):
                return Glimpse(form, (tuple(pq.read_schema(path).names),))
        if form == "json":
            return Glimpse(form, (), text.read_head(path).decode("utf-8", "replace").lstrip("\ufeff \r\n\t"))
    except SourceError:
        return Glimpse("broken")
    return Glimpse(form)


def _first_csv_rows(path: Path) -> tuple[tuple[str, ...], ...]:
    head = text.read_head(path)
    encoding = text.encoding_of(path, head)
    words = head.decode("cp1252" if encoding == "windows-1252" else encoding, "ignore").lstrip("\ufeff")
    lines = words.splitlines(keepends=True)[:41]
    if lines and lines[0][:4].lower() == "sep=":
        lines = lines[1:]
    try:
        return tuple(tuple(row) for row in csv.reader(lines[:40], delimiter=text.delimiter_of(words)))
    except csv.Error:
        return ()
