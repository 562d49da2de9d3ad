"""Reading members, roles and offices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from samsyn.people import access
from samsyn.people.models import Forum, Member, OfficeHolding, Organisation, RoleAssignment, Seat
from samsyn.places.models import AreaPair, City
from samsyn.places.prepared import FIRST, Prepared
from samsyn.ui.clock import today

CAST_DOMAIN = "exempelstaden.example"


@dataclass
class Duty:
    """One thing that a person does: a role or an office, and where. What waits for her authority she does not do yet."""

    name: str
    where: str
    waits: bool = False


@dataclass
class Choice:
    """One of the cast as shown to who chooses: the member and what she does."""

    member: Member
    duties: list[Duty] = field(default_factory=list)

    @property
    def key(self) -> str:
        """How the person is named in the form: "astrid" for the cast, the whole address for others."""
        return self.member.email.removesuffix(f"@{CAST_DOMAIN}")


def _current(
    city: City | None = None,
) -> tuple[Prefetch[str, QuerySet[RoleAssignment], str], Prefetch[str, QuerySet[OfficeHolding], str]]:
    """Today's roles and offices; of one city, when it is given, also those that wait, for the page of its members."""
    roles, offices = RoleAssignment.objects.on(today()), OfficeHolding.objects.on(today())
    if city is not None:
        roles = RoleAssignment.with_waiting.filter(_today_or_waits(), city=city)
        offices = OfficeHolding.with_waiting.filter(_today_or_waits(), _in_city(city))
    return (
        Prefetch("roles", roles.select_related("city", "pair__city")),
        Prefetch("offices", offices.select_related("organisation__city", "pair__city")),
    )


def _today_or_waits() -> Q:
    day = today()
    return (Q(valid_to=None) | Q(valid_to__gt=day)) & (Q(valid_from__lte=day) | Q(waits=True))


def _in_city(city: City) -> Q:
    """An office is held in the city of its pair, else in that of its organisation."""
    return Q(pair__city=city) | Q(pair=None, organisation__city=city)


def duties(member: Member) -> list[Duty]:
    """Return what the member does today. Roles and offices are prefetched by the caller."""
    rows = [Duty(str(row.get_role_display()), _where(row), row.waits) for row in member.roles.all()]
    return rows + [Duty(row.capacity, _where(row), row.waits) for row in member.offices.all()]


def _where(row: RoleAssignment | OfficeHolding) -> str:
    if row.pair is not None:
        return f"{row.pair.city.name} {row.pair.name}"
    return row.city.name if isinstance(row, RoleAssignment) else row.organisation.city.name


def cast_to_choose() -> list[Choice]:
    """Return the invented members that one may be in the demo, with what each does."""
    members = (
        Member.objects.filter(is_example=True, is_active=True)
        .select_related("organisation")
        .prefetch_related(*_current())
    )
    return [Choice(member, duties(member)) for member in members]


def members_of(city: City) -> list[tuple[Organisation, list[Choice]]]:
    """Return the city's organisations with their members, then members of other cities who hold something here."""
    members = (
        Member.objects.filter(
            Q(organisation__city=city)
            | Q(pk__in=RoleAssignment.with_waiting.filter(_today_or_waits(), city=city).values("member"))
            | Q(pk__in=OfficeHolding.with_waiting.filter(_today_or_waits(), _in_city(city)).values("member"))
        )
        .select_related("organisation__city")
        .prefetch_related(*_current(city))
    )
    rows: dict[Organisation, list[Choice]] = {row: [] for row in city.organisations.select_related("city")}
    for member in members:
        rows.setdefault(member.organisation, []).append(Choice(member, duties(member)))
    return list(rows.items())


def known_to(administrator: Member) -> QuerySet[Member]:
    """Return the members whom an administrator may see: those of the cities that she administers or works in."""
    cities = access.visible_cities(administrator)
    return (
        Member.objects.filter(
            Q(organisation__city__in=cities) | Q(roles__city__in=access.administered_cities(administrator))
        )
        .distinct()
        .select_related("organisation")
    )


def names(ids: Iterable[int | None]) -> dict[int, Member]:
    """Return the members by id, for a page that shows log entries."""
    return Member.objects.select_related("organisation").in_bulk({pk for pk in ids if pk is not None})


def roles_of(member: Member, city: City) -> list[RoleAssignment]:
    """Return the member's roles in the city that have not ended, also those that have not begun, or wait."""
    rows = RoleAssignment.with_waiting.filter(_not_ended(), member=member, city=city)
    return list(rows.select_related("member__organisation", "city", "pair"))


def offices_of(member: Member, city: City) -> list[OfficeHolding]:
    """Return the member's own offices in the city that have not ended, also those that have not begun, or wait."""
    rows = OfficeHolding.with_waiting.filter(_in_city(city), _not_ended(), member=member, deputy_for=None)
    return list(rows.select_related("member__organisation", "organisation__city", "pair"))


def with_duties(member: Member) -> Choice:
    """Return one member with what she does today."""
    row = Member.objects.select_related("organisation").prefetch_related(*_current()).get(pk=member.pk)
    return Choice(row, duties(row))


def forums_of(city: City) -> list[Forum]:
    """Return the city's forums that have not ended, with the seats that have not ended, in three queries."""
    rows = Forum.objects.filter(_not_ended(), city=city).select_related("city", "pair")
    return list(rows.prefetch_related(Prefetch("seats", _seats())))


def seats_of(forum: Forum) -> list[Seat]:
    """Return the seats of a forum that have not ended, also those that have not begun."""
    return list(_seats().filter(forum=forum).select_related("forum__city"))


def _seats() -> QuerySet[Seat]:
    return Seat.objects.filter(_not_ended()).select_related("member__organisation").order_by("function", "pk")


def _not_ended() -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=today())


_WITH_MEMBER = ["organisation", "deputy_for", "member", "member__organisation"]
_HOLDERS = Prepared(
    OfficeHolding,
    lambda pk: OfficeHolding.objects.filter(pair=pk).order_by("valid_from", "pk"),
    values=[FIRST],
    joined=_WITH_MEMBER,
)
_HOLDERS_OF_WHOLE = Prepared(
    OfficeHolding,
    lambda pk: OfficeHolding.objects.filter(pair=None, organisation__city=pk).order_by("valid_from", "pk"),
    values=[FIRST],
    joined=_WITH_MEMBER,
)


def deciders(pair: AreaPair) -> dict[str, str]:
    """Return by party whom a decision in the pair waits for today: "Mats, lokalpolisområdeschef".

    On a deputy's days it is she: "Karl, ställföreträdande lokalpolisområdeschef".
    """
    day, deciding = today(), access.approving_offices(pair)
    rows = _HOLDERS_OF_WHOLE.rows(pair.city_id) if pair.is_whole else _HOLDERS.rows(pair.pk)
    held = [row for row in rows if row.office in deciding and access.is_in_office(row, day)]
    held.sort(key=lambda row: row.deputy_for_id is not None)  # the deputy last: she is the one to ask
    return {str(row.organisation.party): f"{row.member.name}, {row.capacity}" for row in held}
