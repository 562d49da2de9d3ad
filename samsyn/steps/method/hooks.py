"""What a later step knows of a method: its results in this city. The later step registers itself; nothing here asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samsyn.places.models import AreaPair


@dataclass(frozen=True)
class Result:
    """One result or lesson of a method: one sentence, and where it can be read."""

    pair: AreaPair
    sentence: str
    url: str = ""


Provider = Callable[[Sequence[AreaPair], str], list[Result]]
_providers: list[Provider] = []


def results_of_methods(provider: Provider) -> Provider:
    """Register what a later step knows: asked with the pairs that the reader may see and the method's code."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def results(pairs: Sequence[AreaPair], code: str) -> list[Result]:
    """Return what every later step knows of the method in the pairs."""
    return [one for provider in _providers for one in provider(pairs, code)]
