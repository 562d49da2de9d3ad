"""Who may see and change what in a pair or a city: the base of every app's own door.

A door answers 404 where one may not know that the row exists, 403 where one may read but not change.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from samsyn.people.models import Member, Office, Party, Role, RoleAssignment
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today

WRITERS = {Role.COORDINATOR, Role.MUNICIPAL_OFFICER, Role.ANALYST, Role.UNIT_MANAGER, Role.AREA_OFFICER}
APPROVERS = {Role.COORDINATOR, Role.MUNICIPAL_OFFICER}
APPROVING_OFFICES = {Office.SOCIAL_DIRECTOR, Office.LOCAL_POLICE_CHIEF}
READERS_OF_PAIRS = set(Role) - {Role.EXTERNAL_PARTY}
PARTIES = {Party.CITY, Party.POLICE}
IMPORTERS = {Role.ANALYST, Role.ADMINISTRATOR}


def _roles(member: Member) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.on(today()).filter(member_id=member.pk)


def roles_in(member: Member, pair: AreaPair) -> set[str]:
    """Return the roles that the member holds today in the pair, or in its whole city."""
    rows = _roles(member).filter(Q(pair=pair) | Q(pair=None, city_id=pair.city_id))
    return set(rows.order_by().values_list("role", flat=True))


def offices_in(member: Member, pair: AreaPair) -> set[str]:
    """Return the offices that the member holds today for the pair, or for its city as a whole."""
    rows = member.offices.on(today()).filter(Q(pair=pair) | Q(pair=None, organisation__city_id=pair.city_id))
    return set(rows.order_by().values_list("office", flat=True))


def roles_in_city(member: Member, city: City) -> set[str]:
    """Return the roles that the member holds today anywhere in the city."""
    return set(_roles(member).filter(city=city).order_by().values_list("role", flat=True))


def visible_pairs(member: Member) -> QuerySet[AreaPair]:
    """Return the pairs whose pages the member may read today, those in force first."""
    roles = _roles(member).filter(role__in=READERS_OF_PAIRS)
    offices = member.offices.on(today())
    return _pairs().filter(
        Q(pk__in=roles.exclude(pair=None).values("pair"))
        | Q(city__in=roles.filter(pair=None).values("city"))
        | Q(pk__in=offices.exclude(pair=None).values("pair"))
        | Q(city__in=offices.filter(pair=None).values("organisation__city"))
    )


def _pairs() -> QuerySet[AreaPair]:
    """The pairs with what a page's head says of them; the geometry of their areas stays in the database."""
    return AreaPair.objects.select_related("city", "city_area__division", "police_area__division").defer(
        "city_area__geometry", "police_area__geometry"
    )


def visible_cities(member: Member) -> QuerySet[City]:
    """Return the cities in which the member holds a role or an office today."""
    return City.objects.filter(
        Q(pk__in=_roles(member).values("city"))
        | Q(pk__in=member.offices.on(today()).values("organisation__city"))
    )


class Rights:
    """What a member may do in one pair today. Her roles there are read once, her offices only when roles do not settle it."""

    def __init__(self, member: Member, pair: AreaPair) -> None:
        self.member, self.pair = member, pair
        self.roles = frozenset(roles_in(member, pair))

    @cached_property
    def offices(self) -> frozenset[str]:
        return frozenset(offices_in(self.member, self.pair))

    @property
    def may_read(self) -> bool:
        return bool(self.roles & READERS_OF_PAIRS) or bool(self.offices)

    @property
    def may_write(self) -> bool:
        day = today()
        is_open = self.pair.valid_from <= day and (self.pair.valid_to is None or self.pair.valid_to > day)
        return is_open and bool(self.roles & WRITERS) and self.member.party in PARTIES

    @property
    def may_approve(self) -> bool:
        if self.member.party not in PARTIES:
            return False
        return bool(self.roles & APPROVERS) or bool(self.offices & APPROVING_OFFICES)


def rights_in(member: Member, pair: AreaPair) -> Rights:
    """Return what the member may do in the pair today."""
    return Rights(member, pair)


def open_pair(member: Member, slug: str) -> tuple[AreaPair, Rights]:
    """Return the pair with what the member may do in it, or raise Http404 when she may not see it."""
    pair = _pairs().filter(slug=slug).order_by().first()
    if pair is None:
        raise Http404
    rights = rights_in(member, pair)
    if not rights.may_read:
        raise Http404
    return pair, rights


def pair_for(member: Member, slug: str, *, change: bool = False) -> AreaPair:
    """Return the pair, or raise Http404 (may not see) or PermissionDenied (may see, may not change)."""
    pair, rights = open_pair(member, slug)
    if change and not rights.may_write:
        raise PermissionDenied
    return pair


def may_write(member: Member, pair: AreaPair) -> bool:
    """Whether the member may write in the pair's steps for her own party: a writer's role, and a pair in force."""
    return rights_in(member, pair).may_write


def may_approve(member: Member, pair: AreaPair) -> bool:
    """Whether the member may approve a joint decision of the pair for her own party."""
    return rights_in(member, pair).may_approve


def capacity(member: Member, pair: AreaPair) -> str:
    """Return in what capacity the member approves: her office, else her role, as a word."""
    for office in sorted(offices_in(member, pair) & APPROVING_OFFICES):
        return str(Office(office).label)
    for role in sorted(roles_in(member, pair) & APPROVERS):
        return str(Role(role).label)
    return ""


def city_for(member: Member, slug: str, *, change: bool = False) -> City:
    """Return the city for its evidence and settings; `change` asks for an importer's role."""
    city = visible_cities(member).filter(slug=slug).first()
    if city is None:
        raise Http404
    if change and not roles_in_city(member, city) & IMPORTERS:
        raise PermissionDenied
    return city


def administered_cities(member: Member) -> QuerySet[City]:
    """Return the cities that the member administers today: the role for the whole city, not for one pair."""
    return City.objects.filter(
        pk__in=_roles(member).filter(role=Role.ADMINISTRATOR, pair=None).values("city")
    )


def city_to_administer(member: Member, slug: str) -> City:
    """Return the city for its administrator; 403 for who may see the city, 404 for who may not."""
    city = city_for(member, slug)
    if not administers(member, city):
        raise PermissionDenied
    return city


def administers(member: Member, city: City) -> bool:
    """Whether the member administers the city today."""
    return administered_cities(member).filter(pk=city.pk).exists()
