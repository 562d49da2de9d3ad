"""Synthetic control: would a mix of other areas, which followed the treated one before, have gone the same way after?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError, Caveat, Reason, check_level

METHOD = "synthetic-control"
REACH = 0.05  # a rank test that cannot come under it is not made: 21 units are needed
SHORT = 5  # with fewer periods before, a good fit says little
PERFECT = 1e-20  # of the mean squared distance to the donors: no error at all


@dataclass(frozen=True)
class Placebo:
    """Read-only arrays, one place a unit: the method run as if each had been treated. NaN has no place here.

    mean_gap     after the start
    mspe_before  mean squared gap before the start, 0 when the fit is perfect
    mspe_after   and after it
    gaps         float64, units x periods: each unit less its own twin
    rank         place of mspe_after / mspe_before among all, 1 the largest; ties take the larger number
    """

    mean_gap: NDArray
    mspe_before: NDArray
    mspe_after: NDArray
    rank: NDArray
    gaps: NDArray


@dataclass(frozen=True)
class Synth:
    """The mean gap between a treated unit and its synthetic twin after the start.

    low, high, p  of the placebo test; None without it, with fewer than 21 units, or when an end is not bounded
    n             outcomes: units * periods
    weights       float64 per unit, 0 for the treated one: 0 or more, sum 1
    synthetic, gaps  float64 per period
    ratio         mspe_after / mspe_before; None when the fit before is perfect
    kkt_gap       how far the weights are from the optimum, over the donors' mean squared distance to the treated: near 0
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    method: str
    p: float | None
    units: int
    before: int
    after: int
    weights: NDArray
    synthetic: NDArray
    gaps: NDArray
    mspe_before: float | None
    mspe_after: float | None
    ratio: float | None
    kkt_gap: float | None
    placebo: Placebo | None = None
    caveats: tuple[Caveat, ...] = ()
    reason: Reason | None = None


def synth(
    outcomes: ArrayLike, treated: int, before: int, *, placebo: bool = False, level: float = 0.95
) -> Synth:
    """Return the synthetic control of one unit, its weights chosen on the outcomes before the start.

    outcomes  finite, units x periods in the order of time
    treated   the row of the treated unit
    before    so many periods lie before the start
    placebo   run it for every unit, all others as donors, and rank mspe_after / mspe_before

    p is the share of units whose ratio is at least the treated one's; the interval holds the constant effects that the
    same test, with the effect taken off the treated unit, does not reject.

    >>> found = synth([[4, 5, 6, 9], [2, 3, 4, 5], [6, 7, 8, 9]], 0, 3)
    >>> found.value, [round(float(weight), 9) for weight in found.weights], round(found.mspe_before, 12)
    (2.0, [0.0, 0.5, 0.5], 0.0)

    Source: Abadie, Diamond & Hainmueller (2010), J. Am. Stat. Assoc. 105, 493-505; weights: Wolfe (1976), Math. Prog. 11,
    128-149; interval: Firpo & Possebom (2018), J. Causal Inference 6, 20160026.
    """
    check_level(level)
    y = np.asarray(outcomes, dtype=np.float64)
    if y.ndim != 2 or y.size == 0 or not np.all(np.isfinite(y)):
        raise AnalysisError("outcomes must be finite, units x periods")
    units, periods = y.shape
    if not 0 <= treated < units or not 0 <= before <= periods:
        raise AnalysisError("treated must be a row of the outcomes, and before at most the number of periods")
    reason = (
        Reason.NO_DONORS if units < 2 else Reason.NO_BEFORE if before < 1
        else Reason.NO_AFTER if before == periods else None
    )  # fmt: skip
    fixed = (units, before, periods - before)
    if reason:
        none = np.zeros(0)
        empty = (level, y.size, METHOD, None, *fixed, none, none, none)
        return Synth(None, None, None, *empty, None, None, None, None, reason=reason)
    weights, gap = simplex_weights(y[:, :before], treated)
    synthetic = weights @ y
    gaps = y[treated] - synthetic
    every = _placebo(y, treated, before, weights) if placebo else None
    error = _no_noise(float(np.mean(gaps[:before] ** 2)), y[:, :before], treated)
    after = float(np.mean(gaps[before:] ** 2))
    low, high, p = _test(every, treated, level) if every else (None, None, None)
    caveats = (Caveat.TOO_FEW_UNITS,) if placebo and p is None else ()
    if error == 0:
        caveats = (*caveats, Caveat.PERFECT_FIT)
    elif before > 1 and error > float(np.var(y[treated, :before])):
        caveats = (*caveats, Caveat.POOR_FIT)
    caveats = (*caveats, Caveat.SHORT_BEFORE) if before < SHORT else caveats
    for array in (weights, synthetic, gaps):
        array.setflags(write=False)
    return Synth(
        float(np.mean(gaps[before:])), low, high, level, y.size, METHOD, p, *fixed, weights, synthetic, gaps,
        error, after, after / error if error > 0 else None, gap, every[0] if every else None, caveats,
    )  # fmt: skip


def simplex_weights(y: NDArray, treated: int) -> tuple[NDArray, float]:
    """Return the weights, 0 or more with sum 1, of the other rows that come nearest to one row, and the optimum's gap.

    Wolfe's method: the point of least norm in the hull of the differences. The set of donors in use grows by the one that
    helps most, and a donor whose weight falls to 0 leaves it; each set's own optimum is solved exactly. The gap is
    f'w - min f' of the squared distance f, which bounds how much better any other weights could be.
    """
    points = y - y[treated]
    points = np.delete(points, treated, axis=0)
    norms = np.einsum("ij,ij->i", points, points)
    scale = float(norms.mean())
    out = np.zeros(y.shape[0])
    donors = np.delete(np.arange(y.shape[0]), treated)
    if scale == 0:
        out[donors] = 1 / donors.size
        return out, 0.0
    points = points / np.sqrt(scale)
    chosen, weights = [int(np.argmin(norms))], np.ones(1)
    least = np.inf
    best = (chosen, weights)
    for _step in range(20 * (donors.size + y.shape[1])):
        nearest = weights @ points[chosen]
        slopes = points @ nearest
        norm = float(nearest @ nearest)
        add = int(np.argmin(slopes))
        if norm >= least:
            break  # rounding: no set is better than the last one
        least, best = norm, (chosen, weights)
        if norm - slopes[add] <= 1e-18 or add in chosen:
            break
        chosen, weights = _settle(points, [*chosen, add], np.append(weights, 0.0))
    chosen, weights = best
    weights = weights / weights.sum()
    nearest = weights @ points[chosen]
    out[donors[chosen]] = weights
    return out, max(2 * float(nearest @ nearest - np.min(points @ nearest)), 0.0)


def _settle(points: NDArray, chosen: list[int], weights: NDArray) -> tuple[list[int], NDArray]:
    """Go to the optimum of a set of donors, leaving out those whose weight falls to 0 on the way."""
    while True:
        best = _affine(points[chosen])
        falling = best <= 1e-15
        if not falling.any():
            return chosen, best
        steps = np.where(falling, weights / np.maximum(weights - best, 1e-300), np.inf)
        step = min(float(steps.min()), 1.0)
        weights = weights + step * (best - weights)
        weights[int(np.argmin(steps))] = 0.0
        keep = weights > 1e-15
        chosen, weights = [one for one, is_kept in zip(chosen, keep, strict=True) if is_kept], weights[keep]
        weights = weights / weights.sum()


def _affine(rows: NDArray) -> NDArray:
    """Return the weights with sum 1, of any sign, whose mix of the rows has the least norm."""
    last, away = rows[-1], rows[:-1] - rows[-1]
    if not len(away):
        return np.ones(1)
    squares = away @ away.T
    try:
        part = np.linalg.solve(squares, -(away @ last))
        part = part - np.linalg.solve(squares, away @ (last + part @ away))  # what rounding left
        is_solved = bool(np.all(np.isfinite(part)))
    except np.linalg.LinAlgError:
        is_solved = False
    if not is_solved:  # two donors alike
        part = np.linalg.lstsq(away.T, -last, rcond=None)[0]
    return np.append(part, 1 - part.sum())


def _no_noise(error: float, y: NDArray, treated: int) -> float:
    """Return a mean squared error, 0 when it is only rounding beside the distance to the other units."""
    return (
        0.0
        if error <= PERFECT * max(float(np.mean((y - y[treated]) ** 2)), float(np.max(y**2)) * 1e-10)
        else error
    )


def _placebo(y: NDArray, treated: int, before: int, own: NDArray) -> tuple[Placebo, NDArray, NDArray]:
    """Return the method for every unit, the gaps after the start, and the weight of the treated unit in each twin."""
    units = y.shape[0]
    weights = np.empty((units, units))
    for unit in range(units):
        weights[unit] = own if unit == treated else simplex_weights(y[:, :before], unit)[0]
    gaps = y - weights @ y
    error = np.mean(gaps[:, :before] ** 2, axis=1)
    error = np.array([_no_noise(float(error[unit]), y[:, :before], unit) for unit in range(units)])
    after = gaps[:, before:]
    squares = np.mean(after**2, axis=1)
    beyond = squares[None, :] * error[:, None] >= squares[:, None] * error[None, :] * (1 - 1e-12)
    found = Placebo(after.mean(axis=1), error, squares, beyond.sum(axis=1), gaps)
    for array in (found.mean_gap, found.mspe_before, found.mspe_after, found.rank, found.gaps):
        array.setflags(write=False)
    return found, after, weights[:, treated].copy()


def _test(
    every: tuple[Placebo, NDArray, NDArray], treated: int, level: float
) -> tuple[float | None, float | None, float | None]:
    """Return the ends of the effects that are not rejected, and the p of no effect.

    With an effect c taken off the treated unit, its gaps fall by c and those of a twin that uses it with weight w rise by
    w c. Whether a unit's ratio is at least the treated one's is then a quadratic in c, so p(c) steps at known places.
    """
    found, _after, weight = every
    units = len(weight)
    if 1 / units >= REACH:
        return None, None, None
    p = float(found.rank[treated]) / units
    moves = weight.copy()
    moves[treated] = -1.0
    own_error, error = found.mspe_before[treated], found.mspe_before
    square = own_error * moves**2 - error
    linear = 2 * (own_error * moves * found.mean_gap + error * found.mean_gap[treated])
    level_part = own_error * found.mspe_after - error * found.mspe_after[treated]
    places = _roots(square, linear, level_part)
    if not places.size:
        return None, None, p
    spread = float(np.ptp(places)) + abs(float(places[0])) + 1.0
    edges = np.concatenate([[places[0] - spread], places, [places[-1] + spread]])
    middles = (edges[1:] + edges[:-1]) / 2
    holds = square * middles[:, None] ** 2 + linear * middles[:, None] + level_part >= 0
    holds[:, treated] = True
    kept = np.flatnonzero(holds.mean(axis=1) > 1 - level + 1e-12)
    if not kept.size or kept[0] == 0 or kept[-1] == len(middles) - 1:
        return None, None, p
    return float(edges[kept[0]]), float(edges[kept[-1] + 1]), p


def _roots(square: NDArray, linear: NDArray, constant: NDArray) -> NDArray:
    """Return the sorted real roots of many quadratics, of those that are no more than lines too."""
    inside = linear**2 - 4 * square * constant
    is_curve = (np.abs(square) > 0) & (inside >= 0)
    half = -(linear + np.where(linear < 0, -1.0, 1.0) * np.sqrt(np.maximum(inside, 0))) / 2
    is_line = (square == 0) & (linear != 0)
    roots = [half[is_curve] / square[is_curve], -constant[is_line] / linear[is_line]]
    other = is_curve & (half != 0)
    return np.sort(np.concatenate([*roots, constant[other] / half[other]]))
