"""Measuring: what was done, what came out, whether it helped. The answer is kept as it was found."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.canonical import dumps
from samsyn.records.joint.services import must_write, open_for_change
from samsyn.steps.followup.measuring import measured_action, measured_now
from samsyn.steps.followup.models import FollowUp
from samsyn.ui.clock import now, today
from samsyn.ui.errors import StaleError, UserError
from samsyn.ui.templatetags.numbers import day


def measure(*, followup: FollowUp, by: Member) -> FollowUp:
    """Measure now and keep what was found. The same answer as before changes nothing, not even a text on review.

    The figures are read before the row is locked, so that nobody waits for them. Raises UserError when the action has
    not begun, StaleError when somebody changed what is measured in the meantime.
    """
    must_write(by, followup.pair)
    begins = measured_action(followup).begins_on
    if begins > today():
        raise UserError(
            _(
                "Ingenting räknades. Åtgärden börjar %(day)s, så det finns inget att följa upp ännu. "
                "Räkna när den har pågått ett tag."
            )
            % {"day": day(begins)}
        )
    found = json.loads(dumps(measured_now(followup)))  # as the decided text keeps it, digit by digit
    return _keep(followup, found, by)


@transaction.atomic
def _keep(followup: FollowUp, found: dict[str, Any], by: Member) -> FollowUp:
    standing = FollowUp.objects.get(pk=followup.pk)
    if standing.is_open and standing.measured_at is not None and standing.measured == found:
        return standing
    held = open_for_change(followup, by=by)
    if (held.readings, held.compared_with) != (followup.readings, followup.compared_with):
        raise _stale(held)
    held.measured, held.measured_at, held.version = found, now(), held.version + 1
    held.save(update_fields=["measured", "measured_at", "version"])
    record(
        Event.FOLLOWUP_MEASURED,
        held,
        by=by,
        pair_id=held.pair_id,
        effect=found["effect"]["state"],
        is_met=found["done"]["is_met"],
    )
    return held


def _stale(held: FollowUp) -> StaleError:
    return StaleError(
        _(
            "Ingenting sparades. Någon har ändrat uppföljningen medan du arbetade. "
            "Ladda om sidan, läs det som gäller nu och gör om det du ville göra."
        ),
        theirs=str(held),
    )


@transaction.atomic
def choose_comparison(*, followup: FollowUp, code: str, version: int, by: Member) -> FollowUp:
    """Choose what to compare with: an option of the last measurement, or "" for the one that the program proposes.

    What was measured stands until it is measured anew.
    """
    held = open_for_change(followup, by=by)
    if held.version != version:
        raise _stale(held)
    known = {option["code"] for option in held.measured.get("effect", {}).get("options") or ()}
    if code and code not in known:
        raise UserError(
            _(
                "Jämförelsen sparades inte. Området går inte att jämföra med: åtgärden arbetar där också, eller så saknas tal. "
                "Välj ett av områdena i listan."
            )
        )
    held.compared_with, held.version = code, held.version + 1
    held.save(update_fields=["compared_with", "version"])
    record(Event.FOLLOWUP_CHANGED, held, by=by, pair_id=held.pair_id, compared_with=code)
    return held


@transaction.atomic
def record_reading(
    *, followup: FollowUp, goal: str, value: float, on: date, version: int, by: Member
) -> FollowUp:
    """Write in what the parties have measured themselves, for a goal (its key) whose indicator is no metric."""
    held = open_for_change(followup, by=by)
    if held.version != version:
        raise _stale(held)
    own = {str(one.key) for one in measured_action(held).goals if not one.indicator.metric}
    if goal not in own:
        raise UserError(
            _(
                "Värdet sparades inte. Målet mäts inte av er själva, eller så är det borttaget. "
                "Ladda om sidan och välj ett mål som ni mäter."
            )
        )
    if on > today():
        raise UserError(
            _("Värdet sparades inte. Dagen %(day)s har inte varit. Välj den dag då ni mätte.")
            % {"day": day(on)}
        )
    said = {"value": value, "on": on.isoformat(), "party": by.party}
    held.readings, held.version = {**held.readings, goal: said}, held.version + 1
    held.save(update_fields=["readings", "version"])
    record(Event.FOLLOWUP_CHANGED, held, by=by, pair_id=held.pair_id, reading=goal)
    return held
