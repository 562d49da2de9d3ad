"""The invented lägesbild of Exempelstaden Norr: what Astrid and Bo wrote, judged and decided. All of it is Exempeldata."""

from __future__ import annotations

from datetime import date

from samsyn.places.models import AreaPair


def tell(pair: AreaPair, today: date) -> None:
    """Write the picture, its findings and levels, and decide its first edition."""
