"""The method library: which ways of working there are, how well they are tested, where they are used here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samsyn.people.access import may_write, visible_pairs
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.steps.method import access, hooks, library, queries
from samsyn.steps.method.forms import LibraryForm
from samsyn.steps.method.models import WorkPlan
from samsyn.steps.method.queries.uses import OpenCause
from samsyn.steps.problem.models import Cause, ProblemKind
from samsyn.steps.situation.views.shared import frame
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def methods(request: MemberRequest, slug: str) -> HttpResponse:
    """The whole library, the best tested first; the form filters, and `?orsak=` carries the cause one came from."""
    pair = access.pair_for(request.user, slug)
    form = LibraryForm(request.GET)
    found = form.found()
    cause = _cause(request, _open_causes(request, pair))
    context = {
        **frame(pair),
        "form": form,
        "grades": [
            (grade, rows) for grade in library.Grade if (rows := [one for one in found if one.grade == grade])
        ],
        "count": len(found),
        "total": len(library.methods()),
        "cause": cause,
    }
    return page(request, "method/library.html", context)


@login_required
@require_safe
def method(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One method whole: how, evidence, cost, what to watch, and where it is used in this city."""
    pair = access.pair_for(request.user, slug)
    found = access.method_for(code)
    causes = _open_causes(request, pair)
    context = {
        **frame(pair),
        "method": found,
        "problems": ", ".join(str(ProblemKind(one).label) for one in found.problems),
        "uses": queries.uses(request.user, pair.city, code),
        "results": hooks.results(list(visible_pairs(request.user).filter(city=pair.city)), code),
        "plans": _by_plan(causes, found),
        "cause": _cause(request, causes),
    }
    return page(request, "method/method.html", context)


def _open_causes(request: MemberRequest, pair: AreaPair) -> list[OpenCause]:
    """Return the causes that a method can be chosen for now, for one who may write."""
    return queries.open_causes(pair) if may_write(request.user, pair) else []


@dataclass(frozen=True)
class PlanCauses:
    """The causes of one plan that a method can be chosen for: those it acts on, and the others."""

    plan: WorkPlan
    title: str
    fitting: tuple[Cause, ...]
    others: tuple[Cause, ...]


def _by_plan(causes: list[OpenCause], found: library.Method) -> list[PlanCauses]:
    rows = []
    for plan, group in groupby(causes, key=lambda one: one.plan):
        mine = list(group)
        rows.append(
            PlanCauses(
                plan=plan,
                title=mine[0].problem_title,
                fitting=tuple(one.cause for one in mine if one.cause.perspective in found.acts_on),
                others=tuple(one.cause for one in mine if one.cause.perspective not in found.acts_on),
            )
        )
    return rows


def _cause(request: MemberRequest, causes: list[OpenCause]) -> OpenCause | None:
    asked = request.GET.get("orsak", "")
    return next((one for one in causes if str(one.cause.pk) == asked), None)
