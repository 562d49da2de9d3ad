"""What every method answers: an estimate with its interval, its base, its method and its doubts. Never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AnalysisError(ValueError):
    """A method was called with numbers that cannot be. For programmers, in English."""


class Caveat(StrEnum):
    """What a reader must know about an estimate. The Swedish sentence of each code is in the pages."""

    FEW_EVENTS = "few-events"  # the interval is wide beside the value
    SMALL_BASE = "small-base"  # 30 to 99 answers
    NO_BASE = "no-base"  # the source gives no number of answers: no interval can be computed
    MANY_VISITORS = "many-visitors"  # a rate per resident misleads where many others are
    POLICE_EFFORT = "police-effort"  # the count follows what the police look for
    BREAK = "break"  # the area was drawn anew within the series
    OVERDISPERSED = "overdispersed"  # events come in clumps: chance is wider than a Poisson interval
    PRELIMINARY = "preliminary"  # the source will change the value
    COMPOSED = "composed"  # summed from smaller areas
    INCOMPLETE = "incomplete"  # some of the smaller areas have no value


class Reason(StrEnum):
    """Why something cannot be estimated."""

    NO_VALUE = "no-value"
    HIDDEN = "hidden"  # fewer than 30 answers
    NO_BASE = "no-base"
    NO_EVENTS = "no-events"  # nothing happened in the period that is compared with


@dataclass(frozen=True)
class Estimate:
    """One estimate in plain Python numbers.

    value   None when it cannot be estimated or must not be shown; `reason` then says why
    low     lower end of the interval, None when there is none
    level   two-sided confidence level of the interval
    n       events or answers behind the value
    method  name of the method, for the method line and the log
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int | None
    method: str
    caveats: tuple[Caveat, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True)
class Rate(Estimate):
    """Events per `per` of the population."""

    count: int = 0
    population: float = 0.0
    per: float = 1000.0


@dataclass(frozen=True)
class Share(Estimate):
    """A share, 0 to 1, of `n` answers."""


@dataclass(frozen=True)
class Comparison(Estimate):
    """Two counts or two shares beside each other: `value` is the ratio or the difference, second against first."""

    p: float | None = None
    is_more_than_chance: bool = False


@dataclass(frozen=True)
class Dispersion:
    """How much counts of equal periods vary beside what Poisson counts do: `ratio` is variance over mean, 1 expected."""

    ratio: float | None
    p: float | None
    periods: int
    method: str = "pearson-dispersion"

    @property
    def is_over(self) -> bool:
        """Whether events come in clumps: the ratio is over 1.5, and chance alone seldom gives as much."""
        return self.ratio is not None and self.p is not None and self.ratio > OVER and self.p < 0.05


OVER = 1.5


def check_level(level: float) -> None:
    """Raise AnalysisError unless the level lies between 0 and 1."""
    if not 0 < level < 1:
        raise AnalysisError(f"level must lie between 0 and 1, not {level}")
