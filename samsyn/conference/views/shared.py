"""What the pages of a conference share."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import QueryDict

from samsyn.conference.models import Conference
from samsyn.places.models import AreaPair, City
from samsyn.ui.errors import StaleError, UserError

FORM = "conference/form.html"


def city_frame(city: City, pair: AreaPair) -> dict[str, Any]:
    """Return what every page of a city's conferences needs of its frame."""
    return {"city": city, "pair": pair, "room": "conference", "is_example": city.is_example}


def frame(conference: Conference) -> dict[str, Any]:
    return {**city_frame(conference.city, conference.pair), "conference": conference}


def refused(form: Form, error: UserError, *, version: int | None) -> str:
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
