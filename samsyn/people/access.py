"""Who may see and change what in a pair or a city: the base of every app's own door.

A door answers 404 where one may not know that the row exists, 403 where one may read but not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from samsyn.people.models import (
    Member,
    Office,
    OfficeHolding,
    Party,
    Role,
    RoleAssignment,
    capacity_of,
)
from samsyn.places.models import AreaPair, City
from samsyn.places.prepared import FIRST, Prepared
from samsyn.places.queries import pair_by_slug
from samsyn.ui.clock import now, today

WRITERS = {Role.COORDINATOR, Role.MUNICIPAL_OFFICER, Role.ANALYST, Role.UNIT_MANAGER, Role.AREA_OFFICER}
REPORTERS = WRITERS | {Role.REPORTER}
APPROVERS = {Role.COORDINATOR, Role.MUNICIPAL_OFFICER}
APPROVING_OFFICES = {Office.SOCIAL_DIRECTOR, Office.LOCAL_POLICE_CHIEF}
# For the whole city the two chiefs decide, and those who coordinate any of its pairs prepare what they decide.
APPROVING_OFFICES_OF_WHOLE = {Office.CITY_DIRECTOR, Office.POLICE_DISTRICT_CHIEF}
PREPARERS_OF_WHOLE = {Role.COORDINATOR, Role.MUNICIPAL_OFFICER}
READERS_OF_PAIRS = set(Role) - {Role.EXTERNAL_PARTY}
PARTIES = {Party.CITY, Party.POLICE}
IMPORTERS = {Role.ANALYST, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class _Duty:
    """A role or an office that a member holds today, or stands in for; without pair for the whole city."""

    name: str
    city: int
    pair: int | None
    is_deputy: bool = False

    def is_in(self, pair: AreaPair) -> bool:
        if self.city != pair.city_id:
            return False
        return self.pair in {None, pair.pk} or (pair.is_whole and self.name in PREPARERS_OF_WHOLE)


class Duties:
    """What one member holds today: roles by one query, offices by another, asked only when they matter."""

    def __init__(self, member: Member, day: date) -> None:
        self.member_id, self.day = member.pk, day
        self.changes = _changes[0]

    @classmethod
    def keep(cls, member: Member, rows: Iterable[RoleAssignment]) -> None:
        """Keep on the member the rows of all her roles, which were read together with her."""
        held = cls(member, today())
        held.roles = held._of(rows)
        member.duties_kept = held

    @cached_property
    def roles(self) -> tuple[_Duty, ...]:
        return self._of(ROLES.rows(self.member_id))

    def _of(self, rows: Iterable[RoleAssignment]) -> tuple[_Duty, ...]:
        return tuple(_Duty(row.role, row.city_id, row.pair_id) for row in rows if _holds(row, self.day))

    @cached_property
    def offices(self) -> tuple[_Duty, ...]:
        rows = OFFICES.rows(self.member_id)
        return tuple(
            _Duty(row.office, row.organisation.city_id, row.pair_id, is_deputy=row.deputy_for_id is not None)
            for row in rows
            if is_in_office(row, self.day)
        )


ROLES = Prepared(
    RoleAssignment, lambda pk: RoleAssignment.objects.filter(member_id=pk).order_by("pk"), values=[FIRST]
)
OFFICES = Prepared(
    OfficeHolding,
    lambda pk: OfficeHolding.objects.filter(member_id=pk).order_by("pk"),
    values=[FIRST],
    joined=["organisation", "deputy_for", "member", "member__organisation"],
)
_changes = [0]  # of roles and offices in this process: what was read before the last one is read anew


def forget(**_signal: Any) -> None:
    """Let every member's duties be read anew: a role or an office was saved or removed."""
    _changes[0] += 1


def _holds(row: RoleAssignment | OfficeHolding, day: date) -> bool:
    return not row.waits and row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def is_in_office(row: OfficeHolding, day: date) -> bool:
    """Whether the row gives its member the office's right on the day, as its holder or in her place.

    She belongs to the party that the office decides for: whoever has moved to the other has it no more. A deputy has it
    while nobody has ended it and the holding it rests on holds, and she is let in.
    """
    if not _holds(row, day) or row.member.party != row.organisation.party:
        return False
    above = row.deputy_for
    if above is None:
        return True
    return row.member.is_active and row.withdrawn_at is None and _holds(above, day)


def _duties(member: Member) -> Duties:
    """Return what the member holds today, kept on the member herself: a request reads it once."""
    day = today()
    known: Duties | None = member.duties_kept
    if known is None or (known.member_id, known.day, known.changes) != (member.pk, day, _changes[0]):
        known = Duties(member, day)
        member.duties_kept = known
    return known


def roles_in(member: Member, pair: AreaPair) -> set[str]:
    """Return the roles that the member holds today in the pair, or in its whole city."""
    return {duty.name for duty in _duties(member).roles if duty.is_in(pair)}


def offices_in(member: Member, pair: AreaPair) -> set[str]:
    """Return the offices that the member herself holds today for the pair, or for its city as a whole."""
    return {duty.name for duty in _duties(member).offices if not duty.is_deputy and duty.is_in(pair)}


def deputised_in(member: Member, pair: AreaPair) -> set[str]:
    """Return the offices that the member stands in for today, for the pair or for its city as a whole."""
    return {duty.name for duty in _duties(member).offices if duty.is_deputy and duty.is_in(pair)}


def roles_in_city(member: Member, city: City) -> set[str]:
    """Return the roles that the member holds today anywhere in the city."""
    return {duty.name for duty in _duties(member).roles if duty.city == city.pk}


def visible_pairs(member: Member) -> QuerySet[AreaPair]:
    """Return the pairs whose pages the member may read today, those in force first."""
    held = _duties(member)
    found = [*(duty for duty in held.roles if duty.name in READERS_OF_PAIRS), *held.offices]
    return _pairs().filter(
        Q(pk__in={duty.pair for duty in found if duty.pair is not None})
        | Q(city__in={duty.city for duty in found if duty.pair is None})
        | Q(is_whole=True, city__in={duty.city for duty in found})
    )


def approvers(pair: AreaPair) -> set[Role]:
    """Return the roles whose holders may approve in the pair; none for the whole city."""
    return set() if pair.is_whole else APPROVERS


def approving_offices(pair: AreaPair) -> set[Office]:
    """Return the offices whose holders decide in the pair, or for the whole city."""
    return APPROVING_OFFICES_OF_WHOLE if pair.is_whole else APPROVING_OFFICES


def reads_pairs_of(member: Member, city: int) -> bool:
    """Whether the member may read the pages of any pair of the city (primary key) today."""
    held = _duties(member)
    return any(duty.city == city and duty.name in READERS_OF_PAIRS for duty in held.roles) or any(
        duty.city == city for duty in held.offices
    )


def reads_pairs(member: Member) -> bool:
    """Whether the member may read the pages of any pair today."""
    held = _duties(member)
    return any(duty.name in READERS_OF_PAIRS for duty in held.roles) or bool(held.offices)


def _pairs() -> QuerySet[AreaPair]:
    """The pairs with what a page's head says of them; the geometry of their areas stays in the database."""
    return AreaPair.objects.select_related("city", "city_area__division", "police_area__division").defer(
        "city_area__geometry", "police_area__geometry"
    )


def visible_cities(member: Member) -> QuerySet[City]:
    """Return the cities in which the member holds a role or an office today; an external party's role opens no city."""
    held = _duties(member)
    inside = (duty for duty in held.roles if duty.name != Role.EXTERNAL_PARTY)
    return City.objects.filter(pk__in={duty.city for duty in (*inside, *held.offices)})


def external_pairs(member: Member) -> QuerySet[AreaPair]:
    """Return the pairs in which the member is an external party today: she reads her own there, and nothing else."""
    if member.party != Party.OTHER:
        return _pairs().none()
    found = [duty for duty in _duties(member).roles if duty.name == Role.EXTERNAL_PARTY]
    return _pairs().filter(
        Q(pk__in={duty.pair for duty in found if duty.pair is not None})
        | Q(city__in={duty.city for duty in found if duty.pair is None})
    )


def is_partners_own(member: Member, pair: AreaPair, organisation: int | None) -> bool:
    """Whether the organisation (primary key) is the member's own, and she is an external party in the pair today."""
    return organisation == member.organisation_id and external_pairs(member).filter(pk=pair.pk).exists()


def is_external(member: Member) -> bool:
    """Whether the member is an external party anywhere today."""
    is_one = any(duty.name == Role.EXTERNAL_PARTY for duty in _duties(member).roles)
    return is_one and member.party == Party.OTHER


def is_inside(member: Member) -> bool:
    """Whether the member is anything else than an external party: such a one is let in to her own pages only.

    One of neither authority whose role has ended, or not begun, is no more inside than she was with it.
    """
    held = _duties(member)
    if held.roles:
        is_outside = all(duty.name == Role.EXTERNAL_PARTY for duty in held.roles)
    else:
        is_outside = member.party == Party.OTHER
    return not is_outside or bool(held.offices)


class Rights:
    """What a member may do in one pair today. Her roles there are read once, her offices only when roles do not settle it."""

    def __init__(self, member: Member, pair: AreaPair) -> None:
        self.member, self.pair = member, pair
        self.roles = frozenset(roles_in(member, pair))

    @cached_property
    def offices(self) -> frozenset[str]:
        return frozenset(offices_in(self.member, self.pair))

    @cached_property
    def deputised(self) -> frozenset[str]:
        """The offices that she stands in for today: they let her read and approve, not sign agreements."""
        return frozenset(deputised_in(self.member, self.pair))

    @property
    def may_read(self) -> bool:
        """Whoever reads one of the city's pairs reads what is decided for the whole city too."""
        if self.roles & READERS_OF_PAIRS or self.offices or self.deputised:
            return True
        return self.pair.is_whole and reads_pairs_of(self.member, self.pair.city_id)

    @property
    def may_write(self) -> bool:
        day = today()
        is_open = self.pair.valid_from <= day and (self.pair.valid_to is None or self.pair.valid_to > day)
        return is_open and bool(self.roles & WRITERS) and self.member.party in PARTIES

    @property
    def may_report(self) -> bool:
        """Whether she may count what is done: the writers, and those who work in the field."""
        return bool(self.roles & REPORTERS) and self.member.party in PARTIES

    @property
    def may_approve(self) -> bool:
        if self.member.party not in PARTIES or is_held(self.member):
            return False
        if self.roles & approvers(self.pair):
            return True
        return bool((self.offices | self.deputised) & approving_offices(self.pair))

    @property
    def may_register(self) -> bool:
        """Whether she keeps her own party's register: writes its number on what is decided."""
        return Role.REGISTRAR in self.roles and self.member.party in PARTIES


def rights_in(member: Member, pair: AreaPair) -> Rights:
    """Return what the member may do in the pair today."""
    return Rights(member, pair)


def open_pair(member: Member, slug: str) -> tuple[AreaPair, Rights]:
    """Return the pair with what the member may do in it, or raise Http404 when she may not see it."""
    pair = pair_by_slug(slug)
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


def may_report(member: Member, pair: AreaPair) -> bool:
    """Whether the member may count what is done in the pair."""
    return rights_in(member, pair).may_report


def may_approve(member: Member, pair: AreaPair) -> bool:
    """Whether the member may approve a joint decision of the pair for her own party."""
    return rights_in(member, pair).may_approve


def capacity(member: Member, pair: AreaPair) -> str:
    """Return in what capacity the member approves: her office, else the one she stands in for, else her role, as a word."""
    deciding = approving_offices(pair)
    for office in sorted(offices_in(member, pair) & deciding):
        return capacity_of(office, is_deputy=False)
    for office in sorted(deputised_in(member, pair) & deciding):
        return capacity_of(office, is_deputy=True)
    for role in sorted(roles_in(member, pair) & approvers(pair)):
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
    return City.objects.filter(pk__in=_administered(member))


def _administered(member: Member) -> set[int]:
    return {
        duty.city for duty in _duties(member).roles if duty.name == Role.ADMINISTRATOR and duty.pair is None
    }


def city_to_administer(member: Member, slug: str) -> City:
    """Return the city for its administrator; 403 for who may see the city, 404 for who may not."""
    city = city_for(member, slug)
    if not administers(member, city):
        raise PermissionDenied
    return city


def administers(member: Member, city: City) -> bool:
    """Whether the member administers the city today."""
    return city.pk in _administered(member)


def is_held(member: Member) -> bool:
    """Whether nobody may decide in the member's name yet: others made her a way in lately (services.resets)."""
    return member.held_until is not None and member.held_until > now()


def leads_in(member: Member, city: City) -> bool:
    """Whether the member leads in the city today: holds an office there, stands in for one, or manages a unit."""
    held = _duties(member)
    return any(duty.city == city.pk and duty.name == Role.UNIT_MANAGER for duty in held.roles) or any(
        duty.city == city.pk for duty in held.offices
    )


def decides(member: Member) -> bool:
    """Whether the member decides or administers anywhere today: by office, as a deputy, or by role."""
    held = _duties(member)
    return bool(held.offices) or any(duty.name in APPROVERS | {Role.ADMINISTRATOR} for duty in held.roles)


def audits(member: Member) -> bool:
    """Whether the member reads everything, the log too: an auditor of a whole city."""
    return any(duty.name == Role.AUDITOR and duty.pair is None for duty in _duties(member).roles)
