"""An appointment by the other authority waits for the member's own, whose people confirm it or say no (ADR 0020)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access, appointments
from samsyn.people.appointed import Established
from samsyn.people.appointments import Row
from samsyn.people.models import Member, OfficeHolding
from samsyn.people.resets import must_be_free
from samsyn.places.models import City
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError


def how_it_begins(*, member: Member, city: City, by: Member) -> dict[str, Any]:
    """Return the fields of a new appointment: whether it waits, who made it and when. The caller is in a transaction."""
    City.objects.select_for_update(of=("self",)).get(
        pk=city.pk
    )  # two at once do not both find that nobody leads yet
    waits = appointments.is_anothers(by, member) and appointments.has_led(city, member.party)
    if waits:
        _establish(city, member.party)
    return {"waits": waits, "appointed_by": by, "appointed_at": now()}


def note_appointment(row: Row, event: Event, *, by: Member) -> None:
    """Log a new appointment: that it waits, or that it holds, and then that nobody of the other authority could confirm."""
    city = appointments.city_of(row)
    if row.waits:
        _log(Event.APPOINTMENT_WAITS, row, by=by)
        return
    word = (
        {"office": str(row.office)}
        if isinstance(row, OfficeHolding)
        else {"role": str(row.role), "city": city.pk}
    )
    record(event, row, by=by, pair_id=row.pair_id, member=row.member_id, **word)
    if appointments.is_anothers(by, row.member):
        _log(Event.APPOINTED_UNCONFIRMED, row, by=by)
    note_that_it_led(row)


def note_that_it_led(row: Row) -> None:
    """Keep that the authority has somebody who confirms, for ever: whoever ends her appointment gains nothing by it."""
    party = appointments.party_of(row)
    if appointments.leads(row) and not row.waits and party in access.PARTIES:
        city = appointments.city_of(row)
        if appointments.has_led(city, party):
            _establish(city, party)


def _establish(city: City, party: str) -> None:
    Established.objects.get_or_create(city=city, party=party)


def _log(event: Event, row: Row, *, by: Member | None) -> None:
    """Of the whole city, so that both authorities read it in their logs whichever pair the appointment is for."""
    record(
        event,
        appointments.city_of(row),
        by=by,
        kind=appointments.kind_of(row),
        row=row.pk,
        member=row.member_id,
        duty=str(row.office if isinstance(row, OfficeHolding) else row.role),
        pair=row.pair_id,
        appointed_by=row.appointed_by_id,
    )


def locked(row: Row) -> Row | None:
    """Return the appointment as it stands now, locked, or None when it is gone."""
    rows = appointments.rows_of(appointments.kind_of(row)).select_for_update(of=("self",))
    found: Row | None = rows.filter(pk=row.pk).first()
    return found


def _waiting(row: Row) -> Row:
    found = locked(row)
    if found is None or not appointments.is_open(found):
        raise UserError(
            _(
                "Inget ändrades. Uppdraget väntar inte längre: någon har bekräftat det, sagt nej eller avslutat det, eller så är tiden ute. "
                "Ladda om sidan för att se hur det gick."
            )
        )
    return found


def _today(by: Member) -> Member:
    """Return the member as she is now: she may have been moved, or her sign-in closed, since the page was opened."""
    return Member.objects.select_related("organisation__city").get(pk=by.pk)


@transaction.atomic
def confirm_appointment(*, row: Row, by: Member) -> Row:
    """Say yes for one's own authority: from now on the appointment gives its right, in the days that it says."""
    found, by = _waiting(row), _today(by)
    must_be_free(by)
    if appointments.is_one_of_them(by, found):
        raise UserError(
            _(
                "Bekräftelsen sparades inte. Uppdraget gäller dig själv, eller så är det du som har gett det, eller någon med ditt namn. "
                "Be någon annan i medarbetarens egen myndighet att bekräfta."
            )
        )
    if not appointments.may_confirm(by, found):
        raise UserError(
            _(
                "Bekräftelsen sparades inte. Den ska komma från medarbetarens egen myndighet: från någon som har ett ämbete, är områdeschef eller är administratör där. "
                "Be någon som är det att svara."
            )
        )
    return _hold(found, by)


def _hold(row: Row, by: Member | None) -> Row:
    row.waits, row.confirmed_by, row.confirmed_at = False, by, now()
    row.save(update_fields=["waits", "confirmed_by", "confirmed_at"])
    _log(Event.APPOINTMENT_CONFIRMED, row, by=by)
    note_that_it_led(row)
    return row


@transaction.atomic
def refuse_appointment(*, row: Row, by: Member) -> None:
    """Say no, or take back what one made oneself. It has given no right: the row goes, the log keeps it."""
    found, by = _waiting(row), _today(by)
    if not appointments.may_refuse(by, found):
        raise UserError(
            _(
                "Inget ändrades. Det är medarbetarens egen myndighet som svarar, eller den som gav uppdraget som tar tillbaka det. "
                "Be någon av dem."
            )
        )
    end_waiting(found, by=by)


def end_waiting(row: Row, *, by: Member) -> None:
    """Remove an appointment that waits. The caller is in a transaction and has checked who asks."""
    _log(Event.APPOINTMENT_REFUSED, row, by=by)
    row.delete()


@transaction.atomic
def confirm_by_machine(*, city_name: str, email: str) -> list[Row]:
    """Confirm what waits for a member, by the server's command, when nobody of her authority can. Raises UserError."""
    city = City.objects.filter(name__iexact=city_name).first()
    rows = [row for kind in appointments.MODELS for row in _waiting_of(kind, city, email)] if city else []
    if not rows:
        raise UserError(
            _(
                "Ingenting bekräftades. Inget uppdrag i %(city)s väntar för %(email)s. "
                "Se vilka som väntar under Medarbetare, Uppdrag att bekräfta."
            )
            % {"city": city_name, "email": email}
        )
    for row in rows:
        able = appointments.confirmers(row)
        if able:
            raise UserError(
                _(
                    "Ingenting bekräftades. %(names)s kan göra det i programmet, för medarbetarens egen myndighet. Be någon av dem."
                )
                % {"names": ", ".join(one.name for one in able)}
            )
    return [_hold(row, None) for row in rows]


def _waiting_of(kind: str, city: City | None, email: str) -> list[Row]:
    rows = appointments.rows_of(kind, city).filter(waits=True, member__email=email.strip().lower())
    return [row for row in rows.select_for_update(of=("self",)) if appointments.is_open(row)]
