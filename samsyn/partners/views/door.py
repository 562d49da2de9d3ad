"""The page behind a secret link: one question, for whoever has it, without sign-in and without anything else on it."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samsyn.partners import services
from samsyn.partners.forms import AnswerForm
from samsyn.partners.links import open_question
from samsyn.partners.models import PartnerQuestion
from samsyn.partners.queries import said
from samsyn.partners.services.answers import GoneError
from samsyn.people.secret_links import LONGEST, checksum_of
from samsyn.secrecy.guard import IndividualError
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

LIMITS = {"look": "60/m/ip", "answer": "30/m/ip,30/h/key"}
ASK, THANKS, GONE = (f"partners/open/{name}.html" for name in ("ask", "thanks", "gone"))


def door(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, or keep the answer. A link that does not work, for whatever reason, has one and the same answer."""
    if not _is_within_limits(request, token):
        return _sealed(page(request, GONE, {"is_too_many": True}, status=429))
    row = open_question(token)
    if row is None:
        return _gone(request)
    if request.method != "POST":
        return _asked(request, row, AnswerForm(question=row))
    form = AnswerForm(request.POST, question=row)
    if form.is_valid():
        try:
            made = services.answer(token=token, value=form.cleaned_data["answer"])
            return _sealed(page(request, THANKS, {**_frame(row), "said": said(made), "again": request.path}))
        except GoneError:  # somebody else answered meanwhile
            return _gone(request)
        except IndividualError as error:
            form.add_error(None, error.words)  # without the way to a page that asks for sign-in
        except UserError as error:
            form.add_error(None, str(error))
    return _asked(request, row, form, status=422)


def _is_within_limits(request: HttpRequest, token: str) -> bool:
    action = "answer" if request.method == "POST" else "look"
    known = ratelimit.consume(
        request,
        app="samsyn.partners",
        action=action,
        config=LIMITS,
        key=checksum_of(token[:LONGEST]),
        limit_get=True,
    )
    return known is not None


def _frame(row: PartnerQuestion) -> dict[str, Any]:
    asker = row.asked_by
    return {
        "question": row,
        "city": row.pair.city.name,
        "asker": _("%(title)s, %(organisation)s")
        % {"title": asker.title.capitalize(), "organisation": asker.organisation.name}
        if asker.title
        else asker.organisation.name,
        "is_example": row.pair.city.is_example,
    }


def _asked(
    request: HttpRequest, row: PartnerQuestion, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    before = row.answers.order_by("-turn").first() if row.is_changeable else None
    context = {**_frame(row), "form": form, "before": said(before) if before else ""}
    return _sealed(page(request, ASK, context, status=status))


def _gone(request: HttpRequest) -> HttpResponse:
    return _sealed(page(request, GONE, {}, status=404))


def _sealed(answer: HttpResponse) -> HttpResponse:
    """Let the address go nowhere. With `no-referrer` browsers would send the form without an origin, and it would be refused."""
    answer["Referrer-Policy"] = "strict-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
