"""Counting what is done: who may, what is refused, the same press twice, and taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.records.joint import services as joint
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity import queries, services
from samsyn.steps.activity.models import Activity, Progress
from samsyn.steps.activity.queries.progress import expected
from samsyn.steps.activity.services import progress as counting
from samsyn.steps.activity.tests import world
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError


def done(activity):
    return queries.done_counts([activity.key]).get(activity.key, 0)


@pytest.mark.parametrize("who", ["hanna", "karl", "astrid", "bo", "cilla"])
def test_reporters_and_writers_count(cast, decided, who):
    services.count_progress(activity=decided.activity, by=cast[who], note="Lugnt.")
    assert done(decided.activity) == 1
    entry = LogEntry.objects.get(event=Event.PROGRESS_COUNTED)
    assert "Lugnt" not in str(entry.facts)


@pytest.mark.parametrize("who", ["gun", "lena", "mats", "ivar", "david", "farid"])
def test_others_count_nothing_and_are_told_whom_to_ask(cast, decided, who):
    with pytest.raises(UserError, match="rollen rapportör"):
        services.count_progress(activity=decided.activity, by=cast[who])
    assert not Progress.objects.exists()


def test_the_same_press_sent_twice_counts_once(decided, hanna):
    first = services.count_progress(activity=decided.activity, by=hanna, token="en-tryckning")
    again = services.count_progress(activity=decided.activity, by=hanna, token="en-tryckning")
    assert again == first and done(decided.activity) == 1
    assert LogEntry.objects.filter(event=Event.PROGRESS_COUNTED).count() == 1


def test_the_same_press_twice_at_the_same_moment_counts_once(decided, hanna, monkeypatch):
    """Both saw no row; the second to save meets the first one's."""
    first = services.count_progress(activity=decided.activity, by=hanna, token="en-tryckning")
    seen = counting._sent_before
    calls = []

    def once(*args):
        calls.append(args)
        return None if len(calls) == 1 else seen(*args)

    monkeypatch.setattr(counting, "_sent_before", once)
    assert services.count_progress(activity=decided.activity, by=hanna, token="en-tryckning") == first
    assert done(decided.activity) == 1


def test_a_press_that_is_undone_is_not_counted_again_by_a_late_sending(decided, hanna):
    row = services.count_progress(activity=decided.activity, by=hanna, token="sen")
    services.undo_progress(progress=row, by=hanna)
    services.count_progress(activity=decided.activity, by=hanna, token="sen")
    assert done(decided.activity) == 0


def test_anothers_receipt_is_not_ones_own(decided, hanna, karl):
    services.count_progress(activity=decided.activity, by=hanna, token="hannas")
    with pytest.raises(UserError, match="redan är räknat"):
        services.count_progress(activity=decided.activity, by=karl, token="hannas")


@pytest.mark.parametrize(
    ("said", "expected_words"),
    [
        ({"on": today() + timedelta(days=1)}, "har inte varit ännu"),
        ({"on": world.START - timedelta(days=1)}, "Aktiviteten börjar"),
        ({"count": 0}, "Antalet är 0"),
        ({"count": -3}, "Antalet är .3"),
        ({"count": 1000}, "fler än någon hinner"),
        ({"count": 5000}, "fler än någon hinner"),
        ({"note": "x" * 301}, "längre än 300 tecken"),
    ],
)
def test_what_cannot_be_is_refused_in_three_sentences(decided, hanna, said, expected_words):
    with pytest.raises(UserError, match=expected_words) as refused:
        services.count_progress(activity=decided.activity, by=hanna, **said)
    text = str(refused.value)
    assert text.startswith("Ingenting räknades. ") and text.count(". ") >= 2 and text.endswith(".")
    assert not Progress.objects.exists()


def test_a_thousand_in_a_day_is_questioned_also_in_many_presses(decided, hanna, karl):
    services.count_progress(activity=decided.activity, by=hanna, count=999)
    with pytest.raises(UserError, match="Det skulle bli 1\u00a0000 på samma dag"):
        services.count_progress(activity=decided.activity, by=karl, count=1)
    services.count_progress(activity=decided.activity, by=karl, on=today() - timedelta(days=1))
    assert done(decided.activity) == 1000


def test_nothing_is_counted_on_a_plan_that_both_have_not_decided(draft, hanna):
    with pytest.raises(UserError, match="båda parter har beslutat"):
        services.count_progress(activity=draft.activity, by=hanna)


def test_a_count_from_an_address_of_the_old_version_goes_to_the_new(decided, astrid, bo, hanna):
    newer = world.decide(joint.start_version(decided.plan, by=astrid), city=astrid, police=bo)
    row = services.count_progress(activity=decided.activity, by=hanna)
    assert row.activity.action.plan == newer
    services.count_progress(activity=row.activity, by=hanna)
    assert done(decided.activity) == 2


def test_what_was_counted_stays_when_the_action_leaves_the_plan(decided, astrid, bo, hanna, reasons):
    services.count_progress(activity=decided.activity, by=hanna, count=7)
    draft = joint.start_version(decided.plan, by=astrid)
    services.remove_action(action=draft.actions.get(), version=1, by=astrid)
    other = world.whole_action(draft, by=bo, cause=reasons.cause, goal=reasons.goal, title="Annat")
    world.whole_activity(other, by=bo)
    services.count_progress(activity=decided.activity, by=hanna)  # the old version is still in force
    newer = world.decide(draft, city=astrid, police=bo)
    outside = queries.counted_outside(newer)
    assert [(one.activity.text, one.done) for one in outside] == [("Fotpatrull torsdag till lördag", 8)]
    with pytest.raises(UserError, match="båda parter har beslutat"):
        services.count_progress(activity=decided.activity, by=hanna)


def test_one_takes_back_ones_own_count_and_the_row_stays(decided, hanna):
    row = services.count_progress(activity=decided.activity, by=hanna)
    undone = services.undo_progress(progress=row, by=hanna)
    assert undone.undone_at is not None and Progress.objects.count() == 1 and done(decided.activity) == 0
    assert services.undo_progress(progress=row, by=hanna).undone_at == undone.undone_at
    assert LogEntry.objects.filter(event=Event.PROGRESS_UNDONE).count() == 1


def test_a_writer_takes_back_anybodys_count_and_a_reporter_only_her_own(decided, astrid, hanna, karl, gun):
    row = services.count_progress(activity=decided.activity, by=karl)
    for member in (hanna, gun):
        with pytest.raises(UserError, match="räknades av Karl"):
            services.undo_progress(progress=row, by=member)
    services.undo_progress(progress=row, by=astrid)
    assert done(decided.activity) == 0


def test_a_count_is_never_less_than_one_in_the_database(decided, hanna):
    row = services.count_progress(activity=decided.activity, by=hanna)
    with pytest.raises(IntegrityError):
        Progress.objects.filter(pk=row.pk).update(count=0)


def test_how_far_one_should_have_come_goes_evenly_over_the_period(decided):
    row = decided.activity
    days = (row.period_end - row.period_start).days
    assert expected(row, row.period_start) == 0
    assert expected(row, row.period_start - timedelta(days=9)) == 0
    assert expected(row, row.period_start + timedelta(days=days // 2)) in (49, 50)
    assert expected(row, row.period_end) == expected(row, row.period_end + timedelta(days=9)) == 100
    assert expected(Activity(amount=None), today()) is None


def test_an_activity_is_late_when_its_time_is_out_with_too_little_done(decided, norr, hanna):
    over = decided.activity.period_end
    assert queries.late_activities(norr, on=over - timedelta(days=1)) == []
    services.count_progress(activity=decided.activity, by=hanna, count=99)
    found = queries.late_activities(norr, on=over)
    assert [(one.activity.key, one.done) for one in found] == [(decided.activity.key, 99)]
    services.count_progress(activity=decided.activity, by=hanna)
    assert queries.late_activities(norr, on=over) == []


def test_a_draft_is_never_late(draft, norr):
    assert queries.late_activities(norr, on=world.END) == []


@pytest.mark.parametrize("state", [JointState.IN_REVIEW, JointState.WITHDRAWN])
def test_nothing_is_counted_on_a_plan_in_any_other_state(draft, astrid, hanna, state):
    if state == JointState.IN_REVIEW:
        joint.send_to_review(draft.plan, by=astrid)
    else:
        joint.withdraw(draft.plan, by=astrid)
    with pytest.raises(UserError, match="båda parter har beslutat"):
        services.count_progress(activity=draft.activity, by=hanna)
