"""The bar of the guided tour, on every page while one is on it."""

from __future__ import annotations

from django.http import HttpRequest

from samsyn.home import tour


def frame(request: HttpRequest) -> dict[str, tour.Place | None]:
    """Return where one is on the tour."""
    user, session = getattr(request, "user", None), getattr(request, "session", None)
    if session is None or user is None or not user.is_authenticated:
        return {}
    place = tour.place_of(session.get(tour.SESSION))
    return {"tour": place} if place else {}
