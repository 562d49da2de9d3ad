"""The only door from a request to a problem picture and its pieces.

404 for one who may not know of the pair or for a row that is not there, 403 for one who may read but not write.
"""

from __future__ import annotations

from django.http import Http404

from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.steps.problem.models import CausalLink, Cause, Evidence, ProblemPicture


def pair_for(member: Member, slug: str, *, change: bool = False) -> AreaPair:
    """Return the pair of the address."""
    return people.pair_for(member, slug, change=change)


def picture_for(member: Member, slug: str, pk: int, *, change: bool = False) -> ProblemPicture:
    """Return a problem picture of the pair, in whatever state; what is decided is read, and refused by the services."""
    pair = people.pair_for(member, slug, change=change)
    rows = ProblemPicture.objects.filter(pair=pair, pk=pk).select_related("area", "place", "added_by")
    row: ProblemPicture | None = rows.first()
    if row is None:
        raise Http404
    row.pair = pair
    return row


def cause_for(member: Member, slug: str, pk: int, cause: int, *, change: bool = True) -> Cause:
    """Return a cause of the picture, removed or not: the services say so when somebody has removed it."""
    picture = picture_for(member, slug, pk, change=change)
    row: Cause | None = Cause.objects.filter(picture=picture, pk=cause).first()
    if row is None:
        raise Http404
    row.picture = picture
    return row


def link_for(member: Member, slug: str, pk: int, link: int) -> CausalLink:
    """Return a tie of the picture, for one who may write. A tie that somebody has removed is one without a row.

    The service then says what has happened, instead of a page that is not found.
    """
    picture = picture_for(member, slug, pk, change=True)
    rows = CausalLink.objects.filter(picture=picture, pk=link).select_related("cause", "effect")
    row = rows.first() or CausalLink(pk=link, picture=picture)
    row.picture = picture
    return row


def evidence_for(member: Member, slug: str, pk: int, evidence: int) -> Evidence:
    """Return what speaks for or against, for one who may write in the pair."""
    picture = picture_for(member, slug, pk, change=True)
    row: Evidence | None = (
        Evidence.objects.filter(picture=picture, pk=evidence).select_related("cause").first()
    )
    if row is None:
        raise Http404
    row.picture = picture
    return row
