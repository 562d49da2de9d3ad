"""Goals to numbers for `samsyn.analysis`, and its answers back: the only door to statistics from this app."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from samsyn.analysis import detectable
from samsyn.steps.purpose.aims import Aim

LEVEL = 0.95
POWER = detectable.POWER
MOST_PERIODS = 5  # longer than any plan
MOST_ANSWERS = 20_000  # more than any survey of a city area asks


@dataclass(frozen=True)
class Smallest:
    """The smallest change that can be told from chance.

    edge    the outcome nearest to the baseline that stands out, per period; None when none does
    after   the true level that is found with the chance POWER, per period; None when none is
    """

    edge: float | None
    after: float | None


def smallest(aim: Aim) -> Smallest | None:
    """Return the smallest change from the baseline, or None when it cannot be computed from what is known.

    A count of the parties' own is taken as one of a whole period; a share needs its number of answers.
    """
    if aim.baseline is None:
        return None
    if aim.is_share:
        base = base_of(aim)
        return _share(aim.baseline, base, aim.answers or base, aim.is_up) if base else None
    if aim.kind == "count" and is_whole(aim.baseline):
        return _count(round(aim.baseline), aim.periods, aim.is_up)
    return None


@lru_cache(maxsize=1024)
def _count(before: int, periods: int, is_up: bool) -> Smallest:
    found = detectable.detectable_count(before, second_exposure=periods, is_up=is_up, level=LEVEL)
    return Smallest(found.value / periods if found.value is not None else None, found.after)


@lru_cache(maxsize=1024)
def _share(before: float, base: int, later: int, is_up: bool) -> Smallest:
    found = detectable.detectable_share(before, base, second_base=later, is_up=is_up, level=LEVEL)
    return Smallest(found.value, found.after)


def chance(aim: Aim) -> float | None:
    """Return the chance that the change to the target is found, None when it cannot be computed."""
    if aim.baseline is None or aim.target is None or aim.target == aim.baseline:
        return None
    if aim.is_share:
        base = base_of(aim)
        if not base:
            return None
        return detectable.share_chance(
            aim.baseline, aim.target, base, second_base=aim.answers or base, level=LEVEL
        )
    if aim.kind == "count" and is_whole(aim.baseline):
        return detectable.count_chance(aim.baseline, aim.target, second_exposure=aim.periods, level=LEVEL)
    return None


def base_of(aim: Aim) -> int | None:
    """Return how many answers drawn at random the baseline is worth: fewer than were given where the source says so."""
    base, low, high = aim.base, aim.shown.get("low"), aim.shown.get("high")
    if aim.figure and base and low is not None and high is not None and low < high:
        worth = detectable.effective_base(float(aim.shown["value"]), float(low), float(high), level=LEVEL)
        return min(base, worth)
    if not aim.figure and aim.answers:
        return aim.answers  # a survey of the parties' own: as many answers before as after
    return base


def is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9


def periods_needed(aim: Aim) -> int | None:
    """Return over how many periods the outcome must be counted for the target to be found, None when too many."""
    if aim.is_share or aim.baseline is None or aim.target is None or not is_whole(aim.baseline):
        return None
    for periods in range(aim.periods + 1, MOST_PERIODS + 1):
        found = detectable.count_chance(aim.baseline, aim.target, second_exposure=periods, level=LEVEL)
        if found >= POWER:
            return periods
    return None


def answers_needed(aim: Aim) -> int | None:
    """Return how many answers the next survey needs for the target to be found, None when no number is enough."""
    base = base_of(aim)
    if not aim.is_share or aim.baseline is None or aim.target is None or not base:
        return None
    return detectable.answers_needed(aim.baseline, aim.target, base, most=MOST_ANSWERS, level=LEVEL)
