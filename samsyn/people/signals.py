"""What happens at the door goes into the log: in, out, a code that failed, a second step on or off."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people import access, devices, resets, second_step
from samsyn.people.models import Member, OfficeHolding, RoleAssignment, Session
from samsyn.people.sessions import BEGAN, DEVICE, STEP_LACKS
from samsyn.ui.templatetags.numbers import moment


def _signed_in(sender: Any, request: HttpRequest, user: Member, **rest: Any) -> None:
    """Begin the session: since when, on what, and whether the second step that is asked for is lacking."""
    request.session[BEGAN] = time.time()
    request.session[DEVICE] = devices.named(request.META.get("HTTP_USER_AGENT", ""))
    request.session.pop(STEP_LACKS, None)
    if second_step.is_asked_of(user) and not second_step.kinds_of(user):
        request.session[STEP_LACKS] = True
    _told(request, user)
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    way = getattr(request, "sign_in_way", "")
    if not way:
        way = "passkey" if did_use_passwordless_login(request, user) else "password"
    record(Event.SIGNED_IN, user, by=user, way=str(way))


def _told(request: HttpRequest, user: Member) -> None:
    """Say at once what others have done with her way in, and that a new password is asked for in her name."""
    if access.is_held(user):
        said = _(
            "Andra har gett dig ett lösenord. Därför godkänner du ingenting före %(at)s. "
            "Var det inte du som bad om det, ring administratören genast."
        ) % {"at": moment(user.held_until)}
        messages.warning(request, said, fail_silently=True)
    if resets.open_for(user) is not None:
        said = _(
            "Någon har begärt ett nytt lösenord för dig. Den som bekräftar ska först ha talat med dig. "
            "Säg nej under Nya lösenord om du inte bad om det."
        )
        messages.warning(request, said, fail_silently=True)


def _shown_again(sender: Any, request: HttpRequest, **facts: Any) -> None:
    """Whoever shows again who she is gets a new name of her session; the old one is dead."""
    if facts.get("reauthenticated"):
        request.session.cycle_key()


def _signed_out(sender: Any, request: HttpRequest, user: Member | None, **rest: Any) -> None:
    if user is not None:
        record(Event.SIGNED_OUT, user, by=user)


def _code_failed(sender: Any, user: Member, **rest: Any) -> None:
    record(Event.SIGN_IN_FAILED, user, is_known=True, step="code")


def _second_factor_added(sender: Any, user: Member, authenticator: Any, **rest: Any) -> None:
    record(Event.SECOND_FACTOR_ADDED, user, by=user, kind=str(authenticator.type))


def _second_factor_used(sender: Any, user: Member, authenticator: Any, **rest: Any) -> None:
    from samsyn.people.services.resets import note_own_step

    note_own_step(user, authenticator.created_at)


def _second_factor_removed(sender: Any, user: Member, authenticator: Any, **rest: Any) -> None:
    record(Event.SECOND_FACTOR_REMOVED, user, by=user, kind=str(authenticator.type))


def _password_changed(sender: Any, request: HttpRequest, user: Member, **rest: Any) -> None:
    from samsyn.people.services import doors, sessions

    doors.note_own_password(user)
    sessions.end_other_sessions(member=user, current=request.session.session_key)


def connect() -> None:
    """Listen; called once when the app is ready."""
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (mfa.authentication_failed, _code_failed),
        (mfa.authenticator_added, _second_factor_added),
        (mfa.authenticator_removed, _second_factor_removed),
        (mfa.authenticator_used, _second_factor_used),
        (account.password_changed, _password_changed),
        (account.authentication_step_completed, _shown_again),
    ):
        signal.connect(receiver, dispatch_uid=f"samsyn.people.{receiver.__name__}")
    for signal in (post_save, post_delete):
        for model in (RoleAssignment, OfficeHolding):
            signal.connect(access.forget, sender=model, dispatch_uid="samsyn.people.forget")
