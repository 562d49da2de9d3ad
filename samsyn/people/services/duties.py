"""Giving and ending roles and offices, each bound to a city or a pair and a period."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access, queries
from samsyn.people.models import Member, OfficeHolding, Organisation, Role, RoleAssignment
from samsyn.people.services.appointments import (
    end_waiting,
    how_it_begins,
    locked,
    note_appointment,
    note_that_it_led,
)
from samsyn.people.services.deputies import end_deputies_of, end_deputy
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError


def _check(*, by: Member, city: City, member: Member, pair: AreaPair | None) -> None:
    """Raise UserError unless `by` administers the city, may see the member, and the pair is the city's."""
    if not access.administers(by, city):
        raise UserError(
            _(
                "Rollen sparades inte. Du är inte administratör i %(city)s. Be någon som är det att göra ändringen."
            )
            % {"city": city.name}
        )
    if not queries.known_to(by).filter(pk=member.pk).exists():
        raise UserError(
            _(
                "Rollen sparades inte. Personen hör inte till någon stad som du arbetar i. "
                "Lägg till henne som ny medarbetare."
            )
        )
    if pair is not None and pair.city_id != city.pk:
        raise UserError(
            _("Rollen sparades inte. Områdesparet %(pair)s hör till en annan stad. Välj ett par i %(city)s.")
            % {"pair": pair.name, "city": city.name}
        )


def _check_period(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        raise UserError(
            _(
                "Perioden sparades inte. Sista dagen, %(end)s, ligger inte efter första dagen, %(start)s. "
                "Ändra en av dem."
            )
            % {"start": valid_from.isoformat(), "end": valid_to.isoformat()}
        )


@transaction.atomic
def give_role(
    *,
    member: Member,
    role: str,
    city: City,
    pair: AreaPair | None,
    valid_from: date,
    valid_to: date | None = None,
    by: Member,
) -> RoleAssignment:
    """Give a member a role in one pair, or in the whole city. Given by the other authority, it waits for her own."""
    _check(by=by, city=city, member=member, pair=pair)
    _check_period(valid_from, valid_to)
    if role == Role.ADMINISTRATOR and pair is not None:
        raise UserError(
            _("Rollen sparades inte. En administratör sköter hela staden, inte ett par. Välj ”Hela staden”.")
        )
    same = RoleAssignment.with_waiting.filter(member=member, role=role, city=city, pair=pair)
    if same.on(max(valid_from, today())).exists():
        raise UserError(
            _("Rollen sparades inte. %(name)s har redan den rollen där den dagen. Avsluta den gamla först.")
            % {"name": member.name}
        )
    row: RoleAssignment = RoleAssignment.objects.create(
        member=member,
        role=role,
        city=city,
        pair=pair,
        valid_from=valid_from,
        valid_to=valid_to,
        **how_it_begins(member=member, city=city, by=by),
    )
    note_appointment(row, Event.ROLE_GIVEN, by=by)
    return row


@transaction.atomic
def end_role(*, row: RoleAssignment, by: Member) -> None:
    """End a role today. One that has not begun, or began today, is removed; the log keeps it."""
    _check(by=by, city=row.city, member=row.member, pair=row.pair)
    if row.role == Role.ADMINISTRATOR and row.member_id == by.pk:
        raise UserError(
            _(
                "Rollen avslutades inte. Det är din egen roll som administratör, och då kan ingen ge den tillbaka. "
                "Ge rollen till någon annan, som sedan avslutar din."
            )
        )
    if _was_waiting(row, by=by):
        return
    record(
        Event.ROLE_ENDED,
        row,
        by=by,
        pair_id=row.pair_id,
        member=row.member_id,
        role=str(row.role),
        city=row.city_id,
    )
    _end(row)


@transaction.atomic
def give_office(
    *,
    member: Member,
    office: str,
    organisation: Organisation,
    pair: AreaPair | None,
    valid_from: date,
    valid_to: date | None = None,
    by: Member,
) -> OfficeHolding:
    """Appoint a member to an office of an organisation, for one pair or for the whole city.

    By the other authority, the appointment waits for her own.
    """
    _check(by=by, city=organisation.city, member=member, pair=pair)
    _check_period(valid_from, valid_to)
    if organisation.party != member.party:
        raise UserError(
            _(
                "Ämbetet sparades inte. %(name)s hör till en annan part än %(organisation)s. "
                "Välj en organisation inom samma part."
            )
            % {"name": member.name, "organisation": organisation.name}
        )
    row: OfficeHolding = OfficeHolding.objects.create(
        member=member,
        office=office,
        organisation=organisation,
        pair=pair,
        valid_from=valid_from,
        valid_to=valid_to,
        **how_it_begins(member=member, city=organisation.city, by=by),
    )
    note_appointment(row, Event.OFFICE_GIVEN, by=by)
    return row


@transaction.atomic
def end_office(*, row: OfficeHolding, by: Member) -> None:
    """End a holding of an office today, and its deputies with it; the office stays."""
    if row.deputy_for_id is not None:
        end_deputy(row=row, by=by)
        return
    _check(by=by, city=row.organisation.city, member=row.member, pair=row.pair)
    if _was_waiting(row, by=by):
        return
    end_deputies_of(row, by=by)
    record(Event.OFFICE_ENDED, row, by=by, pair_id=row.pair_id, member=row.member_id, office=str(row.office))
    if row.valid_from >= today():
        row.deputies.all().delete()  # of one who began today as well: nothing is left to stand in for
    _end(row)


def _was_waiting(row: RoleAssignment | OfficeHolding, *, by: Member) -> bool:
    """Whether the row waited, as it stands now: then it is gone, for it has given no right."""
    found = locked(row)
    if found is not None and found.waits:
        end_waiting(found, by=by)
        return True
    return found is None  # somebody has said no since


def _end(row: RoleAssignment | OfficeHolding) -> None:
    note_that_it_led(row)
    day = today()
    if row.valid_from >= day:
        row.delete()
    else:
        row.valid_to = day
        row.save(update_fields=["valid_to"])
