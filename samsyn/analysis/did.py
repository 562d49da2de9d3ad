"""Difference in differences of many units over many periods: two-way fixed effects, safe with few clusters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError, Caveat, Reason, check_level

METHOD = "two-way-fixed-effects"
ENOUGH = 20  # so many clusters with and without treatment for CR1; under it false alarms pass 7 %
MOST_EXACT = 10_000  # so many ways to choose the treated units are all gone through
REACH = 0.05  # a permutation that cannot come under it is not made
CR1, PERMUTATION, NONE = "cr1", "permutation", "none"


@dataclass(frozen=True)
class Did:
    """How much more the treated units changed than the others, per unit and period: the coefficient of d.

    value        None with `Reason.NO_CONTRAST` when no unit changed its treatment beside one that did not
    low, high, p by `inference`; None when nothing can be said (`Caveat.FEW_CLUSTERS`)
    n            rows
    se           CR1, with units that lie within clusters not counted as parameters; None with one treated cluster
    se_dummies   the same with every dummy counted, as OLS with dummies prints it
    inference    "cr1" (t with clusters - 1 degrees of freedom), "permutation" or "none"
    permutations how many assignments of the treatment were gone through; `is_exact` when that is all of them
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    method: str
    se: float | None
    se_dummies: float | None
    p: float | None
    units: int
    periods: int
    clusters: int
    treated_clusters: int
    inference: str
    permutations: int | None = None
    is_exact: bool | None = None
    caveats: tuple[Caveat, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True)
class Paths:
    """Mean outcomes per period, float64, of the units that have every period.

    treated, controls  of those that are ever treated, and of those that never are
    expected           the controls, moved to the level of the treated before the first start
    before             so many periods lie before it
    """

    treated: NDArray
    controls: NDArray
    expected: NDArray
    before: int


@dataclass(frozen=True)
class _Panel:
    """Equal-length arrays, with codes from 0, and how many there are of each."""

    y: NDArray
    d: NDArray
    weights: NDArray
    unit: NDArray
    time: NDArray
    cluster: NDArray
    units: int
    periods: int
    clusters: int

    is_balanced: bool  # each unit has each period once, with one weight for all
    is_clustered_by_unit: bool
    are_units_nested: bool  # no unit lies in two clusters

    def cells(self, x: NDArray) -> NDArray:
        """Return a column of a balanced panel as units x periods."""
        out = np.empty(self.y.size)
        out[self.unit * self.periods + self.time] = x
        return out.reshape(self.units, self.periods)


def did(
    outcome: ArrayLike,
    unit: ArrayLike,
    time: ArrayLike,
    treated: ArrayLike,
    *,
    cluster: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    level: float = 0.95,
    permutations: int = 9_999,
    rng: np.random.Generator | None = None,
) -> Did:
    """Return the coefficient of d in outcome = unit + period + effect * d.

    outcome  finite, one a row
    unit, time, cluster  labels of any kind, as many; times are told apart and ordered by their value. Clusters: units
    treated  d: 1 in treated unit-periods, else 0
    weights  finite and above 0; equal without
    rng      needed when there are over 10 000 ways to choose the treated units; `permutations` of them are then drawn

    With 20 treated and 20 untreated clusters or more: CR1. With fewer, in a balanced panel without weights whose clusters
    are the units: Fisher's permutation of the treatment among units, and the interval of effects that it does not reject.
    Otherwise, and when no permutation could give p < 0.05, neither interval nor p.

    >>> y, d = [10, 12, 20, 27], [0, 0, 0, 1]
    >>> found = did(y, ["a", "a", "b", "b"], [1, 2, 1, 2], d)
    >>> round(found.value, 9), found.low, [str(code) for code in found.caveats]
    (5.0, None, ['few-clusters'])

    Source: Angrist & Pischke (2009), Mostly Harmless Econometrics, 5.2; CR1: Cameron & Miller (2015), J. Human Res. 50,
    317-372; permutation: MacKinnon & Webb (2020), J. Econometrics 218, 435-450 (RI-beta).
    """
    check_level(level)
    panel = _panel(outcome, unit, time, treated, cluster, weights)
    both, rank = _within(panel, np.stack([panel.y, panel.d], axis=1))
    y, d = both[:, 0].copy(), both[:, 1].copy()
    bread = float(np.sum(panel.weights * d * d))
    exposed = np.bincount(panel.cluster, panel.d, panel.clusters) > 0
    fixed = (panel.units, panel.periods, panel.clusters, int(exposed.sum()))
    if bread <= 1e-10 * float(np.sum(panel.weights * panel.d)) or not exposed.any():
        found = (None, None, None, level, panel.y.size, METHOD, None, None, None)
        return Did(*found, *fixed, inference=NONE, reason=Reason.NO_CONTRAST)
    value = float(np.sum(panel.weights * d * y)) / bread
    se, dummies = _cr1(panel, y - value * d, d, bread, rank)
    least = min(fixed[3], panel.clusters - fixed[3])
    caveats = (Caveat.FEW_CLUSTERS,) if least < ENOUGH else ()
    caveats = (*caveats, Caveat.STAGGERED) if _is_staggered(panel) else caveats
    if least < 2:  # residuals of a lone cluster sum to nothing: CR1 would be far too small
        se = dummies = None
    told = _told(panel, y, d, bread, value, se, level=level, least=least, permutations=permutations, rng=rng)
    return Did(
        value, told.low, told.high, level, panel.y.size, METHOD, se, dummies, told.p, *fixed,
        told.inference, told.made, told.is_exact, caveats,
    )  # fmt: skip


@dataclass(frozen=True)
class _Told:
    """What can be said of a coefficient, and by which inference."""

    inference: str = NONE
    low: float | None = None
    high: float | None = None
    p: float | None = None
    made: int | None = None
    is_exact: bool | None = None


def _told(
    panel: _Panel, y: NDArray, d: NDArray, bread: float, value: float, se: float | None,
    *, level: float, least: int, permutations: int, rng: np.random.Generator | None,
) -> _Told:  # fmt: skip
    """Return the interval and p of CR1 with many clusters, of permutations with few, or nothing."""
    if least >= ENOUGH and se is not None:
        return _Told(CR1, *_student(value, se, panel.clusters - 1, level))
    if least >= ENOUGH or not panel.is_balanced or not panel.is_clustered_by_unit:
        return _Told()
    shares = _shares(panel, y, d, bread)
    chosen, is_exact = _assignments(panel, shares[0].shape[0], permutations, rng)
    low, high, p = _permuted(value, *shares, chosen, level)
    return _Told(PERMUTATION if p is not None else NONE, low, high, p, len(chosen), is_exact)


def paths(
    outcome: ArrayLike,
    unit: ArrayLike,
    time: ArrayLike,
    treated: ArrayLike,
    *,
    weights: ArrayLike | None = None,
) -> Paths | None:
    """Return the two series behind `did`, in the order of time; None when a side, or the time before, is lacking.

    In a balanced panel with one start, the mean of treated less expected from the start on is the value of `did`.

    >>> found = paths([10, 12, 20, 27], ["a", "a", "b", "b"], [1, 2, 1, 2], [0, 0, 0, 1])
    >>> found.treated.tolist(), found.expected.tolist(), found.before
    ([20.0, 27.0], [20.0, 22.0], 1)
    """
    panel = _panel(outcome, unit, time, treated, None, weights)
    cell, many = panel.unit * panel.periods + panel.time, panel.units * panel.periods
    w = np.bincount(cell, panel.weights, many).reshape(panel.units, -1)
    sums = np.bincount(cell, panel.weights * panel.y, many).reshape(panel.units, -1)
    is_treated = np.bincount(panel.unit, panel.d, panel.units) > 0
    is_full = np.all(w > 0, axis=1)
    own, other = is_full & is_treated, is_full & ~is_treated
    if not own.any() or not other.any():
        return None
    before = int(panel.time[panel.d > 0].min())
    if before == 0:
        return None
    means = [sums[side].sum(axis=0) / w[side].sum(axis=0) for side in (own, other)]
    moved = means[1] + (means[0][:before].mean() - means[1][:before].mean())
    for array in (*means, moved):
        array.setflags(write=False)
    return Paths(means[0], means[1], moved, before)


def _codes(labels: ArrayLike, size: int, name: str) -> tuple[NDArray, int]:
    """Return each label's place among the sorted different ones, and how many they are."""
    given = np.asarray(labels).ravel()
    if given.size != size:
        raise AnalysisError(f"there must be one {name} for each outcome")
    if given.dtype.kind in "iu" and size:
        first = int(given.min())
        spread = int(given.max()) - first + 1
        if spread <= 4 * size + 1000:  # counted, not sorted: a tenth of the time
            used = np.bincount(given - first, minlength=spread) > 0
            return (np.cumsum(used) - 1)[given - first], int(used.sum())
    different, codes = np.unique(given, return_inverse=True)
    return codes.ravel(), int(different.size)


def _panel(
    outcome: ArrayLike,
    unit: ArrayLike,
    time: ArrayLike,
    treated: ArrayLike,
    cluster: ArrayLike | None,
    weights: ArrayLike | None,
) -> _Panel:
    y, d = np.asarray(outcome, dtype=np.float64).ravel(), np.asarray(treated, dtype=np.float64).ravel()
    w = np.ones(y.size) if weights is None else np.asarray(weights, dtype=np.float64).ravel()
    if y.size == 0 or not np.all(np.isfinite(y)):
        raise AnalysisError("outcomes must be finite, and at least one")
    if d.size != y.size or not np.all((d == 0) | (d == 1)):
        raise AnalysisError("treated must be 0 or 1, one for each outcome")
    if w.size != y.size or not np.all(np.isfinite(w)) or not np.all(w > 0):
        raise AnalysisError("weights must be finite and above 0, one for each outcome")
    units, many_units = _codes(unit, y.size, "unit")
    times, many_times = _codes(time, y.size, "time")
    if many_units * many_times > 200_000_000:
        raise AnalysisError("units times periods are at most 200 million")
    groups, many_groups = (units, many_units) if cluster is None else _codes(cluster, y.size, "cluster")
    is_balanced = y.size == many_units * many_times and (weights is None or bool(np.ptp(w) == 0))
    if is_balanced:
        is_balanced = bool(np.all(np.bincount(units * many_times + times, minlength=y.size) == 1))
    same = nested = cluster is None
    if cluster is not None:
        pairs = int(np.unique(units * many_groups + groups).size)
        nested, same = pairs == many_units, pairs == many_units == many_groups
    sizes = (many_units, many_times, many_groups)
    return _Panel(y, d, w / w.mean(), units, times, groups, *sizes, is_balanced, same, nested)


def _within(panel: _Panel, x: NDArray) -> tuple[NDArray, int]:
    """Return columns with the weighted effects of unit and period taken out, and how many free effects there are."""
    if panel.is_balanced:
        place = panel.unit * panel.periods + panel.time
        for column in range(x.shape[1]):
            cells = panel.cells(x[:, column])
            cells -= cells.mean(axis=0)
            cells -= cells.mean(axis=1, keepdims=True)
            x[:, column] = cells.ravel()[place]
        return x, panel.units + panel.periods - 1
    first, second, many, few = panel.unit, panel.time, panel.units, panel.periods
    if few > many:
        first, second, many, few = second, first, few, many
    w = panel.weights
    table = np.bincount(first * few + second, w, many * few).reshape(many, few)
    sums = table.sum(axis=1)
    normal = np.diag(table.sum(axis=0)) - table.T @ (table / sums[:, None])
    out, rank = x.copy(), 0
    for _again in range(2):  # the second round takes away what rounding left
        by_first = np.stack([np.bincount(first, w * column, many) for column in out.T], axis=1)
        by_second = np.stack([np.bincount(second, w * column, few) for column in out.T], axis=1)
        right = by_second - table.T @ (by_first / sums[:, None])
        effects, _rest, rank, _values = np.linalg.lstsq(normal, right, rcond=1e-10)
        out = out - effects[second] - ((by_first - table @ effects) / sums[:, None])[first]
    return out, many + int(rank)


def _cr1(
    panel: _Panel, residual: NDArray, d: NDArray, bread: float, rank: int
) -> tuple[float | None, float | None]:
    """Return the clustered standard error with nested units left out of the parameters, and with all counted."""
    n, groups = panel.y.size, panel.clusters
    if groups < 2:
        return None, None
    scores = np.bincount(panel.cluster, panel.weights * d * residual, groups)
    meat = float(np.sum(scores**2)) * groups / (groups - 1)
    if sqrt(meat) <= 1e-12 * (np.abs(panel.y).max() + 1e-300) * bread:
        return None, None
    nested, full = panel.units - 1 if panel.are_units_nested else 0, rank + 1
    errors = [sqrt(meat * (n - 1) / (n - k)) / bread if n > k else None for k in (full - nested, full)]
    return errors[0], errors[1]


def _student(value: float, se: float, df: int, level: float) -> tuple[float, float, float]:
    from scipy.special import stdtr, stdtrit

    width = float(stdtrit(df, (1 + level) / 2)) * se
    return value - width, value + width, float(2 * stdtr(df, -abs(value / se)))


def _is_staggered(panel: _Panel) -> bool:
    """Whether a unit that is treated later still stood untreated when another had begun."""
    begins = np.full(panel.units, panel.periods)
    treated = panel.d > 0
    np.minimum.at(begins, panel.unit[treated], panel.time[treated])
    begin = begins[panel.unit]
    waits = ~treated & (begin < panel.periods) & (panel.time < begin) & (panel.time >= begins.min())
    return bool(np.any(waits))


def _shares(panel: _Panel, y: NDArray, d: NDArray, bread: float) -> tuple[NDArray, NDArray]:
    """Return what each unit adds when it is given each treated unit's path: paths x units, of outcome and of d.

    In a balanced panel the residual of a permuted d is the permuted residual, so `bread` stays the same.
    """
    given = panel.cells(panel.d)
    paths = given[given.any(axis=1)]
    return paths @ panel.cells(y).T / bread, paths @ panel.cells(d).T / bread


def _assignments(
    panel: _Panel, treated: int, permutations: int, rng: np.random.Generator | None
) -> tuple[NDArray, bool]:
    """Return rows of units that get the paths, the real row first, and whether they are all that there are."""
    own = np.flatnonzero(np.bincount(panel.unit, panel.d, panel.units) > 0)
    ways = comb(panel.units, treated)
    if not _differ(panel, own) and ways <= MOST_EXACT:
        every = np.array(list(combinations(range(panel.units), treated)))
        is_own = np.all(every == own, axis=1)
        return np.concatenate([own[None], every[~is_own]]), True
    if rng is None or permutations < 1:
        raise AnalysisError("so many assignments need an rng, and permutations of 1 or more")
    drawn = np.argsort(rng.random((permutations, panel.units)), axis=1)[:, :treated]
    return np.concatenate([own[None], drawn]), False


def _differ(panel: _Panel, own: NDArray) -> bool:
    """Whether the treated units have different paths."""
    paths = panel.cells(panel.d)[own]
    return bool(np.any(paths != paths[0]))


def _permuted(
    value: float, of_y: NDArray, of_d: NDArray, chosen: NDArray, level: float
) -> tuple[float | None, float | None, float | None]:
    """Return the interval and the two-sided p of all assignments.

    Under an effect e, an assignment gives a - e * b beside value - e of the real one. It is as far out for the e between
    (value - a) / (1 - b) and (value + a) / (1 + b), ends that lie on each side of `value`; p(e) is the share of these
    that hold e. It falls on both sides of `value`, so the ends of the interval are order statistics.
    """
    rows = np.arange(of_y.shape[0])
    a, b = of_y[rows, chosen].sum(axis=1), of_d[rows, chosen].sum(axis=1)
    least = float(np.mean(np.abs(np.abs(b) - 1) < 1e-9))  # the real one, and its mirror when half are treated
    if least >= REACH or len(chosen) < 1 / REACH:
        return None, None, None
    p = float(np.mean(np.abs(a) >= abs(value) * (1 - 1e-9)))
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(value - a) / (1 - b), (value + a) / (1 + b)])
    ends[0][b > 1 - 1e-9], ends[1][b > 1 - 1e-9] = -np.inf, np.inf
    ends[0][b < -1 + 1e-9], ends[1][b < -1 + 1e-9] = -np.inf, np.inf
    lows, highs = np.sort(ends.min(axis=0)), np.sort(ends.max(axis=0))[::-1]
    place = int(np.floor((1 - level) * len(chosen) + 1e-9))
    if not np.isfinite(lows[place]) or not np.isfinite(highs[place]):
        return None, None, p
    return float(lows[place]), float(highs[place]), p
