"""Sign-in pages: allauth's views, answering 422 on errors as every page of ours, and the few of our own."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as account
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.mfa.webauthn.internal import auth as ceremony
from allauth.mfa.webauthn.internal import flows as key_flows
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samsyn.people import demo, queries, second_step, services
from samsyn.people.adapter import LAST_STEP, WRONG_KEY
from samsyn.people.sessions import STEP_LACKS
from samsyn.ui.shortcuts import page


class Answers422:
    """A form with errors is not a success."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class ShowsSteps:
    """What pages about the second step know besides: whether it is asked for now, and where else one is signed in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        others = services.sessions_of(request.user, request.session.session_key)[1:]  # type: ignore[arg-type]
        known: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**known, "others": len(others), "is_asked": STEP_LACKS in request.session}


def _options(of: Any) -> str:
    """Return what the browser's own dialogue needs, as the JSON of a data attribute."""
    return json.dumps(of, cls=DjangoJSONEncoder)


class LoginView(Answers422, account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "may_choose": demo.is_possible(self.request)}


class LogoutView(account.LogoutView):
    """Signing out leads to the sign-in page: its script forgets what the browser kept of whoever left."""

    def get_redirect_url(self) -> str:
        return self.get_next_url() or resolve_url("account_login")


class ReauthenticateView(Answers422, account.ReauthenticateView):
    pass


class PasswordChangeView(Answers422, account.PasswordChangeView):
    pass


class AuthenticateView(Answers422, mfa.AuthenticateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_context_data(**kwargs)
        kinds = second_step.kinds_of(self.stage.login.user)
        asked = known.get("js_data", {}).get("request_options")
        return {
            **known,
            "options": _options(asked),
            "has_key": "webauthn" in kinds,
            "has_app": "totp" in kinds,
        }


class CodeReauthenticateView(Answers422, mfa.ReauthenticateView):
    pass


class ActivateTOTPView(Answers422, totp.ActivateTOTPView):
    pass


class StepsView(ShowsSteps, mfa.IndexView):
    pass


class CodesView(ShowsSteps, codes.ViewRecoveryCodesView):
    pass


class AddKeyView(Answers422, keys.AddWebAuthnView):
    """Add a passkey: kept in the device, opened by finger, face or number, so that it signs in alone."""

    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = super(keys.AddWebAuthnView, self).get_context_data(**kwargs)
        asked = ceremony.begin_registration(self.request.user, passwordless=True)
        return {**known, "options": _options(asked)}


class RemoveKeyView(keys.RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        found = self.get_object()
        if second_step.is_asked_of(self.request.user) and not second_step.has_another(found):
            messages.error(self.request, str(LAST_STEP))
            return redirect("mfa_index")
        return super().form_valid(form)


class KeyLoginView(keys.LoginWebAuthnView):
    def form_valid(self, form: BaseForm) -> HttpResponse:
        found = form.cleaned_data["credential"]
        login = Login(user=found.user, redirect_url=get_next_redirect_url(self.request))
        return key_flows.perform_passwordless_login(self.request, found, login)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        services.note_failed_sign_in(email="", is_locked=False)
        messages.error(self.request, str(WRONG_KEY))
        return redirect("account_login")


class KeyReauthenticateView(keys.ReauthenticateWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_context_data(**kwargs)
        return {**known, "options": _options(known["js_data"]["request_options"])}

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        messages.error(self.request, str(WRONG_KEY))
        return redirect(self.request.get_full_path())


login = LoginView.as_view()
logout = LogoutView.as_view()
reauthenticate = ReauthenticateView.as_view()
password_change = login_required(PasswordChangeView.as_view())
authenticate = AuthenticateView.as_view()
code_reauthenticate = CodeReauthenticateView.as_view()
activate_totp = ActivateTOTPView.as_view()
steps = StepsView.as_view()
view_codes = CodesView.as_view()
add_key = login_required(AddKeyView.as_view())
remove_key = login_required(RemoveKeyView.as_view())
key_login = KeyLoginView.as_view()
key_reauthenticate = KeyReauthenticateView.as_view()


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
