"""Samsyn's side of the methods' rows: each function gets its inputs ready and returns what is timed and what is compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bench import city, data
from bench.worker import Case, Check


def trend(folder: Path) -> Case:
    from samsyn.analysis.trend import trends

    counts, times = data.series(folder), np.arange(city.MONTHS)
    return Case(
        lambda: trends(counts, times), lambda found: {"coefficient": found.coefficient, "se": found.se}
    )


def gistar_closed(folder: Path) -> Case:
    from samsyn.analysis.gistar import g_star

    counts = data.cells(folder)
    return Case(lambda: g_star(counts), lambda found: {"z": found.z})


def gistar_permuted(folder: Path) -> Case:
    from samsyn.analysis.gistar import g_star

    counts = data.cells(folder)

    def check(found: Any) -> Check:
        high = (found.z > 1) & (found.z < 2)
        return {
            "z": found.z,
            "mean p": found.p_permutation[high].mean(),
            "hot": (found.p_permutation[high] <= 0.05).mean(),
        }

    return Case(lambda: g_star(counts, permutations=999, rng=np.random.default_rng(1)), check)


def kde(folder: Path) -> Case:
    from samsyn.analysis.grid import Grid
    from samsyn.analysis.kde import kde as surfaces

    x, y, category = data.columns(folder, "x", "y", "category")
    side = int(city.SIDE / 50)
    grid = Grid(int(city.WEST / 50), int(city.SOUTH / 50), side, side, 50.0)

    def check(found: Any) -> Check:
        return {
            "inner": found.density[:, 40:-40:10, 40:-40:10]
        }  # 2 km from the edge, which the peer does not correct

    return Case(
        lambda: surfaces(x, y, grid, bandwidth=300.0, category=category, categories=city.CATEGORIES), check
    )


def knox(folder: Path) -> Case:
    from samsyn.analysis.knox import knox as test

    x, y, day = data.sample(folder)
    return Case(
        lambda: test(x, y, day, distances=[200], times=[14], permutations=999, rng=np.random.default_rng(1)),
        lambda found: {"observed": found.observed[0, 0]},
    )


def knox_million(folder: Path) -> Case:
    from samsyn.analysis.knox import knox as test

    x, y, start = data.columns(folder, "x", "y", "start")
    day = start // 86_400
    return Case(
        lambda: test(x, y, day, distances=[200], times=[14], permutations=0),
        lambda found: {"pairs": found.observed.sum() / (len(x) * (len(x) - 1) // 2)},
    )


def aoristic(folder: Path) -> Case:
    from samsyn.analysis.aoristic import aoristic as weights

    start, end = (column.astype("datetime64[s]") for column in data.columns(folder, "start", "end"))
    return Case(
        lambda: weights(start, end),
        lambda _found: {"table": weights(start[: data.PART], end[: data.PART]).table},
    )


def its_poisson(_folder: Path) -> Case:
    return _its("poisson", 300)


def its_negbin(_folder: Path) -> Case:
    return _its("negbin", 30)


def _its(family: str, compared: int) -> Case:
    from samsyn.analysis import glm

    counts, design = city.panel()[0], data.its_design()
    return Case(
        lambda: glm.fit(counts, design, family=family),
        lambda found: {"change": found.coefficients[:compared, 1]},
    )


def did(_folder: Path) -> Case:
    from samsyn.analysis.did import did as estimate

    table, treated = city.panel()
    units, periods = table.shape
    unit, time = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    d = ((unit < treated) & (time >= 84)).astype(np.float64)
    outcome = table.ravel().astype(np.float64)
    return Case(
        lambda: estimate(outcome, unit, time, d, rng=np.random.default_rng(1)),
        lambda found: {"value": found.value, "se": found.se_dummies},
    )


def synth(_folder: Path) -> Case:
    from samsyn.analysis.synth import synth as control

    table = data.donors()
    return Case(
        lambda: control(table, 0, 84, placebo=True),
        lambda found: {"error before": found.placebo.mspe_before[:1]},
    )


def survey(_folder: Path) -> Case:
    from samsyn.analysis.survey import survey_batch, survey_design

    area, weight, answers = city.answers()

    def go() -> Any:
        design = survey_design(weight, strata=[area])
        return survey_batch(design, answers, kind="share", domain=area, domains=100)

    return Case(go, lambda found: {"share": found.value, "se": found.se})


def locate(folder: Path) -> Case:
    from samsyn.analysis.locate import locate as label

    (x, y), areas = data.columns(folder, "x", "y"), list(data.polygons(folder))
    return Case(lambda: label(x, y, areas), lambda found: {"counts": np.bincount(found[found >= 0])})


def cube(folder: Path) -> Case:
    from samsyn.analysis.areas import area_counts

    area, category, start = data.columns(folder, "area", "category", "start")
    sizes = (city.CATEGORIES, city.MONTHS)

    def go() -> Any:
        return area_counts(area, city.AREAS, groups=(category, data.months(start)), sizes=sizes)

    return Case(go, lambda found: {"counts": found.counts[::10]})


def picture(folder: Path) -> Case:
    """The whole lägesbild from Parquet: areas, cube, trends, Gi*, surfaces, hours of the week."""
    import pyarrow.parquet as pq

    from samsyn.analysis.aoristic import aoristic as weights
    from samsyn.analysis.areas import area_counts
    from samsyn.analysis.gistar import g_star
    from samsyn.analysis.grid import Grid
    from samsyn.analysis.kde import kde as surfaces
    from samsyn.analysis.locate import locate as label
    from samsyn.analysis.trend import trends

    areas, side = list(data.polygons(folder)), int(city.SIDE / 50)
    coarse = Grid(int(city.WEST / 100), int(city.SOUTH / 100), side // 2, side // 2, 100.0)
    fine = Grid(int(city.WEST / 50), int(city.SOUTH / 50), side, side, 50.0)
    times = np.arange(city.MONTHS)

    file = folder / "incidents.parquet"

    def read(*names: str) -> list[Any]:
        table = pq.read_table(file, columns=list(names))
        return [table[name].to_numpy() for name in names]

    def go() -> tuple[int, int]:  # a column is let go when it has been used
        x, y, category = read("x", "y", "category")
        area = label(x, y, areas)
        g_star(coarse.counts(x, y)[0])
        surfaces(x, y, fine, bandwidth=300.0, category=category, categories=city.CATEGORIES)
        del x, y
        start, end = read("start", "end")
        hours = weights(start, end)
        del end
        month = data.months(start.astype("datetime64[s]").astype(np.int64))
        found = area_counts(area, city.AREAS, groups=(category, month), sizes=(city.CATEGORIES, city.MONTHS))
        trends(found.counts.reshape(-1, city.MONTHS), times)
        return found.n + found.outside, hours.n

    return Case(go, lambda found: {"rows": np.array(found) / len(np.load(folder / "x.npy", mmap_mode="r"))})
