"""For whom figures are read: each authority sees its own datasets and what the other has released to it.

The audience is ambient, as the language is: the middleware sets it to the reader's party, and whatever reads figures
further down asks here. Where nobody has said, it is `JOINT`: what both see. So a job, a command and a forgotten place
show too little and never too much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.http import HttpRequest, HttpResponse

JOINT = "joint"  # what both parties see: all that a joint text may rest on
_audience: ContextVar[Callable[[], str] | None] = ContextVar("audience", default=None)


def audience() -> str:
    """Return the party that reads now, or JOINT."""
    found = _audience.get()
    return found() if found else JOINT


@contextmanager
def reading_for(party: str) -> Iterator[None]:
    """Read figures for a party, or for JOINT, within the block."""
    token = _audience.set(lambda: party)
    try:
        yield
    finally:
        _audience.reset(token)


def _party_of(request: HttpRequest) -> str:
    """Return the party of the one who is signed in; who is not signed in sees no more than both do."""
    return str(getattr(request.user, "party", "")) or JOINT


class AudienceMiddleware:
    """Let a request read for the party of its member. She is looked up when the first figure is read, not before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _audience.set(partial(_party_of, request))
        try:
            return self.get_response(request)
        finally:
            _audience.reset(token)
