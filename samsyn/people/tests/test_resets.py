"""A new one-time password takes two persons, and gives nobody another's approval."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people import access, resets, services
from samsyn.people.models import Member, Organisation, Role, RoleAssignment
from samsyn.ui.clock import moved_to, now, today
from samsyn.ui.errors import UserError

HOME = "/medarbetare/exempelstaden/"


def ask(cast, key="astrid", *, both=False):
    return services.ask_for_reset(member=cast[key], with_second_step=both, by=cast["cilla"])


def give(member, role, city):
    RoleAssignment.objects.create(member=member, role=role, city=city, valid_from=today())
    return Member.objects.select_related("organisation__city").get(pk=member.pk)


def again(member):
    return Member.objects.select_related("organisation__city").get(pk=member.pk)


def carried_out(cast, key="astrid", *, both=False, yes="lena"):
    services.confirm_reset(reset=ask(cast, key, both=both), by=cast[yes])
    return services.renew_password(member=cast[key], by=cast["cilla"])


def test_two_persons_give_a_new_password_and_each_part_is_logged(cast):
    row = ask(cast)
    with pytest.raises(UserError, match="Det behövs två"):
        services.renew_password(member=cast["astrid"], by=cast["cilla"])
    services.confirm_reset(reset=row, by=cast["lena"])
    password = services.renew_password(member=cast["astrid"], by=cast["cilla"])
    astrid = again(cast["astrid"])
    assert astrid.check_password(password) and astrid.must_change_password
    events = LogEntry.objects.filter(object_id=str(astrid.pk)).order_by("seq")
    assert [(entry.event, entry.by_id) for entry in events][-3:] == [
        (Event.RESET_ASKED, cast["cilla"].pk),
        (Event.RESET_CONFIRMED, cast["lena"].pk),
        (Event.PASSWORD_RENEWED, cast["cilla"].pk),
    ]
    with pytest.raises(UserError, match="Det behövs två"):
        services.renew_password(member=astrid, by=cast["cilla"])


@pytest.mark.parametrize("who", ["cilla", "astrid", "hanna", "mats", "elsa", "gun", "farid"])
def test_who_asked_she_herself_the_other_authority_and_those_who_lead_nothing_confirm_nothing(cast, who):
    with pytest.raises(UserError, match="en annan administratör eller från en chef"):
        services.confirm_reset(reset=ask(cast), by=cast[who])


@pytest.mark.parametrize(
    ("who", "role"),
    [("lena", None), ("david", None), ("hanna", Role.UNIT_MANAGER), ("bo", Role.ADMINISTRATOR)],
)
def test_another_administrator_or_a_chief_of_her_own_authority_confirms(cast, city, who, role):
    by = give(cast[who], role, city) if role else cast[who]
    assert services.confirm_reset(reset=ask(cast), by=by).confirmed_by_id == by.pk


def test_only_an_administrator_asks_once_and_never_for_herself(cast):
    for who, member, said in (
        ("lena", "astrid", "inte administratör"),
        ("cilla", "cilla", "ditt eget lösenord"),
    ):
        with pytest.raises(UserError, match=said):
            services.ask_for_reset(member=cast[member], with_second_step=False, by=cast[who])
    ask(cast)
    with pytest.raises(UserError, match="redan en för Astrid"):
        ask(cast)


def test_a_request_is_void_after_three_days_and_a_new_one_takes_its_place(cast):
    row = ask(cast)
    services.confirm_reset(reset=row, by=cast["lena"])
    with moved_to(now() + timedelta(days=3, minutes=1)):
        with pytest.raises(UserError, match="Det behövs två"):
            services.renew_password(member=cast["astrid"], by=cast["cilla"])
        assert ask(cast).pk != row.pk


@pytest.mark.parametrize("who", ["astrid", "cilla", "lena"])
def test_she_herself_who_asked_and_who_may_confirm_can_say_no(cast, who):
    row = ask(cast)
    services.refuse_reset(reset=row, by=cast[who])
    with pytest.raises(UserError, match="begäran är öppen"):
        services.confirm_reset(reset=row, by=cast["lena"])
    assert again(cast["astrid"]).held_until is None


def test_whoever_does_not_concern_her_says_nothing(cast):
    with pytest.raises(UserError, match="inte du som svarar"):
        services.refuse_reset(reset=ask(cast), by=cast["mats"])


def test_nobody_approves_in_her_name_for_a_day_and_a_new_member_waits_as_long(cast, norr):
    assert access.may_approve(cast["astrid"], norr)
    carried_out(cast)
    astrid = again(cast["astrid"])
    rights = access.rights_in(astrid, norr)
    assert rights.may_read and rights.may_write and not rights.may_approve
    with pytest.raises(UserError, match="därför beslutar du ingenting före"):
        resets.must_be_free(astrid)
    with moved_to(now() + timedelta(hours=24, minutes=1)):
        assert access.may_approve(again(astrid), norr)
    social = Organisation.objects.get(name="Socialförvaltningen Norr")
    made, _password = services.add_member(
        name="Ny", title="", email="ny@x.example", organisation=social, by=cast["cilla"]
    )
    made = give(made, Role.COORDINATOR, norr.city)
    assert access.is_held(made) and not access.may_approve(made, norr)


def test_a_member_made_up_yesterday_confirms_nothing(cast, city):
    """An administrator makes a second administrator of her own: for the first day it is no second person."""
    made, _password = services.add_member(
        name="Påhitt",
        title="",
        email="p@x.example",
        organisation=cast["cilla"].organisation,
        by=cast["cilla"],
    )
    made = give(made, Role.ADMINISTRATOR, city)
    with pytest.raises(UserError, match="en annan administratör"):
        services.confirm_reset(reset=ask(cast), by=made)


def test_another_account_in_the_name_of_who_asked_is_no_second_person(cast, city):
    double = Member.objects.create_user(
        "c2@x.example", name=" CÍLLA", organisation=cast["cilla"].organisation
    )
    double = give(double, Role.ADMINISTRATOR, city)
    row = ask(cast)
    assert resets.to_answer(double) == []
    with pytest.raises(UserError, match="samma namn som den som begärde, Cilla"):
        services.confirm_reset(reset=row, by=double)


def test_one_of_the_two_is_of_her_own_authority(cast, city):
    """Two of the city never let one of them in as the chief of the police, who approves for the police."""
    second = give(cast["hanna"], Role.ADMINISTRATOR, city)
    row = ask(cast, "mats")
    assert resets.to_answer(second) == []
    with pytest.raises(UserError, match="en av er två ska höra till den myndigheten"):
        services.confirm_reset(reset=row, by=second)
    assert services.confirm_reset(reset=row, by=cast["elsa"]).confirmed_by == cast["elsa"]
    services.refuse_reset(reset=row, by=second)  # to say no takes nobody's place
    police = give(cast["karl"], Role.ADMINISTRATOR, city)
    row = services.ask_for_reset(member=cast["mats"], with_second_step=False, by=police)
    assert services.confirm_reset(reset=row, by=second).confirmed_by == second


def test_what_is_refused_while_it_is_carried_out_gives_no_password(cast, monkeypatch):
    """Read, refused by another, then locked: the row as it stands under the lock is what counts."""
    row = ask(cast)
    services.confirm_reset(reset=row, by=cast["lena"])
    open_for = resets.open_for

    def refused_meanwhile(member):
        found = open_for(member)
        services.refuse_reset(reset=row, by=cast["lena"])
        return found

    monkeypatch.setattr(resets, "open_for", refused_meanwhile)
    with pytest.raises(UserError, match="Det behövs två"):
        services.renew_password(member=cast["astrid"], by=cast["cilla"])


def test_nobody_names_a_deputy_in_her_name_for_a_day(cast):
    holding = cast["lena"].offices.get(deputy_for=None)
    carried_out(cast, "lena", yes="david")
    said = {"holding": holding, "member": cast["hanna"], "delegation": "N-1", "by": again(cast["lena"])}
    with pytest.raises(UserError, match="därför beslutar du ingenting före"):
        services.name_deputy(valid_from=today(), valid_to=today() + timedelta(days=1), **said)


def test_an_external_party_can_say_no_to_her_own_and_reads_nobody_else_s(client, cast, norr):
    company = Organisation.objects.create(city=norr.city, name="Bo AB", kind="housing-company", party="other")
    made = Member.objects.create_user("e@x.example", name="Eva", organisation=company)
    RoleAssignment.objects.create(
        member=made, role=Role.EXTERNAL_PARTY, city=norr.city, pair=norr, valid_from=today()
    )
    client.force_login(made)
    ask(cast)
    assert client.get(f"{HOME}losenord/").status_code == 404
    row = services.ask_for_reset(member=again(made), with_second_step=False, by=cast["cilla"])
    text = client.get(f"{HOME}losenord/").content.decode()
    assert "Eva" in text and "Astrid" not in text
    assert f'href="{HOME}losenord/"' in client.get("/installningar/").content.decode()
    client.post(f"{HOME}losenord/{row.pk}/", {"do": "no"})
    assert resets.open_for(made) is None
    assert client.get(f"{HOME}losenord/").status_code == 404


def used(member, authenticator):
    authenticator_used.send(
        sender=Authenticator, request=None, user=member, authenticator=authenticator, reauthenticated=False
    )
    return again(member)


def test_a_second_step_that_she_had_shows_that_it_is_she_and_one_made_after_does_not(cast):
    own = Authenticator.objects.create(
        user=cast["astrid"], type="totp", data={"secret": "A" * 32}, created_at=now() - timedelta(days=9)
    )
    carried_out(cast)
    astrid = again(cast["astrid"])
    made_after = Authenticator.objects.create(user=astrid, type="webauthn", data={})
    assert access.is_held(used(astrid, made_after))
    assert not LogEntry.objects.filter(event=Event.HOLD_ENDED).exists()
    assert not access.is_held(used(astrid, own))
    assert LogEntry.objects.get(event=Event.HOLD_ENDED).by_id == astrid.pk


def test_a_second_step_set_up_by_who_was_let_in_does_not_end_the_hold_of_the_next_reset(cast):
    """Two persons who reset twice the same day would else decide in her name at once."""
    carried_out(cast, both=True)
    first = now()
    Authenticator.objects.create(
        user=cast["astrid"],
        type="totp",
        data={"secret": "A" * 32},
        created_at=first + timedelta(hours=1),
    )
    with moved_to(first + timedelta(hours=2)):
        carried_out(cast)
        assert access.is_held(again(cast["astrid"]))
    assert not Authenticator.objects.filter(user=cast["astrid"]).exists()


def test_a_hold_that_came_in_the_same_moment_is_not_ended(cast):
    """She is read, then others give her a password anew: her step shows nothing of that."""
    own = Authenticator.objects.create(
        user=cast["astrid"], type="totp", data={"secret": "A" * 32}, created_at=now() - timedelta(days=9)
    )
    carried_out(cast)
    read_before = again(cast["astrid"])
    with moved_to(now() + timedelta(hours=1)):
        carried_out(cast)
        used(read_before, own)
        assert access.is_held(again(cast["astrid"]))


def test_the_second_step_stays_unless_it_was_asked_to_go(cast):
    for both, left in ((False, 1), (True, 0)):
        Authenticator.objects.get_or_create(user=cast["astrid"], type="totp", data={"secret": "A" * 32})
        carried_out(cast, both=both)
        assert Authenticator.objects.filter(user=cast["astrid"]).count() == left


def test_the_pages_lead_two_persons_through_it_and_tell_her_authority(client, cast):
    client.force_login(cast["cilla"])
    member = f"{HOME}{cast['astrid'].pk}/"
    assert "Begär ett nytt lösenord" in client.get(member).content.decode()
    client.post(f"{member}losenord/begar/", {"second_step": "on"})
    assert "Se begäran" in client.get(member).content.decode()
    row = resets.open_for(cast["astrid"])
    assert row.with_second_step
    own = client.get(f"{HOME}losenord/").content.decode()
    assert 'value="no"' in own and 'value="yes"' not in own
    client.force_login(cast["mats"])
    assert "Inget är begärt." in client.get(f"{HOME}losenord/").content.decode()
    assert client.post(f"{HOME}losenord/{row.pk}/", {"do": "yes"}).status_code == 404
    client.force_login(cast["lena"])
    text = client.get(f"{HOME}losenord/").content.decode()
    assert "Astrid" in text and 'value="yes"' in text
    assert f'href="{HOME}losenord/"' in client.get("/installningar/").content.decode()
    client.post(f"{HOME}losenord/{row.pk}/", {"do": "yes"})
    client.force_login(cast["cilla"])
    answer = client.post(f"{member}losenord/")
    password = answer.content.decode().split('class="once hash">')[1].split("<")[0]
    assert again(cast["astrid"]).check_password(password) and "no-store" in answer["Cache-Control"]
    client.force_login(cast["lena"])
    told = client.get(f"{HOME}losenord/").content.decode()
    assert (
        "Lösenordet byttes" in told
        and "Godkänner inte ännu" in told
        and "Astrid, Socialförvaltningen Norr" in told
    )


def test_she_is_told_at_sign_in(client, real, cast):
    real.held_until = now() + timedelta(hours=5)
    real.save()
    services.ask_for_reset(member=real, with_second_step=False, by=cast["cilla"])
    page = client.post(
        "/konto/logga-in/", {"login": real.email, "password": "en lång mening 7"}, follow=True
    ).content.decode()
    assert "Därför godkänner du ingenting före" in page
    assert "Någon har begärt ett nytt lösenord för dig." in page


@pytest.mark.parametrize("name", ["Bo", "bo", " BO ", "Bó", "b\u00f6"])
def test_nobody_takes_another_s_name(cast, name):
    with pytest.raises(UserError, match="heter"):
        services.change_member(member=cast["astrid"], name=name, title="", by=cast["astrid"])


def test_she_keeps_her_own_name_takes_that_of_one_who_left_and_an_administrator_writes_namesakes(
    client, cast
):
    services.change_member(member=cast["astrid"], name="  astrid ", title="ny", by=cast["astrid"])
    services.change_member(member=cast["hanna"], name="Karl", title="", by=cast["cilla"])
    services.close_member(member=cast["bo"], by=cast["cilla"])
    services.change_member(member=cast["astrid"], name="Bo", title="", by=cast["astrid"])
    client.force_login(cast["lena"])
    answer = client.post("/installningar/", {"name": "MATS", "title": ""})
    assert answer.status_code == 422
    assert "En annan medarbetare i Exempelstaden heter MATS." in answer.content.decode()
