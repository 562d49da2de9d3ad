"""The secrecy class of an action plan, its actions and activities."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samsyn.secrecy.kinds import register, versioned
from samsyn.steps.activity.models import Action, ActionPlan, Activity


def register_all() -> None:
    register(versioned(ActionPlan, label=_("åtgärdsplan"), heading=lambda row: str(row.title)))
    register(
        versioned(
            Action,
            label=_("åtgärd"),
            heading=lambda row: str(row.title),
            matter="plan",
            url=lambda row: f"{row.plan.get_absolute_url()}#atgard-{row.pk}",
        )
    )
    register(
        versioned(
            Activity,
            label=_("aktivitet"),
            heading=lambda row: str(row.text),
            matter="action__plan",
            url=lambda row: f"{row.action.plan.get_absolute_url()}#atgard-{row.action_id}",
        )
    )
