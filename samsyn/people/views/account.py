"""Sign-in pages: allauth's views, answering 422 on errors as every page of ours, and the few of our own."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samsyn.people import demo, queries, services
from samsyn.ui.shortcuts import page


class Answers422:
    """A form with errors is not a success."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class LoginView(Answers422, account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "may_choose": demo.is_possible(self.request)}


class ReauthenticateView(Answers422, account.ReauthenticateView):
    pass


class PasswordChangeView(Answers422, account.PasswordChangeView):
    pass


class AuthenticateView(Answers422, mfa.AuthenticateView):
    pass


class CodeReauthenticateView(Answers422, mfa.ReauthenticateView):
    pass


class ActivateTOTPView(Answers422, totp.ActivateTOTPView):
    pass


login = LoginView.as_view()
reauthenticate = ReauthenticateView.as_view()
password_change = login_required(PasswordChangeView.as_view())
authenticate = AuthenticateView.as_view()
code_reauthenticate = CodeReauthenticateView.as_view()
activate_totp = ActivateTOTPView.as_view()


def forgotten(request: HttpRequest) -> HttpResponse:
    """Say whom to ask. The program sends no mail, so it cannot prove who asks."""
    return page(request, "people/forgotten.html", {})


def absent(request: HttpRequest, **rest: str) -> HttpResponse:
    """Answer for the addresses that allauth names and we do not have."""
    raise Http404


@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose an invented person without a password. 404 wherever that is not safe."""
    if not demo.is_possible(request):
        raise Http404
    if request.method == "POST":
        member = services.become(request, request.POST.get("person", ""))
        if member is not None:
            following = request.POST.get("next", "")
            safe = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
            return redirect(following if safe else resolve_url("home:start"))
    return page(
        request,
        "people/choose.html",
        {"people": queries.cast_to_choose(), "next": request.GET.get("next", ""), "is_example": True},
        status=422 if request.method == "POST" else 200,
    )
