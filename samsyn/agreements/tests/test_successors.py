"""The decided text of an agreement, and its successor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samsyn.agreements import services
from samsyn.agreements.checks import run
from samsyn.agreements.models import AgreementKind, Covers
from samsyn.agreements.tests import world
from samsyn.agreements.workflow import Stage
from samsyn.records.differences import compared
from samsyn.records.joint import services as joint
from samsyn.records.joint.kinds import kind_of
from samsyn.records.joint.queries import contents_now, contents_of, decided_before, texts_of
from samsyn.ui.errors import UserError

DAY = world.DAY
LOCAL, CENTRAL, OPERATIONAL = AgreementKind.LOCAL, AgreementKind.CENTRAL, AgreementKind.OPERATIONAL


def lacking(row):
    return {check.code: check.sentence for check in run(world.fresh(row)) if not check.is_met}


def test_a_decided_agreement_waits_for_signature_and_is_registered_under_its_own_title(norr, cast, central):
    from samsyn.records.queries import decision

    row = world.decide(world.draft(norr, cast, LOCAL), cast)
    assert (row.state, row.stage) == ("decided", Stage.FOR_SIGNATURE)
    assert decision(joint.subject(row)).title == "Lokal överenskommelse för Norr"
    frozen = contents_of(row)
    assert frozen["rests_on"]["checksum"] == central.checksum
    assert frozen["signed_by"] == {"city": "social-director", "police": "local-police-chief"}
    texts = texts_of(kind_of(row), frozen)
    assert texts[1].heading == "1 Syfte"
    assert texts[0].text.startswith(
        "Lokal överenskommelse mellan Socialförvaltningen Norr och Lokalpolisområde Väst."
    )
    assert texts[-1].text.endswith("Lokalpolisområde Väst: lokalpolisområdeschef")


def test_a_successor_is_a_copy_that_begins_when_the_old_one_ends_and_shows_what_differs(norr, cast):
    old = world.local(norr, cast)
    made = services.start_successor(agreement=old, by=cast["bo"])
    assert (made.replaces, made.valid_from, made.valid_to) == (old, old.valid_to, None)
    assert [row.text for row in made.clauses.all()] == [row.text for row in old.clauses.all()]
    clause = made.clauses.get(covers=Covers.CONTACTS)
    services.change_clause(
        clause=clause, heading=clause.heading, text="Det här står i en annan punkt.", covers=clause.covers,
        version=clause.version, by=cast["bo"],
    )  # fmt: skip
    made = world.fresh(made)
    assert decided_before(made) == old
    kind = kind_of(made)
    before, after = (
        {one.key: (one.heading, one.text) for one in texts_of(kind, text)}
        for text in (contents_of(old), contents_now(made))
    )
    blocks = compared(before, after)
    assert [block.heading for block in blocks] == ["Parter och period", "9 Kontaktpersoner"]
    words = [(part.kind, part.text) for part in blocks[1].parts if part.kind != "same"]
    assert words == [("del", "kontaktpersoner."), ("ins", "en annan punkt.")]


def test_a_successor_copies_what_the_clauses_point_at(norr, cast):
    from samsyn.steps.problem.tests import world as problems

    problem = problems.build(cast, norr)["problem"]
    old = world.signed(norr, cast, problem=problem)
    made = services.start_successor(agreement=old, by=cast["astrid"])
    assert made.clauses.get(covers=Covers.PROBLEMS).targets.get().target_key == problem.key


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ("draft", "Texten är utkast, och bara en beslutad överenskommelse ersätts"),
        ("ready", "väntar fortfarande på underskrift"),
        ("replaced", "Det finns redan en"),
    ],
)
def test_what_cannot_be_replaced(norr, cast, stage, says):
    row = world.draft(norr, cast)
    if stage != "draft":
        row = world.decide(row, cast)
    if stage == "replaced":
        row = world.sign(row, cast)
        services.start_successor(agreement=row, by=cast["astrid"])
    with pytest.raises(UserError, match=says):
        services.start_successor(agreement=row, by=cast["astrid"])


def test_a_successor_that_was_withdrawn_or_ended_leaves_room_for_another(norr, cast):
    row = world.signed(norr, cast)
    first = services.start_successor(agreement=row, by=cast["astrid"])
    joint.withdraw(first, by=cast["astrid"])
    second = services.start_successor(agreement=row, by=cast["astrid"])
    assert second.pk != first.pk


def test_a_successor_of_one_that_ended_long_ago_begins_today(norr, cast, on):
    row = world.signed(norr, cast)
    later = row.valid_to + timedelta(days=40)
    with on(later):
        services.keep_dates(later)
        made = services.start_successor(agreement=world.fresh(row), by=cast["astrid"])
        assert made.valid_from == later


def test_a_successor_must_begin_after_the_one_it_replaces(norr, cast):
    old = world.signed(norr, cast)
    made = services.start_successor(agreement=old, by=cast["astrid"])
    services.change_agreement(
        agreement=made, version=1, by=cast["astrid"], valid_from=old.valid_from,
        valid_to=date(2090, 1, 1),
    )  # fmt: skip
    assert lacking(made)["successor"].startswith("Den börjar inte efter")
