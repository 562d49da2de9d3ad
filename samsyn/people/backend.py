"""Who is signed in, read with her organisation by one query that is compiled once: every page asks it."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from samsyn.people.models import Member
from samsyn.places.prepared import FIRST, Prepared

MEMBERS = Prepared(Member, lambda pk: Member.objects.filter(pk=pk), values=[FIRST], joined=["organisation"])


class Backend(AuthenticationBackend):
    """allauth's, but for the way a member is read."""

    def get_user(self, user_id: Any) -> Member | None:
        """Return the member of a session, or None when she is gone or may no longer sign in."""
        member: Member | None = MEMBERS.first(int(user_id))
        return member if member is not None and self.user_can_authenticate(member) else None
