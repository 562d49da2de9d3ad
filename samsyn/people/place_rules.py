"""What `places` must know about members: handed in when the program starts, because `people` lies above it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member, Organisation, OrganisationKind, Party, Role, RoleAssignment
from samsyn.places.models import City


class Rules:
    """The rules about members, in the shape that `places.access.MemberRules` asks for."""

    def visible_cities(self, member: Member) -> QuerySet[City]:
        return access.visible_cities(member)

    def may_add_cities(self, member: Member) -> bool:
        return access.administered_cities(member).exists()

    def administers(self, member: Member, city: City) -> bool:
        return access.administers(member, city)

    def settle(self, city: City, *, by: Member | None, since: date) -> None:
        """Add the city's and the police's organisation, and let the one who added the city administer it."""
        for name, kind, party in (
            (f"{city.name} stad", OrganisationKind.CITY, Party.CITY),
            (f"Polisområde {city.name}", OrganisationKind.POLICE_DISTRICT, Party.POLICE),
        ):
            Organisation.objects.get_or_create(city=city, name=name, defaults={"kind": kind, "party": party})
        if by is None:
            return
        for role in (Role.ADMINISTRATOR, Role.ANALYST):
            given, is_new = RoleAssignment.objects.get_or_create(
                member=by, role=role, city=city, pair=None, defaults={"valid_from": since}
            )
            if is_new:
                record(Event.ROLE_GIVEN, given, by=by, member=by.pk, role=str(role), city=city.pk)
