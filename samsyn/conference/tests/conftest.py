"""The whole city, its conference of this year, three candidates, and what was decided for this year."""

from __future__ import annotations

import pytest

from samsyn.conference.tests import world
from samsyn.priorities.tests import world as priorities
from samsyn.ui.clock import today


@pytest.fixture
def whole(city, pairs):
    return priorities.whole(city)


@pytest.fixture
def conference(cast, whole):
    return world.conference(cast, whole)


@pytest.fixture
def proposed(conference, cast, norr):
    return world.candidates(conference, cast, norr)


@pytest.fixture
def ranked(conference, proposed, cast):
    """Both parties have put them in order: the first and the second are equal."""
    world.order(conference, proposed, (1, 2, 3), cast["astrid"])
    world.order(conference, proposed, (2, 1, 3), cast["bo"])
    return proposed


@pytest.fixture
def chosen(cast, whole):
    """What is decided for this year."""
    return priorities.decided(cast, whole, today().year)
