"""Agreements, promises and priorities in the year and on the agenda."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samsyn.agreements.models import Agreement, AgreementKind, CitizenPromise
from samsyn.agreements.workflow import EndReason, Stage
from samsyn.home.progress import progress_of
from samsyn.meetings.agenda import build_agenda
from samsyn.meetings.models import MatterKind
from samsyn.meetings.points import PointState, points_of
from samsyn.meetings.reminders import reminders_of
from samsyn.meetings.tests import world
from samsyn.people.models import Organisation, Party
from samsyn.places.intake import open_whole
from samsyn.priorities.models import Priority, PriorityAnswer, PriorityList
from samsyn.records.joint.workflow import JointState
from samsyn.ui.clock import moved_to, now, today

FOREVER = (date(2000, 1, 1), date(2100, 1, 1))


def agreement(
    pair, by, *, start: int = -200, days: int = 400, stage: str = Stage.IN_FORCE, **more
) -> Agreement:
    """A signed agreement from so many days from today, lasting so many days."""
    first = today() + timedelta(days=start)
    parties = Organisation.objects.filter(city=pair.city)
    return Agreement.objects.create(
        pair=pair, kind=AgreementKind.LOCAL, title="Lokal överenskommelse", stage=stage,
        state=more.pop("state", JointState.DECIDED), decided_at=now(), added_by=by, added_at=now(),
        city_party=parties.filter(party=Party.CITY).first(),
        police_party=parties.filter(party=Party.POLICE).first(),
        valid_from=first, valid_to=first + timedelta(days=days), **more,
    )  # fmt: skip


def days_of(pair) -> dict[str, tuple[date, str]]:
    return {point.title: (point.date, str(point.state)) for point in points_of(pair, *FOREVER)}


def test_an_agreement_has_a_first_day_a_notice_and_a_last_day(norr, astrid):
    row = agreement(norr, astrid)
    assert days_of(norr) == {
        "Lokal överenskommelse börjar gälla": (row.valid_from, PointState.DONE),
        "90 dagar kvar: Lokal överenskommelse": (row.last_day - timedelta(days=90), PointState.COMING),
        "Sista dagen: Lokal överenskommelse": (row.last_day, PointState.COMING),
    }
    assert row.last_day == row.valid_to - timedelta(days=1)


def test_the_notice_is_late_until_the_next_one_is_begun(norr, astrid):
    row = agreement(norr, astrid, start=-350)
    assert days_of(norr)["90 dagar kvar: Lokal överenskommelse"][1] == PointState.LATE
    assert "Börja på det som ska gälla efter" in reminders_of(norr)[0].sentence
    agreement(norr, astrid, start=50, stage=Stage.WRITING, state=JointState.DRAFT, replaces=row)
    assert days_of(norr)["90 dagar kvar: Lokal överenskommelse"][1] == PointState.DONE
    assert reminders_of(norr) == []


def test_one_that_ended_early_has_its_real_last_day_and_no_notice(norr, astrid):
    early = today() - timedelta(days=20)
    agreement(norr, astrid, stage=Stage.ENDED, ended_on=early, end_reason=EndReason.TERMINATED)
    found = days_of(norr)
    assert found["Sista dagen: Lokal överenskommelse"] == (early, PointState.DONE)
    assert not any("90 dagar" in title for title in found)


def test_one_that_is_still_written_is_nowhere_in_the_year(norr, astrid):
    agreement(norr, astrid, stage=Stage.WRITING, state=JointState.DRAFT)
    agreement(norr, astrid, stage=Stage.FOR_SIGNATURE)
    assert days_of(norr) == {}


def test_a_promise_has_its_first_and_its_last_day(norr, astrid):
    first = today() + timedelta(days=5)
    CitizenPromise.objects.create(
        pair=norr, title="Vårt löfte", text="Vi går en runda varje kväll.", state=JointState.DECIDED,
        decided_at=now(), added_by=astrid, added_at=now(), valid_from=first, valid_to=first + timedelta(days=10),
    )  # fmt: skip
    assert days_of(norr) == {
        "Vårt löfte börjar gälla": (first, PointState.COMING),
        "Sista dagen: Vårt löfte": (first + timedelta(days=9), PointState.COMING),
    }


@pytest.mark.parametrize(("start", "is_proposed"), [(-350, True), (-310, True), (-200, False)])
def test_an_agreement_that_ends_within_90_days_is_proposed(norr, astrid, start, is_proposed):
    row = agreement(norr, astrid, start=start)
    found = [one for one in build_agenda(world.plan(norr, by=astrid)) if one.kind == MatterKind.AGREEMENT]
    assert bool(found) == is_proposed
    if found:
        assert found[0].title == "Efter Lokal överenskommelse" and str(row.last_day.year) in found[0].why


def test_a_priority_without_an_answer_is_proposed_until_it_is_answered(norr, cast):
    whole = open_whole(norr.city, valid_from=date(2021, 1, 1), by=None)
    listed = PriorityList.objects.create(
        pair=whole, year=today().year, state=JointState.DECIDED, decided_at=now(), added_by=cast["astrid"],
        added_at=now(),
    )  # fmt: skip
    priority = Priority.objects.create(
        list=listed, rank=1, title="Unga som dras in", why="Fler än förra året.", added_by=cast["astrid"],
        added_at=now(),
    )  # fmt: skip
    coming = world.plan(norr, by=cast["astrid"])
    (proposal,) = build_agenda(coming)
    assert proposal.title == "Svara på prioriteringen: Unga som dras in"
    PriorityAnswer.objects.create(
        pair=norr, priority_key=priority.key, is_taken_up=True, party="city", by=cast["astrid"], at=now()
    )
    assert build_agenda(coming) == []


# the pair's home


def test_the_pairs_home_says_what_comes_next_and_what_waits(client, norr, cast):
    client.force_login(cast["astrid"])
    world.plan(norr, by=cast["astrid"], days=10)
    shown = client.get(f"/par/{norr.slug}/").content.decode()
    assert "Nästa:" in shown and "Styrgrupp Norr kl. 13.00" in shown
    assert "Gör dagordningen: Styrgrupp Norr" in shown and "10 dagar kvar." in shown


def test_the_pairs_home_says_nothing_of_what_is_further_away_than_30_days(client, norr, cast):
    client.force_login(cast["astrid"])
    world.plan(norr, by=cast["astrid"], days=45)
    assert [row.band for row in progress_of(norr).reminders] == [60]
    assert "Gör dagordningen" not in client.get(f"/par/{norr.slug}/").content.decode()
    with moved_to(now() + timedelta(days=16)):
        assert "Gör dagordningen" in client.get(f"/par/{norr.slug}/").content.decode()


def test_a_reader_is_not_asked_to_do_anything(client, norr, cast):
    world.plan(norr, by=cast["astrid"], days=10)
    client.force_login(cast["gun"])
    shown = client.get(f"/par/{norr.slug}/").content.decode()
    assert "Nästa:" in shown and "Gör dagordningen" not in shown
