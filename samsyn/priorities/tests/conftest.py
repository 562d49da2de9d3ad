"""The pair of the whole city, a draft of next year's priorities, and this year's decided."""

from __future__ import annotations

from samsyn.priorities.tests import world
from samsyn.ui.clock import today
from tests.worlds import shared


@shared
def whole(city, pairs):
    return world.whole(city)


@shared
def draft(cast, whole):
    return world.draft(cast, whole, today().year + 1)


@shared
def chosen(cast, whole):
    """What is decided for this year."""
    return world.decided(cast, whole, today().year)
