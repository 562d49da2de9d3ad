"""What a medborgarlöfte rests on: every text behind what the residents read."""

from __future__ import annotations

from typing import Any

from samsyn.agreements.models import CitizenPromise
from samsyn.steps.activity.queries.field import in_force
from samsyn.steps.problem.models import Evidence, ProblemPicture
from samsyn.steps.situation.models import Finding


def texts_behind(promise: CitizenPromise) -> list[Any]:
    """Return the promise, its agreement, the activities it counts, and each one's action, plan, goal, purpose and problem."""
    found: list[Any] = [promise, *([promise.agreement] if promise.agreement else [])]
    for commitment in promise.commitments.standing().exclude(activity_key=None):
        activity = in_force(commitment.activity_key) if commitment.activity_key else None
        if activity is None:
            continue
        action = activity.action
        found += [activity, action, action.plan]
        if action.goal is not None:
            found += [action.goal, action.goal.purpose, action.goal.purpose.problem]
        if action.cause is not None:
            found.append(action.cause.picture)
    return found


def findings_behind(texts: list[Any]) -> list[Finding]:
    """Return the findings that the problem pictures among the texts rest on."""
    problems = [row.pk for row in texts if isinstance(row, ProblemPicture)]
    rows = Evidence.objects.filter(picture__in=problems).standing().exclude(finding=None)
    return list(Finding.objects.filter(pk__in=rows.values("finding")).select_related("picture__pair"))
