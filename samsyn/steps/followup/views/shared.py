"""What the pages of the follow-up share."""

from __future__ import annotations

from typing import Any

from django.forms import Form

from samsyn.places.models import AreaPair
from samsyn.ui.errors import StaleError, UserError


def frame(pair: AreaPair) -> dict[str, Any]:
    """Return what every page of the pair needs of its frame."""
    return {"pair": pair, "room": "pair", "is_example": pair.city.is_example}


def refused(form: Form, error: UserError, *, version: int | None = None) -> str:
    """Put the error on the form, keep what was typed, and return the text that stands now, if somebody saved first.

    The form then carries the version that stands now, so that saving again says: I have read theirs.
    """
    form.add_error(None, str(error))
    if not isinstance(error, StaleError) or version is None:
        return ""
    form.data = {name: form.data.get(form.add_prefix(name)) for name in form.fields} | {
        "version": str(version)
    }
    return error.theirs
