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
    from samsyn.analysis.classes import HotSpot

    told = Counter(kinds.tolist())
    order = (HotSpot.PERSISTENT, HotSpot.EMERGING, HotSpot.INTERMITTENT, HotSpot.FORMER, HotSpot.NONE)
    return {kind.value: told[kind] for kind in order}


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
