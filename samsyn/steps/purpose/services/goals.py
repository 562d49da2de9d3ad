"""Goals: what shall have changed, how much and by when, with the indicator that shows it."""

from __future__ import annotations

from datetime import date
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.places.models import Area
from samsyn.records.joint.services import (
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
)
from samsyn.steps.purpose.models import Goal, Indicator, Purpose
from samsyn.steps.purpose.services.checked import checked, must_have_room
from samsyn.steps.purpose.words import label
from samsyn.ui.clock import now


class Said(TypedDict, total=False):
    """What a person says of a goal. A goal may be saved before all of it is known; the checks say what is lacking.

    baseline_reference  a figure of the newest decided edition, as `queries.baselines` names it: it gives metric, area
                        and baseline
    metric, area        without a reference: what will be measured, its baseline not yet chosen
    own_measure, unit   something the parties count themselves; `baseline` is then what they say it is
    baseline, target    a count, or a share between 0 and 1
    priority_key        of a priority that the city has decided, or None
    periods, answers    see `Goal`
    """

    statement: Required[str]
    level: Required[str]
    kind: Required[str]
    direction: Required[str]
    metric: str
    area: Area | None
    own_measure: str
    unit: str
    baseline_reference: str
    baseline: float | None
    target: float | None
    due_on: date | None
    source: str
    measured_by: str
    why: str
    periods: int
    answers: int | None
    priority_key: UUID | None


@transaction.atomic
def add_goal(*, purpose: Purpose, by: Member, **said: Unpack[Said]) -> Goal:
    """Add a goal last to a purpose that is not decided, and log it. Raises UserError for what cannot be saved."""
    held = open_for_change(purpose, by=by)
    must_have_room(held)
    goal, indicator = checked(held, dict(said))
    made = Goal.objects.create(
        purpose=held,
        position=next_position(Goal.objects.filter(purpose=held)),
        added_by=by,
        added_at=now(),
        **goal,
    )
    made.indicator = Indicator.objects.create(goal=made, **indicator)
    record(
        Event.GOAL_ADDED,
        made,
        by=by,
        pair_id=held.pair_id,
        purpose=held.pk,
        level=str(made.level),
        metric=made.indicator.metric,
    )
    return made


@transaction.atomic
def change_goal(*, goal: Goal, version: int, by: Member, **said: Unpack[Said]) -> Goal:
    """Change everything that a goal says and log it. A baseline that was chosen before is kept as it was.

    version  `Goal.version` as it was read; raises StaleError when somebody has saved or removed it since
    """
    held = open_for_change(goal.purpose, by=by)
    row = locked_piece(goal)
    must_be_current(row, version, theirs=label(row))
    fields, indicator = checked(held, dict(said), before=row)
    _set(row, {**fields, "version": row.version + 1})
    _set(row.indicator, indicator)
    record(
        Event.GOAL_CHANGED,
        row,
        by=by,
        pair_id=held.pair_id,
        purpose=held.pk,
        level=str(row.level),
        metric=row.indicator.metric,
        version=row.version,
    )
    return row


def _set(row: Goal | Indicator, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


@transaction.atomic
def remove_goal(*, goal: Goal, version: int, by: Member) -> None:
    """Take a goal out of the text and log it. The row stays: what hangs on its key shows a break."""
    held = open_for_change(goal.purpose, by=by)
    row = locked_piece(goal)
    must_be_current(row, version, theirs=label(row))
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.GOAL_REMOVED, row, by=by, pair_id=held.pair_id, purpose=held.pk, version=row.version)
