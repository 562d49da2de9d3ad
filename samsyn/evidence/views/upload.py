"""The way in for a file: one field, and what forms are known."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from samsyn.evidence import access
from samsyn.evidence.forms import UploadForm
from samsyn.evidence.views import proposals
from samsyn.people.limits import costly_post
from samsyn.people.requests import MemberRequest
from samsyn.places.models import City
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page
from samsyn.ui.texts import say


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@costly_post
def upload(request: MemberRequest, city: str) -> HttpResponse:
    """Take one file of the city and go on to look through it."""
    where = access.city_for(request.user, city, change=True)
    if request.method != "POST":
        return _page(request, where, _form())
    form = _form(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, where, form, status=422)
    return _receive(request, where, form)


def _receive(request: MemberRequest, city: City, form: UploadForm) -> HttpResponse:
    from samsyn.evidence import services

    file = form.cleaned_data["file"]
    try:
        row = services.receive_file(
            city=city,
            upload=file,
            file_name=file.name or "",
            by=request.user,
            again=form.cleaned_data["again"],
        )
    except services.SameFileError as error:
        return _page(request, city, form, status=422, error=str(error), existing=error.existing)
    except UserError as error:
        form.add_error("file", str(error))
        return _page(request, city, form, status=422)
    return redirect("evidence:review", row.pk)


def _form(*args: Any) -> UploadForm:
    return UploadForm(*args, most_mb=settings.SAMSYN_MAX_FILE_MB)


def _page(
    request: MemberRequest, city: City, form: UploadForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "room": "evidence",
        "city": city,
        "is_example": city.is_example,
        "form": form,
        "readers": known_forms(),
        "most_mb": settings.SAMSYN_MAX_FILE_MB,
        **more,
    }
    return page(request, "evidence/upload.html", context, status=status)


def known_forms() -> list[dict[str, str]]:
    """Return title and one sentence of every form of file that can be read in here."""
    from samsyn.evidence.services.previews import readers

    return [{"title": say(reader.title), "text": proposals.description(reader)} for reader in readers()]
