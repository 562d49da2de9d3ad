"""A question by a secret link: what whoever has it can do, and what nobody can."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.audit.models import LogEntry
from samsyn.config.logs import without_secrets
from samsyn.partners import services
from samsyn.partners.models import PartnerAnswer, PartnerQuestion
from samsyn.partners.services.answers import GoneError
from samsyn.partners.tests import world
from samsyn.ui.clock import moved_to, now, today
from samsyn.ui.errors import UserError


@pytest.fixture
def asked(norr, astrid):
    return world.ask(norr, astrid)


def door(token):
    return reverse("partners:door", args=[token])


def is_gone(answer):
    return answer.status_code == 404 and "Länken gäller inte" in answer.content.decode()


def test_whoever_has_the_link_reads_why_and_answers_once(client, asked, norr):
    row, token = asked
    shown = client.get(door(token))
    for said in (
        row.text,
        "Nattvandrarna",
        "Vi följer upp planen.",
        "Svaret står i planen.",
        "Trygghetssamordnare",
    ):
        assert said in shown.content.decode()
    assert "Astrid" not in shown.content.decode()
    assert shown["Referrer-Policy"] == "strict-origin" and "no-store" in shown["Cache-Control"]
    assert "noindex" in shown["X-Robots-Tag"] and "sessionid" not in client.cookies
    assert "Ni svarade: 12" in client.post(door(token), {"answer": "12"}).content.decode()
    answer = PartnerAnswer.objects.get()
    assert (answer.number, answer.question, answer.turn) == (12, row, 1)
    entry = LogEntry.objects.get(event="partner-answered")
    assert (entry.by_id, entry.party, entry.pair_id) == (None, "other", norr.pk)
    # replayed
    assert is_gone(client.post(door(token), {"answer": "99"})) and is_gone(client.get(door(token)))
    with pytest.raises(GoneError):
        services.answer(token=token, value="99")
    assert PartnerAnswer.objects.count() == 1


def test_an_answer_about_a_person_is_refused_without_a_way_that_asks_for_sign_in(client, norr, astrid):
    _row, token = world.ask(norr, astrid, kind="text")
    answer = client.post(door(token), {"answer": "Fråga Kalle på 070-123 45 67"})
    said = answer.content.decode()
    assert answer.status_code == 422 and "Ta bort numret" in said and "/hjalp/" not in said
    assert not PartnerAnswer.objects.exists()


def test_the_link_is_kept_as_a_checksum_and_stands_in_no_log(asked):
    row, token = asked
    kept = json.dumps(list(PartnerQuestion.objects.values()), default=str)
    logged = json.dumps(list(LogEntry.objects.values("facts")), default=str)
    assert token not in kept + logged and len(token) == 43 and row.token_checksum in kept
    said = without_secrets(None, "", {"event": f"Internal Server Error: {door(token)}", "status": 500})
    assert said["event"] == "Internal Server Error: /fraga/…/" and token not in str(said)


def test_every_link_that_does_not_work_has_the_same_answer(client, norr, soder, cast, asked):
    _row, used = asked
    services.answer(token=used, value="1")
    revoked, revoked_link = world.ask(norr, cast["astrid"], text="Annan?")
    services.revoke(question=revoked, by=cast["bo"])
    renewed, old = world.ask(norr, cast["astrid"], text="Tredje?")
    services.renew(question=renewed, by=cast["bo"])
    _late, late = world.ask(norr, cast["astrid"], text="Fjärde?")
    PartnerQuestion.objects.filter(text="Fjärde?").update(last_day=today() - timedelta(days=1))
    answers = [client.get(door(token)) for token in (used, revoked_link, old, late, "A" * 43, "x", "å" * 200)]
    assert all(is_gone(answer) for answer in answers)
    assert len({answer.content for answer in answers}) == 1
    heads = [{k: v for k, v in answer.headers.items() if k != "X-Request-Id"} for answer in answers]
    assert all(head == heads[0] for head in heads) and "Set-Cookie" not in heads[0]
    assert [
        client.post(door(token), {"answer": "1"}).status_code for token in (used, revoked_link, late)
    ] == [404] * 3


def test_a_changeable_answer_is_changed_until_the_day_and_each_stays(client, norr, astrid):
    row, token = world.ask(norr, astrid, is_changeable=True, kind="text")
    client.post(door(token), {"answer": "Två"})
    assert "Ni har svarat: Två" in client.get(door(token)).content.decode()
    client.post(door(token), {"answer": "Tre"})
    assert list(row.answers.values_list("turn", "text")) == [(2, "Tre"), (1, "Två")]
    with moved_to(now() + timedelta(days=11)):
        assert is_gone(client.get(door(token)))


def test_a_clock_that_goes_backwards_opens_no_link_again(norr, astrid, bo):
    _row, token = world.ask(norr, astrid, is_changeable=True)
    first = services.answer(token=token, value="1")
    with moved_to(now() - timedelta(hours=30)):
        second = services.answer(token=token, value="2")
    assert second.at >= first.at
    with moved_to(now() + timedelta(days=12)):
        world.ask(norr, bo)  # anything that is logged
    with pytest.raises(GoneError):
        services.answer(token=token, value="3")


@pytest.mark.parametrize(
    ("said", "value", "why"),
    [
        ({}, "", "Det är tomt"),
        ({}, "tolv", "inget helt tal"),
        ({}, "-1", "inget helt tal"),
        ({}, "100001", "inget helt tal"),
        ({}, "9" * 400, "inget helt tal"),
        ({"kind": "choice", "choices": ["Ja", "Nej"]}, "Kanske", "inget av svaren"),
        ({"kind": "text"}, "a" * 301, "längre än 300"),
        ({"kind": "text"}, "Ring pojken 19811218-9876", "personnummer"),
    ],
)
def test_an_answer_is_what_the_question_says_and_about_no_person(norr, astrid, said, value, why):
    _row, token = world.ask(norr, astrid, **said)
    with pytest.raises(UserError, match=why):
        services.answer(token=token, value=value)
    assert not PartnerAnswer.objects.exists()


def test_forged_fields_change_nothing_but_the_answer(client, norr, soder, asked):
    row, token = asked
    forged = {
        "answer": "3",
        "question": "999",
        "pair": soder.pk,
        "organisation": "Annan",
        "turn": "9",
        "kind": "text",
    }
    client.post(door(token), forged)
    answer = PartnerAnswer.objects.select_related("question").get()
    assert (answer.question, answer.turn, answer.number) == (row, 1, 3)
    assert (answer.question.pair, answer.question.organisation) == (norr, "Nattvandrarna")


def test_a_form_from_elsewhere_is_refused(asked):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(door(asked[1]), {"answer": "3"}).status_code == 403
    page = strict.get(door(asked[1])).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = strict.post(
        door(asked[1]), {"answer": "3", "csrfmiddlewaretoken": token}, HTTP_ORIGIN="http://testserver"
    )
    assert sent.status_code == 200


def test_asking_many_times_has_to_wait(client, asked):
    answers = [client.post(door("B" * 43), {"answer": "1"}) for _again in range(31)]
    assert answers[0].status_code == 404 and answers[-1].status_code == 429
    assert "Vänta en stund" in answers[-1].content.decode()


def test_only_those_who_write_in_the_pair_ask_and_renew_and_revoke(norr, cast, asked):
    row, _token = asked
    for who in ("hanna", "gun", "lena", "farid"):
        with pytest.raises(UserError):
            world.ask(norr, cast[who])
        for service in (services.renew, services.revoke):
            with pytest.raises(UserError):
                service(question=row, by=cast[who])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "choice", "choices": ["Ja"]}, "mellan 2 och 8"),
        ({"choices": ["Ja", "Nej"]}, "Ta bort svaren"),
        ({"last_day": today() - timedelta(days=1)}, "ett halvår framåt"),
        ({"last_day": today() + timedelta(days=400)}, "ett halvår framåt"),
        ({"organisation": " "}, "namn"),
    ],
)
def test_a_question_that_cannot_be_answered_is_not_made(norr, astrid, said, why):
    with pytest.raises(UserError, match=why):
        world.ask(norr, astrid, **said)


def test_the_page_shows_the_link_once_and_the_answer_at_the_activity(client, working, cast, norr):
    client.force_login(cast["astrid"])
    form = {
        "organisation": "Nattvandrarna", "activity": working.mine.pk, "text": "Hur många?", "kind": "number", "why": "Planen.",
        "use": "Står i planen.", "last_day": (today() + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    shown = client.post(reverse("partners:new", args=[norr.slug]), form).content.decode()
    address = shown.split('id="adress">')[1].split("<")[0]
    assert "<svg" in shown and "<script" not in shown.split("p-code")[1].split("</div>")[0]
    row = PartnerQuestion.objects.get()
    assert address not in client.get(row.get_absolute_url()).content.decode()
    assert Client().post(address, {"answer": "7"}).status_code == 200
    assert "7" in client.get(reverse("partners:questions", args=[norr.slug])).content.decode()
    assert "Nattvandrarna svarade 7" in client.get(working.plan.get_absolute_url()).content.decode()


def test_a_question_of_another_pair_is_not_there(client, cast, asked, soder):
    client.force_login(cast["farid"])
    assert client.get(asked[0].get_absolute_url()).status_code == 404
    assert client.get(reverse("partners:question", args=[soder.slug, asked[0].pk])).status_code == 404
    assert client.post(reverse("partners:revoke", args=[soder.slug, asked[0].pk])).status_code == 404
