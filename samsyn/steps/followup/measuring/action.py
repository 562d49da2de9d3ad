"""The action that is followed up: its activities, when and where it works, and the goals it serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from samsyn.places.models import Area, AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Action, Activity
from samsyn.steps.activity.queries import activities
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.purpose.models import Goal, OutcomeLevel
from samsyn.steps.purpose.queries import goals_of


@dataclass(frozen=True)
class Measured:
    """The action as its decided plan has it, else as it stood when the follow-up was planned.

    begins_on  the first day of its first activity, else of the plan
    goals      all standing goals of its problem; `effect_goal` is the one whose indicator tells whether it helped
    worked     the areas where it works
    """

    pair: AreaPair
    action: Action
    activities: tuple[Activity, ...]
    begins_on: date
    problem: ProblemPicture | None
    goals: tuple[Goal, ...]
    effect_goal: Goal | None
    worked: tuple[Area, ...]


def measured_action(followup: FollowUp) -> Measured:
    """Return the action of a follow-up with what hangs on it."""
    action = in_force(followup.action_key) or followup.action
    rows = tuple(activities([action]))
    problem = problem_of(action)
    goals = tuple(goals_of(problem)) if problem is not None else ()
    return Measured(
        pair=followup.pair,
        action=action,
        activities=rows,
        begins_on=begins_on(action, rows),
        problem=problem,
        goals=goals,
        effect_goal=_effect_goal(action, goals),
        worked=tuple(_worked(followup.pair, rows)),
    )


def in_force(key: UUID) -> Action | None:
    """Return the action as its decided plan has it: what a draft of the plan says is promised by nobody yet."""
    rows = Action.objects.filter(key=key, plan__state=JointState.DECIDED).standing()
    found: Action | None = (
        rows.select_related("plan", "cause__picture", "goal__purpose__problem")
        .order_by("-plan__number")
        .first()
    )
    return found


def begins_on(action: Action, rows: Iterable[Activity] | None = None) -> date:
    """Return the first day of the action."""
    known = activities([action]) if rows is None else rows
    return min((row.period_start for row in known), default=action.plan.period_start)


def problem_of(action: Action) -> ProblemPicture | None:
    """Return the problem that the action works against: its goal's, else its cause's."""
    if action.goal is not None:
        return action.goal.purpose.problem
    return action.cause.picture if action.cause is not None else None


def _effect_goal(action: Action, goals: Iterable[Goal]) -> Goal | None:
    """Return the action's own goal when it is about effect, else the problem's first such goal."""
    effects = [goal for goal in goals if goal.level == OutcomeLevel.EFFECT]
    own = action.goal.key if action.goal is not None else None
    return next((goal for goal in effects if goal.key == own), effects[0] if effects else None)


def _worked(pair: AreaPair, rows: Iterable[Activity]) -> list[Area]:
    """Return where the activities are done; one without place works in the whole area of the pair."""
    found: dict[Any, Area] = {}
    for row in rows:
        area = row.area or (row.place.area if row.place is not None else None) or pair.city_area
        found[area.pk] = area
    return list(found.values()) or [pair.city_area]
