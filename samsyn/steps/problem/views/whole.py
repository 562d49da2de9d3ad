"""The page of one problem, which also says why something on it was not saved."""

from __future__ import annotations

from django.http import HttpResponse

from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.records.joint.queries import newest
from samsyn.steps.problem import hooks
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.reading import picture_page
from samsyn.steps.problem.views.shared import framed, thread_url
from samsyn.ui.shortcuts import page


def whole_page(request: MemberRequest, picture: ProblemPicture, *, problem: str = "") -> HttpResponse:
    """Show the problem as it stands now; with a problem of another kind it answers 422 and says it first."""
    picture.refresh_from_db(fields=["state", "version"])
    rights = people.rights_in(request.user, picture.pair)
    context = framed(
        picture,
        **picture_page(picture, reader=request.user, may_write=rights.may_write and picture.is_open),
        may_begin=rights.may_write,
        newest=newest(picture),
        thread=thread_url(picture),
        onward=hooks.onward(picture),
        problem=problem,
    )
    return page(request, "problem/picture.html", context, status=422 if problem else 200)
