"""Who signs: the office of each party by kind of agreement (`signers.toml`), and who holds it on a day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from samsyn.people.models import Member, Office, OfficeHolding, Party
from samsyn.places.models import AreaPair


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "signers.toml").read_text("utf-8"))


def offices(kind: str, *, is_whole: bool) -> dict[str, Office]:
    """Return the office that signs for each party: "city" and "police"."""
    row = _table()[kind]
    chosen = row.get("whole", row) if is_whole else row
    return {str(party): Office(chosen[party]) for party in (Party.CITY, Party.POLICE)}


def holdings(pair: AreaPair, office: str, *, on: date) -> list[OfficeHolding]:
    """Return who holds the office for the pair on the day: those of the pair itself before those of the whole city."""
    rows = OfficeHolding.objects.filter(office=office).filter(_of(pair)).on(on)
    found = rows.select_related("member__organisation", "organisation").order_by("-valid_from", "pk")
    return sorted(found, key=lambda row: row.pair_id is None)


def held(member: Member, pair: AreaPair, office: str) -> list[OfficeHolding]:
    """Return every time that the member has held the office for the pair, the latest last."""
    rows = OfficeHolding.objects.filter(member=member, office=office).filter(_of(pair))
    return list(rows.order_by("valid_from", "pk"))


def _of(pair: AreaPair) -> Q:
    """Holders of the pair or of its city. A deputy decides in the office's place, but does not sign (ADR 0012)."""
    return Q(deputy_for=None) & (Q(pair=pair) | Q(pair=None, organisation__city=pair.city_id))


def possible(pair: AreaPair, office: str) -> list[Member]:
    """Return all who hold or have held the office for the pair, by name: those whose paper can be filed."""
    rows = OfficeHolding.objects.filter(office=office).filter(_of(pair)).values("member")
    return list(Member.objects.filter(pk__in=rows).select_related("organisation").order_by("name"))
