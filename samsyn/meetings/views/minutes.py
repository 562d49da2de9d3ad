"""Attendance and minutes of a meeting. The minutes are approved on the pages of joint decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.meetings import access, queries, services
from samsyn.meetings.forms import AttendanceForm, MinutesForm
from samsyn.meetings.views.shared import frame, say
from samsyn.people.models import ForumKind
from samsyn.people.requests import MemberRequest
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

ATTENDANCE, MINUTES = "meetings/attendance.html", "meetings/minutes_form.html"


@login_required
def attendance(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write in who was there: by party and function, never by name."""
    row = access.meeting_for(request.user, slug, pk, change=True)
    form, status = AttendanceForm(), 200
    if request.method == "POST":
        form, status = AttendanceForm(request.POST), 422
        if form.is_valid():
            try:
                services.set_attendance(meeting=row, by=request.user, **form.cleaned_data)
                messages.success(request, _("Närvaron är sparad."))
                return redirect("meetings:attendance", slug=row.pair.slug, pk=row.pk)
            except UserError as error:
                refused(form, error)
    there = queries.attendance_of(row)
    context: dict[str, Any] = {
        **frame(row.pair),
        "row": row,
        "form": form,
        "attendance": there,
        "present": queries.present(there),
        "is_council": row.forum.kind == ForumKind.COUNCIL,
    }
    return page(request, ATTENDANCE, context, status=status)


@login_required
@require_POST
def attendance_remove(request: MemberRequest, slug: str, pk: int, attendance: int) -> HttpResponse:
    """Take away a line that was wrong."""
    row = access.attendance_for(request.user, slug, pk, attendance)
    try:
        services.remove_attendance(attendance=row, by=request.user)
        messages.success(request, _("Raden är borttagen."))
    except UserError as error:
        say(request, error)
    return redirect("meetings:attendance", slug=row.meeting.pair.slug, pk=row.meeting.pk)


@login_required
def minutes(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write the notes of the minutes."""
    row = access.meeting_for(request.user, slug, pk, change=True)
    found = queries.minutes_of(row)
    if found is None:
        raise Http404
    if request.method != "POST" and not found.is_open:
        messages.error(
            request,
            _(
                "Protokollet går inte att ändra. Båda parter har justerat det. "
                "Ta upp rättelsen som en punkt på nästa möte."
            ),
        )
        return redirect(row)
    context: dict[str, Any] = {**frame(row.pair), "row": row, "minutes": found}
    if request.method != "POST":
        form = MinutesForm(initial={"text": found.text, "version": found.version})
        return page(request, MINUTES, {**context, "form": form})
    form, theirs = MinutesForm(request.POST), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            text = form.cleaned_data["text"]
            services.write_minutes(minutes=found, text=text, version=version, by=request.user)
            messages.success(request, _("Anteckningarna är sparade i protokollet."))
            return redirect(found.get_absolute_url())
        except UserError as error:
            found.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=found.version)
    return page(request, MINUTES, {**context, "form": form, "theirs": theirs}, status=422)


@login_required
@require_POST
def start(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Begin minutes anew, when the draft was withdrawn."""
    row = access.meeting_for(request.user, slug, pk, change=True)
    try:
        services.start_minutes(meeting=row, by=request.user)
    except UserError as error:
        say(request, error)
    return redirect(row)
