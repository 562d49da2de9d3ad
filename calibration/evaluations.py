"""Did it help: differences, twins and pooled effects with known truth; and lists of areas beside what was expected."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from calibration.table import ALARMS, APPROXIMATE, DISCOVERIES, EXACT, EXACT_ALARMS, Line
from samsyn.analysis.did import did
from samsyn.analysis.eb import empirical_bayes
from samsyn.analysis.gap import Gap, gap_classes, gap_p
from samsyn.analysis.microsynth import microsynth
from samsyn.analysis.pool import pool
from samsyn.analysis.rates import poisson_interval
from samsyn.analysis.shares import share
from samsyn.analysis.similar import rate_difference
from samsyn.analysis.smr import smr
from samsyn.analysis.synth import synth

AT_LEAST = (0.93, 1.0)  # wide on purpose where places hardly differ, see pool.py
EFFECT = 3.0
BEFORE, AFTER = 12, 6


def lines(rng: np.random.Generator, runs: int) -> Iterator[Line]:
    few = max(runs // 25, 30)
    for units, treated in ((8, 4), (14, 5), (40, 20), (120, 25)):
        yield from _differences(rng, max(runs // 12, 30), units, treated)
    for units in (21, 30):
        yield from _placebos(rng, max(runs // 80, 30), units)
    for treated, mean in ((12, 0.5), (12, 4.0), (60, 1.0)):
        yield from _twins(rng, few, treated, mean)
    for places in (3, 8, 25):
        for spread in (0.0, 0.5, 2.0):
            yield from _pooled(rng, max(runs // 25, 30), places, spread)
    for mean in (2, 10, 100):
        yield from _areas(rng, max(runs // 10, 30), mean)
    for areas in (4, 36, 280):
        yield _felt_or_recorded(rng, max(runs // 40, 30), areas)


def _series(rng: np.random.Generator, units: int, periods: int) -> NDArray:
    """Units of unlike level on a common path, each with errors that carry over from one period to the next."""
    errors = rng.normal(0, 2, (units, periods))
    for t in range(1, periods):
        errors[:, t] += 0.5 * errors[:, t - 1]
    return rng.normal(30, 8, (units, 1)) + np.cumsum(rng.normal(0, 1, periods)) + errors


def _differences(rng: np.random.Generator, runs: int, units: int, treated: int) -> Iterator[Line]:
    unit, time = (one.ravel() for one in np.indices((units, BEFORE + AFTER)))
    d = ((unit < treated) & (time >= BEFORE)).astype(int)
    held = told = 0
    for _run in range(runs):
        y = _series(rng, units, BEFORE + AFTER).ravel()
        none = did(y, unit, time, d, permutations=999, rng=rng)
        found = did(y + EFFECT * d, unit, time, d, permutations=999, rng=rng)
        assert none.p is not None and found.low is not None and found.high is not None
        told += none.p <= 0.05
        held += found.low <= EFFECT <= found.high
    is_few = min(treated, units - treated) < 20
    scenario = f"{treated} of {units} units, {'permutation' if is_few else 'CR1'}"
    yield Line("did", scenario, "coverage", held / runs, runs, EXACT if is_few else APPROXIMATE)
    yield Line("did", scenario, "false alarms", told / runs, runs, EXACT_ALARMS if is_few else ALARMS)


def _placebos(rng: np.random.Generator, runs: int, units: int) -> Iterator[Line]:
    """Units that follow two common factors, one of them picked by lot. An interval without an end holds all beyond."""
    held = told = 0
    for _run in range(runs):
        factors = np.cumsum(rng.normal(0, 1, (2, BEFORE + AFTER)), axis=1)
        y = 30 + rng.dirichlet((1, 1), units) @ factors + rng.normal(0, 1, (units, BEFORE + AFTER))
        none = synth(y, 0, BEFORE, placebo=True)
        assert none.p is not None
        told += none.p <= 0.05
        y[0, BEFORE:] += EFFECT
        found = synth(y, 0, BEFORE, placebo=True)
        held += found.low is None or found.high is None or found.low <= EFFECT <= found.high
    yield Line("synth, placebo", f"{units} units", "coverage", held / runs, runs, EXACT)
    yield Line("synth, placebo", f"{units} units", "false alarms", told / runs, runs, EXACT_ALARMS)


def _twins(rng: np.random.Generator, runs: int, treated: int, mean: float) -> Iterator[Line]:
    """Small units of unlike rate, the treated drawn by lot: half as many events again in each of them, and no effect.

    Not drawn by lot: when busy units are treated oftener, twins who were busy by chance fall back by themselves.
    """
    units, more = 400, mean / 2
    held = told = known = 0
    for _run in range(runs):
        rate = rng.gamma(2, mean / 2, units)
        is_treated = np.zeros(units, bool)
        is_treated[rng.choice(units, treated, replace=False)] = True
        before = rng.poisson(rate[:, None], (units, BEFORE))
        matched = before.reshape(units, 3, -1).sum(axis=2)
        after = rng.poisson(rate[:, None], (units, AFTER))
        same = microsynth(np.hstack([before, after]), is_treated, BEFORE, matched)
        after = after + rng.poisson(more * is_treated[:, None], (units, AFTER))
        found = microsynth(np.hstack([before, after]), is_treated, BEFORE, matched)
        if same.p is None or found.low is None or found.high is None:
            continue
        known += 1
        told += same.p <= 0.05
        held += found.low <= more * treated * AFTER <= found.high
    scenario = f"{treated} of {units} units, {mean:g} a period"
    yield Line("microsynth", scenario, "coverage", held / known, known, APPROXIMATE)
    yield Line("microsynth", scenario, "false alarms", told / known, known, ALARMS)


def _pooled(rng: np.random.Generator, runs: int, places: int, spread: float) -> Iterator[Line]:
    """Effects with unlike errors; `spread` is the variance between places, over the mean variance of an effect."""
    held = ahead = 0
    for _run in range(runs):
        variance = 0.1 * rng.gamma(4, 1 / 4, places)
        sd = np.sqrt(0.1 * spread)
        effects = -0.3 + rng.normal(0, sd, places) + rng.normal(0, np.sqrt(variance))
        found = pool(effects, variance)
        assert None not in (found.low, found.high, found.ahead_low, found.ahead_high)
        held += found.low <= -0.3 <= found.high  # type: ignore[operator]
        ahead += found.ahead_low <= -0.3 + rng.normal(0, sd) <= found.ahead_high  # type: ignore[operator]
    scenario = f"{places} places, spread {spread:g} times the error"
    yield Line("pool, mean", scenario, "coverage", held / runs, runs, APPROXIMATE)
    bounds = APPROXIMATE if spread >= 2 and places >= 8 else AT_LEAST
    yield Line("pool, one more place", scenario, "coverage", ahead / runs, runs, bounds)


def _areas(rng: np.random.Generator, runs: int, mean: int) -> Iterator[Line]:
    """Forty areas: observed over expected, the raw rate beside the smoothed one, and the difference from others."""
    areas = 40
    expected = mean * rng.gamma(8, 1 / 8, areas)
    people = expected * 100
    truth = rng.gamma(8, 1 / 8, areas)
    counts = rng.poisson(truth * expected, (runs, areas))
    of_all = smr(counts.ravel(), np.tile(expected, runs))
    many = counts.size
    held = float(np.mean((of_all.low <= np.tile(truth, runs)) & (np.tile(truth, runs) <= of_all.high)))
    yield Line("SMR", f"40 areas, mean {mean}", "coverage", held, many, EXACT)
    told = smr(rng.poisson(np.tile(expected, runs)), np.tile(expected, runs)).p <= 0.05
    yield Line("SMR", f"40 areas, mean {mean}", "false alarms", float(told.mean()), many, EXACT_ALARMS)
    inside = 0
    for row in counts[: runs // 5 or 1]:
        found = empirical_bayes(row, people, per=1)
        rate = truth * expected / people
        inside += int(np.sum((found.raw_low <= rate) & (rate <= found.raw_high)))
    base = areas * (runs // 5 or 1)
    yield Line("eb, raw rate", f"40 areas, mean {mean}", "coverage", inside / base, base, EXACT)
    if mean < 10:  # the method says few-events there
        return
    pairs = rng.poisson([mean, 5 * mean * 1.3], (runs, 2))
    right = 0
    for own, others in pairs.tolist():
        gap = rate_difference(own, 1_000, others, 5_000)
        assert gap.low is not None and gap.high is not None
        right += gap.low <= mean - 1.3 * mean <= gap.high
    yield Line(
        "similar, difference", f"mean {mean} beside five alike", "coverage", right / runs, runs, APPROXIMATE
    )


def _felt_or_recorded(rng: np.random.Generator, runs: int, areas: int) -> Line:
    """A third differ in both, a third in what is felt only, a third in what is recorded only: no class is true there."""
    third = np.arange(areas) % 3
    feel = np.where(third == 2, 0.7, 0.5)
    rate = np.where(third == 1, 1.0, 1.6)
    base, expected = np.full(areas, 200), np.full(areas, 40.0)
    wrong = []
    for _run in range(runs):
        safe, counts = rng.binomial(base, feel) / base, rng.poisson(rate * expected)
        ends = np.array([(one.low, one.high) for one in (share(part, 200) for part in safe.tolist())], float)
        low, high = poisson_interval(counts)
        found = gap_classes(ends[:, 0], ends[:, 1], 0.7, low / expected, high / expected, 1.0)
        told = (found.classes != Gap.UNCLEAR) & (gap_p(safe, base, 0.7, counts, expected)[1] <= 0.05)
        is_right = (third == 0) & (found.classes == Gap.BOTH)
        wrong.append((told & ~is_right).sum() / max(told.sum(), 1))
    return Line(
        "gap with FDR", f"{areas} areas", "false discoveries", float(np.mean(wrong)), runs, DISCOVERIES
    )
