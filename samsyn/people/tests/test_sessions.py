"""Sessions end by themselves, can be seen and ended by their owner, and get a new name when she shows again who she is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people import access, devices, services
from samsyn.people.models import Member, Role, RoleAssignment, Session
from samsyn.people.sessions import BEGAN
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError

HERE, END, OPEN = "/konto/inloggningar/", "/konto/inloggningar/avsluta/", "/installningar/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0"


def inside(member):
    client = Client()
    client.force_login(member)
    return client


def aged(**ago):
    """Let every session be last used that long ago."""
    Session.objects.update(seen_at=timezone.now() - timedelta(**ago))


def test_a_session_that_is_not_used_for_an_hour_is_over(hanna):
    client = inside(hanna)
    aged(minutes=59)
    assert client.get(OPEN).status_code == 200
    aged(minutes=61)
    assert client.get(OPEN)["Location"].startswith("/konto/logga-in/")
    assert not Session.objects.filter(member=hanna).exists()


def test_twelve_hours_are_the_end_however_much_it_is_used(hanna):
    client = inside(hanna)
    session = client.session
    session[BEGAN] -= 11 * 3600
    session.save()
    row = Session.objects.get(member=hanna)
    assert row.expire_date == row.began_at + timedelta(hours=12)
    assert client.get(OPEN).status_code == 200
    session[BEGAN] -= 3601
    session.save()  # something is kept in it: that moves nothing
    assert client.get(OPEN)["Location"].startswith("/konto/logga-in/")


def test_that_it_was_used_is_written_every_fifth_minute_only(hanna, django_assert_num_queries):
    client = inside(hanna)
    aged(minutes=4)
    before = Session.objects.get(member=hanna).seen_at
    client.get(HERE)
    assert Session.objects.get(member=hanna).seen_at == before
    aged(minutes=6)
    client.get(HERE)
    assert timezone.now() - Session.objects.get(member=hanna).seen_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (FIREFOX, "Firefox på Windows"),
        (SAFARI, "Safari på iPhone"),
        (EDGE, "Edge på ChromeOS"),
        ("curl/8.0", "Okänd webbläsare"),
        ("", "Okänd webbläsare"),
    ],
)
def test_a_device_has_two_words(line, said):
    assert devices.words(devices.named(line)) == said


def signed_in(real, agent):
    client = Client(headers={"user-agent": agent})
    client.post("/konto/logga-in/", {"login": real.email, "password": "en lång mening 7"})
    return client


def test_one_sees_one_s_own_sessions_and_ends_one_or_all_others(real, hanna, settings):
    settings.SAMSYN_SECOND_STEP = "optional"
    mine, phone, third = (signed_in(real, agent) for agent in (FIREFOX, SAFARI, EDGE))
    inside(hanna)
    text = mine.get(HERE).content.decode()
    assert "Firefox på Windows" in text and "Safari på iPhone" in text and "Edge på ChromeOS" in text
    assert text.count("Senast använd") == 3
    assert phone.session.session_key not in text
    found = services.sessions_of(real, mine.session.session_key)
    assert [one.is_current for one in found] == [True, False, False]
    mark = next(one.mark for one in found if one.device == "Safari på iPhone")
    mine.post(END, {"which": mark})
    assert phone.get(OPEN)["Location"].startswith("/konto/logga-in/")
    assert third.get(OPEN).status_code == 200
    mine.post(END, {"which": "andra"})
    assert third.get(OPEN)["Location"].startswith("/konto/logga-in/")
    assert mine.get(OPEN).status_code == 200
    assert LogEntry.objects.filter(event=Event.SESSIONS_ENDED, by_id=real.pk).count() == 2
    assert Session.objects.filter(member=hanna).exists()


def test_nobody_ends_another_s_session(hanna, astrid):
    inside(hanna)
    theirs = services.sessions_of(hanna, None)[0].mark
    with pytest.raises(UserError, match="redan slut"):
        services.end_session(member=astrid, mark=theirs)
    assert Session.objects.filter(member=hanna).exists()


def test_who_shows_again_who_she_is_gets_a_new_name_and_the_old_is_dead(real):
    client = signed_in(real, FIREFOX)
    old = client.session.session_key
    client.post("/konto/bekrafta/", {"password": "en lång mening 7", "next": "/konto/tva-steg/"})
    assert client.session.session_key != old
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = old
    assert thief.get(OPEN)["Location"].startswith("/konto/logga-in/")
    assert client.get(OPEN).status_code == 200


def test_a_new_password_ends_the_others_and_a_changed_second_step_offers_to(real):
    mine, phone = signed_in(real, FIREFOX), signed_in(real, SAFARI)
    page = mine.get("/konto/tva-steg/").content.decode()
    assert "En annan webbläsare är inloggad som du." in page and "Avsluta alla andra" in page
    new = "sju svarta svanar sov"
    said = {"oldpassword": "en lång mening 7", "password1": new, "password2": new}
    assert mine.post("/konto/losenord/", said).status_code == 302
    assert Session.objects.filter(member=real).count() == 1
    assert phone.get(OPEN)["Location"].startswith("/konto/logga-in/")
    assert mine.get(OPEN).status_code == 200


def test_sessions_that_are_over_are_swept_at_the_next_sign_in(hanna, astrid):
    inside(hanna)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    inside(astrid)
    assert list(Session.objects.values_list("member__name", flat=True)) == ["Astrid"]


def test_signing_out_leads_to_the_page_that_forgets_what_the_browser_kept(real):
    client = signed_in(real, FIREFOX)
    assert client.post("/konto/logga-ut/")["Location"] == "/konto/logga-in/"
    assert "people/left.mjs" in client.get("/konto/logga-in/").content.decode()


def asked_by(client, address):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    about = ("people_session", "people_member", "people_roleassignment", "people_organisation")
    return answer, [
        row["sql"] for row in asked.captured_queries if any(f'"{one}"' in row["sql"] for one in about)
    ]


def test_who_is_signed_in_and_what_she_does_is_one_question(hanna, norr, soder):
    client, address = inside(hanna), f"/par/{norr.slug}/moten/"
    RoleAssignment.objects.create(
        member=hanna, role=Role.ARCHIVIST, city=norr.city, pair=soder, valid_from=today()
    )
    client.get(address)
    answer, asked = asked_by(client, address)
    assert answer.status_code == 200
    assert len(asked) == 1
    member = answer.wsgi_request.user
    assert (member.pk, member.organisation.pk, member.name) == (hanna.pk, hanna.organisation_id, hanna.name)
    with CaptureQueriesContext(connection) as again:
        assert access.roles_in(member, soder) == {Role.ARCHIVIST}
        assert access.roles_in(member, norr) == {Role.REPORTER}
    assert len(again) == 0


def test_one_who_holds_nothing_is_signed_in_and_sees_no_pair(hanna, norr):
    client = inside(hanna)
    RoleAssignment.objects.filter(member=hanna).delete()
    answer, _asked = asked_by(client, f"/par/{norr.slug}/moten/")
    assert answer.status_code == 404
    assert answer.wsgi_request.user.pk == hanna.pk


def test_a_role_that_ends_or_begins_counts_from_the_next_request(hanna, astrid, norr):
    client, address = inside(hanna), f"/par/{norr.slug}/moten/"
    assert client.get(address).status_code == 200
    held = list(RoleAssignment.objects.filter(member=hanna))
    RoleAssignment.objects.filter(member=hanna).update(valid_to=today())  # says nothing to the process
    assert client.get(address).status_code == 404
    RoleAssignment.objects.filter(member=hanna).update(valid_to=None, waits=True, appointed_by=astrid)
    assert client.get(address).status_code == 404
    RoleAssignment.with_waiting.filter(pk__in=[one.pk for one in held]).update(waits=False)
    assert client.get(address).status_code == 200


def test_the_one_who_is_no_longer_let_in_is_out_at_once(hanna, norr):
    client = inside(hanna)
    assert client.get(OPEN).status_code == 200
    Member.objects.filter(pk=hanna.pk).update(is_active=False)
    assert client.get(OPEN)["Location"].startswith("/konto/logga-in/")


def test_a_session_s_row_that_names_another_member_lets_nobody_be_her(hanna, astrid):
    """Whose a session is, is signed within it; the row's column only leads there."""
    client = inside(hanna)
    Session.objects.update(member=astrid)
    assert client.get(OPEN).wsgi_request.user.pk == hanna.pk
