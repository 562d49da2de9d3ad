"""The area beside: the same figure over the same periods where the action does not work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from samsyn.evidence.metrics import metric
from samsyn.evidence.queries import Observation, joint_table
from samsyn.places.models import Area, City
from samsyn.places.queries import areas_of
from samsyn.steps.followup.measuring.action import Measured
from samsyn.steps.followup.measuring.figures import Frozen, grain
from samsyn.steps.situation.queries.figures import whole_city

REST = "rest"
Series = Sequence[Observation]


@dataclass(frozen=True)
class Beside:
    """One area that can be compared with. `code` is `Area.key`, or REST for the rest of the city.

    rows  its figures, oldest first; those of the rest are the city's minus the area's own
    """

    code: str
    name: str
    rows: tuple[Observation, ...]

    def value_in(self, start: date, end: date) -> Observation | None:
        """Return its figure of a period when it has a value."""
        return next(
            (row for row in self.rows if (row.start, row.end) == (start, end) and row.has_value), None
        )


def areas_beside(
    case: Measured, area: Area, code: str, baseline: Frozen, periods: Sequence[tuple[date, date]]
) -> list[Beside]:
    """Return what can be compared with, the proposed one first.

    Only areas of the same division where the action does not work, and that have a figure in every period. First the rest
    of the city, when it can be counted; then the area that stood nearest when the work began.
    """
    others = [one for one in areas_of(area.division) if one.pk != area.pk]
    city = whole_city(case.pair.city)
    asked = [area, *others, *([city] if city is not None and city.pk != area.pk else [])]
    figures = joint_table([code], asked, grain(baseline.start, baseline.end))
    ground = _Ground(case.pair.city)
    taken = ground.of([area, *case.worked])
    free = [one for one in others if not ground.of([one]) & taken]
    found = [Beside(one.key, one.name, tuple(figures[code, one.key])) for one in free]
    found.sort(key=lambda one: _distance(one, baseline))
    is_alone = taken <= ground.of([area])  # the rest of the city is left alone
    if city is not None and city.pk != area.pk and metric(code).is_summable and is_alone:
        rest = _rest(figures[code, city.key], figures[code, area.key])
        found.insert(0, Beside(REST, city.name, rest))
    wanted = [(baseline.start, baseline.end), *periods]
    return [one for one in found if all(one.value_in(*period) is not None for period in wanted)]


def chosen(options: Sequence[Beside], code: str) -> Beside | None:
    """Return the one that people chose while it can be had, else the proposed one."""
    return next((one for one in options if one.code == code), options[0] if options else None)


def _distance(one: Beside, baseline: Frozen) -> tuple[float, str]:
    row = one.value_in(baseline.start, baseline.end)
    if row is None or row.value is None or baseline.value is None:
        return float("inf"), one.name
    return abs(row.value - baseline.value), one.name


def _rest(city: Series, own: Series) -> tuple[Observation, ...]:
    """Return the city's figures minus the area's own; a period that lacks one of them has none."""
    known: Mapping[Any, Observation] = {(row.start, row.end): row for row in own}
    found = []
    for row in city:
        mine = known.get((row.start, row.end))
        value = None if row.value is None or mine is None or mine.value is None else row.value - mine.value
        usable = value if value is not None and value >= 0 else None
        found.append(replace(row, value=usable, low=None, high=None, row=None))
    return tuple(found)


class _Ground:
    """The smallest areas that each area of a city is made of, from one question: what two areas share of them they share."""

    def __init__(self, city: City) -> None:
        links: Any = Area.parts.through
        rows = links.objects.filter(from_area__division__city=city).values_list("from_area", "to_area")
        self.parts: dict[int, set[int]] = defaultdict(set)
        for whole, part in rows:
            self.parts[whole].add(part)

    def of(self, areas: Iterable[Area]) -> set[int]:
        level, found, seen = {area.pk for area in areas}, set[int](), set[int]()
        while level:
            seen |= level
            found |= {pk for pk in level if pk not in self.parts}
            level = {part for pk in level for part in self.parts.get(pk, ())} - seen
        return found
