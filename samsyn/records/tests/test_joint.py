"""From draft to decision, whatever is decided: tried on problem pictures, which every step copies the shape of."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction

from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain
from samsyn.records import queries as approvals
from samsyn.records.joint import queries, services
from samsyn.records.joint.workflow import TRANSITIONS, JointState
from samsyn.records.models import Approval, Decision
from samsyn.records.waivers import sign_waiver, waivers_of
from samsyn.steps.problem import services as problem
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.tests import world as worlds
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def world(cast, norr):
    return worlds.build(cast, norr)


@shared
def draft(world):
    return world["draft"]


@shared
def sent(draft, astrid):
    return services.send_to_review(draft, by=astrid)


@shared
def decided(world):
    return world["problem"]


def approve(row, member, **more):
    return services.approve(row, read_checksum=row.checksum, by=member, **more)


def rename(row, member, title="Ett annat namn"):
    """Change one thing in the text."""
    now = ProblemPicture.objects.get(pk=row.pk)
    same = {"kind": now.kind, "area": now.area, "since": now.since, "affected": now.affected}
    return problem.change_picture(
        picture=now, version=now.version, title=title, findings=list(now.findings.all()), by=member, **same
    )


def test_a_text_is_decided_when_both_have_approved_the_same_words(sent, astrid, bo):
    assert approve(sent, astrid) is None
    decision = approve(sent, bo)
    sent.refresh_from_db()
    assert sent.state == JointState.DECIDED
    assert decision.canonical == sent.canonical
    assert json.loads(sent.canonical)["kind"] == "problembild"
    assert check_chain().is_whole


def test_one_changed_word_voids_both_approvals_and_the_text_is_a_draft_again(sent, astrid, bo):
    approve(sent, astrid)
    rename(sent, bo)
    sent.refresh_from_db()
    assert (sent.state, sent.canonical) == (JointState.DRAFT, "")
    assert Approval.objects.filter(subject_id=sent.pk, voided_at=None).count() == 0
    again = services.send_to_review(sent, by=astrid)
    approve(again, bo)
    again.refresh_from_db()
    assert again.state == JointState.IN_REVIEW  # the city's approval was of another text


def test_approvals_of_two_different_texts_never_bind(sent, astrid, bo):
    first = sent.checksum
    approve(sent, astrid)
    rename(sent, astrid)
    again = services.send_to_review(sent, by=astrid)
    assert again.checksum != first
    with pytest.raises(StaleError, match="har ändrats sedan du läste den"):
        services.approve(again, read_checksum=first, by=bo)
    assert not Decision.objects.filter(subject_id=sent.pk).exists()


def test_who_approves_a_draft_that_was_on_review_is_told_and_nothing_is_saved(sent, astrid, bo):
    read = sent.checksum
    rename(sent, bo)
    with pytest.raises(StaleError, match="ett utkast igen"):
        services.approve(sent, read_checksum=read, by=astrid)


def test_asking_for_a_change_ends_the_approvals_and_keeps_the_reason(sent, astrid, bo):
    approve(sent, astrid)
    services.ask_for_change(sent, reason="Skriv vilka som berörs.", by=bo)
    sent.refresh_from_db()
    assert sent.state == JointState.DRAFT
    (wish,) = approvals.change_requests(services.subject(sent))
    assert (wish.reason, wish.party) == ("Skriv vilka som berörs.", "police")


def test_a_text_that_lacks_something_is_not_sent_and_says_what(norr, astrid):
    empty = worlds.add_problem(norr, astrid, "Buskörning vid skolan")
    with pytest.raises(UserError, match=r"Texten skickades inte på granskning\..+Komplettera"):
        services.send_to_review(empty, by=astrid)


@pytest.mark.parametrize("member", ["gun", "hanna", "farid", "ivar", "david"])
def test_who_may_not_write_cannot_send_change_withdraw_or_start(member, draft, decided, cast):
    by = cast[member]
    for act in (services.send_to_review, services.withdraw):
        with pytest.raises(UserError, match="Be den som samordnar"):
            act(draft, by=by)
    with pytest.raises(UserError, match="Be den som samordnar"):
        services.start_version(decided, by=by)
    with pytest.raises(UserError, match="Be den som samordnar"):
        rename(draft, by)


@pytest.mark.parametrize("member", ["gun", "hanna", "karl", "cilla", "farid", "ivar"])
def test_who_may_not_decide_cannot_approve(member, sent, cast):
    with pytest.raises(UserError, match="rätt att besluta"):
        approve(sent, cast[member])


def test_a_decided_text_never_changes_not_even_by_sql(decided, astrid):
    with pytest.raises(UserError, match="Skapa en ny version"):
        rename(decided, astrid)
    for change in ({"canonical": "{}"}, {"state": "draft"}, {"checksum": "0"}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ProblemPicture.objects.filter(pk=decided.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ProblemPicture.objects.filter(pk=decided.pk).delete()


def test_a_new_version_begins_as_a_copy_and_takes_the_place_of_the_old_one(decided, astrid, bo):
    made = services.start_version(decided, by=astrid)
    assert (made.key, made.number, made.title) == (decided.key, 2, decided.title)
    assert {row.key for row in made.causes.all()} == {row.key for row in decided.causes.all()}
    decided.refresh_from_db()
    assert decided.state == JointState.DECIDED
    sent = services.send_to_review(made, by=astrid)
    approve(sent, astrid)
    approve(sent, bo)
    decided.refresh_from_db()
    made.refresh_from_db()
    assert (decided.state, made.state) == (JointState.SUPERSEDED, JointState.DECIDED)
    assert queries.decided_before(made).pk == decided.pk
    assert [row.number for row in queries.versions(made)] == [2, 1]


def test_only_one_version_is_open_at_a_time(decided, astrid, bo):
    services.start_version(decided, by=astrid)
    with pytest.raises(UserError, match="redan påbörjad"):
        services.start_version(decided, by=bo)


def test_a_withdrawn_draft_stands_nowhere_but_can_be_read(draft, norr, astrid):
    services.withdraw(draft, by=astrid)
    draft.refresh_from_db()
    assert draft.state == JointState.WITHDRAWN
    assert draft.pk not in {row.pk for row in queries.matters(norr)}
    with pytest.raises(UserError, match="tillbakadragen"):
        rename(draft, astrid)


SERVICES = {
    "send_to_review": lambda row, by: services.send_to_review(row, by=by),
    "withdraw": lambda row, by: services.withdraw(row, by=by),
    "ask_for_change": lambda row, by: services.ask_for_change(row, reason="Skäl", by=by),
    "open_for_change": lambda row, by: rename(row, by),
    "approve": lambda row, by: services.approve(row, read_checksum=row.checksum or "0" * 64, by=by),
    "start_version": lambda row, by: services.start_version(row, by=by),
}
ALLOWED = {
    (JointState.DRAFT, "send_to_review"),
    (JointState.DRAFT, "withdraw"),
    (JointState.DRAFT, "open_for_change"),
    (JointState.IN_REVIEW, "ask_for_change"),
    (JointState.IN_REVIEW, "open_for_change"),
    (JointState.IN_REVIEW, "approve"),
    (JointState.DECIDED, "start_version"),
}


def _in_state(state, draft, cast):
    """Bring a draft to the state."""
    astrid, bo = cast["astrid"], cast["bo"]
    if state == JointState.WITHDRAWN:
        return services.withdraw(draft, by=astrid)
    if state == JointState.DRAFT:
        return draft
    row = services.send_to_review(draft, by=astrid)
    if state == JointState.IN_REVIEW:
        return row
    for member in (astrid, bo):
        approve(row, member)
    if state == JointState.SUPERSEDED:
        worlds.decide(services.start_version(row, by=astrid), cast)
    return ProblemPicture.objects.get(pk=row.pk)


@pytest.mark.parametrize("state", list(JointState))
@pytest.mark.parametrize("service", sorted(SERVICES))
def test_each_service_does_its_work_in_its_own_states_and_is_refused_in_the_others(
    state, service, draft, cast
):
    row = _in_state(state, draft, cast)
    if (state, service) in ALLOWED:
        SERVICES[service](row, cast["astrid"])
    else:
        with pytest.raises(UserError) as told:
            SERVICES[service](row, cast["astrid"])
        assert told.value.message.count(".") >= 2  # what is wrong, what was found, what to do
        row.refresh_from_db()
        assert row.state == state


WRITERS, DECIDERS = {"astrid", "bo", "cilla", "karl"}, {"astrid", "bo", "lena", "mats"}
ROLES = {
    "ask_for_change": WRITERS | DECIDERS,
    "approve": DECIDERS,
}  # who may do what; the rest is for writers


@pytest.mark.parametrize(("state", "service"), sorted(ALLOWED))
def test_every_way_between_states_is_walked_by_those_who_may_and_by_nobody_else(state, service, draft, cast):
    row = _in_state(state, draft, cast)
    walked = set()
    for name, member in cast.items():
        try:
            with transaction.atomic():
                SERVICES[service](ProblemPicture.objects.get(pk=row.pk), member)
                walked.add(name)
                transaction.set_rollback(True)
        except UserError:
            pass
    assert walked == ROLES.get(service, WRITERS)


def test_the_table_of_states_says_what_the_services_do():
    by_table = {name for ways in TRANSITIONS.values() for names in ways.values() for name in names}
    assert by_table == {"send_to_review", "withdraw", "ask_for_change", "open_for_change", "approve"}
    assert set(TRANSITIONS) == set(JointState)


def test_what_waits_and_what_is_decided_is_listed_with_whom_it_waits_for(norr, sent, decided, astrid):
    approve(sent, astrid)
    rows = {row.pk: row for row in queries.matters(norr, codes=["problembild"])}
    assert rows[sent.pk].lacks == ("police",)
    assert rows[decided.pk].is_decided


def test_an_exception_is_signed_by_one_who_decides_once_with_its_reason(norr, world, astrid, karl, lena):
    cause = world["cause"]
    with pytest.raises(UserError, match="rätt att besluta"):
        sign_waiver(pair=norr, piece=cause, rule="prov", reason="Skäl", by=karl)
    with pytest.raises(UserError, match="saknas ett skäl"):
        sign_waiver(pair=norr, piece=cause, rule="prov", reason=" ", by=lena)
    signed = sign_waiver(pair=norr, piece=cause, rule="prov", reason="Målet skrivs i vår.", by=lena)
    assert signed.capacity == "socialdirektör"
    with pytest.raises(UserError, match="redan skrivit under"):
        sign_waiver(pair=norr, piece=cause, rule="prov", reason="Igen.", by=astrid)
    assert waivers_of([cause.key])[cause.key, "prov"].reason == "Målet skrivs i vår."
    assert LogEntry.objects.filter(event="waiver-signed").count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        signed.delete()
