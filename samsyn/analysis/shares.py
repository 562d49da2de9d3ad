"""Shares of answers: interval, what a small base allows to be shown, and the difference between two."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError, Caveat, Comparison, Reason, Share, check_level

Floats = NDArray[np.float64]

HIDE_UNDER = 30  # answers: under this nothing is shown
MARK_UNDER = 100  # answers: under this the share is marked as uncertain
METHOD = "wilson"


def share(
    value: float | None,
    base: int | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    level: float = 0.95,
    hide_under: int = HIDE_UNDER,
    mark_under: int = MARK_UNDER,
) -> Share:
    """Return a share with its interval, or the reason why it is not shown.

    value      share of the answers, 0 to 1; None when the source gives none
    base       number of answers, None when the source does not say it
    low, high  the source's own interval: it knows its design, and is taken before ours

    Under `hide_under` answers the value is hidden; under `mark_under` it carries `Caveat.SMALL_BASE`. Without base
    and without a given interval there is no interval, and the share carries `Caveat.NO_BASE`.

    >>> s = share(0.25, 80)
    >>> round(s.low, 4), round(s.high, 4)
    (0.1681, 0.3548)

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    check_level(level)
    if value is None:
        return Share(None, None, None, level, base, METHOD, reason=Reason.NO_VALUE)
    if not 0 <= value <= 1:
        raise AnalysisError(f"a share lies between 0 and 1, not {value}")
    if base is not None and base < hide_under:
        return Share(None, None, None, level, base, METHOD, reason=Reason.HIDDEN)
    caveats = (Caveat.SMALL_BASE,) if base is not None and base < mark_under else ()
    if low is not None and high is not None:
        return Share(value, low, high, level, base, "given", caveats)
    if base is None:
        return Share(value, None, None, level, None, "none", (Caveat.NO_BASE,))
    ends = wilson(value, base, level=level)
    return Share(value, *ends, level, base, METHOD, caveats)


def wilson(value: float, base: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval of a share of `base` answers, base above 0."""
    low, high = wilson_intervals([value], [base], level=level)
    return float(low[0]), float(high[0])


def wilson_intervals(shares: ArrayLike, bases: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Wilson's interval of every share, 0 to 1, of as many answers, above 0; nan gives nan.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    from scipy.special import ndtri

    check_level(level)
    p, n = np.asarray(shares, np.float64), np.asarray(bases, np.float64)
    if np.any((p < 0) | (p > 1)) or np.any(n <= 0):
        raise AnalysisError("shares lie between 0 and 1, and bases above 0")
    z = float(ndtri(1 - (1 - level) / 2))
    middle, whole = p + z * z / (2 * n), 1 + z * z / n
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return np.maximum(0.0, (middle - half) / whole), np.minimum(1.0, (middle + half) / whole)


def share_difference(first: Share, second: Share) -> Comparison:
    """Return the second share minus the first with an interval made of their two intervals.

    Not estimable when one of them is hidden or has no interval. The difference is more than chance when its interval
    leaves 0 out. Holds for independent samples of the same method; other methods are never compared.

    Source: Newcombe (1998), Stat. Med. 17, 873-890, method 10.
    """
    base = None if first.n is None or second.n is None else first.n + second.n
    ends = (first.value, first.low, first.high, second.value, second.low, second.high)
    if any(end is None for end in ends):
        reason = first.reason or second.reason or Reason.NO_BASE
        return Comparison(None, None, None, second.level, base, "newcombe", reason=reason)
    v1, l1, h1, v2, l2, h2 = (float(end) for end in ends if end is not None)
    difference = v2 - v1
    low = difference - sqrt((v2 - l2) ** 2 + (h1 - v1) ** 2)
    high = difference + sqrt((h2 - v2) ** 2 + (v1 - l1) ** 2)
    caveats = tuple(sorted({*first.caveats, *second.caveats}))
    return Comparison(
        difference,
        low,
        high,
        second.level,
        base,
        "newcombe",
        caveats,
        is_more_than_chance=low > 0 or high < 0,
    )
