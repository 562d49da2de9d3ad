"""A deputy before the page where both decide: on her day, on the day after, and named by those who wait for her."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from samsyn.people import services as people
from samsyn.people.models import Member
from samsyn.records.joint import services
from samsyn.records.models import Approval
from samsyn.records.own import proposed
from samsyn.steps.problem.tests import world as worlds
from samsyn.ui.clock import moved_to
from tests.worlds import shared

DAY = timedelta(days=1)
HERS = date(2027, 3, 8)


def at_noon(day):
    return moved_to(timezone.make_aware(datetime(day.year, day.month, day.day, 12)))


@shared
def world(cast, norr):
    return worlds.build(cast, norr)


@shared
def dora(mats):
    return Member.objects.create_user("dora@x.example", name="Dora", organisation=mats.organisation)


@shared
def sent(world, astrid, mats, dora, karl):
    """On review; Dora stands in on Monday and Karl on Tuesday."""
    office = mats.offices.get()
    for who, first in ((dora, HERS), (karl, HERS + DAY)):
        people.name_deputy(
            holding=office, member=who, valid_from=first, valid_to=first + DAY, delegation="N-1", by=mats
        )
    return services.send_to_review(world["draft"], by=astrid)


def address(row, name="decide"):
    return reverse(f"records:{name}", args=["exempelstaden-norr", "problembild", row.pk])


def approve(client, row):
    return client.post(address(row, "approve"), {"read_checksum": row.checksum}).status_code


@pytest.mark.parametrize(
    ("who", "days", "status"),
    [
        ("dora", 0, 302),
        ("dora", 1, 404),
        ("dora", -1, 404),
        ("karl", 0, 403),
        ("karl", 1, 302),
        ("karl", 2, 403),
    ],
)
def test_she_approves_on_her_day_only(client, sent, dora, karl, who, days, status):
    client.force_login({"dora": dora, "karl": karl}[who])
    with at_noon(HERS + days * DAY):
        assert approve(client, sent) == status
    kept = [row.capacity for row in Approval.objects.filter(subject_id=sent.pk, voided_at=None)]
    assert kept == (["ställföreträdande lokalpolisområdeschef"] if status == 302 else [])


def test_the_page_names_the_deputy_on_her_days_and_the_holder_on_others(client, sent, astrid):
    client.force_login(astrid)
    for days, name in (
        (-1, "Mats, lokalpolisområdeschef"),
        (0, "Dora, ställföreträdande lokalpolisområdeschef"),
        (1, "Karl, ställföreträdande lokalpolisområdeschef"),
        (2, "Mats, lokalpolisområdeschef"),
    ):
        with at_noon(HERS + days * DAY):
            text = client.get(address(sent)).content.decode()
        assert name in text
        assert ("Mats" in text) == (days in {-1, 2})


def test_what_she_approved_stands_when_she_no_longer_stands_in(client, sent, astrid, dora, mats):
    client.force_login(dora)
    with at_noon(HERS):
        assert approve(client, sent) == 302
    client.force_login(astrid)
    with at_noon(HERS + 5 * DAY):
        assert "Dora, ställföreträdande lokalpolisområdeschef" in client.get(address(sent)).content.decode()
        assert approve(client, sent) == 302
    sent.refresh_from_db()
    assert sent.is_closed
    kept = Approval.objects.get(party="police", subject_id=sent.pk, voided_at=None)
    with translation.override("en"):
        assert kept.capacity_word != ""


def test_the_form_proposes_the_delegation_that_she_decides_by(sent, dora, mats):
    for day, who, said in ((HERS, dora, True), (HERS + DAY, dora, False), (HERS, mats, False)):
        with at_noon(day):
            noted = proposed(services.subject(sent), code="problembild", by=Member.objects.get(pk=who.pk))
        assert noted.legal_ground.endswith("delegationsbeslut N-1") == said
        assert noted.legal_ground != "delegationsbeslut N-1", "the law stands before it"
