"""The pages: what is seen, by whom, and what they answer to what cannot be."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.steps.followup import services
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.tests import world
from samsyn.ui.clock import moved_to, now, today
from tests.worlds import shared

TOKEN = r'value="[A-Za-z0-9]{64}"'
READERS = ("astrid", "bo", "cilla", "gun", "hanna", "lena")


@shared
def measured(lighting, counted, cilla):
    counted((100, 60), (140, 145), (240, 205))
    services.measure(followup=lighting, by=cilla)
    return FollowUp.objects.get()


def url(name, pair, *more):
    return reverse(f"followup:{name}", args=[pair.slug, *more])


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_room_teaches(client, norr, astrid):
    client.force_login(astrid)
    page = text_of(client, url("followups", norr))
    assert "Ingen åtgärd är beslutad ännu" in page
    assert "En uppföljning hör till en beslutad åtgärd." in page


def test_the_room_shows_what_is_planned_and_what_is_late(client, lighting, norr, astrid):
    client.force_login(astrid)
    assert "Planerat" in text_of(client, url("followups", norr))
    with moved_to(now() + (lighting.due_on - today()) + timedelta(days=2)):
        client.force_login(astrid)
        page = text_of(client, url("followups", norr))
    assert "En uppföljning är försenad" in page
    assert 'class="todo"' in page


def test_the_page_says_the_sentence_first_and_keeps_the_levels_apart(client, measured, norr, astrid):
    client.force_login(astrid)
    page = text_of(client, measured.get_absolute_url())
    assert "Det blev 44 färre anmälda brott än väntat, troligen mellan 13 och 64 färre." in page
    places = [page.index(words) for words in ("Aktivitet:", "Resultat:", "Effekt:")]
    assert places == sorted(places)
    assert "48 av 48" in page
    assert "väntat 104" in page
    assert "Vad hade hänt ändå?" in page
    assert "<svg" in page


def test_one_that_is_not_measured_says_when_who_and_from_what(client, lighting, norr, astrid):
    client.force_login(astrid)
    page = text_of(client, lighting.get_absolute_url())
    assert "analytiker" in page
    assert "anmälda brott" in page
    assert "Räkna fram uppföljningen" in page
    assert "Vad gör vi nu?" not in page


@pytest.mark.parametrize("who", READERS)
def test_who_may_see_the_pair_reads_every_page(client, measured, norr, cast, who):
    client.force_login(cast[who])
    for address in (url("followups", norr), url("lessons", norr), measured.get_absolute_url()):
        assert client.get(address).status_code == 200


def test_who_works_elsewhere_may_not_know_of_it(client, measured, norr, farid):
    client.force_login(farid)
    for address in (url("followups", norr), url("new", norr), measured.get_absolute_url()):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["gun", "hanna", "lena"])
def test_who_may_only_read_gets_no_forms_and_403(client, measured, norr, cast, who):
    client.force_login(cast[who])
    page = text_of(client, measured.get_absolute_url())
    assert "Svara för" not in page
    for name in ("measure", "compare", "reading", "propose", "settle", "lesson_new"):
        assert client.post(url(name, norr, measured.pk)).status_code == 403
    assert client.get(url("new", norr)).status_code == 403
    assert client.get(url("change", norr, measured.pk)).status_code == 403


def test_a_follow_up_of_another_pair_is_not_found(client, measured, soder, cilla):
    client.force_login(cilla)
    assert client.get(url("followup", soder, measured.pk)).status_code == 404


def test_measuring_by_the_button(client, lighting, norr, astrid, counted):
    counted((100, 60), (140, 145), (240, 205))
    client.force_login(astrid)
    first = client.post(url("measure", norr, lighting.pk), follow=True).content.decode()
    assert "Uppföljningen är räknad. Läs vad den visar." in first
    again = client.post(url("measure", norr, lighting.pk), follow=True).content.decode()
    assert "Talen är desamma som förra gången." in again


def test_what_cannot_be_measured_is_said_on_the_page(client, cast, norr, astrid):
    plan = world.plan_of(norr, by=astrid, year=today().year + 1)
    action = world.action_of(plan, by=astrid, goal=None)
    row = services.plan_followup(action=action, due_on=plan.period_end, by=astrid)
    client.force_login(astrid)
    response = client.post(url("measure", norr, row.pk))
    assert response.status_code == 422
    assert "det finns inget att följa upp ännu" in response.content.decode()


def test_the_other_party_does_not_know_that_one_has_answered(client, measured, norr, astrid, bo):
    client.force_login(astrid)
    before = text_of(client, measured.get_absolute_url())
    client.force_login(bo)
    client.post(url("propose", norr, measured.pk), {"conclusion": "spread", "reason": "Pröva vid stationen."})
    client.force_login(astrid)
    page = text_of(client, measured.get_absolute_url())
    assert re.sub(TOKEN, "", page) == re.sub(TOKEN, "", before)
    assert "Pröva vid stationen." not in page
    assert "Pröva vid stationen." not in text_of(
        client, reverse("records:decide", args=[norr.slug, "uppfoljning", measured.pk])
    )
    client.post(url("propose", norr, measured.pk), {"conclusion": "continue", "reason": ""})
    page = text_of(client, measured.get_absolute_url())
    assert "Ni är inte eniga ännu." in page
    assert "Pröva vid stationen." in page


def test_settling_and_being_told_of_who_was_first(client, measured, norr, astrid, bo):
    for who in (astrid, bo):
        services.propose(followup=measured, conclusion="continue", by=who)
    version = FollowUp.objects.get().version
    client.force_login(astrid)
    said = {"conclusion": "continue", "reason": "Det hjälper.", "version": version}
    assert client.post(url("settle", norr, measured.pk), said).status_code == 302
    response = client.post(url("settle", norr, measured.pk), {**said, "reason": "Annat skäl."})
    page = response.content.decode()
    assert response.status_code == 422
    assert "fortsätt: Det hjälper." in page
    assert "Annat skäl." in page  # what was typed is kept
    assert f'name="version" value="{version + 1}"' in page


def test_errors_keep_what_was_typed(client, measured, norr, astrid):
    client.force_login(astrid)
    for name in ("propose", "settle", "lesson_new", "reading"):
        assert client.post(url(name, norr, measured.pk), {}).status_code == 422
    response = client.post(url("settle", norr, measured.pk), {"conclusion": "stop", "reason": "För dyrt."})
    assert "För dyrt." in response.content.decode()


def test_planning_by_the_form_and_its_errors(client, norr, cast, astrid):
    action = world.action_of(world.plan_of(norr, by=astrid), by=astrid, goal=None)
    client.force_login(astrid)
    assert "Ny belysning" in text_of(client, f"{url('new', norr)}?atgard={action.key}")
    said = {
        "action": str(action.key),
        "due_on": f"{world.LAST - 3}-01-01",
        "measured_by": "analytiker",
        "source": "anmälda brott",
    }
    response = client.post(url("new", norr), said)
    assert response.status_code == 422
    assert "Välj en dag efter att åtgärden har börjat." in response.content.decode()
    assert client.post(url("new", norr), {**said, "due_on": today().isoformat()}).status_code == 302
    assert "Ingen åtgärd väntar på en uppföljning" in text_of(client, url("new", norr))


def test_changing_the_day_by_the_form(client, lighting, norr, astrid):
    client.force_login(astrid)
    said = {"due_on": today().isoformat(), "measured_by": "analytiker", "source": "enkät", "version": 1}
    assert client.post(url("change", norr, lighting.pk), said).status_code == 302
    response = client.post(url("change", norr, lighting.pk), said)
    assert response.status_code == 422
    assert "Någon har ändrat uppföljningen" in response.content.decode()


def test_another_comparison_by_the_form(client, measured, norr, astrid):
    client.force_login(astrid)
    said = {"code": "exempelstaden/stadsomraden/soder", "version": measured.version}
    page = client.post(url("compare", norr, measured.pk), said, follow=True).content.decode()
    assert "Jämförelsen är Söder: 140 före och 145 efter." in page
    assert client.post(url("compare", norr, measured.pk), {"code": "nowhere"}).status_code == 422


def test_lessons_are_found_by_kind_and_word(client, measured, norr, astrid):
    services.add_lesson(followup=measured, text="Räkna stolparna samma dag.", by=astrid)
    client.force_login(astrid)
    whole = text_of(client, url("lessons", norr))
    assert "Räkna stolparna samma dag." in whole
    assert "Problem: Otryggt vid centrum (våld eller hot)." in whole
    assert "44 färre än väntat." in whole
    assert "Räkna stolparna" in text_of(client, f"{url('lessons', norr)}?slag=violence&sok=stolparna")
    for query in ("slag=theft", "sok=cyklar", "slag=nonsense%00"):
        assert (
            "Räkna stolparna" not in text_of(client, f"{url('lessons', norr)}?{query}") or "nonsense" in query
        )


def test_lessons_of_pairs_that_one_may_not_see_are_not_shown(client, measured, soder, astrid, farid):
    services.add_lesson(followup=measured, text="Räkna stolparna samma dag.", by=astrid)
    client.force_login(farid)
    assert "Räkna stolparna" not in text_of(client, url("lessons", soder))


def test_a_lesson_is_taken_out_by_its_own_party(client, measured, norr, astrid, bo):
    lesson = services.add_lesson(followup=measured, text="Räkna stolparna samma dag.", by=astrid)
    address = url("lesson_remove", norr, measured.pk, lesson.pk)
    client.force_login(bo)
    response = client.post(address, {"version": 1})
    assert response.status_code == 422
    assert "Den är skriven av staden" in response.content.decode()
    client.force_login(astrid)
    assert client.post(address, {"version": "x"}).status_code == 422
    assert client.post(address, {"version": 1}).status_code == 302


def test_everything_invented_is_marked(client, measured, norr, astrid):
    client.force_login(astrid)
    assert text_of(client, measured.get_absolute_url()).count("Exempeldata") > 3


def test_the_decided_page_has_no_forms_and_leads_to_the_edition(client, measured, norr, cast, astrid):
    world.decide(world.concluded(measured, cast), cast)
    client.force_login(astrid)
    page = text_of(client, measured.get_absolute_url())
    assert "Tas upp i nästa lägesbild." in page
    assert "Bestäm slutsatsen" not in page


def test_a_year_later_the_next_round_can_be_planned(client, measured, norr, cast, astrid):
    world.decide(world.concluded(measured, cast), cast)
    client.force_login(astrid)
    with moved_to(now() + timedelta(days=300)):
        assert "Planera en uppföljning" in text_of(client, url("followups", norr))
