"""The door to an edition: whoever may read the pair's lägesbild may read its editions."""

from __future__ import annotations

from django.http import Http404

from samsyn.people.models import Member
from samsyn.steps.situation.access import picture_for
from samsyn.steps.situation.models import Edition


def edition_for(member: Member, slug: str, number: int, *, change: bool = False) -> Edition:
    """Return the edition, or raise Http404 (may not see) or PermissionDenied (may see, may not write)."""
    picture = picture_for(member, slug, change=change)
    edition = picture.editions.filter(number=number).first()
    if edition is None:
        raise Http404
    edition.picture = picture
    return edition
