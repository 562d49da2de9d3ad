"""What the page's frame needs to know about people."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from samsyn.people import demo


def frame(request: HttpRequest) -> dict[str, bool]:
    """Say whether the header may offer another person. The view that changes person checks everything again."""
    user = getattr(request, "user", None)
    return {
        "may_change_person": bool(
            user is not None
            and user.is_authenticated
            and getattr(user, "is_example", False)
            and settings.DEMO
            and demo.server_is_private()
        )
    }
