"""Promising and giving: whose organisations, how much, when, and what is summed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people.models import Organisation
from samsyn.places import services as places
from samsyn.records.joint.services import withdraw
from samsyn.steps.method import queries, services
from samsyn.steps.method.models import GivenResource, Resource, ResourceKind
from samsyn.steps.method.tests import world
from samsyn.steps.method.words import amount, amount_words
from samsyn.ui.clock import today
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def hours(plan, astrid):
    return world.promise(plan, astrid)


def test_a_promise_is_kept_with_its_half_open_period_and_logged_without_words(hours, astrid):
    assert (hours.amount, hours.period_start, hours.period_end) == (120, date(2026, 1, 1), date(2027, 1, 1))
    entry = LogEntry.objects.get(event=Event.RESOURCE_PROMISED)
    assert world.facts_of(entry)["organisation"] == astrid.organisation_id
    assert "Kvällsarbete" not in entry.facts


def test_each_party_promises_for_its_own_and_either_for_an_outside_organisation(plan, astrid, bo, housing):
    with pytest.raises(UserError, match="hör till polisen, och bara den parten lovar"):
        world.promise(plan, astrid, organisation=bo.organisation)
    with pytest.raises(UserError, match="hör till staden"):
        world.promise(plan, bo, organisation=astrid.organisation)
    assert world.promise(plan, astrid, organisation=housing).party == "other"
    assert world.promise(plan, bo, organisation=housing).party == "other"


def test_the_other_party_neither_changes_nor_takes_back_ones_promise(hours, bo, astrid, housing):
    said = {"kind": "hours", "what": "Ute", "amount": Decimal(1), **world.YEAR}
    with pytest.raises(UserError, match="bara den parten lovar"):
        services.change_resource(resource=hours, version=1, by=bo, organisation=housing, **said)
    with pytest.raises(UserError, match="bara den parten lovar"):
        services.remove_resource(resource=hours, version=1, by=bo)
    with pytest.raises(UserError, match="bara den parten lovar"):
        services.change_resource(resource=hours, version=1, by=astrid, organisation=bo.organisation, **said)


def test_another_citys_organisation_gives_nothing_here(plan, astrid):
    elsewhere = places.add_city(name="Grannstaden", code="9998", is_example=True)
    theirs = Organisation.objects.create(city=elsewhere, name="Grannstadens stad", kind="city", party="city")
    with pytest.raises(UserError, match="hör till en annan stad"):
        world.promise(plan, astrid, organisation=theirs)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"amount": Decimal(0)}, "inte större än noll"),
        ({"amount": Decimal(-3)}, "inte större än noll"),
        ({"amount": Decimal("NaN")}, "inte större än noll"),
        ({"amount": Decimal("Infinity")}, "inte större än noll"),
        ({"amount": Decimal("1e12")}, "för stor"),
        ({"amount": Decimal("0.333")}, "högst två"),
        ({"kind": "guld"}, "Slaget av resurs är okänt"),
        ({"what": " "}, "Vad resursen är saknas"),
        ({"kind": ResourceKind.OTHER, "unit": ""}, "Enheten, det ni räknar, saknas"),
        ({"period_end": date(2026, 1, 1)}, "slutar innan den börjar"),
    ],
)
def test_a_promise_that_does_not_hold_together_is_refused(plan, astrid, said, refusal):
    with pytest.raises(UserError, match=refusal):
        world.promise(plan, astrid, **said)
    assert not Resource.objects.exists()


def test_a_unit_is_kept_only_for_other_things(plan, astrid):
    assert world.promise(plan, astrid, unit="bilar").unit == ""
    assert world.promise(plan, astrid, kind=ResourceKind.OTHER, unit=" bilar ").unit == "bilar"


def test_the_second_who_changes_a_promise_is_told(hours, astrid, cilla):
    said = {"organisation": astrid.organisation, "kind": "hours", "what": "Ute", **world.YEAR}
    services.change_resource(resource=hours, version=1, by=cilla, amount=Decimal("60.5"), **said)
    with pytest.raises(StaleError) as told:
        services.change_resource(resource=hours, version=1, by=astrid, amount=Decimal(30), **said)
    assert told.value.theirs == "Socialförvaltningen Norr: Ute, 60,5 timmar"
    with pytest.raises(StaleError):
        services.remove_resource(resource=hours, version=1, by=astrid)
    services.remove_resource(resource=hours, version=2, by=astrid)
    assert queries.resources(hours.plan) == []
    with pytest.raises(StaleError, match="tagit bort"):
        services.remove_resource(resource=hours, version=3, by=cilla)


def test_what_is_given_is_summed_and_more_than_was_promised_is_shown_not_refused(hours, astrid):
    for given in ("100", "20.5"):
        services.give_resource(resource=hours, amount=Decimal(given), on=today(), by=astrid)
    row = queries.resources(hours.plan)[0]
    assert (row.given, row.given_words, row.is_more) == (Decimal("120.5"), "120,5 timmar", True)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"on": today() + timedelta(days=1)}, "Dagen har inte varit än"),
        ({"amount": Decimal(0)}, "inte större än noll"),
    ],
)
def test_giving_in_the_future_or_nothing_is_refused(hours, astrid, said, refusal):
    with pytest.raises(UserError, match=refusal):
        services.give_resource(resource=hours, by=astrid, **{"amount": Decimal(1), "on": today(), **said})
    assert not GivenResource.objects.exists()


def test_each_party_gives_for_its_own_and_an_analyst_for_all(plan, astrid, bo, karl, cilla, housing):
    police = world.promise(plan, bo)
    outside = world.promise(plan, bo, organisation=housing)
    with pytest.raises(UserError, match="hör till polisen, och den parten skriver in"):
        services.give_resource(resource=police, amount=Decimal(1), on=today(), by=astrid)
    for member in (bo, karl, cilla):
        services.give_resource(resource=police, amount=Decimal(1), on=today(), by=member)
    services.give_resource(resource=outside, amount=Decimal(1), on=today(), by=astrid)
    assert queries.given_of([police.key, outside.key]) == {police.key: 3, outside.key: 1}


def test_who_may_only_read_gives_nothing(hours, hanna, gun, farid, lena):
    for member in (hanna, gun, farid, lena):
        with pytest.raises(UserError, match="inte skriva"):
            services.give_resource(resource=hours, amount=Decimal(1), on=today(), by=member)


def test_nothing_is_given_of_a_promise_that_no_longer_holds(hours, astrid):
    withdraw(hours.plan, by=astrid)
    with pytest.raises(UserError, match="gäller inte längre"):
        services.give_resource(resource=hours, amount=Decimal(1), on=today(), by=astrid)


def test_a_mistake_is_taken_back_once_and_counted_no_more(hours, astrid, bo):
    given = services.give_resource(resource=hours, amount=Decimal(1000), on=today(), by=astrid)
    with pytest.raises(UserError, match="hör till staden"):
        services.take_back(resource=hours, given=given, by=bo)
    services.take_back(resource=hours, given=given, by=astrid)
    assert queries.resources(hours.plan)[0].given == 0
    with pytest.raises(UserError, match="redan tillbakatagen"):
        services.take_back(resource=hours, given=given, by=astrid)
    assert LogEntry.objects.filter(event=Event.RESOURCE_TAKEN_BACK).count() == 1


def test_giving_leaves_a_text_on_review_and_a_decided_one_as_they_are(decided, astrid):
    resource = decided.resources.first()
    services.give_resource(resource=resource, amount=Decimal(5), on=today(), by=astrid)
    decided.refresh_from_db()
    assert decided.state == "decided"


def test_the_balance_sets_the_parties_side_by_side_kind_by_kind(plan, astrid, bo, housing):
    world.promise(plan, astrid, amount=Decimal(100))
    mine = world.promise(plan, astrid, amount=Decimal(20))
    world.promise(plan, bo, amount=Decimal(80))
    world.promise(plan, bo, kind=ResourceKind.OTHER, unit="Bilar", amount=Decimal(1))
    world.promise(plan, astrid, kind=ResourceKind.OTHER, unit="bilar", amount=Decimal(2))
    world.promise(plan, astrid, organisation=housing, kind=ResourceKind.KRONOR, amount=Decimal(5000))
    services.give_resource(resource=mine, amount=Decimal(30), on=today(), by=astrid)
    found = queries.balance(plan)
    assert [row.label for row in found.rows] == ["timmar", "kronor", "bilar"]
    first, kronor, cars = found.rows
    assert (first.city.promised, first.city.given, first.police.promised, first.top) == (120, 30, 80, 120)
    assert (kronor.other.promised, kronor.city.is_anything) == (5000, False)
    assert (cars.city.promised, cars.police.promised) == (2, 1)
    assert found.is_two_sided and found.has_others


def test_an_empty_balance_gives_nothing(plan):
    found = queries.balance(plan)
    assert (found.rows, found.is_two_sided, found.has_others) == ((), False, False)


def test_amounts_are_read_as_people_write_them():
    assert [amount(one) for one in ("120.00", "0.50", "1200.25", "40000")] == [
        "120",
        "0,5",
        "1\xa0200,25",
        "40\xa0000",
    ]
    assert amount_words("1", "hours") == "1 timme"
    assert amount_words("0", "hours") == "0 timmar"
    assert amount_words("0.5", "posts") == "0,5 tjänst"
    assert amount_words("2", "posts") == "2 tjänster"
    assert amount_words("40000", "kronor") == "40\xa0000 kronor"
    assert amount_words("2", "other", "bilar") == "2 bilar"
