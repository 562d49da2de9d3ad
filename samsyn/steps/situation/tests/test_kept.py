"""The page is kept as markup, and nobody is given what was made for another."""

from __future__ import annotations

import re

from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override

from samsyn.evidence import hooks
from samsyn.steps.situation import apps, kept, queries
from samsyn.steps.situation.models import Section
from samsyn.steps.situation.tests.conftest import shared_paragraph
from samsyn.steps.situation.warming import warm_city
from tests.worlds import shared

URL = reverse("situation:picture", args=["exempelstaden-norr"])


def seen(client, member, query=""):
    client.force_login(member)
    return " ".join(client.get(URL + query).content.decode().split())


@shared
def texts(picture, astrid, bo):
    """Two paragraphs, one of each party, in the same part."""
    city = shared_paragraph(picture=picture, section=Section.MAPPING, text="Stadens ord.", by=astrid)
    police = shared_paragraph(picture=picture, section=Section.MAPPING, text="Polisens ord.", by=bo)
    return city, police


def may_change(page, row):
    return f"/lagesbild/stycke/{row.pk}/" in page


def test_each_party_and_each_role_is_given_its_own_page_however_often_it_is_read(
    client, cast, norr, texts, population, crimes, survey
):
    city, police = texts
    for _time in range(2):
        for key in ("astrid", "bo", "hanna", "gun", "lena", "mats", "cilla", "karl"):
            page = seen(client, cast[key])
            writes = key in {"astrid", "bo", "cilla", "karl"}
            assert ("Skriv i kartläggning" in page) is writes, key
            assert may_change(page, city) is (key in {"astrid", "cilla"}), key
            assert may_change(page, police) is (key in {"bo", "karl"}), key
            for other in ("Astrid<", "Bo<", "Gun<", "Hanna<"):
                header = page.split('<div class="me">')[1].split("</div>")[0]
                assert (other in header) is cast[key].name.startswith(other[:-1]), key


def test_the_kept_page_holds_no_token_and_no_member(norr, texts, population, crimes, astrid):
    pieces = kept.pieces(norr, kept.Reader("city", True))
    assert "csrfmiddlewaretoken" not in "".join(pieces.values())
    assert astrid.email not in "".join(pieces.values())


def test_a_language_is_not_given_to_who_reads_another(norr, texts):
    with override("sv"):
        assert "Slutsatser" in kept.pieces(norr, kept.Reader("city", True))["main"]
    with override("en"):
        english = kept.pieces(norr, kept.Reader("city", True))["main"]
    with override("sv"):
        assert kept.pieces(norr, kept.Reader("city", True))["main"] != english


def test_what_is_written_is_seen_at_once(client, astrid, bo, picture, texts):
    assert "Ett ord till." not in seen(client, bo)
    shared_paragraph(picture=picture, section=Section.ANALYSIS, text="Ett ord till.", by=astrid)
    assert "Ett ord till." in seen(client, bo)


def test_new_figures_are_seen_at_once(client, gun, norr, request):
    assert "Inga brottstal är inlästa" in seen(client, gun)
    request.getfixturevalue("population")
    request.getfixturevalue("crimes")
    assert "Anmäld misshandel" in seen(client, gun)


def test_a_page_that_is_kept_costs_few_questions(
    client, astrid, texts, population, crimes, survey, django_assert_max_num_queries
):
    first = seen(client, astrid)
    with django_assert_max_num_queries(8):
        again = client.get(URL).content.decode()
    assert re.sub(r'value="\w{64}"', "", " ".join(again.split())) == re.sub(r'value="\w{64}"', "", first)


def test_the_buttons_that_move_texts_stand_only_where_one_orders(client, astrid, hanna, texts):
    city, _police = texts
    assert "Flytta ner" not in seen(client, astrid)
    page = seen(client, astrid, "?ordna=1")
    assert "Flytta ner stycke 1 i kartläggning" in page and "Klar med ordningen" in page
    assert "Flytta ner" not in seen(client, hanna, "?ordna=1")
    assert "Flytta ner" not in seen(client, astrid)
    moved = reverse("situation:paragraph_move", args=["exempelstaden-norr", city.pk])
    client.force_login(astrid)
    answer = client.post(moved, {"till": "ner"})
    assert answer["Location"] == f"{URL}?ordna=1#stycke-{city.pk}"


def test_every_figure_of_the_page_has_a_number_of_its_own(client, gun, norr, population, crimes, survey):
    page = seen(client, gun)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert re.findall(r'id="(figur-[^"]+)"', page) == ["figur-1", "figur-2"]
    assert page.count("ui/chart") == 1


def test_a_city_is_made_ready_when_figures_have_come_in(norr, population, crimes, survey, monkeypatch):
    monkeypatch.setattr(hooks, "_hooks", [apps._warm])
    made = []
    build = queries.snapshot._build
    queries.snapshot._build = lambda pair: made.append(pair.slug) or build(pair)
    try:
        hooks.figures_may_be_new(norr.city)
        assert made.count("exempelstaden-norr") == 2  # one for each language
        caches["default"].clear()  # another process, or a new start
        warm_city(norr.city)
        for language in ("sv", "en"):
            with override(language):
                assert queries.picture_for_page(norr).crimes
        assert made.count("exempelstaden-norr") == 2
    finally:
        queries.snapshot._build = build


def test_a_hook_that_fails_changes_nothing(norr, monkeypatch):
    called = []

    def falls(city):
        raise ValueError("fel")

    monkeypatch.setattr(hooks, "_hooks", [falls, called.append])
    hooks.figures_may_be_new(norr.city)
    assert called == [norr.city]
