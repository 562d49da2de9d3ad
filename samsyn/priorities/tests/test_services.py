"""Writing the year's priorities: order, reasons, the decision of the two chiefs, and what the areas answer."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.priorities import queries, services
from samsyn.priorities.models import PriorityAnswer, PriorityList
from samsyn.priorities.tests import world
from samsyn.records.joint.kinds import find
from samsyn.records.joint.queries import contents_of, texts_of
from samsyn.records.joint.services import approve, send_to_review, start_version, withdraw
from samsyn.ui.clock import today
from samsyn.ui.errors import StaleError, UserError

YEAR = today().year


def titles(rows):
    return [row.title for row in rows]


def test_a_list_begins_with_the_proposals_in_their_order(whole, astrid):
    proposals = [services.Proposal("Första"), services.Proposal("Andra")]
    row = services.start_list(pair=whole, year=YEAR + 1, by=astrid, proposals=proposals)
    assert [(one.rank, one.title) for one in queries.chosen_of(row)] == [(1, "Första"), (2, "Andra")]
    entry = LogEntry.objects.get(event=Event.PRIORITY_LIST_ADDED)
    assert (entry.pair_id, entry.by_id) == (whole.pk, astrid.pk)


def test_a_year_has_one_list(draft, whole, bo):
    with pytest.raises(UserError, match="finns redan en prioriteringslista"):
        services.start_list(pair=whole, year=draft.year, by=bo)


def test_a_list_that_was_taken_back_gives_its_year_free(draft, whole, astrid):
    withdraw(draft, by=astrid)
    assert services.start_list(pair=whole, year=draft.year, by=astrid).number == 1


def test_an_area_has_no_list_of_its_own(whole, norr, astrid):
    with pytest.raises(UserError, match="Norr är en del av den"):
        services.start_list(pair=norr, year=YEAR, by=astrid)


def test_a_year_that_is_none_is_refused(whole, astrid):
    with pytest.raises(UserError, match="Året 12 går inte att använda"):
        services.start_list(pair=whole, year=12, by=astrid)


def test_one_who_only_reads_writes_nothing(draft, gun):
    with pytest.raises(UserError, match="Du får läsa här men inte skriva"):
        services.add_priority(row=draft, title="Något", by=gun)


def test_what_is_set_aside_leaves_no_gap_and_what_is_chosen_again_stands_last(draft, astrid):
    first, second = queries.chosen_of(draft)
    said = {"title": first.title, "text": "", "why": "Får vänta.", "focus": "young"}
    services.change_priority(priority=first, version=1, is_chosen=False, by=astrid, **said)
    assert [(row.rank, row.title) for row in queries.chosen_of(draft)] == [(1, second.title)]
    assert first.title in titles(queries.aside_of(draft))
    first.refresh_from_db()
    assert first.rank is None
    services.change_priority(priority=first, version=2, is_chosen=True, by=astrid, **said)
    assert titles(queries.chosen_of(draft)) == [second.title, first.title]


def test_the_chosen_change_places(draft, bo):
    first, second = queries.chosen_of(draft)
    services.move_priority(priority=first, up=False, by=bo)
    assert titles(queries.chosen_of(draft)) == [second.title, first.title]
    with pytest.raises(UserError, match="går inte att flytta dit"):
        services.move_priority(priority=first, up=False, by=bo)


def test_what_is_removed_stays_in_the_table(draft, bo):
    first, second = queries.chosen_of(draft)
    services.remove_priority(priority=first, version=1, by=bo)
    assert titles(queries.chosen_of(draft)) == [second.title]
    assert queries.chosen_of(draft)[0].rank == 1
    first.refresh_from_db()
    assert first.removed_at is not None


def test_two_who_write_at_once_lose_nothing(draft, astrid, bo):
    first = queries.chosen_of(draft)[0]
    said = {"text": "", "why": "Skäl.", "focus": "young", "is_chosen": True}
    services.change_priority(priority=first, version=1, title="Astrids ord", by=astrid, **said)
    with pytest.raises(StaleError) as refused:
        services.change_priority(priority=first, version=1, title="Bos ord", by=bo, **said)
    assert "Astrids ord" in refused.value.theirs
    services.change_list(row=draft, text="Astrids inledning", version=1, by=astrid)
    with pytest.raises(StaleError) as refused:
        services.change_list(row=draft, text="Bos inledning", version=1, by=bo)
    assert refused.value.theirs == "Astrids inledning"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"title": " "}, "Prioriteringen saknas"),
        ({"title": "Något", "focus": "okänt"}, "saknas ett fokusområde"),
    ],
)
def test_what_cannot_be_saved_is_refused(draft, astrid, said, message):
    with pytest.raises(UserError, match=message):
        services.add_priority(row=draft, by=astrid, **said)


def test_a_list_holds_no_more_than_people_can_order(draft, astrid, monkeypatch):
    monkeypatch.setattr(services, "MOST", 3)
    with pytest.raises(UserError, match="har redan 3"):
        services.add_priority(row=draft, title="En till", by=astrid)


def test_without_reasons_nothing_goes_to_review(cast, whole, astrid):
    row = world.draft(cast, whole, YEAR, why="")
    with pytest.raises(UserError) as refused:
        send_to_review(row, by=astrid)
    assert "Skälet saknas för: Trygga kvällar ute, Unga som dras in i kriminalitet." in str(refused.value)


def test_an_empty_list_says_all_that_it_lacks(whole, astrid):
    row = services.start_list(pair=whole, year=YEAR, by=astrid)
    with pytest.raises(UserError, match="Ingen prioritering är vald"):
        send_to_review(row, by=astrid)


def test_what_is_set_aside_needs_its_reason_and_the_order_has_no_gap(draft, astrid):
    services.add_priority(row=draft, title="Trafik", is_chosen=False, by=astrid)
    queries.chosen_of(draft)[0].__class__.objects.filter(list=draft, rank=1).update(rank=7)
    with pytest.raises(UserError) as refused:
        send_to_review(draft, by=astrid)
    assert "Det saknas ett skäl till att lägga åt sidan: Trafik." in str(refused.value)
    assert "Ordningen har en lucka" in str(refused.value)


def test_the_two_chiefs_decide_it_and_then_it_never_changes(draft, cast, whole):
    sent = send_to_review(draft, by=cast["astrid"])
    with pytest.raises(UserError):
        approve(sent, read_checksum=sent.checksum, by=cast["lena"])
    for who in ("david", "elsa"):
        approve(sent, read_checksum=sent.checksum, by=cast[who])
    row = PriorityList.objects.get(pk=draft.pk)
    assert row.state == "decided"
    texts = texts_of(find("prioriteringar"), contents_of(row))
    assert [one.heading for one in texts][1:] == [
        "1. Trygga kvällar ute",
        "2. Unga som dras in i kriminalitet",
        "Lagt åt sidan: Klotter borta inom ett dygn",
    ]
    assert "Skäl: Det drabbar många." in texts[1].text
    with pytest.raises(UserError, match="ändras inte"):
        services.add_priority(row=row, title="En till", by=cast["astrid"])
    with pytest.raises(DatabaseError), transaction.atomic():
        PriorityList.objects.filter(pk=row.pk).update(year=1999)


def test_a_new_version_keeps_the_keys_so_that_answers_follow(chosen, norr, astrid):
    services.answer_priority(pair=norr, priority=chosen[0], is_taken_up=True, by=astrid)
    made = start_version(chosen[0].list, by=astrid)
    assert [row.key for row in queries.chosen_of(made)] == [row.key for row in chosen]
    assert len(queries.aside_of(made)) == 1
    assert queries.standing_list(made.pair, made.year) == made
    assert queries.priorities_for(norr, YEAR)[0].answer is not None


def test_an_area_takes_up_or_refuses_with_a_reason_and_the_newest_answer_counts(chosen, norr, soder, astrid):
    first = chosen[0]
    assert [one.answer for one in queries.priorities_for(norr, YEAR)] == [None, None]
    with pytest.raises(UserError, match="säger varför"):
        services.answer_priority(pair=norr, priority=first, is_taken_up=False, by=astrid)
    services.answer_priority(pair=norr, priority=first, is_taken_up=False, reason="Ingen tid.", by=astrid)
    assert queries.priorities_for(norr, YEAR)[0].is_refused
    services.answer_priority(pair=norr, priority=first, is_taken_up=True, by=astrid)
    shown = queries.priorities_for(norr, YEAR)[0]
    assert shown.answer.is_taken_up and not shown.is_refused
    assert PriorityAnswer.objects.count() == 2
    assert list(queries.answers_to(first.key)) == [norr.pk]
    assert queries.priorities_for(soder, YEAR)[0].answer is None


def test_an_answer_is_never_changed(chosen, norr, astrid):
    made = services.answer_priority(pair=norr, priority=chosen[0], is_taken_up=True, by=astrid)
    with pytest.raises(DatabaseError), transaction.atomic():
        PriorityAnswer.objects.filter(pk=made.pk).update(is_taken_up=False, reason="Nej")


def test_only_what_the_city_has_decided_is_answered_and_only_by_those_who_write_there(
    draft, norr, astrid, farid, chosen
):
    with pytest.raises(UserError, match="gäller inte för Norr nu"):
        services.answer_priority(pair=norr, priority=queries.chosen_of(draft)[0], is_taken_up=True, by=astrid)
    with pytest.raises(UserError, match="Du får läsa här"):
        services.answer_priority(pair=norr, priority=chosen[0], is_taken_up=True, by=farid)


def test_a_goal_can_answer_to_the_years_that_are_decided_and_to_what_it_answers_already(
    chosen, cast, whole, city
):
    world.decided(cast, whole, YEAR + 1)
    later = queries.decided_list(city.pk, YEAR + 1)
    assert len(queries.offered(city.pk, [YEAR, YEAR + 1])) == 4
    kept = queries.chosen_of(later)[0]
    assert titles(queries.offered(city.pk, [YEAR], keep=kept.key))[0] == kept.title
    assert len(queries.offered(city.pk, [YEAR - 3])) == 0
