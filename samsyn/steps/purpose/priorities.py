"""The city's priorities in step 3: what the pair answers, which goals answer to each, and what a goal can choose among."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from samsyn.places.models import AreaPair
from samsyn.priorities.models import Priority
from samsyn.priorities.queries import PriorityShown, offered, priorities_now
from samsyn.steps.purpose.models import Goal, Purpose
from samsyn.steps.purpose.queries import goals
from samsyn.ui.clock import today


@dataclass(frozen=True)
class OnTheTable:
    """A priority of the city with the pair's answer and the goals that answer to it."""

    shown: PriorityShown
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class YearShown:
    """The priorities of one year."""

    year: int
    rows: tuple[OnTheTable, ...]


def priorities_shown(pair: AreaPair, *, on: date) -> list[YearShown]:
    """Return what the city has decided for this year and the next, by year; nothing for the whole city itself."""
    if pair.is_whole:
        return []
    found = priorities_now(pair, on=on)
    if not found:
        return []
    answering: dict[UUID, list[Goal]] = {}
    for goal in goals(pair):
        if goal.priority_key is not None:
            answering.setdefault(goal.priority_key, []).append(goal)
    rows = [OnTheTable(one, tuple(answering.get(one.row.key, ()))) for one in found]
    years = dict.fromkeys(row.shown.year for row in rows)
    return [YearShown(year, tuple(row for row in rows if row.shown.year == year)) for year in years]


def to_answer(purpose: Purpose, goal: Goal | None, due: object) -> list[Priority]:
    """Return the priorities that a goal can answer to: this year's, the next one's and those of the year when it is due.

    due  a date, an ISO date as typed, or nothing
    """
    this = today().year
    written = str(due or "")[:4]
    years = {this, this + 1, *([int(written)] if written.isdecimal() else [])}
    return offered(purpose.pair.city_id, years, keep=goal.priority_key if goal is not None else None)
