"""The door of the releases of a pair: who reads them. Each reader sees her own authority's side, an auditor both."""

from __future__ import annotations

from samsyn.people import access as people
from samsyn.people.models import Member, Party
from samsyn.places.models import AreaPair

PARTIES = (Party.CITY, Party.POLICE)


def pair_for(member: Member, slug: str, *, change: bool = False) -> AreaPair:
    """Return the pair, 404 for one who may not know of it, 403 for one who may read but not write."""
    return people.pair_for(member, slug, change=change)


def owners_for(member: Member) -> tuple[str, ...]:
    """Return the authorities whose releases, withdrawn ones too, the member may read about in full."""
    if people.audits(member):
        return PARTIES
    return (member.party,) if member.party in PARTIES else ()


def other(party: str) -> str:
    return Party.POLICE if party == Party.CITY else Party.CITY
