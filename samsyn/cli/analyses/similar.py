"""`samsyn analyse similar`: the areas most like one of them, and how it compares with them."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from samsyn.analysis.result import Reason
from samsyn.cli.analyses import by_area, tables, words

NAME = "similar"
HELP = "Hittar de områden som liknar ett område mest, och jämför det med dem."
EXAMPLE = (
    "samsyn analyse similar områden.csv --area område --for Centrum --variables täthet,hyresrätt --weights 2,1 "
    "--number 2 --count antal --population folkmängd"
)
FILE = (
    "områden.csv",
    "område,täthet,hyresrätt,antal,folkmängd\nCentrum,60,70,90,2000\nÖster,55,72,60,2500\nVäster,20,30,12,900\n"
    "Norr,50,60,55,1900\nSöder,10,5,20,3100\n",
)
KEYS = {
    "area": "området som jämförs",
    "table": "ett objekt per område i jämförelsen, närmast först: area, distance, how (nearest, included eller set), "
    "values (variablernas värden), count, population, rate",
    "weights": "variablernas vikter",
    "sd": "variablernas standardavvikelse mellan områdena, som avstånden räknas i",
    "unused": "variabler som inte skiljer områdena åt eller väger 0",
    "values": "områdets egna värden på variablerna",
    "rate": "områdets tal",
    "count": "händelser i området",
    "population": "folkmängd i området",
    "set_rate": "tal för jämförelseområdena tillsammans",
    "set_count": "händelser i jämförelseområdena",
    "set_population": "folkmängd i jämförelseområdena",
    "per": "per så många",
    "beyond_chance": "om intervallet för skillnaden utesluter 0",
    "candidates": "områden som har alla variabler, utom området självt",
    "tied": "områden lika nära som det sista i jämförelsen, men utanför den",
    "dropped": "rader som inte kunde räknas, efter orsak",
}


@dataclass(frozen=True)
class _City:
    """The rows that have a name: equal-length columns."""

    names: list[str]
    variables: list[str]
    values: Any  # areas by variables, nan where missing
    counts: list[float | None]
    people: list[float | None]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en rad per område")
    by_area.column(parser, "--area", "områdets namn eller kod", required=True)
    parser.add_argument("--for", dest="target", required=True, metavar="OMRÅDE", help="området som jämförs")
    parser.add_argument(
        "--variables",
        required=True,
        metavar="KOLUMNER",
        help="det som områdena ska likna varandra i, som a,b,c",
    )
    parser.add_argument(
        "--weights",
        metavar="TAL",
        help="variablernas vikter i samma ordning, 0 eller mer, som 2,1,1 (alla 1)",
    )
    parser.add_argument(
        "--number", type=words.count, default=5, metavar="ANTAL", help="områden att jämföra med (5)"
    )
    parser.add_argument(
        "--exclude", metavar="OMRÅDEN", default="", help="områden som inte får väljas, som A,B"
    )
    parser.add_argument(
        "--include", metavar="OMRÅDEN", default="", help="områden som ska med; de närmaste fyller på"
    )
    parser.add_argument(
        "--set", metavar="OMRÅDEN", default="", help="byt ut hela jämförelsen mot dessa områden"
    )
    by_area.column(parser, "--count", "antal händelser, för skillnaden mot jämförelsen")
    by_area.column(parser, "--population", "folkmängd, för skillnaden mot jämförelsen")
    parser.add_argument("--per", type=words.positive, default=1000.0, metavar="TAL", help="(1000)")
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.similar import similar

    variables, weights = _variables(options)
    _check(options, variables)
    city, dropped = _city(options, variables)
    target, exclude, include = _choice(options, city)
    forced = [city.names.index(name) for name in include]
    found = similar(
        city.values,
        target,
        weights=weights,
        number=len(forced) if options.set else options.number,
        exclude=[city.names.index(name) for name in exclude],
        include=forced,
    )
    members = found.members.tolist()
    how = dict.fromkeys(forced, "set" if options.set else "included")
    estimate, rates = _difference(options, city, target, members, found)
    return words.answer(
        NAME,
        estimate,
        **rates,
        area=city.names[target],
        table=[_object(city, k, found, how.get(k, "nearest"), options.per) for k in members],
        weights=dict(zip(variables, weights, strict=True)),
        sd=dict(zip(variables, map(float, found.sd), strict=True)),
        unused=[name for name, used in zip(variables, found.is_used, strict=True) if not used],
        values=dict(zip(variables, by_area.finite(city.values[target]), strict=True)),
        per=options.per if options.count else None,
        candidates=found.n - 1,
        tied=[] if options.set else [city.names[k] for k in found.tied],
        dropped=dropped,
    )


def _variables(options: argparse.Namespace) -> tuple[list[str], list[float]]:
    names = [name.strip() for name in options.variables.split(",") if name.strip()]
    if not names or len(set(names)) < len(names):
        raise words.UsageError(
            f"Variablerna gick inte att använda. Kommandot fick ”{options.variables}”. "
            "Ange var och en en gång, med komma mellan."
        )
    if options.weights is None:
        return names, [1.0] * len(names)
    weights = [words._float(text) for text in options.weights.split(",")]
    good = [weight for weight in weights if weight is not None and weight >= 0]
    if len(good) < len(weights) or len(good) != len(names) or not any(good):
        raise words.UsageError(
            f"Vikterna gick inte att använda. Kommandot fick ”{options.weights}” till "
            f"{words.many(len(names), 'variabel', 'variabler')}. "
            "Ange ett tal från 0 och uppåt för var och en, minst ett över 0."
        )
    return names, good


def _check(options: argparse.Namespace, variables: list[str]) -> None:
    if bool(options.count) != bool(options.population):
        raise words.UsageError(
            "Skillnaden behöver både antal och folkmängd. Kommandot fick bara det ena. "
            "Ange både --count och --population, eller inget av dem."
        )
    if options.count in variables:
        raise words.UsageError(
            f"Kolumnen ”{options.count}” är både det som ska jämföras och en av variablerna. "
            "Områden som har valts för att de liknar området i det säger inget om skillnaden. Ta bort den ur --variables."
        )
    if options.set and (options.include or options.exclude):
        raise words.UsageError(
            "Hela jämförelsen kan inte bytas ut och ändras på samma gång. "
            "Kommandot fick --set tillsammans med --include eller --exclude. Ta bort det ena."
        )
    if not options.number:
        raise words.UsageError(
            "Jämförelsen behöver minst ett område. Kommandot fick --number 0. Ange ett antal från 1 och uppåt."
        )


def _city(options: argparse.Namespace, variables: list[str]) -> tuple[_City, dict[str, int]]:
    import numpy as np

    extra = [options.count, options.population] if options.count else []
    table = tables.read(options.file, [options.area, *variables, *extra])
    names = by_area.names(table, options.area)
    by_area.check_once(table, [name or f"\n{k}" for k, name in enumerate(names)], "Räkna ihop raderna.")
    rows = [k for k, name in enumerate(names) if name]
    columns = [tables.numbers(table, name) for name in variables]
    values = np.array([[np.nan if (x := c[k]) is None else x for c in columns] for k in rows], float)
    values = values.reshape(len(rows), len(variables))
    none: list[float | None] = [None] * len(names)
    counts = by_area.amounts(table, options.count, is_count=True) if extra else none
    people = by_area.amounts(table, options.population) if extra else none
    city = _City(
        [names[k] for k in rows], variables, values, [counts[k] for k in rows], [people[k] for k in rows]
    )
    missing = int(np.sum(np.isnan(values).any(axis=1)))
    return city, {"no_area": len(names) - len(rows), "no_variable": missing, "wrong_width": table.cut}


def _choice(options: argparse.Namespace, city: _City) -> tuple[int, list[str], list[str]]:
    """Return the row asked about, and the names that may not and that must be in the set. Raises UsageError."""
    import numpy as np

    name = options.target.strip()
    if name not in city.names:
        raise by_area.unknown(name, city.names)
    target = city.names.index(name)
    if np.isnan(city.values[target]).any():
        lacking = [v for v, x in zip(city.variables, city.values[target], strict=True) if np.isnan(x)]
        raise words.UsageError(
            f"Området ”{name}” kan inte jämföras. Det saknar värde för: {', '.join(lacking)}. "
            "Ta bort variabeln, eller fyll i värdet."
        )
    exclude = by_area.chosen(options.exclude, city.names)
    include = by_area.chosen(options.set or options.include, city.names)
    if wrong := [one for one in include if one == name or one in exclude]:
        raise words.UsageError(
            f"Området ”{wrong[0]}” kan inte ingå i jämförelsen. "
            "Det är området självt, eller står också bland dem som ska bort. Ta bort det ur listan."
        )
    return target, exclude, include


def _difference(
    options: argparse.Namespace, city: _City, target: int, members: list[int], found: Any
) -> tuple[Any, dict[str, Any]]:
    """Return the estimate, and the rates it is made of: the set's is that of its areas together."""
    from samsyn.analysis.result import Comparison
    from samsyn.analysis.similar import rate_difference

    known = [k for k in members if city.counts[k] is not None and city.people[k] is not None]
    count, people = city.counts[target], city.people[target]
    n = int(sum(city.counts[k] or 0 for k in (target, *known))) if options.count else None
    empty: dict[str, Any] = dict.fromkeys(
        ("rate", "count", "population", "set_rate", "set_count", "set_population")
    )
    empty["beyond_chance"] = None
    none = Comparison(None, None, None, options.level, n, found.method, reason=found.reason)
    if found.reason or not options.count:
        return none, empty
    if count is None or people is None or len(known) < len(members):
        return replace(none, reason=Reason.NO_VALUE), empty
    others, residents = int(sum(city.counts[k] or 0 for k in known)), sum(city.people[k] or 0 for k in known)
    told = rate_difference(int(count), people, others, residents, per=options.per, level=options.level)
    return told, {
        "rate": count * options.per / people if people else None,
        "count": int(count),
        "population": people,
        "set_rate": others * options.per / residents if residents else None,
        "set_count": others,
        "set_population": residents,
        "beyond_chance": told.is_more_than_chance if told.value is not None else None,
    }


def _object(city: _City, place: int, found: Any, how: str, per: float) -> dict[str, Any]:
    count, people = city.counts[place], city.people[place]
    has_rate = count is not None and people
    return {
        "area": city.names[place],
        "distance": by_area.finite([found.distance[place]])[0],
        "how": how,
        "values": dict(zip(city.variables, by_area.finite(city.values[place]), strict=True)),
        "count": None if count is None else int(count),
        "population": people,
        "rate": (count or 0) * per / (people or 1) if has_rate else None,
    }
