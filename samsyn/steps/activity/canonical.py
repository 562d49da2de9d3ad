"""What both parties decide of an action plan, as plain values and codes. No clock, no language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samsyn.records.models import Waiver
from samsyn.records.waivers import waivers_of
from samsyn.steps.activity.models import Action, ActionPlan, Activity
from samsyn.steps.activity.queries.plans import actions_of, activities


def contents(plan: ActionPlan) -> dict[str, Any]:
    """Return the whole plan: period, edition, forum, and each action with its reasons, exceptions and activities."""
    rows = actions_of([plan])
    work: dict[int, list[Activity]] = {}
    for activity in activities(rows):
        work.setdefault(activity.action_id, []).append(activity)
    waivers = waivers_of(row.key for row in rows)
    return {
        "pair": plan.pair.slug,
        "title": plan.title,
        "period": {"start": plan.period_start.isoformat(), "end": plan.period_end.isoformat()},
        "edition": (
            {"number": plan.edition.number, "checksum": plan.edition.checksum} if plan.edition else None
        ),
        "forum": plan.forum.name if plan.forum else "",
        "actions": [
            _action(
                row, work.get(row.pk, []), [one for (key, _rule), one in waivers.items() if key == row.key]
            )
            for row in rows
        ],
    }


def _action(row: Action, work: Iterable[Activity], waivers: Iterable[Waiver]) -> dict[str, Any]:
    return {
        "key": str(row.key),
        "kind": row.kind,
        "title": row.title,
        "how": row.how,
        "nature": row.nature,
        "method": row.method,
        "cause": {"key": str(row.cause.key), "text": row.cause.text} if row.cause else None,
        "goal": {"key": str(row.goal.key), "text": row.goal.statement} if row.goal else None,
        "expected_short": row.expected_short,
        "expected_long": row.expected_long,
        "responsible": row.responsible,
        "party": row.party,
        "followup": {
            "on": row.followup_on.isoformat() if row.followup_on else None,
            "by": row.followup_by,
            "source": row.followup_source,
        },
        "waivers": [
            {"rule": one.rule, "reason": one.reason, "party": one.party, "capacity": one.capacity}
            for one in sorted(waivers, key=lambda one: one.rule)
        ],
        "activities": [_activity(one) for one in work],
    }


def _activity(row: Activity) -> dict[str, Any]:
    return {
        "key": str(row.key),
        "text": row.text,
        "amount": row.amount,
        "unit": row.unit,
        "place": row.place.name if row.place else "",
        "area": row.area.name if row.area else "",
        "period": {"start": row.period_start.isoformat(), "end": row.period_end.isoformat()},
        "responsible": row.responsible,
        "doer": row.doer.name if row.doer else "",
        "within_hours": row.within_hours,
    }
