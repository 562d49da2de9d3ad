"""The joint room: what is on the wall is released to all who are present, whoever opens the page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from samsyn.agreements.tests import world_promises
from samsyn.meetings import services
from samsyn.meetings.agenda import build_agenda
from samsyn.meetings.models import AgendaItem, Attendance
from samsyn.meetings.room import left_out, room_of
from samsyn.meetings.tests import world
from samsyn.people.models import Member
from samsyn.releases import services as releases
from samsyn.secrecy.access import thing_of
from samsyn.secrecy.services import mark
from samsyn.steps.situation import services as situation
from samsyn.steps.situation.models import Finding
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from tests.worlds import shared

SECRET, SHOWN = "Zebrafinken sover", "Kvällarna är lugnare"


@shared
def texts(norr, bo):
    """Two findings of the police, not released."""
    situation.add_default_scale(norr.city)
    picture = situation.open_picture(norr)
    said = {
        "doubt": "Vi vet för lite.",
        "figures": [],
        "party": "police",
        "written_by": bo,
        "written_at": now(),
    }
    return [Finding.objects.create(picture=picture, statement=text, **said) for text in (SECRET, SHOWN)]


def release(norr, row, by):
    reference = f"{row._meta.label_lower}:{row.pk}"
    return releases.release(
        norr, [reference], scope="whole", reason="Ni behöver det.", legal_ground="police-cooperation", by=by
    )


def page(client, member, row, more=""):
    client.force_login(member)
    answer = client.get(reverse("meetings:room", args=[row.pair.slug, row.pk]) + more)
    assert answer.status_code == 200
    body = re.search(r"<main.*</main>", answer.content.decode(), re.S)
    assert body
    return body.group()


@pytest.fixture
def meeting(norr, astrid):
    return world.plan(norr, by=astrid)


def test_what_is_not_released_is_on_no_page_of_meetings_not_even_for_its_owner(
    client, norr, cast, texts, meeting
):
    assert all(SECRET not in one.title for one in build_agenda(meeting))
    services.take_up(meeting=meeting, codes=[f"released:situation.finding:{texts[0].pk}"], by=cast["bo"])
    assert not AgendaItem.objects.exists()
    assert page(client, cast["astrid"], meeting) == page(client, cast["bo"], meeting)
    assert SECRET not in page(client, cast["bo"], meeting)
    for who in ("astrid", "lena", "gun"):
        client.force_login(cast[who])
        for name in ("meeting", "meetings", "agenda"):
            args = [norr.slug] if name == "meetings" else [norr.slug, meeting.pk]
            assert SECRET not in client.get(reverse(f"meetings:{name}", args=args)).content.decode()


def test_the_owner_sees_on_her_own_page_what_the_room_leaves_out(client, norr, cast, texts, meeting):
    client.force_login(cast["bo"])
    own = client.get(meeting.get_absolute_url()).content.decode()
    assert SECRET in own and f"?text=situation.finding:{texts[0].pk}" in own
    client.force_login(cast["astrid"])
    other = client.get(meeting.get_absolute_url()).content.decode()
    assert SECRET not in other and "Det här ser bara ni" not in other
    release(norr, texts[0], cast["bo"])
    assert [one.row for one in left_out(norr, "police")] == [texts[1]] and left_out(norr, "city") == []


def test_a_released_text_is_taken_up_shown_and_held_on_the_agenda(client, norr, cast, texts, meeting):
    release(norr, texts[1], cast["bo"])
    code = f"released:situation.finding:{texts[1].pk}"
    assert code in {one.code for one in build_agenda(meeting)}
    item = services.take_up(meeting=meeting, codes=[code], by=cast["astrid"])[0]
    for who in ("astrid", "bo"):
        shown = page(client, cast[who], meeting, "?punkt=1")
        assert SHOWN in shown and "Vi vet för lite." in shown
    with pytest.raises(UserError, match="en extern part får inte se den"):
        services.change_item(item=item, title=SHOWN, for_all=True, version=item.version, by=cast["astrid"])
    with pytest.raises(Exception, match="Den står på dagordningen till mötet"):
        releases.withdraw(norr, f"situation.finding:{texts[1].pk}", reason="Fel.", by=cast["bo"])
    services.remove_item(item=item, version=1, by=cast["astrid"])
    releases.withdraw(norr, f"situation.finding:{texts[1].pk}", reason="Fel.", by=cast["bo"])
    assert SHOWN not in page(client, cast["bo"], meeting)


def test_a_text_that_is_shared_without_its_figures_is_not_on_the_wall(norr, cast, texts, meeting):
    release(norr, texts[1], cast["bo"])
    services.take_up(meeting=meeting, codes=[f"released:situation.finding:{texts[1].pk}"], by=cast["bo"])
    texts[1].shared = "words"
    texts[1].save()
    assert room_of(meeting).points == ()
    assert texts[1] in [one.row for one in left_out(norr, "police")]


def test_a_released_text_and_what_is_carried_over_from_it_is_for_the_two_authorities_alone(norr, cast, texts):
    bo = cast["bo"]
    release(norr, texts[1], bo)
    held = world.held(norr, by=bo)
    first = services.take_up(meeting=held, codes=[f"released:situation.finding:{texts[1].pk}"], by=bo)[0]
    first = services.change_item(
        item=first, title=SHOWN, responsible="kommunpolis", version=first.version, by=bo
    )
    coming = world.plan(norr, by=bo)
    again = services.take_up(meeting=coming, codes=[f"item:{first.key}"], by=bo)[0]
    with pytest.raises(UserError, match="en extern part får inte se den"):
        services.change_item(item=again, title=SHOWN, for_all=True, version=again.version, by=cast["astrid"])
    AgendaItem.objects.update(for_all=True)  # as if nobody had refused
    assert all(any(one.title == SHOWN for one in room_of(row).points) for row in (held, coming))
    for row in (held, coming):
        Attendance.objects.create(meeting=row, party="other", function="förvaltare", number=1)
        assert all(one.title != SHOWN for one in room_of(row).points)


def test_when_somebody_from_outside_is_there_only_what_is_published_is_shown(client, norr, cast):
    astrid = cast["astrid"]
    held = world.held(norr, by=astrid, title="Vår egen fråga", decision="Vi väntar.")
    promise = world_promises.promise_of(norr, cast)
    world_promises.commitment_of(promise, cast)
    services.take_up(meeting=held, codes=[f"medborgarlofte:{promise.key}:1"], by=astrid)
    both = page(client, astrid, held)
    assert "Vår egen fråga" in both and "Vi väntar." in both and world_promises.TEXT[:20] in both
    services.set_attendance(
        meeting=held, party="other", function="förvaltare", number=1, leading=False, by=astrid
    )
    assert page(client, astrid, held) == page(client, cast["bo"], held)
    assert room_of(held).points == ()
    world_promises.publish(world_promises.decide(promise, cast), cast)
    points = room_of(held).points
    assert [one.number for one in points] == [1] and points[0].shown is not None
    for secrecy, is_shown in (("city-individuals", False), ("open", True)):
        mark(thing_of(astrid, promise), secrecy=secrecy, reason="Vi visste inte då.", by=astrid)
        assert bool(room_of(held).points) is is_shown
    taken = points[0].item
    services.change_item(
        item=taken, title="Polisens fråga", decision="Vi är oense.", version=taken.version, by=astrid
    )
    wall = page(client, astrid, held)  # the promise is published; what is said of it at the meeting is not
    assert promise.title in wall and "Polisens fråga" not in wall and "Vi är oense." not in wall
    assert "Vår egen fråga" not in page(client, astrid, held)
    own = held.items.get(title="Vår egen fråga")
    services.change_item(
        item=own, title=own.title, decision="Vi väntar.", for_all=True, version=own.version, by=astrid
    )
    assert "Vi väntar." in page(client, astrid, held)
    services.remove_attendance(attendance=held.attendances.get(party="other"), by=astrid)
    assert len(room_of(held).points) == 2


def test_her_own_messages_wait_for_the_next_page(client, norr, cast, texts, meeting):
    bo: Member = cast["bo"]
    client.force_login(bo)
    client.post(reverse("meetings:item_new", args=[norr.slug, meeting.pk]), {"title": "En fråga"})
    client.post(
        reverse("releases:withdraw", args=[norr.slug]),
        {"text": f"situation.finding:{texts[0].pk}", "reason": "x"},
    )
    assert SECRET not in page(client, bo, meeting) and "En fråga" in page(client, bo, meeting)


def test_every_matter_that_is_proposed_is_shown(client, norr, cast):
    promise = world_promises.promise_of(norr, cast)
    world_promises.commitment_of(promise, cast)
    earlier = world.held(norr, by=cast["astrid"], responsible="kommunpolis")
    row = world.plan(norr, by=cast["astrid"], days=3)
    services.take_up(meeting=row, codes=[one.code for one in build_agenda(row)], by=cast["astrid"])
    points = room_of(row).points
    assert {one.item.matter.partition(":")[0] for one in points} >= {"item", "medborgarlofte"}
    assert all(one.shown is not None for one in points)
    assert world.DECISION in page(client, cast["bo"], row) and earlier.pk != row.pk
