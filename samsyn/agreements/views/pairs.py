"""A pair's agreements, and beginning a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.agreements import access, wordings
from samsyn.agreements.forms import NewForm, kinds_for
from samsyn.agreements.models import AgreementKind
from samsyn.agreements.queries import agreements_of, standing_of, uncovered_problems
from samsyn.agreements.queries.agreements import parents_for
from samsyn.agreements.services import start_agreement
from samsyn.agreements.views.shared import frame
from samsyn.agreements.workflow import Stage
from samsyn.audit.kept import EVERY_PAIR, kept_markup
from samsyn.people.access import rights_in
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import OPEN
from samsyn.steps.problem.models import ProblemPicture
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

NEAREST = (Stage.IN_FORCE, Stage.SIGNED, Stage.FOR_SIGNATURE, Stage.WRITING)  # what holds first


@login_required
@require_safe
def agreements(request: MemberRequest, slug: str) -> HttpResponse:
    """What the pair has agreed, what is on its way, and which problems nothing covers."""
    pair = access.pair_for(request.user, slug)
    may_write = rights_in(request.user, pair).may_write
    content = kept_markup(
        request, EVERY_PAIR, "agreements/parts/room.html", lambda: _room(pair, may_write), pair.pk, may_write
    )
    return page(request, "agreements/agreements.html", {**frame(pair), "content": content})


def _room(pair: AreaPair, may_write: bool) -> dict[str, Any]:
    rows = agreements_of(pair)
    kind = kinds_for(pair)[0]
    return {
        **frame(pair),
        "standing": standing_of(pair, on=today()),
        "current": sorted(
            (row for row in rows if row.stage != Stage.ENDED),
            key=lambda row: (NEAREST.index(Stage(row.stage)), row.kind != kind),
        ),
        "ended": [row for row in rows if row.stage == Stage.ENDED],
        "uncovered": uncovered_problems(pair),
        "may_write": may_write,
        "may_begin": not any(
            row.kind == kind and (row.state in OPEN or row.stage != Stage.ENDED) for row in rows
        ),
        "kind": kind,
    }


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin an agreement from the template; `?slag=` says which kind, `?problem=` what a verksamhetsavtal is about."""
    pair = access.pair_for(request.user, slug, change=True)
    asked = request.GET.get("slag", "")
    problem = _problem(request, pair)
    kinds = kinds_for(pair)
    kind = AgreementKind(asked) if asked in {str(one.value) for one in kinds} else kinds[0]
    kind = AgreementKind.OPERATIONAL if problem is not None else kind
    form = NewForm(request.POST) if request.method == "POST" else NewForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = start_agreement(pair=pair, kind=kind, problem=problem, by=request.user, **form.said())
            messages.success(
                request, _("Utkastet är påbörjat med våra punkter. Skriv det som fattas härnäst.")
            )
            return redirect(made)
        except UserError as error:
            refused(form, error)
    above = parents_for(pair, kind)
    context: dict[str, Any] = {
        **frame(pair),
        "form": form,
        "kind": kind,
        "kinds": kinds,
        "problem": problem,
        "template": wordings.wordings(kind),
        "above": next((row for row in above if row.stage == Stage.IN_FORCE), None),
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "agreements/new.html", context, status=status)


def _problem(request: MemberRequest, pair: AreaPair) -> ProblemPicture | None:
    """Return the problem that the address names, or None; 404 when it is not the pair's or no longer stands."""
    number = request.GET.get("problem", "")
    if not number:
        return None
    rows = ProblemPicture.objects.filter(pair=pair).standing().defer("canonical")
    found: ProblemPicture | None = rows.filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        raise Http404
    found.pair = pair
    return found
