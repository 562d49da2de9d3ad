"""The whole city, its conference of this year, three candidates, and what was decided for this year."""

from __future__ import annotations

from samsyn.conference.tests import world
from samsyn.priorities.tests import world as priorities
from samsyn.ui.clock import today
from tests.worlds import shared


@shared
def whole(city, pairs):
    return priorities.whole(city)


@shared
def conference(cast, whole):
    return world.conference(cast, whole)


@shared
def proposed(conference, cast, norr):
    return world.candidates(conference, cast, norr)


@shared
def ranked(conference, proposed, cast):
    """Both parties have put them in order: the first and the second are equal."""
    world.order(conference, proposed, (1, 2, 3), cast["astrid"])
    world.order(conference, proposed, (2, 1, 3), cast["bo"])
    return proposed


@shared
def chosen(cast, whole):
    """What is decided for this year."""
    return priorities.decided(cast, whole, today().year)
