"""The only door from a request to a medborgarlöfte: who may read, write, publish and report what was done.

404 for one who may not know of the pair, 403 for one who may read but not do this.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.people import access as people
from samsyn.people.models import Member, Role, RoleAssignment
from samsyn.places.models import AreaPair
from samsyn.ui.clock import today

PUBLISHERS = {Role.COORDINATOR, Role.MUNICIPAL_OFFICER}


def may_publish(member: Member, pair: AreaPair) -> bool:
    """Whether she publishes what both have decided: a coordinator or a kommunpolis who may write in the pair."""
    rights = people.rights_in(member, pair)
    return rights.may_write and bool(rights.roles & PUBLISHERS)


def publishers(pair: AreaPair) -> list[Member]:
    """Return those who publish in the pair today, by name."""
    where = Q(city=pair.city_id) if pair.is_whole else Q(pair=pair) | Q(pair=None, city=pair.city_id)
    rows = RoleAssignment.objects.on(today()).filter(where, role__in=PUBLISHERS, member__is_active=True)
    found = {row.member_id: row.member for row in rows.select_related("member__organisation")}
    return sorted((one for one in found.values() if may_publish(one, pair)), key=lambda one: one.name)


def promise_for(member: Member, slug: str, pk: int, *, change: bool = False) -> CitizenPromise:
    """Return a promise of the pair, for one who may read it or, with `change`, write in it."""
    pair = people.pair_for(member, slug, change=change)
    return _found(pair, pk)


def promise_to_publish(member: Member, slug: str, pk: int) -> CitizenPromise:
    """Return a promise for one who publishes in the pair."""
    promise = promise_for(member, slug, pk)
    if not may_publish(member, promise.pair):
        raise PermissionDenied
    return promise


def commitment_for(member: Member, slug: str, pk: int, commitment: int) -> Commitment:
    """Return a commitment of the promise, removed or not, for one who may write in the pair."""
    return _commitment(promise_for(member, slug, pk, change=True), commitment)


def commitment_to_report(member: Member, slug: str, pk: int, commitment: int) -> Commitment:
    """Return a commitment of the promise, for one who counts what is done in the pair."""
    promise = promise_for(member, slug, pk)
    if not people.may_report(member, promise.pair):
        raise PermissionDenied
    return _commitment(promise, commitment)


def _found(pair: AreaPair, pk: int) -> CitizenPromise:
    rows = CitizenPromise.objects.filter(pair=pair, pk=pk).select_related("agreement__pair", "published_by")
    promise = rows.first()
    if promise is None:
        raise Http404
    promise.pair = pair
    return promise


def _commitment(promise: CitizenPromise, pk: int) -> Commitment:
    row = Commitment.objects.filter(promise=promise, pk=pk).select_related("organisation").first()
    if row is None:
        raise Http404
    row.promise = promise
    return row
