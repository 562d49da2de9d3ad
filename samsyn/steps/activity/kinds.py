"""The action plan as a joint matter: its text, its checks, and what follows when both have decided it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member
from samsyn.records.checks import Check
from samsyn.records.joint.copying import copy_rows
from samsyn.records.joint.kinds import Contents, Kind, Text
from samsyn.steps.activity import checks, hooks, wording
from samsyn.steps.activity.canonical import contents
from samsyn.steps.activity.models import ActionPlan
from samsyn.steps.activity.queries.plans import actions_of, activities
from samsyn.steps.activity.queries.reasons import causes_in_force, goals_in_force


class PlanKind(Kind[ActionPlan]):
    code = "atgardsplan"
    step = 5
    name = _("åtgärdsplan")
    law = _("5 § lag (2023:196): med lägesbilden som underlag ska kommunen besluta om en åtgärdsplan.")
    model = ActionPlan

    def title(self, row: ActionPlan) -> str:
        return row.title

    def contents(self, row: ActionPlan) -> dict[str, Any]:
        return contents(row)

    def texts(self, contents: Contents) -> list[Text]:
        return wording.texts(contents)

    def checks(self, row: ActionPlan) -> list[Check]:
        return checks.run(row)

    def fields(self, row: ActionPlan) -> dict[str, Any]:
        return {
            "title": row.title,
            "period_start": row.period_start,
            "period_end": row.period_end,
            "edition": row.edition,
            "forum": row.forum,
        }

    def copy_pieces(self, old: ActionPlan, new: ActionPlan) -> None:
        """Copy actions and activities, keys and all; a cause or goal that has a newer decided text is that one."""
        rows = actions_of([old])
        reasons: dict[str, Mapping[int, Any]] = {
            "cause": causes_in_force(row.cause for row in rows if row.cause is not None),
            "goal": goals_in_force(row.goal for row in rows if row.goal is not None),
        }
        made = copy_rows(rows, remap=reasons, plan=new)
        copy_rows(activities(rows), remap={"action": made})

    def after_decision(self, row: ActionPlan, *, by: Member) -> None:
        hooks.plan_decided(row, by=by)
