"""The agenda of a meeting: ticking what is open, items of one's own, order, and what was decided of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.meetings import access, services
from samsyn.meetings.agenda import build_agenda
from samsyn.meetings.forms import AgendaForm, ItemForm, NewItemForm
from samsyn.meetings.models import AgendaItem, Meeting
from samsyn.meetings.views.meetings import meeting_page
from samsyn.meetings.views.shared import frame, say, whole
from samsyn.people.requests import MemberRequest
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

AGENDA, ITEM = "meetings/agenda.html", "meetings/item_form.html"


def _back(meeting: Meeting, item: AgendaItem | None = None) -> HttpResponse:
    return redirect(meeting.get_absolute_url() + (f"#punkt-{item.pk}" if item is not None else "#dagordning"))


@login_required
def agenda(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """What is open in the pair: tick what the meeting takes up."""
    row = access.meeting_for(request.user, slug, pk, change=True)
    proposals = build_agenda(row)
    context: dict[str, Any] = {**frame(row.pair), "row": row, "proposals": proposals}
    if request.method != "POST":
        return page(request, AGENDA, {**context, "form": AgendaForm(proposals=proposals)})
    form = AgendaForm(request.POST, proposals=proposals)
    if form.is_valid():
        try:
            made = services.take_up(meeting=row, codes=form.cleaned_data["codes"], by=request.user)
            said = ngettext(
                "En punkt är tillagd på dagordningen.",
                "%(count)s punkter är tillagda på dagordningen.",
                len(made),
            )
            messages.success(request, said % {"count": len(made)})
            return _back(row)
        except UserError as error:
            refused(form, error)
    return page(request, AGENDA, {**context, "form": form}, status=422)


@login_required
@require_POST
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add an item of one's own."""
    row = access.meeting_for(request.user, slug, pk, change=True)
    form = NewItemForm(request.POST)
    if form.is_valid():
        try:
            services.add_item(meeting=row, title=form.cleaned_data["title"], by=request.user)
            return _back(row)
        except UserError as error:
            refused(form, error)
    return meeting_page(request, row, item_form=form, status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Change an item; when the meeting has begun, write what was decided."""
    row = access.item_for(request.user, slug, pk, item)
    meeting = row.meeting
    context: dict[str, Any] = {
        **frame(meeting.pair),
        "row": meeting,
        "item": row,
        "has_begun": meeting.has_begun(now()),
    }
    if request.method != "POST":
        names = ("title", "decision", "responsible", "due_on", "is_done", "for_all", "version")
        form = ItemForm(initial={name: getattr(row, name) for name in names})
        return page(request, ITEM, {**context, "form": form})
    form, theirs = ItemForm(request.POST), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_item(item=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Dagordningen är sparad."))
            return _back(meeting, row)
        except UserError as error:
            row.refresh_from_db(fields=["version", "removed_at"])
            theirs = refused(form, error, version=row.version)
    return page(request, ITEM, {**context, "form": form, "theirs": theirs}, status=422)


@login_required
@require_POST
def move(request: MemberRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Move an item one step: `upp` says up, else down."""
    row = access.item_for(request.user, slug, pk, item)
    try:
        services.move_item(item=row, up="upp" in request.POST, by=request.user)
    except UserError as error:
        say(request, error)
    return _back(row.meeting, row)


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Take an item off the agenda."""
    row = access.item_for(request.user, slug, pk, item)
    try:
        services.remove_item(item=row, version=whole(request.POST.get("version", "")), by=request.user)
        messages.success(request, _("Punkten är borttagen från dagordningen."))
    except UserError as error:
        say(request, error)
    return _back(row.meeting)
