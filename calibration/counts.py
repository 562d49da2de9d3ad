"""Counts, before and after, beside a comparison area, and in many areas at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from calibration.table import (
    ALARMS,
    APPROXIMATE,
    DISCOVERIES,
    ETEST_ALARMS,
    EXACT,
    EXACT_ALARMS,
    Line,
)
from samsyn.analysis.before_after import before_after, ratio_of_ratios
from samsyn.analysis.counts import adjusted, dispersion, etest, etest_p
from samsyn.analysis.mannkendall import mann_kendall
from samsyn.analysis.rates import poisson_interval
from samsyn.analysis.smr import smr
from samsyn.analysis.wdd import wdd

MEANS = (2, 5, 10, 30, 100, 500)
CLUMPS = 3.0  # variance over mean of what comes in clumps
MONTHS, YEARS = 12, 6
SEASON = 1 + 0.4 * np.sin(2 * np.pi * np.arange(MONTHS) / MONTHS)


def clumped(rng: np.random.Generator, mean: NDArray, ratio: float = CLUMPS) -> NDArray:
    """Counts with these means whose variance is `ratio` times as large."""
    return rng.negative_binomial(np.asarray(mean) / (ratio - 1), 1 / ratio)


def lines(rng: np.random.Generator, runs: int) -> Iterator[Line]:
    """Every line on counts; `runs` simulations of what is quick, fewer of what is not."""
    for mean in MEANS:
        yield from _one_count(rng, runs, mean)
        yield from _two_counts(rng, runs, mean)
        yield from _beside(rng, runs, mean)
    for mean in (10, 30, 100):
        yield from _in_clumps(rng, max(runs // 10, 60), mean)
    for areas, mean in ((4, 30), (36, 10), (280, 5)):
        yield _many_areas(rng, max(runs // 20, 100), areas, mean)
        yield _many_changes(rng, max(runs // 20, 100), areas, mean)
    for years in (8, 12, 24):
        yield _trend(rng, max(runs // 5, 400), years)


def _one_count(rng: np.random.Generator, runs: int, mean: int) -> Iterator[Line]:
    low, high = poisson_interval(rng.poisson(mean, runs))
    held = float(np.mean((low <= mean) & (mean <= high)))
    yield Line("Garwood", f"Poisson, mean {mean}", "coverage", held, runs, EXACT)


def _two_counts(rng: np.random.Generator, runs: int, mean: int) -> Iterator[Line]:
    first, second = rng.poisson(mean, runs), rng.poisson(mean, runs)
    told = float(np.mean(etest_p(first, second) <= 0.05))
    yield Line("E-test", f"equal means {mean}", "false alarms", told, runs, ETEST_ALARMS)
    twice = rng.poisson(2 * mean, runs)
    told = float(np.mean(etest_p(first, twice, second_exposure=2) <= 0.05))
    yield Line(
        "E-test", f"equal rates, mean {mean} against {2 * mean}", "false alarms", told, runs, ETEST_ALARMS
    )
    few = min(runs, 4000)
    halved = rng.poisson([mean, mean / 2], (few, 2))
    for name, method, bounds in (
        ("conditional ratio", etest, EXACT),
        ("before and after (mid-p)", before_after, (0.94, 1.0)),
    ):
        held = _share(halved[halved[:, 0] > 0], lambda row, call=method: _holds(call(*row), 0.5))
        yield Line(name, f"mean {mean}, halved", "coverage", *held, bounds)


def _beside(rng: np.random.Generator, runs: int, mean: int) -> Iterator[Line]:
    few = min(runs, 2000)
    draws = rng.poisson([mean, 0.8 * mean, 2 * mean, 1.6 * mean], (few, 4))
    told = _share(draws, lambda row: ratio_of_ratios(*row).is_more_than_chance)
    yield Line(
        "ratio of ratios (Fisher)", f"both down a fifth, mean {mean}", "false alarms", *told, EXACT_ALARMS
    )
    if mean < 10:  # the method says few-events there
        return
    draws = rng.poisson([2 * mean, 2 * mean, mean, 0.7 * mean], (few, 4))
    held = _share(draws, lambda row: _holds(wdd((row[0], row[1]), (row[2], row[3])), -0.3 * mean))
    yield Line("WDD", f"mean {mean}, down 30 %", "coverage", *held, APPROXIMATE)


def _in_clumps(rng: np.random.Generator, runs: int, mean: int) -> Iterator[Line]:
    """The interval scaled by the dispersion of six years of months, season in them."""
    held, told = 0, 0
    for _run in range(runs):
        months = clumped(rng, np.outer(np.ones(YEARS), mean * SEASON))
        ratio = dispersion(months).ratio or 1.0
        control, treated = (clumped(rng, np.outer((1.0, 1.0), mean * SEASON)).sum(axis=1) for _area in "ct")
        found = wdd(tuple(control.tolist()), tuple(treated.tolist()), dispersion=max(ratio, 1.0001))
        held += found.scaled_low <= 0 <= found.scaled_high
        told += "overdispersed" in found.caveats
    yield from _changes_in_clumps(rng, runs, mean)
    yield Line("WDD, scaled", f"clumps, {mean} a month", "coverage", held / runs, runs, APPROXIMATE)
    yield Line("WDD", f"clumps, {mean} a month", "says overdispersed", told / runs, runs, (0.95, 1.0))


def _changes_in_clumps(rng: np.random.Generator, runs: int, mean: int) -> Iterator[Line]:
    """A year that is half of the year before, both in clumps; `mean` a month, and a year of `mean`."""
    for name, months, method in (("a month", MONTHS, etest), ("a year", 1, before_after)):
        held, told, known = 0, 0, 0
        for _run in range(runs):
            ratio = dispersion(clumped(rng, np.outer(np.ones(YEARS), mean * SEASON))).ratio or 1.0
            first, second = (int(clumped(rng, scale * mean * months)) for scale in (1.0, 0.5))
            found = method(first, second, dispersion=max(ratio, 1.0001))
            told += "overdispersed" in found.caveats
            if found.scaled_low is not None:  # nothing before: no ratio
                known += 1
                held += found.scaled_low <= 0.5 <= found.scaled_high
        scenario = f"clumps, {mean} {name}, halved"
        title = "E-test" if method is etest else "before and after"
        yield Line(f"{title}, scaled", scenario, "coverage", held / known, known, APPROXIMATE)
        yield Line(title, scenario, "says overdispersed", told / runs, runs, (0.95, 1.0))


def _many_areas(rng: np.random.Generator, runs: int, areas: int, mean: int) -> Line:
    """A fifth of the areas have twice what was expected."""
    truth = np.full(areas, float(mean))
    truth[: areas // 5] *= 2
    wrong = []
    for _run in range(runs):
        told = smr(rng.poisson(truth), np.full(areas, float(mean))).is_more_than_chance
        wrong.append(told[areas // 5 :].sum() / max(told.sum(), 1))
    return Line(
        "SMR with FDR",
        f"{areas} areas, mean {mean}",
        "false discoveries",
        float(np.mean(wrong)),
        runs,
        DISCOVERIES,
    )


def _many_changes(rng: np.random.Generator, runs: int, areas: int, mean: int) -> Line:
    truth = np.full(areas, float(mean))
    truth[: areas // 5] *= 2
    wrong = []
    for _run in range(runs):
        told = adjusted(etest_p(rng.poisson(mean, areas), rng.poisson(truth))) <= 0.05
        wrong.append(told[areas // 5 :].sum() / max(told.sum(), 1))
    return Line(
        "E-test with FDR",
        f"{areas} areas, mean {mean}",
        "false discoveries",
        float(np.mean(wrong)),
        runs,
        DISCOVERIES,
    )


def _trend(rng: np.random.Generator, runs: int, years: int) -> Line:
    draws = rng.poisson(30, (runs, years))
    told = _share(draws, lambda row: mann_kendall(range(years), row).is_more_than_chance)
    bounds = EXACT_ALARMS if years <= 10 else ALARMS
    return Line("Mann–Kendall", f"{years} equal years of 30", "false alarms", *told, bounds)


def _share(draws: NDArray, holds) -> tuple[float, int]:
    """The share of the rows that hold; equal rows are computed once."""
    known: dict[tuple[int, ...], bool] = {}
    rows = [tuple(row) for row in draws.tolist()]
    for row in rows:
        if row not in known:
            known[row] = bool(holds(row))
    return sum(known[row] for row in rows) / len(rows), len(rows)


def _holds(found, truth: float) -> bool:
    return found.low is None or found.low <= truth <= found.high
