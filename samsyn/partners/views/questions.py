"""A pair's questions to partners: the list, asking, one question with its answers, a new link, taking it back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.partners import access, queries, services
from samsyn.partners.forms import AskForm
from samsyn.partners.models import PartnerQuestion
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused


def _frame(pair: AreaPair) -> dict[str, Any]:
    return {"pair": pair, "room": "pair", "is_example": pair.city.is_example}


@login_required
@require_safe
def questions(request: MemberRequest, slug: str) -> HttpResponse:
    """What the pair has asked partners, and what they answered."""
    pair = access.pair_for(request.user, slug)
    context = {
        **_frame(pair),
        "rows": queries.questions_of(pair),
        "may_write": people.may_write(request.user, pair),
    }
    return page(request, "partners/questions.html", context)


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask, and show the link this once."""
    pair = access.pair_for(request.user, slug, change=True)
    activities = queries.activities_to_ask_of(pair)
    if request.method != "POST":
        form = AskForm(activities=activities, initial=_initial(request, [str(one.pk) for one in activities]))
        return page(request, "partners/ask.html", {**_frame(pair), "form": form})
    form = AskForm(request.POST, activities=activities)
    if form.is_valid():
        try:
            made, token = services.ask(pair=pair, by=request.user, **form.said())
            return _page(request, made, token=token)
        except UserError as error:
            refused(form, error)
    return page(request, "partners/ask.html", {**_frame(pair), "form": form}, status=422)


def _initial(request: MemberRequest, known: list[str]) -> dict[str, str]:
    """What the form begins with: the activity that was pointed at, and what usually happens with an answer."""
    wish = request.GET.get("aktivitet", "")
    use = _("Staden och polisen i området läser svaret. Gäller det en aktivitet står det vid den i planen.")
    return {"use": use, "activity": wish if wish in known else ""}


@login_required
@require_safe
def question(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One question with every answer that it got."""
    return _page(request, access.question_for(request.user, slug, pk))


def _page(request: MemberRequest, row: PartnerQuestion, *, token: str = "") -> HttpResponse:
    """Return the question's page; right after it was asked, with the link, which nobody can read again."""
    address = request.build_absolute_uri(reverse("partners:door", args=[token])) if token else ""
    asked = queries.asked(row)
    context = {
        **_frame(row.pair),
        "asked": asked,
        "question": row,
        "answers": [(one, queries.said(one)) for one in asked.answers],
        "activity": queries.activity_of(row),
        "address": address,
        "code": _code(address) if address else "",
        "may_write": people.may_write(request.user, row.pair),
    }
    answer = page(request, "partners/question.html", context)
    if token:
        answer["Referrer-Policy"] = "strict-origin"
    return answer


def _code(address: str) -> SafeString:
    """Return the address as a QR code, drawn as one path; the library comes with sign-in in two steps."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    made, file = qrcode.make(address, image_factory=SvgPathImage, border=2), BytesIO()
    made.save(file)
    drawn = file.getvalue().decode()
    return mark_safe(drawn[drawn.index("<svg") :])  # noqa: S308 - black squares only  # nosec B308 B703


@login_required
@require_POST
def renew(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Give the question a new link and show it, this once."""
    row = access.question_for(request.user, slug, pk, change=True)
    try:
        made, token = services.renew(question=row, by=request.user)
        made.pair, made.asked_by = row.pair, row.asked_by
        return _page(request, made, token=token)
    except UserError as error:
        messages.error(request, str(error))
    return redirect(row)


@login_required
@require_POST
def revoke(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take the question back."""
    row = access.question_for(request.user, slug, pk, change=True)
    try:
        services.revoke(question=row, by=request.user)
        messages.success(request, _("Frågan är återkallad. Länken slutade att fungera nu."))
    except UserError as error:
        messages.error(request, str(error))
    return redirect(row)
