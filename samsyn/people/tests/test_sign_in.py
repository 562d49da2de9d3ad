from __future__ import annotations

import subprocess
import sys

import pytest
from django.core.cache import cache
from django.urls import reverse

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people.models import Member

LOGIN = "/konto/logga-in/"
PASSWORD = "en lång mening 7"


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def test_a_member_signs_in_and_out_and_both_are_logged(client, real):
    response = sign_in(client, "riktig@goteborg.example")
    assert response.status_code == 302
    assert response["Location"] == "/"
    client.post("/konto/logga-ut/")
    events = list(LogEntry.objects.filter(object_type="people.member").values_list("event", flat=True))
    assert events[:2] == [Event.SIGNED_OUT, Event.SIGNED_IN]


def test_a_wrong_password_says_so_and_keeps_the_address_but_never_the_password(client, real):
    response = sign_in(client, "riktig@goteborg.example", "fel-lösenord")
    text = response.content.decode()
    assert response.status_code == 422
    assert "Kontrollera båda och försök igen." in text
    assert 'value="riktig@goteborg.example"' in text
    assert "fel-lösenord" not in text
    entry = LogEntry.objects.latest("seq")
    assert (entry.event, entry.object_id) == (Event.SIGN_IN_FAILED, str(real.pk))
    assert "fel-lösenord" not in entry.facts


def test_of_an_unknown_address_the_log_keeps_nothing(client, real):
    sign_in(client, "okand@annan.example", "vad som helst")
    entry = LogEntry.objects.latest("seq")
    assert entry.object_id == ""
    assert entry.facts == '{"is_known":false,"is_locked":false}'


def test_after_five_wrong_passwords_even_the_right_one_waits_and_others_do_not(client, real, cast):
    other = Member.objects.create_user(
        "annan@goteborg.example", PASSWORD, name="Ove", organisation=real.organisation
    )
    for _attempt in range(5):
        sign_in(client, "riktig@goteborg.example", "fel")
    assert '"is_locked":true' in LogEntry.objects.latest("seq").facts
    response = sign_in(client, "Riktig@Goteborg.example ")
    assert response.status_code == 422
    assert "Vänta fem minuter och försök igen" in response.content.decode()
    assert sign_in(client, other.email).status_code == 302


def test_another_process_counts_the_same_attempts(settings, tmp_path):
    """A lockout holds over all workers: what this process counts, a new process sees, and pages' cache stays here."""
    cache.set("allauth:rl:test", [1.0], 60)
    cache.set("page", "here", 60)
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        f"settings.CACHES['shared']['LOCATION'] = {str(tmp_path / 'cache')!r}\n"
        "from django.core.cache import cache\n"
        "print(cache.get('allauth:rl:test'), cache.get('page'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={
            "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
            "SAMSYN_DATA": str(tmp_path),
            "SAMSYN_LOG_LEVEL": "ERROR",
            "PATH": "",
        },
    )
    assert done.stdout.split("\n")[0] == "[1.0] None"


def test_only_one_of_many_takes_the_lock():
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _n: cache.add("allauth:lock", True, 30), range(16)))
    assert taken.count(True) == 1


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_email_verification_sent",
        "account_confirm_login_code",
    ],
)
def test_nobody_signs_up_or_changes_address(client, real, name):
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {"email": "ny@x.example", "password1": PASSWORD}).status_code == 404


def test_a_forgotten_password_leads_to_the_administrator(client, db):
    text = client.get("/konto/glomt-losenord/").content.decode()
    assert "Be din administratör om ett engångslösenord." in text


def test_a_one_time_password_must_be_changed_first(client, real):
    real.must_change_password = True
    real.save()
    sign_in(client, real.email)
    assert client.get("/installningar/")["Location"] == "/konto/losenord/"
    page = client.get("/konto/losenord/").content.decode()
    assert "Välj ett eget lösenord" in page
    new = "ett helt annat lösenord"
    answer = client.post("/konto/losenord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    real.refresh_from_db()
    assert not real.must_change_password
    assert LogEntry.objects.filter(event=Event.PASSWORD_CHANGED, by_id=real.pk).exists()
    assert client.get("/ordlista/").status_code == 200


def test_the_new_password_may_not_be_the_old_one_or_short(client, real):
    client.force_login(real)
    same = client.post(
        "/konto/losenord/", {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    )
    assert same.status_code == 422
    assert "Välj ett annat lösenord." in same.content.decode()
    short = client.post(
        "/konto/losenord/", {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    )
    assert short.status_code == 422


def test_a_second_step_is_switched_on_asked_for_and_counted(client, real, django_capture_on_commit_callbacks):
    from allauth.mfa.totp.internal import auth as totp

    sign_in(client, real.email)
    asked = client.get("/konto/tva-steg/sla-pa/", follow=True)
    assert "Skriv därför ditt lösenord en gång till." in asked.content.decode()
    again = {"password": PASSWORD, "next": "/konto/tva-steg/sla-pa/"}
    assert client.post("/konto/bekrafta/", {**again, "password": "fel"}).status_code == 422
    page = client.post("/konto/bekrafta/", again, follow=True)
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post("/konto/tva-steg/sla-pa/", {"code": "000000x"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/konto/tva-steg/sla-pa/", {"code": code}, follow=True)
    assert "Dina reservkoder" in done.content.decode()
    spare = done.context["unused_codes"][0]
    assert LogEntry.objects.filter(event=Event.SECOND_FACTOR_ADDED, by_id=real.pk).exists()
    client.post("/konto/logga-ut/")
    assert sign_in(client, real.email)["Location"] == "/konto/tva-steg/kod/"
    for _attempt in range(5):
        wrong = client.post("/konto/tva-steg/kod/", {"code": "111111"})
    assert wrong.status_code == 422
    assert "Koden stämmer inte." in wrong.content.decode()
    locked = client.post("/konto/tva-steg/kod/", {"code": spare})
    assert "Vänta fem minuter" in locked.content.decode()
    cache.clear()
    from django.core.cache import caches

    caches["shared"].clear()
    assert client.post("/konto/tva-steg/kod/", {"code": spare}).status_code == 302
    assert LogEntry.objects.latest("seq").event == Event.SIGNED_IN


def test_a_closed_member_is_told_so_and_does_not_come_in(client, real):
    real.is_active = False
    real.save()
    response = client.post(LOGIN, {"login": real.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert "Din inloggning är stängd" in response.content.decode()
