"""What the pages of a conference share."""

from __future__ import annotations

from typing import Any

from samsyn.conference.models import Conference
from samsyn.places.models import AreaPair, City

FORM = "conference/form.html"


def city_frame(city: City, pair: AreaPair) -> dict[str, Any]:
    """Return what every page of a city's conferences needs of its frame."""
    return {"city": city, "pair": pair, "room": "conference", "is_example": city.is_example}


def frame(conference: Conference) -> dict[str, Any]:
    return {**city_frame(conference.city, conference.pair), "conference": conference}
