"""Is it changing? The trend of many series of counts at once, with a level of its own for each calendar month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.counts import adjusted
from samsyn.analysis.glm import EVEN
from samsyn.analysis.result import AnalysisError, Reason, check_level

METHOD = "trend"
FAMILIES = ("quasipoisson", "poisson")
LEAST = 20  # events; under it the interval no longer holds what it promises (tests/test_trend.py)
_TURNS = 100

Array = NDArray[Any]


@dataclass(frozen=True)
class Slopes:
    """Fits of log(mean) = level of the group + coefficient * time. What has no finite estimate holds nan.

    coefficient, variance  (S,) and its variance for a dispersion of 1
    total, middle          (S, K) weighted events of each group, and the mean time of what is expected there
    scale, centre          (S, K) expected count of each group at the time `centre`
    fitted                 (S, T) expected counts; nan in rows without weight or in groups without events
    dispersion             (S,) Pearson's; nan without degrees of freedom
    df                     (S,) rows in groups with events, less those groups, less one for the coefficient
    """

    coefficient: Array
    variance: Array
    total: Array
    middle: Array
    scale: Array
    centre: float
    fitted: Array
    dispersion: Array
    df: Array
    is_fitted: Array


@dataclass(frozen=True)
class Trends:
    """The trend of S series. Where `reasons` has one, the numbers of the series are nan.

    coefficient, se   change of the logarithm per year, and its standard error
    change_percent    100 * (exp(coefficient) - 1): per cent a year, with `low` and `high`
    p, p_adjusted     two-sided; adjusted for all series of the batch that have a p (Benjamini-Hochberg)
    dispersion, df    Pearson's, and its degrees of freedom
    n                 events
    empty             (S, parts) calendar months that have rows and no events: no finite level, their rows say nothing
    fitted            (S, T) expected counts, in the order of `times`
    smooth            (S, T) the same with the season evened out: the mean of the parts of the year that have rows
    pivot             (S,) the time around which the line would turn with another coefficient, in years
    """

    coefficient: Array
    se: Array
    change_percent: Array
    low: Array
    high: Array
    p: Array
    p_adjusted: Array
    is_more_than_chance: Array
    dispersion: Array
    df: Array
    n: Array
    empty: Array
    fitted: Array
    smooth: Array
    pivot: Array
    reasons: tuple[Reason | None, ...]
    level: float
    family: str
    method: str = METHOD


def trends(
    counts: ArrayLike, times: ArrayLike, *, parts: int = 12, family: str = "quasipoisson", level: float = 0.95
) -> Trends:
    """Return the trend per year of every series.

    counts  (S, T) or (T,) whole numbers, 0 or more; nan where a period has no value, which is not 0
    times   (T,) whole numbers, each once: the number of the period, in parts of a year (2024 * 12 + month - 1)
    parts   periods in a year, each with a level of its own: 12, 4, or 1 for years
    family  quasipoisson (ends by Student's t, spread by Pearson's dispersion) or poisson

    Reasons: `no-events`; `too-few-events`, under 20; `too-short`, no part of the year is seen in two years, or nothing
    is left to judge the spread by; `no-finite-trend`, all events lie as early, or as late, as they can. Raises
    AnalysisError.

    >>> found = trends([[10, 20, 40, 80]], [0, 1, 2, 3], parts=1, family="poisson")
    >>> round(float(found.change_percent[0]), 9), round(float(found.se[0]), 6)
    (100.0, 0.087932)

    Source: McCullagh & Nelder (1989), Generalized Linear Models, 6.2-6.4; many at once: Benjamini & Hochberg (1995).
    """
    from scipy.special import ndtri, stdtr, stdtrit

    y, number, used = _checked(counts, times, parts, family, level)
    found = slopes(y, number / parts, number % parts, used.astype(np.float64), size=parts)
    n = y.sum(axis=1)
    able = found.is_fitted & (n >= LEAST) & (found.df > 0)
    is_quasi = family == "quasipoisson"
    df = np.where(able, found.df, 1)
    phi = np.where(found.dispersion < EVEN, 1.0, found.dispersion) if is_quasi else 1.0
    b = np.where(able, found.coefficient, np.nan)
    se = np.sqrt(np.where(able, found.variance * phi, np.nan))
    z = np.where(able, np.abs(b) / se, 0.0)
    width = stdtrit(df, (1 + level) / 2) if is_quasi else float(ndtri((1 + level) / 2))
    p = np.where(able, 2 * (stdtr(df, -z) if is_quasi else _normal_tail(z)), np.nan)
    corrected = np.full(len(p), np.nan)
    corrected[able] = adjusted(p[able])
    with np.errstate(over="ignore", invalid="ignore"):
        change, low, high = (100 * np.expm1(x) for x in (b, b - width * se, b + width * se))
    rows = used.astype(np.float64) @ _member(number % parts, parts)
    smooth, pivot = _smooth(found, number / parts, rows > 0)
    columns = {
        "coefficient": b, "se": se, "change_percent": change, "low": low, "high": high, "p": p,
        "p_adjusted": corrected, "is_more_than_chance": able & (np.nan_to_num(corrected, nan=1.0) <= 1 - level),
        "dispersion": np.where(able, found.dispersion, np.nan), "df": np.where(able, found.df, 0), "n": n,
        "empty": (rows > 0) & (found.total == 0), "fitted": np.where(able[:, None], found.fitted, np.nan),
        "smooth": np.where(able[:, None], smooth, np.nan), "pivot": np.where(able, pivot, np.nan),
    }  # fmt: skip
    for column in columns.values():
        column.setflags(write=False)
    return Trends(
        **columns, reasons=_reasons(n, np.any(rows > 1, axis=1), found, able), level=level, family=family
    )


def slopes(
    counts: Array, times: Array, groups: Array, weights: Array, *, size: int, has_slope: bool = True
) -> Slopes:
    """Return the largest likelihood of every series, by Newton's steps in one dimension: the levels have a closed form.

    counts   (S, T), 0 or more; read only where the weight is above 0
    times    (T,)
    groups   (T,) 0 to size - 1
    weights  (S, T) 0 or more; 0 leaves a row out
    has_slope  without, the coefficient is 0 and has no variance: the levels alone

    Given the events of its groups a series is multinomial, and that likelihood is concave in the coefficient. Its
    maximum is finite when the events lie neither all as early nor all as late as they can in their groups.
    """
    middle_of_all = (times.min() + times.max()) / 2 if len(times) else 0.0
    at = times - middle_of_all
    reach = max(float(np.max(np.abs(at), initial=0.0)), 1e-300)
    member, used = _member(groups, size), weights > 0
    events = weights * counts
    total, moment = events @ member, events @ at
    able = _is_finite(total, moment, at, groups, used, reach, size) if has_slope else total.sum(axis=1) > 0
    powers = np.hstack([member, at[:, None] * member, at[:, None] ** 2 * member])
    b = np.zeros(len(counts))
    if has_slope:
        b[able] = _climb(weights[able], total[able], moment[able], at, powers, reach)
    growth = np.exp(np.outer(b, at))
    sizes, middle, spread = _moments(weights * growth, powers)
    some = (total > 0) & able[:, None]
    scale = np.where(some, total / np.where(sizes > 0, sizes, 1.0), np.nan)
    fitted = np.where(used, growth * scale[:, groups], np.nan)
    seen = np.isfinite(fitted)
    df = np.where(able, seen.sum(axis=1) - some.sum(axis=1) - int(has_slope), 0)
    squares = np.where(seen, weights * (counts - fitted) ** 2 / np.where(seen, fitted, 1.0), 0.0)
    information = np.sum(total * spread, axis=1)
    return Slopes(
        coefficient=np.where(able, b, np.nan),
        variance=np.where(
            able, int(has_slope) / np.where(able & (information > 0), information, 1.0), np.nan
        ),
        total=total,
        middle=np.where(some, middle + middle_of_all, np.nan),
        scale=scale,
        centre=float(middle_of_all),
        fitted=fitted,
        dispersion=np.where(df > 0, squares.sum(axis=1) / np.maximum(df, 1), np.nan),
        df=df,
        is_fitted=able,
    )


def _is_finite(
    total: Array, moment: Array, at: Array, groups: Array, used: Array, reach: float, size: int
) -> Array:
    """Return whether the events of each series could lie both earlier and later within their groups."""
    first, last = np.zeros(len(total)), np.zeros(len(total))
    for group in range(size):
        rows = np.flatnonzero(groups == group)
        if rows.size:
            some = total[:, group] > 0
            early = np.where(used[:, rows], at[rows], np.inf).min(axis=1)
            late = np.where(used[:, rows], at[rows], -np.inf).max(axis=1)
            first[some] += total[some, group] * early[some]
            last[some] += total[some, group] * late[some]
    slack = 1e-9 * reach * total.sum(axis=1)
    return np.asarray((moment > first + slack) & (moment < last - slack))


def _climb(weights: Array, total: Array, moment: Array, at: Array, powers: Array, reach: float) -> Array:
    """Return the coefficient at which the mean time of what is expected equals that of the events."""
    b = np.zeros(len(total))
    low, high = np.full(len(b), -np.inf), np.full(len(b), np.inf)
    todo = np.arange(len(b))
    for _turn in range(_TURNS):
        if not todo.size:
            break
        here = b[todo]
        _sizes, middle, spread = _moments(weights[todo] * np.exp(np.outer(here, at)), powers)
        score = moment[todo] - np.sum(total[todo] * middle, axis=1)
        information = np.sum(total[todo] * spread, axis=1)
        low[todo] = np.where(score > 0, here, low[todo])
        high[todo] = np.where(score < 0, here, high[todo])
        step = np.clip(score / np.maximum(information, 1e-300), -2 / reach, 2 / reach)
        new = here + step
        wide = (new <= low[todo]) & (score < 0) | (new >= high[todo]) & (score > 0)
        new[wide] = (low[todo][wide] + high[todo][wide]) / 2
        b[todo] = new
        todo = todo[np.abs(new - here) * reach > 1e-8]  # the error of a Newton step is its square
    return b


def _moments(expected: Array, powers: Array) -> tuple[Array, Array, Array]:
    """Return what is expected in each group, its mean time and the variance of its time: (S, K) each, 0 where empty."""
    size, first, second = np.split(expected @ powers, 3, axis=1)
    whole = np.where(size > 0, size, 1.0)
    middle = first / whole
    return size, middle, np.maximum(second / whole - middle**2, 0.0)


def _member(groups: Array, size: int) -> Array:
    return np.asarray(groups[:, None] == np.arange(size), dtype=np.float64)


def _normal_tail(z: Array) -> Array:
    from scipy.special import ndtr

    return np.asarray(ndtr(-z))


def _smooth(found: Slopes, years: Array, has_rows: Array) -> tuple[Array, Array]:
    """Return the line without season, and the mean time of the events that were expected, around which it turns."""
    scale = np.nan_to_num(found.scale)
    level = np.sum(np.where(has_rows, scale, 0.0), axis=1) / np.maximum(has_rows.sum(axis=1), 1)
    with np.errstate(over="ignore"):
        growth = np.exp(np.outer(np.nan_to_num(found.coefficient), years - found.centre))
    events = np.where(np.isfinite(found.middle), found.total, 0.0)
    pivot = np.sum(events * np.nan_to_num(found.middle), axis=1) / np.maximum(events.sum(axis=1), 1e-300)
    return level[:, None] * growth, pivot


def _reasons(n: Array, twice: Array, found: Slopes, able: Array) -> tuple[Reason | None, ...]:
    reasons: list[Reason | None] = []
    for series in range(len(n)):
        if able[series]:
            reasons.append(None)
        elif n[series] == 0:
            reasons.append(Reason.NO_EVENTS)
        elif n[series] < LEAST:
            reasons.append(Reason.TOO_FEW_EVENTS)
        elif found.is_fitted[series] or not twice[series]:
            reasons.append(Reason.TOO_SHORT)
        else:
            reasons.append(Reason.NO_FINITE_TREND)
    return tuple(reasons)


def _checked(
    counts: ArrayLike, times: ArrayLike, parts: int, family: str, level: float
) -> tuple[Array, Array, Array]:
    check_level(level)
    if family not in FAMILIES:
        raise AnalysisError(f"family must be one of {', '.join(FAMILIES)}")
    if parts < 1:
        raise AnalysisError("a year has one part or more")
    return checked_series(counts, times)


def checked_series(counts: ArrayLike, times: ArrayLike) -> tuple[Array, Array, Array]:
    """Return counts (S, T) with 0 where there is none, times (T,), and where there is one. Raises AnalysisError."""
    y, t = np.atleast_2d(np.asarray(counts, dtype=np.float64)), np.asarray(times, dtype=np.float64).ravel()
    if y.ndim != 2 or y.shape[1] != len(t):
        raise AnalysisError("counts must be (S, T) and times (T,)")
    if np.any(~np.isfinite(t)) or np.any(t != np.floor(t)) or len(np.unique(t)) != len(t):
        raise AnalysisError("times must be whole numbers, each once")
    used = ~np.isnan(y)
    y = np.where(used, y, 0.0)
    if np.any(np.isinf(y)) or np.any(y < 0) or np.any(y != np.floor(y)):
        raise AnalysisError("counts must be whole numbers, 0 or more")
    return y, t.astype(np.int64), used
