"""Who may ask for another's new password, who may confirm it, and what the page Nya lösenord shows, with its door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from samsyn.people import access
from samsyn.people.models import Member, PasswordReset
from samsyn.people.passwords import folded
from samsyn.places.models import City
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from samsyn.ui.templatetags.numbers import moment

OPEN_FOR = timedelta(days=3)  # a request that nobody has carried out by then is void
HELD_FOR = timedelta(hours=24)  # how long a member decides nothing after others made her a way in
SHOWN_FOR = timedelta(days=30)


def answers_for(by: Member, member: Member) -> bool:
    """Whether `by` may confirm for the member: another administrator, or one who leads in the member's own authority.

    Nobody whose own way in was made by others lately, so that a member who was made up yesterday confirms nothing.
    """
    city = member.organisation.city
    if by.pk == member.pk or access.is_held(by):
        return False
    if access.administers(by, city):
        return True
    return by.party == member.party and access.leads_in(by, city)


def may_answer(by: Member, row: PasswordReset) -> bool:
    """Whether `by` may say yes: she may confirm for the member, and it was not she who asked, by whatever account.

    One of the two is of the member's own authority: the other's people alone never let themselves in as its chief.
    """
    if not is_open(row) or row.confirmed_at is not None or is_same_person(by, row.asked_by):
        return False
    is_theirs = row.member.party not in access.PARTIES or row.member.party in {by.party, row.asked_by.party}
    return is_theirs and answers_for(by, row.member)


def is_same_person(one: Member, other: Member) -> bool:
    """Whether two accounts are one person's: the same account, or another in the same name, however it is written."""
    return one.pk == other.pk or folded(one.name) == folded(other.name)


def may_refuse(by: Member, row: PasswordReset) -> bool:
    """Whether `by` may say no: whoever asked, whoever may confirm, and the member herself."""
    return is_open(row) and (by.pk in {row.asked_by_id, row.member_id} or answers_for(by, row.member))


def is_open(row: PasswordReset) -> bool:
    """Whether the request waits to be answered or carried out."""
    return row.ended_at is None and row.asked_at > now() - OPEN_FOR


def open_for(member: Member) -> PasswordReset | None:
    """Return the request that is open for the member."""
    return _rows().filter(member=member, ended_at=None, asked_at__gt=now() - OPEN_FOR).first()


def _rows() -> QuerySet[PasswordReset]:
    return PasswordReset.objects.select_related(
        "member__organisation__city", "asked_by__organisation", "confirmed_by"
    )


def city_for(member: Member, slug: str) -> City:
    """Return the city whose requests the member may see: 404 when she may not know it, 403 when she has no part in them."""
    own = member.organisation.city
    if slug == own.slug and open_for(member) is not None:  # also for one who reads nothing else in the city
        return own
    city = access.city_for(member, slug)
    if not concern(member, city):
        raise PermissionDenied
    return city


def cities_for(member: Member) -> list[City]:
    """Return the cities whose requests are the member's business."""
    found = [city for city in access.visible_cities(member) if concern(member, city)]
    own = member.organisation.city
    return [*found, *([own] if own not in found and open_for(member) is not None else [])]


def concern(member: Member, city: City) -> bool:
    """Whether requests in the city are the member's business: she administers or leads there, or one is about herself."""
    if access.administers(member, city) or access.leads_in(member, city):
        return True
    return member.organisation.city_id == city.pk and open_for(member) is not None


def reset_for(member: Member, slug: str, pk: int) -> PasswordReset:
    """Return a request that the member may see in the city, or raise Http404."""
    city = city_for(member, slug)
    row = _rows().filter(pk=pk, member__organisation__city=city).first()
    if row is None or not _sees(member, row.member):
        raise Http404
    return row


def _sees(reader: Member, member: Member) -> bool:
    city = member.organisation.city
    if reader.pk == member.pk or access.administers(reader, city):
        return True
    return reader.party == member.party and access.leads_in(reader, city)


@dataclass(frozen=True)
class Line:
    """One request as the page shows it, and what the reader may do about it."""

    row: PasswordReset
    is_open: bool
    may_answer: bool
    may_refuse: bool
    may_carry_out: bool


def lines(reader: Member, city: City) -> list[Line]:
    """Return the city's requests of the last month that concern the reader's authority, the newest first."""
    rows = _rows().filter(member__organisation__city=city, asked_at__gt=now() - SHOWN_FOR)
    return [
        Line(
            row,
            is_open(row),
            may_answer(reader, row),
            may_refuse(reader, row),
            is_open(row) and row.confirmed_at is not None and reader.pk == row.asked_by_id,
        )
        for row in rows
        if _sees(reader, row.member)
    ]


def held_in(reader: Member, city: City) -> list[Member]:
    """Return the members of the reader's authority whom others let in lately, and who decide nothing yet."""
    rows = Member.objects.filter(organisation__city=city, held_until__gt=now()).select_related(
        "organisation__city"
    )
    return [row for row in rows if _sees(reader, row)]


def is_any_asked_in(city: City) -> bool:
    """Whether any request in the city has no answer, of which some may be too old."""
    return PasswordReset.objects.filter(
        member__organisation__city=city, ended_at=None, confirmed_at=None
    ).exists()


def to_answer(reader: Member, city: City | None = None) -> list[PasswordReset]:
    """Return the requests that wait for the reader's yes, oldest first: in the city, or wherever she may confirm one."""
    rows = _rows().filter(ended_at=None, confirmed_at=None, asked_at__gt=now() - OPEN_FOR)
    if city is not None:
        rows = rows.filter(member__organisation__city=city)
    return [row for row in rows.order_by("asked_at", "pk") if may_answer(reader, row)]


def must_be_free(member: Member) -> None:
    """Raise UserError while nobody may decide in the member's name because others made her a way in lately."""
    if access.is_held(member):
        raise UserError(
            _(
                "Det här sparades inte. Andra gav dig ett lösenord, och därför beslutar du ingenting före %(at)s. "
                "Använd ett andra steg som du hade förut, vänta, eller be någon annan som får."
            )
            % {"at": moment(member.held_until)}
        )


def made_before(held_until: datetime) -> datetime:
    """Return when others made the way in that holds a member until then."""
    return held_until - HELD_FOR
