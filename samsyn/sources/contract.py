"""What every reader promises: file in, checked Arrow tables of `schemas` out. Pure: no Django, no clock, no network.

Texts are Swedish templates with named fields, so that the page can show them in either language:
`SourceError("Filen {file} är tom. …", file=path.name)`. `str(error)` is the Swedish sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


def N_(text: str) -> str:  # noqa: N802
    """Mark a Swedish text for translation and return it as it is; the page translates it when it is shown."""
    return text


class ValueState(StrEnum):
    """What a cell says. Six states that are never mixed."""

    VALUE = "value"
    ZERO = "zero"
    SUPPRESSED = "suppressed"  # the source hid it: ".."
    MISSING = "missing"  # an empty cell
    NOT_APPLICABLE = "not-applicable"  # "." or "-": cannot exist here
    PRELIMINARY = "preliminary"  # a value that the source will change


class SourceError(Exception):
    """The file as a whole cannot be read. Three sentences: what is wrong, what we found, what to do."""

    def __init__(self, template: str, **facts: Any) -> None:
        self.template, self.facts = template, facts
        super().__init__(template.format(**facts))


@dataclass(frozen=True)
class RowError:
    """One row that cannot be taken, in words. `column` and `found` are the cell's heading and text."""

    row: int
    column: str
    found: str
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(row=self.row, column=self.column, found=self.found, **self.facts)


@dataclass(frozen=True)
class Batch:
    """Some rows of a file: those understood as a table of the reader's schema, and those that were not."""

    table: pa.Table
    errors: tuple[RowError, ...] = ()  # at most 1 000 spelled out in a file; `refused` counts them all
    rows_read: int = 0
    refused: int = 0
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()  # (template, facts): repaired, left out
    left_out: int = 0  # of rows_read: not wrong, but not asked for; a note says why
    are_municipalities: bool = False  # every area of the table is a municipality, also those of others


@dataclass(frozen=True)
class Column:
    """One column of a file: its heading, what it was taken for, and some of its cells."""

    heading: str
    meaning: str  # a role of the reader ("area", "value", …) or "" when it is not used
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What the program understood before anything is stored."""

    reader: str
    encoding: str  # "utf-8", "utf-16", "windows-1252", "" for binary forms
    delimiter: str  # "," ";" "\t" or ""
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]  # the first rows as text, heading left out
    batch: Batch  # the first rows as understood
    options: Mapping[str, Any]  # the recipe that was used: given, else proposed
    notes: tuple[
        tuple[str, Mapping[str, Any]], ...
    ] = ()  # (template, facts): guesses, doubts, what was left out
    bytes_total: int = 0


@dataclass(frozen=True)
class Option:
    """One thing that a reader must or may be told: a column for a role, a CRS, a metric."""

    name: str
    label: str  # Swedish
    help: str = ""
    kind: str = "column"  # column, text, choice, date, number
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False


class Reader(Protocol):
    """One folder of `sources` holds one reader: `reader.py` with an object of this shape, named READER."""

    key: str  # "bra-csv"
    title: str  # Swedish, what the file is
    kind: str  # "observations", "incidents", "feed", "areas"
    schema: pa.Schema
    suffixes: tuple[str, ...]
    options: tuple[Option, ...]

    def recognises(self, path: Path) -> float:
        """Return how surely the file is of this form, 0 to 1, from its first bytes and heading."""
        ...

    def preview(self, path: Path, options: Mapping[str, Any] | None = None, *, rows: int = 20) -> Preview:
        """Read the first rows. Raises SourceError."""
        ...

    def batches(
        self,
        path: Path,
        options: Mapping[str, Any],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[Batch]:
        """Read the whole file in batches of bounded memory. progress(bytes done, bytes in all). Raises SourceError."""
        ...
