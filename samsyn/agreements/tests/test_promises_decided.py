"""Medborgarlöften that are decided: they never change, are published once, and what was done is reported."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from samsyn.agreements.models import CitizenPromise, ReportedOutcome
from samsyn.agreements.services import commitments, promises
from samsyn.agreements.tests import world_promises as world
from samsyn.audit.models import LogEntry
from samsyn.places.intake import open_whole
from samsyn.records.joint import services as joint
from samsyn.ui.errors import UserError
from tests.worlds import shared

START, END = date(2030, 1, 1), date(2031, 1, 1)


@shared
def draft(norr, cast):
    """A promise of which every check holds: one commitment, reported by hand."""
    promise = world.promise_of(norr, cast)
    return SimpleNamespace(promise=promise, commitment=world.commitment_of(promise, cast))


@shared
def decided(draft, cast):
    return SimpleNamespace(promise=world.decide(draft.promise, cast), commitment=draft.commitment)


def logged(event):
    return LogEntry.objects.filter(event=event).count()


def test_what_is_decided_never_changes(decided, cast):
    said = {"title": "Annat", "text": "", "valid_from": START, "valid_to": END}
    with pytest.raises(UserError, match="Texten är nu beslutad och ändras inte"):
        promises.change_promise(promise=decided.promise, version=1, by=cast["astrid"], **said)
    with pytest.raises(UserError, match="Skapa en ny version"):
        world.commitment_of(decided.promise, cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        CitizenPromise.objects.filter(pk=decided.promise.pk).update(title="Annat")


def test_the_next_version_begins_as_the_decided_one_and_is_published_anew(decided, cast):
    world.publish(decided.promise, cast)
    made = joint.start_version(decided.promise, by=cast["astrid"])
    row = made.commitments.get()
    assert (made.number, made.title, made.valid_to) == (2, decided.promise.title, decided.promise.valid_to)
    assert (row.key, row.pk != decided.commitment.pk) == (decided.commitment.key, True)
    assert made.published_at is None
    world.decide(made, cast)
    decided.promise.refresh_from_db()
    assert decided.promise.state == "superseded" and decided.promise.published_at is not None


def test_a_draft_can_be_withdrawn(draft, astrid):
    assert joint.withdraw(draft.promise, by=astrid).state == "withdrawn"
    with pytest.raises(UserError, match="Texten är nu tillbakadragen"):
        promises.change_promise(
            promise=draft.promise, version=1, title="A", valid_from=START, valid_to=END, by=astrid
        )


@pytest.mark.parametrize(("first", "second"), [("astrid", "bo"), ("bo", "astrid")])
def test_one_proposes_and_the_other_publishes(decided, cast, first, second):
    with pytest.raises(UserError, match="det krävs två personer"):
        promises.publish(promise=decided.promise, by=cast[second])
    promises.propose_publishing(promise=decided.promise, by=cast[first])
    with pytest.raises(UserError, match="Du föreslog det själv, och det krävs två personer"):
        promises.publish(promise=decided.promise, by=cast[first])
    made = promises.publish(promise=decided.promise, by=cast[second])
    assert (made.published_by, made.published_at is not None) == (cast[second], True)
    assert [logged(f"two-persons-{what}") for what in ("proposed", "confirmed")] == [1, 1]
    facts = json.loads(LogEntry.objects.get(event="promise-published").facts)
    assert facts["proposed_by"] == cast[first].pk


def test_a_proposal_that_is_taken_back_publishes_nothing(decided, cast):
    promises.propose_publishing(promise=decided.promise, by=cast["astrid"])
    with pytest.raises(UserError, match="Astrid föreslog det redan"):
        promises.propose_publishing(promise=decided.promise, by=cast["bo"])
    promises.withdraw_publishing(promise=decided.promise, by=cast["bo"])
    with pytest.raises(UserError, match="Ingen har föreslagit just den här texten"):
        promises.publish(promise=decided.promise, by=cast["bo"])


def test_a_new_text_ends_the_proposal_of_the_old(decided, cast):
    promises.propose_publishing(promise=decided.promise, by=cast["astrid"])
    made = world.decide(joint.start_version(decided.promise, by=cast["bo"]), cast)
    assert logged("two-persons-ended") == 1
    for row in (made, decided.promise):
        with pytest.raises(UserError):
            promises.publish(promise=row, by=cast["bo"])
    assert logged("promise-published") == 0


@pytest.mark.parametrize("who", ["cilla", "karl", "lena", "mats", "hanna", "gun", "farid"])
def test_nobody_else_publishes(decided, cast, who):
    for service in (promises.publish, promises.propose_publishing, promises.withdraw_publishing):
        with pytest.raises(UserError, match="Bara trygghetssamordnaren eller kommunpolisen publicerar"):
            service(promise=decided.promise, by=cast[who])


def test_only_what_both_have_decided_is_published_and_only_once(draft, cast):
    with pytest.raises(
        UserError, match="Texten är utkast, och bara det som båda parter har beslutat publiceras"
    ):
        promises.propose_publishing(promise=draft.promise, by=cast["astrid"])
    sent = joint.send_to_review(draft.promise, by=cast["astrid"])
    with pytest.raises(UserError, match="Texten är på granskning"):
        promises.publish(promise=sent, by=cast["astrid"])
    joint.approve(sent, read_checksum=sent.checksum, by=cast["astrid"])
    joint.approve(sent, read_checksum=sent.checksum, by=cast["bo"])
    world.publish(sent, cast)
    for service in (promises.publish, promises.propose_publishing):
        with pytest.raises(UserError, match="Löftet publicerades redan"):
            service(promise=sent, by=cast["bo"])


def test_what_was_done_is_reported_by_those_who_were_there(decided, hanna):
    row = commitments.report_outcome(
        commitment=decided.commitment, number=12, text=" Tolv kvällar. ", by=hanna
    )
    assert (row.number, row.text, row.promise) == (12, "Tolv kvällar.", decided.promise)
    facts = json.loads(LogEntry.objects.get(event="outcome-reported").facts)
    assert facts == {"commitment": decided.commitment.pk, "number": 12, "promise": decided.promise.pk}


@pytest.mark.parametrize("who", ["gun", "lena", "ivar", "farid"])
def test_one_who_does_not_count_cannot_report(decided, cast, who):
    with pytest.raises(UserError, match="Din roll ger inte rätt att redovisa vad som är gjort i"):
        commitments.report_outcome(commitment=decided.commitment, number=1, text="", by=cast[who])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": "  "}, "Både antal och text saknas"),
        ({"text": "", "number": -1}, "ska ligga mellan 0 och 100 000"),
        ({"text": "", "number": 100_001}, "ska ligga mellan 0 och 100 000"),
    ],
)
def test_a_report_that_says_nothing_is_refused_in_three_sentences(decided, hanna, said, sentence):
    with pytest.raises(UserError) as error:
        commitments.report_outcome(commitment=decided.commitment, by=hanna, **said)
    message = error.value.message.replace("\u00a0", " ")
    assert sentence in message and message.count(". ") == 2 and not ReportedOutcome.objects.exists()


def test_a_number_of_nothing_in_particular_is_refused(norr, cast):
    promise = world.promise_of(norr, cast)
    row = world.commitment_of(promise, cast, number=None, unit="")
    world.decide(promise, cast)
    with pytest.raises(UserError, match="Åtagandet har ingen enhet"):
        commitments.report_outcome(commitment=row, number=3, text="", by=cast["hanna"])
    assert commitments.report_outcome(commitment=row, text="Tre möten.", by=cast["hanna"]).number is None


def test_a_draft_has_no_outcome(draft, hanna):
    with pytest.raises(UserError, match="det som är gjort redovisas av ett beslutat löfte"):
        commitments.report_outcome(commitment=draft.commitment, number=1, text="", by=hanna)


def test_a_report_never_changes_in_the_database(decided, hanna):
    row = commitments.report_outcome(commitment=decided.commitment, number=1, text="", by=hanna)
    for change in (
        lambda: ReportedOutcome.objects.filter(pk=row.pk).update(number=40),
        lambda: ReportedOutcome.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_whole_city_can_promise_too(city, pairs, cast):
    whole = open_whole(city, valid_from=date(2021, 1, 1), by=None)
    promise = world.promise_of(whole, cast)
    world.commitment_of(promise, cast)
    sent = joint.send_to_review(promise, by=cast["astrid"])
    for who in ("david", "elsa"):
        joint.approve(sent, read_checksum=sent.checksum, by=cast[who])
    assert world.publish(sent, cast).published_at is not None
