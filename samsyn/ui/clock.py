"""The one clock. Tests and the example move it; nothing else in the program asks for the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

_ahead: ContextVar[timedelta] = ContextVar("samsyn-clock-ahead", default=timedelta(0))


def now() -> datetime:
    return timezone.now() + _ahead.get()


def today() -> date:
    return timezone.localdate(now())


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let the clock go on from another moment inside the block, for the example's story and for tests.

    moment  an aware datetime
    """
    token = _ahead.set(moment - timezone.now())
    try:
        yield
    finally:
        _ahead.reset(token)
