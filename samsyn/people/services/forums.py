"""Forums and their seats: who meets, with which mandate, and who sits there in which function."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access, queries
from samsyn.people.models import Forum, Member, Seat
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError


def _must_administer(by: Member, city: City) -> None:
    if not access.administers(by, city):
        raise UserError(
            _(
                "Ändringen sparades inte. Du är inte administratör i %(city)s. Be någon som är det att göra ändringen."
            )
            % {"city": city.name}
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
def add_forum(
    *,
    city: City,
    name: str,
    kind: str,
    mandate: str,
    pair: AreaPair | None,
    valid_from: date,
    valid_to: date | None = None,
    by: Member,
) -> Forum:
    """Add a forum of one pair, or of the whole city."""
    _must_administer(by, city)
    _check_period(valid_from, valid_to)
    if pair is not None and pair.city_id != city.pk:
        raise UserError(
            _(
                "Forumet lades inte till. Områdesparet %(pair)s hör till en annan stad. Välj ett par i %(city)s."
            )
            % {"pair": pair.name, "city": city.name}
        )
    same = Forum.objects.filter(city=city, pair=pair, name__iexact=name)
    if same.on(max(valid_from, today())).exists():
        raise UserError(
            _(
                "Forumet lades inte till. Det finns redan ett forum där som heter %(name)s. "
                "Använd det, eller ge det nya ett annat namn."
            )
            % {"name": name}
        )
    made = Forum.objects.create(
        city=city,
        pair=pair,
        kind=kind,
        name=name,
        mandate=mandate.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record(Event.FORUM_ADDED, made, by=by, pair_id=made.pair_id, city=city.pk, kind=str(kind))
    return made


@transaction.atomic
def give_seat(
    *,
    forum: Forum,
    member: Member,
    function: str,
    valid_from: date,
    valid_to: date | None = None,
    by: Member,
) -> Seat:
    """Give a member a seat in a forum, in a function: "ordförande", "socialdirektör"."""
    _must_administer(by, forum.city)
    _check_period(valid_from, valid_to)
    if not queries.known_to(by).filter(pk=member.pk).exists():
        raise UserError(
            _(
                "Platsen sparades inte. Personen hör inte till någon stad som du arbetar i. "
                "Lägg till henne som ny medarbetare."
            )
        )
    if Seat.objects.filter(forum=forum, member=member).on(max(valid_from, today())).exists():
        raise UserError(
            _(
                "Platsen sparades inte. %(name)s har redan en plats i %(forum)s den dagen. Avsluta den gamla först."
            )
            % {"name": member.name, "forum": forum.name}
        )
    row = Seat.objects.create(
        forum=forum, member=member, function=function.strip(), valid_from=valid_from, valid_to=valid_to
    )
    record(Event.SEAT_GIVEN, row, by=by, pair_id=forum.pair_id, member=member.pk, forum=forum.pk)
    return row


@transaction.atomic
def end_seat(*, row: Seat, by: Member) -> None:
    """End a seat today. One that has not begun, or began today, is removed; the log keeps it."""
    _must_administer(by, row.forum.city)
    record(Event.SEAT_ENDED, row, by=by, pair_id=row.forum.pair_id, member=row.member_id, forum=row.forum_id)
    day = today()
    if row.valid_from >= day:
        row.delete()
    else:
        row.valid_to = day
        row.save(update_fields=["valid_to"])
