"""Medborgarlöften that are being written: what is saved and refused, two who write at once, and what is lacking."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from samsyn.agreements.checks_promises import run
from samsyn.agreements.models import Agreement, CitizenPromise, Commitment
from samsyn.agreements.services import commitments, promises
from samsyn.agreements.tests import world_promises as world
from samsyn.agreements.workflow import Stage
from samsyn.audit.models import LogEntry
from samsyn.records.joint import queries as joint_queries
from samsyn.records.joint import services as joint
from samsyn.records.joint.workflow import JointState
from samsyn.ui.clock import now, today
from samsyn.ui.errors import StaleError, UserError
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


def agreement_of(pair, cast, *, state=JointState.DECIDED, stage=Stage.IN_FORCE):
    return Agreement.objects.create(
        pair=pair,
        kind="local",
        title="Lokal överenskommelse",
        city_party=cast["astrid"].organisation,
        police_party=cast["bo"].organisation,
        state=state,
        stage=stage,
        added_by=cast["astrid"],
        added_at=now(),
    )


def lacking(promise):
    return {check.code for check in run(promise) if not check.is_met}


# A promise


def test_a_promise_is_saved_as_a_draft_and_logged(norr, astrid):
    made = promises.start_promise(
        pair=norr, title="  Löfte 2030 ", text=" Vi lovar. ", valid_from=START, valid_to=END, by=astrid
    )
    assert (made.title, made.text, made.state, made.number) == ("Löfte 2030", "Vi lovar.", "draft", 1)
    assert made.last_day == date(2030, 12, 31) and logged("promise-added") == 1


def test_a_draft_may_lack_text_and_days_for_a_while(norr, astrid):
    made = promises.start_promise(pair=norr, title="Löfte", by=astrid)
    assert lacking(made) == {"words", "period", "commitments"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": "  "}, "Rubriken saknas"),
        ({"valid_from": END, "valid_to": START}, "Perioden slutar innan den börjar"),
        ({"valid_from": START, "valid_to": START}, "Perioden slutar innan den börjar"),
        (
            {"valid_from": START, "valid_to": date(2062, 1, 1)},
            "längre än tre år, från 1 januari 2030 till 31 december 2061",
        ),
    ],
)
def test_a_promise_that_cannot_be_is_refused_in_three_sentences(norr, astrid, said, sentence):
    words = {"title": "Löfte", "valid_from": START, "valid_to": END}
    with pytest.raises(UserError, match=sentence) as error:
        promises.start_promise(pair=norr, by=astrid, **{**words, **said})
    assert error.value.message.count(". ") == 2 and not CitizenPromise.objects.exists()


@pytest.mark.parametrize("who", ["gun", "hanna", "lena", "farid"])
def test_one_who_may_not_write_is_told_whom_to_ask(cast, norr, who):
    with pytest.raises(UserError, match="Be den som samordnar området"):
        promises.start_promise(pair=norr, title="Löfte", by=cast[who])


def test_a_promise_rests_on_an_agreement_that_holds_here(norr, soder, cast):
    here = agreement_of(norr, cast)
    assert (
        promises.start_promise(pair=norr, title="Löfte", agreement=here, by=cast["astrid"]).agreement == here
    )
    for wrong in (
        agreement_of(soder, cast),
        agreement_of(norr, cast, stage=Stage.ENDED),
        agreement_of(norr, cast, state=JointState.DRAFT, stage=Stage.WRITING),
    ):
        with pytest.raises(UserError, match="hör inte till det här området eller gäller inte längre"):
            promises.start_promise(pair=norr, title="Löfte", agreement=wrong, by=cast["astrid"])


def test_an_agreement_that_ended_since_is_lacking_but_may_be_left_while_one_changes_the_words(
    norr, cast, draft
):
    held = agreement_of(norr, cast)
    said = {
        "title": "Löfte",
        "text": "Vi lovar.",
        "valid_from": draft.promise.valid_from,
        "valid_to": draft.promise.valid_to,
    }
    promises.change_promise(promise=draft.promise, version=1, agreement=held, by=cast["astrid"], **said)
    Agreement.objects.filter(pk=held.pk).update(stage=Stage.ENDED)
    changed = promises.change_promise(promise=draft.promise, version=2, agreement=held, by=cast["bo"], **said)
    changed.refresh_from_db()
    assert lacking(changed) == {"agreement"}
    assert "gäller inte längre" in next(one.sentence for one in run(changed) if one.code == "agreement")


def test_two_who_change_the_same_promise_lose_nothing(draft, astrid, bo):
    said = {"text": "Vi lovar.", "valid_from": START, "valid_to": END}
    promises.change_promise(promise=draft.promise, version=1, title="Bos rubrik", by=bo, **said)
    with pytest.raises(StaleError, match="Någon har ändrat löftet sedan du öppnade det") as error:
        promises.change_promise(promise=draft.promise, version=1, title="Astrids rubrik", by=astrid, **said)
    assert error.value.theirs == "Bos rubrik\nVi lovar."
    draft.promise.refresh_from_db()
    assert (draft.promise.title, draft.promise.version) == ("Bos rubrik", 2)


def test_a_change_of_a_text_on_review_makes_it_a_draft_and_ends_the_approvals(draft, astrid, bo):
    sent = joint.send_to_review(draft.promise, by=astrid)
    joint.approve(sent, read_checksum=sent.checksum, by=bo)
    promises.change_promise(
        promise=sent, version=1, title="Annat", text="Vi lovar.", valid_from=START, valid_to=END, by=astrid
    )
    sent.refresh_from_db()
    assert (sent.state, sent.checksum) == ("draft", "") and logged("approval-voided") == 1


# Its commitments


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"what": " "}, "Vad ni lovar saknas"),
        ({"unit": "  "}, "Antalet 40 har ingen enhet"),
        ({"number": 0}, "Antalet är 0, och det ska ligga mellan 1 och 100 000"),
        ({"number": -4}, "ska ligga mellan 1 och"),
        ({"number": 100_001}, "ska ligga mellan 1 och"),
        ({"activity_key": uuid4()}, "finns inte i någon plan som båda parter har beslutat här"),
    ],
)
def test_a_commitment_that_cannot_be_is_refused_in_three_sentences(norr, cast, said, sentence):
    promise = world.promise_of(norr, cast)
    with pytest.raises(UserError) as error:
        world.commitment_of(promise, cast, **said)
    message = error.value.message.replace("\u00a0", " ")
    assert sentence in message and message.count(". ") == 2 and not Commitment.objects.exists()


def test_a_commitment_needs_no_number_and_anyone_in_the_city_may_promise(norr, cast):
    promise = world.promise_of(norr, cast)
    made = world.commitment_of(promise, cast, number=None, unit="", organisation=world.housing(norr))
    assert (made.number, made.position, made.organisation.party) == (None, 1, "other")
    assert logged("commitment-added") == 1


def test_an_organisation_of_another_city_cannot_promise(norr, cast):
    from samsyn.people.models import Organisation
    from samsyn.places.models import City

    other = City.objects.create(slug="annanstad", name="Annanstad")
    abroad = Organisation.objects.create(city=other, name="Annan", kind="city", party="city")
    with pytest.raises(UserError, match="Organisationen hör till en annan stad"):
        world.commitment_of(world.promise_of(norr, cast), cast, organisation=abroad)


def test_an_activity_is_counted_in_one_commitment_of_a_promise(norr, cast):
    promise, key = world.promise_of(norr, cast), world.activity_of(norr, cast).key
    first = world.commitment_of(promise, cast, activity_key=key)
    with pytest.raises(UserError, match="samma arbete skulle räknas två gånger"):
        world.commitment_of(promise, cast, activity_key=key)
    other = world.commitment_of(promise, cast)
    said = {"what": "Annat", "organisation": cast["bo"].organisation, "by": cast["bo"]}
    with pytest.raises(UserError, match="samma arbete skulle räknas två gånger"):
        commitments.change_commitment(commitment=other, version=1, activity_key=key, **said)
    commitments.change_commitment(commitment=first, version=1, activity_key=key, **said)
    commitments.remove_commitment(commitment=first, version=2, by=cast["bo"])
    commitments.change_commitment(commitment=other, version=1, activity_key=key, **said)
    assert logged("commitment-changed") == 2 and logged("commitment-removed") == 1


def test_an_activity_of_another_pair_is_refused(norr, soder, cast):
    promise = world.promise_of(norr, cast)
    key = world.activity_of(norr, cast).key
    there = promises.start_promise(pair=soder, title="Löfte", by=cast["farid"])
    with pytest.raises(UserError, match="finns inte i någon plan"):
        commitments.add_commitment(
            promise=there,
            what="X",
            organisation=cast["farid"].organisation,
            activity_key=key,
            by=cast["farid"],
        )
    assert world.commitment_of(promise, cast, activity_key=key).activity_key == key


def test_two_who_change_the_same_commitment_lose_nothing(draft, cast):
    said = {"number": 50, "unit": "kvällar", "organisation": cast["bo"].organisation}
    commitments.change_commitment(commitment=draft.commitment, version=1, what="Bos", by=cast["bo"], **said)
    with pytest.raises(StaleError, match="Någon har ändrat samma sak") as error:
        commitments.change_commitment(
            commitment=draft.commitment, version=1, what="Astrids", by=cast["astrid"], **said
        )
    assert error.value.theirs == "Bos"
    with pytest.raises(StaleError):
        commitments.remove_commitment(commitment=draft.commitment, version=1, by=cast["astrid"])
    commitments.remove_commitment(commitment=draft.commitment, version=2, by=cast["bo"])
    with pytest.raises(StaleError, match="Någon har tagit bort det du ändrade"):
        commitments.change_commitment(
            commitment=draft.commitment, version=3, what="Astrids", by=cast["astrid"], **said
        )


# Before review


def test_a_whole_promise_lacks_nothing_and_is_decided_by_both(decided, norr):
    assert decided.promise.state == "decided"
    found = joint_queries.contents_of(decided.promise)
    assert found["kind"] == "medborgarlofte" and found["commitments"][0]["number"] == 40
    matter = joint_queries.matters(norr, codes=["medborgarlofte"])[0]
    assert (matter.title, matter.is_decided) == ("Medborgarlöfte för Norr", True)


def test_the_frozen_text_reads_as_people_read_it(norr, cast):
    activity = world.activity_of(norr, cast)
    promise = world.promise_of(norr, cast, agreement=agreement_of(norr, cast))
    world.commitment_of(promise, cast, activity_key=activity.key)
    world.commitment_of(promise, cast, what="Information till föräldrar", number=None, unit="")
    sent = joint.send_to_review(promise, by=cast["astrid"])
    kind = joint_queries.kind_of(sent)
    said = [(one.heading, one.text) for one in kind.texts(joint_queries.contents_of(sent))]
    assert said[0][0] == "Medborgarlöfte för Norr"
    assert (
        "Löftet gäller " in said[0][1] and "vilar på överenskommelsen ”Lokal överenskommelse”" in said[0][1]
    )
    assert said[1] == (
        "Fotpatruller vid torget",
        f"Lokalpolisområde Väst lovar: minst 40 kvällar. Räknas på aktiviteten ”{activity.text}” i åtgärdsplanen.",
    )
    assert said[2][1] == "Lokalpolisområde Väst lovar: inget antal. Redovisas för hand."


def test_a_promise_that_is_over_already_is_not_sent_to_review(norr, cast):
    promise = world.promise_of(norr, cast, first=-366, last=-1)
    world.commitment_of(promise, cast)
    assert lacking(promise) == {"over"}
    with pytest.raises(UserError, match="ingen kan lova det som är förbi"):
        joint.send_to_review(promise, by=cast["astrid"])


def test_a_promise_whose_last_day_is_today_can_be_sent(norr, cast):
    promise = world.promise_of(norr, cast, first=-364, last=0)
    world.commitment_of(promise, cast)
    assert lacking(promise) == set()


def test_a_commitment_whose_activity_left_the_plan_is_lacking(norr, cast):
    from samsyn.steps.activity.models import Activity

    promise, activity = world.promise_of(norr, cast), world.activity_of(norr, cast)
    row = world.commitment_of(promise, cast, activity_key=activity.key)
    Activity.objects.filter(key=activity.key).update(removed_at=now())
    assert lacking(promise) == {"activities"}
    said = next(one for one in run(promise) if one.code == "activities")
    assert said.sentence == "Aktiviteten för ”Fotpatruller vid torget” finns inte längre i åtgärdsplanen."
    assert said.url.endswith(f"/atagande/{row.pk}/")
    kept = {
        "what": row.what,
        "organisation": row.organisation,
        "by": cast["bo"],
    }  # its words may still be mended
    commitments.change_commitment(commitment=row, version=1, activity_key=activity.key, **kept)


def test_an_activity_outside_the_promises_period_is_lacking(norr, cast):
    activity = world.activity_of(norr, cast)
    first = (activity.period_end - today()).days
    promise = world.promise_of(norr, cast, first=first, last=first + 300)
    world.commitment_of(promise, cast, activity_key=activity.key)
    assert lacking(promise) == {"meeting"}


def test_each_check_says_its_sentence_when_it_holds(draft):
    said = [one.sentence for one in run(draft.promise)]
    assert all(one.is_met for one in run(draft.promise))
    assert said[0] == "Löftet är skrivet i klarspråk." and "Löftet har ett åtagande." in said
    assert "Löftet vilar inte på någon överenskommelse. Det behövs inte." in said
