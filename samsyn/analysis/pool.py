"""What do several evaluations say together? Random-effects pooling, and each one drawn towards the others."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError, Caveat, Reason, check_level

METHOD = "random-effects"
REML, DL = "reml", "dl"
SHAKY = 4.0  # degrees of freedom under which a clustered interval of few studies is not to be trusted
FEW = 5  # with fewer studies the spread between them is hardly known


@dataclass(frozen=True)
class Pool:
    """The mean of effects that differ between places.

    low, high, p          Hartung-Knapp with t of k - 1; with several effects from a study, clustered by study (CR2)
    se, df                standard error and degrees of freedom behind them
    wide_low, wide_high   Hartung-Knapp's interval, never narrower than one without it; None for dependent effects
    predicted_low, -high  where the true effect of one more place lies, the variance between places taken as known; None
                          with fewer than 3 effects, or dependent ones
    ahead_low, ahead_high the same with that variance in doubt: this one is calibrated
    tau2, i2              variance between places, and its share of all variance, 0 to 1
    q, q_p                Cochran's test that all places have one effect
    weights, shrunk, shrunk_low, shrunk_high  float64, one an effect: its share of the mean; drawn towards the mean
    n, studies            effects, and studies they come from
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    method: str
    p: float | None
    se: float | None
    df: float | None
    wide_low: float | None
    wide_high: float | None
    predicted_low: float | None
    predicted_high: float | None
    ahead_low: float | None
    ahead_high: float | None
    tau2: float | None
    i2: float | None
    q: float | None
    q_p: float | None
    studies: int
    weights: NDArray
    shrunk: NDArray
    shrunk_low: NDArray
    shrunk_high: NDArray
    caveats: tuple[Caveat, ...] = ()
    reason: Reason | None = None


def pool(
    effects: ArrayLike,
    variances: ArrayLike,
    *,
    study: ArrayLike | None = None,
    method: str = REML,
    level: float = 0.95,
) -> Pool:
    """Return the random-effects mean of effects with known variances.

    effects    finite, on a scale where they may be added: differences, logarithms of ratios
    variances  squared standard errors, finite and above 0, as many
    study      labels, as many: effects of one study are dependent. Each its own without
    method     how the variance between places is estimated: "reml" or "dl" (DerSimonian-Laird)

    One study gives `Reason.ONE_STUDY`.

    >>> found = pool([-0.9, -0.3, -0.6, -0.2], [0.04, 0.02, 0.05, 0.03])
    >>> round(found.value, 6), round(found.low, 6), round(found.high, 6), round(found.tau2, 6)
    (-0.479467, -0.980445, 0.021511, 0.064993)

    Source: Viechtbauer (2005), J. Educ. Behav. Stat. 30, 261-293 (REML); DerSimonian & Laird (1986), Control. Clin. Trials
    7, 177-188; Hartung & Knapp (2001), Stat. Med. 20, 3875-3889; prediction: Higgins, Thompson & Spiegelhalter (2009), J.
    R. Stat. Soc. A 172, 137-159, with k - 1; dependence: Hedges, Tipton & Johnson (2010), Res. Synth. Meth. 1, 39-65.
    """
    check_level(level)
    y, v = np.asarray(effects, dtype=np.float64).ravel(), np.asarray(variances, dtype=np.float64).ravel()
    if y.size != v.size or not np.all(np.isfinite(y)) or not np.all(np.isfinite(v)) or not np.all(v > 0):
        raise AnalysisError("effects must be finite, and variances finite and above 0, as many")
    if method not in (REML, DL):
        raise AnalysisError("method must be reml or dl")
    groups = (
        np.arange(y.size)
        if study is None
        else np.unique(np.asarray(study).ravel(), return_inverse=True)[1].ravel()
    )
    if groups.size != y.size:
        raise AnalysisError("there must be one study for each effect")
    studies = int(groups.max()) + 1 if y.size else 0
    if studies < 2:
        return _nothing(y.size, studies, level)
    q, i2_typical = _q(y, v)
    tau2 = _reml(y, v) if method == REML else _dl(v, q)
    w = 1 / (v + tau2)
    mean = float(np.sum(w * y) / w.sum())
    is_dependent = studies < y.size
    se, df, factor = _clustered(y - mean, w, groups, studies) if is_dependent else _hartung_knapp(y - mean, w)
    return _result(
        y, v, tau2, mean, se, df, factor, level=level, is_dependent=is_dependent, studies=studies, q=q,
        i2=tau2 / (tau2 + i2_typical),
    )  # fmt: skip


def _nothing(n: int, studies: int, level: float) -> Pool:
    none = np.zeros(0)
    return Pool(
        value=None, low=None, high=None, level=level, n=n, method=METHOD, p=None, se=None, df=None, wide_low=None,
        wide_high=None, predicted_low=None, predicted_high=None, ahead_low=None, ahead_high=None,
        tau2=None, i2=None, q=None, q_p=None, studies=studies,
        weights=none, shrunk=none, shrunk_low=none, shrunk_high=none, reason=Reason.ONE_STUDY,
    )  # fmt: skip


def _q(y: NDArray, v: NDArray) -> tuple[float, float]:
    """Return Cochran's Q, and the typical variance within a place."""
    w = 1 / v
    total = float(w.sum())
    q = float(np.sum(w * (y - np.sum(w * y) / total) ** 2))
    return q, (y.size - 1) * total / (total**2 - float(np.sum(w**2)))


def _dl(v: NDArray, q: float) -> float:
    w = 1 / v
    return max(0.0, (q - (v.size - 1)) / float(w.sum() - np.sum(w**2) / w.sum()))


def _reml(y: NDArray, v: NDArray) -> float:
    """Return the variance between places of the largest restricted likelihood, 0 or more.

    The likelihood may have several tops: a grid finds the highest, and the slope's root beside it is then sought.
    """
    from scipy.optimize import brentq

    most = float(np.var(y)) * y.size / (y.size - 1) * 10 + float(v.max())
    grid = np.concatenate([[0.0], np.geomspace(min(float(v.min()), most) * 1e-6, most, 400)])
    w = 1 / (v[None, :] + grid[:, None])
    total = w.sum(axis=1)
    mean = (w * y).sum(axis=1) / total
    likelihood = np.log(w).sum(axis=1) - np.log(total) - np.sum(w * (y - mean[:, None]) ** 2, axis=1)
    top = int(np.argmax(likelihood))
    low, high = float(grid[max(top - 1, 0)]), float(grid[min(top + 1, grid.size - 1)])
    if _slope(low, y, v) <= 0 or _slope(high, y, v) >= 0:
        return float(grid[top])
    return float(brentq(_slope, low, high, args=(y, v), xtol=1e-300, rtol=1e-14))


def _slope(tau2: float, y: NDArray, v: NDArray) -> float:
    """Return twice the slope of the restricted log likelihood."""
    w = 1 / (v + tau2)
    total = float(w.sum())
    mean = float(np.sum(w * y)) / total
    return float(np.sum(w**2 * (y - mean) ** 2) - total + np.sum(w**2) / total)


def _hartung_knapp(rest: NDArray, w: NDArray) -> tuple[float, float, float]:
    """Return the standard error, its degrees of freedom, and its square over the plain one's."""
    factor = float(np.sum(w * rest**2)) / (rest.size - 1)
    return sqrt(factor / float(w.sum())), rest.size - 1.0, factor


def _clustered(rest: NDArray, w: NDArray, groups: NDArray, studies: int) -> tuple[float, float, float]:
    """Return the CR2 standard error by study, and its Satterthwaite degrees of freedom.

    The residuals e of a study are adjusted by A = D B^(-1/2) D with D the root of the working variances F = 1 / w, and
    B = D (F - 11' / sum w) D. With p a study's part of the mean as weights of all effects, df = tr(P'FP)² / tr((P'FP)²).
    """
    total = float(w.sum())
    parts, scores = np.zeros((w.size, studies)), np.zeros(studies)
    for study in range(studies):
        own = np.flatnonzero(groups == study)
        variances = 1 / w[own]
        root = np.sqrt(variances)
        values, vectors = np.linalg.eigh(np.diag(variances**2) - np.outer(root, root) / total)
        inverse = (vectors / np.sqrt(values)) @ vectors.T
        adjusted = root * (inverse @ (root * w[own]))
        scores[study] = adjusted @ rest[own]
        parts[own, study] += adjusted
        parts[:, study] -= w * adjusted.sum() / total
    form = parts.T @ (parts / w[:, None])
    return sqrt(float(np.sum(scores**2))) / total, float(np.trace(form) ** 2 / np.sum(form**2)), 1.0


def _ahead(y: NDArray, v: NDArray, level: float) -> tuple[float, float]:
    """Return where the effect of one more place lies when the variance between places is itself in doubt.

    The generalised Q of the true variance is chi-squared with k - 1: its 100 quantiles give as many variances, 0 where Q
    is less even at 0. Each gives a mean, its Hartung-Knapp error, and a t law of the new effect; their mix is taken.
    """
    from scipy.optimize import brentq
    from scipy.special import chdtri, stdtr

    df = y.size - 1
    most = float(np.var(y)) * y.size * 1000 + float(v.max())
    grid = np.concatenate([[0.0], np.geomspace(float(v.min()) * 1e-4, most, 800)])

    def q_of(tau2: NDArray) -> tuple[NDArray, NDArray, NDArray]:
        w = 1 / (v + tau2[:, None])
        total = w.sum(axis=1)
        mean = (w * y).sum(axis=1) / total
        return np.sum(w * (y - mean[:, None]) ** 2, axis=1), mean, total

    falling = q_of(grid)[0]
    tau2 = np.interp(chdtri(df, (np.arange(100) + 0.5) / 100), falling[::-1], grid[::-1])
    q, mean, total = q_of(tau2)
    sd = np.sqrt(tau2 + np.maximum(q / df, 1e-12) / total)

    def beyond(x: float, share: float) -> float:
        return float(np.mean(stdtr(df, (x - mean) / sd))) - share

    ends = float(mean.min() - 1e4 * sd.max()), float(mean.max() + 1e4 * sd.max())
    low, high = (brentq(beyond, *ends, args=(share,)) for share in ((1 - level) / 2, (1 + level) / 2))
    return float(low), float(high)


def _result(
    y: NDArray, v: NDArray, tau2: float, mean: float, se: float, df: float, factor: float, *,
    level: float, is_dependent: bool, studies: int, q: float, i2: float,
) -> Pool:  # fmt: skip
    from scipy.special import chdtrc, stdtr, stdtrit

    w = 1 / (v + tau2)
    plain = 1 / sqrt(float(w.sum()))
    caveats: tuple[Caveat, ...] = (Caveat.DEPENDENT_EFFECTS,) if is_dependent else ()
    caveats = (*caveats, Caveat.FEW_STUDIES) if studies < FEW or df < SHAKY else caveats
    is_narrow = not is_dependent and factor < 1
    caveats = (*caveats, Caveat.NARROWER_THAN_FIXED) if is_narrow else caveats
    used = max(se, plain) if not is_dependent else se
    if not is_dependent and factor <= 1e-20:  # effects all alike: an interval of no width would be untrue
        se = plain
    refuses = (is_dependent and df < SHAKY) or se <= 0
    reach = float(stdtrit(df, (1 + level) / 2))
    low, high = (None, None) if refuses else (mean - reach * se, mean + reach * se)
    p = None if refuses else float(2 * stdtr(df, -abs(mean / se)))
    is_ahead = not is_dependent and y.size >= 3
    ahead = reach * sqrt(tau2 + se**2) if is_ahead else None
    new = _ahead(y, v, level) if is_ahead else (None, None)
    pull = tau2 / (tau2 + v)
    shrunk = mean + pull * (y - mean)
    spread = reach * np.sqrt(pull * v + (1 - pull) ** 2 * se**2)
    arrays = (w / w.sum(), shrunk, shrunk - spread, shrunk + spread)
    for array in arrays:
        array.setflags(write=False)
    return Pool(
        mean, low, high, level, int(y.size), METHOD, p, se, df,
        None if is_dependent else mean - reach * used, None if is_dependent else mean + reach * used,
        None if ahead is None else mean - ahead, None if ahead is None else mean + ahead,
        new[0], new[1],
        tau2, i2, q, float(chdtrc(y.size - 1, q)), studies, *arrays, caveats,
    )  # fmt: skip
