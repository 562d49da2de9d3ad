"""The door to a joint matter by its kind: whoever may read the pair may read what it decides."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from samsyn.people.access import pair_for
from samsyn.people.models import Member
from samsyn.records.joint.kinds import Kind, find
from samsyn.records.joint.models import Joint


def matter_for(
    member: Member, slug: str, code: str, pk: int, *, change: bool = False
) -> tuple[Kind[Any], Joint]:
    """Return the kind and the row, or raise Http404 (may not see) or PermissionDenied (may see, may not write)."""
    kind = find(code)
    if kind is None:
        raise Http404
    pair = pair_for(member, slug, change=change)
    row: Joint | None = (
        kind.model._default_manager.filter(pair=pair, pk=pk).select_related("added_by").first()
    )
    if row is None:
        raise Http404
    row.pair = pair
    return kind, row
