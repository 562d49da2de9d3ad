"""How concentrated are events at places? Gini's coefficient, right also where there are fewer events than places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.rates import is_few
from samsyn.analysis.result import AnalysisError, Caveat, Estimate, Reason

METHOD = "gini-bernasco-steenbeek"
MOST_EVENTS = 2**53

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Concentration(Estimate):
    """`value` is the corrected Gini: 0 when events lie as evenly as so many events can, towards 1 when few places have all.

    n, places   events; places, those without events too
    used        places with at least one event
    gini        the plain one; the same as `value` unless there are more places than events
    top_share   the part of the events at the `top` (a part, 0 to 1) of the places that have most, None without events
    half_share  the smallest part of the places that has half of the events
    chance      mean of `value` when each event falls on any place alike, chance_top that of `top_share`
    p           one-sided: how often so large a `value` comes then; None without permutations
    """

    places: int = 0
    used: int = 0
    gini: float | None = None
    top: float = 0.05
    top_share: float | None = None
    half_share: float | None = None
    chance: float | None = None
    chance_top: float | None = None
    p: float | None = None


def concentration(
    counts: ArrayLike, *, top: float = 0.05, permutations: int = 0, rng: np.random.Generator | None = None
) -> Concentration:
    """Return how concentrated events are.

    counts        events at each place, whole numbers, 0 or more; places without events belong here
    top           the part of the places that `top_share` is about, between 0 and 1
    permutations  so many times all events are thrown on the places by chance alone; more than 0 need `rng`

    With n places and c events: value = 1 - max(n / c, 1) * (1 - gini). Shares are read off the Lorenz curve, straight
    between places. There is no interval: places are not a sample. No events give `Reason.NO_EVENTS`.

    >>> found = concentration([0, 0, 0, 0, 2])
    >>> round(found.gini, 9), round(found.value, 9)
    (0.8, 0.5)

    Source: Bernasco & Steenbeek (2017), J. Quant. Criminol. 33, 451-467.
    """
    if not 0 < top < 1:
        raise AnalysisError(f"top must lie between 0 and 1, not {top}")
    if permutations < 0 or (permutations and rng is None):
        raise AnalysisError("permutations must be 0 or more, and more than 0 need rng")
    numbers = _whole(counts)
    places, events = numbers.size, int(numbers.sum())
    if not events:
        return Concentration(
            None, None, None, 0.95, 0, METHOD, reason=Reason.NO_EVENTS, places=places, top=top
        )  # fmt: skip
    tally = np.unique(numbers, return_counts=True)
    plain = _gini(*tally)
    value, share = _corrected(plain, places, events), _top(*tally, top)
    chance = chance_top = p = None
    if permutations and rng is not None:
        by_chance = np.array([_thrown(places, events, top, rng) for _turn in range(permutations)])
        chance, chance_top = (float(mean) for mean in by_chance.mean(axis=0))
        as_large = np.count_nonzero(by_chance[:, 0] >= value - 1e-12)
        p = (1 + int(as_large)) / (1 + permutations)
    return Concentration(
        value=value,
        low=None,
        high=None,
        level=0.95,
        n=events,
        method=METHOD,
        caveats=(Caveat.FEW_EVENTS,) if is_few(events) else (),
        places=places,
        used=int(np.count_nonzero(numbers)),
        gini=plain,
        top=top,
        top_share=share,
        half_share=_half(*tally),
        chance=chance,
        chance_top=chance_top,
        p=p,
    )


def lorenz(counts: ArrayLike, at: Sequence[float]) -> Floats:
    """Return the part of the events at each part `at` (0 to 1) of the places, those with most first; read-only.

    Straight between places. Raises AnalysisError without events.

    >>> lorenz([1, 2, 3, 4], [0.25, 0.5, 1]).tolist()
    [0.4, 0.7, 1.0]
    """
    numbers = _whole(counts)
    if not numbers.sum():
        raise AnalysisError("a curve needs events")
    if any(not 0 <= part <= 1 for part in at):
        raise AnalysisError("parts must lie between 0 and 1")
    tally = np.unique(numbers, return_counts=True)
    found = np.array([_top(*tally, part) for part in at], dtype=np.float64)
    found.flags.writeable = False
    return found


def lorenz_of_chance(
    places: int, events: int, at: Sequence[float], *, permutations: int, rng: np.random.Generator
) -> Floats:
    """Return what `lorenz` is on average when each event falls on any place alike; read-only.

    places, events  how many, both above 0
    permutations    so many times the events are thrown, above 0

    >>> lorenz_of_chance(1000, 1000, [0, 1], permutations=2, rng=np.random.default_rng(1)).tolist()
    [0.0, 1.0]
    """
    if places < 1 or events < 1 or permutations < 1:
        raise AnalysisError("places, events and permutations must be above 0")
    total = np.zeros(len(at))
    for _turn in range(permutations):
        total += np.interp(at, *_curve(*_tally_of_chance(places, events, rng)))
    found = total / permutations
    found.flags.writeable = False
    return found


def _whole(counts: ArrayLike) -> Counts:
    numbers = np.asarray(counts, dtype=np.float64).ravel()
    if not np.isfinite(numbers).all() or np.any(numbers < 0) or np.any(numbers != np.floor(numbers)):
        raise AnalysisError("counts must be whole numbers, 0 or more")
    if numbers.sum() >= MOST_EVENTS:
        raise AnalysisError("there are too many events")
    return numbers.astype(np.int64)


def _gini(values: Counts, many: Counts) -> float:
    """Return Gini's coefficient of values that each stand `many` times, rising: 2 * sum(rank * value) / (n * sum) - (n + 1) / n."""
    n, total = int(many.sum()), float(np.sum(values * many))
    last = np.cumsum(many).astype(np.float64)
    mean_rank = last - (many - 1) / 2
    return max(float(2 * np.sum(values * many * (mean_rank / n)) / total - (n + 1) / n), 0.0)


def _corrected(gini: float, places: int, events: int) -> float:
    return 1 - max(places / events, 1.0) * (1 - gini)


def _curve(values: Counts, many: Counts) -> tuple[Floats, Floats]:
    """Return the corners of the Lorenz curve, the largest first: parts of the places, and of the events."""
    places, events = np.cumsum(many[::-1]), np.cumsum((values * many)[::-1])
    return np.r_[0.0, places / places[-1]], np.r_[0.0, events / events[-1]]


def _top(values: Counts, many: Counts, part: float) -> float:
    return float(np.interp(part, *_curve(values, many)))


def _half(values: Counts, many: Counts) -> float:
    places, events = _curve(values, many)
    filled = np.r_[True, np.diff(events) > 0]  # places without events lie flat at the end
    return float(np.interp(0.5, events[filled], places[filled]))


def _thrown(places: int, events: int, top: float, rng: np.random.Generator) -> tuple[float, float]:
    """Throw all events on the places by chance; return the corrected Gini and the share of the top."""
    tally = _tally_of_chance(places, events, rng)
    return _corrected(_gini(*tally), places, events), _top(*tally, top)


def _tally_of_chance(places: int, events: int, rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Throw all events on the places by chance; return the numbers that came, rising, and how many places have each."""
    if events < 4 * places:
        numbers = np.bincount(rng.integers(0, places, events), minlength=places)
    else:
        numbers = rng.multinomial(events, np.full(places, 1 / places))
    many = np.bincount(numbers)
    values = np.flatnonzero(many)
    return values.astype(np.int64), many[values].astype(np.int64)
