"""The areas of a picture: the pair's whole and its parts."""

from __future__ import annotations

from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import parts


def areas_of(pair: AreaPair) -> list[Area]:
    """Return the areas that can be judged and written about: the whole first, then its parts."""
    return [pair.city_area, *parts(pair.city_area)]
