"""What is checked in an Excel or OpenDocument file before a library opens it: bombs, locks, formulas."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.parsers import expat

from samsyn.sources import faults
from samsyn.sources.contract import N_, SourceError

MOST_BYTES = 512 << 20  # unpacked; about a million rows of twelve columns
CALM_BYTES = 16 << 20  # below this any ratio will do
MOST_RATIO = 200
MOST_CELLS = 20_000_000  # the library sets aside room for every cell between the corners
MOST_MEMBERS = 5_000
CHUNK = 4 << 20

_POSITION = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,9})[\"']")
_FORMULA_WITHOUT_VALUE = re.compile(
    rb"<c\s[^>]*?\br=\"([A-Z]{1,3}[0-9]{1,7})\"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


def check(path: Path, form: str) -> dict[str, dict[tuple[int, int], str]]:
    """Refuse bombs, locked and broken files; return the formulas without value by sheet file, row and column.

    Raises SourceError.
    """
    if form == "ole":
        raise _old_or_locked(path)
    with faults.guarded(path):
        try:
            with zipfile.ZipFile(path) as archive:
                check_sizes(path, archive)
                check_locked(path, archive)
                if archive.testzip() is not None:
                    raise faults.cut(path)
                return _check_sheets(path, archive, form)
        except (RuntimeError, ValueError, KeyError) as error:
            raise faults.cut(path) from error


def _old_or_locked(path: Path) -> SourceError:
    with path.open("rb") as file:
        head = file.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in head:
        return _locked(path)
    return SourceError(
        N_(
            "Filen {file} är i det gamla Excelformatet (.xls). Det formatet läser vi inte. "
            "Öppna filen i Excel, spara den som .xlsx och lämna in den igen."
        ),
        file=path.name,
    )


def _locked(path: Path) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} är låst med lösenord. Vi kan inte se vad den innehåller. "
            "Spara den utan lösenord och lämna in den igen."
        ),
        file=path.name,
    )


def check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    ratio = unpacked / max(1, path.stat().st_size)
    if unpacked > MOST_BYTES or len(members) > MOST_MEMBERS or (unpacked > CALM_BYTES and ratio > MOST_RATIO):
        raise faults.bomb(path, megabytes=unpacked >> 20)


def check_locked(path: Path, archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise _locked(path)
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise _locked(path)
    if "xl/workbook.bin" in names:
        raise SourceError(
            N_(
                "Filen {file} är i Excels binära format (.xlsb). Det formatet läser vi inte. "
                "Öppna filen i Excel, spara den som .xlsx och lämna in den igen."
            ),
            file=path.name,
        )


def _check_sheets(path: Path, archive: zipfile.ZipFile, form: str) -> dict[str, dict[tuple[int, int], str]]:
    if form == "ods":
        _check_ods(path, archive.read("content.xml"))
        return {}
    return {
        name: _check_xlsx(path, archive, name)
        for name in archive.namelist()
        if name.startswith("xl/") and name.endswith(".xml") and "sheet" in name
    }


def _check_xlsx(path: Path, archive: zipfile.ZipFile, name: str) -> dict[tuple[int, int], str]:
    last_row = last_column = 1
    formulas: dict[tuple[int, int], str] = {}
    tail = b""
    with archive.open(name) as file:
        while chunk := file.read(CHUNK):
            chunk = tail + chunk
            for letters, row in _POSITION.findall(chunk):
                last_row = max(last_row, int(row))
                last_column = max(last_column, column_number(letters.decode()))
            if b"<f" in chunk:
                for position, formula in _FORMULA_WITHOUT_VALUE.findall(chunk):
                    formulas[_row_and_column(position.decode())] = "=" + formula.decode("utf-8", "replace")
            tail = chunk[-400:]
    if last_row * last_column > MOST_CELLS:
        raise _too_wide(path)
    return formulas


def _too_wide(path: Path) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} läses inte. Ett blad har celler så långt ut att det täcker mer än 20 miljoner rutor. "
            "Spara tabellen som CSV och lämna in den i stället."
        ),
        file=path.name,
    )


def column_number(letters: str) -> int:
    """Return the number of a column, "A" is 1; 0 for no letters.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _row_and_column(position: str) -> tuple[int, int]:
    letters = position.rstrip("0123456789")
    return int(position[len(letters) :]), column_number(letters)


class _OdsExtent:
    """Counts rows and columns of an OpenDocument sheet with what is repeated, up to the last that holds something."""

    def __init__(self) -> None:
        self.rows = self.last_row = self.last_column = 0
        self.columns = self.repeat = 0
        self.filled = 0
        self.largest = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.rows = self.last_row = self.last_column = 0
        elif tag == "table:table-row":
            self.repeat = int(attributes.get("table:number-rows-repeated", "1"))
            self.columns = self.filled = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.columns += int(attributes.get("table:number-columns-repeated", "1"))
            if any(name.startswith("office:") or name == "table:formula" for name in attributes):
                self.filled = self.columns

    def end(self, tag: str) -> None:
        if tag != "table:table-row":
            return
        self.rows += self.repeat
        if self.filled:
            self.last_row = self.rows
            self.last_column = max(self.last_column, self.filled)
            self.largest = max(self.largest, self.last_row * self.last_column)


def _check_ods(path: Path, content: bytes) -> None:
    extent = _OdsExtent()
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise faults.cut(path) from error
    if extent.largest > MOST_CELLS:
        raise _too_wide(path)
