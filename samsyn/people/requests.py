from __future__ import annotations

from django.http import HttpRequest

from samsyn.people.models import Member


class MemberRequest(HttpRequest):
    """A request by somebody who is signed in."""

    user: Member
