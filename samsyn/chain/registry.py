"""Apps register what they know of a pair's thread. Each function is asked once per page and reads in bulk."""

from __future__ import annotations

from collections.abc import Callable

from samsyn.chain.graph import Fragment, Thread
from samsyn.places.models import AreaPair

Provider = Callable[[AreaPair], Fragment]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add what an app knows to every thread; an app does it in its `apps.py`."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def thread_of(pair: AreaPair) -> Thread:
    """Return the pair's whole thread, of what every app knows."""
    return Thread.of(provider(pair) for provider in _providers)
