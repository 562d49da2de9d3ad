"""What follow-ups are on Röda tråden."""

from __future__ import annotations

from datetime import timedelta

import pytest

from samsyn.chain.graph import Hold, Stage, Thread, breaks
from samsyn.steps.followup import services
from samsyn.steps.followup.chain import fragment
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.tests import world
from samsyn.ui.clock import moved_to, now


def node(pair, key):
    return next(one for one in fragment(pair).nodes if one.key == key)


def test_a_planned_one_leads_from_what_is_done_to_the_next_picture(lighting, norr):
    FollowUp.objects.update(due_on=now().date() + timedelta(days=20))
    found = fragment(norr)
    done = lighting.action.activities.get()
    assert [(link.start, link.end) for link in found.links] == [
        (f"done:{done.key}", f"effect:{lighting.key}"),
        (f"effect:{lighting.key}", f"next:{lighting.key}"),
    ]
    effect = node(norr, f"effect:{lighting.key}")
    assert (effect.stage, effect.hold) == (Stage.EFFECT, Hold.PLANNED)
    assert effect.label.startswith("Mäts ")
    assert node(norr, f"next:{lighting.key}").hold == Hold.PLANNED


def test_an_action_without_activities_is_tied_itself(norr, cast, astrid):
    action = world.action_of(world.plan_of(norr, by=astrid), by=astrid, goal=None)
    row = services.plan_followup(action=action, due_on=now().date(), by=astrid)
    assert (f"action:{action.key}", f"effect:{row.key}") in [
        (one.start, one.end) for one in fragment(norr).links
    ]


def test_one_past_its_day_is_a_break(lighting, norr):
    with moved_to(now() + timedelta(days=2)):
        found = breaks(Thread.of([fragment(norr)]))
    assert [(one.need.code, one.need.lack) for one in found] == [
        ("followup-late", "Uppföljningen är försenad")
    ]


def test_on_its_day_it_is_due_but_not_late(lighting, norr):
    assert node(norr, f"effect:{lighting.key}").hold == Hold.ONGOING
    assert breaks(Thread.of([fragment(norr)])) == []


def test_a_decided_one_holds_and_waits_for_the_next_edition(lighting, norr, counted, cast):
    counted((100, 60), (140, 145), (240, 205))
    world.decide(world.concluded(lighting, cast), cast)
    effect = node(norr, f"effect:{lighting.key}")
    assert (effect.label, effect.hold) == ("44 färre än väntat", Hold.HOLDS)
    upcoming = node(norr, f"next:{lighting.key}")
    assert (upcoming.label, upcoming.hold) == ("Tas upp i nästa lägesbild", Hold.ONGOING)
    assert breaks(Thread.of([fragment(norr)])) == []


def test_when_an_edition_has_taken_it_up_the_thread_is_whole(lighting, norr, counted, cast, astrid):
    from samsyn.steps.activity.tests.world import edition_of

    counted((100, 60), (140, 145), (240, 205))
    world.decide(world.concluded(lighting, cast), cast)
    FollowUp.objects.update(carried_to=edition_of(norr, number=4, by=astrid))
    upcoming = node(norr, f"next:{lighting.key}")
    assert (upcoming.label, upcoming.hold) == ("Utgåva 4", Hold.HOLDS)


def test_a_pair_without_follow_ups_adds_nothing(soder):
    assert fragment(soder).nodes == ()


@pytest.mark.parametrize("many", [1, 6])
def test_the_thread_asks_as_much_of_many_as_of_one(norr, cast, astrid, many, django_assert_max_num_queries):
    plan = world.plan_of(norr, by=astrid)
    for number in range(many):
        action = world.action_of(plan, by=astrid, goal=None, title=f"Åtgärd {number}")
        world.activity_of(action, by=astrid)
        services.plan_followup(action=action, due_on=now().date(), by=astrid)
    with django_assert_max_num_queries(5):
        fragment(norr)
