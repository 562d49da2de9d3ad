"""What the pages of agreements share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.agreements.models import Agreement, Clause
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair


def frame(pair: AreaPair) -> dict[str, Any]:
    """Return what every page of the pair needs of its frame."""
    return {"pair": pair, "room": "agreements", "is_example": pair.city.is_example}


def back_to(agreement: Agreement, clause: Clause | None = None) -> HttpResponseRedirect:
    """Redirect to the agreement's page, at the clause that was saved."""
    return redirect(agreement.get_absolute_url() + (f"#punkt-{clause.pk}" if clause is not None else ""))


def closed(request: MemberRequest, agreement: Agreement) -> HttpResponseRedirect:
    """Send on from a form that nothing can be saved in: the text is decided, or the clause is gone."""
    messages.error(
        request,
        _(
            "Det du ville ändra går inte att ändra. Texten är %(state)s. Skriv en efterträdare, eller ladda om sidan."
        )
        % {"state": agreement.get_state_display()},
    )
    return back_to(agreement)
