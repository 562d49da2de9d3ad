"""What time does with agreements, day by day for three years, with a month's pause, and when asked twice."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date, timedelta

import pytest

from samsyn.agreements import services
from samsyn.agreements.models import AgreementKind
from samsyn.agreements.tests import world
from samsyn.agreements.workflow import Stage
from samsyn.audit.models import LogEntry
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from tests.worlds import shared

DAY = world.DAY
LOCAL = AgreementKind.LOCAL
EVENTS = ("agreement-in-force", "agreement-ended")


def story(norr, soder, cast):
    """A central agreement with local ones under it: a successor, an expiry with a gap, and a short verksamhetsavtal."""
    start = today()
    central = world.central(norr.city, cast, valid_from=start, valid_to=start + 500 * DAY)
    follow(central, cast, start + 500 * DAY, start + 2000 * DAY)
    first = world.local(norr, cast, valid_from=start + 10 * DAY, valid_to=start + 400 * DAY)
    follow(first, cast, start + 300 * DAY, start + 700 * DAY)  # before its time
    short = world.signed(norr, cast, valid_from=start + 3 * DAY, valid_to=start + 9 * DAY)
    gap = world.signed(norr, cast, valid_from=start + 20 * DAY, valid_to=start + 50 * DAY)
    follow(gap, cast, start + 60 * DAY, start + 90 * DAY)  # ten days without any
    return {"central": central, "first": first, "short": short, "gap": gap}


def follow(row, cast, begins, ends):
    made = services.start_successor(agreement=row, by=cast["astrid"])
    services.change_agreement(agreement=made, version=1, by=cast["astrid"], valid_from=begins, valid_to=ends)
    return world.sign(world.decide(world.fresh(made), cast), cast)


def entries():
    """What the calendar did, in the order of the log: event, which agreement, the day that counts, and why."""
    found = LogEntry.objects.filter(event__in=EVENTS, by_id=None).order_by("seq")
    facts = [(one.event, int(one.object_id), json.loads(one.facts)) for one in found]
    return [(event, pk, said["on"], said.get("reason", "")) for event, pk, said in facts]


def walk(on, days, skipped=()):
    """Let the clock's tick come on each day from tomorrow, but not on those that are skipped."""
    start = today()
    for number in range(1, days + 1):
        if number in skipped:
            continue
        with on(start + number * DAY):
            services.keep_dates(today())


@shared
def told(norr, soder, cast):
    return story(norr, soder, cast)


def wanted(told, start):
    """Every change of three years in its order."""
    central, first, short, gap = (told[name] for name in ("central", "first", "short", "gap"))
    after = {row.pk: row.successors.get() for row in (central, first, gap)}

    def at(days):
        return (start + days * DAY).isoformat()

    begins, ends = EVENTS
    return [
        (begins, central.pk, at(0), ""),
        (begins, short.pk, at(3), ""),
        (ends, short.pk, at(9), "expired"),
        (begins, first.pk, at(10), ""),
        (begins, gap.pk, at(20), ""),
        (ends, gap.pk, at(50), "expired"),
        (begins, after[gap.pk].pk, at(60), ""),
        (ends, after[gap.pk].pk, at(90), "expired"),
        (ends, first.pk, at(300), "replaced"),
        (begins, after[first.pk].pk, at(300), ""),
        (ends, central.pk, at(500), "replaced"),
        (begins, after[central.pk].pk, at(500), ""),
        (ends, after[first.pk].pk, at(700), "expired"),
    ]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "skipped",
    [(), range(8, 40), range(290, 320), range(485, 515), range(1, 1095)],
    ids=[
        "no pause",
        "a month at the start",
        "a month at a succession",
        "a month at the central one's",
        "three years",
    ],
)
def test_three_years_day_by_day_give_each_change_exactly_once(told, on, skipped):
    start = today()
    walk(on, 3 * 365, set(skipped))
    assert entries() == wanted(told, start)


def test_the_tick_keeps_the_dates(norr, cast, on, monkeypatch):
    from samsyn.cli import tick

    monkeypatch.setattr("django.db.close_old_connections", lambda: None)  # the test's own stays open
    row = world.signed(norr, cast, valid_from=today() + DAY)
    with on(today() + DAY):
        assert tick.run(Namespace(every=0)) == 0
        assert tick.run(Namespace(every=0)) == 0
    assert world.fresh(row).stage == Stage.IN_FORCE
    assert len(entries()) == 1


def test_a_whole_period_that_nobody_saw_begins_and_ends(norr, cast, on):
    row = world.signed(norr, cast, valid_from=today() + DAY, valid_to=today() + 5 * DAY)
    with on(today() + 99 * DAY):
        assert services.keep_dates(today()) == 2
    held = world.fresh(row)
    assert (held.stage, held.ended_on, held.end_reason) == (Stage.ENDED, row.valid_to, "expired")


def test_the_old_one_ends_on_the_successors_day_though_the_tick_was_down(norr, cast, on):
    old = world.local(norr, cast)
    new = follow(old, cast, old.valid_from + 100 * DAY, old.valid_to + 365 * DAY)
    with on(old.valid_from + 130 * DAY):
        services.keep_dates(today())
    held = world.fresh(old)
    assert (held.ended_on, held.end_reason) == (old.valid_from + 100 * DAY, "replaced")
    assert world.fresh(new).stage == Stage.IN_FORCE


def test_only_the_pair_that_is_asked_for_is_touched(norr, soder, cast, on):
    row = world.signed(norr, cast, valid_from=today() + DAY)
    with on(today() + DAY):
        assert services.keep_dates(today(), pair=soder) == 0
        assert services.keep_dates(today(), pair=norr) == 1
    assert world.fresh(row).stage == Stage.IN_FORCE


def test_a_successor_that_is_ended_before_it_begins_lets_the_old_one_go_on(norr, cast, on):
    old = world.local(norr, cast)
    new = follow(old, cast, old.valid_from + 50 * DAY, old.valid_to + DAY)
    services.end(agreement=new, reason="Vi ändrade oss.", by=cast["lena"])
    with on(old.valid_from + 60 * DAY):
        services.keep_dates(today())
        assert world.fresh(old).stage == Stage.IN_FORCE
    with on(old.valid_to):
        services.keep_dates(today())
        assert world.fresh(old).end_reason == "expired"


def test_a_later_one_takes_over_when_the_successor_between_them_fell_away(norr, cast, on):
    """What was signed for the days after the successor begins on its day, though the old one was given them back."""
    old = world.local(norr, cast)
    between = follow(old, cast, old.valid_from + 50 * DAY, old.valid_from + 80 * DAY)
    last = world.signed(
        norr, cast, LOCAL, valid_from=old.valid_from + 80 * DAY, valid_to=old.valid_to + 365 * DAY
    )
    services.end(agreement=between, reason="Vi ändrade oss.", by=cast["mats"])
    with on(old.valid_from + 90 * DAY):
        services.keep_dates(today())
    assert world.fresh(old).ended_on == last.valid_from
    assert world.fresh(last).stage == Stage.IN_FORCE


# Ending before time, and reviews


def test_an_end_before_time_carries_its_reason_and_its_person(norr, cast):
    row = world.signed(norr, cast)
    services.end(agreement=row, reason=" Lokalpolisområdena slås ihop. ", by=cast["mats"])
    held = world.fresh(row)
    assert (held.stage, held.ended_on, held.end_reason) == (Stage.ENDED, today(), "terminated")
    assert held.end_note == "Lokalpolisområdena slås ihop."
    assert LogEntry.objects.get(event="agreement-ended").by_id == cast["mats"].pk


def test_what_nobody_will_sign_can_be_ended(norr, cast):
    row = world.decide(world.draft(norr, cast), cast)
    services.end(agreement=row, reason="Vi börjar om.", by=cast["lena"])
    assert world.fresh(row).stage == Stage.ENDED


@pytest.mark.parametrize(
    ("who", "reason", "says"),
    [
        ("astrid", "Därför.", "Bara de som skriver under för staden eller polisen"),
        ("david", "Därför.", "Bara de som skriver under för staden eller polisen"),
        ("lena", "  ", "Skälet saknas"),
    ],
)
def test_who_may_not_end_an_agreement_and_not_without_a_reason(norr, cast, who, reason, says):
    row = world.signed(norr, cast)
    with pytest.raises(UserError, match=says):
        services.end(agreement=row, reason=reason, by=cast[who])


def test_a_review_says_when_and_what(norr, cast):
    row = world.signed(norr, cast)
    made = services.add_review(agreement=row, held_on=today(), note="Allt hålls.", by=cast["bo"])
    assert (made.held_on, made.note) == (today(), "Allt hålls.")
    assert LogEntry.objects.filter(event="agreement-reviewed").count() == 1


@pytest.mark.parametrize(
    ("days", "note", "says"),
    [
        (1, "Allt hålls.", "har inte varit än"),
        (-1, "Allt hålls.", "före överenskommelsens första dag"),
        (0, " ", "Vad ni såg saknas"),
    ],
)
def test_a_review_is_of_a_day_that_has_been(norr, cast, days, note, says):
    row = world.signed(norr, cast)
    with pytest.raises(UserError, match=says):
        services.add_review(agreement=row, held_on=today() + timedelta(days=days), note=note, by=cast["bo"])


def test_a_draft_is_not_reviewed(norr, cast):
    with pytest.raises(UserError, match="bara det som gäller eller har gällt"):
        services.add_review(
            agreement=world.draft(norr, cast), held_on=date(2026, 1, 1), note="Allt hålls.", by=cast["bo"]
        )
