"""Writing actions: each answers a cause and serves a goal, or carries a signed exception."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import (
    locked,
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
    required,
)
from samsyn.records.joint.workflow import JointState
from samsyn.records.models import Waiver
from samsyn.records.waivers import sign_waiver
from samsyn.steps.activity.models import Action, ActionKind, ActionPlan, Nature
from samsyn.steps.activity.rules import RULES, WITHOUT_CAUSE
from samsyn.steps.method import library
from samsyn.steps.problem.models import Cause
from samsyn.steps.purpose.models import Goal
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

WORDS = (
    "title",
    "how",
    "method",
    "expected_short",
    "expected_long",
    "responsible",
    "followup_by",
    "followup_source",
)


@transaction.atomic
def add_action(
    *,
    plan: ActionPlan,
    kind: str,
    title: str,
    nature: str,
    by: Member,
    cause: Cause | None = None,
    goal: Goal | None = None,
    how: str = "",
    method: str = "",
    expected_short: str = "",
    expected_long: str = "",
    responsible: str = "",
    party: str = "",
    followup_on: date | None = None,
    followup_by: str = "",
    followup_source: str = "",
) -> Action:
    """Add an action last in the plan. Without a party it is the writer's own."""
    held = open_for_change(plan, by=by)
    said = {
        "title": title,
        "how": how,
        "method": method,
        "expected_short": expected_short,
        "expected_long": expected_long,
        "responsible": responsible,
        "followup_by": followup_by,
        "followup_source": followup_source,
    }
    action = Action.objects.create(
        plan=held,
        position=next_position(held.actions.all()),
        added_by=by,
        added_at=now(),
        followup_on=followup_on,
        **_checked(held.pair, by, kind=kind, nature=nature, cause=cause, goal=goal, party=party, **said),
    )
    record(Event.ACTION_ADDED, action, by=by, pair_id=held.pair_id, plan=held.pk, kind=action.kind)
    return action


@transaction.atomic
def change_action(
    *,
    action: Action,
    version: int,
    by: Member,
    kind: str,
    title: str,
    nature: str,
    cause: Cause | None = None,
    goal: Goal | None = None,
    how: str = "",
    method: str = "",
    expected_short: str = "",
    expected_long: str = "",
    responsible: str = "",
    party: str = "",
    followup_on: date | None = None,
    followup_by: str = "",
    followup_source: str = "",
) -> Action:
    """Change an action. `version` is the one that the person read; a later one raises StaleError."""
    held = open_for_change(action.plan, by=by)
    row = locked_piece(action)
    must_be_current(row, version, theirs=f"{row.title}\n\n{row.how}".strip())
    said = {
        "title": title,
        "how": how,
        "method": method,
        "expected_short": expected_short,
        "expected_long": expected_long,
        "responsible": responsible,
        "followup_by": followup_by,
        "followup_source": followup_source,
    }
    changed = _checked(held.pair, by, kind=kind, nature=nature, cause=cause, goal=goal, party=party, **said)
    for name, value in changed.items():
        setattr(row, name, value)
    row.followup_on, row.version = followup_on, row.version + 1
    row.save(update_fields=[*changed, "followup_on", "version"])
    record(Event.ACTION_CHANGED, row, by=by, pair_id=held.pair_id, plan=held.pk, version=row.version)
    return row


@transaction.atomic
def remove_action(*, action: Action, version: int, by: Member) -> None:
    """Take an action out of a plan that can still change. What is counted on its activities stays counted."""
    held = open_for_change(action.plan, by=by)
    row = locked_piece(action)
    must_be_current(row, version, theirs=row.title)
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.ACTION_REMOVED, row, by=by, pair_id=held.pair_id, plan=held.pk, version=row.version)


@transaction.atomic
def sign_exception(*, action: Action, rule: str, reason: str, by: Member) -> Waiver:
    """Sign that an action goes without cause or goal, with the reason. It stands beside the action for ever.

    Refused while the plan is on review: the exception is part of the text that both are reading.
    """
    held = locked(action.plan)
    row = locked_piece(action)
    if rule not in RULES or held.state not in (JointState.DRAFT, JointState.DECIDED) or row.removed_at:
        raise UserError(
            _(
                "Undantaget sparades inte. Planen är %(state)s, och då står texten fast. "
                "Begär ändring av den först, eller ladda om sidan och se vad som gäller."
            )
            % {"state": held.get_state_display()}
        )
    if (row.cause_id if rule == WITHOUT_CAUSE else row.goal_id) is not None:
        raise UserError(
            _(
                "Undantaget sparades inte. Åtgärden har redan det som undantaget gäller. "
                "Ladda om sidan och läs åtgärden."
            )
        )
    return sign_waiver(pair=held.pair, piece=row, rule=rule, reason=reason, by=by)


def _checked(
    pair: AreaPair,
    by: Member,
    *,
    kind: str,
    nature: str,
    cause: Cause | None,
    goal: Goal | None,
    party: str,
    **said: str,
) -> dict[str, Any]:
    """Return the fields of an action as they are saved, or raise UserError."""
    _must_be_choices(kind, nature, party or by.party)
    _must_be_of(pair, cause, goal)
    words = {name: said[name].strip() for name in WORDS}
    words["title"] = required(said["title"], what=_("Åtgärdens namn"))
    if words["method"] and library.method(words["method"]) is None:
        raise UserError(
            _(
                "Åtgärden sparades inte. Metoden finns inte i metodbiblioteket. "
                "Välj en metod i listan, eller ingen."
            )
        )
    return {
        "kind": kind,
        "nature": nature,
        "party": party or by.party,
        "cause": cause,
        "goal": goal,
        **words,
    }


def _must_be_choices(kind: str, nature: str, party: str) -> None:
    if kind in ActionKind.values and nature in Nature.values and party in Party.values:
        return
    raise UserError(
        _(
            "Åtgärden sparades inte. Slag, situationell eller social, eller part är inte något av valen. "
            "Välj i listorna och spara igen."
        )
    )


def _must_be_of(pair: AreaPair, cause: Cause | None, goal: Goal | None) -> None:
    """Raise UserError when the cause or the goal is another pair's, or somebody has removed it."""
    if cause is not None and (cause.removed_at is not None or cause.picture.pair_id != pair.pk):
        raise UserError(
            _(
                "Åtgärden sparades inte. Orsaken finns inte längre i områdets problembilder. "
                "Välj en annan orsak och spara igen."
            )
        )
    if goal is not None and (goal.removed_at is not None or goal.purpose.pair_id != pair.pk):
        raise UserError(
            _(
                "Åtgärden sparades inte. Målet finns inte längre bland områdets mål. "
                "Välj ett annat mål och spara igen."
            )
        )
