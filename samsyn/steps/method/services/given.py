"""Writing in what was given of a promise. It is counted apart from the text, so that a decided plan can be followed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.records.joint.services import locked_piece, must_write
from samsyn.records.joint.workflow import JointState
from samsyn.steps.method import access
from samsyn.steps.method.models import GivenResource, Resource
from samsyn.steps.method.services.resources import checked_amount
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError


@transaction.atomic
def give_resource(
    *, resource: Resource, amount: Decimal, on: date, by: Member, note: str = ""
) -> GivenResource:
    """Write in what was given on a day. More than was promised is let through: it is shown, not refused."""
    row = locked_piece(resource)
    _must_give(row, by)
    if on > today():
        raise UserError(
            _(
                "Ingenting sparades. Dagen har inte varit än, och bara det som är givet skrivs in. "
                "Välj i dag eller en tidigare dag."
            )
        )
    if row.removed_at is not None or row.plan.state == JointState.WITHDRAWN:
        raise UserError(
            _(
                "Ingenting sparades. Löftet gäller inte längre. Ladda om sidan och välj en resurs som står där."
            )
        )
    given: GivenResource = GivenResource.objects.create(
        resource_key=row.key, amount=checked_amount(amount), on=on, note=note.strip(), by=by, at=now()
    )
    record(
        Event.RESOURCE_GIVEN, row, by=by, pair_id=row.plan.pair_id, given=given.pk, on=on, plan=row.plan_id
    )
    return given


@transaction.atomic
def take_back(*, resource: Resource, given: GivenResource, by: Member) -> None:
    """Take back what was written in by mistake. The row stays for the history and is counted no more."""
    row = locked_piece(resource)
    _must_give(row, by)
    held = GivenResource.objects.select_for_update().get(pk=given.pk, resource_key=row.key)
    if held.taken_back_at is not None:
        raise UserError(
            _(
                "Ingenting ändrades. Raden är redan tillbakatagen av någon. Ladda om sidan och se vad som gäller."
            )
        )
    held.taken_back_at = now()
    held.save(update_fields=["taken_back_at"])
    record(Event.RESOURCE_TAKEN_BACK, row, by=by, pair_id=row.plan.pair_id, given=held.pk, plan=row.plan_id)


def _must_give(row: Resource, by: Member) -> None:
    must_write(by, row.plan.pair)
    if not access.may_give(by, row.plan.pair, row.organisation):
        raise UserError(
            _(
                "Ingenting sparades. %(organisation)s hör till %(party)s, och den parten skriver in vad den har gett. "
                "Be den parten eller en analytiker att göra det."
            )
            % {"organisation": row.organisation.name, "party": row.organisation.get_party_display()}
        )
