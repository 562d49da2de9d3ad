"""The door to an edition: whoever may read the pair's lägesbild may read its editions."""

from __future__ import annotations

from django.http import Http404

from samsyn.people.models import Member
from samsyn.places.prepared import FIRST, SECOND, Prepared
from samsyn.steps.situation.access import pair_for
from samsyn.steps.situation.models import Edition

_EDITION = Prepared(
    Edition,
    lambda pair, number: Edition.objects.filter(picture__pair=pair, number=number).order_by(),
    values=[FIRST, SECOND],
    joined=["picture"],
)


def edition_for(member: Member, slug: str, number: int, *, change: bool = False) -> Edition:
    """Return the edition, or raise Http404 (may not see) or PermissionDenied (may see, may not write)."""
    pair = pair_for(member, slug, change=change)
    edition: Edition | None = _EDITION.first(pair.pk, number)
    if edition is None:
        raise Http404
    edition.picture.pair = pair
    return edition
