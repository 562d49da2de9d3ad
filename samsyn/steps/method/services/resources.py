"""Promising hours, posts, kronor and other things: each party in the name of its own organisations."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member, Organisation
from samsyn.records.joint.services import (
    locked_piece,
    must_be_current,
    next_position,
    open_for_change,
    required,
)
from samsyn.steps.method import access
from samsyn.steps.method.models import Resource, ResourceKind, WorkPlan
from samsyn.steps.method.words import amount_words
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError

MOST = Decimal("9999999999.99")  # what the column holds
CENT = Decimal("0.01")


@dataclass(frozen=True)
class _Promise:
    """What a promise says, checked."""

    organisation: Organisation
    kind: str
    what: str
    amount: Decimal
    period_start: date
    period_end: date
    unit: str

    def fields(self) -> dict[str, object]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


@transaction.atomic
def promise_resource(
    *,
    plan: WorkPlan,
    organisation: Organisation,
    kind: str,
    what: str,
    amount: Decimal,
    period_start: date,
    period_end: date,
    by: Member,
    unit: str = "",
) -> Resource:
    """Promise a resource of one's own party's organisation, or of an outside one.

    period_end  the day after the last
    unit        what is counted, for the kind `OTHER`
    """
    held = open_for_change(plan, by=by)
    said = _checked(held, by, organisation, kind, what, amount, period_start, period_end, unit)
    row: Resource = Resource.objects.create(
        plan=held, position=next_position(held.resources), added_by=by, added_at=now(), **said.fields()
    )
    record(
        Event.RESOURCE_PROMISED,
        row,
        by=by,
        pair_id=held.pair_id,
        plan=held.pk,
        organisation=organisation.pk,
        kind=row.kind,
        version=1,
    )
    return row


@transaction.atomic
def change_resource(
    *,
    resource: Resource,
    version: int,
    by: Member,
    organisation: Organisation,
    kind: str,
    what: str,
    amount: Decimal,
    period_start: date,
    period_end: date,
    unit: str = "",
) -> Resource:
    """Change a promise of one's own party. What is given already stays."""
    held = open_for_change(resource.plan, by=by)
    row = locked_piece(resource)
    must_promise_for(by, row.organisation)
    must_be_current(row, version, theirs=theirs(row))
    said = _checked(held, by, organisation, kind, what, amount, period_start, period_end, unit)
    for name, value in said.fields().items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*said.fields(), "version"])
    record(
        Event.RESOURCE_CHANGED,
        row,
        by=by,
        pair_id=held.pair_id,
        plan=held.pk,
        organisation=organisation.pk,
        kind=row.kind,
        version=row.version,
    )
    return row


@transaction.atomic
def remove_resource(*, resource: Resource, version: int, by: Member) -> None:
    """Take back a promise of one's own party. The row, and what was given of it, stay for the history."""
    held = open_for_change(resource.plan, by=by)
    row = locked_piece(resource)
    must_promise_for(by, row.organisation)
    must_be_current(row, version, theirs=theirs(row))
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.RESOURCE_REMOVED, row, by=by, pair_id=held.pair_id, plan=held.pk, version=row.version)


def _checked(
    plan: WorkPlan,
    by: Member,
    organisation: Organisation,
    kind: str,
    what: str,
    amount: Decimal,
    period_start: date,
    period_end: date,
    unit: str,
) -> _Promise:
    """Return the promise as it is to be kept, or raise UserError."""
    must_promise_for(by, organisation)
    if organisation.city_id != plan.pair.city_id:
        raise UserError(
            _(
                "Resursen sparades inte. %(organisation)s hör till en annan stad. "
                "Välj en organisation i listan."
            )
            % {"organisation": organisation.name}
        )
    if kind not in ResourceKind.values:
        raise UserError(
            _("Resursen sparades inte. Slaget av resurs är okänt. Välj timmar, tjänster, kronor eller annat.")
        )
    if period_end <= period_start:
        raise UserError(
            _(
                "Resursen sparades inte. Perioden slutar innan den börjar. Välj en sista dag som kommer efter den första."
            )
        )
    is_other = kind == ResourceKind.OTHER
    return _Promise(
        organisation=organisation,
        kind=kind,
        what=required(what, what=_("Vad resursen är")),
        amount=checked_amount(amount),
        period_start=period_start,
        period_end=period_end,
        unit=required(unit, what=_("Enheten, det ni räknar,")) if is_other else "",
    )


def must_promise_for(by: Member, organisation: Organisation) -> None:
    """Raise UserError unless the member may promise for the organisation."""
    if not access.may_promise_for(by, organisation):
        raise UserError(
            _(
                "Resursen sparades inte. %(organisation)s hör till %(party)s, och bara den parten lovar för sina egna. "
                "Be den parten att skriva in resursen."
            )
            % {"organisation": organisation.name, "party": organisation.get_party_display()}
        )


def checked_amount(amount: Decimal) -> Decimal:
    """Return the amount with two decimals, or raise UserError when it is not above zero or does not fit."""
    if not amount.is_finite() or amount <= 0:
        raise UserError(
            _(
                "Ingenting sparades. Mängden är inte större än noll. Skriv hur mycket det gäller, till exempel 120."
            )
        )
    if amount > MOST:
        raise UserError(
            _(
                "Ingenting sparades. Mängden är för stor. Dela upp den på flera rader, eller kontrollera talet."
            )
        )
    rounded = amount.quantize(CENT)
    if rounded != amount:
        raise UserError(_("Ingenting sparades. Mängden har fler än två decimaler. Skriv den med högst två."))
    return rounded


def theirs(row: Resource) -> str:
    """Return what stands in a promise now, for one who was second to save."""
    return f"{row.organisation.name}: {row.what}, {amount_words(row.amount, row.kind, row.unit)}"
