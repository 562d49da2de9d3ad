"""Rights end at once: sign-in closed, role over at midnight, moved to the other authority, link renewed. The session lives on."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.people import services as people
from samsyn.people.models import Organisation, RoleAssignment
from samsyn.records.joint import services as joint
from samsyn.records.models import Approval, Decision
from samsyn.steps.problem.tests import world as worlds
from samsyn.ui.clock import moved_to, today
from tests.security.intruder import HOME, signed_in, told
from tests.worlds import shared

pytestmark = pytest.mark.one_database
PAIR = f"/par/{HOME}/"
NEW = f"{PAIR}lagesbild/stycke/nytt/"


@shared
def sent(cast, norr):
    return joint.send_to_review(worlds.build(cast, norr)["draft"], by=cast["astrid"])


def address(row, name="approve"):
    return reverse(f"records:{name}", args=[HOME, "problembild", row.pk])


def test_the_session_of_one_whose_sign_in_is_closed_opens_nothing(cast, sent):
    client = signed_in(cast["astrid"])
    assert client.get(PAIR).status_code == 200
    people.close_member(member=cast["astrid"], by=cast["cilla"])
    for answer in (client.get(PAIR), client.post(address(sent), {"read_checksum": sent.checksum})):
        assert answer.status_code == 302 and answer["Location"].startswith("/konto/logga-in/")
    assert not Approval.objects.filter(subject_id=sent.pk, by=cast["astrid"]).exists()


def test_a_new_password_by_the_administrator_ends_every_session(cast):
    one, other = signed_in(cast["hanna"]), signed_in(cast["hanna"])
    row = people.ask_for_reset(member=cast["hanna"], with_second_step=False, by=cast["cilla"])
    people.confirm_reset(reset=row, by=cast["lena"])
    people.renew_password(member=cast["hanna"], by=cast["cilla"])
    for client in (one, other):
        assert client.get(PAIR)["Location"].startswith("/konto/logga-in/")


def test_a_session_that_was_signed_out_is_no_use_to_whoever_kept_its_cookie(cast):
    client = signed_in(cast["hanna"])
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get(PAIR)["Location"].startswith("/konto/logga-in/")


def test_a_session_gets_a_new_name_at_sign_in(client, cast):
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosenbysomebodyelse"
    client.force_login(cast["hanna"])
    name = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert name != "chosenbysomebodyelse" and len(name) >= 32


def test_a_role_ends_at_midnight_in_a_session_that_is_open(cast, sent):
    tomorrow = today() + timedelta(days=1)
    RoleAssignment.objects.filter(member=cast["astrid"]).update(valid_to=tomorrow)
    client = signed_in(cast["astrid"])
    midnight = timezone.make_aware(datetime.combine(tomorrow, time()))
    with moved_to(midnight - timedelta(minutes=1)):
        assert client.get(NEW).status_code == 200
    with moved_to(midnight + timedelta(seconds=1)):
        assert client.get(PAIR).status_code == 404
        assert client.post(NEW, {"section": "other", "text": "x"}).status_code == 404
        assert client.post(address(sent), {"read_checksum": sent.checksum}).status_code == 404


def test_a_role_that_has_not_begun_opens_nothing(cast):
    RoleAssignment.objects.filter(member=cast["astrid"]).update(valid_from=today() + timedelta(days=1))
    assert signed_in(cast["astrid"]).get(PAIR).status_code == 404


def moved(member, party):
    """Let the member belong to an organisation of another party, as the day after a change of employer."""
    member.organisation = Organisation.objects.filter(city=member.organisation.city, party=party).first()
    member.save(update_fields=["organisation"])
    return member


def test_who_leaves_both_authorities_decides_and_writes_nothing(cast, sent):
    client = signed_in(cast["astrid"])
    moved(cast["astrid"], "other")
    assert client.post(NEW, {"section": "other", "text": "x"}).status_code == 403
    assert client.post(address(sent), {"read_checksum": sent.checksum}).status_code in {403, 422}
    assert not Approval.objects.filter(subject_id=sent.pk).exists()


def test_an_approval_stays_with_the_party_for_which_it_was_given(cast, sent):
    """She approved for the city; what she does at her new authority does not change that, and she cannot take it back."""
    client = signed_in(cast["astrid"])
    client.post(address(sent), {"read_checksum": sent.checksum})
    moved(cast["astrid"], "other")
    assert Approval.objects.get(subject_id=sent.pk).party == "city"


def test_nobody_who_moves_to_the_other_authority_decides_for_both(cast, sent):
    client = signed_in(cast["astrid"])
    client.post(address(sent), {"read_checksum": sent.checksum})
    moved(cast["astrid"], "police")
    client.post(address(sent), {"read_checksum": sent.checksum})
    assert not Decision.objects.filter(subject_id=sent.pk).exists()


def test_a_renewed_calendar_link_is_dead_for_whoever_saved_its_file_s_address(client, cast, norr):
    from samsyn.meetings import services

    link, old = services.make_link(member=cast["astrid"], city=norr.city, pair=norr)
    address = reverse("meetings:feed", args=[old])
    seen = client.get(address)
    assert seen.status_code == 200
    services.renew_link(link=link, by=cast["astrid"])
    tag = {
        "if-none-match": seen.headers.get("ETag", '"x"'),
        "if-modified-since": "Thu, 26 Nov 2099 00:00:00 GMT",
    }
    answer = told(client.get(address, headers=tag), address)
    unknown = reverse("meetings:feed", args=["b" * len(old)])
    assert answer[0] == 404 and answer == told(client.get(unknown), unknown)
