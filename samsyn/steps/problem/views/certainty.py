"""Saying how sure one's own party is, for all the causes at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.problem import access, services
from samsyn.steps.problem.forms import CertaintyForm
from samsyn.steps.problem.queries import tree
from samsyn.steps.problem.reading import own_answers
from samsyn.steps.problem.views.shared import back_to, party_of
from samsyn.steps.problem.views.whole import whole_page
from samsyn.ui.errors import UserError


@login_required
@require_POST
def answer(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Save the answers that were changed. The other party's are never touched."""
    picture = access.picture_for(request.user, slug, pk, change=True)
    # causes that somebody has removed since the page was shown are asked about still, so that the service can say so
    causes = [cause for cause in picture.causes.all() if f"svar-{cause.pk}" in request.POST]
    form = CertaintyForm(
        request.POST, causes=causes, initial=own_answers(tree(picture, party_of(request)), party_of(request))
    )
    if not form.is_valid():
        problem = _("Svaren sparades inte. Ett av valen finns inte. Välj osäker, ganska säker eller säker.")
        return whole_page(request, picture, problem=problem)
    try:
        count = services.answer_all(answers=form.answers(), by=request.user)
    except UserError as error:
        return whole_page(request, picture, problem=str(error))
    messages.success(request, _("Svaren är sparade.") if count else _("Inget svar var ändrat."))
    return back_to(picture, "sakerhet")
