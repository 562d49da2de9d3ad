"""The only door from a request to the work plans of a pair, and who may promise and give for whom.

404 for one who may not know of the pair, 403 for one who may read but not write.
"""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from samsyn.people import access as people
from samsyn.people.models import Member, Organisation, Party, Role
from samsyn.places.models import AreaPair
from samsyn.steps.method.library import Method, method
from samsyn.steps.method.models import MethodChoice, Resource, WorkFunction, WorkPlan
from samsyn.steps.problem.models import ProblemPicture

P = TypeVar("P", MethodChoice, Resource, WorkFunction)


def pair_for(member: Member, slug: str, *, change: bool = False) -> AreaPair:
    """Return the pair whose work plans are read, or with `change` written."""
    return people.pair_for(member, slug, change=change)


def plan_for(member: Member, slug: str, pk: int, *, change: bool = False) -> WorkPlan:
    """Return one of the pair's work plans."""
    pair = people.pair_for(member, slug, change=change)
    plan = (
        WorkPlan.objects.filter(pair=pair, pk=pk)
        .select_related("problem__area", "problem__place", "forum", "added_by")
        .first()
    )
    if plan is None:
        raise Http404
    plan.pair = plan.problem.pair = pair
    return plan


def problem_for(member: Member, slug: str, pk: int) -> ProblemPicture:
    """Return a problem of the pair, for one who may write in the pair."""
    pair = people.pair_for(member, slug, change=True)
    problem: ProblemPicture | None = ProblemPicture.objects.filter(pair=pair, pk=pk).first()
    if problem is None:
        raise Http404
    problem.pair = pair
    return problem


def choice_of(plan: WorkPlan, pk: int) -> MethodChoice:
    """Return a chosen method of the plan, or a cause that it leaves out."""
    return _found(plan.choices.select_related("cause").filter(pk=pk).first(), plan)


def resource_of(plan: WorkPlan, pk: int) -> Resource:
    """Return a resource that is promised in the plan."""
    return _found(plan.resources.select_related("organisation").filter(pk=pk).first(), plan)


def own_resource_of(plan: WorkPlan, pk: int, member: Member) -> Resource:
    """Return a resource that the member may change: her own party's, or an outside organisation's."""
    resource = resource_of(plan, pk)
    if not may_promise_for(member, resource.organisation):
        raise PermissionDenied
    return resource


def function_of(plan: WorkPlan, pk: int) -> WorkFunction:
    """Return a function of the plan."""
    return _found(plan.functions.filter(pk=pk).first(), plan)


def _found(piece: P | None, plan: WorkPlan) -> P:
    if piece is None:
        raise Http404
    piece.plan = plan
    return piece


def method_for(code: str) -> Method:
    """Return a method of the library, which anyone who may read a pair may read."""
    found = method(code)
    if found is None:
        raise Http404
    return found


def may_promise_for(member: Member, organisation: Organisation) -> bool:
    """Whether the member may promise in an organisation's name: one's own party's, or an outside one's."""
    return organisation.party in {member.party, Party.OTHER}


def organisations_for(member: Member, pair: AreaPair) -> QuerySet[Organisation]:
    """Return the organisations that the member may promise for in the pair."""
    return Organisation.objects.filter(Q(party=member.party) | Q(party=Party.OTHER), city=pair.city)


def may_give(member: Member, pair: AreaPair, organisation: Organisation) -> bool:
    """Whether the member may write in what an organisation has given: as for a promise, and an analyst for all."""
    rights = people.rights_in(member, pair)
    return rights.may_write and (may_promise_for(member, organisation) or Role.ANALYST in rights.roles)
