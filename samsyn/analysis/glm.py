"""Log-linear models of counts, many series at once: Poisson, quasi-Poisson and negative binomial, by IRLS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError

FAMILIES = ("poisson", "quasipoisson", "negbin")
EVEN = 1e-9  # a dispersion of 0, of a series as even as its fit, says nothing of chance: 1 is taken for it
_TURNS = 200
_STEP = 1e-10  # no linear predictor moves more in the last turn
_ETA = 50.0  # counts are under 1e21
_LIMIT = 1e5  # theta so many times the largest mean: the law is a Poisson law
_ZERO = 1e-9

Array = NDArray[Any]


@dataclass(frozen=True)
class Fits:
    """Fits of S series of T counts by P columns. Rows that are not fitted (`is_fitted`) hold nan.

    coefficients  (S, P)
    covariance    (S, P, P) of the coefficients; times `dispersion` in the quasi-Poisson family
    fitted        (S, T) expected counts
    pearson       (S, T) Pearson residuals, (y - mu) / sqrt(variance), of dispersion 1
    dispersion    (S,) sum of squared Pearson residuals by degrees of freedom; nan when there are none (T = P)
    theta         (S,) size of the negative binomial law, variance mu + mu^2 / theta; inf: a Poisson law fits as well
    is_fitted     (S,) whether the largest likelihood is reached at finite coefficients
    df            residual degrees of freedom, T - P
    """

    coefficients: Array
    covariance: Array
    fitted: Array
    pearson: Array
    dispersion: Array
    theta: Array
    is_fitted: NDArray[np.bool_]
    df: int
    family: str


def fit(counts: ArrayLike, design: ArrayLike, *, offset: ArrayLike = 0.0, family: str = "poisson") -> Fits:
    """Fit log(mean) = design @ coefficients + offset to every series.

    counts  (S, T) or (T,), finite and 0 or more
    design  (T, P), one for all series, its columns independent, the one of ones included when there is one
    offset  (T,) or (S, T): the logarithm of the exposure

    A series whose likelihood has no finite maximum (a calendar month without events, no events after a change, no
    events at all) is found before the fit by the geometry of its zeros, and not fitted. Raises AnalysisError.

    >>> found = fit([1, 2, 4, 8], [[1, 0], [1, 1], [1, 2], [1, 3]])
    >>> found.coefficients.round(6).tolist(), found.df
    ([[0.0, 0.693147]], 2)

    Source: McCullagh & Nelder (1989), Generalized Linear Models, 2.5 and 6; theta: Venables & Ripley (2002), Modern
    Applied Statistics with S, 7.4; when a maximum exists: Correia, Guimaraes & Zylkin (2019), arXiv 1903.01633.
    """
    y, x, shift = _checked(counts, design, offset, family)
    basis, triangle = np.linalg.qr(x)
    scale = np.sqrt(len(x))  # the columns of the basis have mean square 1: as well conditioned as can be
    basis, triangle = basis * scale, triangle / scale
    able = has_maximum(y, x)
    gamma, mu, theta, done = _climb(y[able], basis, shift[able], is_negbin=family == "negbin")
    able[np.flatnonzero(able)[~done]] = False
    gamma, mu, theta = gamma[done], mu[done], theta[done]
    back = np.linalg.inv(triangle)
    information = _cross(mu / (1 + mu / theta[:, None]), basis)
    covariance = back @ np.linalg.inv(information) @ back.T
    pearson = (y[able] - mu) / np.sqrt(mu * (1 + mu / theta[:, None]))
    df = x.shape[0] - x.shape[1]
    ratio = np.sum(pearson**2, axis=1) / df if df else np.full(len(mu), np.nan)
    if family == "quasipoisson":
        covariance = covariance * np.where(ratio < EVEN, 1.0, ratio)[:, None, None]
    able.setflags(write=False)
    return Fits(
        coefficients=_spread(gamma @ back.T, able),
        covariance=_spread(covariance, able),
        fitted=_spread(mu, able),
        pearson=_spread(pearson, able),
        dispersion=_spread(ratio, able),
        theta=_spread(theta, able),
        is_fitted=able,
        df=df,
        family=family,
    )


def has_maximum(counts: ArrayLike, design: ArrayLike) -> NDArray[np.bool_]:
    """Return whether each series' likelihood has its maximum at finite coefficients: (S,).

    It has none when some change of the coefficients leaves every expected count of a row with events as it was, raises
    none of a row without, and lowers one. The rows with events decide at once when their columns are independent.
    """
    y, x = np.atleast_2d(np.asarray(counts, dtype=np.float64)), np.asarray(design, dtype=np.float64)
    able = y.sum(axis=1) > 0
    todo = np.flatnonzero(able & np.any(y == 0, axis=1))
    if todo.size:
        unit = x / np.sqrt(np.sum(x**2, axis=0))
        seen = _cross((y[todo] > 0).astype(np.float64), unit)
        todo = todo[np.linalg.eigvalsh(seen)[:, 0] < _ZERO]
    patterns: dict[bytes, bool] = {}
    for series in todo:
        events = y[series] > 0
        key = events.tobytes()
        if key not in patterns:
            patterns[key] = not _is_separated(unit, events)
        able[series] = patterns[key]
    return able


def _is_separated(x: Array, events: NDArray[np.bool_]) -> bool:
    from scipy.optimize import linprog

    on, off = x[events], x[~events]
    if np.any(np.all(on == 0, axis=0) & (np.all(off >= 0, axis=0) | np.all(off <= 0, axis=0))):
        return True
    found = linprog(
        off.sum(axis=0),
        A_ub=np.vstack([off, -off]),
        b_ub=np.concatenate([np.zeros(len(off)), np.ones(len(off))]),
        A_eq=on,
        b_eq=np.zeros(len(on)),
        bounds=(None, None),
    )
    return found.x is None or bool(found.fun < -1e-6)


def _checked(
    counts: ArrayLike, design: ArrayLike, offset: ArrayLike, family: str
) -> tuple[Array, Array, Array]:
    y, x = np.atleast_2d(np.asarray(counts, dtype=np.float64)), np.asarray(design, dtype=np.float64)
    if family not in FAMILIES:
        raise AnalysisError(f"family must be one of {', '.join(FAMILIES)}")
    if y.ndim != 2 or x.ndim != 2 or y.shape[1] != x.shape[0] or not x.size:
        raise AnalysisError("counts must be (S, T) and the design (T, P)")
    if not np.all(np.isfinite(y)) or np.any(y < 0) or np.any(y > 1e15):
        raise AnalysisError("counts must be finite and 0 or more")
    if family == "negbin" and np.any(y != np.floor(y)):
        raise AnalysisError("a negative binomial law is one of whole numbers")
    shift = np.asarray(offset, dtype=np.float64)
    if not np.all(np.isfinite(x)) or not np.all(np.isfinite(shift)):
        raise AnalysisError("design and offset must be finite")
    size = np.sqrt(np.sum(x**2, axis=0))
    if np.any(size == 0) or np.linalg.matrix_rank(x / size) < x.shape[1]:
        raise AnalysisError("the columns of the design must be independent")
    return y, x, np.broadcast_to(shift, y.shape)


def _climb(
    y: Array, x: Array, shift: Array, *, is_negbin: bool
) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Return coefficients, means, theta and whether each series arrived."""
    rate = y.sum(axis=1, keepdims=True) / np.exp(shift).sum(axis=1, keepdims=True)
    mu = (y + rate * np.exp(shift)) / 2
    theta, done = np.full(len(y), np.inf), np.zeros(len(y), dtype=bool)
    gamma = np.zeros((len(y), x.shape[1]))
    _irls(y, x, shift, gamma, mu, theta, done)
    if is_negbin:
        excess = np.sum((y - mu) ** 2 - y, axis=1)
        clumped = np.flatnonzero(
            done & (excess > _ZERO * y.sum(axis=1))
        )  # else the likelihood rises with theta
        g, m = gamma[clumped], mu[clumped]
        th = np.sum(m**2, axis=1) / excess[clumped]
        arrived = np.zeros(len(clumped), dtype=bool)
        _irls(y[clumped], x, shift[clumped], g, m, th, arrived, moves_theta=True)
        gamma[clumped], mu[clumped], theta[clumped] = g, m, th
        done[clumped] = arrived
    return gamma, mu, theta, done


def _irls(
    y: Array, x: Array, shift: Array, gamma: Array, mu: Array, theta: Array, done: NDArray[np.bool_],
    *, moves_theta: bool = False,
) -> None:  # fmt: skip
    """Climb in place: gamma, mu, theta and done. Newton's steps: with theta held the error of one is its square."""
    step = _STEP if moves_theta else 1e-7
    deviance = np.full(len(y), np.inf)
    todo = np.arange(len(y))
    for _turn in range(_TURNS):
        if not todo.size:
            break
        ys, base, m, th = y[todo], shift[todo], mu[todo], theta[todo, None]
        old, old_eta = gamma[todo], np.log(m)
        w = (
            m * (1 + ys / th) / (1 + m / th) ** 2
        )  # observed: the expected one goes back and forth for small theta
        target = (w * (old_eta - base) + (ys - m) / (1 + m / th)) @ x
        new = np.linalg.solve(_cross(w, x), target[..., None])[..., 0]
        if moves_theta:  # where the likelihood is nearly flat Newton would leap out of sight
            reach = np.max(np.abs((new - old) @ x.T), axis=1, keepdims=True)
            new = old + (new - old) * np.minimum(1.0, 3.0 / np.maximum(reach, 1e-300))
        new, eta, m, fit_now = _halved(ys, x, base, old, new, th, deviance[todo])
        gamma[todo], mu[todo] = new, m
        moved = np.max(np.abs(eta - old_eta), axis=1)
        size = np.max(np.abs(eta), axis=1)
        arrived = (moved <= step * (1 + size)) & (size < _ETA)
        deviance[todo] = fit_now
        if moves_theta:  # one step for each of the means
            theta[todo], still = _theta(ys, m, th[:, 0])
            arrived &= still
            deviance[todo] = _deviance(ys, m, theta[todo, None])
        done[todo[arrived]] = True
        todo = todo[~arrived]


def _halved(
    y: Array, x: Array, shift: Array, old: Array, new: Array, theta: Array, before: Array
) -> tuple[Array, Array, Array, Array]:
    """Go half the way back as long as the fit is worse than before."""
    for _turn in range(20):
        eta = np.clip(new @ x.T + shift, -_ETA, _ETA)
        mu = np.exp(eta)
        now = _deviance(y, mu, theta)
        worse = now > before + 1e-9 * (1 + np.abs(before))
        if not worse.any():
            break
        new = np.where(worse[:, None], (old + new) / 2, new)
    return new, eta, mu, now


def _deviance(y: Array, mu: Array, theta: Array) -> Array:
    """Return the deviance: twice what the likelihood falls short of, theta held."""
    logs = np.where(y > 0, y * (np.log(np.where(y > 0, y, 1.0)) - np.log(mu)), 0.0)
    if np.isinf(theta).all():
        return np.asarray(2 * np.sum(logs - (y - mu), axis=1))
    th = np.where(np.isinf(theta), 1.0, theta)
    clumped = logs - (y + th) * (np.log1p(y / th) - np.log1p(mu / th))
    return np.asarray(2 * np.sum(np.where(np.isinf(theta), logs - (y - mu), clumped), axis=1))


def _theta(y: Array, mu: Array, theta: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return theta one Newton step of its logarithm further, and whether it stays where it is.

    Far from 0 the score is a small difference of large parts: digammas there are taken by their series.
    """
    new = np.where(np.isinf(theta), 1.0, theta)
    th = new[:, None]
    score = np.sum(_digamma_rise(y, th) - np.log1p(mu / th) + (mu - y) / (mu + th), axis=1)
    curve = np.sum(
        _trigamma(y + th) - _trigamma(th) + 1 / th - 2 / (mu + th) + (y + th) / (mu + th) ** 2, axis=1
    )
    slope = new * score
    bend = new**2 * curve + slope
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.where(bend < 0, -slope / bend, np.sign(slope))
    step = np.clip(step, -1.0, 1.0)
    noise = np.maximum(1e-9, 1e-13 * new**2 / np.maximum(np.sum(mu, axis=1), 1e-9))
    new = new * np.exp(step)
    far = np.isinf(theta) | (new > _LIMIT * np.maximum(mu.max(axis=1), 1e-3))
    return np.where(far, np.inf, new), (np.abs(step) <= noise) | (far & np.isinf(theta))


def _digamma_rise(y: Array, theta: Array) -> Array:
    """Return digamma(y + theta) - digamma(theta)."""
    from scipy.special import psi

    big = np.maximum(theta, 30.0)
    far = big + y
    series = np.log1p(y / big) + y / (2 * big * far) + (1 / big**2 - 1 / far**2) / 12
    series = series - (1 / big**4 - 1 / far**4) / 120 + (1 / big**6 - 1 / far**6) / 252
    return np.where(theta >= 30.0, series, psi(y + theta) - psi(theta))


def _trigamma(x: Array) -> Array:
    """Return the derivative of digamma to some ten digits, which is enough for a slope, and much faster than scipy's."""
    far = x + 6
    inverse = 1 / far**2
    tail = (
        1 / far
        + inverse / 2
        + inverse / far * (1 / 6 - inverse * (1 / 30 - inverse * (1 / 42 - inverse / 30)))
    )
    return np.asarray(tail + sum(1 / (x + k) ** 2 for k in range(6)))


def _cross(weights: Array, x: Array) -> Array:
    """Return X' diag(w) X of every row of weights: (S, P, P)."""
    p = x.shape[1]
    first, second = np.triu_indices(p)
    upper = weights @ (x[:, first] * x[:, second])
    full = np.empty((len(weights), p, p))
    full[:, first, second] = upper
    full[:, second, first] = upper
    return full


def _spread(part: Array, able: NDArray[np.bool_]) -> Array:
    whole = np.full((len(able), *part.shape[1:]), np.nan)
    whole[able] = part
    whole.setflags(write=False)
    return whole
