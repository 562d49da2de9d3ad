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
    "recent_hot, count",
    "classes": "antal platser i varje klass",
    "periods": "antal perioder i filen",
    "recent": "så många av dem är de senaste",
    "incomplete": "platser som saknar någon period, som inte klassas",
    "rules": "gränserna: hot_share, persistent_share, recent_share och p",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
_SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--place", required=True, metavar="KOLUMN", help="platsens namn")
    parser.add_argument("--time", required=True, metavar="KOLUMN", help="tal, datum, månad, kvartal eller år")
    parser.add_argument("--count", required=True, metavar="KOLUMN", help="antal händelser")
    hotspots.rule_options(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.classes import classes_of_counts

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
    columns = (found.kinds, found.hot, found.recent_hot, counts.sum(axis=0))
    rows = zip(whole, *(column.tolist() for column in columns), strict=True)
    keys = ("place", "class", "hot_periods", "recent_hot", "count")
    used = len(periods) * len(whole)
    no_place, no_time = (
        _missing(names),
        sum(bool(name) and time is None for name, time in zip(names, times, strict=True)),
    )
    return words.answer(
        NAME,
        found,
        table=[dict(zip(keys, row, strict=True)) for row in rows],
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


def say(found: dict[str, Any]) -> list[str]:
    places = words.many(len(found["table"]), "plats", "platser")
    seen = f"{places}, {words.many(found['periods'], 'period', 'perioder')}, {words.many(found['n'], 'händelse', 'händelser')}"
    if found["reason"]:
        return [
            f"Klasser går inte att beräkna: {seen}. Det behövs minst två platser som har alla perioder, minst två perioder "
            "och någon händelse.",
            *_left_out(found),
        ]
    lines = [f"{seen}; {hotspots.latest(found['recent'])}."]
    for name, (one, more) in hotspots.SWEDISH.items():
        rows = [row for row in found["table"] if row["class"] == name]
        rows.sort(key=lambda row: (-row["hot_periods"], -row["count"]))
        if not rows:
            continue
        label = words.many(len(rows), f"plats är {one}", f"platser är {more}")
        told = [f"{row['place']} (het i {words.number(row['hot_periods'])})" for row in rows[:_SHOWN]]
        rest = f" och {words.number(len(rows) - _SHOWN)} till" if len(rows) > _SHOWN else ""
        lines.append(f"{label}: {', '.join(told)}{rest}.")
    if len(lines) == 1:
        lines.append("Ingen plats har varit het i så många perioder att det syns ett mönster.")
    lines.append(
        "Het betyder fler av periodens händelser än om de hade fallit jämnt på alla platser, med hänsyn till att många prövas "
        "på en gång. Det tar ingen hänsyn till hur stor platsen är eller hur många som rör sig där, och säger inte varför."
    )
    return lines + _left_out(found)


def _left_out(found: dict[str, Any]) -> list[str]:
    lines = []
    if found["incomplete"]:
        many = words.many(len(found["incomplete"]), "plats", "platser")
        lines.append(
            f"{many} klassas inte, för någon period saknas: {', '.join(found['incomplete'][:_SHOWN])}."
        )
    left = sum(found["dropped"].values()) - found["dropped"]["incomplete"]
    if left:
        lines.append(
            f"{words.many(left, 'rad', 'rader')} räknades inte: plats, tid eller antal saknas, eller fel antal celler."
        )
    return lines
