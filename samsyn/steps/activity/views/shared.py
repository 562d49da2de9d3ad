"""What the pages of the action plan share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from samsyn.places.models import AreaPair


def frame(pair: AreaPair) -> dict[str, Any]:
    """Return what every page of the pair needs of its frame."""
    return {"pair": pair, "room": "pair", "is_example": pair.city.is_example}


def version_of(request: HttpRequest) -> int:
    """Return the version that a button's form carries; nonsense is none."""
    asked = request.POST.get("version", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
