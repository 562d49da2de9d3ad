"""Panels of a file: units over periods, one value a row, and which rows were left out and why.

Not a method: what the methods of evaluation share.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from samsyn.cli.analyses import tables, words


def labels(table: tables.Table, name: str) -> list[str]:
    """Return a column of names, trimmed; empty where there is none."""
    return [text.strip() for text in table.columns[name].to_pylist()]


def is_plain(texts: Sequence[str]) -> bool:
    """Whether times are plain numbers; with dates or months among them, 2014 is a year and not a number.

    >>> is_plain(["1989", ""]), is_plain(["1989", "1989-02"])
    (True, False)
    """
    return all(_number(text) is not None or _day(text) is None for text in set(texts) if text)


def moment(text: str, *, plain: bool) -> float | None:
    """Return where a number, or else a date or a period (2014K1, januari 2014), stands in time; None for other text.

    >>> moment("1989", plain=True), moment("2014-01", plain=False) == moment("2014", plain=False)
    (1989.0, True)
    """
    return _number(text) if plain else _day(text)


def _number(text: str) -> float | None:
    from samsyn.sources.cells import CellError, number

    try:
        return float(number(text))
    except CellError:
        return None


def _day(text: str) -> float | None:
    from samsyn.sources.cells import CellError, period

    try:
        return float(period(text)[0].toordinal())
    except CellError:
        pass
    try:
        return float(date.fromisoformat(text[:10]).toordinal())
    except ValueError:
        return None


def moments(table: tables.Table, name: str) -> list[float | None]:
    """Return a column of times as numbers that can be ordered, None where a cell is empty. Raises UsageError."""
    texts = labels(table, name)
    plain, known, found = is_plain(texts), dict[str, float | None]({"": None}), []
    for place, text in enumerate(texts):
        if text not in known:
            known[text] = moment(text, plain=plain)
            if known[text] is None:
                raise tables.cell_error(table, place, name, "ett tal, ett datum eller en period")
        found.append(known[text])
    return found


def start_of(table: tables.Table, name: str, text: str) -> float:
    """Return where a start, written as in the column of times, stands in time. Raises UsageError."""
    texts = labels(table, name)
    start = moment(text.strip(), plain=is_plain(texts))
    times = [time for time in moments(table, name) if time is not None]
    if start is None or not times or not min(times) <= start <= max(times):
        filled = [one for one in texts if one] or [""]
        raise words.UsageError(
            f"Starten ”{text}” ligger inte bland perioderna i filen. Kolumnen {name} har till exempel ”{filled[0]}” och "
            f"”{filled[-1]}”. Skriv --start på samma sätt, inom den tiden."
        )
    return start


def flags(table: tables.Table, name: str) -> list[float | None]:
    """Return a column of 0 and 1, None where a cell is empty. Raises UsageError."""
    found = tables.numbers(table, name)
    for place, value in enumerate(found):
        if value not in (None, 0, 1):
            raise tables.cell_error(table, place, name, "1 (åtgärden pågår) eller 0")
    return found


def one_of(names: Sequence[str], wanted: str, what: str, option: str) -> None:
    """Raise UsageError unless the wanted name is among those in the file."""
    if wanted in names:
        return
    shown = ", ".join(sorted(set(names))[:8])
    raise words.UsageError(
        f"{what} ”{wanted}” finns inte i filen. De första som finns är: {shown}. Ändra valet {option}."
    )
