"""What was promised and what was done, state by state: what counts, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from samsyn.agreements.queries.promises import (
    Keeping,
    When,
    keeping,
    outcomes,
    promise_shown,
    promises,
)
from samsyn.agreements.services import commitments
from samsyn.agreements.templatetags.promise_parts import promise_bar, promise_sum
from samsyn.agreements.tests import world_promises as world
from samsyn.records.joint import services as joint
from samsyn.steps.activity import services as plans
from samsyn.steps.activity.models import Activity, Progress
from samsyn.ui import clock
from samsyn.ui.clock import now, today
from tests.worlds import shared

DAY = timedelta(days=1)


def noon(day):
    """Let it be noon on the day."""
    return clock.moved_to(timezone.make_aware(datetime(day.year, day.month, day.day, 12)))


@shared
def activity(norr, cast):
    return world.activity_of(norr, cast)


@shared
def counted(norr, cast, activity):
    """A decided promise whose one commitment, 40 evenings, is counted in the field."""
    promise = world.promise_of(norr, cast)
    world.commitment_of(promise, cast, activity_key=activity.key)
    return world.decide(promise, cast)


@shared
def by_hand(norr, cast):
    """A decided promise whose one commitment, 40 evenings, is reported by hand."""
    promise = world.promise_of(norr, cast)
    world.commitment_of(promise, cast)
    return world.decide(promise, cast)


def the_row(promise, **on):
    return promise_shown(promise, **on).rows[0]


def report(promise, cast, **said):
    row = promise.commitments.get()
    return commitments.report_outcome(commitment=row, by=cast["hanna"], **{"text": "", **said})


@pytest.mark.parametrize(
    ("promised", "done", "at", "state"),
    [
        (40, None, When.COMING, Keeping.COMING),
        (40, 3, When.COMING, Keeping.COMING),
        (40, None, When.CURRENT, Keeping.ONGOING),
        (40, 39, When.CURRENT, Keeping.ONGOING),
        (40, 40, When.CURRENT, Keeping.KEPT),
        (40, 300, When.PAST, Keeping.KEPT),
        (40, 39, When.PAST, Keeping.NOT_KEPT),
        (40, 0, When.PAST, Keeping.NOT_KEPT),
        (40, None, When.PAST, Keeping.UNREPORTED),
        (None, None, When.CURRENT, Keeping.UNCOUNTABLE),
        (None, 12, When.PAST, Keeping.UNCOUNTABLE),
    ],
)
def test_the_state_of_a_commitment_follows_from_promised_done_and_the_day(promised, done, at, state):
    assert keeping(promised, done, at) == state


def test_the_states_are_called_as_people_say_it():
    assert [one.label for one in Keeping] == [
        "inte börjat", "pågår", "hållet", "inte hållet", "inget antal redovisat", "kan inte räknas",
    ]  # fmt: skip


def test_what_is_counted_in_the_field_is_what_was_done(counted, activity, cast):
    assert (the_row(counted).number, the_row(counted).keeping) == (None, Keeping.ONGOING)
    plans.count_progress(activity=activity, count=3, by=cast["hanna"])
    undone = plans.count_progress(activity=activity, count=5, by=cast["hanna"])
    plans.undo_progress(progress=undone, by=cast["hanna"])
    row = the_row(counted)
    assert (row.number, row.is_counted, row.keeping) == (3, True, Keeping.ONGOING)


def test_what_is_counted_before_or_after_the_promises_period_is_not_of_it(counted, activity, cast):
    first, last = counted.valid_from, counted.last_day
    for on, count in ((first - DAY, 100), (first, 2), (last, 4), (last + DAY, 100)):
        Progress.objects.create(
            activity_key=activity.key,
            activity=activity,
            count=count,
            on=on,
            token=str(on),
            by=cast["hanna"],
            at=now(),
        )
    assert the_row(counted, on=last + 10 * DAY).number == 6


def test_what_is_counted_tomorrow_is_not_counted_today(counted, activity, cast):
    with noon(today() + DAY):
        plans.count_progress(activity=activity, count=7, by=cast["hanna"])
        assert the_row(counted).number == 7
    assert the_row(counted).number is None


def test_a_promise_is_kept_the_day_its_number_is_reached_and_stays_so(counted, activity, cast):
    plans.count_progress(activity=activity, count=40, by=cast["hanna"])
    assert the_row(counted).is_kept
    with noon(counted.valid_to + DAY):
        assert the_row(counted).is_kept


def test_the_promise_goes_on_its_last_day_and_is_over_the_day_after(counted, activity, cast):
    plans.count_progress(activity=activity, count=39, by=cast["hanna"])
    with noon(counted.last_day):
        assert (promise_shown(counted).when, the_row(counted).keeping) == (When.CURRENT, Keeping.ONGOING)
    with noon(counted.valid_to):
        assert (promise_shown(counted).when, the_row(counted).keeping) == (When.PAST, Keeping.NOT_KEPT)


def test_a_promise_over_without_a_number_says_so(by_hand, cast):
    with noon(by_hand.valid_to):
        shown = promise_shown(by_hand)
        assert (shown.rows[0].keeping, shown.unreported) == (Keeping.UNREPORTED, 1)
        assert promise_sum(shown) == "Hållna: 0 av 1 åtaganden med antal. Utan redovisat antal: 1."
        report(by_hand, cast, text="Vi var ute, men ingen räknade.")
        assert the_row(by_hand).keeping == Keeping.UNREPORTED  # words are no number
        report(by_hand, cast, number=0)
        assert the_row(by_hand).keeping == Keeping.NOT_KEPT


def test_the_newest_report_counts_and_the_older_ones_stay(by_hand, cast):
    report(by_hand, cast, number=50, text="Femtio.")
    report(by_hand, cast, number=12, text="Tolv, femtio var fel.")
    row = the_row(by_hand)
    assert (row.number, row.is_counted, row.keeping) == (12, False, Keeping.ONGOING)
    assert [one.number for one in outcomes(row.commitment)] == [12, 50]


def test_the_count_of_the_field_goes_before_a_report_by_hand_which_is_shown_beside(counted, activity, cast):
    report(counted, cast, number=30)
    assert (the_row(counted).number, the_row(counted).is_counted) == (30, False)
    plans.count_progress(activity=activity, count=3, by=cast["hanna"])
    row = the_row(counted)
    assert (row.number, row.is_counted, row.says_otherwise) == (3, True, True)


def test_when_the_activity_left_the_plan_what_was_counted_stands_until_somebody_reports(
    counted, activity, cast
):
    plans.count_progress(activity=activity, count=3, by=cast["hanna"])
    Activity.objects.filter(key=activity.key).update(removed_at=now())
    row = the_row(counted)
    assert (row.number, row.is_counted, row.is_removed, row.activity) == (3, True, True, activity)
    report(counted, cast, number=9)
    row = the_row(counted)
    assert (row.number, row.is_counted, row.is_removed) == (9, False, True)


def test_a_new_version_of_the_plan_goes_on_counting(counted, activity, cast):
    plans.count_progress(activity=activity, count=3, by=cast["hanna"])
    later = joint.start_version(activity.action.plan, by=cast["astrid"])
    world.decide(later, cast)
    plans.count_progress(activity=activity, count=4, by=cast["hanna"])
    row = the_row(counted)
    assert (row.number, row.is_removed, row.activity.action.plan) == (7, False, later)


def test_what_cannot_be_counted_is_told_in_words(norr, cast):
    promise = world.promise_of(norr, cast)
    world.commitment_of(promise, cast, number=None, unit="")
    world.decide(promise, cast)
    report(promise, cast, text="Uppsökande samtal varje vecka.")
    shown = promise_shown(promise)
    assert (shown.rows[0].keeping, shown.countable, promise_sum(shown)) == (Keeping.UNCOUNTABLE, 0, "")
    assert shown.rows[0].report.text == "Uppsökande samtal varje vecka."


def test_reports_follow_the_commitment_into_the_next_version(by_hand, cast):
    report(by_hand, cast, number=12)
    later = joint.start_version(by_hand, by=cast["astrid"])
    world.decide(later, cast)
    assert the_row(later).number == 12
    by_hand.refresh_from_db()
    assert promise_shown(by_hand).later == later


def test_the_list_shows_each_promise_once_the_latest_period_first(norr, cast, by_hand):
    coming = world.promise_of(norr, cast, first=335, last=700, title="Nästa år")
    version = joint.start_version(by_hand, by=cast["astrid"])
    gone = world.promise_of(norr, cast, title="Aldrig")
    joint.withdraw(gone, by=cast["astrid"])
    found = promises(norr)
    assert [(one.promise, one.when, one.later) for one in found] == [
        (coming, When.DRAFTED, None),
        (by_hand, When.CURRENT, version),
    ]
    world.commitment_of(coming, cast)
    world.decide(coming, cast)
    assert [one.when for one in promises(norr)] == [When.COMING, When.CURRENT]
    assert [one.when for one in promises(norr, on=coming.valid_to)] == [When.PAST, When.PAST]
    assert [one.when for one in promises(norr, on=by_hand.valid_from)] == [When.COMING, When.CURRENT]


def test_the_list_reads_as_few_times_with_many_promises(
    norr, cast, counted, by_hand, django_assert_num_queries
):
    with django_assert_num_queries(5):
        assert len(promises(norr)) == 2


def test_the_bar_begins_at_nought_and_never_hides_what_was_done_beyond_the_promise(counted, activity, cast):
    plans.count_progress(activity=activity, count=20, by=cast["hanna"])
    assert 'class="done" x="2" y="5" width="178.0"' in promise_bar(the_row(counted))
    assert 'class="frame" x="2" y="2" width="356.0"' in promise_bar(the_row(counted))
    plans.count_progress(activity=activity, count=60, by=cast["hanna"])
    assert 'class="done" x="2" y="5" width="356.0"' in promise_bar(the_row(counted))
    assert 'class="frame" x="2" y="2" width="178.0"' in promise_bar(the_row(counted))


def test_nothing_is_drawn_of_a_number_that_is_not_there(by_hand):
    assert promise_bar(the_row(by_hand)) == ""
