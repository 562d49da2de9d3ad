"""Naming and ending deputies: who stands in for the holder of an office, on which days, by which decision."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import deputies
from samsyn.people.models import Member, OfficeHolding
from samsyn.people.resets import must_be_free
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import day as said


@transaction.atomic
def name_deputy(
    *, holding: OfficeHolding, member: Member, valid_from: date, valid_to: date, delegation: str, by: Member
) -> OfficeHolding:
    """Let a member decide in the place of an office's holder, from `valid_from` until the day before `valid_to`.

    delegation  number or day of the decision by which she may

    Raises UserError.
    """
    must_be_free(by)
    held = _locked(holding)
    _must_be_allowed(held, member, by)
    _must_fit(held, member, valid_from, valid_to)
    delegation = " ".join(delegation.split())
    if not any(letter.isdigit() for letter in delegation):
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. Det saknas nummer eller dag för delegationsbeslutet. "
                "Skriv det som det står i beslutet, till exempel N-2026-00123."
            )
        )
    row = OfficeHolding.objects.create(
        member=member,
        office=held.office,
        organisation=held.organisation,
        pair=held.pair,
        valid_from=valid_from,
        valid_to=valid_to,
        deputy_for=held,
        delegation=delegation,
    )
    record(
        Event.DEPUTY_NAMED,
        row,
        by=by,
        pair_id=row.pair_id,
        member=member.pk,
        office=str(row.office),
        holding=held.pk,
        start=valid_from.isoformat(),
        end=valid_to.isoformat(),
    )
    return row


def _locked(holding: OfficeHolding) -> OfficeHolding:
    """Return the holding as it stands now, locked: two who name at once come after one another."""
    rows = OfficeHolding.with_waiting.select_for_update(of=("self",))
    return rows.select_related("member__organisation", "organisation__city", "pair__city").get(pk=holding.pk)


def _must_be_allowed(held: OfficeHolding, member: Member, by: Member) -> None:
    """Raise UserError unless `by` may name a deputy of the holding, and may name this one."""
    if held.deputy_for_id is not None:
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. %(name)s står själv in i ämbetet. "
                "Utse en ställföreträdare för den som har det."
            )
            % {"name": held.member.name}
        )
    if not deputies.may_name(by, held):
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. Bara den som har ämbetet i dag och administratören hos samma part "
                "får utse en. Be någon av dem."
            )
        )
    if member.pk == by.pk:
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. Ingen kan utse sig själv. "
                "Välj någon annan, eller be någon annan att utse dig."
            )
        )
    if member.party != held.organisation.party or member.organisation.city_id != held.organisation.city_id:
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. %(name)s hör till en annan part än ämbetet. "
                "Välj någon inom samma part."
            )
            % {"name": member.name}
        )
    if not Member.objects.filter(pk=member.pk, is_active=True).exists():
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. Inloggningen är stängd för %(name)s. "
                "Öppna den först, eller välj någon annan."
            )
            % {"name": member.name}
        )


def _must_fit(held: OfficeHolding, member: Member, first: date, end: date) -> None:
    """Raise UserError unless the days lie inside the holding, ahead, and nobody else stands there."""
    if end <= first:
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. Den sista dagen ligger före den första, %(start)s. Ändra en av dem."
            )
            % {"start": said(first)}
        )
    if first < today():
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. Den första dagen, %(start)s, har redan varit. "
                "Välj i dag eller en senare dag."
            )
            % {"start": said(first)}
        )
    if first < held.valid_from or (held.valid_to is not None and end > held.valid_to):
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. %(name)s har inte ämbetet alla de dagarna. "
                "Välj dagar inom den tiden."
            )
            % {"name": held.member.name}
        )
    theirs = OfficeHolding.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=first), member=member, valid_from__lt=end
    )
    if theirs.exclude(organisation__party=held.organisation.party).exists():
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. %(name)s har ett ämbete hos den andra parten. Välj någon annan."
            )
            % {"name": member.name}
        )
    if theirs.filter(deputy_for=None, office=held.office, pair=held.pair).exists():
        raise UserError(
            _("Ställföreträdaren sparades inte. %(name)s har själv det ämbetet. Välj någon annan.")
            % {"name": member.name}
        )
    _must_be_alone(held, first, end)


def _must_be_alone(held: OfficeHolding, first: date, end: date) -> None:
    """Raise UserError that says who, when somebody stands in for the office on any of the days."""
    same = OfficeHolding.objects.filter(
        deputy_for__isnull=False,
        withdrawn_at=None,
        office=held.office,
        pair=held.pair,
        organisation__city=held.organisation.city_id,
        valid_from__lt=end,
        valid_to__gt=first,
    )
    other = same.select_related("member").order_by("valid_from").first()
    if other is not None:
        raise UserError(
            _(
                "Ställföreträdaren sparades inte. %(name)s står redan in från %(start)s till och med %(end)s. "
                "Välj andra dagar, eller avsluta det först."
            )
            % {
                "name": other.member.name,
                "start": said(other.valid_from),
                "end": said(deputies.StandIn(other, "", may_end=False).last_day),
            }
        )


@transaction.atomic
def end_deputy(*, row: OfficeHolding, by: Member) -> None:
    """End a deputy now. One who has not begun is removed; the log keeps it. Raises UserError."""
    above = row.deputy_for
    if above is None or not deputies.may_name(by, above):
        raise UserError(
            _(
                "Ingenting avslutades. Bara den som har ämbetet i dag och administratören hos samma part får göra det. "
                "Be någon av dem."
            )
        )
    if not deputies.may_end(by, row):
        raise UserError(
            _("Ingenting avslutades. %(name)s står inte längre in. Ladda om sidan och se vem som gör det.")
            % {"name": row.member.name}
        )
    _end(row, by)


def end_deputies_of(holding: OfficeHolding, *, by: Member) -> None:
    """End every deputy of a holding that ends: nobody stands in for one who has left. The caller is in a transaction."""
    rows = OfficeHolding.objects.filter(deputy_for=holding, withdrawn_at=None, valid_to__gt=today())
    for row in rows.select_for_update(of=("self",)):
        _end(row, by)


def _end(row: OfficeHolding, by: Member) -> None:
    day = today()
    record(
        Event.DEPUTY_ENDED,
        row,
        by=by,
        pair_id=row.pair_id,
        member=row.member_id,
        office=str(row.office),
        holding=row.deputy_for_id,
    )
    if row.valid_from > day:
        row.delete()
        return
    row.valid_to, row.withdrawn_at = day, now()  # the day she began, nothing is left of it but the row
    row.save(update_fields=["valid_to", "withdrawn_at"])
