"""Forums: where the city and the police meet, with mandate, and who sits there in which function."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people import access, queries, services
from samsyn.people.forms.forums import ForumForm, SeatForm
from samsyn.people.models import Forum
from samsyn.people.requests import MemberRequest
from samsyn.people.views.members import saved
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page


@login_required
def add_forum(request: MemberRequest, city: str) -> HttpResponse:
    row = access.city_to_administer(request.user, city)
    form = ForumForm(request.POST or None, city=row)
    is_post = request.method == "POST"
    if is_post:
        made = saved(form, lambda: services.add_forum(city=row, by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, _("Forumet är tillagt. Ge nu plats åt dem som sitter där."))
            return redirect("people:forum", row.slug, made.pk)
    context = {"city": row, "form": form, "is_example": row.is_example}
    return page(request, "people/forum_form.html", context, status=422 if is_post else 200)


def _forum(request: MemberRequest, city: str, pk: int) -> Forum:
    row = access.city_to_administer(request.user, city)
    forum = Forum.objects.select_related("city", "pair").filter(city=row, pk=pk).first()
    if forum is None:
        raise Http404
    return forum


def _forum_page(
    request: MemberRequest, forum: Forum, *, form: Form | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "city": forum.city,
        "forum": forum,
        "seats": queries.seats_of(forum),
        "form": form or SeatForm(by=request.user),
        "is_example": forum.city.is_example,
    }
    return page(request, "people/forum.html", context, status=status)


@login_required
def forum(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    return _forum_page(request, _forum(request, city, pk))


@login_required
@require_POST
def give_seat(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    row = _forum(request, city, pk)
    form = SeatForm(request.POST, by=request.user)
    if saved(form, lambda: services.give_seat(forum=row, by=request.user, **form.cleaned_data)):
        return redirect("people:forum", row.city.slug, row.pk)
    return _forum_page(request, row, form=form, status=422)


@login_required
@require_POST
def end_seat(request: MemberRequest, city: str, pk: int, seat: int) -> HttpResponse:
    """End a seat today."""
    row = _forum(request, city, pk)
    found = next((each for each in queries.seats_of(row) if each.pk == seat), None)
    if found is None:
        raise Http404
    try:
        services.end_seat(row=found, by=request.user)
    except UserError as error:
        messages.error(request, str(error))
    return redirect("people:forum", row.city.slug, row.pk)
