"""Each authority's own decision on an edition, and its signature, as the pages show them."""

from __future__ import annotations

from django.urls import reverse

from samsyn.audit import guards
from samsyn.records.models import Approval
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import PERIOD, full_picture
from tests.worlds import shared


@shared
def sent(norr, astrid, bo):
    edition = editions.cut_edition(picture=full_picture(norr, astrid, bo), by=astrid, **PERIOD)
    return editions.send_to_review(edition=edition, by=astrid)


def address(edition, name):
    return reverse(f"situation:{name}", args=["exempelstaden-norr", edition.number])


def approve(client, edition, member, **said):
    client.force_login(member)
    form = {"read_checksum": edition.checksum, **said}
    assert client.post(address(edition, "edition_approve"), form).status_code == 302


def read(client, edition, name):
    return client.get(address(edition, name)).content.decode()


def test_both_authorities_records_stand_on_the_edition(client, sent, lena, mats):
    client.force_login(lena)
    page = read(client, sent, "edition_decide")
    assert 'value="Astrid, trygghetssamordnare"' in page and "4 § lag (2023:196) om kommuners ansvar" in page
    approve(client, sent, lena, presented_by="Astrid, trygghetssamordnare", reservation="Vi saknar timmar.")
    page = read(client, sent, "edition_decide")
    assert "Stadens beslut" in page and "Polisens beslut" not in page and "Underskriften stämmer" in page
    approve(client, sent, mats, legal_ground="Arbetsordningen")
    page = read(client, sent, "edition")
    for fact in ("Stadens beslut", "Polisens beslut", "Astrid, trygghetssamordnare", "Arbetsordningen"):
        assert fact in page
    assert page.count("/rapporter/exempelstaden-norr/beslut/") == 2
    assert page.count("Underskriften stämmer") == 2 and 'role="alert"' not in page


def test_an_edition_with_a_forged_half_says_so(client, sent, lena, mats):
    from django.db import connection

    approve(client, sent, lena)
    connection.check_constraints()
    guards.APPROVAL_SIGNED.remove(connection)
    Approval.objects.update(capacity="stadsdirektör")
    page = read(client, sent, "edition_decide")
    assert "Staden har inte svarat" in page and "Godkänn för staden" in page
    assert page.count("räknas inte, för underskriften stämmer inte.") == 2  # the alert, and beside the button
    approve(client, sent, mats)
    sent.refresh_from_db()
    assert sent.state == "in-review"
    approve(client, sent, lena)
    Approval.objects.filter(voided_at=None, party="police").update(capacity="polismästare")
    page = read(client, sent, "edition")
    assert "Polisens underskrift stämmer inte." in page and "Lita inte på beslutet." in page
