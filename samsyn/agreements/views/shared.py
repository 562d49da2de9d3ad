"""What the pages of agreements share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.agreements.models import Agreement, Clause
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.ui.errors import StaleError, UserError


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


def refused(form: Form, error: UserError, *, version: int | None = None) -> str:
    """Put the error on the form, keep what was typed, and return the text that stands now, if somebody saved first.

    The form then carries the version that stands now, so that saving again says: I have read theirs.
    """
    form.add_error(None, str(error))
    if not isinstance(error, StaleError) or version is None:
        return ""
    kept = QueryDict(mutable=True)
    kept.update(form.data)
    kept["version"] = str(version)
    form.data = kept
    return error.theirs
