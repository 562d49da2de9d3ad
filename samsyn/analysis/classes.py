"""New, lasting or gone? Each place by the periods in which it was hot; and a test of hot places for a table of counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.counts import adjusted
from samsyn.analysis.result import AnalysisError, Reason

METHOD = "hot-spot-classes"
_SLACK = 1e-9  # 0.2 of 15 periods is 3, whatever the computer makes of 0.2

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


class HotSpot(StrEnum):
    """What a place has been over time; the first that fits."""

    PERSISTENT = "persistent"  # hot in at least `persistent_share` of all periods
    EMERGING = "emerging"  # hot in at least `hot_share` of the recent periods, in less of those before
    FORMER = "former"  # hot in at least `hot_share` of the periods before, in less of the recent ones
    INTERMITTENT = "intermittent"  # hot in at least `hot_share` of all periods
    NONE = "none"


@dataclass(frozen=True)
class Rules:
    """The shares that tell the classes apart, each above 0 and at most 1, the recent share under 1."""

    hot_share: float = 0.1
    persistent_share: float = 0.8
    recent_share: float = 0.2
    p: float = 0.05

    def __post_init__(self) -> None:
        shares = (self.hot_share, self.persistent_share, self.recent_share, self.p)
        if not all(0 < share <= 1 for share in shares) or self.recent_share == 1 or self.p == 1:
            raise AnalysisError("shares must be above 0 and at most 1, the recent share and p under 1")
        if self.persistent_share < self.hot_share:
            raise AnalysisError("the persistent share cannot be under the hot share")


@dataclass(frozen=True)
class Classes:
    """Equal-length read-only arrays, one value a place.

    kinds        the class as text, object; all "none" when `reason` says why nothing can be told
    hot          periods in which the place was hot
    recent_hot   of them recent
    periods      how many there are, `recent` of them recent: the last recent_share, rounded down, at least one
    n            events behind, None when only hot or not was given
    """

    kinds: NDArray[np.object_]
    hot: Counts
    recent_hot: Counts
    periods: int
    recent: int
    n: int | None = None
    reason: Reason | None = None
    method: str = METHOD


DEFAULT = Rules()


def classes(hot: ArrayLike, *, rules: Rules = DEFAULT) -> Classes:
    """Return the class of each place from the periods in which it was hot.

    hot  bool, periods × places, the earliest period first

    Under two periods there is no telling (`reason`).

    >>> hot = [[1, 0, 1, 1, 0]] * 4 + [[1, 0, 1, 0, 0]] * 4 + [[1, 1, 0, 1, 0]] * 2
    >>> classes(hot).kinds.tolist()
    ['persistent', 'emerging', 'persistent', 'intermittent', 'none']

    Source: the rules and their shares: M. Ashby's R package sfhotspot, hotspot_classify_params.
    """
    flags = np.asarray(hot, dtype=bool)
    if flags.ndim != 2:
        raise AnalysisError("hot must be periods by places")
    periods, places = flags.shape
    recent = max(int(rules.recent_share * periods + _SLACK), 1)
    older = periods - recent
    every = np.asarray(flags.sum(axis=0), dtype=np.int64)
    late = np.asarray(flags[max(older, 0) :].sum(axis=0), dtype=np.int64)
    kinds = np.full(places, HotSpot.NONE.value, dtype=object)
    if older >= 1:
        early = every - late
        is_early = early >= rules.hot_share * older - _SLACK
        is_late = late >= rules.hot_share * recent - _SLACK
        kinds[every >= rules.hot_share * periods - _SLACK] = HotSpot.INTERMITTENT.value
        kinds[is_early & ~is_late] = HotSpot.FORMER.value
        kinds[is_late & ~is_early] = HotSpot.EMERGING.value
        kinds[every >= rules.persistent_share * periods - _SLACK] = HotSpot.PERSISTENT.value
    for array in (kinds, every, late):
        array.flags.writeable = False
    reason = None if older >= 1 else Reason.TOO_FEW_PERIODS
    return Classes(kinds, every, late, periods, min(recent, periods), reason=reason)


def hot_counts(counts: ArrayLike, *, p: float = 0.05) -> Flags:
    """Return where a place holds more of its period's events than if they had fallen evenly on all places.

    counts  periods × places, whole numbers from 0
    p       the largest adjusted p of a hot one

    One-sided and exact: the chance of as many of the period's events in one of so many places (binomial), adjusted for
    all periods and places at once (false-discovery rate).

    >>> hot_counts([[2, 1, 12], [3, 4, 2]]).tolist()
    [[False, False, True], [False, False, False]]
    """
    from scipy.special import betainc

    given = np.asarray(counts, dtype=np.float64)
    if (
        given.ndim != 2
        or not np.all(np.isfinite(given))
        or np.any(given < 0)
        or np.any(given != np.rint(given))
    ):
        raise AnalysisError("counts must be periods by places, whole numbers from 0")
    if not 0 < p < 1:
        raise AnalysisError(f"p must lie between 0 and 1, not {p}")
    if given.size == 0 or given.shape[1] < 2:
        return np.zeros(given.shape, dtype=bool)
    total = given.sum(axis=1, keepdims=True)
    above = betainc(np.maximum(given, 1), total - np.maximum(given, 1) + 1 + (total == 0), 1 / given.shape[1])
    chance = np.where(given > 0, above, 1.0)
    return np.asarray(adjusted(chance.ravel()).reshape(given.shape) <= p, dtype=bool)


def classes_of_counts(counts: ArrayLike, *, rules: Rules = DEFAULT) -> Classes:
    """Return the class of each place from counts, periods × places; hot is what `hot_counts` says."""
    found = np.asarray(counts)
    told = classes(hot_counts(found, p=rules.p), rules=rules)
    n = int(found.sum())
    reason = told.reason
    if found.shape[1] < 2:
        reason = Reason.TOO_FEW_PLACES
    elif n == 0:
        reason = Reason.NO_EVENTS
    return Classes(told.kinds, told.hot, told.recent_hot, told.periods, told.recent, n, reason)
