"""Whoever has a one-time password chooses her own before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

OPEN = ("account_change_password", "account_logout", "set_language")


class OwnPasswordMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            SESSION_KEY in request.session
            and getattr(request.user, "must_change_password", False)
            and request.path not in {reverse(name) for name in OPEN}
        ):
            return redirect("account_change_password")
        return self.get_response(request)
