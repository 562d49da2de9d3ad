"""How much of what is costly one member asks for: documents that are laid out anew, rows as files, files brought in.

A bucket a member, in the cache that all processes share: it is full at first, each costly answer takes one, and it fills
again with time. Ordinary pages ask nothing of it. SAMSYN_COSTLY_PER_HOUR says how fast it fills; 0 is no limit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase

from samsyn.ui.clock import now
from samsyn.ui.shortcuts import page

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
HOUR = 3600
LEAST_BUCKET = 5


def bucket() -> int:
    """How many a member gets at once before she must wait: a quarter of an hour's worth."""
    return max(LEAST_BUCKET, settings.SAMSYN_COSTLY_PER_HOUR // 4)


def take(member_id: int) -> int:
    """Take one of the member's bucket; return 0, or in how many seconds there is one again."""
    per_hour = settings.SAMSYN_COSTLY_PER_HOUR
    if not per_hour:
        return 0
    at, most, wait = now().timestamp(), float(bucket()), 0

    def change(known: tuple[float, float] | None) -> tuple[float, float]:
        nonlocal wait
        left, since = known or (most, at)
        left = min(most, left + max(0.0, at - since) * per_hour / HOUR)
        if left < 1:
            wait = ceil((1 - left) * HOUR / per_hour)
            return left, at
        return left - 1, at

    shared: Any = caches["shared"]
    shared.change(f"samsyn-costly-{member_id}", change, timeout=HOUR)
    return wait


def costly(view: View) -> View:
    """Let a view that costs much be asked for only as often as the limit allows; forms are counted when they are sent.

    It stands under `login_required`: the limit is a member's own.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wait = take(int(request.user.pk or 0))
        if not wait:
            return view(request, *args, **kwargs)
        minutes = ceil(wait / 60)
        response = page(request, "people/too_many.html", {"room": "settings", "minutes": minutes}, status=429)
        response["Retry-After"] = str(wait)
        return response

    return limited  # type: ignore[return-value]


def costly_post(view: View) -> View:
    """The same for a view that shows a form and takes a file: only what is sent counts."""
    counted = costly(view)

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (counted if request.method == "POST" else view)(request, *args, **kwargs)

    return limited  # type: ignore[return-value]
