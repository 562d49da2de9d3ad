"""A conference: its year, theme, day and place."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.conference.models import Conference
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import must_write, required
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError


def add_conference(
    *, pair: AreaPair, year: int, theme: str, held_on: date, by: Member, place: str = ""
) -> Conference:
    """Plan the conference of a year for the city of the pair, and log it.

    pair  of the whole city

    Raises UserError for a pair of a part, a day outside the year, and a year that has a conference.
    """
    try:
        return _add(pair, year, theme, held_on, place, by)
    except IntegrityError:  # two planned at once
        raise UserError(_taken(year)) from None


def _taken(year: int) -> str:
    return _(
        "Konferensen sparades inte. Det finns redan en konferens för %(year)s. Öppna den och ändra den i stället."
    ) % {"year": year}


@transaction.atomic
def _add(pair: AreaPair, year: int, theme: str, held_on: date, place: str, by: Member) -> Conference:
    must_write(by, pair)
    if not pair.is_whole:
        raise UserError(
            _(
                "Konferensen sparades inte. Den gäller hela staden, och %(pair)s är en del av den. "
                "Välj staden och försök igen."
            )
            % {"pair": pair.name}
        )
    _must_be_in(year, held_on)
    if Conference.objects.filter(city=pair.city, year=year).exists():
        raise UserError(_taken(year))
    made = Conference.objects.create(
        city=pair.city,
        pair=pair,
        year=year,
        theme=required(theme, what=_("Temat")),
        held_on=held_on,
        place=place.strip(),
        added_by=by,
        added_at=now(),
    )
    record(Event.CONFERENCE_ADDED, made, by=by, pair_id=pair.pk, year=year)
    return made


def _must_be_in(year: int, held_on: date) -> None:
    if held_on.year != year:
        raise UserError(
            _(
                "Konferensen sparades inte. Dagen %(day)s ligger inte i %(year)s. "
                "Ändra dagen eller året och spara igen."
            )
            % {"day": held_on.isoformat(), "year": year}
        )


@transaction.atomic
def change_conference(
    *, conference: Conference, version: int, theme: str, held_on: date, by: Member, place: str = ""
) -> Conference:
    """Change theme, day and place, and log it. The year stays.

    version  `Conference.version` as it was read; raises StaleError when somebody has saved since
    """
    held = locked(conference, by=by)
    if held.version != version:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har ändrat konferensen sedan du öppnade den. "
                "Jämför med det som gäller nu, ändra ditt och spara igen."
            ),
            theirs="\n".join(part for part in (held.theme, held.held_on.isoformat(), held.place) if part),
        )
    _must_be_in(held.year, held_on)
    held.theme, held.held_on, held.place = required(theme, what=_("Temat")), held_on, place.strip()
    held.version += 1
    held.save(update_fields=["theme", "held_on", "place", "version"])
    record(Event.CONFERENCE_CHANGED, held, by=by, pair_id=held.pair_id, version=held.version)
    return held


def locked(conference: Conference, *, by: Member | None) -> Conference:
    """Return the conference locked until the transaction ends, for a member who may write there (None: not asked)."""
    rows = Conference.objects.select_for_update(of=("self",)).select_related("pair__city", "city")
    held = rows.get(pk=conference.pk)
    if by is not None:
        must_write(by, held.pair)
    return held
