"""`samsyn analyse hotspots`: which places stay hot, become hot, come back or were hot before?"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from samsyn.cli.analyses import cells, points, words

NAME = "hotspots"
HELP = "Klassar rutor efter när de varit heta: bestående, nya, återkommande eller tidigare (Gi* för varje period)."
EXAMPLE = "samsyn analyse hotspots inbrott.csv --x öst --y nord --crs EPSG:3006 --time datum --cell 500 --period year"
_PLACES = (
    (319100, 6400100),
    (323600, 6404600),
    *((x, y) for x in (320600, 321100) for y in (6401600, 6402100)),
)
FILE = (
    "inbrott.csv",
    "öst,nord,datum\n" + "".join(f"{x},{y},{year}-05-02\n" for year in (2023, 2024) for x, y in _PLACES),
)
KEYS = {
    "table": "ett objekt per ruta: x, y (mitten), class (persistent, emerging, intermittent, former eller none), hot_periods "
    "(perioder då rutan var het), recent_hot (de senaste av dem), count (händelser)",
    "cell": "rutans sida i meter",
    "project": "koordinatsystemet för x och y",
    "classes": "antal rutor i varje klass",
    "period": "week, month, quarter eller year",
    "periods": "antal perioder, från den första till den sista med händelser",
    "recent": "så många av dem är de senaste",
    "empty_periods": "perioder utan händelser, eller med lika många i varje ruta; då är ingen ruta het",
    "first": "första periodens första dag",
    "last": "sista periodens första dag",
    "rules": "gränserna: hot_share, persistent_share, recent_share och p",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
PERIODS = ("week", "month", "quarter", "year")
MOST = 50_000_000  # cells times periods
SWEDISH = {
    "persistent": ("bestående het", "bestående heta"),
    "emerging": ("nyligen het", "nyligen heta"),
    "intermittent": ("het då och då", "heta då och då"),
    "former": ("tidigare het", "tidigare heta"),
}
_SHOWN = 5


def rule_options(parser: argparse.ArgumentParser) -> None:
    """Add the shares that tell the classes apart."""
    for name, default, text in (
        ("--hot-share", 0.1, "het i minst så stor del av perioderna"),
        ("--persistent-share", 0.8, "bestående: het i minst så stor del av perioderna"),
        ("--recent-share", 0.2, "så stor del av perioderna, de sista, är de senaste"),
        ("--p", 0.05, "högsta justerade p för att vara het i en period"),
    ):
        help_text = f"{text} ({default})"
        parser.add_argument(
            name, type=words.between_0_and_1, default=default, metavar="ANDEL", help=help_text
        )


def rules_of(options: argparse.Namespace) -> Any:
    """Return the rules. Raises UsageError when they cannot be."""
    from samsyn.analysis.classes import Rules

    if options.persistent_share < options.hot_share:
        raise words.UsageError(
            "Gränserna går inte ihop. "
            f"Bestående är {words.number(options.persistent_share)} av perioderna, het {words.number(options.hot_share)}. "
            "Låt --persistent-share vara minst --hot-share."
        )
    return Rules(options.hot_share, options.persistent_share, options.recent_share, options.p)


def shares(rules: Any) -> dict[str, float]:
    return {name: getattr(rules, name) for name in ("hot_share", "persistent_share", "recent_share", "p")}


def arguments(parser: argparse.ArgumentParser) -> None:
    points.arguments(parser)
    parser.add_argument("--time", required=True, metavar="KOLUMN", help="datum, tid eller månad")
    parser.add_argument(
        "--period",
        choices=PERIODS,
        default="month",
        metavar="PERIOD",
        help="week, month, quarter eller year (month)",
    )
    parser.add_argument(
        "--cell", type=words.positive, default=500.0, metavar="METER", help="rutans sida (500)"
    )
    rule_options(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.hotspots import hotspots

    rules = rules_of(options)
    read = points.read(options, time=options.time, others=[options.time])
    grid = cells.grid_of(read, options.cell)
    number, starts = _periods(read, options)
    size = grid.rows * grid.columns
    if size * len(starts) > MOST:
        raise words.UsageError(
            f"Filen {read.path.name} skulle ge för många värden. {words.many(len(starts), 'period', 'perioder')} gånger "
            f"{words.many(size, 'ruta', 'rutor')} är över {words.number(MOST)}. "
            "Välj större rutor med --cell eller längre perioder med --period."
        )
    counts = grid.counts(read.x, read.y, number, len(starts))
    found = hotspots(counts, rules=rules)
    told = found.classes
    answer = words.answer(
        NAME,
        found,
        table=_table(grid, counts.sum(axis=0), told),
        cell=options.cell,
        project=read.project,
        classes=how_many(told.kinds),
        period=options.period,
        periods=told.periods,
        recent=told.recent,
        empty_periods=found.empty,
        first=starts[0],
        last=starts[-1],
        rules=shares(rules),
        dropped=read.dropped,
    )
    return {**answer, "caveats": list(read.caveats)}


def how_many(kinds: Any) -> dict[str, int]:
    told = Counter(kinds.tolist())
    return {name: told[name] for name in (*SWEDISH, "none")}


def latest(recent: int) -> str:
    """2 -> de 2 sista perioderna räknas som de senaste"""
    if recent == 1:
        return "den sista perioden räknas som den senaste"
    return f"de {words.number(recent)} sista perioderna räknas som de senaste"


def _periods(read: points.Points, options: argparse.Namespace) -> tuple[Any, list[str]]:
    """Return the number of each event's period, from 0, and the first day of every period from the first to the last."""
    import numpy as np

    from samsyn.sources.incidents import times

    if options.period == "week" and read.is_monthly:
        raise words.UsageError(
            f"Händelserna i filen {read.path.name} går inte att räkna per vecka. "
            f"Kolumnen ”{options.time}” har bara månader. Välj --period month, quarter eller year."
        )
    seconds = (
        times.read(read.others[options.time]).seconds if read.has_clock else read.times
    )  # by clocks here
    days = seconds.astype("datetime64[s]").astype("datetime64[D]")
    months = days.astype("datetime64[M]").astype(np.int64)
    if options.period == "week":
        number = (days.astype(np.int64) + 3) // 7  # Monday to Sunday: 1 January 1970 was a Thursday
        every = np.arange(number.min(), number.max() + 1)
        starts = (every * 7 - 3).astype("datetime64[D]")
    else:
        many = {"month": 1, "quarter": 3, "year": 12}[options.period]
        number = months // many
        every = np.arange(number.min(), number.max() + 1)
        starts = (every * many).astype("datetime64[M]").astype("datetime64[D]")
    return number - number.min(), [str(day) for day in starts]


def _table(grid: Any, total: Any, told: Any) -> list[dict[str, Any]]:
    import numpy as np

    north, east = np.meshgrid(grid.y, grid.x, indexing="ij")
    names = ("x", "y", "class", "hot_periods", "recent_hot", "count")
    columns = (east, north, told.kinds, told.hot, told.recent_hot, total)
    rows = zip(*(column.ravel().tolist() for column in columns), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def say(found: dict[str, Any]) -> list[str]:
    periods = words.many(found["periods"], "period", "perioder")
    seen = f"{words.many(found['n'], 'händelse', 'händelser')}, {periods} ({found['first']} till {found['last']})"
    if found["reason"]:
        return [
            f"Klasser går inte att beräkna: {seen}. Minst två perioder behövs, för att något ska ligga före det senaste. "
            "Välj kortare perioder med --period.",
            *points.say(found["dropped"]),
        ]
    lines = [f"{seen}; {latest(found['recent'])}."]
    for name, (one, more) in SWEDISH.items():
        many = found["classes"][name]
        if not many:
            continue
        lines.append(f"{words.many(many, f'ruta är {one}', f'rutor är {more}')}:")
        rows = [row for row in found["table"] if row["class"] == name]
        rows.sort(key=lambda row: (-row["hot_periods"], -row["count"]))
        lines += [
            f"  {cells.place(row['x'], row['y'])}: het i {words.many(row['hot_periods'], 'period', 'perioder')} av "
            f"{words.number(found['periods'])}, {words.many(row['count'], 'händelse', 'händelser')}"
            for row in rows[:_SHOWN]
        ]
        if many > _SHOWN:
            lines.append(f"  … och {words.number(many - _SHOWN)} till; alla finns med --json.")
    if len(lines) == 1:
        lines.append("Ingen ruta har varit het i så många perioder att det syns ett mönster.")
    lines.append(
        "Het betyder att rutan med sina grannar hade fler händelser än slumpen ger i perioden, med hänsyn till att många "
        "rutor och perioder prövas på en gång. Klassen säger när det var hett, inte varför, och inte att en åtgärd hjälpt."
    )
    if found["empty_periods"]:
        lines.append(
            f"I {words.many(found['empty_periods'], 'period', 'perioder')} fanns ingen ruta att skilja ut. Kontrollera att inte "
            "uppgifter saknas."
        )
    return lines + points.say(found["dropped"])
