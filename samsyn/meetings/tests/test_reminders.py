"""Reminders: what is late, and what is due within 60, 30 and 0 days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samsyn.meetings import services
from samsyn.meetings.reminders import next_point, reminders_for, reminders_of
from samsyn.meetings.tests import world
from samsyn.meetings.tests.test_points import edition, noon
from samsyn.ui.clock import moved_to, today
from tests.worlds import shared

DUE = date(2028, 3, 10)


@shared
def due(norr, astrid):
    """The law's day is 10 March 2028."""
    return edition(norr, astrid, on=date(2026, 3, 10))


@pytest.mark.parametrize(
    ("before", "band", "when"),
    [
        (61, None, ""),
        (60, 60, "60 dagar kvar."),
        (31, 60, "31 dagar kvar."),
        (30, 30, "30 dagar kvar."),
        (1, 30, "En dag kvar."),
        (0, 0, "Det är i dag."),
        (-1, 0, "En dag för sent."),
        (-45, 0, "45 dagar för sent."),
    ],
)
def test_what_is_due_is_in_its_band(norr, due, before, band, when):
    with moved_to(noon(DUE - timedelta(days=before))):
        found = reminders_of(norr)
        assert [row.band for row in found] == ([] if band is None else [band])
        if found:
            assert found[0].when == when and found[0].is_late == (before < 0)
            assert found[0].sentence == "Besluta en ny utgåva av lägesbilden"


@pytest.mark.one_database
def test_each_band_is_entered_once_when_time_goes_by_day_by_day(norr, due):
    entered, before = [], None
    for ahead in range(90, -10, -1):
        with moved_to(noon(DUE - timedelta(days=ahead))):
            band = next((row.band for row in reminders_of(norr)), None)
        if band != before:
            entered.append(band)
        before = band
    assert entered == [60, 30, 0]


def test_only_those_who_can_do_something_are_reminded(norr, soder, cast, due):
    with moved_to(noon(DUE)):
        for who, is_reminded in (("astrid", True), ("lena", True), ("gun", False), ("hanna", False)):
            assert bool(reminders_for(cast[who], norr)) == is_reminded


def test_what_one_only_has_to_know_is_no_reminder(norr, cast):
    services.add_point(
        city=norr.city, pair=norr, by=cast["astrid"], title="Enkät", month=today().month, first_year=2024
    )
    assert reminders_of(norr) == []


def test_a_meeting_asks_for_its_agenda(norr, cast):
    world.plan(norr, by=cast["astrid"], days=10)
    assert [row.sentence for row in reminders_of(norr)] == ["Gör dagordningen: Styrgrupp Norr"]


def test_what_comes_next_is_the_first_that_is_not_done(norr, cast):
    assert next_point(norr) is None
    world.held(norr, by=cast["astrid"], days=-3)
    row = world.plan(norr, by=cast["astrid"], days=10)
    services.plan_meeting(
        pair=norr, forum=world.forum_of(norr), by=cast["astrid"], starts_at=row.starts_at + timedelta(days=7),
        ends_at=row.ends_at + timedelta(days=7),
    )  # fmt: skip
    found = next_point(norr)
    assert found is not None and found.date == row.day
