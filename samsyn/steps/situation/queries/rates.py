"""Counts per 1 000 residents, with the population that they are set beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.steps.situation import frames, words

if TYPE_CHECKING:
    from samsyn.evidence.queries import Observation

PER_RESIDENT = "population"


@dataclass(frozen=True)
class RateShown:
    """Events per 1 000 residents, with the population that they are set beside."""

    value: float
    low: float
    high: float
    population: int
    population_year: str

    @property
    def text(self) -> str:
        return words.rate(self.value)

    @property
    def digits(self) -> int:
        return words.rate_digits(self.value)


def rate_shown(count: Observation | None, residents: Sequence[Observation]) -> RateShown | None:
    """Return a count per 1 000 residents of its year, or None."""
    if count is None:
        return None
    population = frames.population_for(count.start, residents)
    found = frames.rate_of(count, population)
    if found is None or population is None or found.value is None:
        return None
    assert found.low is not None and found.high is not None
    return RateShown(
        found.value,
        found.low,
        found.high,
        round(found.population),
        words.period(population.start, population.end),
    )
