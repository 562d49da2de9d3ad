"""Plans of a pair, their actions and activities, and the edition that is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Action, ActionPlan, Activity
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import today


def plans(pair: AreaPair) -> list[ActionPlan]:
    """Return the newest standing version of each plan of the pair, the latest period first."""
    rows = (
        ActionPlan.objects.filter(pair=pair)
        .standing()
        .defer("canonical")
        .select_related("edition", "forum", "added_by")
        .order_by("number")
    )
    newest = {row.key: row for row in rows}
    for row in newest.values():
        row.pair = pair
    return sorted(newest.values(), key=lambda row: (row.period_start, row.pk), reverse=True)


def decided_plans(pair: AreaPair) -> list[ActionPlan]:
    """Return the pair's decided plans, each in its version in force, the latest period first."""
    rows = ActionPlan.objects.filter(pair=pair, state=JointState.DECIDED).defer("canonical")
    found = list(rows.select_related("edition", "forum").order_by("-period_start", "-pk"))
    for row in found:
        row.pair = pair
    return found


def current_plan(pair: AreaPair, *, on: date | None = None) -> ActionPlan | None:
    """Return the decided plan whose period holds the day (today); else the one that began last; else a draft, or None."""
    day = on or today()
    decided = decided_plans(pair)
    started = [plan for plan in decided if plan.period_start <= day]
    under_way = [plan for plan in started if plan.is_under_way(day)]
    for found in (under_way, started, decided[::-1], plans(pair)):
        if found:
            return found[0]
    return None


def _of_actions(rows: Any) -> Any:
    return rows.standing().select_related(
        "plan", "cause__picture", "goal__purpose__problem", "added_by__organisation"
    )


def actions_of(plans: Iterable[ActionPlan]) -> list[Action]:
    """Return the standing actions of the plans, in their order."""
    known = {plan.pk: plan for plan in plans}
    rows = list(_of_actions(Action.objects.filter(plan__in=known)))
    for row in rows:
        row.plan = known[row.plan_id]
    return rows


def actions(pair: AreaPair) -> list[Action]:
    """Return the standing actions of the newest standing version of each plan."""
    return actions_of(plans(pair))


def current_action(key: UUID) -> Action | None:
    """Return the action as the newest standing version of its plan has it, or None."""
    rows = _of_actions(Action.objects.filter(key=key))
    found: Action | None = (
        rows.filter(plan__state__in=(JointState.DRAFT, JointState.IN_REVIEW, JointState.DECIDED))
        .order_by("-plan__number")
        .first()
    )
    return found


def activities(actions: Iterable[Action]) -> list[Activity]:
    """Return the standing activities of the actions, in their order."""
    known = {action.pk: action for action in actions}
    rows = (
        Activity.objects.filter(action__in=known)
        .standing()
        .select_related("place", "area__division", "doer")
        .defer("area__geometry")
        .order_by("action__position", "action", "position", "pk")
    )
    found = list(rows)
    for row in found:
        row.action = known[row.action_id]
    return found


def latest_edition(pair: AreaPair) -> Edition | None:
    """Return the pair's newest decided edition, or None."""
    rows = Edition.objects.filter(picture__pair=pair, state=EditionState.DECIDED)
    return rows.defer("canonical").order_by("-number").first()


def edition_now(plan: ActionPlan) -> Edition | None:
    """Return the edition in force when it is another than the one that the plan rests on, else None."""
    newest = latest_edition(plan.pair)
    if newest is None or plan.edition_id in (None, newest.pk):
        return None
    return newest
