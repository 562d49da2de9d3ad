"""Secret links to a calendar file. A link is shown once; here stands only its checksum, so that nobody can read it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.meetings import access
from samsyn.meetings.models import CalendarLink
from samsyn.people.models import Member
from samsyn.people.secret_links import find, new_secret
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError


def make_link(*, member: Member, city: City, pair: AreaPair | None) -> tuple[CalendarLink, str]:
    """Make the member's link to the year of a pair, or without one of the whole city. Return it and its secret part.

    Raises UserError when she has one already: it can be renewed.
    """
    try:
        return _make_link(member, city, pair)
    except IntegrityError:  # two clicks at once: the first made it
        raise UserError(_already()) from None


def _already() -> str:
    return _(
        "Ingen ny länk skapades. Du har redan en länk till det årshjulet. Förnya den om du inte har adressen kvar."
    )


@transaction.atomic
def _make_link(member: Member, city: City, pair: AreaPair | None) -> tuple[CalendarLink, str]:
    _must_follow(member, city, pair)
    if CalendarLink.objects.filter(member=member, city=city, pair=pair, revoked_at=None).exists():
        raise UserError(_already())
    token, checksum = new_secret()
    made = CalendarLink.objects.create(
        member=member,
        city=city,
        pair=pair,
        token_checksum=checksum,
        language="en" if get_language() == "en" else "sv",
        created_at=now(),
    )
    record(Event.CALENDAR_LINK_MADE, made, by=member, pair_id=made.pair_id, city=city.pk)
    return made, token


def _must_follow(member: Member, city: City, pair: AreaPair | None) -> None:
    if not access.may_follow(member, city=city, pair=pair):
        raise UserError(
            _(
                "Ingen länk skapades. Du får inte läsa det årshjulet i dag. "
                "Be den som sköter medarbetarna i staden att ge dig en roll där."
            )
        )


@transaction.atomic
def renew_link(*, link: CalendarLink, by: Member) -> tuple[CalendarLink, str]:
    """Give a link a new secret part: the old address stops working at once. Return it and the new part."""
    row = _own(link, by)
    _must_follow(by, row.city, row.pair)
    token, row.token_checksum = new_secret()
    row.created_at, row.last_used_on = now(), None
    row.save(update_fields=["token_checksum", "created_at", "last_used_on"])
    record(Event.CALENDAR_LINK_RENEWED, row, by=by, pair_id=row.pair_id, city=row.city_id)
    return row, token


@transaction.atomic
def revoke_link(*, link: CalendarLink, by: Member) -> None:
    """End a link: its address stops working at once."""
    row = _own(link, by)
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    record(Event.CALENDAR_LINK_REVOKED, row, by=by, pair_id=row.pair_id, city=row.city_id)


def _own(link: CalendarLink, by: Member) -> CalendarLink:
    rows = CalendarLink.objects.select_for_update(of=("self",)).select_related("city", "pair__city")
    row = rows.filter(pk=link.pk, member=by, revoked_at=None).first()
    if row is None:
        raise UserError(_("Ingenting ändrades. Länken är redan avslutad. Skapa en ny om du behöver den."))
    return row


def use_link(token: str) -> CalendarLink | None:
    """Return the link of a secret part, when it stands and its member may read today what it shows; else None.

    The day of the last use is kept, nothing more.
    """
    row = find(CalendarLink.objects.select_related("member__organisation", "city", "pair__city"), token)
    if row is None or not access.may_follow(row.member, city=row.city, pair=row.pair):
        return None
    if row.last_used_on != today():
        CalendarLink.objects.filter(pk=row.pk).update(last_used_on=today())
        row.last_used_on = today()
    return row
