"""The door from a request to a city, a division or an area.

Who a member is and what she may do is decided in `people`, which lies above this app; it hands its rules in here when
the program starts (`people.place_rules`).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from samsyn.places.models import Area, City, Division


class MemberRules(Protocol):
    """What this app must be told about members."""

    def visible_cities(self, member: Any) -> QuerySet[City]: ...

    def may_add_cities(self, member: Any) -> bool: ...

    def administers(self, member: Any, city: City) -> bool: ...

    def settle(self, city: City, *, by: Any, since: date) -> None:
        """Give a new city its organisations, and the one who added it a role there."""
        ...


_handed_in: list[MemberRules] = []


def hand_in(rules: MemberRules) -> None:
    """Take the rules about members; called once when the program starts."""
    _handed_in[:] = [rules]


def rules() -> MemberRules:
    return _handed_in[0]


def visible_cities(member: Any) -> QuerySet[City]:
    """Return the cities that the member may read, by name."""
    return rules().visible_cities(member).order_by("is_example", "name")


def city_for(member: Any, slug: str, *, change: bool = False) -> City:
    """Return the city, or raise Http404 (may not see) or PermissionDenied (may see, may not change)."""
    city = visible_cities(member).filter(slug=slug).first()
    if city is None:
        raise Http404
    if change and not rules().administers(member, city):
        raise PermissionDenied
    return city


def division_for(member: Any, city: str, slug: str) -> Division:
    """Return a division of a city that the member may read."""
    row = Division.objects.select_related("city").filter(city=city_for(member, city), slug=slug).first()
    if row is None:
        raise Http404
    return row


def area_for(member: Any, city: str, division: str, code: str) -> Area:
    """Return an area of a city that the member may read."""
    row = (
        Area.objects.select_related("division__city")
        .filter(division=division_for(member, city, division), code=code)
        .first()
    )
    if row is None:
        raise Http404
    return row


def must_add_cities(member: Any) -> None:
    """Let through a member who administers some city; others get 403."""
    if not rules().may_add_cities(member):
        raise PermissionDenied
