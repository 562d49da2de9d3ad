"""Nobody of one authority appoints who decides for the other: what an outsider gives waits for the member's own (ADR 0020)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from samsyn.agreements import signers
from samsyn.agreements.access_promises import may_publish, publishers
from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.cli import main
from samsyn.people import access, appointments, deputies, queries, resets, services
from samsyn.people.models import Member, Office, OfficeHolding, Organisation, Party, Role, RoleAssignment
from samsyn.people.place_rules import Rules
from samsyn.places import services as places
from samsyn.ui.clock import moved_to, now, today
from samsyn.ui.errors import UserError
from tests.worlds import shared

HOME = "/medarbetare/exempelstaden/"
PAGE = f"{HOME}uppdrag/"
DAY = timedelta(days=1)


def again(member):
    return Member.objects.select_related("organisation__city").get(pk=member.pk)


def newcomer(organisation, name="Pia", *, held=False):
    made = Member.objects.create_user(f"{name.lower()}@x.example", name=name, organisation=organisation)
    if held:
        Member.objects.filter(pk=made.pk).update(held_until=now() + DAY)
    return again(made)


def give_office(member, pair, by, **more):
    office = Office.LOCAL_POLICE_CHIEF if member.party == Party.POLICE else Office.SOCIAL_DIRECTOR
    said = {"valid_from": today(), "organisation": member.organisation, **more}
    return services.give_office(member=member, office=office, pair=pair, by=by, **said)


def give_role(member, role, city, by, pair=None):
    return services.give_role(member=member, role=role, city=city, pair=pair, valid_from=today(), by=by)


def direct(member, role, city):
    """A role that stands since before, as in a city that works."""
    RoleAssignment.objects.create(member=member, role=role, city=city, valid_from=today() - DAY)
    return again(member)


def ordered(*words):
    """The exit code of the server's command."""
    with pytest.raises(SystemExit) as end:
        main.main(list(words))
    return end.value.code


@shared
def pia(mats):
    """One of the local police, made up by Cilla."""
    return newcomer(mats.organisation)


@shared
def chief(pia, norr, cilla):
    return give_office(pia, norr, cilla)


@shared
def officer(pia, norr, cilla):
    return give_role(pia, Role.MUNICIPAL_OFFICER, norr.city, cilla, norr)


def succeeds(service, **said):
    try:
        with transaction.atomic():
            service(**said)
            transaction.set_rollback(True)
    except UserError:
        return False
    return True


def test_exactly_those_who_lead_in_her_own_authority_confirm(cast, city, chief, officer, norr):
    unit = newcomer(cast["mats"].organisation, "Urban")
    direct(unit, Role.UNIT_MANAGER, city)
    for row in (chief, officer):
        able = {
            who for who, one in cast.items() if succeeds(services.confirm_appointment, row=row, by=again(one))
        }
        assert able == {"elsa", "mats"}
        assert able == {who for who, one in cast.items() if row in appointments.to_confirm(again(one), city)}
        assert [one.name for one in appointments.confirmers(row)] == ["Elsa", "Mats", "Urban"]
    theirs = give_office(
        newcomer(cast["lena"].organisation, "Stina"), norr, direct(cast["karl"], Role.ADMINISTRATOR, city)
    )
    assert theirs.waits  # and the other way about
    able = {
        who for who, one in cast.items() if succeeds(services.confirm_appointment, row=theirs, by=again(one))
    }
    assert able == {"cilla", "david", "lena"}


def test_while_it_waits_it_opens_nothing_and_is_counted_nowhere(
    client, cast, city, norr, pia, chief, officer
):
    leader = give_role(pia, Role.UNIT_MANAGER, city, cast["cilla"])
    boss = give_role(pia, Role.ADMINISTRATOR, city, cast["cilla"])
    assert all(row.waits for row in (chief, officer, leader, boss))
    one, rights = again(pia), access.rights_in(again(pia), norr)
    assert not (
        rights.may_read or rights.may_write or rights.may_report or rights.may_approve or rights.may_register
    )
    assert not (
        may_publish(one, norr) or access.decides(one) or access.audits(one) or access.reads_pairs(one)
    )
    assert not (access.leads_in(one, city) or access.administers(one, city) or access.capacity(one, norr))
    assert not (access.visible_pairs(one).exists() or access.visible_cities(one).exists())
    assert not resets.answers_for(one, cast["bo"]) and one not in publishers(norr)
    assert not deputies.may_name(one, chief) and not access.is_in_office(chief, today())
    assert one not in [row.member for row in signers.holdings(norr, chief.office, on=today())]
    assert one not in signers.possible(norr, chief.office)
    assert queries.deciders(norr)["police"] == "Mats, lokalpolisområdeschef"
    assert queries.with_duties(one).duties == []
    assert one.name not in [member.name for member in appointments.confirmers(officer)]
    assert not OfficeHolding.objects.filter(pk=chief.pk).exists() and not one.offices.exists()
    assert not RoleAssignment.objects.filter(member=pia).exists()
    client.force_login(pia)
    for address in ("/par/exempelstaden-norr/", "/par/exempelstaden-norr/lagesbild/", HOME, PAGE, "/logg/"):
        assert client.get(address).status_code in {403, 404}
    assert "Du har ingen roll." in client.get("/installningar/").content.decode()


def test_confirmed_it_gives_its_right_and_each_part_is_logged_for_both(
    client, cast, norr, pia, chief, officer
):
    services.confirm_appointment(row=chief, by=cast["mats"])
    row = services.confirm_appointment(row=officer, by=cast["elsa"])
    assert (row.confirmed_by, row.waits) == (cast["elsa"], False)
    one = again(pia)
    assert access.may_approve(one, norr) and access.may_write(one, norr) and may_publish(one, norr)
    assert access.leads_in(one, norr.city)
    said = LogEntry.objects.filter(object_type="places.city").order_by("seq").values_list("event", "by_id")
    assert list(said)[-4:] == [
        (Event.APPOINTMENT_WAITS, cast["cilla"].pk),
        (Event.APPOINTMENT_WAITS, cast["cilla"].pk),
        (Event.APPOINTMENT_CONFIRMED, cast["mats"].pk),
        (Event.APPOINTMENT_CONFIRMED, cast["elsa"].pk),
    ]
    for who in ("bo", "lena", "gun"):
        client.force_login(cast[who])
        text = client.get("/logg/").content.decode()
        assert "bekräftade ett uppdrag för sin egen myndighet" in text
        assert "gav ett uppdrag som väntar" in text


def test_nobody_confirms_her_own_nor_by_another_account_nor_while_she_is_held(cast, city, norr, chief):
    pia, cilla, local = cast["mats"], cast["cilla"], cast["mats"].organisation
    again_chief = give_office(pia, norr, cilla)  # Mats gets it once more
    with pytest.raises(UserError, match="gäller dig själv"):
        services.confirm_appointment(row=again_chief, by=pia)
    for name, said in (("Piá", "gäller dig själv"), ("CILLA", "du som har gett det")):
        twin = newcomer(local, name)
        direct(twin, Role.UNIT_MANAGER, city)
        with pytest.raises(UserError, match=said):
            services.confirm_appointment(row=chief, by=twin)
    direct(newcomer(local, "Hugo"), Role.UNIT_MANAGER, city)
    Member.objects.filter(name="Hugo").update(held_until=now() + DAY)
    with pytest.raises(UserError, match="därför beslutar du ingenting"):
        services.confirm_appointment(row=chief, by=Member.objects.get(name="Hugo"))
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeHolding.with_waiting.filter(pk=chief.pk).update(confirmed_by=cilla)


def test_who_was_moved_or_closed_since_confirms_nothing(cast, city, chief):
    mats, elsa = cast["mats"], cast["elsa"]  # as their open pages know them
    Member.objects.filter(pk=mats.pk).update(organisation=cast["lena"].organisation)
    Member.objects.filter(pk=elsa.pk).update(is_active=False)
    for by in (mats, elsa):
        with pytest.raises(UserError, match="medarbetarens egen myndighet"):
            services.confirm_appointment(row=chief, by=by)
    assert OfficeHolding.with_waiting.get(pk=chief.pk).waits


def test_it_is_answered_once_and_only_while_it_waits(cast, norr, pia, chief, officer):
    other = OfficeHolding.with_waiting.get(pk=chief.pk)  # the same second, in another browser
    services.confirm_appointment(row=chief, by=cast["mats"])
    with pytest.raises(UserError, match="väntar inte längre"):
        services.confirm_appointment(row=other, by=cast["elsa"])
    with pytest.raises(UserError, match="väntar inte längre"):
        services.refuse_appointment(row=other, by=cast["elsa"])
    stale = RoleAssignment.with_waiting.get(pk=officer.pk)
    services.refuse_appointment(row=officer, by=cast["mats"])
    with pytest.raises(UserError, match="väntar inte längre"):
        services.confirm_appointment(row=stale, by=cast["elsa"])
    services.end_role(row=stale, by=cast["cilla"])  # nothing is left to end
    assert LogEntry.objects.filter(event=Event.APPOINTMENT_REFUSED).count() == 1
    ended = give_role(pia, Role.REPORTER, norr.city, cast["cilla"], norr)
    services.end_role(row=ended, by=cast["cilla"])
    short = give_office(pia, norr, cast["cilla"], valid_to=today() + DAY)
    for row, at in ((ended, now()), (short, now() + DAY)):
        with moved_to(at), pytest.raises(UserError, match="väntar inte längre"):
            services.confirm_appointment(row=row, by=cast["elsa"])


def test_the_row_is_locked_before_anything_is_asked(cast, chief):
    with CaptureQueriesContext(connection) as asked:
        services.confirm_appointment(row=chief, by=cast["mats"])
    sql = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
    assert "people_officeholding" in sql[0]
    assert connection.vendor == "sqlite" or "FOR UPDATE OF" in sql[0]


def test_while_nothing_waits_the_first_page_asks_one_question(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert appointments.to_answer(cast["elsa"]) == ([], [])


def test_who_ends_what_was_confirmed_since_ends_it_as_any_other(cast, chief):
    stale = OfficeHolding.with_waiting.get(pk=chief.pk)
    services.confirm_appointment(row=chief, by=cast["mats"])
    services.end_office(row=stale, by=cast["cilla"])
    assert not OfficeHolding.with_waiting.filter(pk=chief.pk).exists()
    assert LogEntry.objects.filter(event=Event.OFFICE_ENDED, object_id=str(chief.pk)).exists()


def test_saying_no_is_for_her_authority_and_for_who_gave_it(cast, chief):
    able = {who for who, one in cast.items() if succeeds(services.refuse_appointment, row=chief, by=one)}
    assert able == {"cilla", "elsa", "mats"}


def test_where_nobody_has_ever_led_it_holds_at_once_and_never_again_after(cast, norr):
    cilla = cast["cilla"]
    town = places.add_city(name="Nystad", by=cilla)
    Rules().settle(town, by=cilla, since=today())
    police, cilla = Organisation.objects.get(city=town, party="police"), again(cilla)
    first, second = newcomer(police, "Ada"), newcomer(police, "Eva")
    assert not give_role(first, Role.ANALYST, town, cilla).waits  # she leads nothing
    assert not give_office(second, None, cilla, valid_from=today() + 9 * DAY).waits  # nor does she, yet
    leads = give_role(first, Role.UNIT_MANAGER, town, cilla)
    assert not leads.waits and access.leads_in(again(first), town)
    alone = LogEntry.objects.filter(event=Event.APPOINTED_UNCONFIRMED, object_id=str(town.pk))
    assert alone.count() == 3
    assert give_role(second, Role.REPORTER, town, cilla).waits
    services.end_role(row=leads, by=cilla)  # today's row is removed whole
    assert not RoleAssignment.with_waiting.filter(pk=leads.pk).exists()
    assert give_office(second, None, cilla).waits
    with moved_to(now() - 400 * DAY):
        assert appointments.has_led(town, "police")


def test_ending_the_others_last_office_gains_nothing(cast, city, pia):
    for row in OfficeHolding.objects.filter(organisation__party="police", deputy_for=None):
        services.end_office(row=row, by=cast["cilla"])
    row = give_office(pia, None, cast["cilla"])
    assert row.waits and appointments.confirmers(row) == []


def test_the_server_confirms_when_nobody_can_and_only_then(capsys, cast, pia, norr, chief, client):
    order = ["member", "confirm", "--city", "Exempelstaden", "--email", pia.email]
    assert ordered(*order) == 1
    assert "Elsa, Mats kan göra det i programmet" in capsys.readouterr().err
    for row in OfficeHolding.objects.filter(organisation__party="police", deputy_for=None):
        services.end_office(row=row, by=cast["cilla"])
    client.force_login(cast["cilla"])
    text = client.get(PAGE).content.decode()
    assert "Ingen i den egna myndigheten kan bekräfta i dag." in text and "samsyn member confirm" in text
    assert ordered(*order) == 0
    assert "Pia är lokalpolisområdeschef i Exempelstaden." in capsys.readouterr().out
    assert access.leads_in(again(pia), norr.city)
    entry = LogEntry.objects.filter(event=Event.APPOINTMENT_CONFIRMED).get()
    assert entry.by_id is None
    assert ordered(*order) == 1


def test_her_own_authority_appoints_at_once_and_an_external_party_has_none(cast, city, norr):
    stina = newcomer(cast["lena"].organisation, "Stina")
    assert not give_office(stina, norr, cast["cilla"]).waits
    outside = newcomer(Organisation.objects.get(city=city, party="other"), "Ola")
    assert not give_role(outside, Role.EXTERNAL_PARTY, city, cast["cilla"], norr).waits
    boss = direct(cast["karl"], Role.ADMINISTRATOR, city)
    assert not give_role(cast["bo"], Role.ANALYST, city, boss).waits


def test_an_office_has_its_deputy_from_its_own_people_alone(cast, city, chief, pia):
    office = cast["mats"].offices.get()
    said = {"member": cast["bo"], "valid_from": today(), "valid_to": today() + DAY, "delegation": "N-1"}
    with pytest.raises(UserError, match="administratören hos samma part"):
        services.name_deputy(holding=office, by=cast["cilla"], **said)
    for by in (pia, direct(cast["karl"], Role.ADMINISTRATOR, city)):  # nor of one that waits
        with pytest.raises(UserError, match="Bara den som har ämbetet i dag"):
            services.name_deputy(holding=chief, by=by, **said)
    services.name_deputy(holding=office, by=again(cast["karl"]), **said)


def test_no_service_moves_a_member_and_who_is_moved_holds_no_office_of_the_authority_she_left(
    client, cast, norr
):
    client.force_login(cast["cilla"])
    fields = {"name": "Mats", "title": "chef", "organisation": cast["lena"].organisation_id}
    client.post(f"{HOME}{cast['mats'].pk}/uppgifter/", fields)
    assert again(cast["mats"]).party == Party.POLICE and access.may_approve(again(cast["mats"]), norr)
    Member.objects.filter(pk=cast["mats"].pk).update(organisation=cast["lena"].organisation)
    moved = again(cast["mats"])
    assert not (access.may_approve(moved, norr) or access.leads_in(moved, norr.city))
    assert not access.rights_in(moved, norr).may_read and "police" not in queries.deciders(norr)


def test_the_pages_say_it_and_lead_there(client, cast, norr, pia, chief, officer):
    said, link = "Bekräfta eller säg nej: Pia, lokalpolisområdeschef", f'href="{PAGE}"'
    for who, tells in (("mats", True), ("bo", False), ("lena", False)):
        client.force_login(cast[who])
        assert ((text := client.get("/par/exempelstaden-norr/").content.decode()).count(said) == 1) is tells
        assert (link in text) is tells
    client.force_login(cast["elsa"])
    text = client.get("/").content.decode()
    assert said in text and "Väntar på dig, Elsa" in text
    client.force_login(cast["cilla"])
    text = client.get(HOME).content.decode()
    assert text.count("väntar på bekräftelse från polisen") == 2 and link in text
    assert client.get(f"{HOME}{pia.pk}/").content.decode().count("väntar på bekräftelse från polisen") == 2
    text = client.get(PAGE).content.decode()
    assert "Ta tillbaka" in text and 'value="yes"' not in text and "Kan bekräfta i dag: Elsa, Mats." in text
    client.force_login(cast["mats"])
    assert client.get(PAGE).content.decode().count('value="yes"') == 2
    assert client.post(f"{PAGE}ambete/{chief.pk}/", {"do": "yes"}, follow=True).status_code == 200
    assert client.post(f"{PAGE}roll/{officer.pk}/", {"do": "no"}, follow=True).status_code == 200
    text = client.get(PAGE).content.decode()
    assert "bekräftat av Mats" in text and "Inget uppdrag väntar." in text
    assert client.post(f"{PAGE}sak/{chief.pk}/", {"do": "yes"}).status_code == 404
    client.force_login(cast["lena"])
    assert client.post(f"{PAGE}ambete/{chief.pk}/", {"do": "yes"}).status_code == 404
