"""`page` answers a request; `refused` puts an error on its form."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from samsyn.ui.errors import StaleError, UserError


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render the template as an answer that nothing between the server and the reader keeps."""
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie"
    response["Cache-Control"] = "private, no-store"
    return response


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
