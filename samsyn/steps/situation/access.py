"""The only door from a request to a lägesbild: who may read it, who may write in it.

404 for one who may not know of the pair, 403 for one who may read but not write. A closed pair is read, never written.
"""

from __future__ import annotations

from django.http import Http404

from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import parts
from samsyn.releases.queries import visible_to
from samsyn.steps.situation.models import Finding, Paragraph, SituationPicture
from samsyn.steps.situation.services.pictures import open_picture

WHOLE = "hela"  # in an address: the pair's whole city area


def pair_for(member: Member, slug: str, *, change: bool = False) -> AreaPair:
    """Return the pair, its picture not yet opened perhaps."""
    return people.pair_for(member, slug, change=change)


def picture_for(member: Member, slug: str, *, change: bool = False) -> SituationPicture:
    """Return the pair's running picture; a picture that nobody has written in yet is an empty one."""
    return open_picture(people.pair_for(member, slug, change=change))


def paragraph_for(member: Member, slug: str, pk: int) -> Paragraph:
    """Return a paragraph that stands, for one who may write in the pair."""
    picture = picture_for(member, slug, change=True)
    rows = visible_to(Paragraph.objects.select_related("written_by"), member.party)
    row = rows.filter(picture=picture, pk=pk).first()
    if row is None:
        raise Http404
    row.picture = picture
    return row


def finding_for(member: Member, slug: str, pk: int) -> Finding:
    """Return a finding, for one who may write in the pair."""
    picture = picture_for(member, slug, change=True)
    rows = visible_to(Finding.objects.select_related("written_by", "area"), member.party)
    row = rows.filter(picture=picture, pk=pk).first()
    if row is None:
        raise Http404
    row.picture = picture
    return row


def area_for(pair: AreaPair, code: str) -> Area:
    """Return the pair's whole area (`hela`) or the part with the code."""
    if code == WHOLE:
        return pair.city_area
    for area in parts(pair.city_area):
        if area.code == code:
            return area
    raise Http404


def code_of(pair: AreaPair, area: Area) -> str:
    """Return how an area is called in the pair's addresses."""
    return WHOLE if area.pk == pair.city_area_id else area.code
