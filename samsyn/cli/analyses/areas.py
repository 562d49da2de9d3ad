"""`samsyn analyse areas`: how many in each area, and how many per resident?"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import by_area, points, tables, words

NAME = "areas"
HELP = (
    "Räknar händelser per område, även per 1 000 invånare och uppdelat på till exempel brottstyp och månad."
)
EXAMPLE = "samsyn analyse areas brott.csv --x lon --y lat --crs EPSG:4326 --areas omraden.geojson --area-id kod --by typ"
_SQUARE = (
    '{{"type": "Feature", "properties": {{"kod": "{0}"}}, "geometry": {{"type": "Polygon", "coordinates": '
    "[[[{1}, 57.51], [{2}, 57.51], [{2}, 57.52], [{1}, 57.52], [{1}, 57.51]]]}}}}"
)
FILES = (
    (
        "brott.csv",
        "lon,lat,typ\n12.005,57.515,inbrott\n12.004,57.512,rån\n12.015,57.515,inbrott\n12.005,58.5,inbrott\n",
    ),
    (
        "omraden.geojson",
        '{"type": "FeatureCollection", "features": [\n'
        + ",\n".join(
            (_SQUARE.format("Centrum", "12.00", "12.01"), _SQUARE.format("Hamnen", "12.01", "12.02"))
        )
        + "]}\n",
    ),
)
KEYS = {
    "table": "objekt med area, kolumnerna i --by, count, rate och, med folkmängd, population, low och high",
    "per": "rate är per så många invånare",
    "areas": "antal områden",
    "repaired": "områden vars gräns lagades",
    "left_out": "områden utan yta som går att läsa, som inte är med",
    "no_population": "områden utan folkmängd, som inte har någon rate",
    "overlaps": "par av områden som täcker samma mark; en händelse där räknas i det som står först i filen",
    "dropped": "rader som inte kunde räknas, efter orsak; outside ligger inte i något område",
}
MONTH = "month"
MOST_ROWS = 500_000
_SLIVER = 0.001  # of the smaller of two areas


@dataclass(frozen=True)
class _Areas:
    """Shapes in the file's own system, the place of each one's area in `names`, and what was mended or left out."""

    shapes: list[Any]
    which: list[int]
    names: list[str]
    crs: str
    repaired: list[str]
    left_out: list[str]


def arguments(parser: argparse.ArgumentParser) -> None:
    points.arguments(parser, project=False)
    parser.add_argument(
        "--areas", type=Path, required=True, metavar="FIL", help="områdenas gränser: GeoPackage, GeoJSON, shape i zip"
    )  # fmt: skip
    parser.add_argument("--area-id", required=True, metavar="KOLUMN", help="områdets kod i filen med gränser")
    parser.add_argument("--population", type=Path, metavar="FIL", help="folkmängd, en rad per område")
    parser.add_argument("--population-id", metavar="KOLUMN", help="områdets kod i filen med folkmängd")
    parser.add_argument("--population-count", metavar="KOLUMN", help="antal invånare")
    parser.add_argument("--by", default="", metavar="KOLUMN,…", help="dela upp efter dessa kolumner i filen")
    parser.add_argument(
        "--time", metavar="KOLUMN", help=f"tid; ”{MONTH}” i --by blir då dess månad (annars filens kolumn)"
    )  # fmt: skip
    parser.add_argument(
        "--per", type=words.positive, default=1000.0, metavar="TAL", help="rate per så många invånare (1000)"
    )
    words.level_option(parser)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from samsyn.analysis.areas import area_counts, area_rates
    from samsyn.analysis.locate import locate

    areas = _areas(options.areas, options.area_id)
    population = _population(options, areas.names)
    ways = [name.strip() for name in options.by.split(",") if name.strip()]
    if taken := [name for name in ways if name in ("area", "count", "rate", "population", "low", "high")]:
        raise words.UsageError(
            f"Kolumnen ”{taken[0]}” går inte att dela upp efter. Så heter redan en kolumn i svaret. "
            "Byt namn på kolumnen i filen."
        )
    from_file = [name for name in ways if not (options.time and name == MONTH)]
    found = points.read(options, time=options.time, others=from_file, project=areas.crs, is_metric=False)
    labels = locate(found.x, found.y, areas.shapes)
    groups = [_groups(found.others[name] if name in from_file else _months(found.local)) for name in ways]
    _check_size(len(areas.names), ways, groups)
    counted = area_counts(
        _numbered(areas.which, labels),
        len(areas.names),
        groups=[group[1] for group in groups],
        sizes=[len(group[0]) for group in groups],
    )
    rates = None
    if population is not None:
        cells = counted.counts.size // max(len(areas.names), 1)
        rates = area_rates(
            counted.counts, population.repeat(cells), per=options.per, level=options.level
        )  # fmt: skip
    unknown = (
        [] if population is None else [n for n, p in zip(areas.names, population, strict=True) if not p > 0]
    )
    answer = words.answer(
        NAME,
        counted,
        table=_table(areas.names, ways, [group[0] for group in groups], counted.counts, rates, population),
        per=options.per if rates else None,
        areas=len(areas.names),
        repaired=areas.repaired,
        left_out=areas.left_out,
        no_population=unknown,
        overlaps=_overlaps(areas),
        dropped={**found.dropped, "outside": counted.outside},
    )
    return {**answer, "value": counted.n, "level": options.level if rates else None}


def _areas(path: Path, column: str) -> _Areas:
    """Return the areas of a file. A border that crosses itself is mended, one without surface left out; both are named."""
    import numpy as np
    import shapely

    from samsyn.sources import columns, crs
    from samsyn.sources.areas import files, shapes

    if not path.is_file():
        raise words.UsageError(
            f"Filen {path} finns inte. Vi letade där du sa. Kontrollera sökvägen och försök igen."
        )
    features = files.read(path)
    heading = tuple(features.values)
    ids = features.values[heading[columns.chosen(path, heading, column)]]
    if not features.crs:
        raise words.UsageError(
            f"Filen {path.name} säger inte vilket koordinatsystem den använder. Filen .prj saknas eller är tom. "
            "Spara områdena som GeoPackage eller GeoJSON."
        )
    corners = shapely.get_coordinates(features.geometries)
    if len(corners):
        crs.check(path, crs.system(path, features.crs), corners[:, 0], corners[:, 1])
    found: list[tuple[str, Any]] = []
    repaired, broken = [], []
    for name, geometry in zip(ids, features.geometries, strict=True):
        surface, note = shapes.polygon(geometry)
        if surface is None:
            broken.append(name)
            continue
        found.append((name, shapely.from_wkb(surface)))
        if note:
            repaired.append(name)
    if not found:
        raise words.UsageError(
            f"Filen {path.name} har inga områden som går att räkna i. Alla {len(ids)} saknar yta. "
            "Kontrollera att filen innehåller ytor, inte punkter eller linjer."
        )
    names = list(dict.fromkeys(name for name, _shape in found))
    place = {name: number for number, name in enumerate(names)}
    which = [place[name] for name, _shape in found]
    left_out = [name for name in dict.fromkeys(broken) if name not in place]
    repaired += [name for name in dict.fromkeys(broken) if name in place]
    return _Areas(
        [np.asarray(shape).item() for _n, shape in found], which, names, features.crs, repaired, left_out
    )


def _overlaps(areas: _Areas) -> list[list[str]]:
    """Return the pairs of areas that share ground, in the order of the file; less than a thousandth is a drawn border."""
    import numpy as np
    import shapely

    shapes = np.array(areas.shapes, dtype=object)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    which = np.array(areas.which)
    apart = (first < second) & (which[first] != which[second])
    first, second = first[apart], second[apart]
    size = shapely.area(shapes)
    meets = ~shapely.touches(shapes[first], shapes[second])
    first, second = first[meets], second[meets]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    deep = shared > _SLIVER * np.minimum(size[first], size[second])
    pairs = zip(which[first[deep]].tolist(), which[second[deep]].tolist(), strict=True)
    return [[areas.names[a], areas.names[b]] for a, b in sorted({(min(pair), max(pair)) for pair in pairs})]


def _numbered(which: list[int], labels: Any) -> Any:
    """Return the number of the area of each point: two shapes may belong to one area."""
    import numpy as np

    return np.array([*which, -1], dtype=np.int64)[labels]


def _population(options: argparse.Namespace, names: list[str]) -> Any:
    """Return the population of each area, nan where it is not known; None when none was asked for. Raises UsageError."""
    import numpy as np

    given = [options.population, options.population_id, options.population_count]
    if all(one is None for one in given):
        return None
    if any(one is None for one in given):
        raise words.UsageError(
            "Folkmängden går inte att läsa. Kommandot behöver filen, kolumnen med områdets kod och kolumnen med antal. "
            "Ge --population, --population-id och --population-count tillsammans."
        )
    table = tables.read(options.population, [options.population_id, options.population_count])
    ids = by_area.names(table, options.population_id)
    amounts = by_area.amounts(table, options.population_count)
    by_area.check_once(table, ids, "Låt varje område ha en rad, med folkmängden ett år.")
    known = {name: value for name, value in zip(ids, amounts, strict=True) if value is not None}
    if not any(name in known for name in names):
        raise words.UsageError(
            f"Inget område finns i filen {options.population.name}. I gränserna heter det första ”{names[0]}”, i "
            f"folkmängden ”{ids[0]}”. Välj kolumner med samma koder."
        )
    return np.array([known.get(name, np.nan) for name in names], dtype=np.float64)


def _groups(column: Any) -> tuple[list[str], Any]:
    """Return the different texts of a column, in order, and the number of each row's text."""
    import numpy as np

    kinds = column.dictionary_encode()
    spelled = kinds.dictionary.to_pylist()
    order = np.argsort(np.array(spelled, dtype=object), kind="stable")
    rank = np.empty(len(spelled), dtype=np.int64)
    rank[order] = np.arange(len(spelled))
    return [spelled[place] for place in order], rank[kinds.indices.to_numpy(zero_copy_only=False)]


def _months(local: Any) -> Any:
    """Return the month of each time by the clocks here, 2024-05."""
    import pyarrow as pa

    return pa.array(local.astype("datetime64[s]").astype("datetime64[M]").astype(str))


def _check_size(areas: int, ways: list[str], groups: list[tuple[list[str], Any]]) -> None:
    many = areas
    for texts, _numbers in groups:
        many *= len(texts)
    if many > MOST_ROWS:
        most = max(zip(ways, groups, strict=True), key=lambda pair: len(pair[1][0]))
        raise words.UsageError(
            f"Svaret skulle få för många rader. Det blir {words.number(many)} rader, och kolumnen ”{most[0]}” har "
            f"{words.number(len(most[1][0]))} olika värden. Dela upp efter färre kolumner, eller efter månad i stället för dag."
        )


def _table(
    names: list[str], ways: list[str], texts: list[list[str]], counts: Any, rates: Any, population: Any
) -> list[dict[str, Any]]:
    """Return one object for each area and combination of groups, also where nothing happened."""
    from itertools import product

    rows = []
    for place, (combination, count) in enumerate(
        zip(product(names, *texts), counts.ravel().tolist(), strict=True)
    ):
        row = {"area": combination[0], **dict(zip(ways, combination[1:], strict=True)), "count": count}
        row["rate"] = None
        if rates is not None:
            is_known = bool(rates.known[place])
            people = float(population[place * len(names) // counts.size])
            row["population"] = people if people == people else None
            for key, column in (("rate", rates.value), ("low", rates.low), ("high", rates.high)):
                row[key] = float(column[place]) if is_known else None
        rows.append(row)
    return rows
