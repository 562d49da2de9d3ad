"""Recurring points of the year that a city or a pair writes down itself."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.meetings import access
from samsyn.meetings.models import FixedKind, FixedPoint
from samsyn.meetings.services.shared import must_be_same
from samsyn.people.models import Member
from samsyn.places.models import AreaPair, City
from samsyn.records.joint.services import required
from samsyn.ui.clock import now, today
from samsyn.ui.errors import StaleError, UserError

LEAP_YEAR = 2024
MOST_YEARS = 10


class Said(TypedDict, total=False):
    """What a person says of a point; see `FixedPoint`."""

    title: str
    kind: str
    month: int
    day: int | None
    every: int
    first_year: int | None
    note: str


def _must_write(by: Member, *, city: City, pair: AreaPair | None) -> None:
    if not access.may_write_point(by, city=city, pair=pair):
        raise UserError(
            _(
                "Punkten sparades inte. Du får läsa årshjulet men inte skriva i det. "
                "Be den som samordnar området att göra det."
            )
        )


def _checked(said: Said) -> dict[str, Any]:
    """Return the fields, or raise UserError for a day that the month never has."""
    from samsyn.meetings.days import last_of_month

    month, day = said["month"], said.get("day")
    every, first = said.get("every", 1), said.get("first_year") or today().year
    if not 1 <= month <= 12 or not 1 <= every <= MOST_YEARS:
        raise UserError(
            _(
                "Punkten sparades inte. Månaden eller takten finns inte i listan. Välj ur listan och spara igen."
            )
        )
    if day is not None and not 1 <= day <= last_of_month(LEAP_YEAR, month):
        raise UserError(
            _(
                "Punkten sparades inte. Månaden har ingen dag %(day)s. "
                "Skriv en dag som finns, eller lämna dagen tom om bara månaden är känd."
            )
            % {"day": day}
        )
    return {
        "title": required(said["title"], what=_("Rubriken")),
        "kind": FixedKind(said.get("kind") or FixedKind.OTHER),
        "month": month,
        "day": day,
        "every": every,
        "first_year": first,
        "note": (said.get("note") or "").strip(),
    }


@transaction.atomic
def add_point(*, city: City, pair: AreaPair | None, by: Member, **said: Unpack[Said]) -> FixedPoint:
    """Add a recurring point to the year of the pair, or without a pair to that of the whole city, and log it."""
    _must_write(by, city=city, pair=pair)
    made = FixedPoint.objects.create(city=city, pair=pair, added_by=by, added_at=now(), **_checked(said))
    record(
        Event.FIXED_POINT_ADDED,
        made,
        by=by,
        pair_id=made.pair_id,
        city=city.pk,
        month=made.month,
        every=made.every,
    )
    return made


def _locked(point: FixedPoint) -> FixedPoint:
    row = (
        FixedPoint.objects.select_for_update(of=("self",))
        .select_related("city", "pair__city")
        .get(pk=point.pk)
    )
    if row.removed_at is not None:
        raise StaleError(
            _(
                "Din ändring sparades inte. Någon har tagit bort punkten sedan du öppnade den. "
                "Lägg till den på nytt om den ska vara kvar."
            )
        )
    return row


@transaction.atomic
def change_point(*, point: FixedPoint, version: int, by: Member, **said: Unpack[Said]) -> FixedPoint:
    """Change a recurring point and log it.

    version  `FixedPoint.version` as it was read; raises StaleError when somebody has saved or removed it since
    """
    row = _locked(point)
    _must_write(by, city=row.city, pair=row.pair)
    must_be_same(row.version, version, theirs=row.title)
    fields = {**_checked(said), "version": row.version + 1}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    record(Event.FIXED_POINT_CHANGED, row, by=by, pair_id=row.pair_id, city=row.city_id, version=row.version)
    return row


@transaction.atomic
def remove_point(*, point: FixedPoint, version: int, by: Member) -> None:
    """Take a recurring point away from every year, and log it. The row stays."""
    row = _locked(point)
    _must_write(by, city=row.city, pair=row.pair)
    must_be_same(row.version, version, theirs=row.title)
    row.removed_at, row.version = now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    record(Event.FIXED_POINT_REMOVED, row, by=by, pair_id=row.pair_id, city=row.city_id, version=row.version)
