"""Series of months: a level that changed, a trend, and months that are unusual."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from calibration.table import ALARMS, APPROXIMATE, DISCOVERIES, EXACT_ALARMS, Line
from samsyn.analysis.alarm import alarms
from samsyn.analysis.its import interrupted_series
from samsyn.analysis.trend import trends

MEANS = (2, 10, 50, 300)
LENGTH, STEP_AT, STEP = 72, 48, -0.25


def lines(rng: np.random.Generator, runs: int) -> Iterator[Line]:
    for mean in MEANS:
        for spread, name in ((0.0, "Poisson"), (0.15, "clumps")):
            yield from _trends(rng, max(runs // 5, 300), mean, spread, name)
            yield from _alarms(rng, max(runs // 5, 300), mean, spread, name)
    for mean, spread, family in ((20, 0.0, "poisson"), (20, 0.15, "quasipoisson"), (20, 0.15, "negbin")):
        yield _step(rng, max(runs // 20, 60), mean, spread, family)


def _months(rng: np.random.Generator, series: int, mean: NDArray, spread: float) -> NDArray:
    """Counts with season; `spread` is the squared coefficient of variation of what makes events come in clumps."""
    expected = mean * np.exp(0.3 * np.sin(np.arange(mean.shape[-1]) / 6 * np.pi))
    expected = np.broadcast_to(expected, (series, mean.shape[-1]))
    return rng.poisson(expected * rng.gamma(1 / spread, spread, expected.shape) if spread else expected)


def _trends(rng: np.random.Generator, runs: int, mean: int, spread: float, name: str) -> Iterator[Line]:
    """Five per cent more each year, and no trend at all."""
    t = np.arange(LENGTH)
    scenario = f"{name}, {mean} a month, six years"
    rising = trends(_months(rng, runs, mean * 1.05 ** (t / 12), spread), t)
    known = ~np.isnan(rising.low)
    held = (rising.low <= 5) & (rising.high >= 5)
    yield Line("trend", scenario, "coverage", float(held[known].mean()), int(known.sum()), APPROXIMATE)
    flat = trends(_months(rng, runs, np.full(LENGTH, float(mean)), spread), t)
    told = float((flat.p[~np.isnan(flat.p)] <= 0.05).mean())
    yield Line("trend", scenario, "false alarms", told, runs, ALARMS)


def _alarms(rng: np.random.Generator, runs: int, mean: int, spread: float, name: str) -> Iterator[Line]:
    """Lists of 60 series; in every tenth the last month has three times as many."""
    t = np.arange(61)
    series = runs // 60 * 60 or 60
    counts = _months(rng, series, np.full(61, float(mean)), spread)
    jump = np.arange(series) % 10 == 0
    counts[jump, 60] = rng.poisson(3 * mean, jump.sum())
    found = alarms(counts, t)
    scenario = f"{name}, {mean} a month, five years"
    alone = float((found.is_high | found.is_low)[~jump].mean())
    bounds = ALARMS if mean >= 10 else EXACT_ALARMS
    yield Line("alarm", scenario, "false alarms", alone, int((~jump).sum()), bounds)
    wrong = [
        (told & ~here).sum() / max(told.sum(), 1)
        for told, here in zip(
            (alarms(part, t).is_alarm for part in np.split(counts, series // 60)),
            np.split(jump, series // 60),
            strict=True,
        )
    ]
    yield Line(
        "alarm with FDR", scenario, "false discoveries", float(np.mean(wrong)), len(wrong), DISCOVERIES
    )


def _step(rng: np.random.Generator, runs: int, mean: int, spread: float, family: str) -> Line:
    t = np.arange(LENGTH)
    d = (t >= STEP_AT).astype(int)
    rows = _months(rng, runs, mean * np.exp(STEP * d), spread)
    found = [interrupted_series(row, t, d, months=t % 12 + 1, family=family) for row in rows]
    held = float(np.mean([one.low <= STEP <= one.high for one in found]))
    return Line("interrupted series", f"{family}, {mean} a month", "coverage", held, runs, APPROXIMATE)
