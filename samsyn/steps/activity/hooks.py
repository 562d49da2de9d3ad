"""What the apps above do when a plan is decided: they register here, so that this app knows nothing of them."""

from __future__ import annotations

from collections.abc import Callable

from samsyn.people.models import Member
from samsyn.steps.activity.models import ActionPlan

PlanDecided = Callable[[ActionPlan, Member], None]
_callbacks: list[PlanDecided] = []


def after_plan_decided(callback: PlanDecided) -> PlanDecided:
    """Let the callback run with (plan, by) when both parties have decided a plan, in the same transaction."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def plan_decided(plan: ActionPlan, *, by: Member) -> None:
    """Tell everybody who asked."""
    for callback in _callbacks:
        callback(plan, by)
