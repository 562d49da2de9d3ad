"""A whole plan of Norr, in draft and decided."""

from __future__ import annotations

from types import SimpleNamespace

from samsyn.steps.activity.tests import world
from tests.worlds import shared


@shared
def reasons(norr, astrid):
    """A decided problem with a cause and a goal, and a decided edition."""
    edition = world.edition_of(norr, by=astrid)
    problem = world.problem_of(norr, by=astrid)
    return SimpleNamespace(
        edition=edition,
        problem=problem,
        cause=world.cause_of(problem, by=astrid),
        goal=world.goal_of(problem, by=astrid),
    )


@shared
def draft(norr, astrid, bo, reasons):
    """A draft of which every check holds: one action of the police with one activity, at least 100 times."""
    plan = world.whole_plan(norr, by=astrid)
    action = world.whole_action(plan, by=bo, cause=reasons.cause, goal=reasons.goal)
    activity = world.whole_activity(action, by=bo, place=world.place_of(norr), doer=bo.organisation)
    return SimpleNamespace(plan=plan, action=action, activity=activity)


@shared
def decided(draft, astrid, bo):
    """The same plan, decided by both."""
    plan = world.decide(draft.plan, city=astrid, police=bo)
    return SimpleNamespace(plan=plan, action=draft.action, activity=draft.activity)


@shared
def built(cast, norr):
    return world.build(cast, norr)
