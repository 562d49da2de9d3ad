"""The pages of editions, as the members of the cast meet them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from samsyn.records.models import Approval, Decision
from samsyn.steps.situation.models import Edition, Finding, Paragraph, Section
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import PERIOD, decided, full_picture, write
from samsyn.steps.situation.workflow import EditionState
from tests.worlds import shared


@shared
def picture(norr, astrid, bo):
    return full_picture(norr, astrid, bo)


@shared
def in_review(picture, astrid):
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    return editions.send_to_review(edition=edition, by=astrid)


@shared
def standing(picture, astrid, lena, mats):
    """A decided edition."""
    return decided(picture, lena, mats, writer=astrid)


def url(name, edition):
    return reverse(f"situation:{name}", args=[edition.picture.pair.slug, edition.number])


def read(client, member, address):
    client.force_login(member)
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_list_says_what_an_edition_is_before_there_is_one(client, norr, astrid):
    text = read(client, astrid, reverse("situation:editions", args=[norr.slug]))
    assert "Ingen utgåva än" in text
    assert "Skapa en utgåva" in text


def test_one_who_only_reads_sees_the_list_without_buttons(client, standing, gun):
    text = read(client, gun, reverse("situation:editions", args=[standing.picture.pair.slug]))
    assert "Utgåva 1" in text
    assert "Beslutad" in text
    assert "Skapa en utgåva" not in text


def test_one_of_another_area_does_not_know_that_the_edition_exists(client, in_review, farid):
    client.force_login(farid)
    for name in ("edition", "edition_decide"):
        assert client.get(url(name, in_review)).status_code == 404
    for name in ("edition_approve", "edition_ask", "edition_recut", "edition_send"):
        assert client.post(url(name, in_review)).status_code == 404


def test_one_who_only_reads_is_refused_every_change(client, in_review, gun):
    client.force_login(gun)
    for name in ("edition_approve", "edition_ask", "edition_recut", "edition_send"):
        assert client.post(url(name, in_review)).status_code == 403
    assert client.get(reverse("situation:edition_cut", args=[in_review.picture.pair.slug])).status_code == 403


def test_a_visitor_is_sent_to_sign_in(client, in_review):
    for name in ("edition", "edition_decide"):
        assert client.get(url(name, in_review)).status_code == 302


def test_astrid_cuts_an_edition_for_a_period(client, picture, astrid):
    client.force_login(astrid)
    address = reverse("situation:edition_cut", args=[picture.pair.slug])
    assert "Vilken period beskriver utgåvan?" in read(client, astrid, address)
    response = client.post(address, {"period_start": "2025-01-01", "period_last": "2025-12-31"})
    edition = Edition.objects.get()
    assert response.status_code == 302
    assert response.url == url("edition_decide", edition)
    assert (str(edition.period_start), str(edition.period_end)) == ("2025-01-01", "2026-01-01")


def test_a_period_that_ends_too_early_keeps_what_was_typed(client, picture, astrid):
    client.force_login(astrid)
    address = reverse("situation:edition_cut", args=[picture.pair.slug])
    response = client.post(address, {"period_start": "2025-06-01", "period_last": "2025-01-01"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "Perioden slutar innan den börjar" in text
    assert 'value="2025-06-01"' in text


def test_a_second_cut_is_refused_and_says_which_stands(client, in_review, bo):
    client.force_login(bo)
    address = reverse("situation:edition_cut", args=[in_review.picture.pair.slug])
    response = client.post(address, {"period_start": "2025-01-01", "period_last": "2025-12-31"})
    assert response.status_code == 422
    assert "Utgåva 1 är inte färdig" in response.content.decode()


def test_a_draft_that_lacks_a_part_says_so_and_stays_a_draft(client, picture, astrid):
    Paragraph.objects.filter(section=Section.ANALYSIS).delete()
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    text = read(client, astrid, url("edition_decide", edition))
    assert "Det saknas text i: analys." in text
    response = client.post(url("edition_send", edition))
    assert response.status_code == 422
    assert "Utgåvan skickades inte på granskning." in response.content.decode()


def test_the_draft_is_completed_updated_and_sent(client, picture, astrid, bo):
    Paragraph.objects.filter(section=Section.ANALYSIS).delete()
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    write(picture, Section.ANALYSIS, "Nu finns analysen.", bo)
    client.force_login(astrid)
    assert client.post(url("edition_recut", edition)).status_code == 302
    assert client.post(url("edition_send", edition)).status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.IN_REVIEW
    assert "Polisen har inte svarat" in read(client, bo, url("edition_decide", edition))


@pytest.mark.parametrize(
    ("who", "button", "other"),
    [
        ("lena", "Godkänn för staden", "Godkänn för polisen"),
        ("mats", "Godkänn för polisen", "Godkänn för staden"),
    ],
)
def test_each_party_sees_only_its_own_button(client, cast, in_review, who, button, other):
    text = read(client, cast[who], url("edition_decide", in_review))
    assert button in text
    assert other not in text


def test_one_who_may_not_decide_sees_no_button(client, in_review, gun, cilla):
    for member in (gun, cilla):
        text = read(client, member, url("edition_decide", in_review))
        assert "Godkänn för" not in text
        assert "Staden har inte svarat" in text


def test_both_approve_and_the_edition_is_decided(client, in_review, lena, mats):
    client.force_login(lena)
    first = client.post(
        url("edition_approve", in_review),
        {"read_checksum": in_review.checksum, "reservation": "Norra 2 borde vara Röd."},
        follow=True,
    )
    assert "Nu väntar utgåvan på den andra parten" in first.content.decode()
    text = read(client, mats, url("edition_decide", in_review))
    assert "Staden har godkänt" in text
    assert "Lena, socialdirektör" in text
    assert "Norra 2 borde vara Röd." in text
    second = client.post(
        url("edition_approve", in_review), {"read_checksum": in_review.checksum}, follow=True
    )
    text = second.content.decode()
    assert "Utgåva 1 är beslutad av båda parter" in text
    assert "Polisen har godkänt" in text
    assert "Stadens reservation:" in text
    assert Decision.objects.get().checksum == in_review.checksum
    assert client.get(url("edition_decide", in_review)).status_code == 302


def test_who_read_an_older_text_is_told_and_her_reservation_is_kept(client, picture, in_review, mats, bo):
    """The checksum in the page is old: the text changed while Mats read it."""
    read(client, mats, url("edition_decide", in_review))
    old = in_review.checksum
    write(picture, Section.ANALYSIS, "Ett stycke till.", bo)
    changed = editions.recut(edition=in_review, by=bo)
    client.force_login(mats)
    response = client.post(
        url("edition_approve", in_review), {"read_checksum": old, "reservation": "Mina ord."}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert "Texten har ändrats sedan du läste den" in text
    assert "Mina ord." in text
    assert changed.checksum in text
    assert not Approval.objects.exists()
    again = client.post(url("edition_approve", in_review), {"read_checksum": changed.checksum})
    assert again.status_code == 302
    assert Approval.objects.get().checksum == changed.checksum


def test_an_approval_without_a_checksum_saves_nothing(client, in_review, mats):
    client.force_login(mats)
    response = client.post(url("edition_approve", in_review), {"reservation": "Mina ord."})
    assert response.status_code == 422
    assert "Mina ord." in response.content.decode()
    assert "Godkännandet sparades inte" in response.content.decode()
    assert not Approval.objects.exists()


def test_a_wish_for_change_needs_its_reason_and_shows_it_to_both(client, in_review, lena, mats):
    client.force_login(mats)
    empty = client.post(url("edition_ask", in_review), {"reason": ""})
    assert empty.status_code == 422
    client.post(url("edition_ask", in_review), {"reason": "Läget i Norra 1 stämmer inte."})
    in_review.refresh_from_db()
    assert in_review.state == EditionState.DRAFT
    text = read(client, lena, url("edition_decide", in_review))
    assert "Begärda ändringar" in text
    assert "Läget i Norra 1 stämmer inte." in text


def test_the_differences_are_shown_word_by_word(client, picture, standing, astrid, lena):
    paragraph = Paragraph.objects.get(section=Section.ANALYSIS)
    paragraph.text = "Bråken är samlade till fredag och lördag kväll."
    paragraph.save()
    finding = Finding.objects.get()
    finding.doubt = "Vi vet inte om fler anmäler."
    finding.save()
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    text = read(client, lena, url("edition_decide", edition))
    assert "Ändringar mot utgåva 1" in text
    assert "<del>torsdag till</del> <ins>fredag och</ins> lördag kväll." in text
    assert "<del>brott begås eller om fler</del>" in text
    assert "Trygghetsvärdarna" not in text, "what is the same is not shown"


def test_the_page_of_a_decided_edition_does_not_follow_the_picture(client, picture, standing, gun):
    before = read(client, gun, url("edition", standing))
    Paragraph.objects.update(text="Något helt annat.")
    Finding.objects.update(statement="Allt är annorlunda")
    from django.core.cache import cache

    cache.clear()
    after = read(client, gun, url("edition", standing))
    assert "Bråken är samlade till torsdag till lördag kväll." in after
    assert "annorlunda" not in after
    assert before.split("<main")[1].split("csrf")[0] == after.split("<main")[1].split("csrf")[0]


def test_the_whole_edition_is_on_its_page(client, standing, gun):
    text = read(client, gun, url("edition", standing))
    for words in (
        "Lägesbild Norr, utgåva 1",
        "Exempeldata",
        "Läget per område",
        "Orange",
        "Tunt underlag",
        "2 av 4 underlag",
        "Öppen försäljning på flera platser.",
        "Polisen, kommunpolis, 20 nov. 2026",
        "Misshandel anmäls oftare i Norr än i hela staden",
        "1\u00a0259",
        "Kartläggning",
        "Annan information",
        "Analys",
        "Källor och licenser",
        "CC BY 4.0",
        "Beslutet i loggen",
    ):
        assert words in text, words
    assert f'href="#kalla-{standing_import(standing)}"' in text


def standing_import(edition):
    return editions.parsed(edition)["sources"][0]["import"]


def test_a_text_that_looks_like_markup_is_text(client, picture, astrid, gun):
    write(picture, Section.OTHER, "<script>alert(1)</script> & {{ user }}", astrid)
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    text = read(client, gun, url("edition", edition))
    assert "<script>alert(1)</script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ user }}" in text


def test_the_edition_page_asks_few_questions(client, standing, gun, django_assert_max_num_queries):
    client.force_login(gun)
    client.get(url("edition", standing))
    with django_assert_max_num_queries(16):
        client.get(url("edition", standing))
