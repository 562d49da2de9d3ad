"""What a clause can point at in a pair: its problems, goals and actions, each once whatever its version, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from samsyn.agreements.models import TargetKind
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Action
from samsyn.steps.activity.queries.plans import actions_of, decided_plans, plans
from samsyn.steps.problem.models import ProblemPicture, Weight
from samsyn.steps.problem.queries import pictures
from samsyn.steps.purpose.models import Goal, Purpose
from samsyn.steps.purpose.queries import goals_by_purpose, purposes
from samsyn.ui.clock import today

What = tuple[str, UUID]  # kind and key


@dataclass(frozen=True)
class Thing:
    """A problem, a goal or an action.

    is_in_force         both have decided it, and it is not set aside or over
    is_open_to_point_at it stands: decided or being prepared
    problem             key of the problem that it is about, or None
    """

    kind: str
    key: UUID
    title: str
    url: str
    is_in_force: bool
    is_open_to_point_at: bool = True
    problem: UUID | None = None

    @property
    def what(self) -> What:
        return self.kind, self.key


def things(pair: AreaPair) -> dict[What, Thing]:
    """Return everything in the pair that a clause can point at: problems first, then goals, then actions."""
    found: dict[What, Thing] = {}
    for thing in (*_problems(pair), *_goals(pair), *_actions(pair)):
        known = found.get(thing.what)
        if known is None or (thing.is_in_force and not known.is_in_force):
            found[thing.what] = thing
    return found


def _problems(pair: AreaPair) -> list[Thing]:
    decided = {
        row.key: row
        for row in ProblemPicture.objects.filter(pair=pair, state=JointState.DECIDED).defer("canonical")
    }
    rows = []
    for newest in pictures(pair):
        row = decided.get(newest.key, newest)
        row.pair = pair
        is_aside = row.weight == Weight.SET_ASIDE
        holds = row.state == JointState.DECIDED and not is_aside
        rows.append(
            Thing(
                TargetKind.PROBLEM.value,
                row.key,
                row.title,
                row.get_absolute_url(),
                holds,
                not is_aside,
                row.key,
            )
        )
    return rows


def _goals(pair: AreaPair) -> list[Thing]:
    """The goals of decided purposes, and those that only a draft has."""
    decided = list(
        Purpose.objects.filter(pair=pair, state=JointState.DECIDED)
        .defer("canonical")
        .select_related("problem")
    )
    for row in decided:
        row.pair = pair
    rows = [_goal(goal, is_decided=True) for goals in goals_by_purpose(decided).values() for goal in goals]
    drafts = [row for row in purposes(pair) if row.state != JointState.DECIDED]
    return [
        *rows,
        *(_goal(goal, is_decided=False) for goals in goals_by_purpose(drafts).values() for goal in goals),
    ]


def _goal(goal: Goal, *, is_decided: bool) -> Thing:
    url = f"{goal.purpose.get_absolute_url()}#mal-{goal.pk}"
    return Thing(
        TargetKind.GOAL.value, goal.key, goal.statement, url, is_decided, problem=goal.purpose.problem.key
    )


def _actions(pair: AreaPair) -> list[Thing]:
    """The actions of decided plans whose period is not over, and those that only a draft has."""
    day = today()
    rows = [_action(one, holds=one.plan.period_end > day) for one in actions_of(decided_plans(pair))]
    drafts = [plan for plan in plans(pair) if plan.state != JointState.DECIDED]
    return [*rows, *(_action(one, holds=False) for one in actions_of(drafts))]


def _action(action: Action, *, holds: bool) -> Thing:
    is_over = action.plan.state == JointState.DECIDED and not holds
    return Thing(
        TargetKind.ACTION.value,
        action.key,
        action.title,
        action.plan.get_absolute_url(),
        holds,
        is_open_to_point_at=not is_over,
        problem=_problem_of(action),
    )


def _problem_of(action: Action) -> UUID | None:
    if action.goal is not None:
        return action.goal.purpose.problem.key
    return action.cause.picture.key if action.cause is not None else None
