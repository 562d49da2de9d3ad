"""The doors: an external party's own pages, and a pair's questions to partners. What one may not know of is not there (404)."""

from __future__ import annotations

from django.http import Http404

from samsyn.agreements.models import Commitment
from samsyn.partners import own
from samsyn.partners.models import PartnerQuestion
from samsyn.people import access as people
from samsyn.people.access import pair_for
from samsyn.people.models import Member
from samsyn.steps.activity.models import Activity, Progress

__all__ = ["activity_for", "commitment_for", "home_for", "pair_for", "progress_for", "question_for"]


def home_for(member: Member) -> None:
    """Let an external party in."""
    if not people.is_external(member):
        raise Http404


def activity_for(member: Member, pk: int) -> Activity:
    """Return an activity that the member's own organisation does."""
    home_for(member)
    found: Activity | None = own.activities_of(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def commitment_for(member: Member, pk: int) -> Commitment:
    """Return a commitment that the member's own organisation has made."""
    home_for(member)
    found: Commitment | None = own.commitments_of(member).filter(pk=pk, activity_key=None).first()
    if found is None:
        raise Http404
    return found


def progress_for(member: Member, pk: int) -> Progress:
    """Return a count of the member's own, on an activity of her organisation."""
    home_for(member)
    rows = Progress.objects.filter(by=member, activity__doer=member.organisation_id)
    found = rows.select_related("activity__action__plan__pair__city").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def question_for(member: Member, slug: str, pk: int, *, change: bool = False) -> PartnerQuestion:
    """Return a question of the pair, for one who reads there or, with `change`, writes."""
    pair = pair_for(member, slug, change=change)
    found = PartnerQuestion.objects.filter(pair=pair, pk=pk).select_related("asked_by__organisation").first()
    if found is None:
        raise Http404
    found.pair = pair
    return found
