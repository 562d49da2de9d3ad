"""Many small units: raking makes the untreated add up to the treated before the start, in all that is matched."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError, Caveat, Reason, check_level

METHOD = "raking-synthetic-control"
FEW_EVENTS = 4.0  # a unit and period before the start, on average: with fewer, twins that were matched on chance drift apart
ENOUGH = 10  # so many treated units, and untreated ones by the weights' effective number, for an interval


@dataclass(frozen=True)
class Microsynth:
    """The treated units' total after the start beside that of their weighted twins.

    value         treated less synthetic; low, high and p from residuals, None with few units (`Caveat.FEW_UNITS`)
    relative_change  treated / synthetic - 1; None when nothing happened in the twins
    n             units
    effective     effective number of untreated units: (sum w)² / sum w²
    weights       float64 per unit, 1 for the treated, above 0 for the others
    misfit        largest difference that is left in a matched total, over the larger of the total and 1
    treated_by_period, synthetic_by_period  float64, totals of the outcome
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    method: str
    p: float | None
    relative_change: float | None
    treated_total: float | None
    synthetic_total: float | None
    treated: int
    controls: int
    effective: float | None
    misfit: float | None
    weights: NDArray
    treated_by_period: NDArray
    synthetic_by_period: NDArray
    caveats: tuple[Caveat, ...] = ()
    reason: Reason | None = None


def microsynth(
    outcome: ArrayLike, treated: ArrayLike, before: int, matched: ArrayLike, *, level: float = 0.95
) -> Microsynth:
    """Return how a total changed beside that of units raked to be alike.

    outcome  finite, units x periods in the order of time
    treated  bool per unit
    before   so many periods lie before the start
    matched  finite, units x what is matched: outcomes of each period before, covariates; the number of units always is

    The weights are those nearest to equal ones (in the sense of raking: least sum of w log w) that give each matched total.
    None that do, `Reason.NO_WEIGHTS`: match less, or sum the periods. The variance is that of the residuals from a regression of
    the outcome on what is matched: of the treated around their mean, and of the others by their squared weights.

    >>> found = microsynth([[4, 3], [4, 9], [2, 5], [6, 5]], [True, False, False, False], 1, [[4], [4], [2], [6]])
    >>> round(found.value, 6), [round(float(w), 6) for w in found.weights], found.caveats[0].value
    (-3.333333, [1.0, 0.333333, 0.333333, 0.333333], 'few-units')

    Source: Robbins, Saunders & Kilmer (2017), J. Am. Stat. Assoc. 112, 109-126; raking: Deville & Särndal (1992), J. Am.
    Stat. Assoc. 87, 376-382.
    """
    check_level(level)
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(matched, dtype=np.float64)
    is_treated = np.asarray(treated, dtype=bool).ravel()
    if y.ndim != 2 or x.ndim != 2 or not y.shape[0] == x.shape[0] == is_treated.size or y.size == 0:
        raise AnalysisError(
            "outcome and matched must be tables with one row a unit, and treated one for each"
        )
    if not np.all(np.isfinite(y)) or not np.all(np.isfinite(x)) or not 0 <= before <= y.shape[1]:
        raise AnalysisError("outcome and matched must be finite, and before at most the number of periods")
    many, others = int(is_treated.sum()), int(np.count_nonzero(~is_treated))
    reason = (
        Reason.NO_TREATED if not many else Reason.NO_CONTROLS if not others
        else Reason.NO_AFTER if before == y.shape[1] else None
    )  # fmt: skip
    if reason:
        return _nothing(y.shape[0], many, others, level, reason)
    x = np.column_stack([np.ones(y.shape[0]), x])
    raked = rake(x[~is_treated], x[is_treated].sum(axis=0), many / others)
    if raked is None:
        return _nothing(y.shape[0], many, others, level, Reason.NO_WEIGHTS)
    w, misfit = raked
    after = y[:, before:].sum(axis=1)
    own, twin = float(after[is_treated].sum()), float(w @ after[~is_treated])
    effective = float(w.sum() ** 2 / np.sum(w**2))
    low = high = p = None
    if many >= ENOUGH and effective >= ENOUGH:
        low, high, p = _interval(x, after, is_treated, w, own - twin, level)
    weights = np.ones(y.shape[0])
    weights[~is_treated] = w
    series = y[is_treated].sum(axis=0), w @ y[~is_treated]
    for array in (weights, *series):
        array.setflags(write=False)
    return Microsynth(
        own - twin, low, high, level, y.shape[0], METHOD, p, own / twin - 1 if twin > 0 else None, own, twin,
        many, others, effective, misfit, weights, *series, _caveats(y[is_treated, :before], has_interval=p is not None),
    )  # fmt: skip


def _caveats(own: NDArray, *, has_interval: bool) -> tuple[Caveat, ...]:
    """Where treated units were chosen for many events and have few each, "nothing done" looks like up to 6 % (docs/dev/statistics.md)."""
    codes = (
        (Caveat.FEW_UNITS, not has_interval),
        (Caveat.MATCHED_ON_FEW, own.size > 0 and float(own.mean()) < FEW_EVENTS),
    )
    return tuple(code for code, holds in codes if holds)


def _nothing(n: int, treated: int, controls: int, level: float, reason: Reason) -> Microsynth:
    none = np.zeros(0)
    return Microsynth(
        value=None, low=None, high=None, level=level, n=n, method=METHOD, p=None, relative_change=None,
        treated_total=None, synthetic_total=None, treated=treated, controls=controls, effective=None, misfit=None,
        weights=none, treated_by_period=none, synthetic_by_period=none, reason=reason,
    )  # fmt: skip


def rake(x: NDArray, totals: NDArray, start: float) -> tuple[NDArray, float] | None:
    """Return weights start * exp(x b) whose totals of x are those wanted, and the misfit; None when there are none.

    Newton's steps on the convex dual, in directions that x really has: columns that say the same twice do no harm.
    """
    scale = np.maximum(np.sqrt(np.mean(x**2, axis=0)), 1e-300)
    x, totals = x / scale, totals / scale
    values, vectors = np.linalg.eigh(x.T @ x / len(x))
    keep = values > values.max() * 1e-12
    size = np.maximum(np.abs(totals), 1.0 / scale)
    if np.any(np.abs(vectors[:, ~keep].T @ totals) > 1e-6 * float(np.abs(totals).max())):
        return None
    base = vectors[:, keep] / np.sqrt(values[keep])
    z, wanted = x @ base, base.T @ totals
    slopes = np.zeros(z.shape[1])
    w = np.full(len(z), start)
    for _step in range(200):
        rest = wanted - w @ z
        if float(np.max(np.abs(totals - w @ x) / size)) <= 1e-10:
            break
        try:
            move = np.linalg.solve((z * w[:, None]).T @ z + 1e-14 * float(w.mean()) * np.eye(len(rest)), rest)
        except np.linalg.LinAlgError:
            return None
        found = _shorter(z, wanted, start, slopes, move, w)
        if found is None:
            break
        slopes, w = found
    misfit = float(np.max(np.abs(totals - w @ x) / size))
    return (w, misfit) if misfit <= 1e-6 else None


def _shorter(
    z: NDArray, wanted: NDArray, start: float, slopes: NDArray, move: NDArray, w: NDArray
) -> tuple[NDArray, NDArray] | None:
    """Return the slopes and weights of the longest step, halved until the dual falls; None when none does."""
    here = float(w.sum() - wanted @ slopes)
    gain = float((wanted - w @ z) @ move)
    for halving in range(40):
        there = slopes + move * 0.5**halving
        height = z @ there
        if float(height.max()) > 50:  # weights over e^50: no such set of units
            continue
        new = start * np.exp(height)
        if float(new.sum() - wanted @ there) <= here - 1e-4 * 0.5**halving * gain + 1e-12 * abs(here):
            return there, new
    return None


def _interval(
    x: NDArray, after: NDArray, is_treated: NDArray, w: NDArray, value: float, level: float
) -> tuple[float | None, float | None, float | None]:
    """Return the ends and p by t with treated units less 1: residuals of the others divided by 1 - leverage (HC2)."""
    from scipy.special import stdtr, stdtrit

    scale = np.maximum(np.sqrt(np.mean(x**2, axis=0)), 1e-300)
    own, others = x[is_treated] / scale, x[~is_treated] / scale
    root = np.sqrt(w)
    inverse = np.linalg.pinv((others * w[:, None]).T @ others, rcond=1e-12, hermitian=True)
    slopes = inverse @ (others.T @ (w * after[~is_treated]))
    leverage = np.einsum(
        "ij,jk,ik->i", others * root[:, None], inverse, others * root[:, None], optimize=True
    )
    rest = after[~is_treated] - others @ slopes
    inside = after[is_treated] - own @ slopes
    variance = float(np.sum(w**2 * rest**2 / np.clip(1 - leverage, 0.05, 1)))
    variance += float(np.var(inside, ddof=1)) * inside.size
    if variance <= 1e-18 * float(np.sum(after**2)):
        return None, None, None
    se, df = sqrt(variance), inside.size - 1
    width = float(stdtrit(df, (1 + level) / 2)) * se
    return value - width, value + width, float(2 * stdtr(df, -abs(value / se)))
