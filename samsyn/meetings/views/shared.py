"""What the pages of meetings and of the year share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from samsyn.places.models import AreaPair, City
from samsyn.ui.errors import UserError

ROOM = "year"


def frame(owner: AreaPair | City) -> dict[str, Any]:
    """Return what every page of a pair or a city needs of its frame."""
    if isinstance(owner, AreaPair):
        return {"pair": owner, "city": owner.city, "room": ROOM, "is_example": owner.city.is_example}
    return {"city": owner, "room": ROOM, "is_example": owner.is_example}


def whole(text: str) -> int:
    """Return a whole number from a hidden field, 0 of anything else.

    >>> whole("3"), whole("tre")
    (3, 0)
    """
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def say(request: HttpRequest, error: UserError) -> None:
    """Show an error on the page that comes next."""
    messages.error(request, str(error))
