"""Meetings, agenda, attendance and minutes: each state and each way between them, and what is refused in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from samsyn.audit.models import LogEntry
from samsyn.meetings import services
from samsyn.meetings.agenda import build_agenda
from samsyn.meetings.models import AgendaItem, MatterKind, Meeting, Minutes
from samsyn.meetings.tests import world
from samsyn.meetings.workflow import TRANSITIONS, MeetingState, may_go
from samsyn.people.models import Forum, ForumKind
from samsyn.places.intake import open_whole
from samsyn.records.joint import services as joint
from samsyn.records.joint.queries import contents_of, texts_of
from samsyn.records.joint.workflow import JointState
from samsyn.steps.followup.tests import world as followup
from samsyn.ui.clock import moved_to, now, today
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def planned(norr, astrid):
    return world.plan(norr, by=astrid)


@shared
def held(norr, astrid):
    return world.held(norr, by=astrid)


@shared
def adjusted(held, cast):
    world.approve(world.minutes_of(held), cast)
    return held


# meetings


def test_the_table_of_states_names_services_that_exist():
    for ends in TRANSITIONS.values():
        for names in ends.values():
            assert all(hasattr(services, name) for name in names)


@pytest.mark.parametrize("start", MeetingState)
@pytest.mark.parametrize(
    ("service", "end"), [("hold", MeetingState.HELD), ("cancel", MeetingState.CANCELLED)]
)
def test_each_way_from_each_state(norr, astrid, start, service, end):
    row = world.plan(norr, by=astrid, days=-1)
    Meeting.objects.filter(pk=row.pk).update(state=start)
    if may_go(start, end):
        assert getattr(services, service)(meeting=row, by=astrid).state == end
    else:
        with pytest.raises(UserError, match=r"Ingenting ändrades. Mötet är redan"):
            getattr(services, service)(meeting=row, by=astrid)


def test_a_meeting_is_not_held_before_it_begins(planned, astrid):
    with pytest.raises(
        UserError, match=r"Mötet infördes inte som hållet. Det börjar .* och dit är det ännu inte."
    ):
        services.hold(meeting=planned, by=astrid)


def test_a_held_meeting_has_minutes_to_write(held):
    minutes = world.minutes_of(held)
    assert minutes.state == JointState.DRAFT and minutes.pair == held.pair
    with pytest.raises(UserError, match="Det finns redan ett"):
        services.start_minutes(meeting=held, by=minutes.added_by)


def test_minutes_are_not_begun_of_a_meeting_that_is_not_held(planned, astrid):
    with pytest.raises(UserError, match=r"Protokollet påbörjades inte. Mötet är planerat."):
        services.start_minutes(meeting=planned, by=astrid)


def times(days=10, minutes=90):
    start = world.at(days)
    return {"starts_at": start, "ends_at": start + timedelta(minutes=minutes)}


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [(0, "Skriv en sluttid"), (-30, "Skriv en sluttid"), (60 * 24 * 4, "högst tre dygn")],
)
def test_a_meeting_cannot_end_before_it_starts_or_last_for_ever(norr, astrid, planned, minutes, sentence):
    with pytest.raises(UserError, match=sentence):
        services.plan_meeting(pair=norr, forum=world.forum_of(norr), by=astrid, **times(20, minutes))
    with pytest.raises(UserError, match=sentence):
        services.change_meeting(meeting=planned, version=1, by=astrid, **times(20, minutes))


def test_the_database_refuses_a_meeting_that_ends_before_it_starts(planned):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=planned.pk).update(ends_at=planned.starts_at)


def test_a_forum_of_another_pair_does_not_meet_here(norr, soder, cast):
    with pytest.raises(UserError, match="Styrgrupp Norr hör inte till Söder"):
        services.plan_meeting(pair=soder, forum=world.forum_of(norr), by=cast["farid"], **times())


def test_a_forum_of_the_whole_city_meets_in_the_pair_of_the_whole_city(norr, cast):
    council = Forum.objects.create(
        city=norr.city, kind=ForumKind.COUNCIL, name="Trygghetsrådet", valid_from=date(2021, 1, 1)
    )
    with pytest.raises(UserError, match="Trygghetsrådet hör inte till Norr"):
        services.plan_meeting(pair=norr, forum=council, by=cast["astrid"], **times())
    whole = open_whole(norr.city, valid_from=date(2021, 1, 1), by=None)
    assert services.plan_meeting(pair=whole, forum=council, by=cast["astrid"], **times()).pair == whole


def test_a_forum_that_has_ended_does_not_meet(norr, astrid):
    forum = world.forum_of(norr)
    forum.valid_to = today()
    forum.save()
    with pytest.raises(UserError, match="finns inte den dagen"):
        services.plan_meeting(pair=norr, forum=forum, by=astrid, **times())


def test_a_forum_has_one_meeting_at_a_time_and_a_cancelled_one_leaves_room(norr, astrid, planned):
    at = {"starts_at": planned.starts_at, "ends_at": planned.ends_at}
    with pytest.raises(UserError, match="har redan ett möte"):
        services.plan_meeting(pair=norr, forum=planned.forum, by=astrid, **at)
    services.cancel(meeting=planned, by=astrid)
    services.plan_meeting(pair=norr, forum=planned.forum, by=astrid, **at)


def test_who_may_not_write_plans_no_meeting(norr, cast):
    for who in ("gun", "hanna", "lena", "farid"):
        with pytest.raises(UserError, match="Du får läsa här men inte skriva"):
            services.plan_meeting(pair=norr, forum=world.forum_of(norr), by=cast[who], **times())


def test_two_people_move_a_meeting_and_the_second_is_told(planned, astrid, bo):
    services.change_meeting(meeting=planned, version=1, by=bo, place="Rum 3", **times(11))
    with pytest.raises(StaleError) as error:
        services.change_meeting(meeting=planned, version=1, by=astrid, **times(12))
    assert "Rum 3" in error.value.theirs


def test_a_series_is_planned_whole_or_not_at_all(norr, astrid):
    world.plan(norr, by=astrid, days=24)
    with pytest.raises(UserError, match="har redan ett möte"):
        services.plan_series(
            pair=norr, forum=world.forum_of(norr), rhythm="2-weeks", times=4, by=astrid, **times(10)
        )
    assert Meeting.objects.count() == 1


def test_a_monthly_series_from_the_31st_uses_the_last_day(norr, astrid):
    from django.utils import timezone

    start = world.at(0).replace(year=today().year + 1, month=1, day=31)
    rows = services.plan_series(
        pair=norr, forum=world.forum_of(norr), rhythm="monthly", times=3, by=astrid,
        starts_at=start, ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    days = [timezone.localtime(row.starts_at).day for row in rows]
    assert days[0] == 31 and days[1] in (28, 29) and days[2] == 31


@pytest.mark.parametrize(("rhythm", "count"), [("monthly", 1), ("monthly", 27), ("ibland", 4)])
def test_a_series_of_no_rhythm_or_number_is_refused(norr, astrid, rhythm, count):
    with pytest.raises(UserError, match="mellan två och 26 möten"):
        services.plan_series(
            pair=norr, forum=world.forum_of(norr), rhythm=rhythm, times=count, by=astrid, **times()
        )


# agenda


def test_what_is_open_in_the_pair_is_proposed_what_binds_first(norr, cast):
    row = followup.story(cast, norr)
    world.held(norr, by=cast["astrid"], responsible="kommunpolis")
    coming = world.plan(norr, by=cast["astrid"])
    with moved_to(now() + timedelta(days=2)):
        found = build_agenda(coming)
    kinds = [proposal.kind for proposal in found]
    assert MatterKind.LATE_FOLLOW_UP in kinds and MatterKind.EARLIER in kinds
    assert kinds.index(MatterKind.EARLIER) < kinds.index(MatterKind.LATE_FOLLOW_UP)
    assert f"late-followup:{row.key}" in {proposal.code for proposal in found}
    assert not any("protokoll" in proposal.code for proposal in found)


def test_a_text_on_review_is_proposed(norr, cast, held):
    sent = joint.send_to_review(world.minutes_of(held), by=cast["astrid"])
    coming = world.plan(norr, by=cast["astrid"])
    (proposal,) = [one for one in build_agenda(coming) if one.kind == MatterKind.REVIEW]
    assert proposal.title == f"Besluta: {joint.kind_of(sent).title(sent)}" and proposal.why == "Protokoll."


def test_a_matter_is_added_once_however_many_tick_it(norr, cast):
    world.held(norr, by=cast["astrid"], responsible="kommunpolis")
    coming = world.plan(norr, by=cast["astrid"])
    codes = [proposal.code for proposal in build_agenda(coming)]
    assert len(services.take_up(meeting=coming, codes=codes, by=cast["astrid"])) == len(codes) == 1
    assert services.take_up(meeting=coming, codes=codes, by=cast["bo"]) == []
    assert services.take_up(meeting=coming, codes=["annat:1"], by=cast["bo"]) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(
            meeting=coming, title="x", matter=codes[0], added_by=cast["bo"], added_at=now()
        )


def test_what_was_done_is_not_carried_to_the_next_meeting(norr, cast):
    world.held(norr, by=cast["astrid"], responsible="kommunpolis", is_done=True)
    assert build_agenda(world.plan(norr, by=cast["astrid"])) == []


def test_a_decision_is_not_written_before_the_meeting(planned, astrid):
    item = services.add_item(meeting=planned, title="Ljus", by=astrid)
    with pytest.raises(UserError, match="Mötet har inte börjat, och innan dess finns inget att besluta"):
        services.change_item(item=item, title="Ljus", decision="Ja.", version=1, by=astrid)
    assert services.change_item(item=item, title="Ljuset", version=1, by=astrid).title == "Ljuset"


def test_an_agenda_does_not_grow_without_end(planned, astrid, monkeypatch):
    from samsyn.meetings.services import agenda

    monkeypatch.setattr(agenda, "MOST_ITEMS", 2)
    for title in ("Ett", "Två"):
        services.add_item(meeting=planned, title=title, by=astrid)
    with pytest.raises(UserError, match="Dagordningen har redan 2 punkter"):
        services.add_item(meeting=planned, title="Tre", by=astrid)


def test_nothing_is_written_in_a_cancelled_meeting(planned, astrid):
    services.cancel(meeting=planned, by=astrid)
    with pytest.raises(UserError, match="Mötet är inställt och ändras inte"):
        services.add_item(meeting=planned, title="Ljus", by=astrid)


# attendance


def test_the_same_function_again_replaces_what_stood(held, astrid):
    for number in (1, 4):
        row = services.set_attendance(
            meeting=held, party="city", function="enhetschef", number=number, leading=False, by=astrid
        )
    assert row.number == 4 and held.attendances.filter(function="enhetschef").count() == 1


@pytest.mark.parametrize("number", [0, -1, 501])
def test_a_number_that_cannot_be_is_refused(held, astrid, number):
    with pytest.raises(UserError, match="det ska vara mellan 1 och 500"):
        services.set_attendance(
            meeting=held, party="city", function="chef", number=number, leading=True, by=astrid
        )


def test_nobody_has_been_at_a_meeting_that_has_not_begun(planned, astrid):
    with pytest.raises(UserError, match="Mötet har inte börjat, så ingen har varit där"):
        services.set_attendance(
            meeting=planned, party="city", function="chef", number=1, leading=True, by=astrid
        )


# minutes


def test_minutes_lack_what_they_lack_in_words(norr, astrid):
    made = world.plan(norr, by=astrid, days=-1)
    services.add_item(meeting=made, title="Ljus", by=astrid)
    services.set_attendance(meeting=made, party="city", function="chef", number=1, leading=True, by=astrid)
    services.hold(meeting=made, by=astrid)
    with pytest.raises(UserError) as error:
        joint.send_to_review(world.minutes_of(made), by=astrid)
    assert "Närvaron är inte införd för polisen." in str(error.value)
    assert "En punkt saknar beslut eller anteckning: Ljus." in str(error.value)


def test_minutes_say_what_was_decided_and_who_was_there(adjusted):
    minutes = world.minutes_of(adjusted)
    assert minutes.state == JointState.DECIDED
    kind = joint.kind_of(minutes)
    said = {one.heading: one.text for one in texts_of(kind, contents_of(minutes))}
    assert said["§ 1 Mörka gångvägar"] == world.DECISION
    assert "Staden: socialdirektör (1), ledande ställning" in said["Närvarande"]
    assert said["Mötet"].startswith("Styrgrupp Norr,")


def test_an_item_of_an_adjusted_meeting_cannot_change(adjusted, astrid):
    item = adjusted.items.get()
    refused = "Protokollet är justerat av båda parter och ändras inte."
    with pytest.raises(UserError, match=refused):
        services.change_item(item=item, title="Annat", version=item.version, by=astrid)
    with pytest.raises(UserError, match=refused):
        services.remove_item(item=item, version=item.version, by=astrid)
    with pytest.raises(UserError, match=refused):
        services.add_item(meeting=adjusted, title="Ny", by=astrid)
    with pytest.raises(UserError, match=refused):
        services.set_attendance(
            meeting=adjusted, party="city", function="x", number=1, leading=False, by=astrid
        )
    with pytest.raises(UserError, match=refused):
        services.write_minutes(minutes=world.minutes_of(adjusted), text="x", version=1, by=astrid)


def test_the_database_holds_the_items_of_an_adjusted_meeting(adjusted):
    for change in (
        lambda: AgendaItem.objects.filter(meeting=adjusted).update(decision="Något annat"),
        lambda: Minutes.objects.filter(meeting=adjusted).update(text="Något annat"),
        lambda: AgendaItem.objects.filter(meeting=adjusted).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
        assert connection.is_usable()


def test_a_change_under_review_ends_both_approvals(held, cast):
    sent = joint.send_to_review(world.minutes_of(held), by=cast["astrid"])
    joint.approve(sent, read_checksum=sent.checksum, by=cast["lena"])
    item = held.items.get()
    services.change_item(item=item, title=item.title, decision="Ändrat.", version=item.version, by=cast["bo"])
    assert world.minutes_of(held).state == JointState.DRAFT
    with pytest.raises(StaleError):
        joint.approve(sent, read_checksum=sent.checksum, by=cast["mats"])


def test_two_write_the_notes_and_the_second_is_told(held, astrid, bo):
    minutes = world.minutes_of(held)
    services.write_minutes(minutes=minutes, text="Bos ord", version=1, by=bo)
    with pytest.raises(StaleError) as error:
        services.write_minutes(minutes=minutes, text="Astrids ord", version=1, by=astrid)
    assert error.value.theirs == "Bos ord"


# recurring points


def test_who_may_not_write_the_year_is_told(norr, cast):
    with pytest.raises(UserError, match="Du får läsa årshjulet men inte skriva i det"):
        services.add_point(city=norr.city, pair=None, by=cast["gun"], title="Enkät", month=4)
    with pytest.raises(UserError, match="Du får läsa årshjulet men inte skriva i det"):
        services.add_point(city=norr.city, pair=norr, by=cast["farid"], title="Enkät", month=4)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"month": 13}, "Månaden eller takten finns inte i listan"),
        ({"month": 4, "every": 0}, "Månaden eller takten finns inte i listan"),
        ({"month": 2, "day": 30}, "Månaden har ingen dag 30"),
        ({"month": 2, "title": "  "}, "Rubriken saknas"),
    ],
)
def test_a_point_that_cannot_be_is_refused(norr, astrid, said, sentence):
    with pytest.raises(UserError, match=sentence):
        services.add_point(city=norr.city, pair=norr, by=astrid, **{"title": "Enkät", **said})


def test_a_point_that_somebody_took_away_is_not_changed(norr, astrid):
    row = services.add_point(city=norr.city, pair=norr, by=astrid, title="Enkät", month=4)
    services.remove_point(point=row, version=1, by=astrid)
    with pytest.raises(StaleError, match="Någon har tagit bort punkten"):
        services.change_point(point=row, version=2, by=astrid, title="Enkät", month=5)


def test_every_change_is_logged_with_the_pair_and_without_words(norr, adjusted, astrid):
    rows = LogEntry.objects.filter(object_type__startswith="meetings.")
    assert {row.event for row in rows} >= {
        "meeting-planned",
        "agenda-item-added",
        "attendance-set",
        "meeting-held",
    }
    assert all(row.pair_id == norr.pk for row in rows)
    assert not any("gångvägar" in str(row.facts) or "socialdirektör" in str(row.facts) for row in rows)
