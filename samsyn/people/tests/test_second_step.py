"""Who must have a second step, how its secrets lie, and that the last one stays."""

from __future__ import annotations

import stat
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people import sealing, second_step
from samsyn.people.models import Role, RoleAssignment
from samsyn.ui.clock import today

PASSWORD, STEPS, LOGIN = "en lång mening 7", "/konto/tva-steg/", "/konto/logga-in/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def sign_in(client, member):
    return client.post(LOGIN, {"login": member.email, "password": PASSWORD})


def give(member, role):
    RoleAssignment.objects.create(member=member, role=role, city=member.organisation.city, valid_from=today())
    return type(member).objects.get(pk=member.pk)


@pytest.mark.parametrize(
    ("rule", "role", "asked"),
    [
        ("optional", Role.ADMINISTRATOR, False),
        ("deciders", Role.ADMINISTRATOR, True),
        ("deciders", Role.COORDINATOR, True),
        ("deciders", Role.REPORTER, False),
        ("all", Role.REPORTER, True),
    ],
)
def test_of_whom_a_second_step_is_asked(real, settings, rule, role, asked):
    settings.SAMSYN_SECOND_STEP = rule
    assert second_step.is_asked_of(give(real, role)) == asked


def test_one_who_holds_an_office_decides_and_the_invented_without_password_are_never_asked(cast, settings):
    settings.SAMSYN_SECOND_STEP = "all"
    assert not any(second_step.is_asked_of(member) for member in cast.values())
    settings.SAMSYN_SECOND_STEP = "deciders"
    for key in ("mats", "lena", "astrid", "hanna"):
        cast[key].set_password(PASSWORD)
    assert [second_step.is_asked_of(cast[key]) for key in ("mats", "lena", "astrid", "hanna")] == [
        True,
        True,
        True,
        False,
    ]


def test_who_decides_sets_it_up_before_anything_else_and_cannot_take_the_last_away(
    client, real, django_capture_on_commit_callbacks
):
    give(real, Role.COORDINATOR)
    sign_in(client, real)
    for address in ("/", "/installningar/", "/ordlista/"):
        assert client.get(address)["Location"] == STEPS
    page = client.get(STEPS).content.decode()
    assert "Ditt arbete kräver ett andra steg" in page and "Till inställningarna" not in page
    client.post("/konto/bekrafta/", {"password": PASSWORD, "next": "/konto/tva-steg/sla-pa/"})
    secret = client.get("/konto/tva-steg/sla-pa/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/tva-steg/sla-pa/", {"code": code_of(secret)})
    assert client.get("/installningar/").status_code == 200
    assert "Till inställningarna" in client.get(STEPS).content.decode()
    kept = Authenticator.objects.get(user=real, type="totp").data["secret"]
    assert secret not in kept and sealing.opened(kept) == secret
    assert sealing.is_sealed(Authenticator.objects.get(user=real, type="recovery_codes").data["seed"])
    refused = client.post("/konto/tva-steg/sla-av/", {})
    assert "Lägg till en app eller en lösennyckel först." in refused.content.decode()
    assert second_step.kinds_of(real) == {"totp"}


def test_secrets_kept_before_are_read_and_the_migration_seals_them(client, real):
    rows = [
        Authenticator.objects.create(user=real, type="totp", data={"secret": SECRET}),
        Authenticator.objects.create(
            user=real, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 0}
        ),
    ]
    codes = rows[1].wrap().get_unused_codes()
    assert sign_in(client, real)["Location"] == "/konto/tva-steg/kod/"
    assert client.post("/konto/tva-steg/kod/", {"code": code_of(SECRET)}).status_code == 302
    migration = import_module("samsyn.people.migrations.0004_sessions_and_resets")
    migration.seal_what_is_open(apps, None)
    for row in rows:
        row.refresh_from_db()
    assert sealing.is_sealed(rows[0].data["secret"]) and sealing.is_sealed(rows[1].data["seed"])
    assert rows[1].wrap().get_unused_codes() == codes
    assert sealing.opened(rows[0].data["secret"]) == SECRET
    migration.open_what_is_sealed(apps, None)
    rows[0].refresh_from_db()
    assert rows[0].data["secret"] == SECRET


def test_the_key_lies_outside_the_database_and_is_never_made_anew_for_what_is_sealed():
    box = sealing.seal("hemligt")
    path = sealing.key_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sealing.seal("hemligt") != box and sealing.opened(box) == "hemligt"
    with pytest.raises(sealing.SealError, match="was changed"):
        sealing.opened(box[:-6] + "AAAAAA")
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(sealing.SealError, match="is missing"):
        sealing.opened(box)
    sealing.seal("annat")
    with pytest.raises(sealing.SealError, match="is not the key"):
        sealing.opened(box)
    path.write_bytes(kept)
    assert sealing.opened(box) == "hemligt"


def test_a_passkey_is_asked_for_with_finger_face_or_number_and_to_be_kept_in_the_device(client, real):
    sign_in(client, real)
    client.post("/konto/bekrafta/", {"password": PASSWORD, "next": "/konto/tva-steg/nyckel/"})
    page = client.get("/konto/tva-steg/nyckel/")
    for word in ("residentKey", "required", "userVerification"):
        assert word in page.context["options"]
    assert '"name": "Samsyn"' in page.context["options"]
    for sent in ({}, {"credential": "{}"}, {"credential": '{"id": 1}'}, {"credential": "x"}):
        assert client.post("/konto/tva-steg/nyckel/", sent).status_code == 422
    assert not Authenticator.objects.filter(user=real).exists()


def test_an_answer_that_no_key_gave_signs_nobody_in_and_is_logged(client, real):
    assert (
        "request_options"
        in client.get("/konto/logga-in/nyckel/", headers={"accept": "application/json"}).json()
    )
    for sent in (
        "",
        "{}",
        '{"id": "x", "rawId": "eA", "type": "public-key", "response": {"userHandle": "Mg"}}',
    ):
        answer = client.post("/konto/logga-in/nyckel/", {"credential": sent}, follow=True)
        assert "logga in med lösenord" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert LogEntry.objects.filter(event=Event.SIGN_IN_FAILED).count() == 3
