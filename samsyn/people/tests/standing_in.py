"""What the tests of deputies share: Dora's week, and a clock that stands on a day."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.utils import timezone

from samsyn.people import access
from samsyn.people.models import Member
from samsyn.ui.clock import moved_to

DAY = timedelta(days=1)
FIRST = date(2027, 3, 8)  # a Monday
END = FIRST + 5 * DAY  # Friday is the last of her days
PAGE = "/medarbetare/exempelstaden/stallforetradare/"
PAIR = "/par/exempelstaden-norr/"


@contextmanager
def on(day):
    with moved_to(timezone.make_aware(datetime(day.year, day.month, day.day, 12))):
        yield


def again(member):
    """The member as a request finds her."""
    return Member.objects.select_related("organisation").get(pk=member.pk)


def may(member, pair):
    return access.may_approve(again(member), pair)
