"""Writing what speaks for and against, and choosing the finding and the figures that it rests on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.evidence.audience import JOINT, reading_for
from samsyn.people.requests import MemberRequest
from samsyn.releases.queries import joint
from samsyn.steps.problem import access, queries, services
from samsyn.steps.problem.forms import PROBLEM, EvidenceForm
from samsyn.steps.problem.models import ProblemPicture, Side
from samsyn.steps.problem.views.shared import back_to, framed, party_of
from samsyn.steps.problem.views.whole import whole_page
from samsyn.steps.situation.models import Finding
from samsyn.steps.situation.queries import candidates_for
from samsyn.steps.situation.queries.figures import search
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "problem/evidence.html"
MOST_SHOWN = 20


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write what speaks for or against; `?orsak=` and `?sida=` choose beforehand, `sok` searches among the figures."""
    picture = access.picture_for(request.user, slug, pk, change=True)
    rows: dict[str, Any] = {
        "causes": queries.causes(picture),
        "problem": picture.title,
        "findings": list(joint(Finding.objects.filter(picture__pair=picture.pair, removed_at=None))),
    }
    if request.method != "POST":
        said = {"cause": request.GET.get("orsak", PROBLEM), "side": request.GET.get("sida", Side.FOR)}
        return page(request, FORM, _context(request, picture, EvidenceForm(initial=said, **rows)))
    if "sok-tal" in request.POST:
        typed = {name: request.POST.get(name, "") for name in ("side", "cause", "text", "finding")}
        return page(request, FORM, _context(request, picture, EvidenceForm(initial=typed, **rows)))
    form = EvidenceForm(request.POST, **rows)
    if form.is_valid():
        figures = request.POST.getlist("tal")
        try:
            made = services.add_evidence(
                picture=picture, by=request.user, figures=figures, **form.cleaned_data
            )
            messages.success(request, _("Skälet är sparat."))
            return back_to(picture, f"orsak-{made.cause_id}" if made.cause_id else "skal")
        except UserError as error:
            refused(form, error, version=None)
    return page(request, FORM, _context(request, picture, form), status=422)


def _context(request: MemberRequest, picture: ProblemPicture, form: EvidenceForm) -> dict[str, Any]:
    """Return the page's context: the chosen figures first, then those that the search found."""
    asked = request.POST.get("sok", "")[:100]
    with reading_for(JOINT):
        in_force = candidates_for(picture.pair)
    taken = set(request.POST.getlist("tal"))
    found = [one for one in search(in_force, asked) if one.reference not in taken] if asked else []
    return framed(
        picture,
        form=form,
        asked=asked,
        chosen=[one for one in in_force if one.reference in taken],
        found=found[:MOST_SHOWN],
        more=max(0, len(found) - MOST_SHOWN),
        any_figures=bool(in_force),
    )


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, evidence: int) -> HttpResponse:
    """Remove one's own party's reason."""
    row = access.evidence_for(request.user, slug, pk, evidence)
    if row.party != party_of(request):
        raise PermissionDenied
    try:
        services.remove_evidence(evidence=row, by=request.user)
        messages.success(request, _("Skälet är borttaget."))
    except UserError as error:
        return whole_page(request, row.picture, problem=str(error))
    return back_to(row.picture, f"orsak-{row.cause_id}" if row.cause_id else "skal")
