"""Reading the city's priorities: what is decided for a year, and what each area pair has answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from samsyn.places.models import AreaPair
from samsyn.priorities.models import Priority, PriorityAnswer, PriorityList
from samsyn.records.joint.workflow import JointState


@dataclass(frozen=True)
class PriorityShown:
    """A chosen priority with the answer of one pair, None when it has not answered."""

    row: Priority
    answer: PriorityAnswer | None

    @property
    def year(self) -> int:
        return self.row.list.year

    @property
    def is_refused(self) -> bool:
        return self.answer is not None and not self.answer.is_taken_up


def decided_list(city: int, year: int) -> PriorityList | None:
    """Return the list of a city (primary key) that both chiefs have decided for the year, or None."""
    rows = PriorityList.objects.filter(pair__city=city, year=year, state=JointState.DECIDED)
    found: PriorityList | None = rows.select_related("pair__city").defer("canonical").order_by("-pk").first()
    return found


def standing_list(pair: AreaPair, year: int) -> PriorityList | None:
    """Return the newest version of the year's list of the pair of the whole city: a draft too; None when none is begun."""
    rows = PriorityList.objects.filter(pair=pair, year=year).standing().defer("canonical")
    found: PriorityList | None = rows.order_by("-number").first()
    if found is not None:
        found.pair = pair
    return found


def chosen_of(row: PriorityList) -> list[Priority]:
    """Return the chosen priorities in their order."""
    found = list(Priority.objects.filter(list=row, is_chosen=True).standing().order_by("rank", "position"))
    for one in found:
        one.list = row
    return found


def aside_of(row: PriorityList) -> list[Priority]:
    """Return what was set aside, in the order in which it was proposed."""
    found = list(Priority.objects.filter(list=row, is_chosen=False).standing().order_by("position", "pk"))
    for one in found:
        one.list = row
    return found


def priorities_for(pair: AreaPair, year: int) -> list[PriorityShown]:
    """Return the chosen priorities of the city's decided list for the year, each with the pair's answer."""
    row = decided_list(pair.city_id, year)
    if row is None:
        return []
    chosen = chosen_of(row)
    answers = answers_of(pair, [one.key for one in chosen])
    return [PriorityShown(one, answers.get(one.key)) for one in chosen]


def priorities_now(pair: AreaPair, *, on: date) -> list[PriorityShown]:
    """Return what is decided for the year of the day and for the next, the earlier first."""
    return [one for year in (on.year, on.year + 1) for one in priorities_for(pair, year)]


def answers_of(pair: AreaPair, keys: Iterable[UUID]) -> dict[UUID, PriorityAnswer]:
    """Return the pair's newest answer to each priority, by key."""
    rows = PriorityAnswer.objects.filter(pair=pair, priority_key__in=list(keys))
    return {row.priority_key: row for row in rows.select_related("by").order_by("at", "pk")}


def answers_to(key: UUID) -> dict[int, PriorityAnswer]:
    """Return the newest answer of each pair to one priority, by the pair's primary key."""
    rows = PriorityAnswer.objects.filter(priority_key=key).select_related("by", "pair")
    return {row.pair_id: row for row in rows.order_by("at", "pk")}


def decided_priority(city: int, key: UUID) -> Priority | None:
    """Return a priority that the city has chosen, whichever year, as the decided list has it; None when none has it."""
    rows = Priority.objects.filter(
        key=key, is_chosen=True, list__pair__city=city, list__state=JointState.DECIDED
    )
    found: Priority | None = rows.standing().select_related("list__pair").defer("list__canonical").first()
    return found


def offered(city: int, years: Iterable[int], *, keep: UUID | None = None) -> list[Priority]:
    """Return what a goal can answer to: the chosen of the decided lists of the years, and the one it answers to already."""
    found = [
        one
        for year in sorted(set(years))
        if (row := decided_list(city, year)) is not None
        for one in chosen_of(row)
    ]
    if keep is not None and keep not in {one.key for one in found}:
        kept = decided_priority(city, keep)
        found = [kept, *found] if kept is not None else found
    return found
