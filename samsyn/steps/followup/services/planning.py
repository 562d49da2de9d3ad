"""Planning a follow-up: when, by whom, from what. Decided actions get theirs when the plan is decided."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import must_write, open_for_change
from samsyn.records.joint.workflow import OPEN, STANDING
from samsyn.steps.activity.models import Action, ActionPlan
from samsyn.steps.followup.measuring.action import begins_on, in_force
from samsyn.steps.followup.models import FollowUp
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError
from samsyn.ui.templatetags.numbers import day


@transaction.atomic
def plan_followup(
    *, action: Action, due_on: date, by: Member, measured_by: str = "", source: str = ""
) -> FollowUp:
    """Plan the follow-up of a decided action. One at a time: the next is planned when the last is decided.

    Raises UserError when the action is not decided, begins later than `due_on`, or has an open follow-up.
    """
    held = (
        ActionPlan.objects.select_for_update(of=("self",)).select_related("pair__city").get(pk=action.plan_id)
    )
    must_write(by, held.pair)
    if not held.is_closed:
        raise UserError(
            _(
                "Uppföljningen sparades inte. Åtgärdsplanen är %(state)s, och bara en beslutad åtgärd följs upp. "
                "Besluta planen först."
            )
            % {"state": held.get_state_display()}
        )
    _must_come_after(action, due_on)
    open_one = FollowUp.objects.filter(action_key=action.key, state__in=OPEN).first()
    if open_one is not None:
        raise UserError(
            _(
                "Uppföljningen sparades inte. Åtgärden följs redan upp %(day)s. "
                "Ändra datumet där, eller besluta den uppföljningen först."
            )
            % {"day": day(open_one.due_on)}
        )
    return _planned(action, held, due_on, measured_by, source, by)


def _must_come_after(action: Action, due_on: date) -> None:
    begins = begins_on(action)
    if due_on <= begins:
        raise UserError(
            _(
                "Uppföljningen sparades inte. Åtgärden börjar %(begins)s, och du valde %(due)s. "
                "Välj en dag efter att åtgärden har börjat."
            )
            % {"begins": day(begins), "due": day(due_on)}
        )


def _planned(
    action: Action, plan: ActionPlan, due_on: date, measured_by: str, source: str, by: Member
) -> FollowUp:
    made = FollowUp.objects.create(
        pair=plan.pair,
        action_key=action.key,
        action=action,
        due_on=due_on,
        measured_by=measured_by.strip(),
        source=source.strip(),
        added_by=by,
        added_at=now(),
    )
    record(Event.FOLLOWUP_PLANNED, made, by=by, pair_id=plan.pair_id, due_on=due_on.isoformat())
    return made


def plan_followups(plan: ActionPlan, by: Member) -> None:
    """Plan a follow-up of each action that says when and has none; called when both have decided the plan.

    A planned one that nobody has measured follows the action to its new version and day. Whoever decided last is named
    in the log; the rule asks nobody, so it raises nothing.
    """
    for action in Action.objects.filter(plan=plan).exclude(followup_on=None).standing():
        standing = FollowUp.objects.filter(action_key=action.key, state__in=STANDING).order_by("-pk").first()
        if standing is None:
            assert action.followup_on is not None
            _planned(action, plan, action.followup_on, action.followup_by, action.followup_source, by)
        elif standing.state in OPEN and standing.measured_at is None:
            _follow(standing, action, by)


def _follow(row: FollowUp, action: Action, by: Member) -> None:
    """Let a planned follow-up stand on the action as it is decided now."""
    fields = {
        "action": action,
        "due_on": action.followup_on,
        "measured_by": action.followup_by,
        "source": action.followup_source,
    }
    is_moved = any(getattr(row, name) != value for name, value in fields.items() if name != "action")
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += is_moved
    row.save(update_fields=[*fields, "version"])
    if is_moved:
        record(Event.FOLLOWUP_CHANGED, row, by=by, pair_id=row.pair_id, due_on=row.due_on.isoformat())


@transaction.atomic
def change_followup(
    *, followup: FollowUp, version: int, by: Member, due_on: date, measured_by: str = "", source: str = ""
) -> FollowUp:
    """Change when, by whom and from what. `version` is the one that the person read."""
    held = open_for_change(followup, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat uppföljningen sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs=", ".join(part for part in (day(held.due_on), held.measured_by, held.source) if part),
        )
    _must_come_after(in_force(held.action_key) or held.action, due_on)
    held.due_on, held.measured_by, held.source = due_on, measured_by.strip(), source.strip()
    held.version += 1
    held.save(update_fields=["due_on", "measured_by", "source", "version"])
    record(Event.FOLLOWUP_CHANGED, held, by=by, pair_id=held.pair_id, due_on=due_on.isoformat())
    return held
