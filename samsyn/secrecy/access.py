"""The door to an object's secrecy: whoever may read the object reads it; its own authority's writers set it.

404 for one who may not know of the object, 403 for one who may read but not mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.places.models import AreaPair, City
from samsyn.secrecy.kinds import Kind, kind_of, of_row


@dataclass(frozen=True)
class Thing:
    """An object that can be marked, and what the member may do with it.

    sees_why  whether she reads who has marked it and why: her own authority's, both of what both write, and an auditor.
              A release is of the text, not of what its owner has said of its secrecy
    """

    kind: Kind
    row: Any
    pair: AreaPair | None
    city: City
    may_mark: bool
    sees_why: bool

    @property
    def subject(self) -> str:
        return self.kind.subject(self.row)

    @property
    def url(self) -> str:
        return self.kind.url(self.row)

    @property
    def heading(self) -> str:
        return self.kind.heading(self.row)


def thing_for(member: Member, code: str, pk: int, *, change: bool = False) -> Thing:
    """Return the object by the code of its kind, for one who may read it or, with `change`, mark it."""
    kind = kind_of(code)
    row = kind.find(pk) if kind else None
    found = thing_of(member, row) if row is not None else None
    if found is None:
        raise Http404
    if change and not found.may_mark:
        raise PermissionDenied
    return found


def thing_of(member: Member, row: Any) -> Thing | None:
    """Return what the member may do with the secrecy of a row; None for one who may not know of it."""
    kind = of_row(row)
    if kind is None or not kind.is_seen(row, member.party):
        return None
    is_owner = kind.owner(row) in {"", member.party} and member.party in people.PARTIES
    sees_why = is_owner or people.audits(member)
    pair = kind.pair(row)
    if pair is not None:
        rights = people.rights_in(member, pair)
        may_mark = is_owner and rights.may_write
        return Thing(kind, row, pair, pair.city, may_mark, sees_why) if rights.may_read else None
    city = kind.city(row)
    if city is None or not people.visible_cities(member).filter(pk=city.pk).exists():
        return None
    imports = bool(people.roles_in_city(member, city) & people.IMPORTERS)
    return Thing(kind, row, None, city, is_owner and imports, sees_why)
