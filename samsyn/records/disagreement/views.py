"""The pages of a disagreement: take it up from a text on review, read it, write one's view, answer, take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.people.requests import MemberRequest
from samsyn.records.disagreement import queries, services, subjects
from samsyn.records.disagreement.forms import AnswerForm, RaiseForm, StandpointForm
from samsyn.records.disagreement.models import Disagreement
from samsyn.records.disagreement.rules import may_answer, may_speak
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page


@login_required
@require_http_methods(["GET", "POST"])
def raise_disagreement(request: MemberRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Say what the parties do not agree on in a text on review."""
    pair = people.pair_for(request.user, slug)
    found = subjects.find(pair, kind, pk)
    if found is None or pair.is_whole:
        raise Http404
    if not may_speak(request.user, pair):
        raise PermissionDenied
    form = RaiseForm(request.POST or None)
    is_post = request.method == "POST"
    if is_post and form.is_valid():
        try:
            made = services.raise_disagreement(
                pair=pair, code=kind, pk=pk, by=request.user, **form.cleaned_data
            )
            messages.success(request, _("Oenigheten är sparad och har gått till nästa nivå."))
            return redirect(queries.address(made))
        except UserError as error:
            form.add_error(None, str(error))
    context = {
        "pair": pair,
        "room": "pair",
        "is_example": pair.city.is_example,
        "form": form,
        "found": found,
        "kind": kind,
    }
    return page(request, "records/disagreement/raise.html", context, status=422 if is_post else 200)


def _for(member: Member, slug: str, pk: int) -> Disagreement:
    """Return the disagreement for one who reads its pair, else 404: nobody else may know of it."""
    row = queries.find(people.pair_for(member, slug), pk)
    if row is None:
        raise Http404
    return row


def _page(request: MemberRequest, row: Disagreement, *, status: int = 200, **forms: Form) -> HttpResponse:
    shown = queries.shown(row, request.user)
    own = next((view.standpoint for view in shown.views if view.party == request.user.party), None)
    found = subjects.find(row.pair, subjects.code_of(row.subject_type), row.subject_id)
    context = {
        "pair": row.pair,
        "room": "pair",
        "is_example": row.pair.city.is_example,
        "row": row,
        "shown": shown,
        "found": found,
        "is_same_text": found is not None and found.subject.checksum == row.checksum,
        "own": own,
        "view_form": forms.get("view") or StandpointForm(initial={"text": own.text if own else ""}),
        "answer_form": forms.get("answer") or AnswerForm(),
    }
    return page(request, "records/disagreement/detail.html", context, status=status)


@login_required
@require_safe
def disagreement(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """What it is about, each party's view as far as the reader may see it, and the answer."""
    return _page(request, _for(request.user, slug, pk))


def _done(
    request: MemberRequest, row: Disagreement, name: str, form: Form, service: Callable[[], Any], said: str
) -> HttpResponse:
    """Run the service on a valid form; else show the page as it stands, with what was wrong on the form."""
    if form.is_valid():
        try:
            service()
            messages.success(request, said)
            return redirect(queries.address(row))
        except UserError as error:
            form.add_error(None, str(error))
    return _page(request, _for(request.user, row.pair.slug, row.pk), status=422, **{name: form})


@login_required
@require_POST
def write(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write one's own party's view."""
    row = _for(request.user, slug, pk)
    if not may_speak(request.user, row.pair):
        raise PermissionDenied
    form = StandpointForm(request.POST)
    return _done(
        request,
        row,
        "view",
        form,
        lambda: services.write_standpoint(disagreement=row, by=request.user, **form.cleaned_data),
        _("Er syn är sparad."),
    )


@login_required
@require_POST
def answer(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Answer, as one who decides for the whole city."""
    row = _for(request.user, slug, pk)
    if not may_answer(request.user, row):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    return _done(
        request,
        row,
        "answer",
        form,
        lambda: services.answer_disagreement(disagreement=row, by=request.user, **form.cleaned_data),
        _("Svaret är sparat. Det står kvar för alltid."),
    )


@login_required
@require_POST
def take_back(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what one's own party raised."""
    row = _for(request.user, slug, pk)
    if not may_speak(request.user, row.pair):
        raise PermissionDenied
    try:
        services.withdraw_disagreement(disagreement=row, by=request.user)
        messages.success(request, _("Oenigheten är tillbakadragen. Det som är skrivet går att läsa."))
    except UserError as error:
        messages.error(request, str(error))
    return redirect(queries.address(row))
