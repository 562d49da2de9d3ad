"""`samsyn analyse eb`: rates of small areas drawn towards the whole, beside the raw ones."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from samsyn.analysis.result import Caveat, Reason
from samsyn.cli.analyses import by_area, tables, words

NAME = "eb"
HELP = "Jämnar ut tal per invånare i små områden (empirisk Bayes enligt Marshall), bredvid de råa."
EXAMPLE = "samsyn analyse eb områden.csv --area område --count antal --population folkmängd"
FILE = (
    "områden.csv",
    "område,antal,folkmängd\nCentrum,90,2000\nÖster,40,2500\nVäster,12,900\nNorr,3,60\nHamnen,4,0\nSöder,20,3100\n",
)
KEYS = {
    "table": "ett objekt per område: area, count, population, raw, raw_low, raw_high, eb, weight (så mycket av eb som är "
    "områdets eget tal), rank (efter eb, aldrig efter raw), reason, caveats",
    "per": "per så många",
    "areas": "områden med ett utjämnat tal",
    "between": "variansen mellan områdenas sanna tal; 0 när de inte skiljer sig mer än slumpen",
    "left_out": "händelser i områden där ingen bor, som inte räknades",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per område")
    by_area.column(parser, "--area", "områdets namn eller kod", required=True)
    by_area.column(parser, "--count", "antal händelser", required=True)
    by_area.column(parser, "--population", "folkmängd", required=True)
    parser.add_argument("--per", type=words.positive, default=1000.0, metavar="TAL", help="(1000)")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.eb import empirical_bayes

    table = tables.read(options.file, [options.area, options.count, options.population])
    names = by_area.names(table, options.area)
    rows = [place for place, name in enumerate(names) if name]
    by_area.check_once(table, [name or f"\n{k}" for k, name in enumerate(names)], "Räkna ihop raderna.")
    counts = by_area.amounts(table, options.count, is_count=True)
    people = by_area.amounts(table, options.population)
    known = [k for k in rows if counts[k] is not None and people[k] is not None]
    found = empirical_bayes(
        [counts[k] or 0.0 for k in known],
        [people[k] or 0.0 for k in known],
        per=options.per,
        level=options.level,
    )
    residents = sum(people[k] or 0.0 for k in known)
    places = {row: place for place, row in enumerate(known)}
    no_count = sum(counts[k] is None for k in rows)
    return words.answer(
        NAME,
        _overall(found, residents, is_empty=not known),
        table=[_object(found, places.get(k), names[k], counts[k], people[k]) for k in rows],
        per=options.per,
        areas=int(found.is_known.sum()) if found.mean is not None else 0,
        between=found.between,
        left_out=found.left_out,
        dropped={
            "no_area": len(names) - len(rows),
            "no_count": no_count,
            "no_population": len(rows) - len(known) - no_count,
            "wrong_width": table.cut,
        },
    )


def _overall(found: Any, residents: float, *, is_empty: bool) -> Any:
    """Return the rate of all areas together, with its exact interval."""
    from samsyn.analysis.rates import rates
    from samsyn.analysis.result import Estimate

    if not residents:
        reason = Reason.NO_VALUE if is_empty else Reason.NO_POPULATION
        return Estimate(None, None, None, found.level, found.n, found.method, reason=reason)
    whole = rates([found.n], [residents], per=found.per, level=found.level)
    value, low, high = (float(column[0]) for column in (whole.value, whole.low, whole.high))
    return Estimate(value, low, high, found.level, found.n, found.method, reason=found.reason)


def _object(
    found: Any, place: int | None, area: str, count: float | None, population: float | None
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "area": area,
        "count": None if count is None else int(count),
        "population": population,
        **dict.fromkeys(("raw", "raw_low", "raw_high", "eb", "weight", "rank", "reason")),
        "caveats": [],
    }
    if place is None:
        return {**row, "reason": Reason.NO_VALUE}
    if not found.is_known[place]:
        return {**row, "reason": Reason.NO_POPULATION}
    raw = {key: float(getattr(found, key)[place]) for key in ("raw", "raw_low", "raw_high")}
    few = [Caveat.FEW_EVENTS] if found.is_few[place] else []
    if found.mean is None:
        return {**row, **raw, "reason": Reason.NO_EVENTS, "caveats": few}
    smooth = {"eb": float(found.value[place]), "weight": float(found.weight[place])}
    return {**row, **raw, **smooth, "rank": int(found.rank[place]) or None, "caveats": few}
