"""`samsyn analyse classes`: the same classes as hotspots, for a table of counts of places by periods."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import hotspots, tables, words

NAME = "classes"
HELP = "Klassar platser i en tabell med antal per period: bestående, nya, återkommande eller tidigare heta."
EXAMPLE = "samsyn analyse classes platser.csv --place plats --time år --count antal"
_COUNTS = {
    "Torget": (30, 28, 33, 31, 29),
    "Parken": (5, 4, 6, 7, 27),
    "Hamnen": (24, 6, 5, 7, 6),
    "Skolan": (6, 5, 7, 4, 5),
}
FILE = (
    "platser.csv",
    "plats,år,antal\n"
    + "".join(f"{name},{2020 + k},{many}\n" for name, row in _COUNTS.items() for k, many in enumerate(row)),
)
KEYS = {
    "table": "ett objekt per plats: place, class (persistent, emerging, intermittent, former eller none), hot_periods, "
    "recent_hot, count, counts (händelser i varje period) och hot (om platsen var het i varje period)",
    "times": "perioderna i ordning, som de står i filen",
    "classes": "antal platser i varje klass",
    "periods": "antal perioder i filen",
    "recent": "så många av dem är de senaste",
    "incomplete": "platser som saknar någon period, som inte klassas",
    "rules": "gränserna: hot_share, persistent_share, recent_share och p",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--place", required=True, metavar="KOLUMN", help="platsens namn")
    parser.add_argument("--time", required=True, metavar="KOLUMN", help="tal, datum, månad, kvartal eller år")
    parser.add_argument("--count", required=True, metavar="KOLUMN", help="antal händelser")
    hotspots.rule_options(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.classes import classes_of_counts, hot_counts

    rules = hotspots.rules_of(options)
    table = tables.read(options.file, [options.place, options.time, options.count])
    names = [text.strip() for text in table.columns[options.place].to_pylist()]
    times = _times(table, options.time)
    values = _counts(table, options.count)
    cells = _cells(table, names, times, values)
    periods = sorted({time for _name, time in cells})
    every = sorted({name for name, _time in cells})
    incomplete = [name for name in every if any((name, time) not in cells for time in periods)]
    whole = [name for name in every if name not in set(incomplete)]
    counts = np.array([[cells[name, time] for name in whole] for time in periods], dtype=np.int64)
    counts = counts.reshape(len(periods), len(whole))
    found = classes_of_counts(counts, rules=rules)
    hot = hot_counts(counts, p=rules.p)
    columns = (found.kinds, found.hot, found.recent_hot, counts.sum(axis=0), counts.T, hot.T)
    rows = zip(whole, *(column.tolist() for column in columns), strict=True)
    keys = ("place", "class", "hot_periods", "recent_hot", "count", "counts", "hot")
    used = len(periods) * len(whole)
    no_place, no_time = (
        _missing(names),
        sum(bool(name) and time is None for name, time in zip(names, times, strict=True)),
    )
    return words.answer(
        NAME,
        found,
        table=[dict(zip(keys, row, strict=True)) for row in rows],
        times=_spelled(table.columns[options.time].to_pylist(), times, periods),
        classes=hotspots.how_many(found.kinds),
        periods=found.periods,
        recent=found.recent,
        incomplete=incomplete,
        rules=hotspots.shares(rules),
        dropped={
            "no_place": no_place,
            "no_time": no_time,
            "no_count": len(table) - no_place - no_time - len(cells),
            "incomplete": len(cells) - used,
            "wrong_width": table.cut,
        },
    )


def _spelled(texts: list[str], times: list[float | None], periods: list[float]) -> list[str]:
    """Return each period as the file writes it the first time."""
    found: dict[float, str] = {}
    for text, time in zip(texts, times, strict=True):
        if time is not None:
            found.setdefault(time, text.strip())
    return [found[time] for time in periods]


def _missing(texts: list[str]) -> int:
    return sum(not text for text in texts)


def _counts(table: tables.Table, name: str) -> list[int | None]:
    """Return whole numbers from 0, None where there is none. Raises UsageError."""
    found: list[int | None] = []
    for place, value in enumerate(tables.numbers(table, name)):
        if value is not None and (value < 0 or not value.is_integer()):
            raise tables.cell_error(table, place, name, "ett antal, ett heltal från 0 och uppåt")
        found.append(None if value is None else int(value))
    return found


def _times(table: tables.Table, name: str) -> list[float | None]:
    """Return something to order the periods by, None where a cell is empty. Raises UsageError."""
    from samsyn.sources.cells import CellError, number

    texts = [text.strip() for text in table.columns[name].to_pylist()]
    try:
        return [number(text) if text else None for text in texts]
    except CellError:
        pass
    found: list[float | None] = []
    for place, text in enumerate(texts):
        try:
            found.append(_day(text) if text else None)
        except (CellError, ValueError) as error:
            raise tables.cell_error(table, place, name, "ett tal, ett datum eller en period") from error
    return found


def _day(text: str) -> float:
    from samsyn.sources.cells import CellError, period

    try:
        return float(period(text)[0].toordinal())
    except CellError:
        return float(date.fromisoformat(text[:10]).toordinal())


def _cells(
    table: tables.Table, names: list[str], times: list[float | None], values: list[int | None]
) -> dict[tuple[str, float], int]:
    """Return the count of each place and period. Raises UsageError when one stands twice."""
    cells: dict[tuple[str, float], int] = {}
    rows: dict[tuple[str, float], int] = {}
    for place, (name, time, value) in enumerate(zip(names, times, values, strict=True)):
        if not name or time is None or value is None:
            continue
        if (name, time) in cells:
            raise words.UsageError(
                f"Platsen ”{name[:60]}” har två antal för samma period i filen {table.path.name}. "
                f"De står på rad {rows[name, time]} och {table.rows[place]}. Räkna ihop raderna."
            )
        cells[name, time], rows[name, time] = value, int(table.rows[place])
    return cells
