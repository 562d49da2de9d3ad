"""Which appointments wait for the member's own authority, who may confirm them, and what the page shows, with its door.

Nobody of one authority appoints who decides for the other (ADR 0020).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from samsyn.people import access, resets
from samsyn.people.appointed import Established
from samsyn.people.models import Member, OfficeHolding, PasswordReset, Role, RoleAssignment
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import now, today

Row = RoleAssignment | OfficeHolding
LEADING_ROLES = (Role.UNIT_MANAGER, Role.ADMINISTRATOR)
SHOWN_FOR = timedelta(days=30)
MODELS: dict[str, Any] = {
    "roll": RoleAssignment,
    "ambete": OfficeHolding,
}
_JOINED = ("member__organisation", "appointed_by__organisation", "confirmed_by", "pair")
_CITY = {"roll": ("city",), "ambete": ("organisation__city",)}


def kind_of(row: Row) -> str:
    return "ambete" if isinstance(row, OfficeHolding) else "roll"


def city_of(row: Row) -> City:
    """Return the city that the appointment is for: an office's organisation is of the same city as its pair."""
    return row.organisation.city if isinstance(row, OfficeHolding) else row.city


def party_of(row: Row) -> str:
    """Return the party that the appointed acts for."""
    return row.organisation.party if isinstance(row, OfficeHolding) else row.member.party


def name_of(row: Row) -> str:
    """Return the role or the office as a word."""
    return str(row.get_office_display() if isinstance(row, OfficeHolding) else row.get_role_display())


def leads(row: Row) -> bool:
    """Whether who has the row confirms for her authority: an office, a unit, or the city's administration."""
    return isinstance(row, OfficeHolding) or row.role in LEADING_ROLES


def is_anothers(by: Member, member: Member) -> bool:
    """Whether `by` would appoint for an authority that is not her own."""
    return member.party in access.PARTIES and by.party != member.party


def has_led(city: City, party: str) -> bool:
    """Whether the authority has ever had anybody in the city who could confirm, whatever became of her."""
    return (
        Established.objects.filter(city=city, party=party).exists()
        or _offices(city, party).filter(valid_from__lte=today()).exists()
        or _leading_roles(city, party).filter(valid_from__lte=today()).exists()
    )


def _offices(city: City, party: str) -> Any:
    return OfficeHolding.objects.filter(organisation__city=city, organisation__party=party)


def _leading_roles(city: City, party: str) -> Any:
    return RoleAssignment.objects.filter(city=city, role__in=LEADING_ROLES, member__organisation__party=party)


def answers_for(by: Member, row: Row) -> bool:
    """Whether `by` may confirm: she leads or administers in the city, in the member's own authority, and is another person.

    Neither the appointed nor who appointed, by whatever account, nor one whose own way in was made by others lately.
    """
    party = party_of(row)
    if by.party != party or row.member.party != party or not by.is_active or access.is_held(by):
        return False
    if is_one_of_them(by, row):
        return False
    city = city_of(row)
    return access.administers(by, city) or access.leads_in(by, city)


def is_one_of_them(by: Member, row: Row) -> bool:
    """Whether `by` is the appointed or who appointed her, or has an account in one of their names."""
    both = (row.member, row.appointed_by)
    return any(resets.is_same_person(by, one) for one in both if one is not None)


def is_open(row: Row) -> bool:
    """Whether the appointment waits, for days that are not over."""
    return row.waits and (row.valid_to is None or row.valid_to > today())


def may_confirm(by: Member, row: Row) -> bool:
    return is_open(row) and answers_for(by, row)


def may_refuse(by: Member, row: Row) -> bool:
    """Whether `by` may say no, or take back what she made herself."""
    return row.waits and (row.appointed_by_id == by.pk or answers_for(by, row))


def confirmers(row: Row) -> list[Member]:
    """Return those who may confirm the appointment today, by name."""
    return [one for one in _leaders(city_of(row), party_of(row)) if answers_for(one, row)]


def _leaders(city: City, party: str) -> list[Member]:
    rows = (_offices(city, party), _leading_roles(city, party))
    found = {one["member"] for each in rows for one in each.on(today()).values("member")}
    members = Member.objects.filter(pk__in=found, is_active=True).select_related("organisation__city")
    return list(members.order_by("name"))


def rows_of(kind: str, city: City | None = None) -> QuerySet[Any]:
    """Return the appointments of a kind, those that wait too, with what a line says of them."""
    rows = MODELS[kind].with_waiting.select_related(*_JOINED, *_CITY[kind]).order_by("appointed_at", "pk")
    if city is None:
        return rows
    return rows.filter(city=city) if kind == "roll" else rows.filter(organisation__city=city)


def city_for(member: Member, slug: str) -> City:
    """Return the city for those who administer or lead in it: 404 when she may not know it, else 403."""
    city = access.city_for(member, slug)
    if not _concern(member, city):
        raise PermissionDenied
    return city


def cities_for(member: Member) -> list[City]:
    """Return the cities whose appointments are the member's business."""
    return [city for city in access.visible_cities(member) if _concern(member, city)]


def _concern(member: Member, city: City) -> bool:
    return access.administers(member, city) or access.leads_in(member, city)


def row_for(member: Member, slug: str, kind: str, pk: int) -> Row:
    """Return an appointment that the member may see in the city, or raise Http404. It may be confirmed since."""
    city = city_for(member, slug)
    row: Row | None = (
        rows_of(kind, city).filter(pk=pk, appointed_by__isnull=False).first() if kind in MODELS else None
    )
    if row is None or not _sees(member, row, city):
        raise Http404
    return row


def _sees(reader: Member, row: Row, city: City) -> bool:
    return reader.party == party_of(row) or access.administers(reader, city)


@dataclass(frozen=True)
class Line:
    """One appointment as the page shows it, and what the reader may do about it.

    others  who may confirm it today, by name
    """

    row: Row
    kind: str
    what: str
    may_confirm: bool
    may_refuse: bool
    others: tuple[str, ...]

    @property
    def where(self) -> AreaPair | None:
        return self.row.pair


def waiting(reader: Member, city: City) -> list[Line]:
    """Return the appointments in the city that wait and concern the reader, the oldest first."""
    rows = [row for kind in MODELS for row in rows_of(kind, city).filter(waits=True)]
    leaders = {party: _leaders(city, party) for party in {party_of(row) for row in rows}}
    return [
        Line(
            row,
            kind_of(row),
            name_of(row),
            may_confirm(reader, row),
            may_refuse(reader, row),
            tuple(one.name for one in leaders[party_of(row)] if answers_for(one, row)),
        )
        for row in sorted(rows, key=_age)
        if _sees(reader, row, city)
    ]


def confirmed(reader: Member, city: City) -> list[Line]:
    """Return what was confirmed in the last month and concerns the reader, the newest first."""
    rows = [
        row
        for kind in MODELS
        for row in rows_of(kind, city).filter(waits=False, confirmed_at__gt=now() - SHOWN_FOR)
    ]
    seen = [row for row in sorted(rows, key=_age, reverse=True) if _sees(reader, row, city)]
    return [Line(row, kind_of(row), name_of(row), False, False, ()) for row in seen]


def _age(row: Row) -> tuple[Any, int]:
    return row.confirmed_at or row.appointed_at, row.pk


def is_any_waiting_in(city: City) -> bool:
    """Whether any appointment in the city waits: one question."""
    offices = OfficeHolding.with_waiting.filter(waits=True, organisation__city=city).values_list("pk")
    return RoleAssignment.with_waiting.filter(waits=True, city=city).values_list("pk").union(offices).exists()


def to_confirm(reader: Member, city: City | None = None) -> list[Row]:
    """Return the appointments that wait for the reader's yes, oldest first: in the city, or wherever she may confirm."""
    rows = [row for kind in MODELS for row in rows_of(kind, city).filter(waits=True)]
    return [row for row in sorted(rows, key=_age) if may_confirm(reader, row)]


def to_answer(reader: Member) -> tuple[list[PasswordReset], list[Row]]:
    """Return the new passwords and the appointments that wait for the reader: one question while nothing waits."""
    asked = PasswordReset.objects.filter(ended_at=None, confirmed_at=None).values_list("pk")
    made = (model.with_waiting.filter(waits=True).values_list("pk") for model in MODELS.values())
    if not asked.union(*made).exists():
        return [], []
    return resets.to_answer(reader), to_confirm(reader)
