"""What every method answers: an estimate with its interval, its base, its method and its doubts. Never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AnalysisError(ValueError):
    """A method was called with numbers that cannot be. For programmers, in English."""


class Caveat(StrEnum):
    """What a reader must know about an estimate. Its sentences in both languages are in `ui/results/codes.py`."""

    FEW_EVENTS = "few-events"  # the interval is wide beside the value
    SMALL_BASE = "small-base"  # 30 to 99 answers
    NO_BASE = "no-base"  # the source gives no number of answers: no interval can be computed
    MANY_VISITORS = "many-visitors"  # a rate per resident misleads where many others are
    POLICE_EFFORT = "police-effort"  # the count follows what the police look for
    BREAK = "break"  # the area was drawn anew within the series
    OVERDISPERSED = "overdispersed"  # events come in clumps: chance is wider than a Poisson interval
    PRELIMINARY = "preliminary"  # the source will change the value
    COMPOSED = "composed"  # summed from smaller areas
    INCOMPLETE = "incomplete"  # some of the smaller areas, or some of the rows, have no value
    # places
    SNAPPED_PLACES = "snapped-places"  # many events share a point with at least 10 others
    MONTH_ONLY = "month-only"  # times known by the month: shorter bands say nothing
    DISTORTED_DISTANCES = "distorted-distances"  # the projection stretches distances here by over 1 %
    # series
    AUTOCORRELATED = "autocorrelated"  # deviations carry over from one period to the next
    EMPTY_CALENDAR_MONTH = "empty-calendar-month"  # a month without any event has no level of its own
    NO_SEASON = "no-season"  # few events in this part of the year: judged without a season of its own
    # surveys
    LONELY_STRATA = "lonely-strata"  # strata with one cluster: the error is rather too large
    FEW_CLUSTERS = (
        "few-clusters"  # under 10 degrees of freedom, or few groups on one side: the error is uncertain
    )
    ONE_CLUSTER = "one-cluster"  # no more clusters than strata: no interval
    INTERVAL_SWITCHED = "interval-switched"  # nobody or everybody answered so: Korn and Graubard's interval
    NO_SPREAD = "no-spread"  # areas differ no more than their own errors may do
    SYNTHETIC = "synthetic"  # no value of its own, only what the model says
    # evaluations
    STAGGERED = "staggered"  # the treatment began at different times
    TOO_FEW_UNITS = "too-few-units"  # no rank test can come under 0.05
    FEW_UNITS = "few-units"  # too few treated or untreated units for an interval
    MATCHED_ON_FEW = "matched-on-few"  # twins matched on few events a unit: they go back by themselves
    PERFECT_FIT = "perfect-fit"  # the mix hits the series before the start exactly
    POOR_FIT = "poor-fit"  # the mix does not follow the series before the start
    SHORT_BEFORE = "short-before"  # few periods before the start
    DEPENDENT_EFFECTS = "dependent-effects"  # several effects of one study
    FEW_STUDIES = "few-studies"
    NARROWER_THAN_FIXED = "narrower-than-fixed"  # effects lie closer than their own errors say
    WDQ_NO_INTERVAL = "wdq-no-interval"  # the quotient has neither interval nor p
    UNSURE_REDUCTION = "unsure-reduction"  # the denominator of the quotient may be chance


class Reason(StrEnum):
    """Why something cannot be estimated. Its sentences in both languages are in `ui/results/codes.py`."""

    NO_VALUE = "no-value"
    HIDDEN = "hidden"  # fewer than 30 answers
    NO_BASE = "no-base"
    NO_EVENTS = "no-events"  # nothing happened in the period that is compared with, or at all
    NO_POPULATION = "no-population"  # nobody lives there
    NO_EXPECTED = "no-expected"  # nothing was to be expected
    # areas
    ONE_AREA = "one-area"  # no other area to compare with
    NO_AREAS = "no-areas"  # no area is left to choose
    NO_DIFFERENCE = "no-difference"  # no variable tells the areas apart
    TOO_FEW_AREAS = "too-few-areas"  # nothing left to measure the spread between areas by
    # places
    NO_PAIRS = "no-pairs"  # no pair is to be expected in the first band
    NO_SPREAD = "no-spread"  # all events lie in one point: no bandwidth
    NO_VARIATION = "no-variation"  # all cells hold as much, or there are fewer than two
    TOO_FEW_PERIODS = "too-few-periods"  # nothing comes before what is recent
    TOO_FEW_PLACES = "too-few-places"  # a place alone has nothing to be beside
    # series
    TOO_SHORT = "too-short"
    TOO_FEW_EVENTS = "too-few-events"
    NO_FINITE_TREND = "no-finite-trend"  # all events lie first, or last
    NO_BEFORE_OR_AFTER = "no-before-or-after"  # all rows on one side of the start
    NO_EVENTS_BEFORE_OR_AFTER = "no-events-before-or-after"
    NOT_IDENTIFIED = "not-identified"  # the change cannot be told from trend or season
    # evaluations
    NO_CONTRAST = "no-contrast"  # no unit changed its treatment beside one that did not
    NO_TREATED = "no-treated"
    NO_CONTROLS = "no-controls"
    NO_DONORS = "no-donors"
    NO_BEFORE = "no-before"
    NO_AFTER = "no-after"
    NO_WEIGHTS = "no-weights"  # no weights make the twins like the treated
    ONE_STUDY = "one-study"
    NO_CONTROL_EVENTS = "no-control-events"
    NO_REDUCTION = "no-reduction"  # nothing that could have been displaced


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
    """Two counts or two shares beside each other: `value` is the ratio or the difference, second against first.

    scaled_low, -high  the interval when events come in clumps; None without a dispersion over 1
    """

    p: float | None = None
    is_more_than_chance: bool = False
    scaled_low: float | None = None
    scaled_high: float | None = None


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
