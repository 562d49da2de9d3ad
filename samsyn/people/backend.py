"""Who is signed in: she comes with her session's row, else she is read by a query that is compiled once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from samsyn.people.models import Member
from samsyn.places.prepared import FIRST, Prepared

MEMBERS = Prepared(Member, lambda pk: Member.objects.filter(pk=pk), values=[FIRST], joined=["organisation"])
_came: ContextVar[Member | None] = ContextVar("came", default=None)


@contextmanager
def coming_with(member: Member | None) -> Iterator[None]:
    """Let the member whom the session's row brought be the one that a session is asked for, within the block."""
    token = _came.set(member)
    try:
        yield
    finally:
        _came.reset(token)


class Backend(AuthenticationBackend):
    """allauth's, but for the way a member is read."""

    def get_user(self, user_id: Any) -> Member | None:
        """Return the member of a session, or None when she is gone or may no longer sign in."""
        member = _came.get()
        if member is None or member.pk != int(user_id):
            member = MEMBERS.first(int(user_id))
        return member if member is not None and self.user_can_authenticate(member) else None
