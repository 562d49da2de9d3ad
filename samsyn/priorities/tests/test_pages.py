"""The page of the year's list, its forms, and an area's answer."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from samsyn.priorities import queries, services
from samsyn.priorities.models import PriorityAnswer
from samsyn.ui.clock import today


def url(name, row, *more):
    return reverse(f"priorities:{name}", args=[row.pair.slug, row.pk, *more])


def test_the_draft_shows_order_reasons_and_what_is_checked(client, draft, astrid):
    client.force_login(astrid)
    page = client.get(url("list", draft)).content.decode()
    assert f"Stadens prioriteringar {draft.year}" in page
    assert page.index("Trygga kvällar ute") < page.index("Unga som dras in i kriminalitet")
    assert "Det går åt rätt håll ändå." in page
    assert "2 prioriteringar är valda." in page
    assert "Flytta ned" in page


def test_one_who_only_reads_sees_it_without_buttons_and_may_change_nothing(client, draft, hanna):
    client.force_login(hanna)
    page = client.get(url("list", draft)).content.decode()
    assert "Trygga kvällar ute" in page
    assert "Flytta ned" not in page
    piece = queries.chosen_of(draft)[0]
    assert client.get(url("priority", draft, piece.pk)).status_code == 403
    assert client.post(url("priority_move", draft, piece.pk), {"hall": "ned"}).status_code == 403


def test_a_list_that_is_not_there_is_not_found(client, draft, astrid, norr):
    client.force_login(astrid)
    assert client.get(reverse("priorities:list", args=[norr.slug, draft.pk])).status_code == 404
    assert client.get(reverse("priorities:priority", args=[draft.pair.slug, draft.pk, 0])).status_code == 404


def test_a_priority_is_added_changed_moved_and_removed(client, draft, astrid):
    client.force_login(astrid)
    said = {
        "title": "Våld i nära relationer",
        "focus": "home-violence",
        "weight": "vald",
        "why": "Många drabbas.",
    }
    assert client.get(url("priority_new", draft)).status_code == 200
    assert client.post(url("priority_new", draft), said).status_code == 302
    row = queries.chosen_of(draft)[-1]
    assert (row.rank, row.title) == (3, "Våld i nära relationer")
    assert client.post(url("priority_move", draft, row.pk), {"hall": "upp"}).status_code == 302
    assert queries.chosen_of(draft)[1].pk == row.pk
    assert 'value="Våld i nära relationer"' in client.get(url("priority", draft, row.pk)).content.decode()
    aside = {**said, "weight": "at-sidan", "version": 1}
    assert client.post(url("priority", draft, row.pk), aside).status_code == 302
    assert row.pk in [one.pk for one in queries.aside_of(draft)]
    assert client.post(url("priority_remove", draft, row.pk), {"version": 2}).status_code == 302
    assert row.pk not in [one.pk for one in queries.aside_of(draft)]


def test_a_form_that_lacks_something_says_so(client, draft, astrid):
    client.force_login(astrid)
    assert client.post(url("priority_new", draft), {}).status_code == 422
    piece = queries.chosen_of(draft)[0]
    assert client.post(url("priority", draft, piece.pk), {}).status_code == 422
    answer = client.post(url("priority_move", draft, piece.pk), {"hall": "upp"})
    assert answer.status_code == 422
    assert "går inte att flytta dit" in answer.content.decode()
    answer = client.post(url("priority_remove", draft, piece.pk), {"version": "9"})
    assert answer.status_code == 422
    assert "Någon har ändrat samma sak" in answer.content.decode()


def test_two_who_change_the_same_words_see_each_others(client, draft, astrid, bo):
    client.force_login(bo)
    services.change_list(row=draft, text="Astrids inledning", version=1, by=astrid)
    answer = client.post(url("list_change", draft), {"text": "Bos inledning", "version": 1})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Astrids inledning" in page and "Bos inledning" in page
    assert client.post(url("list_change", draft), {"text": "Bådas", "version": 2}).status_code == 302


def test_a_decided_list_shows_every_areas_answer_and_opens_no_form(client, chosen, norr, soder, astrid):
    row = chosen[0].list
    services.answer_priority(
        pair=norr, priority=chosen[0], is_taken_up=False, reason="Vi har inga torg.", by=astrid
    )
    client.force_login(astrid)
    page = client.get(url("list", row)).content.decode()
    assert "tar inte upp den" in page and "Vi har inga torg." in page
    assert "har inte svarat" in page
    for name, more in (("list_change", ()), ("priority_new", ()), ("priority", (chosen[0].pk,))):
        answer = client.get(url(name, row, *more), follow=True)
        assert "Det du ville ändra går inte att ändra. Listan är beslutad." in answer.content.decode()


def answer_url(pair, key):
    return reverse("priorities:answer", args=[pair.slug, key])


def test_an_area_answers_from_its_step_three(client, chosen, norr, astrid):
    client.force_login(astrid)
    address = answer_url(norr, chosen[0].key)
    assert "Vi tar upp den" in client.get(address).content.decode()
    refused = client.post(address, {"answer": "nej", "reason": ""})
    assert refused.status_code == 422
    assert "säger varför" in refused.content.decode()
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {"answer": "nej", "reason": "Vi har inga torg."})
    assert answer["Location"].endswith("/mal/#prioriteringar")
    assert PriorityAnswer.objects.get().reason == "Vi har inga torg."
    assert "svarade ni att ni inte tar upp den" in client.get(address).content.decode()


@pytest.mark.parametrize(("who", "status"), [("astrid", 200), ("gun", 403), ("hanna", 403), ("farid", 404)])
def test_those_who_write_in_the_area_answer_for_it(client, cast, chosen, norr, who, status):
    client.force_login(cast[who])
    assert client.get(answer_url(norr, chosen[0].key)).status_code == status


def test_the_whole_city_does_not_answer_and_an_unknown_priority_is_not_found(
    client, chosen, whole, norr, astrid
):
    client.force_login(astrid)
    assert client.get(answer_url(whole, chosen[0].key)).status_code == 404
    assert client.get(answer_url(norr, uuid.uuid4())).status_code == 404


def test_the_decision_page_shows_the_order(client, draft, david):
    client.force_login(david)
    address = reverse("records:decide", args=[draft.pair.slug, "prioriteringar", draft.pk])
    page = client.get(address).content.decode()
    assert f"Stadens prioriteringar {today().year + 1}" in page
    assert "1. Trygga kvällar ute" in page
