"""What the methods that read one row for each area share: names, and columns with gaps."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from samsyn.cli.analyses import tables, words


def names(table: tables.Table, column: str) -> list[str]:
    return [text.strip() for text in table.columns[column].to_pylist()]


def amounts(table: tables.Table, column: str, *, is_count: bool = False) -> list[float | None]:
    """Return a column of numbers of 0 or more, whole ones when they are counts; None where there is none."""
    wanted = "ett antal, ett heltal från 0 och uppåt" if is_count else "ett tal från 0 och uppåt"
    values = tables.numbers(table, column)
    for place, value in enumerate(values):
        if value is not None and (value < 0 or (is_count and not value.is_integer())):
            raise tables.cell_error(table, place, column, wanted)
    return values


def check_once(table: tables.Table, keys: Sequence[Any], advice: str) -> None:
    """Raise UsageError when an area stands on two rows, rather than guess whether they should be summed."""
    seen: dict[Any, int] = {}
    for place, key in enumerate(keys):
        if key in seen:
            name = " och ".join(key) if isinstance(key, tuple) else key
            raise words.UsageError(
                f"Området ”{name}” står på flera rader i filen {table.path.name}. "
                f"Det finns på rad {table.rows[seen[key]]} och {table.rows[place]}. {advice}"
            )
        seen[key] = place


def chosen(text: str, known: Sequence[str]) -> list[str]:
    """Return the names of a list with commas; a name that holds a comma may stand alone. Raises UsageError."""
    if text.strip() in known:
        return [text.strip()]
    found = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if missing := [name for name in found if name not in known]:
        raise unknown(missing[0], known)
    if text and not found:
        raise unknown(text, known)
    return found


def unknown(name: str, known: Sequence[str]) -> words.UsageError:
    sample = ", ".join(sorted(set(known) - {""})[:5])
    return words.UsageError(
        f"Området ”{name}” finns inte i filen. Områdena är bland andra: {sample}. Skriv namnet som i filen."
    )


def finite(column: Any) -> list[float | None]:
    """Return an array as plain numbers, None for nan."""
    return [None if value != value else float(value) for value in column]


def column(parser: argparse.ArgumentParser, option: str, meaning: str, *, required: bool = False) -> None:
    parser.add_argument(option, metavar="KOLUMN", required=required, help=meaning)
