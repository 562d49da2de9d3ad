"""The year's list of priorities with what each area answers, its parts, and one area's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.people.access import rights_in, visible_pairs
from samsyn.people.models import Member
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.priorities import access, checks, services
from samsyn.priorities.forms import ASIDE, CHOSEN, REFUSED, TAKEN, AnswerForm, ListForm, PriorityForm
from samsyn.priorities.kinds import PriorityListText
from samsyn.priorities.models import Priority, PriorityAnswer, PriorityList
from samsyn.priorities.queries import answers_of, answers_to, aside_of, chosen_of
from samsyn.records.joint.queries import newest
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "priorities/form.html"


@dataclass(frozen=True)
class Answered:
    """What one area has answered; the reader may see the pair, or only its name."""

    pair: AreaPair
    answer: PriorityAnswer | None
    url: str


@dataclass(frozen=True)
class Line:
    """One chosen priority with every area's answer."""

    row: Priority
    answers: tuple[Answered, ...]


def _frame(row: PriorityList) -> dict[str, Any]:
    return {"pair": row.pair, "room": "conference", "is_example": row.pair.city.is_example, "list": row}


@login_required
@require_safe
def show(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """What goes first in the year, what was set aside and why, and what each area answers."""
    row = access.list_for(request.user, slug, pk)
    return _show(request, row)


def _show(request: MemberRequest, row: PriorityList, *, problem: str = "", status: int = 200) -> HttpResponse:
    latest = newest(row)
    found = checks.run(row) if row.is_open else []
    context = {
        **_frame(row),
        "lines": _lines(row, request.user),
        "aside": aside_of(row),
        "later": latest if latest.pk != row.pk else None,
        "checks": found,
        "is_ready": all(check.is_met for check in found),
        "may_write": rights_in(request.user, row.pair).may_write,
        "decide_url": reverse("records:decide", args=[row.pair.slug, PriorityListText.code, row.pk]),
        "problem": problem,
    }
    return page(request, "priorities/list.html", context, status=status)


def _lines(row: PriorityList, reader: Member) -> list[Line]:
    """A draft has asked nobody, so no area answers it."""
    chosen = chosen_of(row)
    if not row.is_closed:
        return [Line(one, ()) for one in chosen]
    pairs = AreaPair.objects.filter(city=row.pair.city, is_whole=False).on(today()).order_by("name")
    known = list(pairs.defer("city_area__geometry", "police_area__geometry"))
    mine = set(visible_pairs(reader).values_list("pk", flat=True))
    return [Line(one, _answers(one, known, mine)) for one in chosen]


def _answers(row: Priority, pairs: list[AreaPair], mine: set[int]) -> tuple[Answered, ...]:
    given = answers_to(row.key)
    return tuple(
        Answered(
            pair, given.get(pair.pk), reverse("purpose:purposes", args=[pair.slug]) if pair.pk in mine else ""
        )
        for pair in pairs
    )


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words that begin the list."""
    row = access.list_for(request.user, slug, pk, change=True)
    if request.method != "POST":
        if not row.is_open:
            return _closed(request, row)
        form: Form = ListForm(initial={"text": row.text, "version": row.version})
        return page(request, FORM, {**_frame(row), "form": form})
    form, theirs = ListForm(request.POST), ""
    if form.is_valid():
        said = {"text": form.cleaned_data["text"], "version": form.cleaned_data["version"] or 0}
        try:
            saved = services.change_list(row=row, by=request.user, **said)
            messages.success(request, _("Inledningen är sparad."))
            return redirect(saved)
        except UserError as error:
            row.refresh_from_db(fields=["version", "state"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**_frame(row), "form": form, "theirs": theirs}, status=422)


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a priority to the draft."""
    row = access.list_for(request.user, slug, pk, change=True)
    context = {**_frame(row), "is_piece": True}
    if request.method != "POST":
        if not row.is_open:
            return _closed(request, row)
        return page(request, FORM, {**context, "form": PriorityForm()})
    form = PriorityForm(request.POST)
    if form.is_valid():
        try:
            services.add_priority(row=row, by=request.user, **form.said())
            messages.success(request, _("Prioriteringen är sparad i utkastet."))
            return redirect(row)
        except UserError as error:
            form.add_error(None, str(error))
    return page(request, FORM, {**context, "form": form}, status=422)


@login_required
def priority(request: MemberRequest, slug: str, pk: int, piece: int) -> HttpResponse:
    """Change what a priority says, and whether it is chosen."""
    row = access.piece_for(request.user, slug, pk, piece)
    context: dict[str, Any] = {**_frame(row.list), "is_piece": True, "priority": row}
    if request.method != "POST":
        if not row.list.is_open or row.removed_at is not None:
            return _closed(request, row.list)
        return page(request, FORM, {**context, "form": PriorityForm(initial=_saved(row))})
    form, theirs = PriorityForm(request.POST), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_priority(priority=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Prioriteringen är sparad i utkastet."))
            return redirect(row.list)
        except UserError as error:
            row.refresh_from_db(fields=["version", "removed_at"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**context, "form": form, "theirs": theirs}, status=422)


def _saved(row: Priority) -> dict[str, Any]:
    names = ("title", "text", "focus", "why", "version")
    return {
        **{name: getattr(row, name) for name in names},
        "weight": CHOSEN if row.is_chosen else ASIDE,
    }


@login_required
@require_POST
def move(request: MemberRequest, slug: str, pk: int, piece: int) -> HttpResponse:
    """Move a chosen priority up or down."""
    row = access.piece_for(request.user, slug, pk, piece)
    try:
        services.move_priority(priority=row, up=request.POST.get("hall") == "upp", by=request.user)
        return redirect(row.list)
    except UserError as error:
        return _show(request, row.list, problem=str(error), status=422)


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, piece: int) -> HttpResponse:
    """Take a priority out of the draft."""
    row = access.piece_for(request.user, slug, pk, piece)
    version = request.POST.get("version", "")
    try:
        services.remove_priority(
            priority=row, version=int(version) if version.isdecimal() else 0, by=request.user
        )
        messages.success(request, _("Prioriteringen är borttagen ur utkastet."))
        return redirect(row.list)
    except UserError as error:
        return _show(request, row.list, problem=str(error), status=422)


@login_required
def answer(request: MemberRequest, slug: str, key: UUID) -> HttpResponse:
    """Say whether the area takes up a priority of the city."""
    pair, row = access.priority_to_answer(request.user, slug, key)
    context = {
        "pair": pair,
        "room": "pair",
        "is_example": pair.city.is_example,
        "priority": row,
        "answer": answers_of(pair, [key]).get(key),
    }
    if request.method != "POST":
        initial = {"answer": REFUSED} if request.GET.get("svar") == REFUSED else {}
        return page(request, "priorities/answer.html", {**context, "form": AnswerForm(initial=initial)})
    form = AnswerForm(request.POST)
    if form.is_valid():
        is_taken_up = form.cleaned_data["answer"] == TAKEN
        try:
            services.answer_priority(
                pair=pair,
                priority=row,
                is_taken_up=is_taken_up,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
            messages.success(request, _("Svaret är sparat. Det syns för hela staden."))
            return redirect(reverse("purpose:purposes", args=[pair.slug]) + "#prioriteringar")
        except UserError as error:
            form.add_error("reason", str(error))
    return page(request, "priorities/answer.html", {**context, "form": form}, status=422)


def _closed(request: MemberRequest, row: PriorityList) -> HttpResponseRedirect:
    """Send on from a form that nothing can be saved in."""
    messages.error(
        request,
        _(
            "Det du ville ändra går inte att ändra. Listan är %(state)s. Börja på en ny version av den, eller ladda om sidan."
        )
        % {"state": row.get_state_display()},
    )
    return redirect(row)
