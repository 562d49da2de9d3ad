"""Who must have a second step at sign-in, and who has one. `SAMSYN_SECOND_STEP` says: optional, deciders or all."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from samsyn.people import access
from samsyn.people.models import Member

OPTIONAL, DECIDERS, ALL = "optional", "deciders", "all"
STEPS = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
)  # recovery codes only stand in for one of these


def is_asked_of(member: Member) -> bool:
    """Whether the member must have a second step.

    Never one who has no password: she is of the example and is chosen on one's own machine, or her own authority's
    identity provider let her in and asks for the step itself.
    """
    if settings.SAMSYN_SECOND_STEP == OPTIONAL or not member.has_usable_password():
        return False
    return settings.SAMSYN_SECOND_STEP == ALL or access.decides(member)


def kinds_of(member: Member) -> set[str]:
    """Return the kinds of second step that the member has: of "totp" and "webauthn"."""
    return set(Authenticator.objects.filter(user=member, type__in=STEPS).values_list("type", flat=True))


def has_another(authenticator: Authenticator) -> bool:
    """Whether the member has a second step beside this one."""
    rows = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STEPS)
    return rows.exclude(pk=authenticator.pk).exists()
