"""Weighted displacement difference: did the treated area change more than its control, its surroundings counted in?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from samsyn.analysis.rates import is_few
from samsyn.analysis.result import OVER, AnalysisError, Caveat, Estimate, Reason, check_level

METHOD = "wdd"
Pair = tuple[int, int]  # before, after
Area = tuple[float, float, float, float]  # control, treated, control's buffer, treated's buffer


@dataclass(frozen=True)
class Wdd(Estimate):
    """How many more events (fewer: below 0) the treated area and its buffer had than if they had moved as the controls.

    n                 events behind it
    se, z, p          standard error, value over it, and the two-sided chance of a z so large
    inside, around    the two parts of `value`: the areas themselves, and their buffers
    inside_low, inside_high, around_low, around_high  their own intervals; None for a part without events
    scaled_low, -high the interval when events come in clumps; None when `dispersion` is 1 or less
    """

    se: float | None = None
    z: float | None = None
    p: float | None = None
    inside: float | None = None
    around: float | None = None
    inside_low: float | None = None
    inside_high: float | None = None
    around_low: float | None = None
    around_high: float | None = None
    scaled_low: float | None = None
    scaled_high: float | None = None


@dataclass(frozen=True)
class _Sum:
    value: float
    variance: float
    counts: tuple[int, ...]


def wdd(
    control: Pair,
    treated: Pair,
    *,
    control_buffer: Pair = (0, 0),
    treated_buffer: Pair = (0, 0),
    time_weights: tuple[float, float] = (1.0, 1.0),
    area_weights: Area = (1.0, 1.0, 1.0, 1.0),
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Wdd:
    """Return the difference between how two areas, and the rings around them, changed.

    control …     events before and after, whole numbers, 0 or more; a buffer of (0, 0) is none
    time_weights  lengths of the two periods, above 0: the value is then per unit of time
    area_weights  sizes of control, treated, control's buffer, treated's buffer, above 0: per unit of size
    dispersion    variance over mean of the counts, `counts.dispersion`; 1 for Poisson counts

    With x' = x / (time * area): (T1' - T0') - (C1' - C0') + the same of the buffers; the variance is the sum of
    x / (time * area)^2. No events at all give `Reason.NO_EVENTS`.

    >>> found = wdd((20, 20), (20, 10), level=0.9)
    >>> found.value, round(found.se, 6), round(found.low, 6), round(found.high, 6)
    (-10.0, 8.3666, -23.761833, 3.761833)

    Source: Wheeler & Ratcliffe (2018), Crime Science 7, 11; weights: Wheeler, ptools::wdd.
    """
    inside, around = _parts(control, treated, control_buffer, treated_buffer, time_weights, area_weights)
    return _result(inside, around, dispersion=dispersion, level=level)


def wdd_harm(
    rows: Sequence[tuple[Pair, Pair]],
    weights: Sequence[float],
    *,
    time_weights: tuple[float, float] = (1.0, 1.0),
    area_weights: tuple[float, float] = (1.0, 1.0),
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Wdd:
    """Return the weighted sum of one `wdd` for each crime type: the change in harm.

    rows     (control, treated) of each crime type, at least one
    weights  the harm of one event of each type, 0 or more

    The types are taken as independent: variance = sum of weight^2 * variance.

    >>> wdd_harm([((20, 20), (20, 10)), ((30, 30), (25, 20))], [10, 5]).value
    -125.0

    Source: Wheeler (2020), Amending the WDD test to incorporate harm weights; ptools::wdd_harm.
    """
    if len(rows) != len(weights):
        raise AnalysisError("there must be one weight for each row")
    if any(not isfinite(weight) or weight < 0 for weight in weights):
        raise AnalysisError("harm weights must be finite and 0 or more")
    sizes = (*area_weights, 1.0, 1.0)
    parts = [_parts(control, treated, (0, 0), (0, 0), time_weights, sizes)[0] for control, treated in rows]
    total = _Sum(
        sum((weight * part.value for weight, part in zip(weights, parts, strict=True)), 0.0),
        sum((weight**2 * part.variance for weight, part in zip(weights, parts, strict=True)), 0.0),
        tuple(count for part in parts for count in part.counts),
    )
    return _result(total, _Sum(0.0, 0.0, ()), dispersion=dispersion, level=level)


def _parts(
    control: Pair,
    treated: Pair,
    control_buffer: Pair,
    treated_buffer: Pair,
    time_weights: tuple[float, float],
    area_weights: Area,
) -> tuple[_Sum, _Sum]:
    counts = (*control, *treated, *control_buffer, *treated_buffer)
    if any(count < 0 or count != int(count) for count in counts):
        raise AnalysisError("counts must be whole numbers, 0 or more")
    if any(not isfinite(weight) or weight <= 0 for weight in (*time_weights, *area_weights)):
        raise AnalysisError("weights of time and area must be finite and above 0")
    inside = _difference(control, treated, time_weights, area_weights[0], area_weights[1])
    if not any((*control_buffer, *treated_buffer)):
        return inside, _Sum(0.0, 0.0, ())
    return inside, _difference(control_buffer, treated_buffer, time_weights, *area_weights[2:])


def _difference(
    control: Pair, treated: Pair, time: tuple[float, float], control_size: float, treated_size: float
) -> _Sum:
    before, after = time
    value = (treated[1] / after - treated[0] / before) / treated_size
    value -= (control[1] / after - control[0] / before) / control_size
    variance = (treated[1] / after**2 + treated[0] / before**2) / treated_size**2
    variance += (control[1] / after**2 + control[0] / before**2) / control_size**2
    return _Sum(value, variance, (*control, *treated))


def _result(inside: _Sum, around: _Sum, *, dispersion: float, level: float) -> Wdd:
    from scipy.special import erfc, ndtri

    check_level(level)
    if not isfinite(dispersion) or dispersion <= 0:
        raise AnalysisError("dispersion must be finite and above 0")
    counts, variance = (*inside.counts, *around.counts), inside.variance + around.variance
    if variance == 0:
        return Wdd(None, None, None, level, sum(counts), METHOD, reason=Reason.NO_EVENTS)
    value, se, width = inside.value + around.value, sqrt(variance), float(ndtri((1 + level) / 2))
    caveats = (Caveat.FEW_EVENTS,) if any(is_few(count) for count in counts) else ()
    inside_ends, around_ends = _ends(inside, width), _ends(around, width)
    scaled = width * se * sqrt(dispersion) if dispersion > 1 else None
    return Wdd(
        value=value,
        low=value - width * se,
        high=value + width * se,
        level=level,
        n=int(sum(counts)),
        method=METHOD,
        caveats=(*caveats, Caveat.OVERDISPERSED) if dispersion > OVER else caveats,
        se=se,
        z=value / se,
        p=float(erfc(abs(value / se) / sqrt(2))),
        inside=inside.value,
        around=around.value if around.counts else None,
        inside_low=inside_ends[0],
        inside_high=inside_ends[1],
        around_low=around_ends[0],
        around_high=around_ends[1],
        scaled_low=None if scaled is None else value - scaled,
        scaled_high=None if scaled is None else value + scaled,
    )


def _ends(part: _Sum, width: float) -> tuple[float, float] | tuple[None, None]:
    if part.variance == 0:
        return None, None
    reach = width * sqrt(part.variance)
    return part.value - reach, part.value + reach
