"""What the pages of step 3 share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.steps.purpose.models import Goal, Purpose


def frame(pair: AreaPair) -> dict[str, Any]:
    """Return what every page of the pair needs of its frame."""
    return {"pair": pair, "room": "pair", "is_example": pair.city.is_example}


def back_to(purpose: Purpose, goal: Goal | None = None) -> HttpResponseRedirect:
    """Redirect to a purpose's page, at the goal that was saved."""
    return redirect(purpose.get_absolute_url() + (f"#mal-{goal.pk}" if goal is not None else ""))


def closed(request: MemberRequest, purpose: Purpose) -> HttpResponseRedirect:
    """Send on from a form that nothing can be saved in: the text is decided, or the goal is gone."""
    messages.error(
        request,
        _(
            "Det du ville ändra går inte att ändra. Syftet är %(state)s. Börja på en ny version av det, eller ladda om sidan."
        )
        % {"state": purpose.get_state_display()},
    )
    return back_to(purpose)
