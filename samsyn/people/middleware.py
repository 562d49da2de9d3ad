"""What comes before anything else: who is signed in, an own password for whoever has a one-time one, then the second step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from samsyn.people import second_step
from samsyn.people.access import is_inside
from samsyn.people.backend import coming_with
from samsyn.people.models import Member
from samsyn.people.sessions import STEP_LACKS

OPEN = ("account_change_password", "account_logout", "set_language")
OPEN_FOR_STEP = (
    *OPEN,
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)


OUTSIDE = (
    "partners",
    "ui",
)  # rooms that one who is only an external party reaches, besides what a stranger reaches
OUTSIDE_PAGES = (
    "set_language",
    "people:choose",
    "people:resets",
    "people:answer_reset",
    "meetings:feed",
    "secrecy:individuals",
    *(
        f"home:{name}"
        for name in ("start", "settings", "glossary", "news", "accessibility", "health", "ready")
    ),
)
OWN_ACCOUNT = ("account_", "mfa_")


class MemberMiddleware(AuthenticationMiddleware):
    """Django's, but the member comes with her session's row, by one question to the database."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_member_of, request))  # type: ignore[assignment]


def _member_of(request: HttpRequest) -> Member | AnonymousUser:
    session: Any = request.session
    came = session.member if SESSION_KEY in session else None  # asking for the key reads the row
    with coming_with(came):
        return get_user(request)


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


class SecondStepMiddleware:
    """Lead whoever must have a second step and has none to where it is set up. The session knows since sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if STEP_LACKS in request.session and request.user.is_authenticated:
            if second_step.kinds_of(request.user):  # set up since, here or in another browser
                del request.session[STEP_LACKS]
            elif request.path not in {reverse(name) for name in OPEN_FOR_STEP}:
                return redirect("mfa_index")
        return self.get_response(request)


class OutsideMiddleware:
    """One who is an external party and nothing else finds nothing but her own pages, whatever a page's own door says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        match = request.resolver_match
        name = match.view_name if match else ""
        is_open = name in OUTSIDE_PAGES or name.partition(":")[0] in OUTSIDE or name.startswith(OWN_ACCOUNT)
        if is_open or SESSION_KEY not in request.session or not request.user.is_authenticated:
            return
        if not is_inside(request.user):
            raise Http404
