"""What takes two persons stands under Väntar på dig for exactly those who may be the second, with the way there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from samsyn.agreements.queries.promises import to_publish
from samsyn.agreements.services import promises
from samsyn.agreements.tests import world_promises as world
from samsyn.people import resets, services
from samsyn.people.models import Member, Role, RoleAssignment
from samsyn.ui.clock import moved_to, now, today
from samsyn.ui.errors import UserError
from tests.worlds import shared

HOME = "/par/exempelstaden-norr/"
PUBLISH, CONFIRM = "Läs och publicera: Medborgarlöfte för Norr", "nytt lösenord för Astrid"


@shared
def proposed(norr, cast):
    """A promise that both have decided and Astrid has proposed to publish."""
    promise = world.promise_of(norr, cast)
    world.commitment_of(promise, cast)
    promise = world.decide(promise, cast)
    promises.propose_publishing(promise=promise, by=cast["astrid"])
    return promise


@pytest.fixture
def asked(cast):
    """A new password for Astrid, which Cilla has asked for."""
    return services.ask_for_reset(member=cast["astrid"], with_second_step=False, by=cast["cilla"])


def succeeds(service, **said):
    """Whether the service does what is asked; nothing is left of it."""
    try:
        with transaction.atomic():
            service(**said)
            transaction.set_rollback(True)
    except UserError:
        return False
    return True


def read(client, member, address):
    client.force_login(member)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_proposal_waits_for_exactly_those_who_may_publish_it(norr, soder, cast, proposed):
    waits = {who for who, member in cast.items() if to_publish([norr, soder], member)}
    assert waits == {"bo"}
    assert waits == {
        who for who, member in cast.items() if succeeds(promises.publish, promise=proposed, by=member)
    }
    bo = Member.objects.get(pk=cast["bo"].pk)
    bo.held_until = now() + timedelta(hours=1)  # others let her in lately
    assert to_publish([norr], bo) == [] and not succeeds(promises.publish, promise=proposed, by=bo)
    promises.withdraw_publishing(promise=proposed, by=cast["bo"])
    assert to_publish([norr], cast["bo"]) == []


def test_it_waits_for_nobody_when_who_proposed_has_lost_the_right_or_it_is_published(norr, cast, proposed):
    roles = RoleAssignment.objects.filter(member=cast["astrid"])
    with transaction.atomic():
        roles.update(valid_to=today())
        assert to_publish([norr], cast["bo"]) == []
        transaction.set_rollback(True)
    promises.publish(promise=proposed, by=cast["bo"])
    assert to_publish([norr], cast["bo"]) == []


def test_a_new_password_waits_for_exactly_those_who_may_confirm_it(cast, city, asked):
    RoleAssignment.objects.create(
        member=cast["hanna"], role=Role.UNIT_MANAGER, city=city, valid_from=today() - timedelta(days=1)
    )
    members = {who: Member.objects.get(pk=member.pk) for who, member in cast.items()}
    waits = {who for who, member in members.items() if resets.to_answer(member, city)}
    assert waits == {"david", "hanna", "lena"}
    assert waits == {
        who for who, one in members.items() if succeeds(services.confirm_reset, reset=asked, by=one)
    }
    with moved_to(now() + resets.OPEN_FOR):
        assert resets.to_answer(members["lena"]) == []
    services.confirm_reset(reset=asked, by=members["lena"])
    assert [resets.to_answer(one) for one in members.values()] == [[]] * len(members)


def test_the_home_of_the_pair_says_it_and_leads_there(client, cast, proposed, asked):
    text = read(client, cast["bo"], HOME)
    assert PUBLISH in text and f'href="{proposed.get_absolute_url()}"' in text and CONFIRM not in text
    assert "Astrid föreslog det" in text
    text = read(client, cast["lena"], HOME)
    assert CONFIRM in text and 'href="/medarbetare/exempelstaden/losenord/"' in text and PUBLISH not in text
    assert "Cilla begärde det" in text
    for who in ("astrid", "mats"):
        text = read(client, cast[who], HOME)
        assert PUBLISH not in text and CONFIRM not in text


def test_who_has_several_pairs_reads_it_on_the_first_page(client, cast, city, proposed, asked):
    for who in ("bo", "cilla"):
        RoleAssignment.objects.create(
            member=cast[who], role=Role.MUNICIPAL_OFFICER, city=city, valid_from=today()
        )
    text = read(client, cast["david"], "/")
    assert "Väntar på dig, David" in text and CONFIRM in text and PUBLISH not in text
    text = read(client, cast["bo"], "/")
    assert "Väntar på dig, Bo" in text and PUBLISH in text and CONFIRM not in text
    text = read(client, cast["cilla"], "/")  # she asked for the password, and may publish now
    assert PUBLISH in text and CONFIRM not in text


def test_who_has_one_pair_still_comes_straight_to_it(client, cast, proposed, asked):
    for who in ("bo", "lena", "astrid"):
        client.force_login(cast[who])
        assert client.get("/")["Location"] == HOME


def test_more_that_waits_asks_no_more_of_the_first_page(client, cast, asked):
    client.force_login(cast["david"])

    def count():
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    before = count()
    for who in ("bo", "karl", "hanna"):
        services.ask_for_reset(member=cast[who], with_second_step=False, by=cast["cilla"])
    assert count() == before
