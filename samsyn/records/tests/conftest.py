"""A small matter that the city has approved, and that both have decided; and the guards out of the way."""

from __future__ import annotations

import pytest
from django.db import connection

from samsyn.audit import guards
from samsyn.records import services
from samsyn.records.models import Approval
from tests.worlds import shared

TABLES = (guards.APPROVAL_SIGNED, guards.DECISION, guards.PROBLEM)


@shared
def subject(norr):
    return services.Subject(row=norr, pair=norr, title="Prov", canonical='{"text":"samma"}')


@shared
def half(subject, cast):
    """The city has approved; the police has not."""
    services.approve(
        subject, read_checksum=subject.checksum, by=cast["lena"], reservation="Vi saknar timmar."
    )
    return Approval.objects.get(party="city")


@shared
def decision(half, subject, cast):
    return services.approve(subject, read_checksum=subject.checksum, by=cast["mats"])


@pytest.fixture
def aside(db):
    """The guards in the database stand aside, as for one who owns it; the test's rollback puts them back."""

    def stand():
        connection.check_constraints()
        for guard in TABLES:
            guard.remove(connection)

    return stand
