"""What is done of each activity, how far one should have come, and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Sum

from samsyn.places.models import AreaPair
from samsyn.steps.activity.models import ActionPlan, Activity, Progress
from samsyn.steps.activity.queries.plans import actions_of, activities, current_plan, decided_plans
from samsyn.ui.clock import today


def expected(activity: Activity, on: date) -> int | None:
    """Return how much should be done when the day begins, evenly over the period; None without a number.

    >>> half = Activity(amount=60, period_start=date(2026, 1, 1), period_end=date(2026, 3, 2))
    >>> expected(half, date(2026, 1, 31))
    30
    """
    if activity.amount is None:
        return None
    span = (activity.period_end - activity.period_start).days
    gone = min(max((on - activity.period_start).days, 0), span)
    return activity.amount * gone // span


@dataclass(frozen=True)
class Tally:
    """One activity with what is done of it on a day.

    expected  how much should be done when the day begins, or None without a number
    last_on   the last day that something was counted, or None
    """

    activity: Activity
    done: int
    expected: int | None
    last_on: date | None
    on: date

    @property
    def amount(self) -> int | None:
        return self.activity.amount

    @property
    def is_reached(self) -> bool:
        return self.amount is not None and self.done >= self.amount

    @property
    def is_started(self) -> bool:
        return self.activity.period_start <= self.on

    @property
    def is_over(self) -> bool:
        return self.activity.period_end <= self.on

    @property
    def behind(self) -> int:
        """How many are lacking of those that should be done by now."""
        return max((self.expected or 0) - self.done, 0)

    @property
    def is_late(self) -> bool:
        """Whether the period is over with too little done: less than the number, or nothing at all."""
        return self.is_over and (not self.is_reached if self.amount else self.done == 0)

    @property
    def needs_hand(self) -> bool:
        """Whether somebody has to do something: behind the plan, or over and not done."""
        return self.is_late or (self.is_started and not self.is_over and self.behind > 0)

    @property
    def share(self) -> float:
        """The part done, from 0 to 1."""
        return min(self.done / self.amount, 1.0) if self.amount else 0.0

    @property
    def mark(self) -> float:
        """Where today's mark stands on the bar, from 0 to 1."""
        return (self.expected or 0) / self.amount if self.amount else 0.0


def _standing(keys: Iterable[UUID]) -> dict[UUID, tuple[int, date]]:
    rows = (
        Progress.objects.filter(activity_key__in=list(keys), undone_at=None)
        .order_by()
        .values_list("activity_key")
        .annotate(done=Sum("count"), last=Max("on"))
    )
    return {key: (done, last) for key, done, last in rows}


def done_counts(keys: Iterable[UUID]) -> dict[UUID, int]:
    """Return how much is counted of each activity, by key. Undone counts are left out, and so is nothing at all."""
    return {key: done for key, (done, _last) in _standing(keys).items()}


def tallies(rows: Sequence[Activity], *, on: date | None = None) -> list[Tally]:
    """Return each activity with what is done of it by the day (today)."""
    day, counted = on or today(), _standing(row.key for row in rows)
    return [
        Tally(
            row,
            counted.get(row.key, (0, None))[0],
            expected(row, day),
            counted.get(row.key, (0, None))[1],
            day,
        )
        for row in rows
    ]


def late_activities(pair: AreaPair, *, on: date | None = None) -> list[Tally]:
    """Return the activities of the plan in force whose period is over with too little done, longest over first."""
    day = on or today()
    plan = current_plan(pair, on=day)
    if plan is None or plan not in decided_plans(pair):
        return []
    found = [tally for tally in tallies(activities(actions_of([plan])), on=day) if tally.is_late]
    return sorted(found, key=lambda tally: (tally.activity.period_end, tally.activity.pk))


@dataclass(frozen=True)
class Counted:
    """What was counted of an activity that the plan no longer has."""

    activity: Activity
    done: int
    last_on: date


def counted_outside(plan: ActionPlan) -> list[Counted]:
    """Return what is counted in earlier versions of the plan on activities that this version does not have."""
    here = {row.key for row in activities(actions_of([plan]))}
    rows = (
        Progress.objects.filter(activity__action__plan__key=plan.key, undone_at=None)
        .exclude(activity_key__in=here)
        .select_related("activity__action")
        .order_by("pk")
    )
    latest = {row.activity_key: row.activity for row in rows}
    return [Counted(latest[key], done, last) for key, (done, last) in _standing(latest).items()]
