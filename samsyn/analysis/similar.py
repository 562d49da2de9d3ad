"""Which areas are most like this one, by stated variables, and how does it compare with them?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.rates import is_few, poisson_interval
from samsyn.analysis.result import AnalysisError, Caveat, Comparison, Reason

METHOD = "standardised-euclidean"
DIFFERENCE = "mover-garwood"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Similar:
    """The areas most like one of them.

    members   their places in the input, nearest first; areas without a distance last
    distance  of every area to the one asked for, nan where a variable is missing
    tied      areas left out though as near as the last of `members`
    sd        of each variable over all areas that have every variable
    is_used   False for a variable that is the same everywhere, or weighs 0: it tells nothing
    reason    when nothing can be compared: no variable tells the areas apart, or no area is left
    """

    members: NDArray[np.int64]
    distance: Floats
    tied: NDArray[np.int64]
    sd: Floats
    is_used: NDArray[np.bool_]
    n: int
    reason: Reason | None = None
    method: str = METHOD


def similar(
    values: ArrayLike,
    area: int,
    *,
    weights: ArrayLike | None = None,
    number: int = 5,
    exclude: Collection[int] = (),
    include: Collection[int] = (),
) -> Similar:
    """Return the `number` areas nearest to one, by weighted distance between standardised variables.

    values   a row for each area, a column for each variable; nan where it is missing: the area has then no distance
    area     the row that is asked about; it must have every variable
    weights  of the variables, 0 or more, at least one above 0; 1 each when not given
    exclude  rows that may not be chosen
    include  rows that are chosen whatever their distance; the nearest of the others fill up to `number`

    distance = sqrt(sum of weight * ((x - y) / sd)^2), sd with n - 1 over all areas that have every variable, those
    excluded too, so that leaving one out does not move the others. Equal distances: the earlier row first.

    >>> similar([[0, 0], [1, 1], [4, 0], [2, 8]], 0, number=2).members.tolist()
    [1, 2]

    Source: the distance is `scipy.spatial.distance.seuclidean`, with weights inside the sum.
    """
    x = np.asarray(values, np.float64)
    w = np.ones(x.shape[-1]) if weights is None else np.asarray(weights, np.float64).ravel()
    chosen, barred = sorted(set(include)), {*exclude, area}
    _check(x, w, area, number)
    if barred & set(chosen) or any(not 0 <= place < len(x) for place in (*chosen, *barred)):
        raise AnalysisError("included rows must exist, and be neither the area itself nor excluded")
    known = np.all(np.isfinite(x), axis=1)
    sd = np.std(x[known], axis=0, ddof=1) if known.sum() > 1 else np.zeros(x.shape[1])
    is_same = np.ptp(x[known], axis=0) == 0  # the sum of squares may miss 0 by a rounding
    is_used = ~is_same & (sd > 0) & (w > 0)
    sd = np.where(is_same, 0.0, sd)
    z = np.divide(x - x[area], sd, out=np.zeros_like(x), where=is_used & known[:, None])
    distance = np.where(known, np.sqrt(np.sum(w * z**2, axis=1)), np.nan)
    order = np.argsort(distance, kind="stable")  # nan last
    free = (
        [int(k) for k in order if known[k] and k not in barred and k not in chosen] if is_used.any() else []
    )
    taken = free[: max(0, number - len(chosen))]
    tied = [
        k for k in free[len(taken) :] if taken and np.isclose(distance[k], distance[taken[-1]], rtol=1e-12)
    ]
    members = sorted((*chosen, *taken), key=lambda k: (not known[k], distance[k] if known[k] else 0.0, k))
    for column in (distance, sd, is_used):
        column.flags.writeable = False
    reason = None if members else Reason.NO_AREAS if is_used.any() else Reason.NO_DIFFERENCE
    return Similar(_places(members), distance, _places(tied), sd, is_used, int(known.sum()), reason)


def rate_difference(
    count: int,
    population: float,
    other_count: int,
    other_population: float,
    *,
    per: float = 1000,
    level: float = 0.95,
) -> Comparison:
    """Return one rate minus another, per `per`, with an interval made of their two exact ones.

    count, other_count  whole numbers, 0 or more; populations 0 or more; 0 gives no difference (`Reason.NO_POPULATION`)

    The difference is more than chance when its interval leaves 0 out. There is no p: one test, one answer.

    >>> found = rate_difference(30, 1000, 60, 4000)
    >>> found.value, round(found.low, 4), round(found.high, 4)
    (15.0, 4.3323, 28.31)

    Source: Zou & Donner (2008), Stat. Med. 27, 1693-1702, with Garwood's (1936) intervals.
    """
    counts = np.array([count, other_count], np.float64)
    if any(not isfinite(size) or size < 0 for size in (population, other_population)):
        raise AnalysisError("populations must be finite and 0 or more")
    if np.any(counts != np.floor(counts)) or not isfinite(per) or per <= 0:
        raise AnalysisError("counts must be whole numbers, and per above 0")
    lows, highs = poisson_interval(counts, level=level)
    n = int(counts.sum())
    if not (population and other_population):
        return Comparison(None, None, None, level, n, DIFFERENCE, reason=Reason.NO_POPULATION)
    here, there = per / population, per / other_population
    (x, y), (x_low, y_low), (x_high, y_high) = counts, lows, highs
    value = float(x * here - y * there)
    low = value - sqrt(((x - x_low) * here) ** 2 + ((y_high - y) * there) ** 2)
    high = value + sqrt(((x_high - x) * here) ** 2 + ((y - y_low) * there) ** 2)
    caveats = (Caveat.FEW_EVENTS,) if is_few(count, level=level) or is_few(other_count, level=level) else ()
    return Comparison(
        value, low, high, level, n, DIFFERENCE, caveats, is_more_than_chance=bool(low > 0 or high < 0)
    )


def _check(x: Floats, weights: Floats, area: int, number: int) -> None:
    if x.ndim != 2 or not x.shape[1] or weights.shape != (x.shape[1],):
        raise AnalysisError("values must be a table with one weight for each column")
    if not np.all(np.isfinite(weights)) or np.any(weights < 0) or not np.any(weights > 0):
        raise AnalysisError("weights must be finite, 0 or more, and one of them above 0")
    if np.any(np.isinf(x)):
        raise AnalysisError("values must be finite, or nan where they are missing")
    if not 0 <= area < len(x) or not np.all(np.isfinite(x[area])):
        raise AnalysisError("the area must be a row that has every variable")
    if number < 1:
        raise AnalysisError("at least one area must be asked for")


def _places(rows: list[int]) -> NDArray[np.int64]:
    found = np.array(rows, np.int64)
    found.flags.writeable = False
    return found
