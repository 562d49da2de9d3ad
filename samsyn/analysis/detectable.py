"""The smallest change that can be told from chance: what a goal must ask for before it is worth following up.

The chance of finding a change is summed over every outcome of both periods, with the tests that the follow-up itself
uses: the E-test for counts, Newcombe's interval for shares. Nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.counts import METHOD as E_TEST
from samsyn.analysis.counts import etest_p
from samsyn.analysis.rates import is_few
from samsyn.analysis.result import AnalysisError, Caveat, check_level
from samsyn.analysis.shares import MARK_UNDER

POWER = 0.8
NEWCOMBE = "newcombe"
_NODES = (
    48  # earlier counts whose limits are found one by one; between them they are read off a straight line
)
_WIDE = 7.0  # standard deviations of the earlier figure that are summed over
_EXACT = 1e-6  # how near the searched level is found, relatively

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Detectable:
    """The smallest change from `before` that can be told from chance, in one direction.

    value   the later outcome nearest to `before` that stands out when the earlier was exactly `before`: a count of the
            later period, or a share; None when no outcome does
    after   the true later level nearest to `before` that is found with the chance `power`, per earlier period; None
            when no level is
    n       events, or answers of both surveys
    """

    before: float
    value: float | None
    after: float | None
    power: float
    level: float
    n: int
    method: str
    caveats: tuple[Caveat, ...] = ()

    @property
    def mde(self) -> float | None:
        """How large the smallest true change is."""
        return None if self.after is None else abs(self.after - self.before)


@dataclass(frozen=True)
class _Line:
    """For each earlier outcome, with its weight, the later outcomes nearest to it that stand out.

    down, up  -1, or more than can be, where none does
    """

    weight: Floats
    down: Floats
    up: Floats


def detectable_count(
    before: int,
    *,
    first_exposure: float = 1.0,
    second_exposure: float = 1.0,
    is_up: bool = False,
    power: float = POWER,
    level: float = 0.95,
) -> Detectable:
    """Return the smallest change of a count that the E-test tells from chance.

    before     events of the earlier period, a whole number, 0 or more; also taken as its true mean
    exposures  lengths of the periods, above 0; `after` is per the earlier one
    power      the chance of finding the change, between 0 and 1

    >>> found = detectable_count(14)
    >>> found.value, round(found.after, 2)
    (5.0, 2.94)

    Source: the test is Krishnamoorthy & Thomson (2004), J. Stat. Plan. Inference 119, 23-35; the smallest change that
    is found with a stated power is Bloom (1995), Evaluation Review 19, 547-556.
    """
    _check(before >= 0 and float(before).is_integer(), "a count is a whole number, 0 or more")
    _check(first_exposure > 0 and second_exposure > 0, "exposures must be above 0")
    check_level(level)
    check_level(power)
    scale = second_exposure / first_exposure
    down, up = _limits(np.array([float(before)]), scale, level)
    edge = float(up[0] if is_up else down[0])

    def chance(after: float) -> float:
        return count_chance(
            before, after, first_exposure=first_exposure, second_exposure=second_exposure, level=level
        )

    return Detectable(
        before=float(before),
        value=edge if edge >= 0 else None,
        after=_upwards(chance, before, power) if is_up else _downwards(chance, before, power),
        power=power,
        level=level,
        n=int(before),
        method=E_TEST,
        caveats=(Caveat.FEW_EVENTS,) if is_few(before) else (),
    )


def count_chance(
    before: float,
    after: float,
    *,
    first_exposure: float = 1.0,
    second_exposure: float = 1.0,
    level: float = 0.95,
) -> float:
    """Return the chance that the E-test finds a change in the right direction, when these are the true means.

    before, after  means of a period as long as the earlier one

    >>> round(count_chance(65, 50), 2)
    0.28
    """
    from scipy.special import gammainc, gammaincc

    _check(before >= 0 and after >= 0, "means are 0 or more")
    scale = second_exposure / first_exposure
    line = _count_line(float(before), scale, level)
    if after < before:
        found = np.where(line.down >= 0, gammaincc(np.maximum(line.down, 0) + 1, after * scale), 0.0)
    else:
        found = np.where(line.up > 0, gammainc(np.maximum(line.up, 1), after * scale), 1.0)
    return float(np.sum(line.weight * found))


def detectable_share(
    before: float,
    base: int,
    *,
    second_base: int | None = None,
    is_up: bool = False,
    power: float = POWER,
    level: float = 0.95,
) -> Detectable:
    """Return the smallest change of a share that tells itself from chance between two surveys.

    before       the earlier share, 0 to 1; also taken as the true one
    base         its answers, 1 or more; `second_base` those of the later survey, as many when it is not given

    >>> round(detectable_share(0.47, 180, is_up=True).after, 3)
    0.616

    Source: the test is Newcombe (1998), Stat. Med. 17, 873-890, method 10; see `detectable_count` for the change.
    """
    later = base if second_base is None else second_base
    _check(0 <= before <= 1, "a share lies between 0 and 1")
    _check(base > 0 and later > 0, "a share needs at least one answer")
    check_level(power)
    down, up = _share_limits(np.array([before]), base, later, level)
    edge = float(up[0] if is_up else down[0])

    def chance(after: float) -> float:
        return share_chance(before, after, base, second_base=later, level=level)

    found = _between(chance, before, 1.0, power) if is_up else _between(chance, before, 0.0, power)
    return Detectable(
        before=before,
        value=edge / later if 0 <= edge <= later else None,
        after=found,
        power=power,
        level=level,
        n=base + later,
        method=NEWCOMBE,
        caveats=(Caveat.SMALL_BASE,) if min(base, later) < MARK_UNDER else (),
    )


def share_chance(
    before: float, after: float, base: int, *, second_base: int | None = None, level: float = 0.95
) -> float:
    """Return the chance that two surveys show a change in the right direction, when these are the true shares."""
    from scipy.special import bdtr, bdtrc

    later = base if second_base is None else second_base
    line = _share_line(before, base, later, level)
    if after < before:
        found = np.where(line.down >= 0, bdtr(np.maximum(line.down, 0), later, after), 0.0)
    else:
        found = np.where(line.up <= later, bdtrc(np.clip(line.up - 1, 0, later), later, after), 0.0)
    return float(np.sum(line.weight * found))


def answers_needed(
    before: float,
    after: float,
    base: int,
    *,
    most: int = 20_000,
    power: float = POWER,
    level: float = 0.95,
) -> int | None:
    """Return how many answers the later survey needs for the change to be found, None when `most` are too few.

    The earlier survey is what it is: where it rests on few answers, no later survey can mend it.
    """

    def is_enough(answers: int) -> bool:
        return share_chance(before, after, base, second_base=answers, level=level) >= power

    if not is_enough(most):
        return None
    low, high = 1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def effective_base(value: float, low: float, high: float, *, level: float = 0.95) -> int:
    """Return how many answers drawn at random would give a share the interval that its source gives it.

    A survey of households or with weights knows less than its number of answers says. At least 1.

    >>> effective_base(0.25, 0.1681, 0.3548)
    80
    """
    _check(0 <= low <= value <= high <= 1 and low < high, "an interval holds its share")
    z = _z(level)
    few, many = 1.0, 1e7
    for _step in range(60):
        middle = (few * many) ** 0.5
        ends = _wilson(np.array([value]), middle, z)
        few, many = (middle, many) if ends[1][0] - ends[0][0] > high - low else (few, middle)
    return max(1, round(few))


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AnalysisError(otherwise)


def _z(level: float) -> float:
    from scipy.special import ndtri

    check_level(level)
    return float(ndtri(1 - (1 - level) / 2))


# The level that is found with a stated power


def _downwards(chance: Callable[[float], float], before: float, power: float) -> float | None:
    return _between(chance, before, 0.0, power)


def _upwards(chance: Callable[[float], float], before: float, power: float) -> float | None:
    """A count has no ceiling: look further away until the change is found."""
    reach = max(8.0, 2 * before)
    while chance(before + reach) < power:
        reach *= 2
    return _between(chance, before, before + reach, power)


def _between(chance: Callable[[float], float], before: float, end: float, power: float) -> float | None:
    """Return the level nearest to `before` on the way to `end` that is found; None when not even `end` is."""
    if end == before or chance(end) < power:
        return None
    near, far = before, end
    while abs(far - near) > _EXACT * max(abs(before), abs(end), 1e-3):
        middle = (near + far) / 2
        near, far = (near, middle) if chance(middle) >= power else (middle, far)
    return far


# Counts


@lru_cache(maxsize=512)
def _count_line(before: float, scale: float, level: float) -> _Line:
    from scipy.special import gammaln, xlogy

    reach = _WIDE * np.sqrt(before) + 12
    x = np.arange(max(0.0, np.floor(before - reach)), np.ceil(before + reach) + 1)
    weight = np.exp(xlogy(x, before) - before - gammaln(x + 1))
    nodes: Floats = x if x.size <= _NODES else np.unique(np.round(np.linspace(x[0], x[-1], _NODES)))
    down, up = _limits(nodes, scale, level)
    return _Line(weight / weight.sum(), np.floor(np.interp(x, nodes, down)), np.ceil(np.interp(x, nodes, up)))


def _limits(first: Floats, scale: float, level: float) -> tuple[Floats, Floats]:
    """Return for each earlier count the nearest later counts, below and above, that the E-test sets apart.

    The search begins where the test statistic is the normal quantile, which is near for all but the smallest counts.
    """
    z, even = _z(level), first * scale
    middle = even + z * z / 2
    half = np.sqrt(np.maximum(middle**2 - even**2 + z * z * first * scale**2, 0.0))
    down = _walk(first, np.minimum(np.floor(middle - half) + 2, np.ceil(even) - 1), -1, scale, level)
    up = _walk(first, np.maximum(np.ceil(middle + half) - 2, np.floor(even) + 1), 1, scale, level)
    return down, up


def _walk(first: Floats, start: Floats, step: int, scale: float, level: float) -> Floats:
    """Step from near to far until the test sets the counts apart; -1 where even zero is too near."""
    found = start.copy()
    todo = np.flatnonzero(found >= 0)
    while todo.size:
        p = etest_p(first[todo], found[todo], second_exposure=scale)
        todo = todo[p > 1 - level]
        found[todo] += step
        todo = todo[found[todo] >= 0]
    return np.maximum(found, -1.0)


# Shares


def _wilson(share: Floats, base: float, z: float) -> tuple[Floats, Floats]:
    middle = share + z * z / (2 * base)
    half = z * np.sqrt(np.maximum(share * (1 - share) / base + z * z / (4 * base * base), 0.0))
    whole = 1 + z * z / base
    return (middle - half) / whole, (middle + half) / whole


@lru_cache(maxsize=512)
def _share_line(before: float, base: int, later: int, level: float) -> _Line:
    from scipy.special import gammaln, xlog1py, xlogy

    reach = _WIDE * np.sqrt(base * before * (1 - before)) + 12
    x = np.arange(max(0.0, np.floor(base * before - reach)), min(base, np.ceil(base * before + reach)) + 1)
    log = gammaln(base + 1) - gammaln(x + 1) - gammaln(base - x + 1)
    weight = np.exp(log + xlogy(x, before) + xlog1py(base - x, -before))
    down, up = _share_limits(x / base, base, later, level)
    return _Line(weight / weight.sum(), down, up)


def _share_limits(first: Floats, base: int, later: int, level: float) -> tuple[Floats, Floats]:
    """Return for each earlier share the nearest later numbers of answers, below and above, that stand out."""
    z = _z(level)
    low1, high1 = _wilson(first, base, z)
    down, up = np.full(first.shape, -1.0), np.full(first.shape, later + 1.0)
    near_down, near_up = np.ceil(first * later), np.floor(first * later)
    while np.any(near_down - down > 1):
        middle = np.floor((down + near_down) / 2)
        share = middle / later
        above = _wilson(share, later, z)[1]
        apart = share - first + np.hypot(above - share, first - low1) < 0
        down, near_down = np.where(apart, middle, down), np.where(apart, near_down, middle)
    while np.any(up - near_up > 1):
        middle = np.floor((up + near_up) / 2)
        share = middle / later
        below = _wilson(share, later, z)[0]
        apart = share - first - np.hypot(share - below, high1 - first) > 0
        up, near_up = np.where(apart, middle, up), np.where(apart, near_up, middle)
    return down, up
