"""Where one can go on from a problem: a later part of the program registers its ways, and nothing here asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samsyn.steps.problem.models import ProblemPicture


@dataclass(frozen=True)
class Onward:
    """One way on from a problem: what is said, and the button for one who may write.

    url, button  "" when there is nothing to press
    more         pages that the sentence is about, as title and address
    """

    heading: str
    sentence: str
    url: str = ""
    button: str = ""
    more: tuple[tuple[str, str], ...] = ()


Provider = Callable[[ProblemPicture], list[Onward]]
_providers: list[Provider] = []


def ways_on(provider: Provider) -> Provider:
    """Register what a later part knows of a problem."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def onward(picture: ProblemPicture) -> list[Onward]:
    """Return every way on from the problem."""
    return [one for provider in _providers for one in provider(picture)]
