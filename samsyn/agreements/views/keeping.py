"""Reviewing an agreement that is in force, and ending one before its time."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from samsyn.agreements import access, services
from samsyn.agreements.forms import EndForm, ReviewForm
from samsyn.agreements.views.shared import back_to, frame
from samsyn.agreements.workflow import Stage, may_go
from samsyn.people.requests import MemberRequest
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused


@login_required
def review(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write down that the parties have gone through the agreement."""
    row = access.agreement_for(request.user, slug, pk, change=True)
    form = ReviewForm(request.POST) if request.method == "POST" else ReviewForm(initial={"held_on": today()})
    context = {**frame(row.pair), "agreement": row, "form": form}
    if request.method != "POST":
        return page(request, "agreements/review.html", context)
    if form.is_valid():
        try:
            services.add_review(agreement=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Avstämningen är sparad."))
            return back_to(row)
        except UserError as error:
            refused(form, error)
    return page(request, "agreements/review.html", context, status=422)


@login_required
def end(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """End the agreement before its time, with a reason that both parties see."""
    row = access.to_end(request.user, slug, pk)
    form = EndForm(request.POST) if request.method == "POST" else EndForm()
    context = {
        **frame(row.pair),
        "agreement": row,
        "form": form,
        "can_end": may_go(row.stage, Stage.ENDED),
        "is_unsigned": row.stage == Stage.FOR_SIGNATURE,
    }
    if request.method != "POST":
        return page(request, "agreements/end.html", context)
    if form.is_valid():
        try:
            services.end(agreement=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Överenskommelsen är avslutad. Båda parter ser skälet."))
            return back_to(row)
        except UserError as error:
            refused(form, error)
    return page(request, "agreements/end.html", context, status=422)
