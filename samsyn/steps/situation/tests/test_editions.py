"""Cutting, reviewing and deciding editions."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.audit.queries import check_chain
from samsyn.records import queries as records
from samsyn.records.models import Approval, ChangeRequest, Decision
from samsyn.steps.situation.models import Edition, Paragraph, Section
from samsyn.steps.situation.services import editions
from samsyn.steps.situation.tests.editions import PERIOD, decided, full_picture, write
from samsyn.steps.situation.workflow import TRANSITIONS, EditionState
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def picture(norr, astrid, bo):
    return full_picture(norr, astrid, bo)


@shared
def draft(picture, astrid):
    return editions.cut_edition(picture=picture, by=astrid, **PERIOD)


@shared
def in_review(draft, astrid):
    return editions.send_to_review(edition=draft, by=astrid)


def approve(edition, member, **more):
    return editions.approve_edition(edition=edition, read_checksum=edition.checksum, by=member, **more)


def test_the_same_database_gives_the_same_bytes(picture, draft, astrid):
    again = editions.recut(edition=draft, by=astrid)
    assert again.canonical == draft.canonical
    assert again.checksum == draft.checksum
    assert not LogEntry.objects.filter(event=Event.EDITION_RECUT).exists()


def test_the_text_is_the_same_whatever_language_the_page_has(draft, astrid):
    from django.utils import translation

    with translation.override("en"):
        assert editions.recut(edition=draft, by=astrid).canonical == draft.canonical


def test_canonical_text_has_sorted_keys_no_spaces_and_plain_numbers(draft):
    contents = json.loads(draft.canonical)
    assert draft.canonical == json.dumps(
        contents, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    assert contents["schema"] == 1
    assert contents["is_example"] is True
    assert contents["findings"][0]["figures"][0]["value"] == 1259
    assert contents["findings"][0]["figures"][0]["import"] == contents["sources"][0]["import"]
    assert contents["sources"][0]["licence"] == "CC BY 4.0"
    assert contents["sections"]["analysis"][0]["function"] == "kommunpolis"
    assert [row["area_name"] for row in contents["levels"]] == ["Norra 1", "Norra 2", "Norra 3"]
    assert contents["levels"][2]["level"] is None


def test_the_text_holds_no_name_of_a_person(draft, cast):
    names = {member.name for member in cast.values()}
    assert not [name for name in names if f'"{name}' in draft.canonical]


def test_what_an_invented_person_writes_in_a_real_city_is_marked(picture, norr, astrid):
    norr.city.is_example = False
    norr.city.save()
    picture.refresh_from_db()
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    contents = json.loads(edition.canonical)
    assert (contents["is_example"], contents["is_invented"]) == (False, True)


def test_only_one_edition_is_prepared_at_a_time(draft, picture, bo):
    with pytest.raises(UserError, match="Utgåva 1 är inte färdig än"):
        editions.cut_edition(picture=picture, by=bo, **PERIOD)
    assert picture.editions.count() == 1


def test_a_period_that_ends_before_it_begins_is_refused(picture, astrid):
    with pytest.raises(UserError, match="Välj ett slut som ligger efter början"):
        editions.cut_edition(
            picture=picture, by=astrid, period_start=date(2026, 1, 1), period_end=date(2025, 1, 1)
        )


def test_who_may_only_read_cannot_cut(picture, gun, hanna, farid, lena):
    for member in (gun, hanna, farid, lena):
        with pytest.raises(UserError, match="får läsa"):
            editions.cut_edition(picture=picture, by=member, **PERIOD)


def test_an_edition_that_lacks_a_part_is_not_sent_and_says_which(norr, picture, astrid):
    Paragraph.objects.filter(section=Section.OTHER).delete()
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    with pytest.raises(UserError, match="Det saknas text i: annan information"):
        editions.send_to_review(edition=edition, by=astrid)
    edition.refresh_from_db()
    assert edition.state == EditionState.DRAFT


def test_every_check_says_what_holds(draft):
    assert [check.sentence for check in editions.checks(draft)] == [
        "Kartläggning, annan information och analys finns med.",
        "Alla 3 lägen har skäl.",
        "Ni är överens om lägena, eller har skrivit varför ni är oeniga.",
        "Täckningen står vid varje läge.",
        "Det enda talet leder till källan.",
        "En slutsats finns med.",
        "Perioden är giltig.",
    ]


def test_an_empty_picture_fails_every_check_that_needs_people(norr, astrid):
    from samsyn.steps.situation.models import SituationPicture

    empty = SituationPicture.objects.create(pair=norr)
    edition = editions.cut_edition(picture=empty, by=astrid, **PERIOD)
    lacking = {check.code for check in editions.checks(edition) if not check.is_met}
    assert lacking == {"three-parts", "levels", "findings"}


def test_a_level_without_any_evidence_is_named(picture, norr, astrid):
    from samsyn.steps.situation.models import Level
    from samsyn.steps.situation.tests.editions import judge

    area = norr.city_area.parts.order_by("code").first()
    judge(picture, area, Level.objects.get(code="green"), "Känns lugnt.", astrid, coverage=())
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    assert "Läget vilar inte på något underlag i: Norra 1." in [
        check.sentence for check in editions.checks(edition)
    ]


def test_a_figure_that_leads_nowhere_is_counted(picture, astrid):
    from samsyn.steps.situation.models import Finding

    finding = Finding.objects.get()
    finding.figures = [{**finding.figures[0], "import": None}]
    finding.save()
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    with pytest.raises(UserError, match="Ett tal leder inte till sin källa"):
        editions.send_to_review(edition=edition, by=astrid)


def test_both_approve_the_same_text_and_it_is_decided(in_review, lena, mats):
    assert approve(in_review, lena) is None
    decision = approve(in_review, mats)
    in_review.refresh_from_db()
    assert in_review.state == EditionState.DECIDED
    assert in_review.decided_at == decision.decided_at
    assert decision.title == "Lägesbild Norr, utgåva 1"
    assert decision.checksum == in_review.checksum
    assert check_chain().is_whole


def test_the_capacity_and_the_title_are_kept_in_swedish(in_review, lena, mats):
    from django.utils import translation

    with translation.override("en"):
        approve(in_review, lena, reservation="  Kortedala borde vara Orange.  ")
        decision = approve(in_review, mats)
    assert decision.title == "Lägesbild Norr, utgåva 1"
    first, second = records.approvals(editions.subject(in_review))
    assert (first.capacity, second.capacity) == ("socialdirektör", "lokalpolisområdeschef")
    assert first.reservation == "Kortedala borde vara Orange."


def test_the_next_decided_edition_takes_the_place_of_the_first(picture, draft, astrid, lena, mats):
    editions.send_to_review(edition=draft, by=astrid)
    approve(draft, lena)
    approve(draft, mats)
    write(picture, Section.ANALYSIS, "Mer att säga.", astrid)
    second = decided(picture, lena, mats, writer=astrid)
    draft.refresh_from_db()
    assert draft.state == EditionState.SUPERSEDED
    assert second.supersedes == draft
    assert second.number == 2
    assert json.loads(second.canonical)["previous"] == {"checksum": draft.checksum, "number": 1}


def test_a_new_word_voids_both_approvals(in_review, picture, lena, mats, bo):
    approve(in_review, lena)
    write(picture, Section.ANALYSIS, "Ett ord till.", bo)
    changed = editions.recut(edition=in_review, by=bo)
    assert changed.checksum != in_review.checksum
    assert records.standing(editions.subject(changed)) == {}
    assert Approval.objects.get().voided_at is not None
    with pytest.raises(StaleError, match="har ändrats sedan du läste den"):
        editions.approve_edition(edition=changed, read_checksum=in_review.checksum, by=mats)
    assert approve(changed, mats) is None, "the city must be asked again"


def test_a_wish_for_change_ends_the_approvals_and_keeps_its_reason(in_review, lena, mats):
    approve(in_review, lena)
    edition = editions.ask_for_change(edition=in_review, reason="Läget i Norra 1 stämmer inte.", by=mats)
    assert edition.state == EditionState.DRAFT
    assert records.standing(editions.subject(edition)) == {}
    request = records.change_requests(editions.subject(edition))[0]
    assert (request.reason, request.party) == ("Läget i Norra 1 stämmer inte.", "police")
    assert LogEntry.objects.filter(event=Event.EDITION_RETURNED).count() == 1
    assert "Norra" not in LogEntry.objects.get(event=Event.EDITION_RETURNED).facts


def test_a_wish_for_change_needs_a_reason(in_review, mats):
    with pytest.raises(UserError, match="saknas ett skäl"):
        editions.ask_for_change(edition=in_review, reason="  ", by=mats)
    in_review.refresh_from_db()
    assert in_review.state == EditionState.IN_REVIEW


def test_one_who_comes_second_with_an_old_page_changes_nothing(in_review, astrid, lena, mats):
    """Both have the edition on their screens; the row in their hands is old when they press."""
    old = Edition.objects.get(pk=in_review.pk)
    approve(in_review, lena)
    with pytest.raises(UserError, match="redan godkänt"):
        approve(old, astrid)
    approve(old, mats)
    for late in (
        lambda: approve(old, mats),
        lambda: editions.recut(edition=old, by=astrid),
        lambda: editions.send_to_review(edition=old, by=astrid),
        lambda: editions.ask_for_change(edition=old, reason="Nej.", by=mats),
    ):
        with pytest.raises(UserError, match="är beslutad och ändras aldrig"):
            late()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"canonical": "{}"},
        {"checksum": "0" * 64},
        {"number": 9},
        {"period_end": date(2030, 1, 1)},
        {"decided_at": None},
        {"state": "draft"},
        {"state": "in-review"},
    ],
)
def test_a_decided_edition_is_not_changed_through_the_program(picture, astrid, lena, mats, change):
    edition = decided(picture, lena, mats, writer=astrid)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**change)
    for name, value in change.items():
        setattr(edition, name, value)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        edition.save()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE situation_edition SET canonical = '{}'",
        "UPDATE situation_edition SET state = 'draft'",
        "DELETE FROM situation_edition",
        "UPDATE records_approval SET reservation = 'Nej.'",
        "DELETE FROM records_approval",
        "UPDATE records_decision SET checksum = ''",
        "DELETE FROM records_decision",
    ],
)
def test_a_decided_edition_is_not_changed_by_sql(picture, astrid, lena, mats, sql):
    decided(picture, lena, mats, writer=astrid)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_superseded_edition_cannot_come_back(picture, astrid, lena, mats):
    first = decided(picture, lena, mats, writer=astrid)
    decided(picture, lena, mats, writer=astrid)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Edition.objects.filter(pk=first.pk).update(state="decided")


def test_a_voided_approval_and_a_wish_stay_as_they_were(in_review, lena, mats):
    approve(in_review, lena)
    editions.ask_for_change(edition=in_review, reason="Skriv om.", by=mats)
    for late in (
        lambda: Approval.objects.update(voided_at=None),
        lambda: ChangeRequest.objects.update(reason="Annat"),
        lambda: ChangeRequest.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            late()


WRITERS = {"astrid", "bo", "cilla", "karl"}
DECIDERS = {"astrid", "bo", "lena", "mats"}
MAY = {"send_to_review": WRITERS, "ask_for_change": WRITERS | DECIDERS, "approve": DECIDERS}


def _in_state(state, picture, astrid, lena, mats):
    edition = editions.cut_edition(picture=picture, by=astrid, **PERIOD)
    if state != EditionState.DRAFT:
        editions.send_to_review(edition=edition, by=astrid)
    if state in {EditionState.DECIDED, EditionState.SUPERSEDED}:
        approve(edition, lena)
        approve(edition, mats)
    if state == EditionState.SUPERSEDED:
        decided(picture, lena, mats, writer=astrid)
    edition.refresh_from_db()
    return edition


VERBS = {
    "send_to_review": lambda edition, by: editions.send_to_review(edition=edition, by=by),
    "ask_for_change": lambda edition, by: editions.ask_for_change(edition=edition, reason="Skriv om.", by=by),
    "approve": approve,
}


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("state", list(EditionState))
def test_each_member_of_the_cast_can_do_only_what_the_table_says(
    state, verb, cast, picture, astrid, lena, mats
):
    edition = _in_state(state, picture, astrid, lena, mats)
    goes = verb in TRANSITIONS[state].values() and state != EditionState.DECIDED
    for who, member in cast.items():
        moment = transaction.savepoint()
        _try(edition, verb, member, is_allowed=goes and who in MAY[verb])
        transaction.savepoint_rollback(moment)


def _try(edition, verb, member, *, is_allowed):
    before = (LogEntry.objects.count(), Approval.objects.count(), edition.state)
    edition = Edition.objects.get(pk=edition.pk)
    if is_allowed:
        VERBS[verb](edition, member)
        assert LogEntry.objects.order_by("-seq").first().by_id == member.pk
        return
    with pytest.raises(UserError):
        VERBS[verb](edition, member)
    edition.refresh_from_db()
    assert (LogEntry.objects.count(), Approval.objects.count(), edition.state) == before
