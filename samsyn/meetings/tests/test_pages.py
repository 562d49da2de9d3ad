"""The pages of the year and of meetings as people use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.meetings import services
from samsyn.meetings.models import AgendaItem, Attendance, FixedPoint, Meeting, Minutes
from samsyn.meetings.tests import world
from samsyn.ui.clock import today
from tests.worlds import shared


@pytest.fixture
def as_astrid(client, astrid):
    client.force_login(astrid)
    return client


@pytest.fixture
def as_gun(client, gun):
    client.force_login(gun)
    return client


@shared
def made(cast, norr):
    return world.build(cast, norr)


def address(name, norr, *more):
    return reverse(f"meetings:{name}", args=[norr.slug, *more])


def text(response):
    return response.content.decode()


def typed(norr, **more):
    day = today() + timedelta(days=20)
    forum = world.forum_of(norr)
    return {
        "forum": forum.pk,
        "day": day.isoformat(),
        "begins": "13:00",
        "ends": "14:30",
        "place": "",
        "notice": "",
        **more,
    }


# the year


def test_a_year_without_anything_teaches(as_astrid, norr):
    shown = text(as_astrid.get(address("pair_year", norr)))
    assert f"Inget är bestämt för {today().year}" in shown
    assert "Årshjulet fylls av sig självt" in shown and "Lägg till en återkommande punkt" in shown


def test_the_year_shows_each_point_in_the_wheel_and_in_the_list(as_astrid, norr, made):
    shown = text(as_astrid.get(address("pair_year", norr)))
    assert shown.count('class="month"') == 12 and shown.count('href="#manad-') == 24  # two widths
    assert "Styrgrupp Norr kl. 13.00" in shown and "Bostadsbolagens enkät" in shown
    assert "Klart." in shown


def test_the_year_is_a_table_too(as_astrid, norr, made):
    shown = text(as_astrid.get(address("pair_year", norr) + "?vy=tabell"))
    assert "<table" in shown and "Hur det står" in shown and "year-wheel" not in shown


@pytest.mark.parametrize(("asked", "year"), [("2027", 2027), ("1066", None), ("i år", None), ("20270", None)])
def test_the_year_is_stepped_by_its_address(as_astrid, norr, made, asked, year):
    shown = text(as_astrid.get(address("pair_year", norr) + f"?ar={asked}"))
    assert f"Årshjul {year or today().year}" in shown


def test_a_reader_sees_the_year_and_no_button_to_write(as_gun, norr, made):
    shown = text(as_gun.get(address("pair_year", norr)))
    assert "Enkät" in shown and "Lägg till en återkommande punkt" not in shown


def test_the_citys_year_holds_the_pairs_that_one_may_read(client, cast, norr, soder, made):
    services.add_point(
        city=norr.city, pair=soder, by=cast["farid"], title="Söders egen dag", month=3, first_year=2024
    )
    shown = {}
    for who in ("astrid", "farid", "gun"):
        client.force_login(cast[who])
        shown[who] = text(client.get(reverse("meetings:city_year", args=[norr.city.slug])))
    assert "Söders egen dag" not in shown["astrid"] and "Styrgrupp Norr" in shown["astrid"]
    assert "Söders egen dag" in shown["farid"] and "Styrgrupp Norr" not in shown["farid"]
    assert "Söders egen dag" in shown["gun"] and "Styrgrupp Norr" in shown["gun"]


def test_the_room_leads_to_the_only_city(as_astrid, norr):
    assert as_astrid.get(reverse("meetings:start")).url == reverse(
        "meetings:city_year", args=[norr.city.slug]
    )


@pytest.mark.parametrize(("who", "status"), [("astrid", 200), ("gun", 403), ("hanna", 403), ("farid", 404)])
def test_who_may_write_a_point_of_the_pair(client, cast, norr, made, who, status):
    client.force_login(cast[who])
    assert client.get(address("pair_point_new", norr)).status_code == status
    assert client.get(address("pair_point", norr, made["{fixed_point}"])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("astrid", 200), ("cilla", 200), ("farid", 200), ("gun", 403)])
def test_who_may_write_a_point_of_the_city(client, cast, norr, made, who, status):
    client.force_login(cast[who])
    slug = norr.city.slug
    assert client.get(reverse("meetings:city_point_new", args=[slug])).status_code == status
    assert client.get(reverse("meetings:city_point", args=[slug, made["{city_point}"]])).status_code == status


def point(**more):
    return {
        "title": "Lokal enkät",
        "kind": "survey",
        "month": "4",
        "day": "",
        "every": "1",
        "first_year": "2025",
        **more,
    }


def test_a_point_is_added_changed_and_taken_away(as_astrid, norr):
    answer = as_astrid.post(address("pair_point_new", norr), point())
    row = FixedPoint.objects.get()
    assert answer.url == f"{address('pair_year', norr)}#punkt-{row.pk}"
    as_astrid.post(address("pair_point", norr, row.pk), point(title="Vår enkät", version="1"))
    assert FixedPoint.objects.get().title == "Vår enkät"
    as_astrid.post(address("pair_point_remove", norr, row.pk), {"version": "2"})
    assert "Vår enkät" not in text(as_astrid.get(address("pair_year", norr)))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"day": "31", "month": "4"}, "Månaden har ingen dag 31."),
        ({"title": ""}, "måste fyllas i"),
        ({"month": "13"}, "13"),
        ({"day": "99"}, "31"),
    ],
)
def test_a_point_that_cannot_be_is_answered_in_words(as_astrid, norr, more, sentence):
    answer = as_astrid.post(address("pair_point_new", norr), point(note="Håll i den.", **more))
    assert answer.status_code == 422
    assert sentence in text(answer) and "Håll i den." in text(answer)


def test_two_people_change_a_point_and_the_second_sees_the_first_ones(as_astrid, norr, bo, made):
    row = FixedPoint.objects.get(pk=made["{fixed_point}"])
    services.change_point(point=row, version=1, by=bo, title="Bos enkät", month=6, first_year=2024)
    url = address("pair_point", norr, row.pk)
    answer = as_astrid.post(url, point(title="Astrids enkät", version="1"))
    assert answer.status_code == 422
    assert "Bos enkät" in text(answer) and "Astrids enkät" in text(answer)
    assert as_astrid.post(url, point(title="Bådas enkät", version="2")).status_code == 302


# meetings


def test_the_list_of_meetings_teaches_when_there_is_none(as_astrid, norr):
    shown = text(as_astrid.get(address("meetings", norr)))
    assert "Inget möte är planerat ännu" in shown and "Planera ett möte" in shown


def test_a_pair_without_a_forum_says_who_adds_one(client, cast, soder):
    client.force_login(cast["farid"])
    assert "Paret har inget forum" in text(client.get(address("meetings", soder)))
    assert "Paret har inget forum" in text(client.get(address("meeting_new", soder)))


@pytest.mark.parametrize(
    ("who", "status"), [("astrid", 200), ("bo", 200), ("gun", 403), ("lena", 403), ("farid", 404)]
)
def test_who_may_plan_a_meeting(client, cast, norr, made, who, status):
    client.force_login(cast[who])
    assert client.get(address("meeting_new", norr)).status_code == status
    for name in ("agenda", "attendance"):
        assert client.get(address(name, norr, made["{meeting}"])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("astrid", 200), ("gun", 200), ("farid", 404)])
def test_who_may_read_a_meeting(client, cast, norr, made, who, status):
    client.force_login(cast[who])
    assert client.get(address("meetings", norr)).status_code == status
    assert client.get(address("meeting", norr, made["{meeting}"])).status_code == status


def test_a_reader_sees_the_meeting_and_no_buttons_to_write(as_gun, norr, made):
    shown = text(as_gun.get(address("meeting", norr, made["{meeting}"])))
    assert world.DECISION in shown and "Socialdirektör" in shown
    assert "Skriv beslut" not in shown and "Lägg till på dagordningen" not in shown


def test_a_meeting_is_planned_and_moved(as_astrid, norr):
    answer = as_astrid.post(address("meeting_new", norr), typed(norr, place="Rum 3"))
    row = Meeting.objects.get()
    assert answer.url == row.get_absolute_url()
    as_astrid.post(
        address("meeting_change", norr, row.pk), typed(norr, begins="15:00", ends="16:00", version="1")
    )
    assert "kl. 15.00–16.00" in text(as_astrid.get(row.get_absolute_url()))


def test_a_series_is_planned_at_the_same_time_of_day(as_astrid, norr):
    as_astrid.post(address("meeting_new", norr), typed(norr, rhythm="monthly", times="12"))
    from django.utils import timezone

    rows = list(Meeting.objects.all())
    assert len(rows) == 12 and len({row.series for row in rows}) == 1
    assert {timezone.localtime(row.starts_at).hour for row in rows} == {13}  # over both changes of the clock


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"begins": "14:00", "ends": "13:00"}, "Skriv en sluttid som ligger efter starttiden."),
        ({"ends": "25:00"}, "Klockslaget går inte att läsa."),
        ({"day": "i höst"}, "Dagen går inte att läsa."),
        ({"rhythm": "monthly", "times": ""}, "En serie har mellan två och 26 möten."),
        ({"forum": "99999"}, "99999"),
    ],
)
def test_a_meeting_that_cannot_be_is_answered_in_words(as_astrid, norr, more, sentence):
    answer = as_astrid.post(address("meeting_new", norr), typed(norr, **{"place": "Rum 3", **more}))
    assert answer.status_code == 422
    assert sentence in text(answer) and "Rum 3" in text(answer)
    assert not Meeting.objects.exists()


def test_the_agenda_is_built_by_ticking(as_astrid, norr, cast):
    from samsyn.steps.activity.tests import world as activity

    activity.problem_of(norr, by=cast["astrid"])
    row = world.plan(norr, by=cast["astrid"])
    draft = world.held(norr, by=cast["astrid"], responsible="kommunpolis")
    url = address("agenda", norr, row.pk)
    shown = text(as_astrid.get(url))
    assert "Mörka gångvägar" in shown and "Ansvarig: kommunpolis" in shown
    assert as_astrid.post(url, {}).status_code == 422
    code = f"item:{draft.items.get().key}"
    as_astrid.post(url, {"codes": [code]})
    assert [item.matter for item in AgendaItem.objects.filter(meeting=row)] == [code]
    assert "Mörka gångvägar" not in text(as_astrid.get(url))  # it is taken up already


def test_an_item_of_ones_own_is_added_moved_and_taken_off(as_astrid, norr, cast):
    row = world.plan(norr, by=cast["astrid"])
    for title in ("Första", "Andra"):
        as_astrid.post(address("item_new", norr, row.pk), {"title": title})
    first, second = row.items.order_by("position")
    as_astrid.post(address("item_move", norr, row.pk, second.pk), {"upp": "1"})
    assert [item.title for item in row.items.order_by("position")] == ["Andra", "Första"]
    as_astrid.post(address("item_remove", norr, row.pk, first.pk), {"version": "1"})
    shown = text(as_astrid.get(row.get_absolute_url()))
    assert "Andra" in shown and "Första" not in shown
    assert as_astrid.post(address("item_new", norr, row.pk), {"title": ""}).status_code == 422


def test_before_the_meeting_the_form_of_an_item_asks_for_no_decision(as_astrid, norr, cast):
    row = world.plan(norr, by=cast["astrid"])
    item = services.add_item(meeting=row, title="Ljus", by=cast["astrid"])
    shown = text(as_astrid.get(address("item", norr, row.pk, item.pk)))
    assert "Beslutet skrivs när mötet har börjat" in shown and 'name="decision"' not in shown


def test_a_decision_is_written_and_seen(as_astrid, norr, made):
    url = address("item", norr, made["{meeting}"], made["{agenda_item}"])
    said = {
        "title": "Mörka gångvägar",
        "decision": "Vi ber trafikkontoret om en offert.",
        "responsible": "utredare",
        "version": "2",
    }
    as_astrid.post(url, said)
    shown = text(as_astrid.get(address("meeting", norr, made["{meeting}"])))
    assert "Vi ber trafikkontoret om en offert." in shown and "Ansvarig: utredare." in shown


def test_two_people_write_the_same_decision_and_the_second_sees_the_first_ones(as_astrid, norr, bo, made):
    item = AgendaItem.objects.get(pk=made["{agenda_item}"])
    services.change_item(item=item, title=item.title, decision="Bos ord", version=2, by=bo)
    url = address("item", norr, made["{meeting}"], item.pk)
    answer = as_astrid.post(url, {"title": item.title, "decision": "Astrids ord", "version": "2"})
    assert answer.status_code == 422
    assert "Bos ord" in text(answer) and "Astrids ord" in text(answer)


def test_attendance_is_written_in_by_function(as_astrid, norr, made):
    url = address("attendance", norr, made["{meeting}"])
    as_astrid.post(url, {"party": "police", "function": "områdespolis", "number": "2"})
    assert Attendance.objects.get(function="områdespolis").number == 2
    shown = text(as_astrid.get(url))
    assert "Polisen: 3, varav 1 i ledande ställning." in shown
    assert as_astrid.post(url, {"party": "police", "function": "x", "number": "0"}).status_code == 422
    row = Attendance.objects.get(function="områdespolis")
    as_astrid.post(address("attendance_remove", norr, made["{meeting}"], row.pk))
    assert not Attendance.objects.filter(pk=row.pk).exists()


def test_a_meeting_is_held_and_its_minutes_written_and_approved(as_astrid, norr, cast):
    row = world.plan(norr, by=cast["astrid"], days=-1)
    shown = text(as_astrid.get(row.get_absolute_url()))
    assert "Skriv in att mötet är hållet" in shown
    as_astrid.post(address("hold", norr, row.pk))
    minutes = Minutes.objects.get()
    as_astrid.post(address("minutes", norr, row.pk), {"text": "Fika ordnas.", "version": "1"})
    decide = reverse("records:decide", args=[norr.slug, "protokoll", minutes.pk])
    shown = text(as_astrid.get(decide))
    assert "Fika ordnas." in shown and "Närvaron är inte införd för någon av parterna." in shown
    assert "Dagordningen är tom." in shown


def test_approved_minutes_are_read_and_not_written(as_astrid, norr, cast, made):
    row = made["held_meeting"]
    world.approve(world.minutes_of(row), cast)
    shown = text(as_astrid.get(row.get_absolute_url()))
    assert "Justerat av båda parter den" in shown and "Skriv beslut" not in shown
    answer = as_astrid.get(address("minutes", norr, row.pk), follow=True)
    assert "Båda parter har justerat det." in text(answer)


def test_minutes_that_were_withdrawn_can_be_begun_anew(as_astrid, norr, cast, made):
    from samsyn.records.joint.services import withdraw

    withdraw(world.minutes_of(made["held_meeting"]), by=cast["astrid"])
    shown = text(as_astrid.get(made["held_meeting"].get_absolute_url()))
    assert "Utkastet till protokoll drogs tillbaka." in shown
    as_astrid.post(address("minutes_start", norr, made["held_meeting"].pk))
    assert Minutes.objects.filter(meeting=made["held_meeting"]).count() == 2


def test_a_cancelled_meeting_says_so_and_cannot_be_moved(as_astrid, norr, made):
    row = made["planned_meeting"]
    as_astrid.post(address("cancel", norr, row.pk))
    assert "Mötet är inställt." in text(as_astrid.get(row.get_absolute_url()))
    answer = as_astrid.get(address("meeting_change", norr, row.pk), follow=True)
    assert "Mötet går inte att flytta. Det är inställt." in text(answer)
