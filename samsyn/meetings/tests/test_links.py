"""Calendar links: secret, kept as a checksum, renewed when they leak, and never wider than the member's rights today."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.audit.models import LogEntry
from samsyn.meetings import services
from samsyn.meetings.models import CalendarLink
from samsyn.meetings.tests import world
from samsyn.people.models import RoleAssignment
from samsyn.ui.clock import moved_to, now, today
from samsyn.ui.errors import UserError
from tests.worlds import shared


@shared
def made(cast, norr):
    world.plan(norr, by=cast["astrid"])
    return services.make_link(member=cast["astrid"], city=norr.city, pair=norr)


def fetched(client, token):
    return client.get(reverse("meetings:feed", args=[token]))


def test_the_file_comes_without_sign_in_and_is_kept_by_nobody(client, made):
    answer = fetched(client, made[1])
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store" and answer["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer and not answer.cookies
    shown = answer.content.decode().replace("\r\n ", "")
    assert "SUMMARY;LANGUAGE=sv:Styrgrupp Norr kl. 13.00" in shown
    assert "X-WR-CALNAME;LANGUAGE=sv:Exempeldata. Årshjul Norr" in shown
    assert "URL:http://testserver/par/" in shown


def test_the_file_names_no_person(client, made, cast):
    shown = fetched(client, made[1]).content.decode()
    assert not any(member.name in shown or member.email in shown for member in cast.values())


def test_the_link_is_kept_as_a_checksum_and_stands_in_no_log(made):
    link, token = made
    link.refresh_from_db()
    assert link.token_checksum == hashlib.sha256(token.encode()).hexdigest() and len(token) >= 43
    assert token not in json.dumps([entry.facts for entry in LogEntry.objects.all()])
    values = [str(value) for value in CalendarLink.objects.values_list().get()]
    assert token not in values


def test_a_leaked_link_is_renewed_and_the_old_one_stops_at_once(client, made, astrid):
    link, old = made
    _link, new = services.renew_link(link=link, by=astrid)
    assert fetched(client, old).status_code == 404
    assert fetched(client, new).status_code == 200
    assert CalendarLink.objects.count() == 1


def test_a_revoked_link_gives_nothing_and_cannot_be_renewed(client, made, astrid):
    link, token = made
    services.revoke_link(link=link, by=astrid)
    assert fetched(client, token).status_code == 404
    with pytest.raises(UserError, match="Länken är redan avslutad"):
        services.renew_link(link=link, by=astrid)
    services.make_link(member=astrid, city=link.city, pair=link.pair)  # a new one may be made


@pytest.mark.parametrize("token", ["x", "a" * 43, "å" * 43, "a" * 5000, "%00"])
def test_what_is_no_link_is_not_found(client, made, token):
    assert client.get(f"/kalender/{token}.ics").status_code == 404


def test_a_member_who_is_withdrawn_from_the_pair_gets_nothing(client, made, astrid, norr):
    RoleAssignment.objects.filter(member=astrid, pair=norr).update(valid_to=today())
    assert fetched(client, made[1]).status_code == 404


def test_a_member_whose_sign_in_is_closed_gets_nothing(client, made, astrid):
    astrid.is_active = False
    astrid.save()
    assert fetched(client, made[1]).status_code == 404


def test_a_role_that_ends_tomorrow_ends_the_link_tomorrow(client, made, astrid, norr):
    RoleAssignment.objects.filter(member=astrid, pair=norr).update(valid_to=today() + timedelta(days=1))
    assert fetched(client, made[1]).status_code == 200
    with moved_to(now() + timedelta(days=1)):
        assert fetched(client, made[1]).status_code == 404


def test_the_citys_link_shows_the_pairs_that_one_may_read_today(client, cast, norr, soder):
    world.plan(norr, by=cast["astrid"])
    services.add_point(
        city=norr.city, pair=soder, by=cast["farid"], title="Söders dag", month=3, first_year=2024
    )
    tokens = {
        who: services.make_link(member=cast[who], city=norr.city, pair=None)[1] for who in ("farid", "gun")
    }
    farid, gun = (
        fetched(client, tokens[who]).content.decode().replace("\r\n ", "") for who in ("farid", "gun")
    )
    assert "Söder: Söders dag" in farid and "Styrgrupp Norr" not in farid
    assert "Söder: Söders dag" in gun and "Norr: Styrgrupp Norr" in gun


def test_the_day_of_the_last_use_is_kept_and_nothing_is_logged(client, made):
    count = LogEntry.objects.count()
    for _again in range(3):
        fetched(client, made[1])
    assert CalendarLink.objects.get().last_used_on == today()
    assert LogEntry.objects.count() == count


def test_events_keep_their_names_when_titles_change(client, cast, norr, made):
    def names():
        lines = fetched(client, made[1]).content.decode().replace("\r\n ", "").split("\r\n")
        return {line for line in lines if line.startswith("UID:")}

    before = names()
    forum = world.forum_of(norr)
    forum.name = "Styrgruppen"
    forum.save()
    assert names() == before and before


def test_a_link_speaks_the_language_in_which_it_was_made(client, cast, norr):
    from django.utils.translation import override

    with override("en"):
        link, _token = services.make_link(member=cast["bo"], city=norr.city, pair=norr)
    assert link.language == "en"


def test_nobody_makes_two_links_to_the_same_year_or_one_to_what_she_may_not_read(cast, norr, soder, made):
    with pytest.raises(UserError, match="Du har redan en länk till det årshjulet"):
        services.make_link(member=cast["astrid"], city=norr.city, pair=norr)
    with pytest.raises(UserError, match="Du får inte läsa det årshjulet i dag"):
        services.make_link(member=cast["astrid"], city=soder.city, pair=soder)


# the page


def test_the_page_shows_a_new_link_once(client, cast, norr):
    client.force_login(cast["astrid"])
    assert "Du har ingen kalenderlänk" in client.get(reverse("meetings:links")).content.decode()
    answer = client.post(reverse("meetings:link_make"), {"ar": f"par-{norr.pk}"})
    shown = answer.content.decode()
    assert answer.status_code == 200 and "Den visas bara den här gången" in shown
    address = shown.split('id="adress">')[1].split("<")[0]
    assert client.get(address).status_code == 200
    assert address not in client.get(reverse("meetings:links")).content.decode()


def test_the_page_renews_and_ends_a_link(client, cast, norr, made):
    client.force_login(cast["astrid"])
    link, token = made
    shown = client.post(reverse("meetings:link_renew", args=[link.pk])).content.decode()
    assert "Din länk till Norr" in shown and token not in shown
    answer = client.post(reverse("meetings:link_revoke", args=[link.pk]), follow=True)
    assert "Adressen slutade att fungera nu." in answer.content.decode()


def test_nobody_touches_the_link_of_another(client, cast, made):
    client.force_login(cast["bo"])
    for name in ("link_renew", "link_revoke"):
        assert client.post(reverse(f"meetings:{name}", args=[made[0].pk])).status_code == 404


@pytest.mark.parametrize("asked", ["", "par-0", "stad-0", "par-x", "annat-1"])
def test_a_link_to_what_one_may_not_read_is_not_found(client, cast, norr, asked):
    client.force_login(cast["astrid"])
    assert client.post(reverse("meetings:link_make"), {"ar": asked}).status_code == 404
