"""Before and after, alone or beside another area: what was to be expected, and is what came more than chance?

The same test answers every question of one pair of counts, so that a count outside the expected span, an interval that
leaves "as expected" out, and "more than chance" are one and the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, exp, floor, log, sqrt

import numpy as np

from samsyn.analysis.counts import etest_p, scaled
from samsyn.analysis.rates import is_few
from samsyn.analysis.result import AnalysisError, Caveat, Comparison, Estimate, Reason, check_level

ETEST, FISHER, MOVER = "e-test", "fisher", "mover"
_WIDEST = 60.0  # of the logarithm of a ratio: no ratio of two counts lies further out
_STEPS = 60  # of halving


@dataclass(frozen=True)
class Expected(Estimate):
    """The count that was to be expected, and the span of counts that chance alone could well give: `low` to `high`."""


def before_after(
    before: int, after: int, *, periods: int = 1, dispersion: float = 1.0, level: float = 0.95
) -> Comparison:
    """Compare two counts by the E-test, with an interval of the ratio of their rates that goes with it.

    periods     how many periods as long as the one before `after` was counted over
    dispersion  variance over mean of the counts, `counts.dispersion`; over 1 gives `scaled_low` and `scaled_high` besides

    The interval is the conditional one with mid-p ends: of all pairs of counts up to 200 it tells the same as the E-test
    but in 4 (4 against 0, 21 against 10, 51 against 33, 132 against 102); there
    an end is moved to 1, for the test decides.
    Nothing before gives `Reason.NO_EVENTS`; p still holds.

    >>> found = before_after(14, 5)
    >>> round(found.p, 6), round(found.low, 2), round(found.high, 2)
    (0.039523, 0.12, 0.96)

    Source: Krishnamoorthy & Thomson (2004), J. Stat. Plan. Inference 119, 23-35; mid-p: Lancaster (1961), J. Am. Stat.
    Assoc. 56, 223-234.
    """
    check_level(level)
    _check(before, after)
    p = _etest(before, after, periods)
    value = low = high = None
    if before:
        value = after / (before * periods)
        low, high = (end / periods for end in _mid_p_ends(before, after, (1 - level) / 2))
        low, high = _as_tested(value, low, high, is_more_than_chance=p <= 1 - level)
    found = Comparison(
        value=value,
        low=low,
        high=high,
        level=level,
        n=before + after,
        method=ETEST,
        caveats=_few(before, after),
        reason=None if before else Reason.NO_EVENTS,
        p=p,
        is_more_than_chance=p <= 1 - level,
    )
    return scaled(found, before, after, dispersion=dispersion, exposures=1 / periods)


def ratio_of_ratios(
    before: int, after: int, control_before: int, control_after: int, *, level: float = 0.95
) -> Comparison:
    """Compare how a count changed with how it changed in another area: (after / before) / (control's after / before).

    Poisson counts with all sums of the table given have a noncentral hypergeometric law: the exact test and interval are
    Fisher's. p is twice the smaller tail, so that it and the interval agree. Without events before, or without events
    in the control, the ratio cannot be estimated (`Reason.NO_EVENTS`).

    >>> found = ratio_of_ratios(10, 15, 2, 3)
    >>> found.value, found.is_more_than_chance
    (1.0, False)

    Source: Fisher (1935), J. R. Stat. Soc. 98, 39-82; Cornfield (1956), Proc. 3rd Berkeley Symp. 4, 135-148.
    """
    check_level(level)
    _check(before, after, control_before, control_after)
    table = (before, after, control_before, control_after)
    below, above = _tails(table, 0.0)
    p = min(1.0, 2 * min(below, above))
    value = low = high = None
    if before and control_before and control_after:
        value = (after / before) / (control_after / control_before)
        low, high = _fisher_ends(table, (1 - level) / 2)
    return Comparison(
        value=value,
        low=low,
        high=high,
        level=level,
        n=sum(table),
        method=FISHER,
        caveats=_few(*table),
        reason=None if value is not None else Reason.NO_EVENTS,
        p=p,
        is_more_than_chance=value is not None and p <= 1 - level,
    )


def expected_count(
    before: int, control: tuple[int, int] | None = None, *, periods: int = 1, level: float = 0.95
) -> Expected:
    """Return the count to expect after: as before in each period, or moved as the control (before, after) moved.

    control  counted over the same periods, so that `periods` says nothing more

    The span holds the counts that the test of `before_after`, or of `ratio_of_ratios`, would not tell from chance.

    >>> span = expected_count(14)
    >>> span.value, span.low, span.high
    (14.0, 6.0, 26.0)
    """
    check_level(level)
    _check(before, *(control or ()))
    alpha = 1 - level
    if control is None:
        value = float(before * periods)
        rejects = _outside_etest(before, periods, alpha)
    elif not control[0] or not control[1]:
        return Expected(None, None, None, level, before, FISHER, reason=Reason.NO_EVENTS)
    else:
        value = before * control[1] / control[0]
        rejects = _outside_fisher(before, control, alpha)
    low, high = _span(value, rejects)
    return Expected(value, low, high, level, before, ETEST if control is None else FISHER)


def difference_of_differences(treated: Comparison, control: Comparison) -> Comparison:
    """Return one change of a share minus another, with an interval made of the two intervals.

    treated, control  each from `shares.share_difference`, of independent samples

    Not estimable when one of them is not. More than chance when the interval leaves 0 out.

    Source: Zou & Donner (2008), Stat. Med. 27, 1693-1702 (MOVER).
    """
    base = None if treated.n is None or control.n is None else treated.n + control.n
    ends = (treated.value, treated.low, treated.high, control.value, control.low, control.high)
    if any(end is None for end in ends):
        reason = treated.reason or control.reason or Reason.NO_BASE
        return Comparison(None, None, None, treated.level, base, MOVER, reason=reason)
    v1, l1, h1, v2, l2, h2 = (float(end) for end in ends if end is not None)
    difference = v1 - v2
    low = difference - sqrt((v1 - l1) ** 2 + (h2 - v2) ** 2)
    high = difference + sqrt((h1 - v1) ** 2 + (v2 - l2) ** 2)
    return Comparison(
        difference,
        low,
        high,
        treated.level,
        base,
        MOVER,
        tuple(sorted({*treated.caveats, *control.caveats})),
        is_more_than_chance=low > 0 or high < 0,
    )


def _check(*counts: int) -> None:
    if any(count < 0 or count != int(count) for count in counts):
        raise AnalysisError("counts must be whole numbers, 0 or more")


def _few(*counts: int) -> tuple[Caveat, ...]:
    return (Caveat.FEW_EVENTS,) if any(is_few(count) for count in counts) else ()


def _etest(before: int, after: int, periods: int) -> float:
    return float(etest_p([before], [after], second_exposure=float(periods))[0])


def _as_tested(value: float, low: float, high: float, *, is_more_than_chance: bool) -> tuple[float, float]:
    """Return the interval with 1 inside it, or outside it, as the test says."""
    if not is_more_than_chance:
        return min(low, 1.0), max(high, 1.0)
    return (low, min(high, 1.0)) if value < 1 else (max(low, 1.0), high)


def _mid_p_ends(before: int, after: int, tail: float) -> tuple[float, float]:
    """Return the ratios of the two means under which as few, or as many, after would have the mid-p chance `tail`."""
    from scipy.special import betainc

    def at_least(log_ratio: float) -> float:
        """The chance of more than `after` and half of exactly so many, of all events given."""
        share = 1 / (1 + exp(-log_ratio))
        more = float(betainc(after + 1, before, share))
        as_many = float(betainc(after, before + 1, share)) if after else 1.0
        return (more + as_many) / 2

    middle = log(max(after, 0.5) / before)
    low = exp(_crossing(lambda x: at_least(x) > tail, middle, down=True)) if after else 0.0
    return low, exp(_crossing(lambda x: 1 - at_least(x) > tail, middle, down=False))


def _crossing(is_inside: Callable[[float], bool], middle: float, *, down: bool) -> float:
    """Return where a claim stops to hold on one side of `middle`, by doubling and then halving."""
    step = -0.05 if down else 0.05
    while is_inside(middle + step) and abs(step) < _WIDEST:
        step *= 2
    near, far = 0.0, step
    for _turn in range(_STEPS):
        half = (near + far) / 2
        near, far = (half, far) if is_inside(middle + half) else (near, half)
    return middle + near


def _tails(table: tuple[int, int, int, int], log_odds: float) -> tuple[float, float]:
    """Return the chances of a count after of at most, and of at least, the one seen, all sums of the table given."""
    from scipy.special import gammaln

    before, after, _control_before, control_after = table
    mine, late, total = before + after, after + control_after, sum(table)
    x = np.arange(max(0, mine + late - total), min(mine, late) + 1)
    weight = (
        x * log_odds
        - gammaln(x + 1)
        - gammaln(mine - x + 1)
        - gammaln(late - x + 1)
        - gammaln(total - mine - late + x + 1)
    )
    mass = np.exp(weight - weight.max())
    mass /= mass.sum()
    return float(mass[x <= after].sum()), float(mass[x >= after].sum())


def _fisher_ends(table: tuple[int, int, int, int], tail: float) -> tuple[float, float]:
    """Return Fisher's exact interval of the odds ratio, Clopper and Pearson's way: `tail` on each side."""
    middle = log(max(table[1], 0.5) * table[2] / (table[0] * table[3]))
    low = exp(_crossing(lambda x: _tails(table, x)[1] > tail, middle, down=True)) if table[1] else 0.0
    return low, exp(_crossing(lambda x: _tails(table, x)[0] > tail, middle, down=False))


def _outside_etest(before: int, periods: int, alpha: float) -> Callable[[int], bool]:
    return lambda after: _etest(before, after, periods) <= alpha


def _outside_fisher(before: int, control: tuple[int, int], alpha: float) -> Callable[[int], bool]:
    return lambda after: 2 * min(_tails((before, after, *control), 0.0)) <= alpha


def _span(value: float, rejects: Callable[[int], bool]) -> tuple[float, float]:
    """Return the smallest and the largest count around `value` that the test does not reject, by halving."""
    inside = floor(value) if not rejects(floor(value)) else ceil(value)
    low, under = inside, -1
    while low - under > 1:
        half = (low + under) // 2
        low, under = (low, half) if rejects(half) else (half, under)
    over = 2 * inside + 8
    while not rejects(over):
        over *= 2
    high = inside
    while over - high > 1:
        half = (high + over) // 2
        high, over = (high, half) if rejects(half) else (half, over)
    return float(low), float(high)
