"""The only door from a request to a conference: whoever may read the pair of the whole city may read it.

404 for one who may not know of it, 403 for one who may read but not write. A party's order is entered by one who
writes or decides there for that party.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from samsyn.conference.models import Candidate, Conference
from samsyn.people.access import reads_pairs_of, rights_in, visible_pairs
from samsyn.people.models import Member
from samsyn.places.models import AreaPair, City
from samsyn.places.queries import pair_by_slug, whole_pair
from samsyn.ui.clock import today


def cities_for(member: Member) -> list[City]:
    """Return the cities whose conferences the member may read: those that have a pair of the whole city."""
    day = today()
    pairs = visible_pairs(member).filter(
        Q(valid_to=None) | Q(valid_to__gt=day), is_whole=True, valid_from__lte=day
    )
    return sorted({pair.city for pair in pairs}, key=lambda city: city.name)


def city_to_read(member: Member, slug: str) -> City:
    """Return a city, with or without a pair of the whole of it, for one who reads any of its pairs."""
    city = City.objects.filter(slug=slug).first()
    if city is None or not reads_pairs_of(member, city.pk):
        raise Http404
    return city


def city_for(member: Member, slug: str, *, change: bool = False) -> tuple[City, AreaPair]:
    """Return a city with its pair of the whole city."""
    city = City.objects.filter(slug=slug).first()
    pair = whole_pair(city, on=today()) if city is not None else None
    if city is None or pair is None:
        raise Http404
    rights = rights_in(member, pair)
    if not rights.may_read:
        raise Http404
    if change and not rights.may_write:
        raise PermissionDenied
    return city, pair


def conference_for(
    member: Member, slug: str, year: int, *, change: bool = False, rank: bool = False
) -> Conference:
    """Return a city's conference of a year.

    rank  asks for one who may enter her party's order
    """
    city, pair = city_for(member, slug, change=change)
    row = Conference.objects.filter(city=city, year=year).select_related("pair").first()
    if row is None:
        raise Http404
    row.city = row.pair.city = city
    if row.pair_id == pair.pk:
        row.pair = pair
    if rank and not may_rank(member, row.pair):
        raise PermissionDenied
    return row


def may_rank(member: Member, pair: AreaPair) -> bool:
    """Whether the member may enter her party's order: she writes or decides in the pair of the whole city."""
    rights = rights_in(member, pair)
    return rights.may_write or rights.may_approve


def candidate_for(member: Member, slug: str, year: int, pk: int) -> Candidate:
    """Return a candidate of the conference, removed or not, for one who may write there."""
    conference = conference_for(member, slug, year, change=True)
    row: Candidate | None = (
        Candidate.objects.filter(conference=conference, pk=pk).select_related("from_pair").first()
    )
    if row is None:
        raise Http404
    row.conference = conference
    return row


def area_for(conference: Conference, slug: str) -> AreaPair:
    """Return an area pair of the conference's city. Its decided edition is shown to everybody at the conference."""
    pair = pair_by_slug(slug)
    if pair is None or pair.city_id != conference.city_id or pair.is_whole:
        raise Http404
    return pair
