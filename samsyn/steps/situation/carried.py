"""What later steps hand on to the lägesbild. They register here, so that this step knows nothing of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from samsyn.places.models import AreaPair

Provider = Callable[[AreaPair], list[dict[str, Any]]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a source of rows for the next edition; usable as a decorator.

    A row has key, number, title, conclusion and sentence (in both languages), reason, and the day of its decision.
    """
    if provider not in _providers:
        _providers.append(provider)
    return provider


def carried_rows(pair: AreaPair) -> list[dict[str, Any]]:
    """Return what no decided edition has taken up yet."""
    return [row for provider in _providers for row in provider(pair)]
