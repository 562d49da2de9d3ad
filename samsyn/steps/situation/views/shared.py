"""What the pages of the lägesbild share."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from samsyn.places.models import AreaPair
from samsyn.ui.errors import StaleError, UserError


def frame(pair: AreaPair) -> dict[str, Any]:
    """Return what every page of the pair needs of its frame."""
    return {"pair": pair, "room": "pair", "is_example": pair.city.is_example}


def back_to(pair: AreaPair, part: str, *, is_ordering: bool = False) -> HttpResponseRedirect:
    """Redirect to a part of the lägesbild; `is_ordering` keeps the buttons that move texts."""
    query = "?ordna=1" if is_ordering else ""
    return redirect(f"{reverse('situation:picture', args=[pair.slug])}{query}#{part}")


def refused(form: Form, error: UserError, *, version: int | None, **more: int) -> str:
    """Put the error on the form, keep what was typed, and return the text that stands now, if somebody saved first.

    The form then carries the version that stands now, so that saving again says: I have read theirs. `more` are other
    hidden fields that do the same.
    """
    form.add_error(None, str(error))
    if not isinstance(error, StaleError) or version is None:
        return ""
    typed = {form.add_prefix(name): form.data.get(form.add_prefix(name)) for name in form.fields}
    form.data = typed | {
        form.add_prefix(name): str(value) for name, value in {"version": version, **more}.items()
    }
    return error.theirs
