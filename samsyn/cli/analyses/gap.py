"""`samsyn analyse gap`: areas where people feel as the crime figures say, and areas where they do not."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.analysis.result import Caveat, Reason
from samsyn.cli.analyses import by_area, tables, words

NAME = "gap"
HELP = "Delar in områden efter om otryggheten och de anmälda brotten säger samma sak."
EXAMPLE = "samsyn analyse gap områden.csv --area område --share trygga --base svar --count antal --population folkmängd"
FILE = (
    "områden.csv",
    "område,trygga,svar,antal,folkmängd\nCentrum,0.55,220,410,4000\nÖster,0.58,180,90,3500\nVäster,0.86,150,300,3000\n"
    "Norr,0.84,260,110,5000\nSöder,0.74,90,180,2900\nHamnen,0.50,12,60,300\n",
)
KEYS = {
    "table": "ett objekt per område: area, survey, share, share_low, share_high, base, rate, rate_low, rate_high, count, "
    "population, safety (safer, less-safe, unclear), crime (more, less, unclear), class (both, felt, recorded, neither, "
    "unclear), p, p_adjusted, is_more_than_chance, reason, caveats",
    "classes": "antal rader i varje klass",
    "share_reference": "andelen trygga som områdena hålls mot, en för varje undersökning",
    "rate_reference": "brottstalet som områdena hålls mot",
    "per": "per så många",
    "dropped": "rader som inte kunde räknas, efter orsak",
}
SMALL = 100  # answers: under this the share is marked as uncertain
_SAFETY = {1: "safer", -1: "less-safe", 0: "unclear"}
_CRIME = {1: "more", -1: "less", 0: "unclear"}


@dataclass(frozen=True)
class _Felt:
    """What people feel, row by row, as the share who are safe; nan where it is missing or hidden."""

    value: Any
    low: Any
    high: Any
    base: Any
    reference: Any
    references: dict[str, float]
    is_tested: Any  # the interval is Wilson's, so that the share has a p
    is_hidden: Any


@dataclass(frozen=True)
class _Recorded:
    """The crime rate of each row; nan where it is missing."""

    value: Any
    low: Any
    high: Any
    count: Any
    population: Any
    reference: float


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per område (och undersökning)")
    by_area.column(parser, "--area", "områdets namn eller kod", required=True)
    by_area.column(parser, "--share", "andelen som är trygga, 0 till 1", required=True)
    by_area.column(parser, "--base", "antal svar")
    by_area.column(
        parser, "--share-low", "andelens intervall, nedre änden; annars räknas det ur antal svar (Wilson)"
    )
    by_area.column(parser, "--share-high", "andelens intervall, övre änden")
    by_area.column(
        parser, "--survey", "undersökning eller metod: var och en hålls bara mot sina egna områden"
    )
    parser.add_argument("--percent", action="store_true", help="andelen står i procent")
    parser.add_argument("--unsafe", action="store_true", help="andelen gäller dem som är otrygga")
    by_area.column(parser, "--count", "antal brott")
    by_area.column(parser, "--population", "folkmängd")
    by_area.column(parser, "--rate", "brottstal, i stället för --count och --population")
    by_area.column(parser, "--rate-low", "brottstalets intervall, nedre änden")
    by_area.column(parser, "--rate-high", "brottstalets intervall, övre änden")
    parser.add_argument("--per", type=words.positive, default=1000.0, metavar="TAL", help="(1000)")
    parser.add_argument(
        "--share-reference", type=float, metavar="TAL",
        help="andel trygga (eller otrygga) att hålla områdena mot; annars undersökningens alla svar",
    )  # fmt: skip
    parser.add_argument(
        "--rate-reference", type=words.positive, metavar="TAL",
        help="brottstal att hålla områdena mot; annars alla områden tillsammans",
    )  # fmt: skip
    parser.add_argument(
        "--hide-under", type=words.count, default=30, metavar="ANTAL", help="färre svar visas inte (30)"
    )
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from samsyn.analysis.gap import METHOD, Gap, gap_classes, gap_p
    from samsyn.analysis.result import Estimate

    _check(options)
    table, rows, keys = _read(options)
    felt, recorded = (
        _felt(table, options, rows, [survey for _area, survey in keys]),
        _recorded(table, options, rows, keys),
    )
    found = gap_classes(felt.low, felt.high, felt.reference, recorded.low, recorded.high, recorded.reference)
    expected = recorded.population * recorded.reference / options.per
    tested = np.where(felt.is_tested, felt.value, np.nan)
    p, p_adjusted = gap_p(tested, felt.base, felt.reference, recorded.count, expected)
    objects = [_object(k, key, felt, recorded, found) for k, key in enumerate(keys)]
    for one, chance, adjusted in zip(objects, by_area.finite(p), by_area.finite(p_adjusted), strict=True):
        chance, adjusted = (None, None) if one["reason"] else (chance, adjusted)
        sure = None if adjusted is None else one["class"] != Gap.UNCLEAR and adjusted <= 1 - options.level
        one |= {"p": chance, "p_adjusted": adjusted, "is_more_than_chance": sure}
    return words.answer(
        NAME,
        Estimate(None, None, None, options.level, found.n, METHOD),
        table=objects,
        classes={name: sum(one["class"] == name for one in objects) for name in map(str, Gap)},
        share_reference=felt.references,
        rate_reference=None if np.isnan(recorded.reference) else recorded.reference,
        per=options.per,
        dropped={"no_area": len(table) - len(rows), "wrong_width": table.cut},
    )


def _check(options: argparse.Namespace) -> None:
    counted, given = (options.count, options.population), (options.rate, options.rate_low, options.rate_high)
    if not (all(counted) and not any(given)) and not (all(given) and not any(counted)):
        raise words.UsageError(
            "Brotten behöver antingen antal och folkmängd, eller ett tal med båda ändarna av sitt intervall. "
            "Kommandot fick något annat. Ange --count och --population, eller --rate, --rate-low och --rate-high."
        )
    if bool(options.share_low) != bool(options.share_high) or not (options.base or options.share_low):
        raise words.UsageError(
            "Andelen behöver antal svar eller båda ändarna av sitt intervall. Kommandot fick något annat. "
            "Ange --base, eller --share-low och --share-high."
        )
    if options.rate and options.rate_reference is None:
        raise words.UsageError(
            "Brottstalet behöver något att hållas mot. Utan antal och folkmängd går alla områdens tal inte att räkna. "
            "Ange det med --rate-reference."
        )
    if not options.base and options.share_reference is None:
        raise words.UsageError(
            "Andelen behöver något att hållas mot. Utan antal svar går undersökningens hela andel inte att räkna. "
            "Ange den med --share-reference."
        )


def _read(options: argparse.Namespace) -> tuple[tables.Table, list[int], list[tuple[str, str]]]:
    """Return the table, its rows that name an area, and the area and survey of each."""
    wanted = ("area", "share", "base", "share_low", "share_high", "survey", "count", "population")
    columns = [getattr(options, name) for name in (*wanted, "rate", "rate_low", "rate_high")]
    table = tables.read(options.file, list(dict.fromkeys(name for name in columns if name)))
    names = by_area.names(table, options.area)
    surveys = by_area.names(table, options.survey) if options.survey else [""] * len(table)
    rows = [k for k, name in enumerate(names) if name]
    pairs = list(zip(names, surveys, strict=True))
    once = [(a, s) if a and s else a or f"\n{k}" for k, (a, s) in enumerate(pairs)]
    by_area.check_once(table, once, "Räkna ihop raderna, eller ange undersökningens kolumn med --survey.")
    return table, rows, [pairs[k] for k in rows]


def _column(table: tables.Table, name: str | None, rows: list[int], *, is_count: bool = False) -> Any:
    import numpy as np

    if not name:
        return np.full(len(rows), np.nan)
    values = by_area.amounts(table, name, is_count=is_count)
    return np.array([np.nan if (x := values[k]) is None else x for k in rows], float)


def _felt(table: tables.Table, options: argparse.Namespace, rows: list[int], surveys: list[str]) -> _Felt:
    import numpy as np

    from samsyn.analysis.shares import wilson_intervals

    columns = [options.share, options.share_low, options.share_high]
    scale = 100 if options.percent else 1
    value, low, high = (_column(table, name, rows) / scale for name in columns)
    for name, one in zip(columns, (value, low, high), strict=True):
        if np.any(wrong := one > 1):
            raise tables.cell_error(table, rows[int(np.argmax(wrong))], name, _wanted(options))
    base = _column(table, options.base, rows)
    has_own = ~np.isnan(low) & ~np.isnan(high) & ~np.isnan(value)
    _check_order(table, options.share, rows, has_own & ~((low <= value) & (value <= high)))
    if options.unsafe:
        value, low, high = 1 - value, 1 - high, 1 - low
    is_hidden = (base < options.hide_under) | (base == 0)  # False for nan
    shown = np.where(is_hidden, np.nan, value)  # else the whole would give away the one that is hidden
    reference, references = _share_references(options, shown, base, surveys)
    can = ~np.isnan(value) & (base > 0)
    ends = wilson_intervals(np.where(can, value, 0.5), np.where(can, base, 1), level=options.level)
    low, high = (
        np.where(is_hidden, np.nan, np.where(has_own, own, np.where(can, end, np.nan)))
        for own, end in ((low, ends[0]), (high, ends[1]))
    )
    return _Felt(shown, low, high, base, reference, references, can & ~has_own & ~is_hidden, is_hidden)


def _wanted(options: argparse.Namespace) -> str:
    return (
        "en andel från 0 till 100" if options.percent else "en andel från 0 till 1 (--percent läser procent)"
    )


def _check_order(table: tables.Table, name: str, rows: list[int], wrong: Any) -> None:
    import numpy as np

    if np.any(wrong):
        raise tables.cell_error(table, rows[int(np.argmax(wrong))], name, "ett tal inom sitt eget intervall")


def _share_references(
    options: argparse.Namespace, value: Any, base: Any, surveys: list[str]
) -> tuple[Any, dict[str, float]]:
    """Return what each row's share is held against, and the same by survey: surveys are never joined."""
    import numpy as np

    kinds = sorted(set(surveys))
    given = options.share_reference
    if given is not None:
        given = given / 100 if options.percent else given
        if len(kinds) > 1 or not 0 < given < 1:
            raise words.UsageError(
                "Andelen att hålla områdena mot gick inte att använda. "
                f"Kommandot fick {options.share_reference:g} till {words.many(len(kinds), 'undersökning', 'undersökningar')}. "
                "Ange en andel mellan 0 och 1 (i procent med --percent), för en undersökning i taget."
            )
        given = 1 - given if options.unsafe else given
        return np.full(value.shape, given), {kinds[0]: given} if kinds else {}
    reference, references = np.full(value.shape, np.nan), {}
    for kind in kinds:
        mine = np.array([survey == kind for survey in surveys], bool)
        known = mine & ~np.isnan(value) & (base > 0)
        if known.sum() > 1:
            references[kind] = float(np.sum(value[known] * base[known]) / base[known].sum())
            reference[mine] = references[kind]
    return reference, references


def _recorded(
    table: tables.Table, options: argparse.Namespace, rows: list[int], keys: list[tuple[str, str]]
) -> _Recorded:
    import numpy as np

    from samsyn.analysis.rates import rates

    nothing = np.full(len(rows), np.nan)
    if options.rate:
        value, low, high = (
            _column(table, name, rows) for name in (options.rate, options.rate_low, options.rate_high)
        )
        known = ~np.isnan(value) & ~np.isnan(low) & ~np.isnan(high)
        _check_order(table, options.rate, rows, known & ~((low <= value) & (value <= high)))
        low, high = np.where(known, low, np.nan), np.where(known, high, np.nan)
        return _Recorded(value, low, high, nothing, nothing, options.rate_reference)
    count, people = (
        _column(table, options.count, rows, is_count=True),
        _column(table, options.population, rows),
    )
    first = _first_of_each(table, options, rows, [area for area, _survey in keys], count, people)
    known = ~np.isnan(count) & (people > 0)
    told = rates(np.where(known, count, 0), np.where(known, people, 1), per=options.per, level=options.level)
    value, low, high = (np.where(known, one, np.nan) for one in (told.value, told.low, told.high))
    reference, all_of_them = options.rate_reference, known & first
    if reference is None:
        many = np.sum(all_of_them) > 1
        reference = count[all_of_them].sum() * options.per / people[all_of_them].sum() if many else np.nan
    return _Recorded(value, low, high, count, people, float(reference))


def _first_of_each(
    table: tables.Table,
    options: argparse.Namespace,
    rows: list[int],
    names: list[str],
    count: Any,
    people: Any,
) -> Any:
    """Return which rows are the first of their area. An area of two surveys has its crimes on both rows: they are one."""
    import numpy as np

    seen: dict[str, int] = {}
    first = np.zeros(len(rows), bool)
    for k, name in enumerate(names):
        before = seen.setdefault(name, k)
        first[k] = before == k
        if not np.array_equal([count[k], people[k]], [count[before], people[before]], equal_nan=True):
            raise words.UsageError(
                f"Området ”{name}” har olika antal brott eller folkmängd på sina rader i filen {table.path.name}. "
                f"Det finns på rad {table.rows[rows[before]]} och {table.rows[rows[k]]}. "
                "Skriv samma antal brott och folkmängd på alla rader för ett område."
            )
    return first


def _object(place: int, key: tuple[str, str], felt: _Felt, recorded: _Recorded, found: Any) -> dict[str, Any]:
    columns = {
        "share": felt.value, "share_low": felt.low, "share_high": felt.high, "base": felt.base,
        "rate": recorded.value, "rate_low": recorded.low, "rate_high": recorded.high,
        "count": recorded.count, "population": recorded.population,
    }  # fmt: skip
    row: dict[str, Any] = {name: by_area.finite([column[place]])[0] for name, column in columns.items()}
    reason = _reason(place, row, felt, recorded)
    told = 0 if reason else 1
    base = row["base"]
    return {
        "area": key[0],
        "survey": key[1] or None,
        **row,
        "safety": _SAFETY[int(found.safety[place]) * told],
        "crime": _CRIME[int(found.crime[place]) * told],
        "class": str(found.classes[place]),
        "reason": reason,
        "caveats": [Caveat.SMALL_BASE]
        if base is not None and not felt.is_hidden[place] and base < SMALL
        else [],
    }


def _reason(place: int, row: dict[str, Any], felt: _Felt, recorded: _Recorded) -> Reason | None:
    """Return why a row has no class whatever the intervals; None when the intervals decide."""
    if felt.is_hidden[place]:
        return Reason.HIDDEN
    if row["share"] is None:
        return Reason.NO_VALUE
    if row["share_low"] is None:
        return Reason.NO_BASE
    if row["rate_low"] is None:
        return (
            Reason.NO_POPULATION if row["count"] is not None and row["population"] == 0 else Reason.NO_VALUE
        )
    if felt.reference[place] != felt.reference[place] or recorded.reference != recorded.reference:
        return Reason.ONE_AREA
    return None
