"""Answers when secrecy stopped something and the view had nothing to say of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from samsyn.secrecy.guard import IndividualError
from samsyn.secrecy.rules import KeptError
from samsyn.ui.shortcuts import page

SILENT = (
    "csrfmiddlewaretoken",
    "password",
)  # fields whose values are never shown again, by how their names begin


class SecrecyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show what is wrong. A text about a person comes with all that was typed, so that nothing is lost."""
        if isinstance(exception, KeptError):
            return page(request, "secrecy/kept.html", {"problem": exception.message}, status=403)
        if isinstance(exception, IndividualError):
            typed = [value for name, value in request.POST.items() if not name.startswith(SILENT) and value]
            context = {"problem": exception.message, "typed": typed}
            return page(request, "secrecy/refused.html", context, status=422)
        return None
