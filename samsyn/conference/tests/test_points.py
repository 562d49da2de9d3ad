"""The conference's day in the year: of the city and so of each pair, done when its priorities are decided."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from samsyn.conference.points import conferences
from samsyn.meetings.points import PointKind, PointState, points_of_city, points_of_pair
from samsyn.priorities.tests import world as priorities
from samsyn.ui.clock import moved_to, today

DAY = timedelta(days=1)


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def point_of(conference, on):
    with moved_to(noon(on)):
        (found,) = conferences(conference.city, conference.held_on, conference.held_on + DAY)
    return found


@pytest.mark.parametrize(
    ("days", "state", "todo"), [(-1, PointState.COMING, False), (0, PointState.COMING, False), (1, PointState.LATE, True)]
)  # fmt: skip
def test_it_is_late_when_it_was_held_and_nothing_is_decided(conference, days, state, todo):
    with moved_to(noon(conference.held_on + days * DAY)):
        (found,) = conferences(conference.city, conference.held_on, conference.held_on + DAY)
        assert (found.state, bool(found.todo), found.pair) == (state, todo, None)


def test_it_is_done_when_what_it_chose_is_decided(conference, cast, whole):
    priorities.decided(cast, whole, conference.chooses_for)
    found = point_of(conference, conference.held_on + DAY)
    assert found.state == PointState.DONE
    assert found.why == f"Prioriteringarna för {conference.chooses_for} är beslutade."


def test_it_stands_once_in_the_year_of_each_pair_and_of_the_city(conference, norr, soder, whole, city):
    span = (conference.held_on, conference.held_on + DAY)
    for points in (
        points_of_pair(norr, *span),
        points_of_pair(soder, *span),
        points_of_city(city, [norr, soder, whole], *span),
    ):
        assert [one.url for one in points if one.kind == PointKind.CONFERENCE] == [
            conference.get_absolute_url()
        ]


def test_another_year_has_none(conference):
    start = today().replace(year=today().year + 3, month=1, day=1)
    assert conferences(conference.city, start, start + 300 * DAY) == []
