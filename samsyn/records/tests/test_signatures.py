"""Approvals are signed by keys outside the database: whoever can write to it can neither approve nor change what was."""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from samsyn.cli import verify as verb
from samsyn.records import services, signing
from samsyn.records.models import Approval, Decision
from samsyn.records.sides import sides
from samsyn.records.signatures import Signed
from samsyn.records.verdicts import verify, verify_everything
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.tests import world as worlds
from samsyn.ui.clock import moved_to, now
from tests.worlds import shared


@shared
def decided_picture(cast, norr):
    return worlds.build(cast, norr)["problem"]


def change(approval, **fields):
    Approval.objects.filter(pk=approval.pk).update(**fields)
    return Approval.objects.get(pk=approval.pk)


def codes(decision):
    return {problem.code for problem in verify(Decision.objects.get(pk=decision.pk)).problems}


def copy_of(approval, **fields):
    """A row that is inserted beside Samsyn, with all that a good one has."""
    values = {
        field.attname: getattr(approval, field.attname)
        for field in approval._meta.concrete_fields
        if not field.primary_key
    }
    return Approval.objects.create(**{**values, **fields})


def test_a_decision_that_nobody_touched_holds(decision):
    verdict = verify(decision)
    assert verdict.is_good and not verdict.is_from_before
    assert verdict.signed == {"city": "good", "police": "good"}


def test_an_approval_that_is_inserted_by_sql_never_decides(half, subject, norr, mats, bo):
    signing.signing_key("exempelstaden", "police", has_signed=False)
    copy_of(half, party="police", by_id=mats.pk)
    assert set(services.standing(subject)) == {"city"}
    assert services.approve(subject, read_checksum=subject.checksum, by=bo) is not None
    assert {row.by_id for row in services.standing(subject).values()} == {half.by_id, bo.pk}


def test_an_unsigned_approval_that_is_inserted_by_sql_does_not_count(half, subject, mats):
    copy_of(half, party="police", by_id=mats.pk, signature="", key="")
    assert set(services.standing(subject)) == {"city"}
    _city, police = sides(subject)
    assert not police.is_done and "räknas inte" in police.note


@pytest.mark.parametrize("how", ["raised", "copied"])
def test_an_approval_that_has_ended_is_not_raised_again(half, subject, norr, aside, lena, mats, how):
    services.void(subject, by=lena)  # a party asked for a change, and then the very same text was sent again
    aside()
    if how == "raised":
        change(half, voided_at=None)
    else:
        copy_of(half, voided_at=None)
    assert services.approve(subject, read_checksum=subject.checksum, by=mats) is None
    forged = Decision.objects.create(
        subject_type=subject.type, subject_id=subject.row.pk, pair=norr, title="Prov",
        canonical=subject.canonical, checksum=subject.checksum, decided_at=now(),
    )  # fmt: skip
    assert codes(forged) == {"log"}


@pytest.mark.parametrize(
    "fields",
    [
        {"reservation": ""},
        {"capacity": "stadsdirektör"},
        {"presented_by": "Någon annan"},
        {"legal_ground": "Inget"},
        {"signer_name": "Någon annan"},
        {"approved_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"key": "0" * 32},
        {"key": "../../x"},
        {"signature": "inte base64"},
        {"signature": ""},
    ],
    ids=str,
)
def test_a_row_that_is_changed_by_sql_does_not_count(half, subject, aside, fields):
    aside()
    change(half, **fields)
    assert services.standing(subject) == {}


def test_the_guard_holds_the_signature_too(half):
    from django.db import DatabaseError, transaction

    for fields in ({"signature": ""}, {"presented_by": "Någon"}, {"key": ""}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(half, **fields)


def test_one_partys_approval_is_not_the_others(half, subject, aside):
    aside()
    change(half, party="police")
    assert services.standing(subject) == {}


def test_an_approval_is_not_by_somebody_else(half, subject, aside, astrid):
    aside()
    change(half, by=astrid)
    assert services.standing(subject) == {}


def test_an_approval_of_one_text_is_none_of_another(half, norr, aside):
    other = services.Subject(row=norr, pair=norr, title="Prov", canonical='{"text":"annan"}')
    aside()
    change(half, checksum=other.checksum)
    assert services.standing(other) == {}


def test_an_approval_that_is_copied_to_another_matter_or_pair_does_not_count(half, soder):
    copy_of(half, subject_id=soder.pk)
    other = services.Subject(row=soder, pair=soder, title="Prov", canonical='{"text":"samma"}')
    assert services.standing(other) == {}


def test_a_changed_text_is_found_by_all_who_check(decision, aside, client, gun, norr, capsys):
    aside()
    Decision.objects.filter(pk=decision.pk).update(canonical='{"text":"annan"}')
    assert codes(decision) == {"text"}
    client.force_login(gun)
    listed = client.get(reverse("records:decisions", args=[norr.slug])).content.decode()
    assert "Ett beslut i listan stämmer inte med det som parterna skrev under." in listed
    log = client.get("/logg/").content.decode()
    assert "1 av 1 beslut stämmer inte" in log and "inte med sin kontrollsumma" in log
    assert verb.run(Namespace(json=False)) == 1
    said = capsys.readouterr().out
    assert f"Beslut {decision.pk}, Prov: Den beslutade texten stämmer inte" in said


def test_the_auditor_reads_how_many_decisions_hold_and_others_do_not(decision, client, gun, astrid):
    client.force_login(gun)
    assert "Ett beslut stämmer med det som parterna skrev under." in client.get("/logg/").content.decode()
    client.force_login(astrid)
    assert "parterna skrev under" not in client.get("/logg/").content.decode()


def test_a_text_and_checksum_that_are_changed_together_have_no_approvals(decision, aside):
    text = '{"text":"annan"}'
    aside()
    Decision.objects.filter(pk=decision.pk).update(canonical=text, checksum=services.checksum(text))
    assert codes(decision) == {"other-text"}
    Approval.objects.update(checksum=services.checksum(text))
    assert codes(decision) == {"signature"}


def test_the_page_of_a_changed_row_says_so_and_what_to_do(decided_picture, aside, client, gun):
    row = Decision.objects.get(subject_type="problem.problempicture", subject_id=decided_picture.pk)
    client.force_login(gun)
    address = reverse("records:decide", args=["exempelstaden-norr", "problembild", decided_picture.pk])
    page = client.get(address).content.decode()
    assert page.count("Underskriften stämmer") == 2 and 'role="alert"' not in page
    aside()
    text = json.dumps({**json.loads(decided_picture.canonical), "title": "Något annat"})
    ProblemPicture.objects.filter(pk=decided_picture.pk).update(canonical=text)
    assert codes(row) == {"row"}
    page = client.get(address).content.decode()
    assert "Texten på sidan är en annan än den som beslutades." in page
    assert "kalla på den som ansvarar för driften" in page


def test_a_changed_reservation_is_shown_with_an_alert(decision, subject, aside):
    aside()
    Approval.objects.filter(party="city").update(reservation="Vi är nöjda.")
    assert codes(decision) == {"signature"}
    city, police = sides(subject)
    assert city.is_wrong and city.approval is not None and city.key == ""
    assert police.signed == Signed.GOOD


def test_both_halves_by_one_person_or_a_half_that_is_gone_fail(decision, aside, lena):
    aside()
    Approval.objects.filter(party="police").update(by=lena)
    assert codes(decision) == {"signature", "same-person"}
    Approval.objects.filter(party="police").update(voided_at=now())
    assert codes(decision) == {"lacking"}


def test_a_decision_before_its_approvals_is_out_of_order(decision, aside):
    aside()
    Decision.objects.filter(pk=decision.pk).update(decided_at=decision.decided_at - timedelta(days=1))
    assert codes(decision) == {"order"}


def test_a_clock_that_is_set_back_between_two_approvals_makes_no_disorder(half, subject, mats):
    with moved_to(now() - timedelta(days=2)):
        decision = services.approve(subject, read_checksum=subject.checksum, by=mats)
    assert decision.decided_at >= Approval.objects.get(party="police").approved_at >= half.approved_at
    assert verify(decision).is_good


def test_what_was_decided_before_signatures_stands_and_is_said_so(
    decision, subject, aside, client, gun, norr
):
    aside()
    Approval.objects.update(signature="", key="", signer_name="", signer_email="")
    assert codes(decision) == {"signature"}  # the keys are older than the approvals
    shutil.rmtree(signing.folder())
    verdict = verify(decision)
    assert verdict.is_good and verdict.is_from_before
    city, _police = sides(subject)
    assert city.is_done and city.note == "Godkänd före underskrifterna infördes."
    client.force_login(gun)
    listed = client.get(reverse("records:decisions", args=[norr.slug])).content.decode()
    assert "Godkänt före underskrifterna infördes" in listed


def test_an_unsigned_approval_of_before_does_not_count_towards_a_new_decision(half, subject, aside, bo, lena):
    aside()
    change(half, signature="", key="")
    shutil.rmtree(signing.folder())
    assert services.standing(subject) == {}
    city, _police = sides(subject, approver=lena)
    assert city.is_mine and "före underskrifterna räknas inte" in city.note
    assert services.approve(subject, read_checksum=subject.checksum, by=bo) is None
    assert services.approve(subject, read_checksum=subject.checksum, by=lena) is not None


def test_an_unsigned_decision_that_the_log_knows_nothing_of_fails(half, subject, aside, mats):
    aside()
    change(half, signature="", key="")
    copy_of(half, party="police", by_id=mats.pk, signature="", key="")
    shutil.rmtree(signing.folder())
    forged = Decision.objects.create(
        subject_type=subject.type, subject_id=subject.row.pk, pair=subject.pair, title="Prov",
        canonical=subject.canonical, checksum=subject.checksum, decided_at=now(),
    )  # fmt: skip
    assert codes(forged) == {"signature"}


def test_many_decisions_are_checked_with_few_questions(decided_picture, norr, django_assert_num_queries):
    for pk in range(1, 6):
        Decision.objects.create(
            subject_type="problem.problempicture", subject_id=pk + 10_000, pair=norr, title="Prov", canonical="{}",
            checksum=services.checksum("{}"), decided_at=now(),
        )  # fmt: skip
    with django_assert_num_queries(5):  # decisions, approvals, texts, pairs, log
        verdicts = verify_everything()
    assert sorted(one.is_good for one in verdicts) == [False] * 5 + [True]


def test_the_verb_answers_as_json(decision, aside, capsys):
    assert verb.run(Namespace(json=True)) == 0
    aside()
    Approval.objects.filter(party="police").update(capacity="polismästare")
    assert verb.run(Namespace(json=True)) == 1
    answer = json.loads(capsys.readouterr().out.split("\n}\n", 1)[1])
    assert answer["failing"][0]["problems"] == [
        {"code": "signature", "party": "police", "sentence": "Polisens underskrift stämmer inte."}
    ]


def test_a_name_that_changes_later_does_not_harm_the_signature(decision, lena):
    lena.name = "Lena Nygift"
    lena.save(update_fields=["name"])
    assert verify(decision).is_good


def test_pages_count_no_approval_that_is_not_signed(norr, cast):
    """The start page's state and the plan's own sentence: a row by SQL changes neither."""
    from samsyn.home.situation import _approvals
    from samsyn.records import signatures
    from samsyn.records.models import Approval
    from samsyn.ui.clock import now

    for kind in ("situation.edition", "activity.actionplan"):
        Approval.objects.create(
            subject_type=kind, subject_id=1, pair=norr, checksum="a" * 64, party="police", by=cast["bo"],
            capacity="kommunpolis", approved_at=now(), signature="AAAA", key="0" * 32,
        )  # fmt: skip
    assert _approvals([1]) == []
    assert signatures.good(Approval.objects.select_related("pair__city")) == []
