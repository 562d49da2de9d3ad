"""Intervals of shares and means from a survey with a design: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.survey_design import Floats, Ints


def plain(value: Floats, se: Floats, *, df: Ints, level: float) -> tuple[Floats, Floats]:
    """Return value ± t * se; nan where there are no degrees of freedom."""
    half = _quantile(df, level) * se
    return value - half, value + half


def _quantile(df: Ints, level: float) -> Floats:
    """Return the quantile of Student's t, nan without degrees of freedom."""
    from scipy.special import stdtrit

    quantile = stdtrit(np.maximum(df, 1).astype(np.float64), (1 + level) / 2)
    return np.where(df > 0, quantile, np.nan)


def interval_of_share(
    value: Floats, se: Floats, *, n: Ints, df: Ints, kind: str, level: float
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return the ends of a share's interval, and where Korn and Graubard's had to stand in for the kind that was asked for.

    value, se  arrays of the same shape; nan where there is no share
    n, df      answers and degrees of freedom
    kind       logit, beta or plain

    A share of 0 or 1 has no spread to build on: its effective number of answers is taken to be `n`.

    >>> ends = interval_of_share(np.array([0.5]), np.array([0.05]), n=np.array([100]), df=np.array([99]), kind="logit", level=0.95)
    >>> [round(float(end[0]), 6) for end in ends[:2]]
    [0.402071, 0.597929]

    Source: Korn & Graubard (1998), Survey Methodology 24, 193-201; R survey::svyciprop, methods logit and beta.
    """
    is_edge = (value == 0) | (value == 1)
    inner = np.isfinite(value) & ~is_edge
    middle = np.where(inner, value, 0.5)
    if kind == "logit":
        odds, spread = np.log(middle / (1 - middle)), np.where(inner, se, 0.0) / (middle * (1 - middle))
        low, high = (
            1 / (1 + np.exp(-np.clip(end, -700, 700))) for end in plain(odds, spread, df=df, level=level)
        )
    elif kind == "plain":
        low, high = plain(middle, np.where(inner, se, 0.0), df=df, level=level)
        low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    else:
        low, high = korn_graubard(value, se, n=n, df=df, level=level)
    if is_edge.any():
        ends = korn_graubard(value, se, n=n, df=df, level=level)
        low, high = (np.where(is_edge, end, own) for end, own in zip(ends, (low, high), strict=True))
    known = np.isfinite(value)
    return np.where(known, low, np.nan), np.where(known, high, np.nan), is_edge


def korn_graubard(value: Floats, se: Floats, *, n: Ints, df: Ints, level: float) -> tuple[Floats, Floats]:
    """Return Clopper and Pearson's ends for the effective number of answers, that the degrees of freedom take down."""
    from scipy.special import betaincinv

    half = (1 - level) / 2
    has_spread = np.isfinite(se) & (se > 0) & (value > 0) & (value < 1)
    safe = np.where(has_spread, se, 1.0)
    effective = np.where(has_spread, value * (1 - value) / safe**2, n.astype(np.float64))
    ratio = _quantile(np.where(df > 0, n - 1, 0), level) / _quantile(df, level)
    effective = effective * ratio**2
    usable = np.isfinite(effective) & np.isfinite(value) & (effective > 0)
    size, share = np.where(usable, effective, 1.0), np.where(usable, value, 0.5)
    low = np.where(share > 0, betaincinv(np.maximum(size * share, 1e-300), size * (1 - share) + 1, half), 0.0)
    high = np.where(
        share < 1, betaincinv(size * share + 1, np.maximum(size * (1 - share), 1e-300), 1 - half), 1.0
    )
    is_point = usable & ~has_spread & (value > 0) & (value < 1)  # the whole population answered
    low, high = np.where(is_point, value, low), np.where(is_point, value, high)
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)
