from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people.demo import refuse_unsafe

CHOOSE = "/medarbetare/valj/"


@pytest.fixture(autouse=True)
def _here(settings):
    settings.IS_LOOPBACK, settings.BEHIND_PROXY, settings.DEMO = True, False, True
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver", "samsyn.example"]


def ask(client, **extra):
    return client.get(CHOOSE, **{"HTTP_HOST": "127.0.0.1:8000", **extra})


def test_the_page_lists_the_cast_and_what_each_does(client, cast):
    text = ask(client).content.decode()
    assert "Gå in som Astrid" in text
    assert "Trygghetssamordnare i Exempelstaden Norr." in text
    assert "Socialdirektör i Exempelstaden Norr." in text


def test_one_goes_in_as_astrid_and_changes_to_bo(client, cast):
    answer = client.post(CHOOSE, {"person": "astrid"}, HTTP_HOST="localhost")
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast["astrid"].pk)
    entry = LogEntry.objects.latest("seq")
    assert (entry.event, entry.by_id, entry.facts) == (
        Event.SIGNED_IN,
        cast["astrid"].pk,
        '{"way":"chosen"}',
    )
    page = client.get("/ordlista/", HTTP_HOST="localhost").content.decode()
    assert "Byt person" in page
    client.post(CHOOSE, {"person": "bo"}, HTTP_HOST="localhost")
    assert client.session["_auth_user_id"] == str(cast["bo"].pk)


def test_one_does_not_follow_a_link_to_another_host(client, cast):
    answer = client.post(CHOOSE, {"person": "astrid", "next": "https://ond.example/"}, HTTP_HOST="localhost")
    assert answer["Location"] == "/"


@pytest.mark.parametrize("person", ["", "0", "x", "-1", "9" * 40])
def test_a_person_who_does_not_exist_lets_nobody_in(client, cast, person):
    answer = client.post(CHOOSE, {"person": person}, HTTP_HOST="localhost")
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_HOST": "samsyn.example"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_nobody_from_elsewhere_may_choose(client, cast, where):
    assert ask(client, **where).status_code == 404
    assert client.post(CHOOSE, {"person": "astrid"}, **{"HTTP_HOST": "localhost", **where}).status_code == 404


@pytest.mark.parametrize("setting", [("IS_LOOPBACK", False), ("BEHIND_PROXY", True), ("DEMO", False)])
def test_a_server_that_others_reach_has_no_such_page(client, cast, settings, setting):
    setattr(settings, *setting)
    assert ask(client).status_code == 404


def test_one_real_member_closes_the_page(client, cast, real):
    assert ask(client).status_code == 404


def test_without_an_example_city_there_is_no_such_page(client, cast, city):
    city.is_example = False
    city.save()
    assert ask(client).status_code == 404


def test_with_no_member_at_all_there_is_no_such_page(client, city):
    assert ask(client).status_code == 404


def test_a_real_member_cannot_be_chosen_even_while_the_page_is_open(client, cast):
    from samsyn.people.services import become

    cast["bo"].is_example = False
    cast["bo"].save()
    assert become(client.get("/").wsgi_request, "bo") is None


def test_the_program_refuses_to_start_where_others_would_reach_the_cast(cast, settings):
    refuse_unsafe()
    settings.IS_LOOPBACK, settings.HOST = False, "0.0.0.0"
    with pytest.raises(ImproperlyConfigured, match=r"Samsyn startar inte\..*0\.0\.0\.0.*SAMSYN_DEMO=0"):
        refuse_unsafe()
    settings.DEMO = False
    refuse_unsafe()


def test_the_program_refuses_to_start_behind_a_proxy_with_only_the_cast(cast, settings):
    settings.BEHIND_PROXY = True
    with pytest.raises(ImproperlyConfigured):
        refuse_unsafe()


def test_the_program_starts_for_others_once_a_real_member_exists(cast, real, settings):
    settings.IS_LOOPBACK = False
    refuse_unsafe()
