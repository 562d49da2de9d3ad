"""Finding columns by their headings, whatever their spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from samsyn.sources import faults


def folded(heading: str) -> str:
    """Return a heading without case, accents, spaces and marks: "År " and "ar" are the same.

    >>> folded("Mellanområde, namn") == folded("mellanomrade_namn")
    True
    """
    plain = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def find(heading: Sequence[str], names: Iterable[str]) -> int | None:
    """Return the first column whose heading is one of the names, in the order of the names."""
    seen = [folded(cell) for cell in heading]
    for name in names:
        if folded(name) in seen:
            return seen.index(folded(name))
    return None


def has_all(heading: Sequence[str], *names: str) -> bool:
    seen = {folded(cell) for cell in heading}
    return all(folded(name) in seen for name in names)


def need(path: Path, heading: Sequence[str], names: Sequence[str]) -> int:
    """Return the column, or raise SourceError that says which columns there are."""
    place = find(heading, names)
    if place is None:
        raise faults.missing_column(path, column=names[0], heading=tuple(heading))
    if sum(folded(cell) == folded(heading[place]) for cell in heading) > 1:
        raise faults.twice_in_heading(path, column=heading[place])
    return place


def chosen(path: Path, heading: Sequence[str], name: str) -> int:
    """Return the column that somebody chose by its heading, letter by letter first."""
    if list(heading).count(name) == 1:
        return list(heading).index(name)
    return need(path, heading, [name])


def cell(cells: Sequence[str], place: int | None) -> str:
    """Return the cell's text without spaces around; "" beyond the end of the row."""
    if place is None or place >= len(cells):
        return ""
    return cells[place].strip()
