"""What happens at the door goes into the log: in, out, a code that failed, a second step on or off."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access
from samsyn.people.models import Member, OfficeHolding, RoleAssignment


def _signed_in(sender: Any, request: HttpRequest, user: Member, **rest: Any) -> None:
    record(Event.SIGNED_IN, user, by=user, way=str(getattr(request, "sign_in_way", "password")))


def _signed_out(sender: Any, request: HttpRequest, user: Member | None, **rest: Any) -> None:
    if user is not None:
        record(Event.SIGNED_OUT, user, by=user)


def _code_failed(sender: Any, user: Member, **rest: Any) -> None:
    record(Event.SIGN_IN_FAILED, user, is_known=True, step="code")


def _second_factor_added(sender: Any, user: Member, authenticator: Any, **rest: Any) -> None:
    record(Event.SECOND_FACTOR_ADDED, user, by=user, kind=str(authenticator.type))


def _second_factor_removed(sender: Any, user: Member, authenticator: Any, **rest: Any) -> None:
    record(Event.SECOND_FACTOR_REMOVED, user, by=user, kind=str(authenticator.type))


def _password_changed(sender: Any, user: Member, **rest: Any) -> None:
    from samsyn.people.services import doors

    doors.note_own_password(user)


def connect() -> None:
    """Listen; called once when the app is ready."""
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (mfa.authentication_failed, _code_failed),
        (mfa.authenticator_added, _second_factor_added),
        (mfa.authenticator_removed, _second_factor_removed),
        (account.password_changed, _password_changed),
    ):
        signal.connect(receiver, dispatch_uid=f"samsyn.people.{receiver.__name__}")
    for signal in (post_save, post_delete):
        for model in (RoleAssignment, OfficeHolding):
            signal.connect(access.forget, sender=model, dispatch_uid="samsyn.people.forget")
