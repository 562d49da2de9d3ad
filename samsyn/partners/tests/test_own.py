"""What an external party sees and does: her own organisation's, and nothing else."""

from __future__ import annotations

import pytest
from django.urls import get_resolver, reverse

from samsyn.agreements.models import ReportedOutcome
from samsyn.agreements.services import commitments
from samsyn.agreements.tests import world_promises
from samsyn.audit.models import LogEntry
from samsyn.partners import own, services
from samsyn.partners.models import Confirmation
from samsyn.partners.tests import world
from samsyn.people.models import Organisation
from samsyn.steps.activity import services as work
from samsyn.steps.activity.models import Progress
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError


def test_she_sees_her_own_and_what_is_published_only(client, working, cast):
    client.force_login(working.pia)
    shown = client.get("/", follow=True).content.decode()
    assert "Klotter borta" in shown and "Städdagar" in shown
    for hidden in (
        "Hemlig patrull",
        "Polisens kvällar",
        "Löfte om gården",
        "Årshjul",
        "Underlag",
        "Räkna</a>",
    ):
        assert hidden not in shown
    world_promises.publish(working.promise, cast)
    assert "Löfte om gården" in client.get(reverse("partners:home")).content.decode()


def test_everything_else_is_not_there(client, working, norr):
    client.force_login(working.pia)
    addresses = [
        *(f"/par/{norr.slug}/{room}" for room in ("", "lagesbild/", "atgardsplan/", "moten/", "fragor/", "vem-ser-vad/")),
        "/falt/", f"/falt/{working.mine.pk}/", "/underlag/", "/platser/", "/arshjul/", "/konferens/", "/overenskommelser/",
        "/medarbetare/", "/logg/", "/roda-traden/", reverse("partners:activity", args=[working.theirs.pk]),
    ]  # fmt: skip
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )
    assert client.post(f"/falt/{working.mine.pk}/", {"count": 1}).status_code == 404


def test_she_counts_on_her_own_and_takes_it_back(client, working):
    client.force_login(working.pia)
    address = reverse("partners:activity", args=[working.mine.pk])
    assert client.post(address, {"count": 3, "token": "a"}).status_code == 302
    row = Progress.objects.get()
    assert (row.count, row.by) == (3, working.pia)
    assert "+3" in client.get(address).content.decode()
    client.post(reverse("partners:undo", args=[row.pk]))
    row.refresh_from_db()
    assert row.undone_at is not None


def test_she_counts_and_reports_on_nothing_else(working, cast, norr):
    with pytest.raises(UserError, match="Din roll ger inte rätt att räkna"):
        work.count_progress(activity=working.theirs, by=working.pia, on=today())
    other = world.partner(norr, "rut", organisation=Organisation.objects.create(
        city=norr.city, name="Annat bolag", kind="other", party="other"))  # fmt: skip
    for row in (working.mine, working.commitment):
        with pytest.raises(UserError):
            services.confirm(row=row, read_checksum=own.words_of(row), by=other)
    with pytest.raises(UserError, match="Din roll ger inte rätt att räkna"):
        work.count_progress(activity=working.mine, by=other, on=today())
    with pytest.raises(UserError, match="Din roll ger inte rätt att redovisa"):
        commitments.report_outcome(commitment=working.commitment, number=1, text="En", by=other)
    working.pia.roles.update(valid_to=today())
    assert own.all_of(working.pia) == []


def test_she_reports_on_a_promise_of_her_own(client, working):
    client.force_login(working.pia)
    address = reverse("partners:commitment", args=[working.commitment.pk])
    assert client.post(address, {"number": 2, "text": "Två städdagar"}).status_code == 302
    assert ReportedOutcome.objects.get().reported_by == working.pia
    assert "Två städdagar" in client.get(address).content.decode()


def test_she_says_yes_to_exactly_the_words_that_she_read(client, working, cast):
    client.force_login(working.pia)
    address = reverse("partners:activity_confirm", args=[working.mine.pk])
    client.post(address, {"checksum": "0" * 64})
    assert not Confirmation.objects.exists()
    for _twice in range(2):
        client.post(address, {"checksum": own.words_of(working.mine)})
    assert Confirmation.objects.get().by == working.pia
    assert LogEntry.objects.filter(event="commitment-confirmed").count() == 1
    assert (
        "Bekräftat av Pia"
        in client.get(reverse("partners:activity", args=[working.mine.pk])).content.decode()
    )
    client.force_login(cast["bo"])
    assert "bekräftade det den" in client.get(working.plan.get_absolute_url()).content.decode()


def test_nobody_else_has_these_pages(client, working, cast):
    for who in ("astrid", "bo", "gun", "hanna"):
        client.force_login(cast[who])
        assert client.get(reverse("partners:home")).status_code == 404


def test_there_is_no_page_for_an_outsider_that_nobody_thought_of():
    from samsyn.people.middleware import OUTSIDE

    spaces = {
        pattern.namespace for pattern in get_resolver().url_patterns if getattr(pattern, "namespace", None)
    }
    assert set(OUTSIDE) <= spaces
