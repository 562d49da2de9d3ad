"""Building the tree with the keyboard alone: tie two causes together, and remove a tie."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.problem import access, queries, services
from samsyn.steps.problem.forms import LinkForm
from samsyn.steps.problem.views.shared import back_to, framed
from samsyn.steps.problem.views.whole import whole_page
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "problem/link.html"


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one cause leads to another, or to the problem; `?orsak=` chooses the cause beforehand."""
    picture = access.picture_for(request.user, slug, pk, change=True)
    # causes that somebody has removed since the page was shown are choices still, so that the service can say what happened
    causes = list(picture.causes.all()) if request.method == "POST" else queries.causes(picture)
    rows: dict[str, Any] = {"causes": causes, "problem": picture.title}
    if request.method != "POST":
        form = LinkForm(initial={"cause": request.GET.get("orsak", "")}, **rows)
        return page(request, FORM, framed(picture, form=form, any_causes=bool(causes)))
    form = LinkForm(request.POST, **rows)
    if form.is_valid():
        try:
            services.link_causes(by=request.user, **form.cleaned_data)
            messages.success(request, _("Sambandet är sparat."))
            return back_to(picture, "samband")
        except UserError as error:
            refused(form, error, version=None)
    context = framed(picture, form=form, any_causes=bool(queries.causes(picture)))
    return page(request, FORM, context, status=422)


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, link: int) -> HttpResponse:
    """Remove a tie. The causes stay."""
    row = access.link_for(request.user, slug, pk, link)
    try:
        services.unlink(link=row, by=request.user)
        messages.success(request, _("Sambandet är borttaget. Orsakerna står kvar."))
    except UserError as error:
        return whole_page(request, row.picture, problem=str(error))
    return back_to(row.picture, "samband")
