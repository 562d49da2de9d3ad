"""The whole city's pair, a central agreement in force, and a helper to be on another day."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from django.utils import timezone

from samsyn.agreements.tests import world
from samsyn.ui import clock
from tests.worlds import shared


@shared
def whole(city):
    return world.whole_of(city)


@shared
def central(city, cast):
    return world.central(city, cast)


@pytest.fixture
def on():
    """`with on(day):` lets everything in the block happen on the day."""

    def move(day, hour=10):
        return clock.moved_to(timezone.make_aware(datetime.combine(day, time(hour))))

    return move
