"""Agreements: begun from the template, written, decided, and what is refused on the way."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError

from samsyn.agreements import services, wordings
from samsyn.agreements.checks import MUST_SAY, run
from samsyn.agreements.models import Agreement, AgreementKind, Clause, Covers
from samsyn.agreements.tests import world
from samsyn.agreements.workflow import Stage
from samsyn.audit.models import LogEntry
from samsyn.people.models import OfficeHolding
from samsyn.records.joint import services as joint
from samsyn.records.joint.queries import contents_now
from samsyn.ui.clock import today
from samsyn.ui.errors import StaleError, UserError

DAY = world.DAY
LOCAL, CENTRAL, OPERATIONAL = AgreementKind.LOCAL, AgreementKind.CENTRAL, AgreementKind.OPERATIONAL


def logged(event):
    return LogEntry.objects.filter(event=event).count()


def lacking(row):
    return {check.code: check.sentence for check in run(world.fresh(row)) if not check.is_met}


# The template


@pytest.mark.parametrize(("kind", "least"), [(CENTRAL, 11), (LOCAL, 11), (OPERATIONAL, 9)])
def test_a_template_says_all_that_the_law_and_the_handbook_ask_for_in_both_languages(kind, least):
    rows = wordings.wordings(kind)
    assert len(rows) >= least
    assert {row.covers for row in rows} >= {str(covers.value) for covers in MUST_SAY}
    for row in rows:
        assert row.heading and row.heading_en and row.help.endswith((".", "?"))
        assert row.help_en.endswith((".", "?"))
        assert bool(row.text) == bool(row.text_en)
    assert "inte juridiskt bindande" in wordings.wording_of(kind, Covers.NOT_BINDING).text
    at_odds = wordings.wording_of(kind, Covers.DISAGREEMENT).text
    assert "inom 30 dagar" in at_odds and "Bådas syn skrivs ner" in at_odds


def test_a_local_agreement_begins_with_the_template_the_parties_and_the_central_one_in_force(
    norr, cast, central
):
    made = services.start_agreement(pair=norr, kind=LOCAL, by=cast["astrid"])
    assert made.title == "Lokal överenskommelse för Norr"
    assert (made.city_party.name, made.police_party.name) == (
        "Socialförvaltningen Norr",
        "Lokalpolisområde Väst",
    )
    assert made.parent == central and made.stage == Stage.WRITING
    clauses = list(made.clauses.all())
    assert len(clauses) == 11 and clauses[0].heading == "Syfte"
    assert "Socialförvaltningen Norr och Lokalpolisområde Väst" in clauses[0].text
    assert "{" not in "".join(clause.text for clause in clauses)


def test_the_template_is_written_in_swedish_whatever_language_the_page_has(norr, cast, central):
    from django.utils.translation import override

    with override("en"):
        made = services.start_agreement(pair=norr, kind=LOCAL, by=cast["astrid"])
    assert made.title == "Lokal överenskommelse för Norr" and made.clauses.first().heading == "Syfte"


def test_a_verksamhetsavtal_points_at_the_problem_that_it_comes_from(norr, cast):
    from samsyn.steps.problem.tests import world as problems

    problem = problems.build(cast, norr)["problem"]
    made = services.start_agreement(pair=norr, kind=OPERATIONAL, by=cast["bo"], problem=problem)
    assert made.title == f"Verksamhetsavtal: {problem.title}"
    target = made.clauses.get(covers=Covers.PROBLEMS).targets.get()
    assert (target.kind, target.target_key, target.title) == ("problem", problem.key, problem.title)


@pytest.mark.parametrize("kind", [CENTRAL, LOCAL])
def test_an_agreement_belongs_to_the_pair_of_its_kind(kind, norr, whole, cast):
    wrong = norr if kind == CENTRAL else whole
    with pytest.raises(UserError, match="Välj det par som den ska gälla"):
        services.start_agreement(pair=wrong, kind=kind, by=cast["astrid"])


def test_a_pair_has_one_draft_of_a_local_agreement(norr, cast, central):
    services.start_agreement(pair=norr, kind=LOCAL, by=cast["astrid"])
    with pytest.raises(UserError, match="Det finns redan ett utkast till lokal överenskommelse"):
        services.start_agreement(pair=norr, kind=LOCAL, by=cast["bo"])


def test_a_problem_of_another_pair_is_refused(norr, soder, cast):
    from samsyn.steps.problem.tests import world as problems

    problem = problems.build(cast, norr)["problem"]
    with pytest.raises(UserError, match="Problemet hör inte till avtalets områdespar"):
        services.start_agreement(pair=soder, kind=OPERATIONAL, by=cast["farid"], problem=problem)


def test_only_writers_begin_an_agreement(norr, cast):
    with pytest.raises(UserError, match="Du får läsa här men inte skriva"):
        services.start_agreement(pair=norr, kind=OPERATIONAL, by=cast["gun"])


def test_a_party_without_any_organisation_is_told_who_adds_it(norr, cast):
    from samsyn.people.models import Organisation

    OfficeHolding.objects.all().delete()
    Organisation.objects.filter(party="police").update(party="other")
    with pytest.raises(UserError, match="Polisen har ingen organisation i Exempelstaden"):
        services.start_agreement(pair=norr, kind=OPERATIONAL, by=cast["astrid"])


# Changing


def test_a_period_that_ends_before_it_starts_is_refused_and_never_stored(norr, cast):
    row = world.draft(norr, cast)
    with pytest.raises(UserError, match="Perioden slutar innan den börjar"):
        services.change_agreement(
            agreement=row, version=row.version, by=cast["astrid"], valid_from=today(), valid_to=today() - DAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=row.pk).update(valid_to=today() - DAY)


def test_two_who_change_at_once_lose_nothing(norr, cast):
    row = world.draft(norr, cast)
    services.change_agreement(agreement=row, version=1, by=cast["astrid"], title="Kvällarna")
    with pytest.raises(StaleError) as caught:
        services.change_agreement(agreement=row, version=1, by=cast["bo"], title="Nätterna")
    assert caught.value.theirs == "Kvällarna"
    clause = row.clauses.first()
    said = {"heading": "Syfte", "covers": "purposes"}
    services.change_clause(clause=clause, text="Mitt.", version=clause.version, by=cast["astrid"], **said)
    with pytest.raises(StaleError) as caught:
        services.change_clause(clause=clause, text="Ditt.", version=clause.version, by=cast["bo"], **said)
    assert "Mitt." in caught.value.theirs


def test_a_change_of_a_text_on_review_ends_both_approvals(norr, cast):
    sent = world.send(world.draft(norr, cast), cast)
    joint.approve(sent, read_checksum=sent.checksum, by=cast["lena"])
    services.add_clause(agreement=sent, heading="Press", text="Vi svarar tillsammans.", by=cast["bo"])
    assert world.fresh(sent).state == "draft"
    assert logged("approval-voided") == 1


def test_clauses_move_and_go_and_the_numbers_follow(norr, cast):
    row = world.draft(norr, cast)
    first, second = row.clauses.all()[:2]
    services.move_clause(clause=second, is_up=True, by=cast["astrid"])
    services.move_clause(clause=second, is_up=True, by=cast["astrid"])  # first already: nothing happens
    assert [one["heading"] for one in contents_now(world.fresh(row))["clauses"]][:2] == [
        second.heading,
        first.heading,
    ]
    second.refresh_from_db()
    services.remove_clause(clause=second, version=second.version, by=cast["bo"])
    assert contents_now(world.fresh(row))["clauses"][0] == {
        "key": str(first.key),
        "number": 1,
        "heading": first.heading,
        "text": Clause.objects.get(pk=first.pk).text,
        "covers": "purposes",
        "points_at": [],
    }
    with pytest.raises(UserError, match="Någon har tagit bort punkten"):
        services.move_clause(clause=second, is_up=False, by=cast["astrid"])


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"heading": " "}, "Punktens rubrik saknas"),
        ({"text": "\n"}, "Punktens text saknas"),
        ({"covers": "vad"}, "Det framgår inte vad den handlar om"),
    ],
)
def test_a_clause_needs_its_words(norr, cast, said, says):
    row = world.draft(norr, cast)
    whole = {"heading": "Press", "text": "Vi svarar tillsammans.", "covers": "other", **said}
    with pytest.raises(UserError, match=says):
        services.add_clause(agreement=row, by=cast["astrid"], **whole)


def test_an_agreement_rests_only_on_what_stands_above_it(norr, cast, central):
    row = world.draft(norr, cast, LOCAL)
    other = world.draft(norr, cast)
    with pytest.raises(UserError, match="är inget som den här kan vila på"):
        services.change_agreement(agreement=row, version=row.version, by=cast["astrid"], parent=other)


def test_a_party_is_of_the_right_side(norr, cast):
    row = world.draft(norr, cast)
    with pytest.raises(UserError, match="Lokalpolisområde Väst kan inte vara den parten"):
        services.change_agreement(
            agreement=row, version=row.version, by=cast["astrid"], city_party=cast["bo"].organisation
        )


def test_a_decided_agreement_never_changes_and_has_no_next_version(norr, cast):
    row = world.decide(world.draft(norr, cast), cast)
    with pytest.raises(UserError, match="ändras inte"):
        services.add_clause(agreement=row, heading="Sent", text="För sent.", by=cast["astrid"])
    with pytest.raises(UserError, match="Skriv en efterträdare"):
        joint.start_version(row, by=cast["astrid"])
    for field, value in (("valid_to", today()), ("title", "Annat"), ("parent_id", row.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement.objects.filter(pk=row.pk).update(**{field: value})


# The checklist


def test_the_checklist_of_a_new_agreement_says_what_is_lacking_and_leads_there(norr, cast, central):
    row = services.start_agreement(pair=norr, kind=LOCAL, by=cast["astrid"])
    found = lacking(row)
    assert found["period"] == "Perioden saknas: skriv första och sista dagen."
    assert found["says-problems"] == "Punkt 3, Problem i fokus, har ingen text."
    assert set(found) == {"period", "says-problems", "says-causes", "says-goals", "says-contacts"}
    clause = row.clauses.get(covers=Covers.PROBLEMS)
    check = next(one for one in run(world.fresh(row)) if one.code == "says-problems")
    assert check.url == f"/par/{norr.slug}/overenskommelser/{row.pk}/punkt/{clause.pk}/"


@pytest.mark.parametrize("covers", list(MUST_SAY))
def test_each_thing_that_must_be_said_is_missed_when_its_clause_is_gone(norr, cast, covers):
    row = world.draft(norr, cast)
    clause = row.clauses.get(covers=covers)
    services.remove_clause(clause=clause, version=clause.version, by=cast["astrid"])
    assert list(lacking(row)) == [f"says-{covers.value}"]
    check = next(one for one in run(world.fresh(row)) if not one.is_met)
    assert check.url.endswith(f"?om={covers.value}")
    assert check.sentence == str(MUST_SAY[covers][1])
    with pytest.raises(UserError, match="Texten skickades inte på granskning"):
        joint.send_to_review(world.fresh(row), by=cast["astrid"])


def test_a_whole_agreement_lacks_nothing_and_the_checks_say_what_is_there(norr, cast, central):
    row = world.draft(norr, cast, LOCAL)
    assert lacking(row) == {}
    said = {check.code: check.sentence for check in run(row)}
    assert said["parent"] == "Den vilar på ”Central överenskommelse för Exempelstaden”."
    assert said["says-purposes"] == "Syftet står i punkt 1."
    assert said["alone"] == "Ingen annan överenskommelse för paret gäller samma dagar."
    assert said["offices"] == "Undertecknas av socialdirektör och lokalpolisområdeschef."


def test_a_period_that_is_wholly_in_the_past_is_stopped(norr, cast, on):
    row = world.draft(norr, cast, valid_to=today() + DAY)
    with on(today() + DAY):
        assert lacking(row) == {"period": "Hela perioden har redan varit."}


def test_a_local_agreement_needs_a_central_one_that_holds_on_its_first_day(norr, cast, central, on):
    alone = world.draft(norr, cast, LOCAL, parent=None)
    assert lacking(alone) == {"parent": "Den vilar inte på någon central överenskommelse."}
    services.change_agreement(
        agreement=alone, version=1, by=cast["astrid"], parent=central, valid_from=central.valid_to,
        valid_to=central.valid_to + DAY,
    )  # fmt: skip
    assert "upphör" in lacking(alone)["parent"]
    assert lacking(alone)["parent"].endswith("innan den här börjar.")


def test_a_parent_that_was_ended_early_is_no_parent(norr, cast, central):
    row = world.draft(norr, cast, LOCAL, valid_from=today() + 10 * DAY)
    services.end(agreement=central, reason="Staden har fått en ny organisation.", by=cast["david"])
    assert lacking(row)["parent"].startswith("”Central överenskommelse för Exempelstaden”")


def test_a_parent_that_nobody_has_signed_is_no_parent_yet(norr, cast, city):
    above = world.decide(world.draft(world.whole_of(city), cast, CENTRAL), cast)
    row = world.draft(norr, cast, LOCAL, parent=above)
    assert lacking(row)["parent"].endswith("är inte undertecknad och gällande den första dagen.")


def test_an_office_that_nobody_holds_is_said(norr, cast):
    row = world.draft(norr, cast)
    OfficeHolding.objects.filter(member=cast["mats"]).update(valid_to=today())
    assert lacking(row) == {
        "offices": "Ingen har ämbetet lokalpolisområdeschef i dag, och det ämbetet ska skriva under."
    }


# Two at once


def test_two_local_agreements_never_hold_on_the_same_day(norr, cast):
    held = world.local(norr, cast)
    row = world.draft(norr, cast, LOCAL, valid_from=held.valid_to - DAY, valid_to=held.valid_to + 99 * DAY)
    assert lacking(row)["alone"].startswith("”Lokal överenskommelse för Norr” gäller delvis samma dagar")
    services.change_agreement(
        agreement=row, version=row.version, by=cast["astrid"], valid_from=held.valid_to,
        valid_to=held.valid_to + 99 * DAY,
    )  # fmt: skip
    assert lacking(row) == {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=row.pk).update(stage=Stage.IN_FORCE)


def test_of_two_texts_on_review_for_the_same_days_only_the_first_is_decided(norr, cast, central):
    first = world.send(world.draft(norr, cast, LOCAL), cast)
    second = world.fresh(first)
    second.pk = second.id = None
    second.key, second._state.adding = "11111111-2222-4333-8444-555555555555", True
    second.save()
    for row in (first, second):
        joint.approve(row, read_checksum=row.checksum, by=cast["lena"])
    joint.approve(first, read_checksum=first.checksum, by=cast["mats"])
    with pytest.raises(UserError, match="Samma dagar gäller redan ”Lokal överenskommelse för Norr”"):
        joint.approve(second, read_checksum=second.checksum, by=cast["mats"])
    assert world.fresh(second).state == "in-review"


def test_verksamhetsavtal_may_hold_side_by_side(norr, cast):
    for title in ("Klotter", "Kvällar"):
        world.signed(norr, cast, title=title)
    assert Agreement.objects.filter(stage=Stage.IN_FORCE).count() == 2
