"""The meetings of a pair: the list, one meeting, planning, moving, cancelling and holding it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from samsyn.meetings import access, queries, services
from samsyn.meetings.agenda import build_agenda
from samsyn.meetings.forms import MeetingForm, NewItemForm, of_meeting
from samsyn.meetings.models import Meeting
from samsyn.meetings.room import left_out
from samsyn.meetings.views.shared import frame, say
from samsyn.people import access as people
from samsyn.people.models import ForumKind
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "meetings/meeting_form.html"


@login_required
@require_safe
def meetings(request: MemberRequest, slug: str) -> HttpResponse:
    """The meetings that are coming, and those that have been."""
    pair, rights = people.open_pair(request.user, slug)
    forums = queries.forums_for(pair)
    context = {
        **frame(pair),
        "coming": queries.coming(pair),
        "past": queries.past(pair),
        "forums": forums,
        "today": today(),
        "may_write": rights.may_write,
        "administers": people.administers(request.user, pair.city),
    }
    return page(request, "meetings/meetings.html", context)


@login_required
@require_safe
def meeting(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One meeting: before it the agenda, during it the decisions, after it the minutes."""
    return meeting_page(request, access.meeting_for(request.user, slug, pk))


def meeting_page(request: MemberRequest, row: Meeting, *, status: int = 200, **more: Any) -> HttpResponse:
    """Return the page of a meeting; `more` holds a form that was refused."""
    minutes = queries.minutes_of(row)
    is_open = row.state != "cancelled" and (minutes is None or minutes.is_open)
    rights = people.rights_in(request.user, row.pair)
    may_write = rights.may_write and is_open
    there = queries.attendance_of(row)
    context = {
        **frame(row.pair),
        "row": row,
        "items": queries.items_of(row),
        "attendance": there,
        "present": queries.present(there),
        "is_council": row.forum.kind == ForumKind.COUNCIL,
        "minutes": minutes,
        "has_begun": row.has_begun(now()),
        "may_write": may_write,
        "open_count": len(build_agenda(row)) if may_write and not row.is_held else 0,
        "item_form": NewItemForm(),
        "left_out": left_out(row.pair, request.user.party) if is_open else [],
        "may_release": rights.may_write,
        **more,
    }
    return page(request, "meetings/meeting.html", context, status=status)


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Plan a meeting, or a series of meetings."""
    pair = access.pair_for(request.user, slug, change=True)
    forums = queries.forums_for(pair)
    context: dict[str, Any] = {
        **frame(pair),
        "forums": forums,
        "administers": people.administers(request.user, pair.city),
    }
    if request.method != "POST":
        initial = {"begins": "13:00", "ends": "14:30", "forum": request.GET.get("forum", "")}
        return page(request, FORM, {**context, "form": MeetingForm(forums=forums, initial=initial)})
    form = MeetingForm(request.POST, forums=forums)
    if form.is_valid():
        try:
            return _planned(request, pair, form)
        except UserError as error:
            refused(form, error)
    return page(request, FORM, {**context, "form": form}, status=422)


def _planned(request: MemberRequest, pair: AreaPair, form: MeetingForm) -> HttpResponse:
    said = {**form.said(), "pair": pair, "forum": form.cleaned_data["forum"], "by": request.user}
    if not form.is_series:
        made = services.plan_meeting(**said)
        messages.success(request, _("Mötet är planerat. Bygg dagordningen härnäst."))
        return redirect(made)
    rows = services.plan_series(
        **said, rhythm=form.cleaned_data["rhythm"], times=form.cleaned_data["times"] or 0
    )
    messages.success(
        request,
        ngettext("Ett möte är planerat.", "%(count)s möten är planerade.", len(rows)) % {"count": len(rows)},
    )
    return redirect("meetings:meetings", slug=pair.slug)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Move a planned meeting or change its notice."""
    row = access.meeting_for(request.user, slug, pk, change=True)
    if request.method != "POST" and not row.is_planned:
        messages.error(
            request,
            _("Mötet går inte att flytta. Det är %(state)s. Planera ett nytt möte i stället.")
            % {"state": row.get_state_display()},
        )
        return redirect(row)
    context: dict[str, Any] = {**frame(row.pair), "row": row}
    if request.method != "POST":
        return page(request, FORM, {**context, "form": MeetingForm(initial=of_meeting(row))})
    form, theirs = MeetingForm(request.POST), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_meeting(meeting=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Mötet är ändrat."))
            return redirect(row)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**context, "form": form, "theirs": theirs}, status=422)


@login_required
@require_POST
def cancel(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a planned meeting."""
    row = access.meeting_for(request.user, slug, pk, change=True)
    try:
        services.cancel(meeting=row, by=request.user)
        messages.success(request, _("Mötet är inställt. Det står kvar i listan."))
    except UserError as error:
        say(request, error)
    return redirect(row)


@login_required
@require_POST
def hold(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say that the meeting has been held: the minutes begin."""
    row = access.meeting_for(request.user, slug, pk, change=True)
    try:
        services.hold(meeting=row, by=request.user)
        messages.success(request, _("Mötet är infört som hållet. Skriv in beslut och närvaro i protokollet."))
    except UserError as error:
        say(request, error)
    return redirect(row)
