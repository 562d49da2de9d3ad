"""The errors that several readers share, and the guard that lets no library's own error out."""

from __future__ import annotations

import csv
import errno
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from samsyn.sources.contract import N_, RowError, SourceError

SPELLED_OUT = 1_000
FOUND_CHARACTERS = 80


class Refusals:
    """Rows that cannot be taken: counted always, put in words at most 1 000 times in a file."""

    def __init__(self) -> None:
        self.left = SPELLED_OUT
        self.errors: list[RowError] = []
        self.refused = 0

    def add(self, row: int, column: str, found: str, template: str, **facts: Any) -> None:
        self.refused += 1
        if self.left > 0:
            self.left -= 1
            self.errors.append(RowError(row, column, shorten(found), template, facts))

    def count(self, more: int) -> None:
        """Count rows beyond those that are put in words."""
        self.refused += more

    def take(self) -> tuple[tuple[RowError, ...], int]:
        """Return what has come since last time: the errors in words, and how many rows in all."""
        errors, refused = tuple(sorted(self.errors, key=lambda error: error.row)), self.refused
        self.errors, self.refused = [], 0
        return errors, refused


def shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= FOUND_CHARACTERS else text[: FOUND_CHARACTERS - 1] + "…"


def listed(names: Mapping[str, Any] | list[str] | tuple[str, ...], most: int = 15) -> str:
    """Return names in a row, cut with an ellipsis when they are many."""
    shown = [shorten(str(name)) for name in list(names)[:most] if str(name).strip()]
    return ", ".join(shown) + (" …" if len(names) > most else "")


def empty(path: Path) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} är tom. Vi hittade inga rader i den. "
            "Hämta filen på nytt från källan och lämna in den igen."
        ),
        file=path.name,
    )


def only_heading(path: Path) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} har inga rader med uppgifter. Vi hittade bara en rubrikrad. "
            "Hämta filen på nytt med minst en period vald."
        ),
        file=path.name,
    )


def binary(path: Path) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} är inte en tabell som vi kan läsa. Den innehåller tecken som inte hör hemma i text. "
            "Spara tabellen som CSV i UTF-8 eller som Excel (.xlsx) och lämna in den igen."
        ),
        file=path.name,
    )


def cut(path: Path) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} är trasig eller bara halv. Den tog slut eller ändrade form mitt i läsningen. "
            "Hämta hela filen på nytt och lämna in den igen."
        ),
        file=path.name,
    )


def too_large(path: Path, *, limit: str) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} är större än vi kan läsa i den här formen. Gränsen är {limit}. "
            "Dela filen i flera delar, till exempel en per år, och lämna in dem var för sig."
        ),
        file=path.name,
        limit=limit,
    )


def bomb(path: Path, *, megabytes: int) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} läses inte. Den packar upp till orimligt mycket, {megabytes} megabyte eller mer. "
            "Spara tabellen som en vanlig CSV-fil och lämna in den i stället."
        ),
        file=path.name,
        megabytes=megabytes,
    )


def other_form(path: Path, *, found: str) -> SourceError:
    """`found` is one of glimpse.FORMS."""
    return SourceError(
        N_(
            "Filen {file} har fel form för den här läsaren. Innehållet är: {found}. "
            "Välj en annan läsare, eller spara uppgifterna som en tabell."
        ),
        file=path.name,
        found=found,
    )


def missing_column(path: Path, *, column: str, heading: list[str] | tuple[str, ...]) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} saknar kolumnen ”{column}”. Kolumnerna i filen är: {columns}. "
            "Kontrollera att det är rätt fil, eller välj vilken kolumn som är vilken."
        ),
        file=path.name,
        column=shorten(column),
        columns=listed(heading),
    )


def twice_in_heading(path: Path, *, column: str) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} har två kolumner med samma namn. Rubriken ”{column}” står mer än en gång. "
            "Ge kolumnerna olika namn och lämna in filen igen."
        ),
        file=path.name,
        column=shorten(column),
    )


LIBRARY_ERRORS = (
    pa.ArrowException,
    csv.Error,
    UnicodeError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    MemoryError,
    RecursionError,
)


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn the errors of the libraries into one of ours. Errors of the disk itself pass."""
    try:
        yield
    except SourceError:
        raise
    except LIBRARY_ERRORS as error:
        raise cut(path) from error
    except OSError as error:
        if is_the_disks(error):
            raise
        raise cut(path) from error


def is_the_disks(error: OSError) -> bool:
    """Say whether an error comes from the disk, from rights, from a file that is gone: not the file's own fault."""
    return error.errno not in (None, errno.EINVAL)  # EINVAL: a place in the file that cannot be
