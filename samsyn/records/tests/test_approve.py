from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from samsyn.audit.queries import check_chain
from samsyn.records import services
from samsyn.records.models import Decision
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def subject(norr):
    return services.Subject(row=norr, pair=norr, title="Prov", canonical='{"text":"samma"}')


def test_a_decision_binds_when_both_parties_approved_the_same_text(subject, astrid, bo):
    assert services.approve(subject, read_checksum=subject.checksum, by=astrid) is None
    decision = services.approve(subject, read_checksum=subject.checksum, by=bo)
    assert decision.checksum == subject.checksum
    assert check_chain().is_whole


def test_one_party_cannot_approve_twice_and_thereby_decide(subject, astrid, lena):
    services.approve(subject, read_checksum=subject.checksum, by=astrid)
    with pytest.raises(UserError, match="redan godkänt"):
        services.approve(subject, read_checksum=subject.checksum, by=lena)
    assert not Decision.objects.exists()


def test_an_approval_of_another_text_does_not_bind(subject, norr, astrid, bo):
    services.approve(subject, read_checksum=subject.checksum, by=astrid)
    changed = services.Subject(row=norr, pair=norr, title="Prov", canonical='{"text":"annan"}')
    assert services.approve(changed, read_checksum=changed.checksum, by=bo) is None
    assert not Decision.objects.exists()


def test_who_read_an_older_text_is_told_and_nothing_is_saved(subject, astrid):
    with pytest.raises(StaleError, match="har ändrats"):
        services.approve(subject, read_checksum="0" * 64, by=astrid)
    assert services.standing(subject) == {}


def test_who_may_not_decide_is_told_so(subject, hanna, farid):
    for member in (hanna, farid):
        with pytest.raises(UserError, match="rätt att besluta"):
            services.approve(subject, read_checksum=subject.checksum, by=member)


def test_a_decision_cannot_be_changed_or_removed_by_sql(subject, astrid, bo):
    services.approve(subject, read_checksum=subject.checksum, by=astrid)
    decision = services.approve(subject, read_checksum=subject.checksum, by=bo)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(canonical="{}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        decision.delete()
