"""`samsyn analyse smr`: observed events beside those expected, area by area."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from samsyn.analysis.result import Caveat, Reason
from samsyn.cli.analyses import by_area, tables, words

NAME = "smr"
HELP = "Jämför händelser med det väntade i varje område (indirekt standardiserad kvot)."
EXAMPLE = "samsyn analyse smr brott.csv --area område --count antal --population folkmängd --strata ålder"
FILE = (
    "brott.csv",
    "område,ålder,antal,folkmängd\nCentrum,16-24,60,2000\nCentrum,25-,50,6000\nÖster,16-24,30,1500\n"
    "Öster,25-,40,7000\nHamnen,16-24,0,0\nHamnen,25-,0,0\nVäster,16-24,8,900\nVäster,25-,20,4000\n",
)
KEYS = {
    "table": "ett objekt per område: area, count, left_out (händelser där ingen bor), "
    "population, expected, ratio, low, high, p, p_adjusted, class "
    "(higher, lower, as-expected), reason, caveats",
    "areas": "områden med en kvot",
    "strata": "grupper som det väntade räknades i",
    "left_out": "händelser på rader utan folkmängd, som inte räknades",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
_ADVICE = "Räkna ihop raderna, eller ange gruppernas kolumn med --strata."


@dataclass(frozen=True)
class _Rows:
    """Equal-length columns of the rows, the areas in the order of the file, and which rows can be counted."""

    areas: list[str]
    place: Any
    good: Any
    count: Any
    size: Any  # population, or what was expected


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FIL", help="en rad per område, eller per område och grupp"
    )
    by_area.column(parser, "--area", "områdets namn eller kod", required=True)
    by_area.column(parser, "--count", "antal händelser", required=True)
    by_area.column(parser, "--population", "folkmängd; det väntade räknas med alla områdens gemensamma tal")
    by_area.column(
        parser, "--strata", "grupp, till exempel ålder och kön: varje grupp har sitt gemensamma tal"
    )
    by_area.column(parser, "--expected", "väntat antal, i stället för --population")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.smr import Expected, expected_counts, smr

    _check(options)
    wanted = [options.area, options.count, options.expected or options.population]
    table = tables.read(options.file, [*wanted, *([options.strata] if options.strata else [])])
    groups = by_area.names(table, options.strata) if options.strata else [""] * len(table)
    rows, dropped = _rows(table, options, groups)
    place, count, size = (column[rows.good] for column in (rows.place, rows.count, rows.size))
    codes = {name: code for code, name in enumerate(dict.fromkeys(groups))}
    many, strata = len(rows.areas), np.array([codes[name] for name in groups], np.int64)[rows.good]
    has_row = np.bincount(place, minlength=many) > 0
    if options.expected:
        seen = Expected(_sum(place, count, many), _sum(place, size, many), np.zeros(many))
    else:
        raw = expected_counts(place, count, size, stratum=strata)
        pad = [np.concatenate([c, np.zeros(many - c.size)]) for c in (raw.count, raw.expected, raw.left_out)]
        seen = Expected(*pad)
        _check_many(table, np.unique(place[size > 0]).size)
    found = smr(seen.count, seen.expected, level=options.level)
    population = None if options.expected else _sum(place, size, many)
    objects = _objects(rows, seen, found, has_row, population)
    return words.answer(
        NAME,
        _overall(seen, found, is_given=bool(options.expected)),
        table=objects,
        areas=int(found.is_known.sum()),
        strata=len(codes) if options.strata else None,
        left_out=int(seen.left_out.sum()),
        dropped=dropped,
    )


def _sum(place: Any, column: Any, many: int) -> Any:
    import numpy as np

    return np.bincount(place, weights=column, minlength=many).astype(float)


def _check(options: argparse.Namespace) -> None:
    if bool(options.expected) == bool(options.population):
        given = "båda" if options.expected else "inget av dem"
        raise words.UsageError(
            "Det väntade behöver antingen folkmängd eller ett väntat antal. "
            f"Kommandot fick {given}. Ange --population eller --expected."
        )
    if options.expected and options.strata:
        raise words.UsageError(
            "Grupper behövs bara när det väntade räknas ur folkmängden. Kommandot fick både --expected och --strata. "
            "Ta bort ett av dem."
        )


def _check_many(table: tables.Table, areas: int) -> None:
    if areas < 2:
        raise words.UsageError(
            "Det väntade räknas ur alla områden tillsammans, så det behövs minst två. "
            f"I filen {table.path.name} fann vi {areas} med antal och folkmängd. Ge fler områden, eller ange --expected."
        )


def _rows(
    table: tables.Table, options: argparse.Namespace, groups: list[str]
) -> tuple[_Rows, dict[str, int]]:
    import numpy as np

    names = by_area.names(table, options.area)
    named = np.array([bool(name) for name in names], bool)
    grouped = np.array([bool(group) or not options.strata for group in groups], bool)
    keys = [(name, group) if group else name for name, group in zip(names, groups, strict=True)]
    full = [key if named[k] and grouped[k] else f"\n{k}" for k, key in enumerate(keys)]
    by_area.check_once(table, full, _ADVICE)
    count, size = (
        np.array(
            [np.nan if value is None else value for value in by_area.amounts(table, name, is_count=whole)]
        )
        for name, whole in ((options.count, True), (options.expected or options.population, False))
    )
    areas = list(dict.fromkeys(name for name in names if name))
    codes = {name: code for code, name in enumerate(areas)}
    usable = named & grouped
    no_count, no_size = usable & np.isnan(count), usable & ~np.isnan(count) & np.isnan(size)
    dropped = {
        "no_area": int(np.sum(~named)),
        "no_strata": int(np.sum(named & ~grouped)),
        "no_count": int(no_count.sum()),
        "no_expected" if options.expected else "no_population": int(no_size.sum()),
        "wrong_width": table.cut,
    }
    place = np.array([codes.get(name, -1) for name in names], np.int64)
    return _Rows(areas, place, usable & ~no_count & ~no_size, count, size), dropped


def _objects(rows: _Rows, seen: Any, found: Any, has_row: Any, population: Any) -> list[dict[str, Any]]:
    import numpy as np

    torn = np.bincount(rows.place[(rows.place >= 0) & ~rows.good], minlength=len(rows.areas)) > 0
    torn |= seen.left_out > 0
    columns = [by_area.finite(c) for c in (found.value, found.low, found.high, found.p, found.p_adjusted)]
    stands = found.is_more_than_chance
    objects = []
    for k, (area, ratio, low, high, p, p_adjusted) in enumerate(zip(rows.areas, *columns, strict=True)):
        there = bool(has_row[k])
        kind = None if ratio is None else "as-expected"
        if ratio is not None and stands[k]:
            kind = "higher" if ratio > 1 else "lower"
        codes = (
            (Caveat.FEW_EVENTS, found.is_few[k] and ratio is not None),
            (Caveat.INCOMPLETE, torn[k] and there),
        )
        objects.append({
            "area": area,
            "count": int(seen.count[k]) if there else None,
            "left_out": int(seen.left_out[k]),
            "population": float(population[k]) if there and population is not None else None,
            "expected": float(seen.expected[k]) if there else None,
            "ratio": ratio,
            "low": low,
            "high": high,
            "p": p,
            "p_adjusted": p_adjusted,
            "class": kind,
            "reason": None if ratio is not None else _reason(there, population, k),
            "caveats": [code for code, holds in codes if holds],
        })  # fmt: skip
    return objects


def _reason(is_there: bool, population: Any, place: int) -> Reason:
    if not is_there:
        return Reason.NO_VALUE
    nobody = population is not None and not population[place]
    return Reason.NO_POPULATION if nobody else Reason.NO_EXPECTED


def _overall(seen: Any, found: Any, *, is_given: bool) -> Any:
    """Return the ratio of all areas together; without given expected counts it is 1 by definition and says nothing."""
    from samsyn.analysis.result import Comparison
    from samsyn.analysis.smr import smr

    none = Comparison(None, None, None, found.level, found.n, found.method)
    if not seen.expected.sum():
        return replace(none, reason=Reason.NO_EXPECTED if is_given else Reason.NO_EVENTS)
    if not is_given:
        return none
    known = found.is_known
    whole = smr([seen.count[known].sum()], [seen.expected[known].sum()], level=found.level)
    value, low, high, p = (float(c[0]) for c in (whole.value, whole.low, whole.high, whole.p))
    return replace(none, value=value, low=low, high=high, p=p)
