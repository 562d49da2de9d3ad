"""Who holds each office of a city on a day, and who stands in: what the page Ställföreträdare shows, and its door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from samsyn.people import access
from samsyn.people.models import Member, Office, OfficeHolding, Organisation
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today

DAY = timedelta(days=1)


@dataclass(frozen=True)
class StandIn:
    """One time that somebody stands in: coming, now or past, and whether the reader may end it."""

    row: OfficeHolding
    state: str  # "coming", "now", "past"
    may_end: bool

    @property
    def last_day(self) -> date:
        """The last day of hers, as people say it; the day itself when it was ended at once."""
        assert self.row.valid_to is not None
        return max(self.row.valid_from, self.row.valid_to - DAY)


@dataclass(frozen=True)
class Function:
    """An office of an organisation in a pair, or in the whole city: it stays when people leave.

    holder, deputy  who has it on the day that is shown, and who stands in then
    to_name         the holding that the reader may name a deputy of, or None
    """

    office: Office
    organisation: Organisation
    pair: AreaPair | None
    holder: OfficeHolding | None
    deputy: OfficeHolding | None
    to_name: OfficeHolding | None
    stand_ins: tuple[StandIn, ...]

    @property
    def key(self) -> str:
        return f"{self.office.value}-{self.organisation.pk}-{self.pair.pk if self.pair else 0}"


def city_of(holding: OfficeHolding) -> City:
    """Return the city in which the office is held: that of its pair, else that of its organisation."""
    return holding.pair.city if holding.pair is not None else holding.organisation.city


def may_name(member: Member, holding: OfficeHolding) -> bool:
    """Whether the member may name a deputy: she who holds the office today, or the administrator of its party."""
    day = today()
    if holding.deputy_for_id is not None or holding.waits:
        return False
    if holding.valid_to is not None and holding.valid_to <= day:
        return False
    if holding.member_id == member.pk:
        return access.is_in_office(holding, day)
    return access.administers(member, city_of(holding)) and member.party == holding.organisation.party


def may_end(member: Member, row: OfficeHolding) -> bool:
    """Whether the member may end a deputy before her time: those who may name one."""
    above = row.deputy_for
    if above is None or row.withdrawn_at is not None or row.valid_to is None or row.valid_to <= today():
        return False
    return may_name(member, above)


def city_for(member: Member, slug: str) -> City:
    """Return the city for its administrator or for one who holds an office there today, else 404 or 403."""
    city = access.city_for(member, slug)
    if not access.administers(member, city) and not _own(member, city).exists():
        raise PermissionDenied
    return city


def cities_with_offices(member: Member) -> list[City]:
    """Return the cities whose offices the member looks after: those she administers, and where she holds one today."""
    looked_after = Q(pk__in=access.administered_cities(member))
    for city in access.visible_cities(member):
        if _own(member, city).exists():
            looked_after |= Q(pk=city.pk)
    return list(City.objects.filter(looked_after).order_by("name"))


def _rows(city: City) -> QuerySet[OfficeHolding]:
    rows = OfficeHolding.objects.filter(Q(pair__city=city) | Q(pair=None, organisation__city=city))
    return rows.select_related(
        "member__organisation", "organisation__city", "pair__city", "deputy_for__member", "deputy_for__organisation__city",
        "deputy_for__pair__city",
    )  # fmt: skip


def _own(member: Member, city: City) -> QuerySet[OfficeHolding]:
    """The offices that she herself holds in the city today."""
    day = today()
    held = Q(valid_to=None) | Q(valid_to__gt=day)
    return _rows(city).filter(held, valid_from__lte=day, member=member, deputy_for=None)


def holding_for(member: Member, slug: str, pk: int) -> OfficeHolding:
    """Return the holding to name a deputy of, or raise Http404 (may not see) or PermissionDenied (may not name)."""
    holding = _seen(member, slug, pk, is_deputy=False)
    if not may_name(member, holding):
        raise PermissionDenied
    return holding


def deputy_for(member: Member, slug: str, pk: int) -> OfficeHolding:
    """Return the deputy to end, by the same door; one who is through already is the service's to refuse."""
    row = _seen(member, slug, pk, is_deputy=True)
    above = row.deputy_for
    if above is None or not may_name(member, above):
        raise PermissionDenied
    return row


def _seen(member: Member, slug: str, pk: int, *, is_deputy: bool) -> OfficeHolding:
    city = city_for(member, slug)
    row = _rows(city).filter(pk=pk, deputy_for__isnull=not is_deputy).first()
    if row is None:
        raise Http404
    if not access.administers(member, city) and (row.deputy_for or row).member_id != member.pk:
        raise Http404
    return row


def candidates(holding: OfficeHolding, *, by: Member) -> QuerySet[Member]:
    """Return whom `by` may name: those of the office's own authority whose sign-in is open, not herself nor the holder."""
    home = holding.organisation
    rows = Member.objects.filter(
        organisation__city=home.city_id, organisation__party=home.party, is_active=True
    )
    return rows.exclude(pk__in={by.pk, holding.member_id}).select_related("organisation").order_by("name")


def functions(member: Member, city: City, *, on: date) -> list[Function]:
    """Return the city's offices with who has each on the day. An administrator sees all, others the ones they hold."""
    rows = list(_rows(city).order_by("office", "organisation__name", "pair__name", "valid_from", "pk"))
    grouped: dict[tuple[str, int, int | None], list[OfficeHolding]] = {}
    for row in rows:
        grouped.setdefault((row.office, row.organisation_id, row.pair_id), []).append(row)
    if not access.administers(member, city):
        mine = {(row.office, row.organisation_id, row.pair_id) for row in _own(member, city)}
        grouped = {key: group for key, group in grouped.items() if key in mine}
    return [_function(member, group, on) for group in grouped.values()]


def _function(member: Member, group: Sequence[OfficeHolding], on: date) -> Function:
    holders = [row for row in group if row.deputy_for_id is None]
    stand_ins = [row for row in group if row.deputy_for_id is not None]
    first = group[0]
    return Function(
        office=Office(first.office),
        organisation=first.organisation,
        pair=first.pair,
        holder=_on(holders, on),
        deputy=_on(stand_ins, on),
        to_name=next((row for row in holders if may_name(member, row)), None),
        stand_ins=tuple(sorted((_stand_in(member, row) for row in stand_ins), key=_order)),
    )


def _on(rows: Iterable[OfficeHolding], day: date) -> OfficeHolding | None:
    """Return the latest that holds on the day."""
    held = [row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to > day)]
    return held[-1] if held else None


def _stand_in(member: Member, row: OfficeHolding) -> StandIn:
    day = today()
    is_over = row.withdrawn_at is not None or (row.valid_to is not None and row.valid_to <= day)
    state = "past" if is_over else "coming" if row.valid_from > day else "now"
    return StandIn(row, state, may_end(member, row))


def _order(one: StandIn) -> tuple[int, float]:
    """Now first, then what comes soonest, then what was latest."""
    place = {"now": 0, "coming": 1, "past": 2}[one.state]
    number = one.row.valid_from.toordinal()
    return place, -number if one.state == "past" else number
