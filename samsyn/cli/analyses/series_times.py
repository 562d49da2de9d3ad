"""Times of a series as people write them: months, quarters, years, dates or a running number. Shared by its, trend, alarm."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import tables
from samsyn.cli.analyses.words import UsageError

PARTS = {"month": 12, "unit": 12, "quarter": 4, "year": 1}  # of a year
YEAR = 365.2425  # days
WHOLE = frozenset(("count", "intervention"))
_KINDS = {1: "month", 3: "quarter", 12: "year"}


@dataclass(frozen=True)
class Times:
    """One value a row, None where the cell is empty, in whole periods of `kind`: month, quarter, year, or unit.

    kind      unit: the file's own running number, taken as months where a season is asked for
    days      of a column of dates: one day a row, from which the months were taken; else None
    """

    values: list[float | None]
    kind: str
    days: list[float | None] | None = None


def read(table: tables.Table, name: str) -> Times:
    """Return the times of a column. Raises UsageError in three sentences, which names the first cell that is none."""
    texts = [text.strip() for text in table.columns[name].to_pylist()]
    return _numbers(texts) or _periods(texts) or _dates(table, name, texts)


def _numbers(texts: list[str]) -> Times | None:
    from samsyn.sources.cells import CellError, number

    try:
        values = [number(text) if text else None for text in texts]
    except CellError:
        return None
    known = [value for value in values if value is not None]
    is_year = bool(known) and all(value.is_integer() and 1800 <= value < 2200 for value in known)
    return Times(values, "year" if is_year else "unit")


def _periods(texts: list[str]) -> Times | None:
    from samsyn.sources.cells import CellError, period

    try:
        spans = [period(text) if text else None for text in texts]
    except CellError:
        return None
    lengths = {12 * (s[1].year - s[0].year) + s[1].month - s[0].month for s in spans if s}
    if len(lengths) != 1 or not lengths <= set(_KINDS):
        return None
    months = lengths.pop()
    values = [None if s is None else float((12 * s[0].year + s[0].month - 1) // months) for s in spans]
    return Times(values, _KINDS[months])


def _dates(table: tables.Table, name: str, texts: list[str]) -> Times:
    days: list[float | None] = []
    months: list[float | None] = []
    for place, text in enumerate(texts):
        try:
            day = date.fromisoformat(text[:10]) if text else None
        except ValueError as error:
            wrong = next(
                (at for at, cell in enumerate(texts) if cell and _kind(cell) != _kind(texts[0])), place
            )
            if wrong and _kind(texts[0]) is None:  # the first cell is the odd one
                wrong = 0
            raise tables.cell_error(
                table, wrong, name, "tider av ett slag: månad, kvartal, år, datum eller löpnummer"
            ) from error
        days.append(None if day is None else float(day.toordinal()))
        months.append(None if day is None else float(12 * day.year + day.month - 1))
    return Times(months, "month", days)


def _kind(text: str) -> str | None:
    """Return what kind of time one cell is; None when it is none."""
    found = _numbers([text]) or _periods([text])
    if found:
        return found.kind
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return None
    return "day"


def label(value: float, kind: str) -> Any:
    """Return how a period is written: 2024-03, 2024K1, 2024, a day or its number."""
    if kind == "unit":
        return int(value) if float(value).is_integer() else value
    if kind == "day":
        return date.fromordinal(int(value)).isoformat()
    year, part = divmod(int(value), PARTS[kind])
    return {"month": f"{year}-{part + 1:02d}", "quarter": f"{year}K{part + 1}", "year": f"{year}"}[kind]


def place(value: float, kind: str) -> float:
    """Return where a period stands on an axis: its middle in years, a year on itself, a running number as it is."""
    if kind == "unit":
        return float(value)
    if kind == "day":
        return round(value / YEAR + 1, 4)  # day 1 is the first of year 1
    return round((value + 0.5) / PARTS[kind], 4) if kind != "year" else float(value)


@dataclass(frozen=True)
class Panel:
    """Series of a file, side by side.

    counts  (S, T) float64; rows of the same series and time are summed; nan where a time has no row, or an empty cell
    times   (T,) int64, in order, as many as the file has
    names   one dict a series: the columns of --by and their values
    absent  cells without any row
    """

    counts: Any
    times: Any
    kind: str
    names: list[dict[str, str]]
    absent: int
    dropped: dict[str, int]


def curve(times: Iterable[float], kind: str, columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row a period: how it is written, its place on an axis, and each column's number, None where it has none."""
    import numpy as np

    rows: list[dict[str, Any]] = [{"time": label(time, kind), "at": place(time, kind)} for time in times]
    for name, values in columns.items():
        for row, value in zip(rows, np.asarray(values, dtype=np.float64), strict=True):
            row[name] = None if not np.isfinite(value) else int(value) if name in WHOLE else float(value)
    return rows


def options(parser: argparse.ArgumentParser, kinds: str) -> None:
    """Add FILE, --time, --count and --by; `kinds` says what a time may be."""
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--time", required=True, metavar="KOLUMN", help=kinds)
    parser.add_argument(
        "--count", required=True, metavar="KOLUMN", help="antal händelser; en period utan händelser ska ha en rad med 0"
    )  # fmt: skip
    parser.add_argument(
        "--by", type=by, default=(), metavar="KOLUMN,KOLUMN", help="en serie för varje värde i dem"
    )


def by(text: str) -> tuple[str, ...]:
    """Read the columns of --by."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def check_names(columns: tuple[str, ...], taken: frozenset[str]) -> None:
    """Raise UsageError when a column of --by is called as one of the columns that the answer has itself."""
    if both := sorted(set(columns) & taken):
        raise UsageError(
            f"Kolumnen ”{both[0]}” i --by heter som en kolumn i svaret. Svarets egna är: {', '.join(sorted(taken))}. "
            "Byt namn på kolumnen i filen och kör igen."
        )


def panel(table: tables.Table, time: str, count: str, columns: tuple[str, ...]) -> Panel:
    """Return the series of a file. Raises UsageError in three sentences."""
    import numpy as np

    when, amounts = read(table, time), counts(table, count)
    at = np.array([np.nan if value is None else value for value in when.values])
    for place in np.flatnonzero(np.isfinite(at) & (at != np.floor(at)))[:1]:
        raise tables.cell_error(table, int(place), time, "ett löpnummer, ett heltal")
    y = np.array([np.nan if value is None else value for value in amounts])
    series, names = _series(table, columns)
    keep = np.isfinite(at)
    times, column = np.unique(at[keep].astype(np.int64), return_inverse=True)
    cell = series[keep] * max(len(times), 1) + column
    shape = (len(names), len(times))
    rows = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    sums = np.bincount(cell, weights=y[keep], minlength=shape[0] * shape[1]).reshape(shape)  # nan stays nan
    seen = keep & np.isfinite(y)
    dropped = {"no_time": int((~keep).sum()), "no_count": int((keep & ~seen).sum()), "wrong_width": table.cut}
    return Panel(np.where(rows > 0, sums, np.nan), times, when.kind, names, int((rows == 0).sum()), dropped)


def counts(table: tables.Table, name: str) -> list[float | None]:
    """Return whole numbers of 0 or more, None where a cell has none. Raises UsageError."""
    values = tables.numbers(table, name)
    for place, value in enumerate(values):
        if value is not None and (value < 0 or not value.is_integer()):
            raise tables.cell_error(table, place, name, "ett antal, ett heltal från 0 och uppåt")
    return values


def _series(table: tables.Table, columns: tuple[str, ...]) -> tuple[Any, list[dict[str, str]]]:
    """Return the number of each row's series, and what the series are called, in the order of the file."""
    import numpy as np
    import pyarrow.compute as pc

    codes = np.zeros(len(table), np.int64)
    for name in columns:
        coded = pc.utf8_trim_whitespace(table.columns[name]).dictionary_encode()
        size = max(len(coded.dictionary), 1)
        codes = np.unique(codes * size + coded.indices.to_numpy(zero_copy_only=False), return_inverse=True)[1]
    _found, first, number = np.unique(codes, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    names = [
        {name: table.columns[name][int(row)].as_py().strip() for name in columns} for row in first[order]
    ]
    return rank[number], names
