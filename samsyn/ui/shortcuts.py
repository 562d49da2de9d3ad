"""`page` answers a request: the whole page, or the one part that htmx is replacing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render the template; when htmx asks for element #x and <template folder>/_x.html exists, render only that."""
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie"
    response["Cache-Control"] = "private, no-store"
    return response
