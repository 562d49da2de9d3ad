"""The only door from a request to an agreement: whoever may read the pair may read it, and the scans of its signatures.

404 for one who may not know of the pair or asks for what is not there, 403 for one who may read but not do this.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from samsyn.agreements import signers
from samsyn.agreements.models import Agreement, Clause, Signature
from samsyn.people.access import (
    Rights,
    is_held,
    open_pair,
    pair_for,
    rights_in,
    visible_cities,
    visible_pairs,
)
from samsyn.people.models import Member, Role
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today

WITNESSES = {Role.REGISTRAR, Role.COORDINATOR, Role.MUNICIPAL_OFFICER}

__all__ = ["agreement_for", "clause_for", "pair_for", "readable_cities", "readable_city"]


def agreement_for(member: Member, slug: str, pk: int, *, change: bool = False) -> Agreement:
    """Return the agreement with what its page says of it; `change` asks for a writer's role."""
    return _agreement(pair_for(member, slug, change=change), pk)


def _agreement(pair: AreaPair, pk: int) -> Agreement:
    rows = Agreement.objects.filter(pair=pair, pk=pk).select_related(
        "parent__pair", "replaces__pair", "city_party", "police_party", "problem", "added_by"
    )
    row = rows.defer("parent__canonical", "replaces__canonical", "problem__canonical").first()
    if row is None:
        raise Http404
    row.pair = pair
    if row.problem is not None:
        row.problem.pair = pair
    return row


def clause_for(member: Member, slug: str, pk: int, clause: int) -> Clause:
    """Return a clause of the agreement, removed or not, for one who may write in the pair."""
    agreement = agreement_for(member, slug, pk, change=True)
    row = Clause.objects.filter(agreement=agreement, pk=clause).first()
    if row is None:
        raise Http404
    row.agreement = agreement
    return row


def to_sign(member: Member, slug: str, pk: int) -> Agreement:
    """Return the agreement for the one who signs it for her own party today."""
    row = agreement_for(member, slug, pk)
    if not signs(member, row):
        raise PermissionDenied
    return row


def to_file(member: Member, slug: str, pk: int) -> Agreement:
    """Return the agreement for one who may file a signed paper as its witness."""
    pair, rights = open_pair(member, slug)
    if not _may_witness(rights):
        raise PermissionDenied
    return _agreement(pair, pk)


def to_end(member: Member, slug: str, pk: int) -> Agreement:
    """Return the agreement for one who may end it before its time."""
    row = agreement_for(member, slug, pk)
    if not may_end(member, row):
        raise PermissionDenied
    return row


def paper_for(member: Member, slug: str, pk: int, signature: int) -> Signature:
    """Return a signature whose paper was filed, for whoever may read the agreement."""
    agreement = agreement_for(member, slug, pk)
    row = agreement.signatures.exclude(file_checksum="").filter(pk=signature).first()
    if row is None:
        raise Http404
    row.agreement = agreement
    return row


def signs(member: Member, agreement: Agreement) -> bool:
    """Whether the member holds the office that signs for her own party today, and may decide at all."""
    if is_held(member):
        return False
    offices = signers.offices(agreement.kind, is_whole=agreement.pair.is_whole)
    office = offices.get(member.party)
    if office is None:
        return False
    return any(row.member_id == member.pk for row in signers.holdings(agreement.pair, office, on=today()))


def may_end(member: Member, agreement: Agreement) -> bool:
    """Whether the member may end the agreement: those who sign for either party."""
    return signs(member, agreement)


def may_witness(member: Member, pair: AreaPair) -> bool:
    """Whether the member may file signed papers: a registrar or one of those who coordinate the pair."""
    return _may_witness(rights_in(member, pair))


def _may_witness(rights: Rights) -> bool:
    return bool(rights.roles & WITNESSES)


def readable_cities(member: Member) -> list[City]:
    """Return the cities of which the member reads some pair, by name."""
    return list(City.objects.filter(pairs__in=visible_pairs(member)).distinct().order_by("name"))


def readable_city(member: Member, slug: str) -> City:
    """Return the city whose matrix the member may see: she reads some pair of it."""
    city = visible_cities(member).filter(slug=slug).first()
    if city is None or not visible_pairs(member).filter(city=city).exists():
        raise Http404
    return city
