"""Four eyes: what one proposes another confirms; never the same person by any door, and never another text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from samsyn.audit.models import LogEntry
from samsyn.people import services as people
from samsyn.people.models import Member, OfficeHolding
from samsyn.records import foureyes
from samsyn.records.models import Proposal
from samsyn.records.services import Subject
from samsyn.ui.clock import now, today
from samsyn.ui.errors import UserError

WHAT = "small-numbers"


def anybody(_member):
    return True


@pytest.fixture
def numbers(norr):
    """Something that is not a joint text: a later release of small numbers."""
    return Subject(row=norr, pair=norr, title="Små tal", canonical='{"rows":3}')


def propose(numbers, by, may=anybody):
    return foureyes.propose(numbers, WHAT, by=by, may=may)


def confirm(numbers, by, may=anybody):
    return foureyes.confirm(numbers, WHAT, by=by, may=may)


def test_two_persons_are_needed_and_both_are_in_the_log(numbers, astrid, bo):
    with pytest.raises(UserError, match="Ingen har föreslagit"):
        confirm(numbers, bo)
    propose(numbers, astrid)
    with pytest.raises(UserError, match="Du föreslog det själv"):
        confirm(numbers, astrid)
    row = confirm(numbers, bo)
    assert (row.state, row.closed_by) == ("confirmed", bo)
    found = LogEntry.objects.filter(event__startswith="two-persons").order_by("seq")
    assert [(entry.event, entry.by_id) for entry in found] == [
        ("two-persons-proposed", astrid.pk),
        ("two-persons-confirmed", bo.pk),
    ]
    with pytest.raises(UserError, match="Ingen har föreslagit"):
        confirm(numbers, bo)


def test_a_proposal_is_of_one_text_and_of_one_purpose(numbers, astrid, bo):
    propose(numbers, astrid)
    changed = replace(numbers, canonical='{"rows":4}')
    for subject, purpose in ((changed, WHAT), (numbers, foureyes.PUBLISH)):
        with pytest.raises(UserError, match="Ingen har föreslagit just den här texten"):
            foureyes.confirm(subject, purpose, by=bo, may=anybody)
    propose(changed, bo)
    assert list(Proposal.objects.order_by("pk").values_list("state", flat=True)) == ["ended", "open"]
    assert confirm(changed, astrid).closed_by == astrid


def test_another_account_in_the_same_name_is_the_same_person(numbers, astrid):
    double = Member.objects.create_user(
        "a2@exempelstaden.example", name="ÁSTRID ", organisation=astrid.organisation
    )
    row = propose(numbers, astrid)
    astrid.name = "Någon annan"  # a new name does not help her: what she was called that day counts
    astrid.save(update_fields=["name"])
    with pytest.raises(UserError, match=f"samma namn som den som föreslog, {row.proposer_name}"):
        confirm(numbers, double)


@pytest.mark.parametrize("first", ["new", "astrid"])
def test_a_member_who_was_made_up_today_is_no_second_person(numbers, astrid, cilla, first):
    """An administrator who may publish could else make the other account herself, and be both."""
    made, _password = people.add_member(
        name="Ny", title="", email="ny@x.example", organisation=astrid.organisation, by=cilla
    )
    one, other = (made, astrid) if first == "new" else (astrid, made)
    with pytest.raises(UserError, match="Andra gav dig ett lösenord, och därför"):
        propose(numbers, one)
        confirm(numbers, other)
    assert not Proposal.objects.filter(state="confirmed").exists()


def test_they_who_stand_in_for_each_other_are_not_two(numbers, mats, karl):
    held = OfficeHolding.objects.get(member=mats, deputy_for=None)
    deputy = OfficeHolding.objects.create(
        member=karl, office=held.office, organisation=held.organisation, pair=held.pair, deputy_for=held,
        valid_from=today(), valid_to=today() + timedelta(days=3), delegation="D 1",
    )  # fmt: skip
    for first, second in ((mats, karl), (karl, mats)):
        propose(numbers, first)
        with pytest.raises(UserError, match="ställföreträdare för varandra"):
            confirm(numbers, second)
        foureyes.withdraw(numbers, WHAT, by=first, may=anybody)
    propose(numbers, mats)
    OfficeHolding.objects.filter(pk=deputy.pk).update(withdrawn_at=now())
    assert confirm(numbers, karl).closed_by == karl


def test_the_right_is_asked_of_both_also_when_it_is_confirmed(numbers, astrid, bo, cilla):
    def without(*members):
        return lambda member: member not in members

    with pytest.raises(UserError, match="Din roll ger inte rätt"):
        propose(numbers, cilla, may=without(cilla))
    propose(numbers, astrid)
    with pytest.raises(UserError, match="Din roll ger inte rätt"):
        confirm(numbers, cilla, may=without(cilla))
    with pytest.raises(UserError, match="Ingen har föreslagit"):
        confirm(numbers, bo, may=without(astrid))  # she has lost the right since
    Member.objects.filter(pk=astrid.pk).update(is_active=False)
    assert foureyes.standing(numbers, WHAT, may=anybody) is None


def test_the_database_refuses_one_person_and_a_closed_proposal_that_is_changed(numbers, astrid, bo):
    row = propose(numbers, astrid)
    rows = Proposal.objects.filter(pk=row.pk)
    for change in (
        lambda: rows.update(state="confirmed", closed_by=astrid),
        lambda: rows.update(proposed_by=bo),
        lambda: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    confirm(numbers, bo)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(state="open")
