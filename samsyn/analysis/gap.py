"""Felt or recorded? Areas where people feel as the crime figures say, and areas where they do not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.counts import adjusted
from samsyn.analysis.result import AnalysisError

METHOD = "gap-by-intervals"
Floats = NDArray[np.float64]


class Gap(StrEnum):
    """What the two measures say of an area, each beside its own reference."""

    BOTH = "both"  # less safe, more crime
    FELT = "felt"  # less safe, less crime
    RECORDED = "recorded"  # safer, more crime
    NEITHER = "neither"  # safer, less crime
    UNCLEAR = "unclear"  # an interval holds its reference, or is missing


@dataclass(frozen=True)
class Gaps:
    """Classes of areas: read-only arrays of equal length.

    classes    codes of `Gap`
    safety     1 safer than the reference, -1 less safe, 0 cannot be told
    crime      1 more crime than the reference, -1 less, 0 cannot be told
    has_both   False where an interval or a reference is missing
    """

    classes: NDArray[np.str_]
    safety: NDArray[np.int64]
    crime: NDArray[np.int64]
    has_both: NDArray[np.bool_]
    n: int
    method: str = METHOD


def gap_classes(
    safe_low: ArrayLike,
    safe_high: ArrayLike,
    safe_reference: ArrayLike,
    rate_low: ArrayLike,
    rate_high: ArrayLike,
    rate_reference: ArrayLike,
) -> Gaps:
    """Return the class of each area from its two intervals: both must leave their reference out.

    safe …     interval of the share who feel safe and what it is held against, of the same survey and question
    rate …     interval of the crime rate and what it is held against
    nan where something is missing: the class is then `Gap.UNCLEAR`; references broadcast; empty gives empty

    The two measures are never joined to one figure. An end that equals the reference does not leave it out.

    >>> gap_classes([0.5, 0.8, 0.6], [0.6, 0.9, 0.8], 0.7, [30, 30, 30], [40, 40, 40], 20).classes.tolist()
    ['both', 'recorded', 'unclear']

    Source: by definition.
    """
    columns = (safe_low, safe_high, safe_reference, rate_low, rate_high, rate_reference)
    x = [np.atleast_1d(one) for one in np.broadcast_arrays(*(np.asarray(c, np.float64) for c in columns))]
    if any(np.any(np.isinf(one)) for one in x):
        raise AnalysisError("intervals and references must be finite, or nan where they are missing")
    if np.any(x[0] > x[1]) or np.any(x[3] > x[4]):
        raise AnalysisError("an interval's low end may not lie above its high end")
    has_both = np.all(~np.isnan(x), axis=0)
    safety, crime = (
        np.where(low > reference, 1, np.where(high < reference, -1, 0)).astype(np.int64)
        for low, high, reference in (x[:3], x[3:])
    )
    names = np.array([[Gap.BOTH, Gap.FELT], [Gap.RECORDED, Gap.NEITHER]], dtype=np.str_)
    told = has_both & (safety != 0) & (crime != 0)
    classes = np.where(told, names[(safety > 0).astype(int), (crime < 0).astype(int)], str(Gap.UNCLEAR))
    for column in (classes, safety, crime, has_both):
        column.flags.writeable = False
    return Gaps(classes, safety, crime, has_both, int(has_both.sum()))


def gap_p(
    shares: ArrayLike,
    bases: ArrayLike,
    safe_reference: ArrayLike,
    counts: ArrayLike,
    expected: ArrayLike,
) -> tuple[Floats, Floats]:
    """Return the p of each area's class, and the same adjusted for many areas (false-discovery rate).

    A class says two things, so its p is the larger of the two (intersection-union): the score test of the share, which
    goes with Wilson's interval, and twice the smaller Poisson tail, which goes with Garwood's. nan where a column is nan
    or cannot be tested: a base or an expected count of 0, a reference of 0 or 1.

    Source: Berger (1982), Technometrics 24, 295-300; Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.
    """
    from scipy.special import erfc, gammainc, gammaincc

    columns = [np.asarray(one, np.float64) for one in (shares, bases, safe_reference, counts, expected)]
    share, n, reference, x, e = (np.atleast_1d(one) for one in np.broadcast_arrays(*columns))
    with np.errstate(invalid="ignore"):
        good = (n > 0) & (reference > 0) & (reference < 1) & (e > 0) & (x >= 0) & ~np.isnan(share)
    p, p_adjusted = np.full(share.shape, np.nan), np.full(share.shape, np.nan)
    share, n, reference, x, e = (one[good] for one in (share, n, reference, x, e))
    felt = erfc(np.abs(share - reference) / np.sqrt(2 * reference * (1 - reference) / n))
    above = np.where(x > 0, gammainc(np.maximum(x, 1), e), 1.0)
    p[good] = np.maximum(felt, np.minimum(2 * np.minimum(gammaincc(x + 1, e), above), 1.0))
    p_adjusted[good] = adjusted(p[good])
    return p, p_adjusted
